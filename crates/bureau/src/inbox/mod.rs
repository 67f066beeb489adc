//! 待办与通知: what waits for a person, what they are told, and how it reaches them.
//!
//! Other slices use it from inside their own transactions, so that a to-do and what it is about come
//! and go together:
//!
//! ```text
//! inbox::tell(&mut tx, ctx, Notice { .. })      somebody should know
//! inbox::ask(&mut tx, ctx, Todo { .. })         somebody should act; replaces the one before
//! inbox::settle(&mut tx, about, kind)           it is done: to-do and reminders go
//! inbox::todo_rows(ctx)                         what waits for whoever looks, for a page
//! ```
//!
//! Days of reminders are computed once, when something is asked, and kept ([`actions`] says what a
//! change of the calendar does to them). Titles, subjects and addresses come from the slice that knows
//! the matter; nothing here asks whether somebody may see it, so whoever asks names only people who may.

mod actions;
mod jobs;
mod model;
mod pages;
mod paths;
mod store;

pub(crate) use actions::{ask, ask_all, n_waiting, remind, settle, tell};
pub(crate) use model::{Addressee, Notice, Standing, Todo, Urgency};
pub(crate) use pages::{TodoRow, todo_rows};
/// Where the whole inbox is.
pub(crate) use paths::INBOX as PAGE;

/// What the inbox does by itself, as the audit names it, with its words.
pub(crate) const ACTS: &[(&str, &str)] = &[("inbox.escalated", "逾期事项告知负责人或分管领导")];

use ::store::Migration;
use shell::Slice;

const MIGRATIONS: &[Migration] = &[Migration::portable(
    "20261127_2050_inbox",
    include_str!("migrations/20261127_2050_inbox.sql"),
)];

/// The slice. It has no entry in the rail: the count in the top bar leads to it from everywhere.
pub(crate) fn slice() -> Slice {
    Slice {
        name: "inbox",
        migrations: MIGRATIONS,
        routes: pages::routes(),
        jobs: jobs::specs(),
        schedules: jobs::schedules(),
        ..Slice::default()
    }
}
