//! Steps are added, changed, moved and given up.

use super::{
    changed, check_draws_up, facts, keep, look::published_item, name_of, store, take::begin,
};
use crate::plan::model::{
    ItemId, PlanId, PublishedItem,
    milestone::{
        Agreement, Owner, Step, StepChange, StepId, StepState, When, WorkPlan, check_order,
        check_waits, check_years, light_rules,
    },
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::day::Date;

/// What a step is to be.
#[derive(Debug, Clone)]
pub(crate) struct StepDraft {
    pub(crate) name: String,
    pub(crate) begins: Option<Date>,
    pub(crate) due: When,
    pub(crate) owner: Option<Owner>,
    pub(crate) weight: i64,
    pub(crate) after: Vec<StepId>,
    pub(crate) evidence: String,
}

/// Adds a step, or changes one that still is at this revision.
pub(crate) async fn save_step(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    known: Option<(StepId, i64)>,
    draft: StepDraft,
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let (plan, item, _) = published_item(ctx, &tx, plan, item).await?;
    check_draws_up(ctx, &item)?;
    let mut work = match store::work_plan(&tx, item.id).await? {
        Some(work) => work,
        None if known.is_none() => begin(ctx, &mut tx, &plan, &item, "").await?,
        None => return Err(Error::NotFound),
    };
    work.check_change(reason)?;
    check_years(
        (draft.begins, draft.due.last()),
        plan.year.unwrap_or(ctx.today().year()),
        &light_rules(),
    )?;
    let mut steps = store::steps_of_item(&tx, item.id).await?;
    let known_steps = steps.clone();
    let Some((id, revision)) = known else {
        let step = added(&work, &steps, draft);
        steps.push(step.clone());
        check_order(&steps)?;
        check_waits(&known_steps, &steps, reason)?;
        store::insert_steps(&mut tx, std::slice::from_ref(&step)).await?;
        keep(&mut tx, &mut work).await?;
        let change = changed(ctx, &step, "新增", reason);
        return finish(ctx, tx, &work, &item, None, &step, change).await;
    };
    let place = steps
        .iter()
        .position(|step| step.id == id && !step.is_dropped);
    let before = place.and_then(|place| steps.get(place)).cloned();
    let before = before.ok_or(Error::NotFound)?;
    if before.revision != revision {
        return Err(Error::Conflict);
    }
    let mut step = Step {
        name: draft.name,
        begins: draft.begins,
        due: draft.due,
        owner: draft.owner,
        weight: draft.weight,
        after: draft
            .after
            .into_iter()
            .filter(|other| *other != id)
            .collect(),
        evidence: draft.evidence,
        ..before.clone()
    };
    if step == before {
        return Ok(());
    }
    let all: Vec<Step> = steps
        .into_iter()
        .map(|other| if other.id == id { step.clone() } else { other })
        .collect();
    check_order(&all)?;
    check_waits(&known_steps, &all, reason)?;
    save(ctx, tx, work, &item, &before, &mut step, reason).await
}

/// Moves a step to the day, week or month that holds a day; its length stays.
pub(crate) async fn move_step(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    known: (StepId, i64),
    day: Date,
    reason: &str,
) -> Result<()> {
    let tx = ctx.db.begin_write().await?;
    let (found, item, _) = published_item(ctx, &tx, plan, item).await?;
    check_draws_up(ctx, &item)?;
    let work = store::work_plan(&tx, item.id)
        .await?
        .ok_or(Error::NotFound)?;
    work.check_change(reason)?;
    let before = store::step(&tx, plan, known.0).await?;
    let before = before.filter(|step| step.item == item.id && !step.is_dropped);
    let before = before.ok_or(Error::NotFound)?;
    if before.revision != known.1 {
        return Err(Error::Conflict);
    }
    let due = before.due.moved_to(day);
    let shift = before.last().until(due.last()).unwrap_or_default();
    let mut step = Step {
        begins: before
            .begins
            .and_then(|begins| begins.checked_add(shift).ok()),
        due,
        ..before.clone()
    };
    if step == before {
        return Ok(());
    }
    let year = found.year.unwrap_or(ctx.today().year());
    check_years((step.begins, step.last()), year, &light_rules())?;
    let steps = store::steps_of_item(&tx, item.id).await?;
    let mut moved = steps.clone();
    for other in moved.iter_mut().filter(|other| other.id == step.id) {
        *other = step.clone();
    }
    check_waits(&steps, &moved, reason)?;
    save(ctx, tx, work, &item, &before, &mut step, reason).await
}

/// Gives a step up: removed while nothing was agreed, struck out with a reason afterwards.
pub(crate) async fn drop_step(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    known: (StepId, i64),
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let (_, item, _) = published_item(ctx, &tx, plan, item).await?;
    check_draws_up(ctx, &item)?;
    let mut work = store::work_plan(&tx, item.id)
        .await?
        .ok_or(Error::NotFound)?;
    work.check_change(reason)?;
    let before = store::step(&tx, plan, known.0).await?;
    let before = before.filter(|step| step.item == item.id && !step.is_dropped);
    let before = before.ok_or(Error::NotFound)?;
    if before.revision != known.1 {
        return Err(Error::Conflict);
    }
    let mut step = Step {
        is_dropped: true,
        ..before.clone()
    };
    keep(&mut tx, &mut work).await?;
    if work.agreed_ms.is_some() {
        store::save_step(&mut tx, &mut step).await?;
    } else {
        store::delete_step(&mut tx, step.id).await?;
    }
    let change = changed(ctx, &step, "取消", reason);
    finish(ctx, tx, &work, &item, Some(&before), &step, change).await
}

fn added(work: &WorkPlan, steps: &[Step], draft: StepDraft) -> Step {
    Step {
        id: StepId::new(),
        plan: work.plan,
        item: work.item,
        place: steps
            .iter()
            .map(|step| step.place)
            .max()
            .map_or(0, |last| last + 1),
        name: draft.name,
        begins: draft.begins,
        due: draft.due,
        owner: draft.owner,
        weight: draft.weight,
        after: draft.after,
        evidence: draft.evidence,
        origin: String::new(),
        state: StepState::NotStarted,
        baseline: None,
        is_dropped: false,
        revision: 1,
    }
}

async fn save(
    ctx: &Ctx,
    mut tx: Tx,
    mut work: WorkPlan,
    item: &PublishedItem,
    before: &Step,
    step: &mut Step,
    reason: &str,
) -> Result<()> {
    keep(&mut tx, &mut work).await?;
    if !store::save_step(&mut tx, step).await? {
        return Err(Error::Conflict);
    }
    let is_move = step.due != before.due || step.begins != before.begins;
    let mut change = changed(ctx, step, if is_move { "改期" } else { "修改" }, reason);
    if is_move {
        change.before = before.due.label(before.last().year());
        change.after = step.due.label(before.last().year());
    }
    finish(ctx, tx, &work, item, Some(before), step, change).await
}

/// Before anything is agreed, what was tried out is nobody's history but the audit's.
async fn finish(
    ctx: &Ctx,
    mut tx: Tx,
    work: &WorkPlan,
    item: &PublishedItem,
    before: Option<&Step>,
    step: &Step,
    change: StepChange,
) -> Result<()> {
    if work.agreed_ms.is_some() || work.state == Agreement::Agreed {
        store::add_step_change(&mut tx, work.plan, item.id, &change).await?;
    }
    let after = match step.is_dropped {
        true => Facts::none(),
        false => facts(step),
    };
    let line = Line::new("plan.steps.changed", item.id)
        .named(name_of(item))
        .saying(format!("{}节点“{}”", change.what, step.name))
        .changing(&before.map_or_else(Facts::none, facts), &after)
        .because(change.reason);
    tx.audit_line(ctx, line);
    tx.commit().await
}
