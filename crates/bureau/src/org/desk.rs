//! What lies on somebody's desk, slice by slice, and how it goes to whoever takes over.
//!
//! This slice knows none of those above it: each that keeps open work for people describes its part
//! as a [`Desk`], and the list of them stands in the application.

use ::store::{Ctx, Db, Result, Tx};
use base::actor::PersonId;
use std::pin::Pin;

/// Open work of one kind, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OpenWork {
    /// 「《2026年工作要点》分管领导：12条」.
    pub(crate) words: String,
    /// Where it is shown to those who may see it.
    pub(crate) href: String,
}

/// Work that is being looked up or moved.
pub(crate) type Doing<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// How a slice tells and passes on what it keeps for a person.
pub(crate) struct Desk {
    /// What is open.
    pub(crate) list: for<'a> fn(&'a Db, PersonId) -> Doing<'a, Vec<OpenWork>>,
    /// Gives it to a successor, within the transaction of the hand-over; audits what it changes.
    pub(crate) pass_on: for<'a> fn(&'a mut Tx, &'a Ctx, PersonId, PersonId) -> Doing<'a, ()>,
}
