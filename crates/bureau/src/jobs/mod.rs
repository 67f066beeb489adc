//! 后台任务: how far work is that goes on behind the pages, and what was given up.
//!
//! Whoever waits for a job sees its progress and may call it off; nobody else sees it. The system
//! administrator sees what was given up and may have it tried again. How slices make and run jobs
//! stands in `shell::jobs`.

mod actions;
mod pages;
mod paths;
mod policy;

use shell::{
    RailSpec, Slice,
    jobs::{JobSpec, ScheduleSpec},
};

/// What is done with jobs, in words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("jobs.job.cancelled", "取消后台任务"),
    ("jobs.job.retried", "重新执行后台任务"),
];

const SWEEP: &str = "jobs.sweep";

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "jobs",
        routes: pages::routes(),
        rail: vec![RailSpec {
            place: 96,
            label: "后台任务",
            icon: "clock",
            href: paths::DEAD,
            who: policy::TENDS,
        }],
        jobs: vec![JobSpec::new(SWEEP, actions::sweep).called("清理已结束的后台任务")],
        schedules: vec![ScheduleSpec::daily(SWEEP, 3, 10)],
        ..Slice::default()
    }
}
