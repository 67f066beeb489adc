//! The only SQL of reports.

mod collected;
#[cfg(test)]
mod collected_tests;
mod lateness;
mod lists;
mod matrix;
mod owed;
mod removed;
mod reports;
mod rounds;
#[cfg(test)]
mod tests;

pub(super) use collected::{
    MissingOfUnit, RoundCounts, RoundProgress, heads_from, heads_missing, heads_of_round,
    heads_with_units, missing_by_unit, reports_in, round_counts, round_progress,
};
pub(super) use lists::{heads_of_units, n_missing, n_waiting_for, n_with_unit, waiting_for};
pub(super) use matrix::{
    Cell, TaskRow, leading_units, matrix_cells, matrix_items, matrix_tasks, not_owed,
};
pub(super) use owed::{insert_owed, renew_owed};
pub(super) use removed::{Asked, asked, remove_rounds};
pub(super) use reports::{
    Comment, Content, add_comment, add_snapshot, begun, content, excuse, last_consent,
    last_of_task, last_saved, last_submitted, n_submitted, open_comments, reason_reopened, report,
    save_content, save_course, settle_comments, story, submitted_forms, tell,
};
pub(super) use rounds::{
    change_planned, insert_rounds, lock, mark_opened, round, rounds, rounds_to_open, save_rules,
    set_rules, unlock,
};

use ::store::{Error, Result};
use base::{TimePeriod, day::Date};

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Corrupt(text.to_owned()))
}

fn period(text: &str) -> Result<TimePeriod> {
    text.parse().map_err(|_| Error::Corrupt(text.to_owned()))
}
