//! 目标进展: all targets of a plan, and what those of one item are measured by.

mod item;
mod line;
mod list;

pub(super) use line::{LineRow, row};

use crate::plan::{
    paths,
    policy::{DRAW_UP, READ},
};
use shell::Route;

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::PROGRESS, READ, list::show),
        Route::get(paths::TARGETS, DRAW_UP, item::show),
        Route::post(paths::TARGET_CHOOSE, DRAW_UP, item::choose),
        Route::post(paths::TARGET_COUNT, DRAW_UP, item::count),
        Route::post(paths::TARGET_CREATE, DRAW_UP, item::create),
        Route::post(paths::TARGET_CONFIRM, DRAW_UP, item::confirm),
        Route::post(paths::TARGET_FORGET, DRAW_UP, item::forget),
        Route::post(paths::TARGET_DIVIDE, DRAW_UP, item::divide),
    ]
}
