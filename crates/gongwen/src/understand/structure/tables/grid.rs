//! Tables whose cells the file itself states.

use super::{Cell, Column, Row, Table, columns::column, is_work_table};
use crate::{
    source::{BlockKind, Source},
    understand::{
        passage::CellRole,
        structure::{
            chars::{at, digit, is_han},
            clean::Clean,
            markers,
        },
    },
};

/// A cell of the file's grid, its place in the clean text.
#[derive(Debug, Clone, Copy)]
struct GridCell {
    start: usize,
    end: usize,
    row: usize,
    column: usize,
    row_span: usize,
    column_span: usize,
}

/// Tables of work among the tables of the file.
pub(super) fn tables(source: &Source, clean: &Clean) -> Vec<Table> {
    let mut tables: Vec<(usize, Vec<GridCell>)> = Vec::new();
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
        let (start, end) = clean.trim(clean.find(block.span.start), clean.find(block.span.end));
        let cell = GridCell {
            start,
            end,
            row,
            column,
            row_span,
            column_span,
        };
        match tables.iter_mut().rev().find(|(number, _)| *number == table) {
            Some((_, cells)) => cells.push(cell),
            None => tables.push((table, vec![cell])),
        }
    }
    tables
        .iter()
        .filter_map(|(_, cells)| read(clean, cells))
        .collect()
}

fn read(clean: &Clean, cells: &[GridCell]) -> Option<Table> {
    let n_rows = cells.iter().map(|cell| cell.row).max()? + 1;
    let mut rows: Vec<Vec<GridCell>> = vec![Vec::new(); n_rows.min(cells.len() * 2 + 1)];
    for cell in cells {
        if let Some(row) = rows.get_mut(cell.row) {
            row.push(*cell);
        }
    }
    let (head, columns) = header(clean, &rows)?;
    let mut reader = Reader {
        clean,
        columns: &columns,
        sections: Vec::new(),
        spanning: Vec::new(),
    };
    let read: Vec<Row> = rows
        .iter()
        .skip(head + 1)
        .filter_map(|row| reader.row(row))
        .collect();
    let start = cells.iter().map(|cell| cell.start).min()?;
    let end = cells.iter().map(|cell| cell.end).max()?;
    (!read.is_empty()).then_some(Table {
        start,
        end,
        rows: read,
    })
}

/// The row that names the columns, among the first ones, and what each grid column holds. A head of
/// two rows counts with its lower one where that names a column.
fn header(clean: &Clean, rows: &[Vec<GridCell>]) -> Option<(usize, Vec<Option<Column>>)> {
    for (index, row) in rows.iter().enumerate().take(5) {
        let columns = heads(clean, row);
        let known: Vec<Column> = columns.iter().copied().flatten().collect();
        if !is_work_table(&known) {
            continue;
        }
        let lower = rows.get(index + 1).map(|row| (row, heads(clean, row)));
        let two_rows = lower.as_ref().is_some_and(|(row, lower)| {
            !row.is_empty()
                && lower.iter().flatten().count()
                    == row
                        .iter()
                        .filter(|cell| cell.end > cell.start)
                        .map(|cell| cell.column_span)
                        .sum::<usize>()
                && row.len() < columns.len()
        });
        let Some((_, lower)) = lower.filter(|_| two_rows) else {
            return Some((index, columns));
        };
        let merged = (0..columns.len().max(lower.len()))
            .map(|column| {
                lower
                    .get(column)
                    .copied()
                    .flatten()
                    .or_else(|| columns.get(column).copied().flatten())
            })
            .collect();
        return Some((index + 1, merged));
    }
    None
}

fn heads(clean: &Clean, row: &[GridCell]) -> Vec<Option<Column>> {
    let mut columns = Vec::new();
    for cell in row {
        let head = column(&clean.words(cell.start, cell.end));
        for covered in cell.column..cell.column + cell.column_span.clamp(1, 64) {
            if columns.len() <= covered && covered < 256 {
                columns.resize(covered + 1, None);
            }
            if let Some(column) = columns.get_mut(covered) {
                *column = head;
            }
        }
    }
    columns
}

struct Reader<'a> {
    clean: &'a Clean,
    columns: &'a [Option<Column>],
    sections: Vec<(markers::Style, String)>,
    /// Cells of earlier rows that span this one: last row covered, and the cell.
    spanning: Vec<(usize, GridCell)>,
}

