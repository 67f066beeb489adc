//! What the registers do behind the pages: thin, one job calls one action.

use super::{actions, model::Personal, paths};
use serde::Deserialize;
use shell::jobs::{JobCtx, JobResult, JobSpec, Outcome, ScheduleSpec};

/// Erases what is personal and due.
pub(super) const ERASE: &str = "ledger.erase";
const DUE: &str = "ledger.due";

pub(super) fn specs() -> Vec<JobSpec> {
    vec![
        JobSpec::new(DUE, look_for_due).called("清点到期的个人信息"),
        JobSpec::new(ERASE, erase).called("抹去到期的个人信息"),
    ]
}

pub(super) fn schedules() -> Vec<ScheduleSpec> {
    vec![ScheduleSpec::daily(DUE, 1, 40)]
}

async fn look_for_due(job: JobCtx, _nothing: ()) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    let n = actions::look_for_due(&mut tx, &job).await?;
    job.finish(tx, Outcome::said(format!("{n}个台账有到期的个人信息。")))
        .await
}

#[derive(Debug, Deserialize)]
struct Erase {
    register: String,
    class: String,
    reason: String,
}

async fn erase(job: JobCtx, asked: Erase) -> JobResult {
    let class = Personal::from_code(&asked.class).unwrap_or_default();
    let mut tx = job.db.begin_write().await?;
    let what = (asked.register.as_str(), class, asked.reason.as_str());
    let tell = |n: u64| job.progress(n, 0, format!("已抹去{n}条"));
    let n = actions::erase(&mut tx, &job, what, tell).await?;
    let said = Outcome::said(format!(
        "已抹去{n}条记录的{}，记录和汇总数保留。",
        class.label()
    ));
    job.finish(tx, said.at(paths::of(paths::LIST, &asked.register)))
        .await
}
