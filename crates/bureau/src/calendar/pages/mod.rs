//! The pages of the calendar.

mod due;
mod import;
mod period;
mod rule;
mod year;

use super::{
    model::{DayUnit, OffDay, PeriodKind},
    paths,
    policy::KEEPS,
};
use shell::{Frame, Route, Visit, Who::SignedIn};

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::YEAR, SignedIn, year::show),
        Route::get(paths::DUE, SignedIn, due::show),
        Route::get(paths::EXPORT, SignedIn, import::export),
        Route::get(paths::IMPORT, KEEPS, import::show),
        Route::post(paths::IMPORT, KEEPS, import::preview),
        Route::post(paths::APPLY_IMPORT, KEEPS, import::apply),
        Route::get(paths::NEW_PERIOD, KEEPS, period::new),
        Route::post(paths::NEW_PERIOD, KEEPS, period::create),
        Route::get(paths::PERIOD, KEEPS, period::show),
        Route::post(paths::PERIOD, KEEPS, period::submit),
        Route::post(paths::REMOVE_PERIOD, KEEPS, period::remove),
        Route::get(paths::RULE, KEEPS, rule::show),
        Route::post(paths::RULE, KEEPS, rule::submit),
    ]
}

/// Value and label of a choice.
type Choice = (&'static str, &'static str);

/// The frame of a page below the year.
fn frame_below_year(visit: &Visit, title: impl Into<String>) -> Frame {
    visit.frame(title).crumb("工作日历", paths::YEAR)
}

fn kind_choices() -> Vec<Choice> {
    PeriodKind::ALL
        .iter()
        .map(|kind| (kind.code(), kind.label()))
        .collect()
}

fn unit_choices() -> Vec<Choice> {
    DayUnit::ALL
        .iter()
        .map(|unit| (unit.code(), unit.label()))
        .collect()
}

fn off_day_choices() -> Vec<Choice> {
    OffDay::ALL
        .iter()
        .map(|way| (way.code(), way.label()))
        .collect()
}
