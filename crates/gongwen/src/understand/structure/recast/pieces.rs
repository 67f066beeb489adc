//! The clean text as pieces: a line each, a table each.

use super::punctuation::full_width;
use crate::{
    document::{Cell, Table},
    ledger::Spanned,
    source::{BlockKind, Source},
    span::Span,
    understand::structure::{
        chars::is_blank,
        clean::Clean,
        markers::{self, Marker},
        tree::Tree,
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

/// All pieces in order of position. The text of table cells stands in the tables only; a page that
/// lost its line breaks is cut where its numbered units and its title begin and end.
pub(super) fn pieces(
    source: &Source,
    clean: &Clean,
    tree: &Tree,
    title: Option<&Spanned<String>>,
) -> Vec<Piece> {
    let (mut pieces, covered) = tables(source);
    let mut cuts: Vec<usize> = tree.units.iter().map(|unit| unit.marker.start).collect();
    if let Some(title) = title {
        let place = |offset: usize| clean.at.partition_point(|at| *at < offset);
        cuts.extend([place(title.span.start), place(title.span.end)]);
    }
    cuts.sort_unstable();
    for line in clean.lines.iter().filter(|line| !line.is_empty()) {
        let inner = cuts.partition_point(|cut| *cut <= line.start)
            ..cuts.partition_point(|cut| *cut < line.end);
        let ends = cuts.get(inner).unwrap_or_default().iter().copied();
        let mut start = line.start;
        for end in ends.chain([line.end]) {
            let at = clean.at.get(start).copied().unwrap_or_default();
            let next_covered = covered.partition_point(|span| span.end <= at);
            let in_table = covered
                .get(next_covered)
                .is_some_and(|span| span.start <= at);
            if !in_table && let Some(piece) = piece(clean, start, end, at) {
                pieces.push(piece);
            }
            start = end;
        }
    }
    pieces.sort_by_key(|piece| piece.at);
    pieces
}

/// The words of a range of the clean text, without the blanks at its ends.
fn piece(clean: &Clean, start: usize, end: usize, at: usize) -> Option<Piece> {
    let chars = clean.chars.get(start..end)?;
    let n_blank = chars.iter().take_while(|c| is_blank(**c)).count();
    let marker = markers::read(&clean.chars, start + n_blank)
        .filter(|marker| marker.end <= end)
        .map(|marker| (marker, marker.end - marker.start));
    let words = full_width(clean.words(start, end).trim());
    (!words.is_empty()).then_some(Piece {
        at,
        content: Content::Line(words),
        marker,
    })
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
            ..Cell::text(&full_width(words.trim()))
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
