//! 工作日历: working days with 调休, school terms and vacations, exam weeks, and the terms in which
//! matters are due.
//!
//! A year's table of holidays is data: 2024 to 2026 come with the program, later ones are imported when
//! the State Council has announced them. A year without a table is computed by weekends alone and says
//! so. Whoever computes a due date keeps it: a new table changes nothing that was computed before.

mod actions;
mod facts;
mod forms;
mod model;
mod pages;
mod paths;
mod policy;
mod store;
mod working_days;

pub(crate) use actions::{PeriodDraft, calendar, create_period};
pub(crate) use facts::ACTS;
pub(crate) use model::{Calendar, Left, PeriodKind};
pub(crate) use working_days::{WorkingDays, working_days};

use ::store::Migration;
use shell::{RailSpec, Slice, Who};

const MIGRATIONS: &[Migration] = &[Migration::portable(
    "20260302_1000_calendar",
    include_str!("migrations/20260302_1000_calendar.sql"),
)];

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "calendar",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        rail: vec![RailSpec {
            place: 85,
            label: "工作日历",
            icon: "clock",
            href: paths::YEAR,
            who: Who::SignedIn,
        }],
        ..Slice::default()
    }
}
