//! The pages of the registers.

mod bin;
mod bus;
mod certificate;
mod credits;
mod days;
mod definition;
mod definition_form;
mod definition_names;
mod definition_stages;
mod definition_text;
mod definition_typed;
mod definition_words;
mod due;
mod experts;
mod export;
mod filters;
mod form;
mod grid;
mod import;
mod judge;
mod list;
mod locked;
mod registers;
mod rollup;
mod row;
mod stage;
mod take_over;
mod templates;

use super::{
    actions::Opened,
    paths,
    policy::{DEFINE, WORK},
};
use crate::facts;
use ::store::Error;
use shell::{Frame, Result, Route, Visit, Who};

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::REGISTERS, WORK, registers::show),
        Route::get(paths::NEW, DEFINE, definition::new),
        Route::post(paths::NEW, DEFINE, definition::create),
        Route::get(paths::TEMPLATES, DEFINE, templates::show),
        Route::get(paths::BUS, WORK, bus::show),
        Route::get(paths::TRACK, WORK, bus::track),
        Route::post(paths::BUS_DEVICES, WORK, bus::issue),
        Route::post(paths::REVOKE_DEVICE, WORK, bus::revoke),
        Route::post(paths::BUS_POSITIONS, Who::Anyone, bus::receive),
        Route::get(paths::EXPERTS, WORK, experts::show),
        Route::post(paths::INVITE, WORK, experts::invite),
        Route::post(paths::ANSWER_INVITATION, WORK, experts::answer),
        Route::get(paths::CREDITS, WORK, credits::show),
        Route::get(paths::OPEN_CREDITS, WORK, credits::new),
        Route::post(paths::OPEN_CREDITS, WORK, credits::create),
        Route::get(paths::CREDIT_ACCOUNT, WORK, credits::account),
        Route::post(paths::EARN, WORK, credits::earn),
        Route::post(paths::TRANSFER, WORK, credits::transfer),
        Route::post(paths::RECOGNISE, WORK, credits::recognise),
        Route::post(paths::REVERSE, WORK, credits::reverse),
        Route::get(paths::CERTIFICATE, WORK, certificate::download),
        Route::get(paths::LIST, WORK, list::show),
        Route::post(paths::VIEWS, WORK, list::keep_view),
        Route::post(paths::FORGET_VIEW, WORK, list::forget_view),
        Route::get(paths::DEFINITION, WORK, definition::show),
        Route::get(paths::EXPORT_DEFINITION, WORK, definition::export),
        Route::get(paths::EDIT_DEFINITION, WORK, definition::edit),
        Route::post(paths::EDIT_DEFINITION, WORK, definition::change),
        Route::get(paths::NEW_ROW, WORK, form::new),
        Route::post(paths::NEW_ROW, WORK, form::create),
        Route::get(paths::ROW, WORK, row::show),
        Route::post(paths::WHOLE_ROW, WORK, row::show_whole),
        Route::get(paths::ROW_FILE, WORK, row::file),
        Route::get(paths::EDIT_ROW, WORK, form::edit),
        Route::post(paths::EDIT_ROW, WORK, form::change),
        Route::post(paths::MOVE_ROW, WORK, stage::move_on),
        Route::post(paths::MOVE_ROW_BACK, WORK, stage::move_back),
        Route::post(paths::VERIFY, WORK, judge::verify),
        Route::post(paths::RETURN, WORK, judge::send_back),
        Route::post(paths::REMOVE, WORK, judge::remove),
        Route::get(paths::GRID, WORK, grid::show),
        Route::post(paths::GRID, WORK, grid::save),
        Route::get(paths::IMPORT, WORK, import::show),
        Route::post(paths::IMPORT, WORK, import::preview),
        Route::post(paths::IMPORT_APPLY, WORK, import::apply),
        Route::post(paths::IMPORT_HEADERS, WORK, import::learn),
        Route::get(paths::IMPORT_COPY, WORK, import::copy),
        Route::get(paths::TEMPLATE, WORK, import::template),
        Route::get(paths::EXPORT, WORK, export::export),
        Route::post(paths::EXPORT, WORK, export::export_whole),
        Route::get(paths::DUE, WORK, due::show),
        Route::post(paths::DUE, WORK, due::erase),
        Route::get(paths::BIN, WORK, bin::show),
        Route::post(paths::RESTORE, WORK, bin::restore),
        Route::post(paths::PURGE, WORK, bin::purge),
        Route::get(paths::ROLLUP, WORK, rollup::show),
        Route::get(facts::TAKEN_OVER, DEFINE, take_over::show),
        Route::post(facts::TAKEN_OVER, DEFINE, take_over::submit),
    ]
}

/// The frame of a page of a register; without a title that of its list.
fn frame_of(visit: &Visit, opened: &Opened, title: Option<String>) -> Frame {
    let definition = &opened.register.definition;
    match title {
        None => visit
            .frame(definition.name.clone())
            .crumb("台账", paths::REGISTERS),
        Some(title) => visit.frame(title).crumb("台账", paths::REGISTERS).crumb(
            definition.name.clone(),
            paths::of(paths::LIST, &definition.code),
        ),
    }
}

/// The number of a row in an address; what is none leads nowhere.
fn row_number(word: &str) -> Result<i64> {
    word.parse().map_err(|_| Error::NotFound.into())
}
