//! Lines, noise, numbering, tables, metadata: what the document is made of.
//!
//! The order is: lines → noise → clean text → tables → tree of numbered units → metadata → items →
//! findings. Each step reads what the ones before found and changes nothing of it.

pub(crate) mod chars;
mod clean;
mod endings;
mod findings;
mod headings;
mod items;
mod kind;
mod lines;
pub(crate) mod markers;
pub(crate) mod metadata;
mod noise;
mod numbering;
mod recast;
mod tables;
mod tree;

pub(crate) use chars::is_han;
pub use recast::recast;

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
    /// For each item whether the heading of a section above it names who answers for the section:
    /// `二、抓好安全（责任科室：安全科）`.
    pub owned_above: Vec<bool>,
    /// What the words are read against.
    pub context: Context,
}

/// Takes a document apart: noise, metadata, headings and items; the words of the items are not read yet.
#[must_use]
pub fn structure(source: &Source) -> Structure {
    let chars = chars::of(source.text());
    let raw_lines = lines::lines(&chars);
    let wrap_width = lines::wrap_width(&chars, &raw_lines);
    let noise = noise::noise(source, &chars, &raw_lines, wrap_width.is_some());
    let clean = clean::Clean::new(&chars, &noise.spans, wrap_width);
    let endings = endings::endings(&clean);
    let tables = tables::tables(source, &clean, &endings);
    let tree = tree::tree(&clean, &tables, &endings);
    let first_unit = tree.units.first().map(|unit| unit.marker.start);
    let first_table = tables.first().map(|table| table.start);
    let body_start = first_unit
        .into_iter()
        .chain(first_table)
        .min()
        .unwrap_or(clean.chars.len());
    let page = metadata::Page {
        chars: &chars,
        clean: &clean,
        body_start,
        tables: &tables,
        noise: &noise,
        endings: &endings,
    };
    let (metadata, kind) = metadata::metadata(&page, &|title| kind::kind(&clean, &tables, title));
    let mut structure = Structure {
        context: Context {
            plan_year: metadata.plan_year.as_ref().map(|year| year.value),
            kind,
            term_plan: metadata
                .title
                .as_ref()
                .is_some_and(|title| items::is_autumn_term(&title.value)),
            several_years: metadata
                .title
                .as_ref()
                .is_some_and(|title| metadata::year::names_several(&title.value)),
        },
        ..Structure::default()
    };
    structure.ledger.kind = kind;
    structure.ledger.noise = noise::visible(&noise.spans, &chars);
    let parts = items::Parts {
        chars: &chars,
        clean: &clean,
        tree: &tree,
        tables: &tables,
        title: metadata.title.as_ref().map(|title| title.value.as_str()),
    };
    items::fill(&parts, &mut structure);
    structure.ledger.title = metadata.title;
    structure.ledger.issuer = metadata.issuer;
    structure.ledger.doc_number = metadata.doc_number;
    structure.ledger.plan_year = metadata.plan_year;
    structure.ledger.issued_on = metadata.issued_on;
    let checked = findings::Checked {
        source,
        chars: &chars,
        clean: &clean,
        noise: &noise,
        tree: &tree,
        tables: &tables,
    };
    structure.ledger.findings = findings::findings(&checked, &structure);
    structure
}
