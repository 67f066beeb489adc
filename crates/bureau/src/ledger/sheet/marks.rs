//! The imported workbook again with what is wrong written beside the cell: formats, widths, merged cells and
//! other sheets stay as they came.

use super::header::PROBLEMS;
use gongwen::{
    annotate::{Annotations, annotated},
    read::ReadError,
};

/// What is wrong: where, and in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Mark {
    /// Row of the sheet, from 0.
    pub(in crate::ledger) row: u32,
    /// Column of the sheet; none when it is about the row.
    pub(in crate::ledger) column: Option<u32>,
    /// Name of the field; empty when it is about the row.
    pub(in crate::ledger) name: String,
    pub(in crate::ledger) message: String,
}

/// The workbook as it came, wrong cells coloured with a note, all of a row's faults in a last column.
pub(in crate::ledger) fn marked(
    bytes: &[u8],
    (sheet, header_row): (String, u32),
    marks: &[Mark],
) -> Result<Vec<u8>, ReadError> {
    let mut annotations = Annotations {
        sheet,
        header_row,
        title: PROBLEMS.to_owned(),
        ..Annotations::default()
    };
    for mark in marks {
        let said = annotations.rows.entry(mark.row).or_default();
        // Read away from its cell, it has to say which it is about.
        if !mark.name.is_empty() && !mark.message.contains(&mark.name) {
            said.push_str(&mark.name);
            said.push('：');
        }
        said.push_str(&mark.message);
        if let Some(column) = mark.column {
            let noted = annotations.cells.entry((mark.row, column)).or_default();
            noted.push_str(&mark.message);
        }
    }
    annotated(bytes, &annotations)
}
