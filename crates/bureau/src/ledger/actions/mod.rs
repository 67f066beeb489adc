//! Use cases of the registers.

mod asks;
mod bus;
mod credits;
mod define;
mod exchange;
mod experts;
mod found;
mod look;
mod lookup;
mod people;
mod rows;
mod stages;
mod standing;
mod views;
mod write;

pub(crate) use asks::ask_everybody;
pub(super) use asks::soon;
pub(super) use bus::{
    VEHICLES, buses, device_of, forget_positions, issue_device, revoke_device, take_positions,
    track,
};
pub(super) use credits::{
    AccountSheet, CATALOGUE, bank, credit_sheet, earn, move_credits, open_credit_account,
    reverse_credits,
};
pub(crate) use define::define;
pub(super) use define::{Redefinition, definition_at, preview_redefinition, redefine, versions};
pub(crate) use exchange::{Duplicates, Take};
pub(super) use exchange::{
    ImportCounts, ImportPlan, export_some, import, note_export, plan_import, unwritable,
};
pub(super) use experts::{Expert, POOLS, experts, invite};
pub(super) use look::{
    Listed, MOST_PAGED, RowSheet, bin, list, registers, rollup_sheet, row_sheet,
};
pub(super) use lookup::lookup_keys;
pub(super) use people::{Opened, open};
pub(super) use rows::{
    GridLine, GridOutcome, Saved, change, create, judge, own_unit, purge, remove, restore,
    save_grid,
};
pub(super) use stages::{Course, course, move_back, move_on};
pub(super) use views::{forget_view, keep_view, views};
