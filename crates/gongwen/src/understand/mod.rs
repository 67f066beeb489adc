//! [`Source`](crate::source::Source) to [`Ledger`](crate::ledger::Ledger).
//!
//! Two halves. [`structure`] decides what is noise, what is an item, what the headings are and
//! what the document says of itself. [`phrases`] reads the words of one item: quantities, times,
//! names. They meet in [`Passage`]: the words of an item with noise taken out and every
//! character's place in the source kept.
pub mod passage;
pub mod phrases;
pub mod structure;

pub use passage::{CellRole, Passage};

use crate::{ledger::Ledger, source::Source};

/// Reads a whole document: structure first, then the words of every item.
#[must_use]
pub fn understand(source: &Source) -> Ledger {
    let mut outcome = structure::structure(source);
    for (item, passages) in outcome.ledger.items.iter_mut().zip(&outcome.passages) {
        phrases::fill(item, passages, &outcome.context);
    }
    outcome.ledger
}
