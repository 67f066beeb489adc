//! Bodies: the pieces of a text and the words in them.

use super::{
    pen::Pen,
    table::{self, TableSheet},
};
use gongwen::document::{Align, Block, Inline, MAX_BLANK, Numbered};
use serde::Serialize;

/// A piece of a body.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(super) enum Piece {
    /// A heading with what follows it on its line. `level` counts from 1.
    Heading {
        level: usize,
        label: String,
        title: Vec<Run>,
        text: Vec<Run>,
    },
    /// Running text.
    Paragraph { align: Align, text: Vec<Run> },
    /// A table.
    Table(TableSheet),
    /// A dashed line with words.
    CutLine { words: String },
    /// A page break.
    NewPage,
}

/// Words in a line.
#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Run {
    /// Words.
    Text(String),
    /// The words of a footnote after what stands before it.
    Note(String),
    /// Room to write by hand, so many characters wide.
    Blank(u32),
}

/// Pieces in order.
pub(super) fn pieces(body: &[Numbered<'_>], pen: &mut Pen) -> Vec<Piece> {
    body.iter().map(|piece| drawn(piece, pen)).collect()
}

fn drawn(piece: &Numbered<'_>, pen: &mut Pen) -> Piece {
    match piece.block {
        Block::Heading(heading) => Piece::Heading {
            level: heading.level.depth() + 1,
            label: piece.label.clone().unwrap_or_default(),
            title: runs(&heading.title, pen),
            text: runs(&heading.text, pen),
        },
        Block::Paragraph(paragraph) => Piece::Paragraph {
            align: paragraph.align,
            text: runs(&paragraph.content, pen),
        },
        Block::Table(table) => Piece::Table(table::sheet(table, pen)),
        Block::CutLine(words) => Piece::CutLine {
            words: pen.line(words),
        },
        Block::NewPage => Piece::NewPage,
    }
}

/// The words of a line.
pub(super) fn runs(content: &[Inline], pen: &mut Pen) -> Vec<Run> {
    let mut runs = Vec::with_capacity(content.len());
    for inline in content {
        match inline {
            Inline::Text(text) => runs.push(Run::Text(pen.line(text))),
            Inline::Cited { text, citation } => {
                runs.push(Run::Text(pen.line(text)));
                if pen.footnotes {
                    runs.push(Run::Note(pen.line(&citation.words)));
                }
            }
            Inline::Blank(width) => runs.push(Run::Blank((*width).min(MAX_BLANK))),
        }
    }
    runs
}
