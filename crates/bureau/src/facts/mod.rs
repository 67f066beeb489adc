//! 数据项: each number once, with where it came from (一数一源).
//!
//! A data item says what is counted, for which units, how often, and which one source supplies it: a
//! roll-up of a register, the yearly dataset, a survey, a formula over other items, or a named
//! reporter. For each unit and period it has one with author, time, source and state; other
//! slices [`define`] items, [`supply`] values they are the source of, and refer to everything else.

mod actions;
mod acts;
mod dataset;
mod formula;
mod jobs;
mod model;
mod pages;
mod paths;
mod policy;
mod search;
mod store;

#[cfg(test)]
mod tests;

pub(crate) use self::store::{Wanted, values};
pub(crate) use actions::checks::confirm_at;
pub(crate) use actions::{
    Elsewhere, ItemFilter, Kept, KeptKind, KeptNumber, Looking, MovedOn, ReportedIn, Twin, Typed,
    check_again as check_twins_again, define, duplicates, every_value, item, items, lock,
    locked_periods, moved_on, reporters, send_back, send_back_in_report, supply, supply_in_report,
    supply_many, tell_apart, twins_of, verify, verify_in_report,
};
pub(crate) use actions::{
    dataset::set_up as set_up_dataset,
    imports::{Take, apply as apply_dataset, upload as upload_dataset},
};
pub(crate) use acts::ACTS;
pub(crate) use model::{
    Amount, DataItem, FactKey, FactValue, ItemCode, Reporter, Source, SourceKind, SourceRef, State,
    Supply, ValueKind,
};
pub(crate) use policy::may_define;

pub(crate) use paths::{
    TAKEN_OVER, fact as page_of_value, item as page_of_item, taken_over as taken_over_by_register,
};

use ::store::Migration;
use shell::{Attachable, RailSpec, Slice};

const MIGRATIONS: &[Migration] = &[
    Migration::portable(
        "20261127_2050_facts",
        include_str!("migrations/20261127_2050_facts.sql"),
    ),
    Migration::portable(
        "20261127_2110_facts_checks",
        include_str!("migrations/20261127_2110_facts_checks.sql"),
    ),
    Migration::portable(
        "20261128_0430_facts_previews",
        include_str!("migrations/20261128_0430_facts_previews.sql"),
    ),
    Migration::portable(
        "20261128_1350_facts_lists",
        include_str!("migrations/20261128_1350_facts_lists.sql"),
    ),
    Migration::portable(
        "20261128_2120_facts_not_the_same",
        include_str!("migrations/20261128_2120_facts_not_the_same.sql"),
    ),
    Migration::portable(
        "20261128_2125_facts_sheets",
        include_str!("migrations/20261128_2125_facts_sheets.sql"),
    ),
    Migration::portable(
        "20261129_0800_facts_headers_of_units",
        include_str!("migrations/20261129_0800_facts_headers_of_units.sql"),
    ),
    Migration::portable(
        "20261129_0810_facts_missing",
        include_str!("migrations/20261129_0810_facts_missing.sql"),
    ),
];

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "facts",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        jobs: jobs::specs(),
        schedules: jobs::schedules(),
        searchable: search::SEARCHABLE.to_vec(),
        attachables: vec![Attachable::new(
            actions::FILES_OF_ITEM,
            actions::place_of_files,
        )],
        rail: vec![RailSpec {
            place: 55,
            label: "数据",
            icon: "evaluate",
            href: paths::LIST,
            who: policy::READ,
        }],
        ..Slice::default()
    }
}
