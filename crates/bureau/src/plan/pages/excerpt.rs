//! The sentence an item came from, with the places of what was read in it.

use crate::plan::model::PublishedItem;
use gongwen::span::Span;

/// A run of words, and what was read there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) read: Option<Read>,
}

/// What was read at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    Target,
    Deadline,
    Party,
}

impl Read {
    /// Name in the style sheet.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Deadline => "deadline",
            Self::Party => "party",
        }
    }

    /// The word shown when one points at it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Target => "目标",
            Self::Deadline => "时限",
            Self::Party => "责任单位",
        }
    }
}

/// The words of an item in its paper, by paragraph. `words` is what stands at the item's span.
pub(super) fn paragraphs(item: &PublishedItem, words: &str) -> Vec<Vec<Piece>> {
    let start = item.span.map_or(0, |span| span.start);
    let spans = |read| move |span: Option<Span>| Some((span?, read));
    let targets = item.targets.iter().map(|entry| entry.span);
    let deadlines = item.deadlines.iter().map(|entry| entry.span);
    let parties = item.parties.iter().map(|entry| entry.span);
    let mut places: Vec<(Span, Read)> = targets
        .filter_map(spans(Read::Target))
        .chain(deadlines.filter_map(spans(Read::Deadline)))
        .chain(parties.filter_map(spans(Read::Party)))
        .filter(|(span, _)| span.start >= start)
        .map(|(span, read)| (Span::new(span.start - start, span.end - start), read))
        .collect();
    places.sort_by_key(|(span, _)| (span.start, span.end));
    let mut paragraphs = vec![Vec::new()];
    for (position, character) in words.chars().enumerate() {
        if character == '\n' {
            paragraphs.push(Vec::new());
            continue;
        }
        // Where two readings overlap, the one that begins first is shown.
        let read = places
            .iter()
            .find(|(span, _)| span.contains(position))
            .map(|(_, read)| *read);
        if let Some(paragraph) = paragraphs.last_mut() {
            append(paragraph, character, read);
        }
    }
    paragraphs.retain(|paragraph| paragraph.iter().any(|piece| !piece.text.trim().is_empty()));
    paragraphs
}

fn append(paragraph: &mut Vec<Piece>, character: char, read: Option<Read>) {
    match paragraph.last_mut().filter(|piece| piece.read == read) {
        Some(piece) => piece.text.push(character),
        None => paragraph.push(Piece {
            text: character.into(),
            read,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Read, paragraphs};
    use crate::plan::model::{DeadlineValue, Entry, Item, PartyValue, PublishedItem};
    use gongwen::{ledger::Role, span::Span};

    #[test]
    fn places_are_marked_in_the_words_of_the_item_paragraph_by_paragraph() {
        let words = "3.招考教师，4月份完成。\n\n（责任单位：人事科）";
        let at = |quote: &str| {
            let before = words.split(quote).next().unwrap().chars().count();
            // The item does not stand at the beginning of its paper.
            Span::new(100 + before, 100 + before + quote.chars().count())
        };
        let mut item = Item::added(0, "3.".into(), vec![], String::new(), "招考教师".into());
        item.span = Some(Span::new(100, 100 + words.chars().count()));
        item.deadlines = vec![Entry::read(
            "4月份".into(),
            at("4月份"),
            DeadlineValue {
                from: None,
                to: None,
                recurs: None,
            },
        )];
        let party = |name: &str| {
            let value = PartyValue {
                name: name.into(),
                role: Role::Responsible,
            };
            Entry::read(name.into(), at(name), value)
        };
        item.parties = vec![party("人事科"), party("事科")];
        let paragraphs = paragraphs(&PublishedItem::of(item, vec![]), words);
        let said: Vec<Vec<(&str, Option<Read>)>> = paragraphs
            .iter()
            .map(|pieces| {
                let said = |piece: &super::Piece| piece.read;
                pieces
                    .iter()
                    .map(|piece| (piece.text.as_str(), said(piece)))
                    .collect()
            })
            .collect();
        assert_eq!(
            said,
            [
                vec![
                    ("3.招考教师，", None),
                    ("4月份", Some(Read::Deadline)),
                    ("完成。", None)
                ],
                vec![
                    ("（责任单位：", None),
                    ("人事科", Some(Read::Party)),
                    ("）", None)
                ],
            ]
        );
    }
}
