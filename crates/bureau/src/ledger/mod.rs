//! 台账: registers of typed rows, and what they roll up to.
//!
//! A register is defined by data: fields, rules, rights, roll-ups, in versions. Rows of all registers
//! lie in one table whose typed columns are given to the fields that lists are filtered by; counts and
//! sums are kept beside them, so that a list of a million rows opens like one of a hundred.

mod actions;
mod acts;
mod decimal;
mod expr;
mod handled;
mod model;
mod pages;
mod paths;
mod policy;
mod search;
mod sheet;
mod store;

pub(crate) use actions::define;
pub(crate) use acts::ACTS;
pub(crate) use handled::{SheetRow, definition, return_rows, take_rows, verify_rows};

use ::store::Migration;
use shell::{RailSpec, Slice};

const MIGRATIONS: &[Migration] = &[Migration::portable(
    "20261127_1400_ledger",
    include_str!("migrations/20261127_1400_ledger.sql"),
)];

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "ledger",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        searchable: search::SEARCHABLE.to_vec(),
        search_keys: Some(search::keys),
        rail: vec![RailSpec {
            place: 40,
            label: "台账",
            icon: "ledger",
            href: paths::REGISTERS,
            who: policy::WORK,
        }],
        ..Slice::default()
    }
}
