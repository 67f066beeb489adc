//! The clean text as pieces: a line each, a table each.

use crate::{
    document::{Cell, Table},
    source::{BlockKind, Source},
    span::Span,
    understand::structure::{
        clean::Clean,
        markers::{self, Marker},
    },
};
use std::collections::BTreeMap;

/// A line or a table of the paper.
#[derive(Debug)]
pub(super) struct Piece {
    /// First character in the source.
    pub(super) at: usize,
    /// What it is.
    pub(super) content: Content,
    /// The number at its head, with how many characters it takes.
    pub(super) marker: Option<(Marker, usize)>,
}

#[derive(Debug)]
pub(super) enum Content {
    Line(String),
    Table(Table),
}

impl Piece {
    /// Its words, when it is a line.
    pub(super) fn line(&self) -> Option<&str> {
        match &self.content {
            Content::Line(words) => Some(words),
            Content::Table(_) => None,
        }
    }
}

/// All pieces in order of position. The text of table cells stands in the tables only.
pub(super) fn pieces(source: &Source, clean: &Clean) -> Vec<Piece> {
    let (mut pieces, covered) = tables(source);
    for line in clean.lines.iter().filter(|line| !line.is_empty()) {
        let at = clean.at.get(line.start).copied().unwrap_or_default();
        let next_covered = covered.partition_point(|span| span.end <= at);
        if covered
            .get(next_covered)
            .is_some_and(|span| span.start <= at)
        {
            continue;
        }
        let marker = markers::at_line_start(&clean.chars, *line);
        pieces.push(Piece {
            at,
            content: Content::Line(clean.words(line.start, line.end)),
            marker: marker.map(|marker| (marker, marker.end - line.start)),
        });
    }
    pieces.sort_by_key(|piece| piece.at);
    pieces
}

/// Cells of a table by row, each with its column.
type Rows = BTreeMap<usize, Vec<(usize, Cell)>>;

/// The tables the file knows of, and the places their cells take, in order.
fn tables(source: &Source) -> (Vec<Piece>, Vec<Span>) {
    let mut rows: BTreeMap<usize, (usize, Rows)> = BTreeMap::new();
    let mut covered = Vec::new();
    let chars: Vec<char> = source.text().chars().collect();
    for block in &source.blocks {
        let BlockKind::Cell {
            table,
            row,
            column,
            row_span,
            column_span,
        } = block.kind
        else {
            continue;
        };
        covered.push(block.span);
        let words: String = chars
            .get(block.span.start..block.span.end)
            .unwrap_or_default()
            .iter()
            .collect();
        let cell = Cell {
            row_span: u32::try_from(row_span).unwrap_or(1).max(1),
            column_span: u32::try_from(column_span).unwrap_or(1).max(1),
            ..Cell::text(words.trim())
        };
        let (_, table) = rows
            .entry(table)
            .or_insert_with(|| (block.span.start, BTreeMap::new()));
        table.entry(row).or_default().push((column, cell));
    }
    covered.sort_by_key(|span| span.start);
    let pieces = rows.into_values().map(|(at, rows)| Piece {
        at,
        content: Content::Table(table(rows)),
        marker: None,
    });
    (pieces.collect(), covered)
}

/// Longer tables have a heading row, which is repeated on every page.
const ROWS_WITH_HEADING: usize = 3;

fn table(rows: Rows) -> Table {
    let mut widths: Vec<u32> = Vec::new();
    for (column, cell) in rows.values().flatten() {
        let last = column + cell.column_span as usize;
        if widths.len() < last.min(MAX_COLUMNS) {
            widths.resize(last.min(MAX_COLUMNS), NARROWEST);
        }
        let longest = cell
            .plain_text()
            .lines()
            .map(|line| line.chars().count())
            .max();
        let longest = u32::try_from(longest.unwrap_or(0)).unwrap_or(WIDEST);
        if let Some(width) = widths.get_mut(*column).filter(|_| cell.column_span == 1) {
            *width = (*width).max(longest.min(WIDEST));
        }
    }
    let mut rows: Vec<Vec<Cell>> = rows
        .into_values()
        .map(|mut row| {
            row.sort_by_key(|(column, _)| *column);
            row.into_iter().map(|(_, cell)| cell).collect()
        })
        .collect();
    let has_heading = rows.len() >= ROWS_WITH_HEADING
        && rows.first().is_some_and(|row: &Vec<Cell>| {
            row.len() > 1 && row.iter().all(|cell| cell.row_span == 1)
        });
    let head = if has_heading {
        rows.drain(..1).collect()
    } else {
        Vec::new()
    };
    Table {
        widths,
        head,
        rows,
        ..Table::default()
    }
}

const MAX_COLUMNS: usize = 60;
/// Shares of the width a column gets at least and at most, in characters.
const NARROWEST: u32 = 4;
const WIDEST: u32 = 24;
