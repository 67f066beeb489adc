//! The ledger as JSON in the schema of the corpus guide.
//!
//! Every field of the schema is there; besides it each value has its place (`span`, half-open, in
//! code points) and the document has its outline and its findings.

use super::{Deadline, Finding, Heading, Item, Ledger, Responsible, Spanned, Target};
use crate::{source::Source, span::Span};
use serde_json::{Value, json};

/// One document as a JSON value. `doc` is its name, `source` what the ledger was read from.
///
/// Days are `YYYY-MM-DD`, what is absent is `null`; of a ledger read from another source the words of
/// noise are cut at the wrong places.
#[must_use]
pub fn document(doc: &str, source: &Source, ledger: &Ledger) -> Value {
    json!({
        "doc": doc,
        "kind": ledger.kind,
        "title": value(ledger.title.as_ref()),
        "issuer": value(ledger.issuer.as_ref()),
        "doc_number": value(ledger.doc_number.as_ref()),
        "plan_year": value(ledger.plan_year.as_ref()),
        "issued_on": value(ledger.issued_on.as_ref()),
        "metadata_spans": {
            "title": place(ledger.title.as_ref()),
            "issuer": place(ledger.issuer.as_ref()),
            "doc_number": place(ledger.doc_number.as_ref()),
            "plan_year": place(ledger.plan_year.as_ref()),
            "issued_on": place(ledger.issued_on.as_ref()),
        },
        "items": ledger.items.iter().map(item).collect::<Vec<_>>(),
        "outline": ledger.outline.iter().map(heading).collect::<Vec<_>>(),
        "noise": texts(source, &ledger.noise),
        "noise_spans": ledger.noise.iter().map(|noise| span(*noise)).collect::<Vec<_>>(),
        "findings": ledger.findings.iter().map(finding).collect::<Vec<_>>(),
    })
}

/// The words of many places, the text gone through once.
fn texts(source: &Source, places: &[Span]) -> Vec<String> {
    let chars: Vec<char> = source.text().chars().collect();
    let cut = |place: &Span| {
        chars
            .get(place.start..place.end)
            .unwrap_or_default()
            .iter()
            .collect()
    };
    places.iter().map(cut).collect()
}

fn value<T: serde::Serialize>(spanned: Option<&Spanned<T>>) -> Value {
    spanned.map_or(Value::Null, |spanned| json!(spanned.value))
}

fn place<T>(spanned: Option<&Spanned<T>>) -> Value {
    spanned.map_or(Value::Null, |spanned| span(spanned.span))
}

fn span(span: Span) -> Value {
    json!([span.start, span.end])
}

fn item(item: &Item) -> Value {
    json!({
        "path": item.path,
        "marker": item.marker,
        "title": value(item.title.as_ref()),
        "quote_start": item.quote_start,
        "start": item.start,
        "span": item.span.map_or(Value::Null, span),
        "body": item.body,
        "targets": item.targets.iter().map(target).collect::<Vec<_>>(),
        "deadlines": item.deadlines.iter().map(deadline).collect::<Vec<_>>(),
        "responsible": item.responsible.iter().map(responsible).collect::<Vec<_>>(),
    })
}

fn target(target: &Target) -> Value {
    json!({
        "quote": target.quote,
        "start": target.span.start,
        "span": span(target.span),
        "subject": target.subject,
        "value": number(target.value),
        "max": target.max.map_or(Value::Null, number),
        "cmp": target.cmp,
        "unit": target.unit,
        "kind": target.kind,
        "commitment": target.commitment,
    })
}

/// Whole numbers without a decimal point, as people write them.
fn number(value: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to be whole and small"
    )]
    let whole = value as i64;
    #[expect(
        clippy::cast_precision_loss,
        reason = "below 2^53 the way back is exact"
    )]
    let exact = value.abs() < 9.0e15 && whole as f64 == value;
    if exact { json!(whole) } else { json!(value) }
}

fn deadline(deadline: &Deadline) -> Value {
    json!({
        "quote": deadline.quote,
        "start": deadline.span.start,
        "span": span(deadline.span),
        "from": deadline.from,
        "to": deadline.to,
        "recurs": deadline.recurs,
    })
}

fn responsible(responsible: &Responsible) -> Value {
    json!({
        "name": responsible.name,
        "role": responsible.role,
        "start": responsible.span.start,
        "span": span(responsible.span),
    })
}

fn heading(heading: &Heading) -> Value {
    json!({
        "marker": heading.marker,
        "title": heading.title,
        "depth": heading.depth,
        "span": span(heading.span),
        "item": heading.item,
    })
}

fn finding(finding: &Finding) -> Value {
    json!({
        "code": finding.code,
        "span": span(finding.span),
        "what": finding.what,
        "why": finding.why,
        "suggestion": finding.suggestion,
    })
}

#[cfg(test)]
mod tests {
    use super::{document, number};
    use crate::{source::Source, understand::understand};
    use serde_json::json;

    #[test]
    fn whole_numbers_have_no_decimal_point() {
        assert_eq!(number(1500.0), json!(1500));
        assert_eq!(number(99.8), json!(99.8));
    }

    #[test]
    fn a_document_has_every_field_of_the_guide() {
        let source = Source::from_text("某市教育局2024年工作要点\n一、抓好安全\n1.排查隐患。");
        let document = document("x", &source, &understand(&source));
        for field in [
            "doc",
            "kind",
            "title",
            "issuer",
            "doc_number",
            "plan_year",
            "issued_on",
            "items",
            "noise",
        ] {
            assert!(document.get(field).is_some(), "{field}");
        }
        assert_eq!(document["items"][0]["marker"], "1.");
    }
}
