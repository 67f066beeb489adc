//! [`Source`] to [`Ledger`].
//!
//! Two halves and a last look. [`structure`] decides what is noise, what is an item, what the headings are and
//! what the document says of itself. [`phrases`] reads the words of one item: quantities, times,
//! names. They meet in [`Passage`]: the words of an item with noise taken out and every
//! character's place in the source kept. `checks` then asks of what was read what a clerk would ask.
mod checks;
mod heads;
mod lexicon;
pub mod passage;
pub mod phrases;
pub mod structure;

pub use passage::{CellRole, Passage};
pub use structure::recast;

use crate::{ledger::Ledger, source::Source, span::Span};

/// Reads a whole document: structure first, then the words of every item.
///
/// Never fails: of a text that is no work document comes a ledger of kind
/// [`Negative`](crate::ledger::DocKind::Negative) or one without items, and a finding that says so. Takes time
/// in proportion to the text.
#[must_use]
pub fn understand(source: &Source) -> Ledger {
    let mut outcome = structure::structure(source);
    for (item, passages) in outcome.ledger.items.iter_mut().zip(&outcome.passages) {
        phrases::fill(item, passages, &outcome.context);
    }
    quote_as_it_stands(source, &mut outcome.ledger);
    let found = checks::checks(&outcome);
    outcome.ledger.findings.extend(found);
    outcome.ledger.findings.sort_by_key(|finding| finding.span);
    outcome.ledger
}

/// Where noise or a line break runs through a quote, the quote shows it: a person looks for these
/// words in the original.
fn quote_as_it_stands(source: &Source, ledger: &mut Ledger) {
    let items = ledger.items.iter_mut();
    let broken: Vec<(&mut String, Span)> = items
        .flat_map(|item| {
            let targets = item
                .targets
                .iter_mut()
                .map(|target| (&mut target.quote, target.span));
            let deadlines = item
                .deadlines
                .iter_mut()
                .map(|deadline| (&mut deadline.quote, deadline.span));
            targets.chain(deadlines)
        })
        .filter(|(quote, span)| quote.chars().count() != span.len())
        .collect();
    if broken.is_empty() {
        return;
    }
    let chars: Vec<char> = source.text().chars().collect();
    for (quote, span) in broken {
        *quote = chars
            .get(span.start..span.end)
            .unwrap_or_default()
            .iter()
            .collect();
    }
}
