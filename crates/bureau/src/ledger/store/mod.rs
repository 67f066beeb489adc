//! The only SQL of the registers.

mod bin;
mod bulk;
mod bus;
mod credits;
mod due;
mod find;
mod headers;
mod history;
mod imports;
mod inside;
mod invitations;
mod registers;
mod rows;
mod stages;
mod tallies;
mod views;

#[cfg(test)]
mod tests;

pub(super) use bin::{
    Binned, bin, bin_after, binned, binned_saying, from_bin, n_binned, purge, row_in_bin,
};
pub(super) use bulk::{
    Cells, RowLine, clear_index, clear_keys, clear_tallies, insert_lines, line_of, look_anew,
    put_cells, reindex, update_values,
};
pub(super) use bus::{
    bus_device, bus_device_of, bus_devices, forget_positions, insert_bus_device, last_positions,
    put_positions, revoke_bus_device, track,
};
pub(super) use credits::{
    Posted, credit_account, credit_account_called, credit_accounts, credit_entry_sides,
    credit_statement, has_credit_entry, insert_credit_account, post_credit_entry,
};
pub(super) use due::{
    DueUntil, kept_changes, mark_erased, n_due, rewrite_binned, rewrite_change, rows_due,
};
pub(super) use find::{
    Late, MOST_COUNTED, MOST_WITH_PEOPLE, Query, Totals, find, n_filled, n_people, rows_after,
    state_counts, totals, values_in,
};
pub(super) use headers::{Headers, headers, save_header};
pub(super) use history::{HistoryEntry, history, insert_history};
pub(super) use imports::{Imported, imported, imported_file, keep_import};
pub(super) use inside::Inside;
pub(super) use invitations::{answer_invitation, insert_invitation, invitations};
pub(super) use registers::{
    Register, Version, add_rows, definition_at, definitions, insert_definition, insert_register,
    next_row, register, registers, update_register, versions,
};
pub(super) use rows::{keys_in, keys_taken, row, rows_numbered, rows_saying, sums_by, update_row};
pub(super) use stages::{
    Expiry, Move, StageEntry, Waiting, asked, clear_expiries, clear_stages, due_by, expiring_by,
    forget_stages, insert_moves, moves, moves_taken, put_asked, put_expiries, put_stage_entries,
    stage_entries,
};
pub(super) use tallies::{KeptTally, all_tallies, apply_tallies, tallies_of};
pub(super) use views::{View, all_views, delete_view, insert_view, update_view, views};

use super::model::Values;
use ::store::{Error, Result};

/// Values as they are kept: an object of texts.
fn body_of(values: &Values) -> Result<String> {
    Ok(serde_json::to_string(values)?)
}

fn values_of(body: &str) -> Result<Values> {
    serde_json::from_str(body).map_err(|_| Error::Corrupt("ledger_rows body".to_owned()))
}

/// `$from, $from+1, …`, as many as are wanted.
fn marks(from: usize, n: usize) -> String {
    let marks: Vec<String> = (from..from + n)
        .map(|number| format!("${number}"))
        .collect();
    marks.join(", ")
}
