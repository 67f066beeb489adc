//! The paper with what was read from it marked.

use crate::plan::model::{Finding, Item, Source};
use gongwen::span::Span;

/// A line of the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) parts: Vec<LinePart>,
}

/// A run of a line that belongs to one item, or to none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LinePart {
    /// The item's id; empty for words outside of items.
    pub(super) item: String,
    pub(super) pieces: Vec<Piece>,
}

/// A run of words with one mark, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) mark: Option<Mark>,
}

/// A mark on words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// `target`, `deadline`, `party`, `noise`, `finding`.
    pub(super) kind: &'static str,
    /// What the row in the ledger calls it, for example `t-…`.
    pub(super) reference: String,
    /// Whether this is the first piece of the mark; it carries the id.
    pub(super) is_first: bool,
}

/// What a mark and its row in the ledger call each other by: a letter for the sort, and the end of
/// the id, where its chance lies. Said four times for each value of a page of 150 items, whole ids
/// would be a good part of it.
pub(super) fn reference(letter: char, id: &str) -> String {
    const ENOUGH: usize = 12;
    let end = id.get(id.len().saturating_sub(ENOUGH)..).unwrap_or(id);
    format!("{letter}-{end}")
}

/// Everything that can be marked.
struct Marked {
    kind: &'static str,
    reference: String,
    span: Span,
}

/// The lines of a part of the paper, marked. Where two marks meet, noise wins over values and
/// values over findings, so that every value can be found.
pub(super) fn lines(
    source: &Source,
    window: Span,
    items: &[Item],
    findings: &[Finding],
) -> Vec<Line> {
    let text: Vec<char> = source
        .text
        .chars()
        .skip(window.start)
        .take(window.len())
        .collect();
    let marks = marks(source, items, findings);
    let mark_of = paint(&text, window, marks.iter().map(|mark| mark.span));
    let item_of = paint(
        &text,
        window,
        items
            .iter()
            .map(|item| item.span.unwrap_or(Span::new(0, 0))),
    );
    let mut seen = vec![false; marks.len()];
    let mut lines = Vec::new();
    let mut line = Line { parts: Vec::new() };
    let mut last: Option<(Option<usize>, Option<usize>)> = None;
    for (index, &char) in text.iter().enumerate() {
        if char == '\n' {
            lines.push(std::mem::replace(&mut line, Line { parts: Vec::new() }));
            last = None;
            continue;
        }
        if char == '\r' {
            continue;
        }
        let here = (
            item_of.get(index).copied().flatten(),
            mark_of.get(index).copied().flatten(),
        );
        if last.is_none_or(|last| last.0 != here.0) {
            let item = here.0.and_then(|item| items.get(item));
            line.parts.push(LinePart {
                item: item.map(|item| item.id.to_string()).unwrap_or_default(),
                pieces: Vec::new(),
            });
        }
        let Some(part) = line.parts.last_mut() else {
            continue;
        };
        if last != Some(here) || part.pieces.is_empty() {
            let mark = here
                .1
                .and_then(|mark| Some((marks.get(mark)?, seen.get_mut(mark)?)));
            part.pieces.push(Piece {
                text: String::new(),
                mark: mark.map(|(mark, seen)| Mark {
                    kind: mark.kind,
                    reference: mark.reference.clone(),
                    is_first: !std::mem::replace(seen, true),
                }),
            });
        }
        if let Some(piece) = part.pieces.last_mut() {
            piece.text.push(char);
        }
        last = Some(here);
    }
    lines.push(line);
    lines
}

fn marks(source: &Source, items: &[Item], findings: &[Finding]) -> Vec<Marked> {
    let mut marks: Vec<Marked> = findings
        .iter()
        .filter(|finding| !finding.is_settled)
        .map(|finding| Marked {
            kind: "finding",
            reference: reference('f', &finding.id.to_string()),
            span: finding.span,
        })
        .collect();
    for item in items {
        let parties = item
            .parties
            .iter()
            .map(|entry| ("party", 'p', entry.id, entry.span));
        let deadlines = item
            .deadlines
            .iter()
            .map(|entry| ("deadline", 'd', entry.id, entry.span));
        let targets = item
            .targets
            .iter()
            .map(|entry| ("target", 't', entry.id, entry.span));
        for (kind, letter, id, span) in parties.chain(deadlines).chain(targets) {
            if let Some(span) = span {
                marks.push(Marked {
                    kind,
                    reference: reference(letter, &id.to_string()),
                    span,
                });
            }
        }
    }
    marks.extend(
        source
            .noise
            .iter()
            .enumerate()
            .map(|(index, &span)| Marked {
                kind: "noise",
                reference: format!("n-{index}"),
                span,
            }),
    );
    marks
}

/// Which of the spans covers each character of the window; the last one given wins.
fn paint(text: &[char], window: Span, spans: impl Iterator<Item = Span>) -> Vec<Option<usize>> {
    let mut painted = vec![None; text.len()];
    for (index, span) in spans.enumerate() {
        let start = span.start.max(window.start) - window.start;
        let end = span.end.min(window.end).saturating_sub(window.start);
        for slot in painted.iter_mut().take(end).skip(start) {
            *slot = Some(index);
        }
    }
    painted
}

#[cfg(test)]
mod tests {
    use super::{Span, lines};
    use crate::plan::model::{Entry, Item, PartyValue, Source};

    #[test]
    fn marks_are_cut_at_noise_and_only_their_first_piece_carries_the_id() {
        let text = "头\n1.人事- 2 -科负责";
        let source = Source {
            format: "text".into(),
            text: text.into(),
            noise: vec![Span::new(6, 11)],
        };
        let mut item = Item::added(0, "1.".into(), vec![], String::new(), "人事科负责".into());
        item.span = Some(Span::new(2, 14));
        let value = PartyValue {
            name: "人事科".into(),
            role: gongwen::ledger::Role::Responsible,
        };
        item.parties = vec![Entry::read("人事科".into(), Span::new(4, 12), value)];
        let lines = lines(&source, Span::new(0, 14), &[item], &[]);
        assert_eq!(lines.len(), 2);
        assert_eq!(lines[0].parts[0].item, "");
        let pieces: Vec<_> = lines[1].parts[0]
            .pieces
            .iter()
            .map(|piece| {
                let mark = piece.mark.as_ref().map(|mark| (mark.kind, mark.is_first));
                (piece.text.as_str(), mark)
            })
            .collect();
        assert_eq!(
            pieces,
            [
                ("1.", None),
                ("人事", Some(("party", true))),
                ("- 2 -", Some(("noise", true))),
                ("科", Some(("party", false))),
                ("负责", None),
            ]
        );
    }
}
