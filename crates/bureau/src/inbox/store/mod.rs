//! The only SQL of the inbox.

mod notices;
mod reminders;
#[cfg(test)]
mod tests;
mod todos;

pub(super) use notices::{
    NoticeFilter, notice, notices, put_notice, read_all_notices, read_notices,
};
pub(super) use reminders::{claim_due, move_reminder, note_told, reminders_after};
pub(super) use todos::{counts, delete_todo, put_todo, todos};

/// `$3, $4, $5`: marks for so many arguments after the first ones.
fn marks(n_before: usize, n: usize) -> String {
    let marks: Vec<String> = (1..=n).map(|at| format!("${}", n_before + at)).collect();
    marks.join(", ")
}
