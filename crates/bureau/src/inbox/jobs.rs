//! What the inbox does by itself: thin, one job calls one action.

use super::actions;
use shell::jobs::{JobCtx, JobResult, JobSpec, Outcome, ScheduleSpec};

/// Every morning, before people come.
const REMIND: &str = "inbox.remind";

pub(super) fn specs() -> Vec<JobSpec> {
    vec![JobSpec::new(REMIND, remind)]
}

pub(super) fn schedules() -> Vec<ScheduleSpec> {
    vec![ScheduleSpec::daily(REMIND, 7, 30)]
}

/// A day that was missed is made up for by the next: what is due is claimed, whenever it became so.
async fn remind(job: JobCtx, (): ()) -> JobResult {
    let reminded = actions::remind(&job.db, job.now_ms(), job.today()).await?;
    let mut words = format!(
        "提醒 {} 人，逐级告知 {} 项。",
        reminded.n_people, reminded.n_escalations
    );
    if reminded.n_moved > 0 {
        words.push_str(&format!(
            "节假日安排有变，{} 个提醒改了日子。",
            reminded.n_moved
        ));
    }
    job.done(Outcome::said(words)).await
}
