//! Tables: 责任分解表 and their like, however the page lost their lines.

mod columns;
mod delimited;
mod flat;
mod grid;

use super::{clean::Clean, endings::Ending};
use crate::{source::Source, understand::passage::CellRole};
pub(crate) use columns::Column;
use std::{cell::LazyCell, collections::HashSet};

/// A table of work found in the clean text.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    /// Where its header begins.
    pub(crate) start: usize,
    /// After its last cell.
    pub(crate) end: usize,
    /// Its rows of work, header and section rows left out.
    pub(crate) rows: Vec<Row>,
}

/// A row: an item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    /// Its serial number as it stands; empty when the table has none.
    pub(crate) marker: String,
    /// Where the marker stands, or the first cell when there is none.
    pub(crate) start: usize,
    /// Where its words begin.
    pub(crate) body: usize,
    /// After its last cell.
    pub(crate) end: usize,
    /// Section rows and spanning row headers over it.
    pub(crate) path: Vec<String>,
    /// Its cells in order, the serial number left out.
    pub(crate) cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Its first character.
    pub(crate) start: usize,
    /// After its last character.
    pub(crate) end: usize,
    /// What its column means.
    pub(crate) role: CellRole,
}

/// All tables of work, in order of position.
pub(crate) fn tables(source: &Source, clean: &Clean, endings: &[Option<Ending>]) -> Vec<Table> {
    let mut tables = grid::tables(source, clean);
    if tables.is_empty() {
        tables = in_text(clean, endings);
    }
    tables.sort_by_key(|table| table.start);
    tables.iter_mut().for_each(measures_alone_are_the_work);
    tables
}

/// Without a column of the task beside it, 量化目标 is the task.
fn measures_alone_are_the_work(table: &mut Table) {
    let cells = |table: &Table, wanted| {
        table
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .any(|cell| cell.role == wanted)
    };
    if cells(table, CellRole::Work) {
        return;
    }
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if cell.role == CellRole::Measure {
            cell.role = CellRole::Work;
        }
    }
}

/// Tables of a text that has none by its format.
fn in_text(clean: &Clean, endings: &[Option<Ending>]) -> Vec<Table> {
    let closing: LazyCell<HashSet<usize>, _> = LazyCell::new(|| {
        let lines = clean.lines.iter().zip(endings);
        lines
            .filter(|(_, ending)| ending.is_some())
            .map(|(line, _)| line.start)
            .collect()
    });
    let filled: Vec<_> = clean
        .lines
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .collect();
    let mut tables = Vec::new();
    let mut index = 0;
    while index < filled.len() {
        let rest = filled.get(index..).unwrap_or_default();
        let found = delimited::table(clean, rest).or_else(|| {
            let columns = flat::header(clean, rest)?;
            flat::table(clean, rest, &columns, &closing)
        });
        if let Some((table, used)) = found {
            tables.push(table);
            index += used.max(1);
        } else {
            index += 1;
        }
    }
    tables
}

/// Whether the columns are those of a table of work: the work, and who does it or by when.
fn is_work_table(columns: &[Column]) -> bool {
    let has = |wanted: &dyn Fn(Column) -> bool| columns.iter().any(|column| wanted(*column));
    columns.len() >= 2
        && has(&|column| matches!(column, Column::Cell(role) if role.is_work()))
        && (has(&|column| {
            matches!(
                column,
                Column::Cell(
                    CellRole::Lead
                        | CellRole::Support
                        | CellRole::Responsible
                        | CellRole::Leader
                        | CellRole::Deadline
                )
            )
        }) || (columns.len() >= 3 && columns.first() == Some(&Column::Serial)))
}
