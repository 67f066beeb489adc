//! A paper taken through its whole road without pages: for the demo county and for tests.

use super::{
    actions::{self, BulkAct, ItemEdit, Paper, Publish, Words},
    model::{DeadlineValue, Item, ItemId, PlanId},
};
use ::store::{Ctx, Error, Result};
use base::day::Date;
use gongwen::day::Day;

/// A plan being handled by the general office.
pub(crate) struct Handled {
    pub(super) plan: PlanId,
}

/// Imports a paper.
pub(crate) async fn handle(ctx: &Ctx, bytes: &[u8], file_name: &str) -> Result<Handled> {
    let paper = Paper {
        bytes: bytes.to_vec(),
        file_name: Some(file_name.to_owned()),
    };
    Ok(Handled {
        plan: actions::import(ctx, paper).await?,
    })
}

impl Handled {
    /// Accepts what was read and what is proposed.
    pub(crate) async fn accept_everything(&self, ctx: &Ctx) -> Result<()> {
        actions::accept_all(ctx, self.plan).await?;
        let ids: Vec<_> = self.items(ctx).await?.iter().map(|item| item.id).collect();
        actions::assign_many(ctx, self.plan, &ids, BulkAct::AcceptSuggestions).await?;
        Ok(())
    }

    /// Accepts the first few items as they stand.
    pub(crate) async fn accept_first(&self, ctx: &Ctx, n_items: usize) -> Result<()> {
        for item in self.items(ctx).await?.iter().take(n_items) {
            actions::accept_item(ctx, self.plan, item.id).await?;
        }
        Ok(())
    }

    /// Gives the lead of the first item with this numeral.
    pub(crate) async fn give_lead(&self, ctx: &Ctx, marker: &str, unit: &str) -> Result<()> {
        let item = self.item(ctx, marker).await?;
        self.assign(ctx, &[item], unit).await
    }

    /// Gives the lead of every item that has none.
    pub(crate) async fn give_lead_where_open(&self, ctx: &Ctx, unit: &str) -> Result<()> {
        let mut open = self.items(ctx).await?;
        open.retain(|item| item.lead().is_none());
        if open.is_empty() {
            Ok(())
        } else {
            self.assign(ctx, &open, unit).await
        }
    }

    /// Corrects words of an item and the target that stands in them.
    pub(crate) async fn replace_words(
        &self,
        ctx: &Ctx,
        item: &str,
        from: &str,
        to: &str,
        old_value: f64,
        new_value: f64,
    ) -> Result<()> {
        let item = self.item(ctx, item).await?;
        let mut edit = as_it_stands(&item);
        edit.words.body = item.body.replace(from, to);
        for (_, target) in &mut edit.targets {
            if target.value == old_value {
                target.value = new_value;
            }
        }
        actions::edit_item(ctx, self.plan, item.id, item.revision, edit).await
    }

    /// Says what the targets of an item count in fuller words than the program read.
    pub(crate) async fn name_targets(
        &self,
        ctx: &Ctx,
        item: &str,
        names: &[(&str, &str)],
    ) -> Result<()> {
        let item = self.item(ctx, item).await?;
        let mut edit = as_it_stands(&item);
        for (_, target) in &mut edit.targets {
            if let Some((_, name)) = names.iter().find(|(read, _)| *read == target.subject) {
                (*name).clone_into(&mut target.subject);
            }
        }
        actions::edit_item(ctx, self.plan, item.id, item.revision, edit).await
    }

    /// Adds the day an item is to be done by.
    pub(crate) async fn add_time_limit(&self, ctx: &Ctx, item: &str, by: Date) -> Result<()> {
        let item = self.item(ctx, item).await?;
        let mut edit = as_it_stands(&item);
        let (month, day) = (by.month().unsigned_abs(), by.day().unsigned_abs());
        edit.deadlines.push((
            None,
            DeadlineValue {
                from: None,
                to: Day::new(by.year(), month, day),
                recurs: None,
            },
        ));
        actions::edit_item(ctx, self.plan, item.id, item.revision, edit).await
    }

    /// Carries items of the plan of the year before over into this one, by their headings.
    pub(crate) async fn carry(&self, ctx: &Ctx, headings: &[&str]) -> Result<()> {
        let found = actions::carry_candidates(ctx, self.plan).await?;
        let chosen: Vec<ItemId> = found
            .candidates
            .iter()
            .filter(|one| headings.contains(&one.item.heading().as_str()) && !one.why.is_empty())
            .map(|one| one.item.id)
            .collect();
        actions::carry_over(ctx, self.plan, &chosen).await?;
        Ok(())
    }

    /// Publishes the next version.
    pub(crate) async fn publish(&self, ctx: &Ctx, note: &str) -> Result<()> {
        let revision = actions::plan_for_work(ctx, self.plan).await?.revision;
        let command = Publish {
            note: note.to_owned(),
            accepts_open_items: false,
            revision,
        };
        actions::publish(ctx, self.plan, command).await?;
        Ok(())
    }

    async fn assign(&self, ctx: &Ctx, items: &[Item], name: &str) -> Result<()> {
        let house = actions::directory(&ctx.db).await?;
        let unit = house
            .units()
            .iter()
            .find(|unit| unit.short_name == name)
            .ok_or(Error::NotFound)?
            .id;
        let ids: Vec<_> = items.iter().map(|item| item.id).collect();
        actions::assign_many(ctx, self.plan, &ids, BulkAct::Lead(unit)).await?;
        actions::assign_many(ctx, self.plan, &ids, BulkAct::AcceptSuggestions).await?;
        Ok(())
    }

    /// The first item with this numeral or this heading.
    async fn item(&self, ctx: &Ctx, called: &str) -> Result<Item> {
        let items = self.items(ctx).await?;
        items
            .into_iter()
            .find(|item| item.marker == called || item.title == called)
            .ok_or(Error::NotFound)
    }

    /// Takes over those of the proposed steps of an item, named by its heading, that somebody wants: as a matter of
    /// a kind, or of the kind suggested.
    pub(crate) async fn choose_steps(
        &self,
        ctx: &Ctx,
        heading: &str,
        kind: Option<&str>,
        wants: impl Fn(&str, Date) -> bool,
    ) -> Result<()> {
        let items = self.items(ctx).await?;
        let item = items.iter().find(|item| item.title == heading);
        let item = item.ok_or(Error::NotFound)?.id;
        let found = actions::proposals(ctx, self.plan, item, kind).await?;
        let wanted = found.proposals.iter();
        let wanted = wanted.filter(|step| wants(&step.name, step.due.last()));
        let keys: Vec<String> = wanted.map(|step| step.key.clone()).collect();
        actions::take_proposals(ctx, self.plan, item, &found.kind, &keys).await?;
        Ok(())
    }

    async fn items(&self, ctx: &Ctx) -> Result<Vec<Item>> {
        Ok(actions::working(ctx, self.plan).await?.items)
    }
}

/// What a form of an item says that nobody has changed yet.
fn as_it_stands(item: &Item) -> ItemEdit {
    let targets = item.targets.iter();
    let deadlines = item.deadlines.iter();
    let parties = item.parties.iter();
    ItemEdit {
        words: Words {
            marker: item.marker.clone(),
            path: item.path.clone(),
            title: item.title.clone(),
            body: item.body.clone(),
        },
        targets: targets
            .map(|one| (Some(one.id), one.value.clone()))
            .collect(),
        deadlines: deadlines
            .map(|one| (Some(one.id), one.value.clone()))
            .collect(),
        parties: parties
            .map(|one| (Some(one.id), one.value.clone()))
            .collect(),
        accepts: true,
    }
}
