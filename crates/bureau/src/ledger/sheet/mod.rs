//! Rows of a register as spreadsheets: real ones with titles, two-row headers, merged cells and sums
//! come in; what goes out comes back in unchanged.

mod cells;
mod header;
mod marks;
mod read;
mod repeats;
mod write;

#[cfg(test)]
mod tests;

pub(super) use cells::{is_error_value, is_passed_over};
pub(super) use header::Columns;
pub(super) use marks::{Mark, marked};
pub(super) use read::{Grid, Unreadable};
pub(super) use repeats::Head;
pub(super) use write::{Writer, csv_header, csv_line, template};

pub(super) use header::squeezed;

use super::{model::Definition, store::Headers};
use header::{NUMBER, UNIT, columns_of};

/// Reads the sheet of a workbook that fits a register best, cells merged downwards filled.
pub(super) fn read_for(
    bytes: &[u8],
    definition: &Definition,
    headers: &Headers,
) -> Result<(Grid, Columns), Unreadable> {
    let grids = read::read(bytes)?;
    let filled = grids.iter().filter(|grid| !grid.rows.is_empty());
    let mut others: Vec<String> = filled.map(|grid| grid.name.clone()).collect();
    let mut best: Option<(Grid, Columns)> = None;
    for grid in grids {
        let Some(columns) = columns_of(&grid, definition, headers) else {
            continue;
        };
        let n_known = |columns: &Columns| columns.fields.len();
        if best
            .as_ref()
            .is_none_or(|(_, best)| n_known(&columns) > n_known(best))
        {
            best = Some((grid, columns));
        }
    }
    let (mut grid, columns) = best.ok_or(Unreadable::NoHeader)?;
    grid.fill_down(columns.header_row);
    others.retain(|name| *name != grid.name);
    grid.others = others;
    Ok((grid, columns))
}

/// Rows that never were in a file, as the sheet they would have been.
pub(super) fn grid_of(
    rows: &[std::collections::BTreeMap<String, String>],
    definition: &Definition,
) -> Option<(Grid, Columns)> {
    // What only some rows have is a column as well.
    let headers: std::collections::BTreeSet<&String> =
        rows.iter().flat_map(|row| row.keys()).collect();
    let headers: Vec<&String> = headers.into_iter().collect();
    let mut grid = Grid::default();
    let header = (0..)
        .zip(&headers)
        .map(|(column, name)| (column, (*name).clone()));
    grid.rows.insert(0, header.collect());
    for (line, row) in (1..).zip(rows) {
        let cells = (0..).zip(&headers).filter_map(|(column, name)| {
            let text = row.get(*name).filter(|text| !text.is_empty())?;
            Some((column, text.clone()))
        });
        grid.rows.insert(line, cells.collect());
    }
    let columns = columns_of(&grid, definition, &Headers::new())?;
    Some((grid, columns))
}
