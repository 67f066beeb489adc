//! Lines, noise, numbering, tables, metadata: what the document is made of.

use crate::{
    ledger::Ledger,
    source::Source,
    understand::{passage::Passage, phrases::Context},
};

/// What [`structure`] found.
#[derive(Debug, Default)]
pub struct Structure {
    /// Metadata, items without their words read, noise, findings.
    pub ledger: Ledger,
    /// The passages of each item, as many as `ledger.items`.
    pub passages: Vec<Vec<Passage>>,
    /// What the words are read against.
    pub context: Context,
}

/// Takes a document apart.
#[must_use]
pub fn structure(_source: &Source) -> Structure {
    Structure::default()
}
