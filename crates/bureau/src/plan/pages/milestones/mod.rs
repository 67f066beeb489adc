//! 工作计划 and its steps: one item's page, the form of a step, what is proposed, and the time table.

mod acts;
mod finish;
mod form;
mod propose;
mod row;
mod scale;
mod timeline;
mod timeline_rows;
mod work;

use crate::plan::{
    paths,
    policy::{AGREE, DRAW_UP, READ},
};
use shell::Route;

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::TIMELINE, READ, timeline::show),
        Route::get(paths::STEPS, READ, work::show),
        Route::get(paths::STEPS_PROPOSE, DRAW_UP, propose::show),
        Route::post(paths::STEPS_PROPOSE, DRAW_UP, propose::submit),
        Route::post(paths::STEPS_TAKE_ALL, DRAW_UP, propose::submit_all),
        Route::post(paths::STEPS_SUBMIT, DRAW_UP, acts::submit),
        Route::post(paths::STEPS_AGREE, AGREE, acts::agree),
        Route::post(paths::STEPS_RETURN, AGREE, acts::send_back),
        Route::post(paths::STEPS_KEEP, DRAW_UP, acts::keep),
        Route::get(paths::STEP_NEW, DRAW_UP, form::show_new),
        Route::post(paths::STEP_NEW, DRAW_UP, form::submit_new),
        Route::get(paths::STEP_EDIT, DRAW_UP, form::show),
        Route::post(paths::STEP_EDIT, DRAW_UP, form::submit),
        Route::post(paths::STEP_MOVE, DRAW_UP, acts::move_to),
        Route::post(paths::STEP_DROP, DRAW_UP, acts::drop),
        Route::post(paths::STEP_START, DRAW_UP, acts::start),
        Route::get(paths::STEP_DONE, DRAW_UP, finish::show),
        Route::post(paths::STEP_DONE, DRAW_UP, finish::submit),
        Route::post(paths::STEP_REOPEN, DRAW_UP, acts::reopen),
        Route::get(paths::STEP_PROOF, READ, acts::proof),
    ]
}
