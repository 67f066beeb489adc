//! 报审, 同意, 退回.

use super::{check_draws_up, keep, look::published_item, name_of, policy, store};
use crate::plan::model::{
    ItemId, PlanId, PublishedItem,
    milestone::{Step, WorkPlan},
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::Refusal;

/// Hands an item's plan to the leader in charge.
pub(crate) async fn submit_work(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    revision: i64,
) -> Result<()> {
    let (mut tx, item, mut work, steps) = begin(ctx, plan, item, revision).await?;
    check_draws_up(ctx, &item)?;
    work.submit(&steps, ctx.now_ms(), &ctx.actor.name)?;
    keep(&mut tx, &mut work).await?;
    let line = Line::new("plan.steps.submitted", item.id).named(name_of(&item));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// The leader in charge agrees to an item's plan.
pub(crate) async fn agree_work(ctx: &Ctx, plan: PlanId, item: ItemId, revision: i64) -> Result<()> {
    let (mut tx, item, mut work, mut steps) = begin(ctx, plan, item, revision).await?;
    check_agrees(ctx, &item)?;
    work.agree(&mut steps, ctx.now_ms(), &ctx.actor.name)?;
    keep(&mut tx, &mut work).await?;
    for step in steps.iter_mut().filter(|step| !step.is_dropped) {
        if !store::save_step(&mut tx, step).await? {
            return Err(Error::Conflict);
        }
    }
    let line = Line::new("plan.steps.agreed", item.id)
        .named(name_of(&item))
        .saying(format!("{}个节点成为基准", steps.len()));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// The leader in charge sends an item's plan back.
pub(crate) async fn send_back_work(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    revision: i64,
    reason: &str,
) -> Result<()> {
    let (mut tx, item, mut work, _) = begin(ctx, plan, item, revision).await?;
    check_agrees(ctx, &item)?;
    work.send_back(reason, ctx.now_ms(), &ctx.actor.name)?;
    keep(&mut tx, &mut work).await?;
    let line = Line::new("plan.steps.returned", item.id)
        .named(name_of(&item))
        .because(reason.trim());
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// The transaction with the item's plan as the page showed it.
async fn begin(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    revision: i64,
) -> Result<(Tx, PublishedItem, WorkPlan, Vec<Step>)> {
    let tx = ctx.db.begin_write().await?;
    let (_, item, _) = published_item(ctx, &tx, plan, item).await?;
    let work = store::work_plan(&tx, item.id)
        .await?
        .ok_or(Error::NotFound)?;
    if work.revision != revision {
        return Err(Error::Conflict);
    }
    let steps = store::steps_of_item(&tx, item.id).await?;
    Ok((tx, item, work, steps))
}

fn check_agrees(ctx: &Ctx, item: &PublishedItem) -> Result<()> {
    if policy::may_agree(&ctx.actor, item) {
        return Ok(());
    }
    Err(Refusal::new(
        "plan.steps.leader_only",
        "工作计划由这一条的分管领导审阅。",
        "请联系分管领导；分管领导有变动的，请局办公室修订指派。",
    )
    .into())
}
