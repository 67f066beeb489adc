//! Tables of a page: those that hold data and those that only hold the layout.

use super::page::Line;
use crate::read::builder::{GridCell, SourceBuilder};

/// A cell longer than this is a column of a page, not of a table.
const LONGEST_CELL: usize = 3000;
/// Spans beyond these are mistakes; browsers cap them too.
const MAX_COLUMNS: usize = 1000;
const MAX_ROW_SPAN: usize = 10_000;

/// What a page or a layout cell holds, in order.
pub(super) enum Content {
    /// A line of text.
    Line(Line),
    /// A data table.
    Table(Vec<GridCell>),
}

impl Content {
    /// Writes it out.
    pub(super) fn write(self, builder: &mut SourceBuilder) {
        match self {
            Self::Line(line) => builder.paragraph(&line.text, line.kind),
            Self::Table(cells) => builder.table(&cells),
        }
    }
}

/// A table while it is read.
#[derive(Default)]
pub(super) struct TableBuilder {
    /// What stands before and beside the cells: the caption, stray text.
    outside: Vec<Content>,
    rows: Vec<Vec<HtmlCell>>,
    in_cell: bool,
    has_inner_table: bool,
}

struct HtmlCell {
    row_span: usize,
    column_span: usize,
    content: Vec<Content>,
}

impl TableBuilder {
    /// A row begins.
    pub(super) fn row(&mut self) {
        self.in_cell = false;
        self.rows.push(Vec::new());
    }

    /// A cell begins; the one before ends.
    pub(super) fn cell(&mut self, row_span: Option<usize>, column_span: Option<usize>) {
        if self.rows.is_empty() {
            self.rows.push(Vec::new());
        }
        if let Some(row) = self.rows.last_mut() {
            row.push(HtmlCell {
                // 0 means down to the end of the table.
                row_span: match row_span {
                    Some(0) => MAX_ROW_SPAN,
                    span => span.unwrap_or(1).min(MAX_ROW_SPAN),
                },
                column_span: column_span.unwrap_or(1).clamp(1, MAX_COLUMNS),
                content: Vec::new(),
            });
        }
        self.in_cell = true;
    }

    /// The caption stands before the cells.
    pub(super) fn caption(&mut self) {
        self.in_cell = false;
    }

    /// The open cell ends.
    pub(super) fn end_cell(&mut self) {
        self.in_cell = false;
    }

    /// A table begins inside a cell.
    pub(super) fn holds_table(&mut self) {
        self.has_inner_table = true;
    }

    /// Puts lines or inner tables where the reading stands.
    pub(super) fn add(&mut self, content: Vec<Content>) {
        let cell = self.rows.last_mut().and_then(|row| row.last_mut());
        match cell {
            Some(cell) if self.in_cell => cell.content.extend(content),
            _ => self.outside.extend(content),
        }
    }

    /// The finished table: a grid when it holds data, else just what is in its cells.
    pub(super) fn finish(self) -> Vec<Content> {
        let is_data = !self.has_inner_table && self.is_grid();
        let mut contents = self.outside;
        if is_data {
            contents.push(Content::Table(grid(self.rows)));
        } else {
            let cells = self.rows.into_iter().flatten();
            contents.extend(cells.flat_map(|cell| cell.content));
        }
        contents
    }

    fn is_grid(&self) -> bool {
        let n_rows = self.rows.iter().filter(|row| !row.is_empty()).count();
        let n_columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let length = |cell: &HtmlCell| -> usize {
            let lengths = cell.content.iter().map(|content| match content {
                Content::Line(line) => line.text.chars().count(),
                Content::Table(_) => 0,
            });
            lengths.sum()
        };
        n_rows > 1
            && (2..=MAX_COLUMNS).contains(&n_columns)
            && self
                .rows
                .iter()
                .flatten()
                .all(|cell| length(cell) <= LONGEST_CELL)
    }
}

/// Places every cell in the first free column of its row.
fn grid(rows: Vec<Vec<HtmlCell>>) -> Vec<GridCell> {
    let n_rows = rows.len();
    let mut cells = Vec::new();
    // For each column, the first row that is free again.
    let mut free_from: Vec<usize> = Vec::new();
    for (row, row_cells) in rows.into_iter().enumerate() {
        let mut column = 0;
        for cell in row_cells {
            while free_from.get(column).is_some_and(|free| *free > row) {
                column += 1;
            }
            let row_span = cell.row_span.clamp(1, n_rows - row);
            // What would reach beyond the last column is cut off there.
            let column_span = cell
                .column_span
                .min(MAX_COLUMNS.saturating_sub(column))
                .max(1);
            let end = column + column_span;
            if free_from.len() < end {
                free_from.resize(end, 0);
            }
            for free in free_from.iter_mut().take(end).skip(column) {
                *free = row + row_span;
            }
            let lines = cell
                .content
                .into_iter()
                .filter_map(|content| match content {
                    Content::Line(line) => Some(line.text),
                    Content::Table(_) => None,
                });
            cells.push(GridCell {
                row,
                column,
                row_span,
                column_span,
                text: lines.collect::<Vec<_>>().join("\n"),
            });
            column = end;
        }
    }
    cells
}
