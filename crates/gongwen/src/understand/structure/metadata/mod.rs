//! What the document says of itself: title, issuer, number, year, date.

pub(crate) mod dates;
mod doc_number;
mod issuer;
mod published;
pub(crate) mod title;
pub(crate) mod year;

use super::{clean::Clean, endings::Ending, noise::Noise, tables::Table};
use crate::{
    day::Day,
    ledger::{DocKind, Spanned},
};

/// The document's own data.
#[derive(Debug, Default)]
pub(crate) struct Metadata {
    pub(crate) title: Option<Spanned<String>>,
    pub(crate) issuer: Option<Spanned<String>>,
    pub(crate) doc_number: Option<Spanned<String>>,
    pub(crate) plan_year: Option<Spanned<i16>>,
    pub(crate) issued_on: Option<Spanned<Day>>,
}

/// What the readings below share.
pub(crate) struct Page<'a> {
    /// The whole text.
    pub(crate) chars: &'a [char],
    /// The text without noise.
    pub(crate) clean: &'a Clean,
    /// Where the first unit or table begins in the clean text.
    pub(crate) body_start: usize,
    /// The tables of work.
    pub(crate) tables: &'a [Table],
    /// What is noise.
    pub(crate) noise: &'a Noise,
    /// What ends at each clean line.
    pub(crate) endings: &'a [Option<Ending>],
}

/// Reads the metadata; `kind_of` says what form a paper of a given title is.
pub(crate) fn metadata(
    page: &Page<'_>,
    kind_of: &dyn Fn(Option<&str>) -> DocKind,
) -> (Metadata, DocKind) {
    let title = title::title(page);
    let kind = kind_of(title.as_ref().map(|title| title.value.as_str()));
    let negative = kind == DocKind::Negative;
    let issued_on = published::issued_on(page, negative);
    let plan_year = if negative {
        None
    } else {
        year::plan_year(page, title.as_ref(), issued_on.as_ref())
    };
    let metadata = Metadata {
        issuer: issuer::issuer(page, title.as_ref(), negative),
        doc_number: doc_number::doc_number(page),
        plan_year,
        issued_on,
        title,
    };
    (metadata, kind)
}
