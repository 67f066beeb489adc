//! Use cases of the registers.

mod asks;
mod binned;
mod bus;
mod comparing;
mod credits;
mod define;
mod erase;
mod exchange;
mod experts;
mod files;
mod following;
mod for_target;
mod found;
mod gathered;
mod grid;
mod growth;
mod headers;
mod judging;
mod known;
mod lines;
mod look;
mod lookup;
mod numbers;
mod outgoing;
mod people;
mod previewing;
mod restanding;
mod rows;
mod sight;
mod stages;
mod standing;
mod take_over;
mod views;
mod write;

pub(crate) use asks::ask_everybody;
pub(super) use asks::soon;
pub(super) use bus::{
    VEHICLES, buses, device_of, forget_positions, issue_device, revoke_device, take_positions,
    track,
};
pub(super) use comparing::Difference;
pub(super) use credits::{
    AccountSheet, CATALOGUE, bank, credit_sheet, earn, move_credits, open_credit_account,
    reverse_credits,
};
pub(crate) use define::define;
pub(super) use define::{DEFINITION, definition_at, redefine, versions};
pub(super) use erase::{begin_erasing, due, erase, look_for_due};
pub(crate) use exchange::{Choice, Take};
pub(super) use exchange::{
    MOVED_ON, TAKEN_ALREADY, begin_import, import, import_in, let_be_found, plan_import,
};
pub(super) use experts::{Expert, POOLS, answer, experts, invitations, invite};
pub(super) use files::{FILES_OF_ROW, files_of_row, place_of_files, sees_files};
pub(crate) use for_target::{
    RollupHint, add_rollup, free_rollup_code, shared_words, suggest_rollups,
};
pub(super) use grid::{GridLine, GridOutcome, save_grid};
pub(super) use growth::{GROWTH, growth, take_growth};
pub(super) use headers::{headers, learn_headers};
pub(crate) use lines::Duplicates;
pub(super) use lines::ImportCounts;
pub(super) use look::{
    Listed, MOST_PAGED, People, RowSheet, bin, list, registers, rollup_sheet, row_sheet,
};
pub(super) use lookup::{lookup_keys, lookup_registers};
pub(crate) use numbers::{numbers_kept, words_of_registers};
pub(super) use outgoing::{Outgoing, begin_export, export_some, unwritable};
pub(super) use people::{House, Opened, house, open};
pub(super) use previewing::{Redefinition, preview_redefinition};
pub(super) use rows::{Saved, change, create, judge, own_unit, purge, remove, restore};
pub(super) use sight::reveal;
pub(super) use stages::{Course, course, move_back, move_on};
pub(super) use take_over::{Choices, Compared, TakeOver, choices, preview_take_over, take_over};
pub(crate) use take_over::{HandedOver, hand_over};
pub(super) use views::{forget_view, keep_view, views};
pub(super) use write::LOCKED;
