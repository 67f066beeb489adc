//! Work plans of items: drawn up, agreed, changed with reasons, and done step by step.

mod agree;
mod change;
mod done;
mod look;
mod revised;
mod take;

pub(crate) use agree::{agree_work, send_back_work, submit_work};
pub(crate) use change::{StepDraft, drop_step, move_step, save_step};
pub(crate) use done::{
    Finish, confirm_from_report, finish_from_report, finish_step, finish_steps, proof_of_step,
    reopen_step, start_step, unsay_from_report,
};
pub(super) use look::published_item;
pub(crate) use look::{ItemWork, PlanWork, item_work, my_steps, plan_work};
pub(crate) use revised::keep_steps;
pub(crate) use take::{Proposals, lead_of, proposals, take_for_all, take_proposals};

use super::{policy, store};
use crate::plan::model::{
    PublishedItem,
    milestone::{Step, StepChange, WorkPlan},
};
use ::store::{Ctx, Error, Result, Tx, audit::Facts};
use base::Refusal;

/// Refuses whoever does not draw up this item's plan; they may look at it all the same.
fn check_draws_up(ctx: &Ctx, item: &PublishedItem) -> Result<()> {
    if policy::may_draw_up(&ctx.actor, item) {
        return Ok(());
    }
    Err(Refusal::new(
        policy::LEAD_ONLY,
        "工作计划由牵头科室拟定和修改。",
        "如需调整，请联系牵头科室或局办公室。",
    )
    .into())
}

/// Saves the work plan at its next revision; somebody else was first when it is no longer at this one.
async fn keep(tx: &mut Tx, work: &mut WorkPlan) -> Result<()> {
    let revision = work.revision;
    work.revision += 1;
    match store::save_work_plan(tx, work, revision).await? {
        true => Ok(()),
        false => Err(Error::Conflict),
    }
}

fn changed(ctx: &Ctx, step: &Step, what: &str, reason: &str) -> StepChange {
    StepChange {
        step: step.id,
        step_name: step.name.clone(),
        at_ms: ctx.now_ms(),
        by_name: ctx.actor.name.clone(),
        what: what.to_owned(),
        before: String::new(),
        after: String::new(),
        reason: reason.trim().to_owned(),
    }
}

/// A step in words, as the audit and the list of changes keep it.
fn facts(step: &Step) -> Facts {
    let year = step.due.last().year();
    let begins = step.begins.map(base::day::in_words).unwrap_or_default();
    Facts::none()
        .with("节点", &step.name)
        .with("开始", begins)
        .with("完成时间", step.due.label(year))
        .with("责任", step.owner_name())
        .with("权重", step.weight.to_string())
        .with("佐证要求", &step.evidence)
        .with("状态", step.state.label())
        .with("前置节点数", step.after.len().to_string())
}

/// What an item is called in the audit.
fn name_of(item: &PublishedItem) -> String {
    format!("{}{}", item.marker, item.heading())
}
