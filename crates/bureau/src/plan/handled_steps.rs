//! Work plans taken through their road without pages: for the demo county and for tests.

use super::{
    actions::{self, Choice, Counted, Finish, StepDraft},
    handled::Handled,
    model::{
        ItemId,
        milestone::{Agreement, Step, When},
        progress::{MeasureKind, suggest_items},
    },
};
use crate::org::UnitKind;
use ::store::{Ctx, Error, Result};
use base::{TimePeriod, actor::PersonId, day::Date};

impl Handled {
    /// Draws up a work plan for every item, as the program proposes them.
    pub(crate) async fn draw_up_all(&self, ctx: &Ctx) -> Result<()> {
        actions::take_for_all(ctx, self.plan).await?;
        Ok(())
    }

    /// The items with a work plan and who agrees to it; nobody where any leader may.
    pub(crate) async fn items_to_agree(
        &self,
        ctx: &Ctx,
    ) -> Result<Vec<(ItemId, String, Option<PersonId>)>> {
        let work = actions::plan_work(ctx, self.plan).await?;
        let items = work
            .content
            .items
            .iter()
            .filter(|item| work.works.contains_key(&item.id));
        Ok(items
            .map(|item| {
                let leader = item.seats.iter().find_map(|seat| seat.person);
                (item.id, item.marker.clone(), leader)
            })
            .collect())
    }

    /// Adds a step to the plan of an item, named by its heading.
    pub(crate) async fn add_step(
        &self,
        ctx: &Ctx,
        heading: &str,
        name: &str,
        due: TimePeriod,
    ) -> Result<()> {
        let work = actions::plan_work(ctx, self.plan).await?;
        let mut items = work.content.items.iter();
        let item = items
            .find(|item| item.title == heading)
            .ok_or(Error::NotFound)?;
        let draft = StepDraft {
            name: name.to_owned(),
            begins: None,
            due: When::Period(due),
            owner: actions::lead_of(item),
            weight: 10,
            after: Vec::new(),
            evidence: String::new(),
        };
        actions::save_step(ctx, self.plan, item.id, None, draft, "").await
    }

    /// Hands the plan of an item to its leader.
    pub(crate) async fn submit_steps(&self, ctx: &Ctx, item: ItemId) -> Result<()> {
        let revision = self.steps_revision(ctx, item).await?;
        actions::submit_work(ctx, self.plan, item, revision).await
    }

    /// Its leader agrees.
    pub(crate) async fn agree_steps(&self, leader: &Ctx, item: ItemId) -> Result<()> {
        let revision = self.steps_revision(leader, item).await?;
        actions::agree_work(leader, self.plan, item, revision).await
    }

    /// Its leader sends it back.
    pub(crate) async fn return_steps(&self, leader: &Ctx, item: ItemId, why: &str) -> Result<()> {
        let revision = self.steps_revision(leader, item).await?;
        actions::send_back_work(leader, self.plan, item, revision, why).await
    }

    /// Moves the first open step of an item whose name holds some words.
    pub(crate) async fn replan_step(
        &self,
        ctx: &Ctx,
        marker: &str,
        words: &str,
        due: When,
        reason: &str,
    ) -> Result<()> {
        let work = actions::plan_work(ctx, self.plan).await?;
        let item = work.content.items.iter().find(|item| item.marker == marker);
        let item = item.ok_or(Error::NotFound)?.id;
        let step = work
            .steps_of(item)
            .iter()
            .find(|step| step.name.contains(words) && step.done().is_none() && !step.is_dropped);
        let step = step.ok_or(Error::NotFound)?;
        let draft = StepDraft {
            name: step.name.clone(),
            begins: step.begins,
            due,
            owner: step.owner.clone(),
            weight: step.weight,
            after: step.after.clone(),
            evidence: step.evidence.clone(),
        };
        let known = Some((step.id, step.revision));
        actions::save_step(ctx, self.plan, item, known, draft, reason).await
    }

    /// The agreed steps that are due by a day and not done yet, in the order they are due.
    pub(crate) async fn steps_due(&self, ctx: &Ctx, by: Date) -> Result<Vec<Step>> {
        let work = actions::plan_work(ctx, self.plan).await?;
        let agreed = |step: &Step| {
            let work = work.works.get(&step.item);
            work.is_some_and(|work| work.state == Agreement::Agreed)
        };
        let mut due: Vec<Step> = work
            .steps
            .values()
            .flatten()
            .filter(|step| step.last() <= by && step.done().is_none() && agreed(step))
            .cloned()
            .collect();
        due.sort_by_key(|step| (step.last(), step.id));
        Ok(due)
    }

    /// Steps are done, each on its day.
    pub(crate) async fn finish(&self, ctx: &Ctx, done: Vec<(Step, Date, String)>) -> Result<()> {
        let all = done.into_iter().map(|(step, on, words)| {
            let finish = Finish {
                on,
                words,
                file: None,
            };
            (step.item, (step.id, step.revision), finish)
        });
        actions::finish_steps(ctx, self.plan, all.collect()).await
    }

    /// Work on a step has begun.
    pub(crate) async fn start(&self, ctx: &Ctx, step: &Step) -> Result<()> {
        actions::start_step(ctx, self.plan, step.item, (step.id, step.revision)).await
    }

    async fn steps_revision(&self, ctx: &Ctx, item: ItemId) -> Result<i64> {
        let found = actions::item_work(ctx, self.plan, item).await?;
        Ok(found.work.ok_or(Error::NotFound)?.revision)
    }

    /// Measures an item, by its numeral, by something its paper gives no number for.
    pub(crate) async fn measure(
        &self,
        ctx: &Ctx,
        marker: &str,
        (kind, words): (MeasureKind, &str),
        code: &str,
    ) -> Result<()> {
        let work = actions::plan_work(ctx, self.plan).await?;
        let mut items = work.content.items.iter();
        let item = items
            .find(|item| item.marker == marker)
            .ok_or(Error::NotFound)?;
        let choice = Choice {
            item: item.id,
            kind,
            words: words.to_owned(),
            code: code.parse().map_err(|_| Error::NotFound)?,
        };
        actions::choose_items(ctx, self.plan, vec![choice]).await
    }

    /// Measures every target by the data item of the bureau that fits it best, where one fits well.
    pub(crate) async fn measure_as_suggested(&self, ctx: &Ctx) -> Result<()> {
        const WELL: usize = 4;
        let found = actions::plan_progress(ctx, self.plan, Counted::All).await?;
        let of_bureau: Vec<_> = found
            .items
            .iter()
            .filter(|item| item.applies_to(UnitKind::Bureau))
            .cloned()
            .collect();
        let mut choices = Vec::new();
        for item in &found.content.items {
            for entry in &item.targets {
                let words = format!("{}{}", entry.value.subject, entry.quote);
                let hints = suggest_items(&of_bureau, &words, &entry.value.unit);
                let fits = hints.into_iter().find(|hint| hint.n_shared >= WELL);
                choices.extend(fits.map(|hint| Choice {
                    item: item.id,
                    kind: MeasureKind::Quantity(entry.id),
                    words: String::new(),
                    code: hint.code,
                }));
            }
        }
        actions::choose_items(ctx, self.plan, choices).await
    }
}
