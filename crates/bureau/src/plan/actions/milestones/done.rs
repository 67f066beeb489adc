//! Steps are begun and done, by whoever does them.

use super::{changed, facts, look::published_item, name_of, policy, store};
use crate::plan::model::{
    ItemId, PlanId, PublishedItem,
    milestone::{Done, Step, StepId, StepState},
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::{Refusal, day::Date};

/// How a step was done.
#[derive(Debug, Clone)]
pub(crate) struct Finish {
    pub(crate) on: Date,
    pub(crate) words: String,
    /// Name and content of a file that proves it.
    pub(crate) file: Option<(String, Vec<u8>)>,
}

/// Work on a step has begun.
pub(crate) async fn start_step(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    known: (StepId, i64),
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let (item, before) = step_to_do(ctx, &tx, plan, item, known).await?;
    if before.state != StepState::NotStarted {
        return Ok(());
    }
    let mut step = Step {
        state: StepState::InProgress,
        ..before.clone()
    };
    save(ctx, &mut tx, &item, &before, &mut step, "开始", "").await?;
    tx.commit().await
}

/// A step is done.
pub(crate) async fn finish_step(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    known: (StepId, i64),
    finish: Finish,
) -> Result<()> {
    finish_steps(ctx, plan, vec![(item, known, finish)]).await
}

/// Several steps are done at once: all of them, or none.
pub(crate) async fn finish_steps(
    ctx: &Ctx,
    plan: PlanId,
    all: Vec<(ItemId, (StepId, i64), Finish)>,
) -> Result<()> {
    let mut kept = Vec::with_capacity(all.len());
    for (item, known, finish) in all {
        if finish.on > ctx.today() {
            return Err(in_the_future().into());
        }
        let (file_name, file) = match finish.file {
            Some((name, bytes)) => (name, ctx.files.put(bytes).await?),
            None => (String::new(), String::new()),
        };
        let done = Done {
            on: finish.on,
            by_name: ctx.actor.name.clone(),
            words: finish.words.trim().to_owned(),
            file,
            file_name,
        };
        kept.push((item, known, done));
    }
    let mut tx = ctx.db.begin_write().await?;
    for (item, known, done) in kept {
        let (item, before) = step_to_do(ctx, &tx, plan, item, known).await?;
        let mut step = Step {
            state: StepState::Done(done),
            ..before.clone()
        };
        save(ctx, &mut tx, &item, &before, &mut step, "完成", "").await?;
    }
    tx.commit().await
}

/// Steps of an item are done, as a report of its work says: kept with the report, in its transaction, as
/// said and not as done until the report is let pass ([`confirm_from_report`]). Tells how many there were;
/// those that were done already stay as they are.
pub(crate) async fn finish_from_report(
    tx: &mut Tx,
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    finished: Vec<(StepId, Date, String)>,
) -> Result<usize> {
    let mut n_done = 0;
    for (id, on, words) in finished {
        let step = store::step(tx, plan, id).await?;
        let Some(step) = step.filter(|step| step.done().is_none()) else {
            continue;
        };
        if on > ctx.today() {
            return Err(in_the_future().into());
        }
        let (item, before) = step_to_do(ctx, tx, plan, item, (id, step.revision)).await?;
        let done = Done {
            on,
            by_name: ctx.actor.name.clone(),
            words,
            file: String::new(),
            file_name: String::new(),
        };
        let mut step = Step {
            state: StepState::Claimed(done),
            ..before.clone()
        };
        save(ctx, tx, &item, &before, &mut step, "报完成", "").await?;
        n_done += 1;
    }
    Ok(n_done)
}

/// The report that says so was let pass: what it said is done.
pub(crate) async fn confirm_from_report(
    tx: &mut Tx,
    ctx: &Ctx,
    (plan, item): (PlanId, ItemId),
    said: &[StepId],
) -> Result<()> {
    claimed(tx, ctx, (plan, item), said, "核定完成", |_, done| {
        Some(StepState::Done(done))
    })
    .await
}

/// The report that says so came back to whoever wrote it: what it said is open again. `mark` is what the
/// report put into its words, so that what another report says stays.
pub(crate) async fn unsay_from_report(
    tx: &mut Tx,
    ctx: &Ctx,
    (plan, item): (PlanId, ItemId),
    said: &[StepId],
    mark: &str,
) -> Result<()> {
    claimed(tx, ctx, (plan, item), said, "退回待改", |_, done| {
        let is_theirs = done.words.contains(mark);
        is_theirs.then_some(StepState::InProgress)
    })
    .await
}

/// Moves steps on that are said to be done. Whoever reviews a report need not do its steps.
async fn claimed(
    tx: &mut Tx,
    ctx: &Ctx,
    (plan, item): (PlanId, ItemId),
    said: &[StepId],
    what: &str,
    next: impl Fn(&Step, Done) -> Option<StepState>,
) -> Result<()> {
    let mut known = None;
    for id in said {
        let step = store::step(tx, plan, *id).await?;
        let step = step.filter(|step| step.item == item && !step.is_dropped);
        let Some(before) = step.filter(Step::is_claimed) else {
            continue;
        };
        let Some(state) = before
            .reported()
            .cloned()
            .and_then(|done| next(&before, done))
        else {
            continue;
        };
        let found = match known.take() {
            Some(found) => Some(found),
            None => store::latest_item(tx, plan, item).await?,
        };
        // An item the plan no longer has keeps its steps as they were.
        let Some((number, found)) = found else {
            return Ok(());
        };
        let mut step = Step {
            state,
            ..before.clone()
        };
        save(ctx, tx, &found, &before, &mut step, what, "").await?;
        known = Some((number, found));
    }
    Ok(())
}

fn in_the_future() -> Refusal {
    Refusal::new(
        "plan.steps.future",
        "完成日期在今天之后，没有保存。",
        "请填写实际完成的日期。",
    )
}

/// A step was not done after all.
pub(crate) async fn reopen_step(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    known: (StepId, i64),
    reason: &str,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let (item, before) = step_to_do(ctx, &tx, plan, item, known).await?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "plan.steps.reopen_reason",
            "撤销完成要说明原因，没有改动。",
            "请写明为什么没有完成，例如“验收未通过”。",
        )
        .into());
    }
    if before.reported().is_none() {
        return Ok(());
    }
    let mut step = Step {
        state: StepState::InProgress,
        ..before.clone()
    };
    save(ctx, &mut tx, &item, &before, &mut step, "撤销完成", reason).await?;
    tx.commit().await
}

