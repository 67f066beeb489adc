//! What the registers do by themselves: thin, one job calls one action.

use super::actions;
use shell::jobs::{JobCtx, JobResult, JobSpec, Outcome, ScheduleSpec};

/// Every morning, before the inbox reminds: what is due soon, late or expiring is asked for.
const ASK: &str = "ledger.ask";

pub(super) fn specs() -> Vec<JobSpec> {
    vec![JobSpec::new(ASK, ask)]
}

pub(super) fn schedules() -> Vec<ScheduleSpec> {
    vec![ScheduleSpec::daily(ASK, 6, 40)]
}

/// Done twice, it changes nothing the second time.
async fn ask(job: JobCtx, (): ()) -> JobResult {
    let n_changed = actions::ask_everybody(&job).await?;
    let words = format!("更新台账待办 {n_changed} 项。");
    job.done(Outcome::said(words)).await
}
