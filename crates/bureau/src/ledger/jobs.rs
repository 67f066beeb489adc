//! What the registers do by themselves: thin, one job calls one action.

use super::actions;
use shell::jobs::{JobCtx, JobResult, JobSpec, Outcome, ScheduleSpec};

/// Every morning, before the inbox reminds: what is due soon, late or expiring is asked for.
const ASK: &str = "ledger.ask";
/// Every night: positions of buses that were kept long enough go.
const FORGET_POSITIONS: &str = "ledger.forget_positions";

pub(super) fn specs() -> Vec<JobSpec> {
    vec![
        JobSpec::new(ASK, ask),
        JobSpec::new(FORGET_POSITIONS, forget_positions),
    ]
}

pub(super) fn schedules() -> Vec<ScheduleSpec> {
    vec![
        ScheduleSpec::daily(ASK, 6, 40),
        ScheduleSpec::daily(FORGET_POSITIONS, 3, 20),
    ]
}

/// Done twice, it changes nothing the second time.
async fn ask(job: JobCtx, (): ()) -> JobResult {
    let n_changed = actions::ask_everybody(&job).await?;
    let words = format!("更新台账待办 {n_changed} 项。");
    job.done(Outcome::said(words)).await
}

/// What is gone is gone: done twice, it deletes nothing the second time.
async fn forget_positions(job: JobCtx, (): ()) -> JobResult {
    let n = actions::forget_positions(&job.db, job.now_ms()).await?;
    job.done(Outcome::said(format!("删除到期的校车位置 {n} 个。")))
        .await
}
