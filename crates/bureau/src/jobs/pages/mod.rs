//! The pages of jobs.

mod dead;
mod progress;

use super::{paths, policy::TENDS};
use serde::Deserialize;
use shell::{Route, Who::SignedIn};
use store::JobId;

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::DEAD, TENDS, dead::show),
        Route::get(paths::PROGRESS, SignedIn, progress::show),
        Route::get(paths::BOX, SignedIn, progress::show_box),
        Route::post(paths::CANCEL, SignedIn, progress::cancel),
        Route::post(paths::RETRY, TENDS, dead::retry),
    ]
}

#[derive(Debug, Clone, Copy, Deserialize)]
struct AtJob {
    job: JobId,
}