/// The file that proves a step, with its name.
pub(crate) async fn proof_of_step(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    step: StepId,
) -> Result<(String, Vec<u8>)> {
    let (_, item, _) = published_item(ctx, &ctx.db, plan, item).await?;
    let step = store::step(&ctx.db, plan, step).await?;
    let step = step.filter(|step| step.item == item.id);
    let done = step.as_ref().and_then(Step::done);
    let done = done
        .filter(|done| !done.file.is_empty())
        .ok_or(Error::NotFound)?;
    Ok((done.file_name.clone(), ctx.files.get(&done.file).await?))
}

/// A step at this revision with its item, for whoever says how far it is.
async fn step_to_do(
    ctx: &Ctx,
    tx: &Tx,
    plan: PlanId,
    item: ItemId,
    (id, revision): (StepId, i64),
) -> Result<(PublishedItem, Step)> {
    let (_, item, _) = published_item(ctx, tx, plan, item).await?;
    let step = store::step(tx, plan, id).await?;
    let step = step.filter(|step| step.item == item.id && !step.is_dropped);
    let step = step.ok_or(Error::NotFound)?;
    if !policy::may_do(&ctx.actor, &item, &step) {
        return Err(Refusal::new(
            "plan.steps.owner_only",
            format!("这个节点由{}办理。", step.owner_name()),
            "请由责任单位、责任人或牵头科室登记。",
        )
        .into());
    }
    if step.revision != revision {
        return Err(Error::Conflict);
    }
    Ok((item, step))
}

async fn save(
    ctx: &Ctx,
    tx: &mut Tx,
    item: &PublishedItem,
    before: &Step,
    step: &mut Step,
    what: &str,
    reason: &str,
) -> Result<()> {
    if !store::save_step(tx, step).await? {
        return Err(Error::Conflict);
    }
    let change = changed(ctx, step, what, reason);
    store::add_step_change(tx, step.plan, item.id, &change).await?;
    let line = Line::new("plan.steps.state", item.id)
        .named(name_of(item))
        .saying(format!("{what}节点“{}”", step.name))
        .changing(&facts(before), &facts(step))
        .because(reason.trim());
    tx.audit_line(ctx, line);
    Ok(())
}
