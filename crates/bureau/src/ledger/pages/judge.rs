//! 核对、退回、移入回收站, one row or many.

use crate::ledger::{actions, model::RowState, paths};
use ::store::Error;
use shell::{At, Posted, Reply, Result, Visit};

pub(super) async fn verify(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    judged(&visit, &code, &posted, RowState::Verified).await
}

pub(super) async fn send_back(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    judged(&visit, &code, &posted, RowState::Returned).await
}

async fn judged(visit: &Visit, code: &str, posted: &Posted, state: RowState) -> Result<Reply> {
    let numbers = numbers(posted);
    let back = back(code, posted);
    let comment = posted.get("comment");
    match actions::judge(visit, code, &numbers, state, comment).await {
        Ok(0) => visit.done_but("没有选中需要办理的记录。", back),
        Ok(n) if state == RowState::Returned => visit.done(format!("已退回{n}条。"), back),
        Ok(n) => visit.done(format!("已核对{n}条。"), back),
        Err(Error::Refused(refusal)) if refusal.rule == "ledger.return_needs_reason" => {
            visit.refused(&refusal, back)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn remove(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let numbers = numbers(&posted);
    if numbers.is_empty() {
        actions::open(&visit, &code).await?;
        return visit.done_but("没有选中记录。", back(&code, &posted));
    }
    let n = actions::remove(&visit, &code, &numbers, posted.get("comment")).await?;
    visit.done(
        format!("已移入回收站{n}条，可以恢复。"),
        paths::list(&code, posted.get("query")),
    )
}

fn numbers(posted: &Posted) -> Vec<i64> {
    let mut numbers: Vec<i64> = posted.all("id").filter_map(|id| id.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// To the row it came from, or to the list as it was filtered.
fn back(code: &str, posted: &Posted) -> String {
    match (posted.has("one"), posted.get("id").parse()) {
        (true, Ok(no)) => paths::of_row(paths::ROW, code, no),
        _ => paths::list(code, posted.get("query")),
    }
}
