//! Use cases of the registers.

mod define;
mod erase;
mod exchange;
mod for_target;
mod headers;
mod look;
mod lookup;
mod people;
mod rows;
mod sight;
mod views;
mod write;

pub(crate) use define::define;
pub(super) use define::{Redefinition, definition_at, preview_redefinition, redefine, versions};
pub(super) use erase::{begin_erasing, due, erase, look_for_due};
pub(crate) use exchange::{Duplicates, Take};
pub(super) use exchange::{
    ImportCounts, ImportPlan, Outgoing, begin_export, begin_import, export_some, import, import_in,
    plan_import, unwritable,
};
pub(crate) use for_target::{
    RollupHint, add_rollup, free_rollup_code, shared_words, suggest_rollups,
};
pub(super) use headers::{headers, learn_headers};
pub(super) use look::{
    Listed, MOST_PAGED, RowSheet, bin, list, registers, rollup_sheet, row_sheet,
};
pub(super) use lookup::lookup_keys;
pub(super) use people::{Opened, open};
pub(super) use rows::{
    GridLine, GridOutcome, Saved, change, create, judge, own_unit, purge, remove, restore,
    save_grid,
};
pub(super) use sight::reveal;
pub(super) use views::{forget_view, keep_view, views};
