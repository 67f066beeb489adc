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
mod jobs;
mod model;
mod pages;
mod paths;
mod policy;
mod search;
mod sheet;
mod store;
mod templates;

pub(crate) use actions::{
    HandedOver, RollupHint, Take, add_rollup, ask_everybody, define, free_rollup_code, hand_over,
    numbers_kept, shared_words, suggest_rollups, words_of_registers,
};
pub(crate) use acts::ACTS;
pub(crate) use handled::{
    SheetRow, advance_rows, follow_bus, invite_expert, open_credits, return_rows, take_rows,
    verify_rows,
};
pub(crate) use model::{Definition, FieldKind, FieldSpec};
pub(crate) use templates::all as templates;

use ::store::Migration;
use shell::{Attachable, RailSpec, Slice};

const MIGRATIONS: &[Migration] = &[
    Migration::portable(
        "20261127_1400_ledger",
        include_str!("migrations/20261127_1400_ledger.sql"),
    ),
    Migration::portable(
        "20261128_0040_ledger_personal",
        include_str!("migrations/20261128_0040_ledger_personal.sql"),
    ),
    Migration::portable(
        "20261128_0120_ledger_headers",
        include_str!("migrations/20261128_0120_ledger_headers.sql"),
    ),
    Migration::portable(
        "20261128_0100_ledger_stages",
        include_str!("migrations/20261128_0100_ledger_stages.sql"),
    ),
    Migration::portable(
        "20261128_0120_ledger_credits",
        include_str!("migrations/20261128_0120_ledger_credits.sql"),
    ),
    Migration::portable(
        "20261128_0130_ledger_bus",
        include_str!("migrations/20261128_0130_ledger_bus.sql"),
    ),
    Migration::portable(
        "20261128_1810_ledger_invitations",
        include_str!("migrations/20261128_1810_ledger_invitations.sql"),
    ),
    Migration {
        id: "20261129_0640_ledger_by_bytes",
        sqlite: include_str!("migrations/20261129_0640_ledger_by_bytes.sqlite.sql"),
        postgres: include_str!("migrations/20261129_0640_ledger_by_bytes.postgres.sql"),
    },
    Migration::portable(
        "20261129_0805_ledger_headers_of_units",
        include_str!("migrations/20261129_0805_ledger_headers_of_units.sql"),
    ),
    Migration::portable(
        "20261129_1400_ledger_imports",
        include_str!("migrations/20261129_1400_ledger_imports.sql"),
    ),
];

/// The slice.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "ledger",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        jobs: jobs::specs(),
        schedules: jobs::schedules(),
        searchable: search::SEARCHABLE.to_vec(),
        search_keys: Some(search::keys),
        attachables: vec![Attachable::new(
            actions::FILES_OF_ROW,
            actions::place_of_files,
        )],
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
