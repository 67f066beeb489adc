//! Tables: every cell with its place, so that no span can lead out of the table or onto another cell.

use super::{
    body::{Run, runs},
    pen::Pen,
};
use gongwen::document::{Align, Cell, Table};
use serde::Serialize;
use std::collections::BTreeSet;

/// A table as `layout.typ` reads it.
#[derive(Debug, Serialize)]
pub(super) struct TableSheet {
    caption: Option<String>,
    /// Shares of the width.
    widths: Vec<u32>,
    /// So many rows are repeated on top of every page.
    head: Vec<CellSheet>,
    cells: Vec<CellSheet>,
    /// Rows without those of the head.
    rows: usize,
}

#[derive(Debug, Serialize)]
struct CellSheet {
    x: usize,
    y: usize,
    columns: usize,
    rows: usize,
    align: Align,
    heading: bool,
    text: Vec<Vec<Run>>,
}

/// More columns than this have no room for a character each.
const MOST_COLUMNS: usize = 40;

pub(super) fn sheet(table: &Table, pen: &mut Pen) -> TableSheet {
    let columns = n_columns(table);
    let widths = (0..columns)
        .map(|place| {
            table
                .widths
                .get(place)
                .copied()
                .unwrap_or(1)
                .clamp(1, 1_000)
        })
        .collect();
    TableSheet {
        caption: table.caption.as_ref().map(|words| pen.line(words)),
        widths,
        head: placed(&table.head, columns, 0, pen),
        cells: placed(&table.rows, columns, table.head.len(), pen),
        rows: table.rows.len(),
    }
}

/// As many columns as have a width, or as the widest row fills.
fn n_columns(table: &Table) -> usize {
    let row_width = |row: &Vec<Cell>| -> usize {
        let spans = row.iter().map(|cell| span(cell.column_span, MOST_COLUMNS));
        spans.sum()
    };
    let widest = table.head.iter().chain(&table.rows).map(row_width).max();
    let columns = match table.widths.len() {
        0 => widest.unwrap_or(0),
        given => given,
    };
    columns.clamp(1, MOST_COLUMNS)
}

fn span(wanted: u32, most: usize) -> usize {
    usize::try_from(wanted)
        .unwrap_or(most)
        .clamp(1, most.max(1))
}

/// Puts the cells of rows where they belong. A span ends before the next taken place and with the
/// rows; what finds no place in its row is dropped; a place nobody takes stays an empty cell.
fn placed(rows: &[Vec<Cell>], columns: usize, first_row: usize, pen: &mut Pen) -> Vec<CellSheet> {
    let mut taken = BTreeSet::new();
    let mut cells = Vec::new();
    for (y, row) in rows.iter().enumerate() {
        let mut row = row.iter();
        let mut x = 0;
        while x < columns {
            if taken.contains(&(y, x)) {
                x += 1;
                continue;
            }
            let empty = Cell::default();
            let cell = row.next().unwrap_or(&empty);
            let room = (x..columns)
                .take_while(|x| !taken.contains(&(y, *x)))
                .count();
            let width = span(cell.column_span, room);
            let height = span(cell.row_span, rows.len() - y);
            for row in y..y + height {
                taken.extend((x..x + width).map(|x| (row, x)));
            }
            cells.push(CellSheet {
                x,
                y: first_row + y,
                columns: width,
                rows: height,
                align: cell.align,
                heading: cell.heading,
                text: cell.content.iter().map(|line| runs(line, pen)).collect(),
            });
            x += width;
        }
    }
    cells
}
