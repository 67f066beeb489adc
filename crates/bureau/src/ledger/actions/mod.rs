//! Use cases of the registers.

mod define;
mod exchange;
mod look;
mod lookup;
mod people;
mod rows;
mod views;
mod write;

pub(crate) use define::define;
pub(super) use define::{Redefinition, definition_at, preview_redefinition, redefine, versions};
pub(crate) use exchange::{Duplicates, Take};
pub(super) use exchange::{
    ImportCounts, ImportPlan, export_some, import, note_export, plan_import, unwritable,
};
pub(super) use look::{
    Listed, MOST_PAGED, RowSheet, bin, list, registers, rollup_sheet, row_sheet,
};
pub(super) use lookup::lookup_keys;
pub(super) use people::{House, Opened, house, open};
pub(super) use rows::{
    GridLine, GridOutcome, Saved, change, create, judge, own_unit, purge, remove, restore,
    save_grid,
};
pub(super) use views::{forget_view, keep_view, views};
