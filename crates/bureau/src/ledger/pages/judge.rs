//! 核对、退回、移入回收站, one row or many.

use super::{list, locked};
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
    let comment = said(posted);
    let act = match state {
        RowState::Returned => paths::RETURN,
        RowState::Verified | RowState::Pending => paths::VERIFY,
    };
    match actions::judge(visit, code, &numbers, state, comment).await {
        Ok(0) => visit.done_but("没有选中需要办理的记录。", back),
        Ok(n) if state == RowState::Returned => visit.done(format!("已退回{n}条。"), back),
        Ok(n) => visit.done(format!("已核对{n}条。"), back),
        Err(error) => asking(visit, (code, act), error, posted).await,
    }
}

pub(super) async fn remove(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let numbers = numbers(&posted);
    if numbers.is_empty() {
        actions::open(&visit, &code).await?;
        return visit.done_but("没有选中记录。", back(&code, &posted));
    }
    let n = match actions::remove(&visit, &code, &numbers, said(&posted)).await {
        Ok(n) => n,
        Err(error) => return asking(&visit, (&code, paths::REMOVE), error, &posted).await,
    };
    visit.done(
        format!("已移入回收站{n}条，可以恢复。"),
        paths::list(&code, posted.get("query")),
    )
}

/// What was said of the rows: what was typed with the act, or the reason that was asked for then.
fn said(posted: &Posted) -> &str {
    match posted.get("comment") {
        "" => posted.get(locked::REASON),
        comment => comment,
    }
}

/// What is not refused to somebody, but as the rows stand, or for what was left out.
const AS_THEY_STAND: &[&str] = &[
    "ledger.return_needs_reason",
    "ledger.referred",
    "ledger.verified_is_kept",
    "ledger.closed_is_kept",
];

/// Asks for a reason where it is wanting, and says what is in the way beside what was ticked; any other error
/// stays one.
async fn asking(
    visit: &Visit,
    (code, act): (&str, &str),
    error: Error,
    posted: &Posted,
) -> Result<Reply> {
    let opened = actions::open(visit, code).await?;
    let Some(refusal) = locked::wants_reason(&error) else {
        return match error {
            Error::Refused(refusal) if AS_THEY_STAND.contains(&refusal.rule) => {
                match posted.has("one") {
                    true => visit.refused(&refusal, back(code, posted)),
                    false => list::again(visit, &opened, refusal, posted).await,
                }
            }
            error => Err(error.into()),
        };
    };
    let places = (paths::of(act, code), back(code, posted));
    locked::ask(visit, &opened, refusal, posted, places)
}

pub(super) fn numbers(posted: &Posted) -> Vec<i64> {
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
