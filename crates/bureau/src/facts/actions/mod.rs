//! What is done with data items and values.

pub(super) mod checks;
pub(super) mod dataset;
mod duplicates;
mod files;
pub(super) mod house;
pub(super) mod imports;
mod items;
mod keep;
mod likeness;
mod locks;
pub(super) mod look;
mod recompute;
mod reported;
mod review;
mod supply;
pub(super) mod twins;
mod why;

pub(super) use super::store::NotTheSame;
pub(super) use duplicates::HeldAlready;
pub(crate) use duplicates::{
    Elsewhere, Kept, KeptKind, KeptNumber, Looking, Twin, Typed, duplicates, twins_of,
};
pub(super) use files::{FILES_OF_ITEM, place_of_files};
pub(super) use items::versions;
pub(crate) use items::{ItemFilter, define, every_value, item, items};
pub(super) use locks::period_list;
pub(crate) use locks::{lock, locked_periods, unlock};
pub(crate) use reported::{
    MovedOn, ReportedIn, moved_on, reporters, send_back_in_report, supply_in_report,
    verify_in_report,
};
pub(crate) use review::{send_back, verify};
#[cfg(test)]
pub(super) use supply::{Supplied, value};
pub(crate) use supply::{supply, supply_many};
pub(crate) use twins::{check_again, tell_apart};
pub(super) use why::{history as why_history, why};
