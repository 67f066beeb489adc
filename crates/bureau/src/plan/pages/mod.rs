//! The pages of this slice: which address leads where.

mod acts;
mod asked;
mod assign;
mod card;
mod carry;
mod compare;
mod details;
mod downloads;
mod due;
mod edit;
mod excerpt;
mod feed;
mod filters;
mod home;
mod import;
mod item;
mod item_form;
mod links;
mod list;
mod milestones;
mod original;
mod print;
mod progress;
mod publish;
mod review;
mod rows;
mod show;
mod split;
mod versions;

use super::{
    paths,
    policy::{READ, WATCH, WORK},
};
use shell::{Route, Who};

/// Every route with who may use it.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = reading_routes();
    routes.extend(working_routes());
    routes.extend(milestones::routes());
    routes.extend(progress::routes());
    routes
}

/// What is published, and what is due.
fn reading_routes() -> Vec<Route> {
    vec![
        Route::get(paths::HOME, Who::SignedIn, home::show),
        Route::get(paths::LIST, READ, list::show),
        Route::get(paths::SHOW, READ, show::show),
        Route::get(paths::ITEM, READ, item::show),
        Route::get(paths::PRINT, READ, print::show),
        Route::get(paths::VERSIONS, READ, versions::show),
        Route::get(paths::COMPARE, READ, compare::show),
        Route::get(paths::EXPORT_XLSX, READ, downloads::xlsx),
        Route::get(paths::EXPORT_DOCX, READ, downloads::docx),
        Route::get(paths::ORIGINAL, WATCH, downloads::original),
        Route::get(paths::FEED, READ, feed::show),
        Route::post(paths::FEED, READ, feed::begin),
        Route::post(paths::FEED_END, READ, feed::end),
        Route::get(paths::FEED_FILE, Who::Anyone, feed::file),
    ]
}

/// From paper to published version.
fn working_routes() -> Vec<Route> {
    vec![
        Route::get(paths::IMPORT, WORK, import::show),
        Route::post(paths::IMPORT, WORK, import::submit),
        Route::get(paths::REVIEW, WATCH, review::show),
        Route::get(paths::DETAILS, WORK, details::show),
        Route::post(paths::DETAILS, WORK, details::submit),
        Route::post(paths::REMOVE, WORK, details::remove),
        Route::post(paths::UNDO, WORK, acts::undo),
        Route::post(paths::ACCEPT_ALL, WORK, acts::accept_all),
        Route::post(paths::FINDING_SETTLE, WORK, acts::settle),
        Route::get(paths::ITEM_NEW, WORK, edit::show_new),
        Route::post(paths::ITEM_NEW, WORK, edit::submit_new),
        Route::get(paths::ITEM_EDIT, WORK, edit::show),
        Route::post(paths::ITEM_EDIT, WORK, edit::submit),
        Route::post(paths::ITEM_ACCEPT, WORK, acts::accept),
        Route::post(paths::ITEM_REOPEN, WORK, acts::reopen),
        Route::post(paths::ITEM_REMOVE, WORK, acts::remove),
        Route::post(paths::ITEM_MERGE, WORK, acts::merge),
        Route::post(paths::ITEM_MOVE, WORK, acts::move_to),
        Route::get(paths::ITEM_SPLIT, WORK, split::show),
        Route::post(paths::ITEM_SPLIT, WORK, split::submit),
        Route::post(paths::ENTRY_ACCEPT, WORK, acts::accept_entry),
        Route::post(paths::ENTRY_REMOVE, WORK, acts::remove_entry),
        Route::get(paths::CARRY, WORK, carry::show),
        Route::post(paths::CARRY, WORK, carry::submit),
        Route::get(paths::ASSIGN, WORK, assign::show),
        Route::post(paths::ASSIGN, WORK, assign::submit),
        Route::get(paths::ASSIGN_ITEM, WORK, assign::show_item),
        Route::post(paths::ASSIGN_ITEM, WORK, assign::submit_item),
        Route::get(paths::PUBLISH, WORK, publish::show),
        Route::post(paths::PUBLISH, WORK, publish::submit),
    ]
}
