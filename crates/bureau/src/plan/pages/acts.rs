//! Acts of one press on the review page.

use super::edit::saved;
use crate::plan::{
    actions::{self, Direction, EntryRef},
    model::{EntryId, FindingId, ItemId, PlanId},
    paths,
};
use shell::{At, Posted, Reply, Result, Visit};
use store::Error;

type AtItem = At<(PlanId, ItemId)>;
type AtEntry = At<(PlanId, ItemId, String, EntryId)>;

pub(super) async fn accept(visit: Visit, At((plan, item)): AtItem, _: Posted) -> Result<Reply> {
    actions::accept_item(&visit, plan, item).await?;
    saved(&visit, plan, item).await
}

pub(super) async fn reopen(visit: Visit, At((plan, item)): AtItem, _: Posted) -> Result<Reply> {
    actions::reopen_item(&visit, plan, item).await?;
    saved(&visit, plan, item).await
}

pub(super) async fn accept_entry(
    visit: Visit,
    At((plan, item, sort, entry)): AtEntry,
    _: Posted,
) -> Result<Reply> {
    actions::accept_entry(&visit, plan, item, reference(&sort, entry)?).await?;
    saved(&visit, plan, item).await
}

pub(super) async fn remove_entry(
    visit: Visit,
    At((plan, item, sort, entry)): AtEntry,
    _: Posted,
) -> Result<Reply> {
    actions::remove_entry(&visit, plan, item, reference(&sort, entry)?).await?;
    saved(&visit, plan, item).await
}

pub(super) async fn remove(visit: Visit, At((plan, item)): AtItem, _: Posted) -> Result<Reply> {
    actions::remove_item(&visit, plan, item).await?;
    visit.done("已删除这一条，可以点“撤销”恢复。", paths::review(plan))
}

pub(super) async fn merge(visit: Visit, At((plan, item)): AtItem, _: Posted) -> Result<Reply> {
    match actions::merge_with_next(&visit, plan, item).await {
        Ok(()) => visit.done("已合并，请核对合并后的内容。", paths::review_at(plan, item)),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::review_at(plan, item)),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn move_to(
    visit: Visit,
    At((plan, item)): AtItem,
    posted: Posted,
) -> Result<Reply> {
    let direction = if posted.get("to") == "up" {
        Direction::Up
    } else {
        Direction::Down
    };
    actions::move_item(&visit, plan, item, direction).await?;
    visit.done("已移动", paths::review_at(plan, item))
}

pub(super) async fn undo(visit: Visit, At(plan): At<PlanId>, _: Posted) -> Result<Reply> {
    match actions::undo(&visit, plan).await {
        Ok(what) => visit.done(format!("已撤销：{what}"), paths::review(plan)),
        Err(Error::Refused(refusal)) => visit.refused(&refusal, paths::review(plan)),
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn accept_all(visit: Visit, At(plan): At<PlanId>, _: Posted) -> Result<Reply> {
    let n_items = actions::accept_all(&visit, plan).await?;
    visit.done(format!("已采纳{n_items}条"), paths::review(plan))
}

pub(super) async fn settle(
    visit: Visit,
    At((plan, finding)): At<(PlanId, FindingId)>,
    _: Posted,
) -> Result<Reply> {
    actions::settle_finding(&visit, plan, finding, true).await?;
    visit.done("这条提示已处理", paths::review(plan))
}

fn reference(sort: &str, entry: EntryId) -> Result<EntryRef> {
    match sort {
        "targets" => Ok(EntryRef::Target(entry)),
        "deadlines" => Ok(EntryRef::Deadline(entry)),
        "parties" => Ok(EntryRef::Party(entry)),
        _ => Err(Error::NotFound.into()),
    }
}
