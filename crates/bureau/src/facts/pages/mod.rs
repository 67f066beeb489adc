//! The pages of data items and their values.

mod checks;
mod dataset;
mod edit;
mod enter;
mod fact;
mod flags;
mod grid;
mod import;
mod item;
mod list;
mod periods;
mod picture;
mod review;
mod sheet;
mod twins;

use super::{
    model::{Amount, DataItem, FactId, FactValue, State},
    paths,
    policy::{CONFIRM, DEFINE, IMPORT, LOCK, LOOK_AT_IMPORT, READ, VERIFY},
};
use base::{Grain, TimePeriod, day::Date};
use shell::{Frame, Route, Visit};

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::LIST, READ, list::show),
        Route::get(paths::NEW_ITEM, DEFINE, edit::new),
        Route::post(paths::NEW_ITEM, DEFINE, edit::create),
        Route::get(paths::ITEM, READ, item::show),
        Route::get(paths::EDIT_ITEM, DEFINE, edit::show),
        Route::post(paths::EDIT_ITEM, DEFINE, edit::submit),
        Route::get(paths::GRID, READ, grid::show),
        Route::get(paths::SHEET, READ, sheet::show),
        Route::get(paths::ENTER, READ, enter::show),
        Route::post(paths::ENTER, READ, enter::submit),
        Route::get(paths::REVIEW, READ, review::show),
        Route::post(paths::VERIFY, VERIFY, review::verify),
        Route::get(paths::FACT, READ, fact::show),
        Route::post(paths::RETURN, VERIFY, fact::send_back),
        Route::get(paths::FLAGS, READ, flags::show),
        Route::post(paths::CONFIRM_FLAG, CONFIRM, flags::confirm),
        Route::get(paths::CHECKS, READ, checks::show),
        Route::post(paths::CHECKS, DEFINE, checks::submit),
        Route::get(paths::TWINS, DEFINE, twins::show),
        Route::post(paths::TELL_APART, DEFINE, twins::tell_apart),
        Route::post(paths::ASK_AGAIN, DEFINE, twins::ask_again),
        Route::post(paths::CHECK_TWINS, DEFINE, twins::check),
        Route::get(paths::DATASET, READ, dataset::show),
        Route::post(paths::DATASET, IMPORT, dataset::upload),
        Route::post(paths::SET_UP, DEFINE, dataset::set_up),
        Route::get(paths::TEMPLATE, IMPORT, dataset::template),
        Route::get(paths::IMPORT, LOOK_AT_IMPORT, import::show),
        Route::post(paths::MAP_IMPORT, IMPORT, import::map),
        Route::post(paths::APPLY_IMPORT, IMPORT, import::apply),
        Route::post(paths::LOOK_AGAIN, IMPORT, import::look_again),
        Route::get(paths::IMPORT_ERRORS, LOOK_AT_IMPORT, import::errors),
        Route::get(paths::PERIODS, LOCK, periods::show),
        Route::post(paths::LOCK, LOCK, periods::lock),
        Route::post(paths::UNLOCK, LOCK, periods::unlock),
    ]
}

/// The frame of a page below the list.
fn frame_below_list(visit: &Visit, title: impl Into<String>) -> Frame {
    visit.frame(title).crumb("数据", paths::LIST)
}

/// A link with its words.
struct Link {
    href: String,
    word: String,
    is_current: bool,
}

/// A value in a table.
struct Cell {
    /// What stands there; empty for no value.
    shown: String,
    /// What stood there when the period was locked.
    struck: String,
    /// Empty for a place nobody filled.
    href: String,
    state: &'static str,
    tag: &'static str,
}

impl Cell {
    fn of(item: &DataItem, value: Option<&FactValue>) -> Self {
        let shown = |amount: Option<Amount>| amount.map_or_else(String::new, |a| item.shown(a));
        match value {
            None => Self {
                shown: String::new(),
                struck: String::new(),
                href: String::new(),
                state: "",
                tag: "",
            },
            Some(value) => Self {
                shown: shown(value.value),
                struck: shown(value.struck),
                href: paths::fact(value.id),
                // What is verified is quiet; what needs somebody says so.
                state: match (value.state, value.value) {
                    (State::Verified, Some(_)) => "",
                    (state, value) => state.shown(value).0,
                },
                tag: value.state.shown(value.value).1,
            },
        }
    }
}

/// The period asked for, or the one of this grain that lies around today.
fn period_asked(asked: &str, grain: Grain, today: Date) -> TimePeriod {
    asked
        .parse()
        .ok()
        .unwrap_or_else(|| TimePeriod::holding(grain, today))
}

/// The ids posted under a name; what is none is passed over.
fn ids<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<FactId> {
    texts.filter_map(|text| text.parse().ok()).collect()
}
