//! The only SQL of reports.

mod lists;
mod owed;
mod reports;
mod rounds;
#[cfg(test)]
mod tests;

pub(super) use lists::{
    Cell, RoundCounts, TaskRow, filed_forms, heads_of_round, heads_of_units, matrix_cells,
    n_missing, n_waiting_for, n_with_unit, round_counts, tasks_of_round, waiting_for,
};
pub(super) use owed::{insert_owed, renew_owed};
pub(super) use reports::{
    Comment, Content, add_comment, add_snapshot, begun, content, excuse, last_consent,
    last_of_task, last_submitted, open_comments, reason_reopened, report, save_content,
    save_course, settle_comments, story, submitted_forms, tell,
};
pub(super) use rounds::{
    insert_rounds, lock, mark_opened, round, rounds, rounds_to_open, save_rules, set_rules, unlock,
};

use ::store::{Error, Result};
use base::{TimePeriod, day::Date};

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Corrupt(text.to_owned()))
}

fn period(text: &str) -> Result<TimePeriod> {
    text.parse().map_err(|_| Error::Corrupt(text.to_owned()))
}
