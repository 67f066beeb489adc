//! A copy of an imported sheet with what is wrong written beside the cell.

use super::read::Grid;
use crate::org::looks_like_formula;
use rust_xlsxwriter::{Color, Format, Note, Workbook, XlsxError};
use std::collections::BTreeMap;

/// What is wrong: where, and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Mark {
    /// Row of the sheet, from 0.
    pub(in crate::ledger) row: u32,
    /// Column of the sheet; none when it is about the row.
    pub(in crate::ledger) column: Option<u32>,
    pub(in crate::ledger) message: String,
}

/// The sheet again, wrong cells coloured with a note, all of a row's faults in a last column.
pub(in crate::ledger) fn marked(
    grid: &Grid,
    header_row: u32,
    marks: &[Mark],
) -> Result<Vec<u8>, XlsxError> {
    let mut by_row: BTreeMap<u32, Vec<&Mark>> = BTreeMap::new();
    for mark in marks {
        by_row.entry(mark.row).or_default().push(mark);
    }
    let last_column = grid
        .rows
        .values()
        .filter_map(|cells| Some(cells.last()?.0))
        .max()
        .unwrap_or_default();
    let place = |column: u32| u16::try_from(column).unwrap_or(u16::MAX);
    let plain = Format::new().set_num_format("@");
    let quoted = plain.clone().set_quote_prefix();
    let bold = Format::new().set_bold();
    let colour = Color::RGB(0x00FB_E3E1);
    let wrong = plain.clone().set_background_color(colour);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_column_width(place(last_column + 1), 50)?;
    sheet.write_string_with_format(header_row, place(last_column + 1), "问题", &bold)?;
    for (row, cells) in &grid.rows {
        for (column, text) in cells {
            let format = match looks_like_formula(text) {
                true => &quoted,
                false => &plain,
            };
            sheet.write_string_with_format(*row, place(*column), text, format)?;
        }
    }
    for (first, last) in &grid.merged {
        let is_one = first == last;
        let text = grid.text(first.0, first.1);
        if !is_one && last.0 <= header_row {
            let (from, to) = (place(first.1), place(last.1));
            sheet.merge_range(first.0, from, last.0, to, text, &bold)?;
        }
    }
    for (row, marks) in by_row {
        let mut sentences = Vec::new();
        for mark in marks {
            sentences.push(mark.message.as_str());
            if let Some(column) = mark.column {
                let text = grid.text(row, column);
                let format = match looks_like_formula(text) {
                    true => wrong.clone().set_quote_prefix(),
                    false => wrong.clone(),
                };
                sheet.write_string_with_format(row, place(column), text, &format)?;
                let note = Note::new(&mark.message).add_author_prefix(false);
                sheet.insert_note(row, place(column), &note)?;
            }
        }
        let all = sentences.join("");
        sheet.write_string_with_format(row, place(last_column + 1), &all, &wrong)?;
    }
    workbook.save_to_buffer()
}
