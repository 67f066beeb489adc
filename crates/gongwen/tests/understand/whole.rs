//! What holds for everything that is understood, of whatever source.

use gongwen::{
    ledger::{Ledger, json},
    source::Source,
    span::Span,
    understand::{structure::structure, understand},
};

/// Everything understood of a source points into its text, and quotes stand where they say.
///
/// # Panics
/// When something does not.
pub(crate) fn whole(source: &Source) {
    let text = source.text();
    let parts = structure(source);
    assert_eq!(parts.passages.len(), parts.ledger.items.len());
    let chars: Vec<char> = text.chars().collect();
    let length = chars.len();
    let mut end = 0;
    for block in &source.blocks {
        let span = block.span;
        assert!(end <= span.start && span.end <= length, "{block:?}");
        end = span.end;
    }
    for passage in parts.passages.iter().flatten() {
        assert_eq!(passage.chars.len(), passage.at.len());
        for (c, place) in passage.chars.iter().zip(&passage.at) {
            assert_eq!(Some(c), chars.get(*place));
        }
    }
    let ledger = understand(source);
    for span in spans(&ledger) {
        assert!(
            span.start <= span.end && span.end <= length,
            "{span:?} of {length}"
        );
    }
    check_items(source, &ledger);
    let _ = json::document("x", source, &ledger);
}

/// Markers and quotes stand where they say they stand.
fn check_items(source: &Source, ledger: &Ledger) {
    let inside_noise = |place: usize| ledger.noise.iter().any(|noise| noise.contains(place));
    for item in &ledger.items {
        let marker = source.slice(Span::new(
            item.start,
            item.start + item.marker.chars().count(),
        ));
        let split = (item.start..item.start + item.marker.chars().count()).any(inside_noise);
        assert!(
            split
                || without_breaks(&marker).starts_with(&without_breaks(&item.marker))
                // A cell that holds a number and a line break: the break is in the paper, not in the marker.
                || marker.contains(['\n', '\r']),
            "{marker:?} is not {:?}",
            item.marker
        );
        assert!(
            !inside_noise(item.start),
            "{:?} begins in noise",
            item.marker
        );
        for (quote, span) in item
            .targets
            .iter()
            .map(|target| (&target.quote, target.span))
            .chain(
                item.deadlines
                    .iter()
                    .map(|deadline| (&deadline.quote, deadline.span)),
            )
        {
            assert_eq!(quote, &source.slice(span));
        }
    }
}

fn without_breaks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn spans(ledger: &Ledger) -> Vec<Span> {
    let mut spans: Vec<Span> = ledger.noise.clone();
    spans.extend(ledger.outline.iter().map(|heading| heading.span));
    spans.extend(ledger.findings.iter().map(|finding| finding.span));
    spans.extend(ledger.title.iter().map(|title| title.span));
    spans.extend(ledger.issuer.iter().map(|issuer| issuer.span));
    spans.extend(ledger.doc_number.iter().map(|number| number.span));
    spans.extend(ledger.plan_year.iter().map(|year| year.span));
    spans.extend(ledger.issued_on.iter().map(|day| day.span));
    for item in &ledger.items {
        spans.push(Span::new(item.start, item.start));
        spans.extend(item.span);
        spans.extend(item.title.iter().map(|title| title.span));
        spans.extend(item.targets.iter().map(|target| target.span));
        spans.extend(item.deadlines.iter().map(|deadline| deadline.span));
        spans.extend(item.responsible.iter().map(|name| name.span));
    }
    spans
}
