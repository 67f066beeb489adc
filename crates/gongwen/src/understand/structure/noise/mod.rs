//! What stands on the page but belongs to no item.

mod furniture;
mod glued;
mod pages;
mod segments;
mod stray;
mod toc;
mod words;

use super::{chars::is_blank, lines::Line};
use crate::{
    source::{BlockKind, Source},
    span::Span,
};
use words::WordClass;

/// Everything that is not the document.
#[derive(Debug, Default)]
pub(crate) struct Noise {
    /// Places to leave out, sorted, none touching another.
    pub(crate) spans: Vec<Span>,
    /// Marks that a sharing site set before each chunk of text.
    pub(crate) segment_marks: Vec<Span>,
    /// Page numbers stuck to the words.
    pub(crate) glued_pages: Vec<Span>,
    /// The page belongs to a site of shared papers or model essays, not to an authority.
    pub(crate) sharing_site: bool,
}

/// Finds the noise of a document.
pub(crate) fn noise(source: &Source, chars: &[char], lines: &[Line], wrapped: bool) -> Noise {
    let hits = words::hits(chars);
    let said_so = hits
        .iter()
        .any(|hit| matches!(hit.class, WordClass::Sharing | WordClass::SharingTail));
    let mut spans = furniture::furniture(chars, lines, &hits);
    let segments = segments::segments(chars, lines, said_so);
    let glued_pages = glued::glued_pages(chars);
    spans.extend(&segments.joints);
    spans.extend(&glued_pages);
    spans.extend(pages::page_numbers(chars, lines, wrapped));
    spans.extend(stray::stray(chars));
    spans.extend(toc::tables_of_contents(chars, lines));
    spans.extend(source.blocks.iter().filter_map(|block| {
        matches!(block.kind, BlockKind::Margin | BlockKind::Furniture).then_some(block.span)
    }));
    Noise {
        spans: merged(spans, chars.len()),
        sharing_site: said_so || !segments.marks.is_empty(),
        segment_marks: segments.marks,
        glued_pages,
    }
}

/// Spans in order, those that overlap or touch made one.
fn merged(mut spans: Vec<Span>, length: usize) -> Vec<Span> {
    spans.sort_unstable();
    let mut merged: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        let span = Span::new(span.start, span.end.min(length));
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ if span.is_empty() => {}
            _ => merged.push(span),
        }
    }
    merged
}

/// The spans with line breaks and blanks at their ends taken off, as they are shown to a person.
pub(crate) fn visible(spans: &[Span], chars: &[char]) -> Vec<Span> {
    let hidden = |index: usize| chars.get(index).is_none_or(|&c| is_blank(c) || c == '\n');
    spans
        .iter()
        .filter_map(|span| {
            let start = (span.start..span.end).find(|&index| !hidden(index))?;
            let end = (start..span.end).rev().find(|&index| !hidden(index))? + 1;
            Some(Span::new(start, end))
        })
        .collect()
}
