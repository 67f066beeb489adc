//! What the inbox does by itself: thin, one job calls one action.

use super::actions::{self, MOST_ATTEMPTS, PARCEL, TRIAL};
use shell::jobs::{JobCtx, JobResult, JobSpec, Outcome, ScheduleSpec};

/// Every morning, before people come.
const REMIND: &str = "inbox.remind";
/// Every few minutes: what may go out now is put in.
const PACK: &str = "inbox.pack";

pub(super) fn specs() -> Vec<JobSpec> {
    vec![
        JobSpec::new(REMIND, remind).called("每日提醒和逐级告知"),
        JobSpec::new(PACK, pack).called("汇总待发的通知"),
        JobSpec::new(PARCEL, actions::send)
            .called("发送邮件或群消息")
            .at_most(MOST_ATTEMPTS),
        JobSpec::new(TRIAL, actions::trial).called("测试对外发送"),
    ]
}

pub(super) fn schedules() -> Vec<ScheduleSpec> {
    vec![
        ScheduleSpec::daily(REMIND, 7, 30),
        ScheduleSpec::every_minutes(PACK, 5),
    ]
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

async fn pack(job: JobCtx, (): ()) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    let n = actions::pack(&mut tx, &job, job.config()).await?;
    job.finish(tx, Outcome::said(format!("{n} 件待发。"))).await
}