impl Reader<'_> {
    fn row(&mut self, cells: &[GridCell]) -> Option<Row> {
        let number = cells.first()?.row;
        self.spanning.retain(|(last, _)| *last >= number);
        if let Some(words) = self.section(cells) {
            self.sections.retain(|(style, _)| *style < words.0);
            self.sections.push(words);
            return None;
        }
        let inherited: Vec<GridCell> = self.spanning.iter().map(|(_, cell)| *cell).collect();
        self.spanning.extend(
            cells
                .iter()
                .filter(|cell| cell.row_span > 1)
                .map(|cell| (cell.row + cell.row_span - 1, *cell)),
        );
        self.read_cells(cells, &inherited)
    }

    /// A row of one cell over all columns, or one numbered 一、 and nothing beside it.
    fn section(&self, cells: &[GridCell]) -> Option<(markers::Style, String)> {
        let mut filled = cells.iter().filter(|cell| cell.end > cell.start);
        let (first, None) = (filled.next()?, filled.next()) else {
            return None;
        };
        let marker = markers::read(&self.clean.chars, first.start);
        let spans = first.column_span * 2 > self.columns.len();
        let style = marker.map_or(markers::Style::Han, |marker| marker.style);
        let body = marker.map_or(first.start, |marker| {
            markers::body_start(&self.clean.chars, marker.end, first.end)
        });
        let words = self.clean.words(body, first.end);
        let named =
            spans || marker.is_some_and(|marker| marker.style <= markers::Style::HanBracket);
        named.then(|| (style, words.trim_end_matches(['。', '：', ':']).to_owned()))
    }

    fn read_cells(&self, cells: &[GridCell], inherited: &[GridCell]) -> Option<Row> {
        let mut row = Row {
            path: self
                .sections
                .iter()
                .map(|(_, words)| words.clone())
                .collect(),
            ..Row::default()
        };
        let mut all: Vec<(GridCell, bool)> = inherited.iter().map(|cell| (*cell, true)).collect();
        all.extend(cells.iter().map(|cell| (*cell, false)));
        all.sort_by_key(|(cell, _)| cell.column);
        let mut serial = None;
        for (cell, from_above) in all {
            if cell.start == cell.end {
                continue;
            }
            let column = self.columns.get(cell.column).copied().flatten();
            let spans = from_above || cell.row_span > 1;
            let read = Cell {
                start: cell.start,
                end: cell.end,
                role: CellRole::Other,
            };
            match column {
                Some(Column::Serial) if !from_above => serial = Some(cell),
                Some(Column::Serial) => {}
                Some(Column::Category) => row.path.push(self.clean.words(cell.start, cell.end)),
                Some(Column::Cell(CellRole::Work)) if spans && self.is_heading(cell) => {
                    row.path.push(self.clean.words(cell.start, cell.end));
                }
                Some(Column::Cell(role)) => row.cells.push(Cell { role, ..read }),
                None if !from_above => row.cells.push(read),
                None => {}
            }
        }
        // What stands above belongs to this row as well, but the row begins with its own cells.
        let own = |cell: &&Cell| cells.iter().any(|grid| grid.start == cell.start);
        let first = row.cells.iter().find(own)?.start;
        row.start = serial.map_or(first, |cell| cell.start);
        row.marker = serial
            .map(|cell| self.serial_words(cell))
            .unwrap_or_default();
        row.body = first;
        row.end = row
            .cells
            .iter()
            .filter(own)
            .map(|cell| cell.end)
            .max()?
            .max(row.start);
        let work = row.cells.iter().any(|cell| {
            cell.role.is_work()
                && self
                    .clean
                    .chars
                    .iter()
                    .take(cell.end)
                    .skip(cell.start)
                    .any(|c| is_han(*c))
        });
        work.then_some(row)
    }

    /// A spanning cell of the work column is a row header when the row has work of its own beside it.
    fn is_heading(&self, cell: GridCell) -> bool {
        cell.end - cell.start <= 40
            && self.columns.iter().enumerate().any(|(column, head)| {
                column > cell.column && matches!(head, Some(Column::Cell(role)) if role.is_work())
            })
    }

    fn serial_words(&self, cell: GridCell) -> String {
        let chars = &self.clean.chars;
        let plain = (cell.start..cell.end).all(|index| digit(at(chars, index)).is_some());
        if plain {
            return self.clean.words(cell.start, cell.end);
        }
        markers::read(chars, cell.start).map_or_else(
            || self.clean.words(cell.start, cell.end),
            |marker| self.clean.words(marker.start, marker.end),
        )
    }
}
