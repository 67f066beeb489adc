//! Lines to headings and paragraphs.

use super::pieces::{Content, Piece};
use crate::{
    document::{Block, Counter, Heading, Inline, Level},
    understand::structure::markers::Style,
};

/// Blocks of a part, and the level whose numbers run on through it.
pub(super) fn blocks(pieces: &[&Piece]) -> (Vec<Block>, Option<Level>) {
    // Items of a 工作要点 are counted through: whichever way keeps more numbers as they stand.
    let anew = with_numbering(pieces, None);
    let running = with_numbering(pieces, Some(Level::Third));
    if running.1 > anew.1 {
        (running.0, Some(Level::Third))
    } else {
        (anew.0, None)
    }
}

/// Blocks under one way of counting, and how many numbers it gives as they stand in the paper.
fn with_numbering(pieces: &[&Piece], running: Option<Level>) -> (Vec<Block>, usize) {
    let mut counter = Counter::new(running);
    let mut kept = 0;
    let blocks = pieces
        .iter()
        .map(|piece| match &piece.content {
            Content::Table(table) => Block::Table(table.clone()),
            Content::Line(words) => {
                let block = line(words, piece, &mut counter);
                kept += usize::from(matches!(&block, Block::Heading(one) if one.numbered));
                block
            }
        })
        .collect();
    (blocks, kept)
}

fn line(words: &str, piece: &Piece, counter: &mut Counter) -> Block {
    let Some((marker, length)) = piece.marker else {
        return Block::text(words);
    };
    let level = match marker.style {
        Style::Han => Level::First,
        Style::HanBracket => Level::Second,
        Style::Arabic => Level::Third,
        Style::ArabicBracket => Level::Fourth,
        _ => return Block::text(words),
    };
    let rest: String = words.chars().skip(length).collect();
    let rest = rest.trim_start();
    let counts_on = counter.peek(level) == marker.number;
    if counts_on {
        counter.take(level);
    } else {
        // A number out of its order is kept as it stands: whoever wrote it is to decide.
        counter.skip(level);
    }
    let (title, text) = divide(level, rest);
    let title = match (counts_on, title) {
        (true, title) => title.to_owned(),
        (false, title) => {
            let number: String = words.chars().take(length).collect();
            number + title
        }
    };
    let inlines = |words: &str| match words {
        "" => Vec::new(),
        words => vec![Inline::Text(words.to_owned())],
    };
    Block::Heading(Heading {
        id: None,
        level,
        numbered: counts_on,
        title: inlines(&title),
        text: inlines(text),
    })
}

/// The longest first sentence that is taken for a heading.
const MOST_HEADING_CHARS: usize = 30;

/// Heading and text of a numbered line: the first sentence of the upper levels is a heading when it is
/// short; below, all is text.
fn divide(level: Level, words: &str) -> (&str, &str) {
    if matches!(level, Level::Third | Level::Fourth) {
        return ("", words);
    }
    let (title, text) = match words.split_inclusive('。').next() {
        Some(first) => (first, words.get(first.len()..).unwrap_or_default()),
        None => (words, ""),
    };
    if title.chars().count() > MOST_HEADING_CHARS {
        ("", words)
    } else if text.is_empty() {
        (title.trim_end_matches('。'), "")
    } else {
        (title, text)
    }
}

/// Columns that do not fit an upright page.
const UPRIGHT_COLUMNS: usize = 6;

/// Whether a table of the part is too wide for an upright page.
pub(super) fn needs_width(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Table(table) => table.widths.len() > UPRIGHT_COLUMNS,
        _ => false,
    })
}
