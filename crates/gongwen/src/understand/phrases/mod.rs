//! The words of one item: quantities, times, names.

use crate::{
    ledger::{DocKind, Item},
    understand::passage::Passage,
};

/// What the words of an item are read against.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Year planned or reported; without one no month can be resolved.
    pub plan_year: Option<i16>,
    /// Form of the document.
    pub kind: DocKind,
    /// Whether the plan is for a school term rather than a calendar year.
    pub term_plan: bool,
}

/// Reads targets, deadlines and responsible units of an item from its passages.
pub fn fill(_item: &mut Item, _passages: &[Passage], _context: &Context) {}
