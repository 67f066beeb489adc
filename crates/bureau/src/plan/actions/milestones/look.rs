//! Looking at work plans.

use super::{policy, revised::revised, store};
use crate::{
    calendar::{self, WorkingDays},
    plan::model::{
        ItemId, Plan, PlanId, PublishedItem, PublishedPlan,
        milestone::{LightRules, Step, StepChange, WorkPlan, light_rules},
    },
};
use ::store::{Ctx, Error, Read, Result};
use base::{clock::day_in_china, day::Date};
use std::collections::HashMap;

/// An item of the published plan with its work plan.
#[derive(Debug)]
pub(crate) struct ItemWork {
    pub(crate) plan: Plan,
    pub(crate) item: PublishedItem,
    /// Its number in the whole plan, 1 the first.
    pub(crate) number: usize,
    /// None before anybody began to draw one up.
    pub(crate) work: Option<WorkPlan>,
    pub(crate) steps: Vec<Step>,
    pub(crate) changes: Vec<StepChange>,
    pub(crate) days: WorkingDays,
    pub(crate) rules: LightRules,
    /// What a later version changed of what it is to reach; empty when nobody need look.
    pub(crate) revised: String,
}

/// A published plan with the work plans of all its items this person sees.
#[derive(Debug)]
pub(crate) struct PlanWork {
    pub(crate) plan: Plan,
    pub(crate) content: PublishedPlan,
    pub(crate) works: HashMap<ItemId, WorkPlan>,
    pub(crate) steps: HashMap<ItemId, Vec<Step>>,
    pub(crate) days: WorkingDays,
    pub(crate) rules: LightRules,
}

/// The work on one item.
pub(crate) async fn item_work(ctx: &Ctx, plan: PlanId, item: ItemId) -> Result<ItemWork> {
    let (plan, item, number) = published_item(ctx, &ctx.db, plan, item).await?;
    let work = store::work_plan(&ctx.db, item.id).await?;
    let changes = store::step_changes(&ctx.db, item.id).await?;
    Ok(ItemWork {
        revised: revised(&ctx.db, &item, work.as_ref(), &changes).await?,
        steps: store::steps_of_item(&ctx.db, item.id).await?,
        work,
        changes,
        days: calendar::working_days(&ctx.db).await?,
        rules: light_rules(),
        plan,
        item,
        number,
    })
}

/// The work on a whole plan: a fixed number of statements however much there is.
pub(crate) async fn plan_work(ctx: &Ctx, plan: PlanId) -> Result<PlanWork> {
    let plan = store::plan(&ctx.db, plan).await?.ok_or(Error::NotFound)?;
    let (_, content) = store::latest_version(&ctx.db, plan.id)
        .await?
        .ok_or(Error::NotFound)?;
    Ok(PlanWork {
        content: policy::visible_part(&ctx.actor, content),
        works: store::work_plans(&ctx.db, plan.id).await?,
        steps: store::steps_of_plan(&ctx.db, plan.id).await?,
        days: calendar::working_days(&ctx.db).await?,
        rules: light_rules(),
        plan,
    })
}

/// An item of the newest version, when this person sees it, with its number in the plan.
pub(in crate::plan::actions) async fn published_item(
    ctx: &Ctx,
    db: &impl Read,
    plan: PlanId,
    item: ItemId,
) -> Result<(Plan, PublishedItem, usize)> {
    let plan = store::plan(db, plan).await?.ok_or(Error::NotFound)?;
    let found = store::latest_item(db, plan.id, item).await?;
    let (number, item) = found.ok_or(Error::NotFound)?;
    if !policy::sees_item(&ctx.actor, &item) {
        return Err(Error::NotFound);
    }
    Ok((plan, item, number))
}

/// The day a plan was first published: its work begins then.
pub(super) async fn first_published(db: &impl Read, plan: PlanId) -> Result<Date> {
    let heads = store::version_heads(db, plan).await?;
    let first = heads.last().ok_or(Error::NotFound)?;
    Ok(day_in_china(first.at_ms))
}

impl PlanWork {
    /// The year its days are told in.
    pub(crate) fn year(&self, today: Date) -> i16 {
        self.plan.year.unwrap_or(today.year())
    }

    /// The steps of an item.
    pub(crate) fn steps_of(&self, item: ItemId) -> &[Step] {
        self.steps.get(&item).map_or(&[], Vec::as_slice)
    }
}

/// The open steps of this person and their units that are due within so many days, or were, with
/// their items; the most pressing first.
pub(crate) async fn my_steps<'a>(
    ctx: &Ctx,
    plans: &'a [(Plan, i64, PublishedPlan)],
    within_days: i32,
) -> Result<Vec<(Step, &'a PublishedItem)>> {
    let filter = store::StepFilter {
        person: ctx.actor.person,
        units: ctx.actor.units.clone(),
        only_open: true,
    };
    let items: HashMap<ItemId, &PublishedItem> = plans
        .iter()
        .flat_map(|(_, _, content)| &content.items)
        .map(|item| (item.id, item))
        .collect();
    let today = ctx.today();
    let is_near = |step: &Step| {
        let days = today.until((jiff::Unit::Day, step.last()));
        days.is_ok_and(|days| days.get_days() <= within_days)
    };
    let steps = store::steps_where(&ctx.db, &filter).await?;
    Ok(steps
        .into_iter()
        .filter(is_near)
        .filter_map(|step| {
            let item = *items.get(&step.item)?;
            Some((step, item))
        })
        .collect())
}
