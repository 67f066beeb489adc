//! Single acts on a work plan and its steps, each a form of its own.

use super::{
    form,
    work::{self, Again, Asks},
};
use crate::plan::{
    actions,
    model::{ItemId, PlanId, milestone::StepId},
    paths, policy,
};
use ::store::Error;
use base::Refusal;
use shell::{At, Posted, Reply, Result, Visit};

type ItemPlace = At<(PlanId, ItemId)>;
type StepPlace = At<(PlanId, ItemId, StepId)>;

pub(super) async fn submit(
    visit: Visit,
    At((plan, item)): ItemPlace,
    posted: Posted,
) -> Result<Reply> {
    let done = actions::submit_work(&visit, plan, item, revision(&posted)).await;
    answer(&visit, done, "已报分管领导审阅", &paths::steps(plan, item))
}

pub(super) async fn agree(
    visit: Visit,
    At((plan, item)): ItemPlace,
    posted: Posted,
) -> Result<Reply> {
    let done = actions::agree_work(&visit, plan, item, revision(&posted)).await;
    answer(
        &visit,
        done,
        "已同意，现在的时间成为基准",
        &paths::steps(plan, item),
    )
}

pub(super) async fn send_back(
    visit: Visit,
    At((plan, item)): ItemPlace,
    posted: Posted,
) -> Result<Reply> {
    let reason = posted.get("reason");
    let done = actions::send_back_work(&visit, plan, item, revision(&posted), reason).await;
    let words = "已退回牵头科室修改";
    told(&visit, done, words, (plan, item), &posted, Asks::SendBack).await
}

pub(super) async fn keep(
    visit: Visit,
    At((plan, item)): ItemPlace,
    posted: Posted,
) -> Result<Reply> {
    let done = actions::keep_steps(&visit, plan, item, posted.get("reason")).await;
    let words = "已登记：节点不变";
    told(&visit, done, words, (plan, item), &posted, Asks::Keep).await
}

pub(super) async fn start(
    visit: Visit,
    At((plan, item, step)): StepPlace,
    posted: Posted,
) -> Result<Reply> {
    let done = actions::start_step(&visit, plan, item, (step, revision(&posted))).await;
    answer(&visit, done, "已登记开始", &paths::steps(plan, item))
}

pub(super) async fn reopen(
    visit: Visit,
    At((plan, item, step)): StepPlace,
    posted: Posted,
) -> Result<Reply> {
    let known = (step, revision(&posted));
    let done = actions::reopen_step(&visit, plan, item, known, posted.get("reason")).await;
    let asks = Asks::Reopen(step);
    told(&visit, done, "已撤销完成", (plan, item), &posted, asks).await
}

pub(super) async fn drop(
    visit: Visit,
    At(place @ (plan, item, step)): StepPlace,
    posted: Posted,
) -> Result<Reply> {
    let known = (step, revision(&posted));
    let done = actions::drop_step(&visit, plan, item, known, posted.get("reason")).await;
    match refused(done)? {
        None => visit.done("已取消这个节点", paths::steps(plan, item)),
        Some((refusal, _)) if refusal.rule == policy::LEAD_ONLY => {
            not_here(&visit, (plan, item), &posted, &refusal).await
        }
        Some((refusal, is_conflict)) => {
            form::not_dropped(&visit, place, &posted, &refusal, is_conflict).await
        }
    }
}

/// What the time table posts when a bar was dragged; the same can be done in the form of the step.
pub(super) async fn move_to(
    visit: Visit,
    At(place @ (plan, item, step)): StepPlace,
    posted: Posted,
) -> Result<Reply> {
    let back = match posted.holds("back") {
        false => paths::steps(plan, item),
        true => form::timeline(plan, posted.get("back")),
    };
    let Ok(day) = posted.get("day").parse() else {
        return form::not_moved(&visit, place, &posted, None, false).await;
    };
    let known = (step, revision(&posted));
    let done = actions::move_step(&visit, plan, item, known, day, posted.get("reason")).await;
    match refused(done)? {
        None => visit.done("节点已改期", &back),
        Some((refusal, _)) if refusal.rule == policy::LEAD_ONLY => {
            not_here(&visit, (plan, item), &posted, &refusal).await
        }
        Some((refusal, is_conflict)) => {
            let why = (!is_conflict).then_some(&refusal);
            form::not_moved(&visit, place, &posted, why, is_conflict).await
        }
    }
}

pub(super) async fn proof(visit: Visit, At((plan, item, step)): StepPlace) -> Result<Reply> {
    let (name, bytes) = actions::proof_of_step(&visit, plan, item, step).await?;
    visit.download(bytes, "application/octet-stream", &name)
}

fn answer(visit: &Visit, done: ::store::Result<()>, words: &str, to: &str) -> Result<Reply> {
    match done {
        Ok(()) => visit.done(words, to),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, to),
        Err(error) => Err(error.into()),
    }
}

/// The page of the work plan, after one of its forms with a reason.
async fn told(
    visit: &Visit,
    done: ::store::Result<()>,
    words: &str,
    (plan, item): (PlanId, ItemId),
    posted: &Posted,
    asks: Asks,
) -> Result<Reply> {
    let Some((refusal, is_conflict)) = refused(done)? else {
        return visit.done(words, paths::steps(plan, item));
    };
    let again = Again {
        asks,
        posted,
        refusal: &refusal,
    };
    work::again(visit, (plan, item), &again, is_conflict).await
}

/// The work plan, for whoever does not get the form they posted.
async fn not_here(
    visit: &Visit,
    place: (PlanId, ItemId),
    posted: &Posted,
    refusal: &Refusal,
) -> Result<Reply> {
    let again = Again {
        asks: Asks::Elsewhere,
        posted,
        refusal,
    };
    work::again(visit, place, &again, false).await
}

/// Why something was not done, when that is to be told on a page that keeps what was typed; and
/// whether somebody else was first.
fn refused(done: ::store::Result<()>) -> Result<Option<(Refusal, bool)>> {
    match done {
        Ok(()) => Ok(None),
        Err(Error::Refused(refusal)) => Ok(Some((refusal, false))),
        Err(Error::Conflict) => {
            let refusal = Refusal::new(
                "plan.steps.moved_on",
                "页面打开之后，这份计划有了别的修改，没有改动。",
                "填写的原因还在，请看过现在的内容再提交。",
            );
            Ok(Some((refusal, true)))
        }
        Err(error) => Err(error.into()),
    }
}

/// The revision the page showed.
fn revision(posted: &Posted) -> i64 {
    posted.get("revision").parse().unwrap_or(0)
}
