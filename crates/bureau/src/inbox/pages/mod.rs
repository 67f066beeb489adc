//! The pages of this slice: which address leads where.

mod list;
mod notices;
mod rows;

pub(crate) use rows::{TodoRow, todo_rows};

use super::paths;
use shell::{Route, Who};

/// Every route with who may use it. Everybody sees their own inbox and no other.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::INBOX, Who::SignedIn, list::show),
        Route::post(paths::READ, Who::SignedIn, notices::read),
        Route::get(paths::NOTICE, Who::SignedIn, notices::open),
    ]
}
