//! Addresses of this slice's pages.

use store::JobId;

pub(super) use shell::jobs::{PROGRESS, progress_path};

pub(super) const DEAD: &str = "/jobs";
pub(super) const BOX: &str = "/jobs/{job}/box";
pub(super) const CANCEL: &str = "/jobs/{job}/cancel";
pub(super) const RETRY: &str = "/jobs/{job}/retry";

fn of(pattern: &str, job: JobId) -> String {
    pattern.replace("{job}", &job.to_string())
}

pub(super) fn progress_box(job: JobId) -> String {
    of(BOX, job)
}

pub(super) fn cancel(job: JobId) -> String {
    of(CANCEL, job)
}

pub(super) fn retry(job: JobId) -> String {
    of(RETRY, job)
}
