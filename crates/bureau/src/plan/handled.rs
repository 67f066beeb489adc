//! A paper taken through its whole road without pages: for the demo county and for tests.

use super::{
    actions::{self, BulkAct, ItemEdit, Paper, Publish, Words},
    model::{Item, PlanId},
};
use ::store::{Ctx, Error, Result};

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
        marker: &str,
        from: &str,
        to: &str,
        old_value: f64,
        new_value: f64,
    ) -> Result<()> {
        let item = self.item(ctx, marker).await?;
        let mut targets: Vec<_> = item
            .targets
            .iter()
            .map(|entry| (Some(entry.id), entry.value.clone()))
            .collect();
        for (_, target) in targets
            .iter_mut()
            .filter(|(_, target)| target.value == old_value)
        {
            target.value = new_value;
        }
        let edit = ItemEdit {
            words: Words {
                marker: item.marker.clone(),
                path: item.path.clone(),
                title: item.title.clone(),
                body: item.body.replace(from, to),
            },
            targets,
            deadlines: item
                .deadlines
                .iter()
                .map(|entry| (Some(entry.id), entry.value.clone()))
                .collect(),
            parties: item
                .parties
                .iter()
                .map(|entry| (Some(entry.id), entry.value.clone()))
                .collect(),
            accepts: true,
        };
        actions::edit_item(ctx, self.plan, item.id, item.revision, edit).await
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

    async fn item(&self, ctx: &Ctx, marker: &str) -> Result<Item> {
        let items = self.items(ctx).await?;
        items
            .into_iter()
            .find(|item| item.marker == marker)
            .ok_or(Error::NotFound)
    }

    async fn items(&self, ctx: &Ctx) -> Result<Vec<Item>> {
        Ok(actions::working(ctx, self.plan).await?.items)
    }
}
