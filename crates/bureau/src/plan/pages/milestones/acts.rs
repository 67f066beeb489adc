//! Single acts on a work plan and its steps, each a form of its own.

use crate::plan::{
    actions,
    model::{ItemId, PlanId, milestone::StepId},
    paths,
};
use ::store::Error;
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
    answer(
        &visit,
        done,
        "已退回牵头科室修改",
        &paths::steps(plan, item),
    )
}

pub(super) async fn keep(
    visit: Visit,
    At((plan, item)): ItemPlace,
    posted: Posted,
) -> Result<Reply> {
    let done = actions::keep_steps(&visit, plan, item, posted.get("reason")).await;
    answer(&visit, done, "已登记：节点不变", &paths::steps(plan, item))
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
    answer(&visit, done, "已撤销完成", &paths::steps(plan, item))
}

pub(super) async fn drop(
    visit: Visit,
    At((plan, item, step)): StepPlace,
    posted: Posted,
) -> Result<Reply> {
    let known = (step, revision(&posted));
    let done = actions::drop_step(&visit, plan, item, known, posted.get("reason")).await;
    answer(&visit, done, "已取消这个节点", &paths::steps(plan, item))
}

/// What the time table posts when a bar was dragged; the same can be done in the form of the step.
pub(super) async fn move_to(
    visit: Visit,
    At((plan, item, step)): StepPlace,
    posted: Posted,
) -> Result<Reply> {
    let back = match (posted.holds("back"), posted.get("back")) {
        (false, _) => paths::steps(plan, item),
        (true, "") => paths::timeline(plan),
        (true, query) => format!("{}?{query}", paths::timeline(plan)),
    };
    let Ok(day) = posted.get("day").parse() else {
        // To whoever does not see the item there is nothing that was not moved.
        actions::item_work(&visit, plan, item).await?;
        return visit.done_but("日期没有填对，节点没有移动。", back);
    };
    let known = (step, revision(&posted));
    let done = actions::move_step(&visit, plan, item, known, day, posted.get("reason")).await;
    answer(&visit, done, "节点已改期", &back)
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

/// The revision the page showed.
fn revision(posted: &Posted) -> i64 {
    posted.get("revision").parse().unwrap_or(0)
}
