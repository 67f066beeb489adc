//! The pages of this slice.

mod asked;
mod files;
mod list;

use super::{paths, policy::AUDITS};
use shell::Route;

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::LIST, AUDITS, list::show),
        Route::get(paths::XLSX, AUDITS, files::xlsx),
        Route::get(paths::CSV, AUDITS, files::csv),
        Route::post(paths::VERIFY, AUDITS, list::verify),
        Route::post(paths::KEEP, AUDITS, list::keep),
    ]
}
