//! Backup: everything an instance holds, as one file that either engine can take in.
//!
//! The file is a zip: `tables/NAME.jsonl` holds the rows of a table, one JSON array a line in the
//! order of the primary key; `files/ab/HASH` the uploaded files; `manifest.json`, written last,
//! names every member with its SHA-256. Sessions are left out: after a restore everybody logs in
//! again.

mod check;
mod load;
mod manifest;
pub(crate) mod rows;
mod write;

pub use check::check;
pub use load::{Loaded, load};
pub use manifest::{FileMember, Manifest, TableMember};
pub use write::{Made, Written, write};

/// Tables that are not kept.
const LEFT_OUT: [&str; 2] = ["schema_migrations", "store_sessions"];

/// How far a long work is, told every now and then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, in a word or two of the interface.
    pub stage: &'static str,
    /// How much of it is done.
    pub done: u64,
    /// How much there is.
    pub total: u64,
}

/// Who is told how far it is.
pub type Watch<'a> = &'a mut dyn FnMut(Progress);
