//! Tables that stand in a paper's attachments.

use crate::document::{Attachment, Block, Cell, Table};

/// A table under its heading row; cells are centred in the columns named.
pub(super) fn table(columns: &[(&str, u32)], centred: &[usize], rows: Vec<Vec<String>>) -> Table {
    Table {
        widths: columns.iter().map(|(_, width)| *width).collect(),
        head: vec![
            columns
                .iter()
                .map(|(title, _)| Cell::centred(title))
                .collect(),
        ],
        rows: rows
            .into_iter()
            .map(|row| {
                let cells = row.iter().enumerate();
                cells
                    .map(|(column, text)| {
                        if centred.contains(&column) {
                            Cell::centred(text)
                        } else {
                            Cell::text(text)
                        }
                    })
                    .collect()
            })
            .collect(),
        ..Table::default()
    }
}

/// A wide table as an attachment of its own on landscape pages.
pub(super) fn landscape(title: String, table: Table, listed: bool) -> Attachment {
    Attachment {
        title,
        listed,
        body: vec![Block::Table(table)],
        landscape: true,
        ..Attachment::default()
    }
}

/// A rate in percent with one decimal, from counts; `—` when there is nothing to divide by.
pub(super) fn rate(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "—".to_owned();
    }
    // Rounded half up, in tenths of a percent.
    let tenths = (u64::from(part) * 2_000 + u64::from(whole)) / (u64::from(whole) * 2);
    permille(u32::try_from(tenths).unwrap_or(u32::MAX))
}

/// Tenths of a percent in words: `45.5%`, `100%`.
pub(super) fn permille(tenths: u32) -> String {
    match tenths % 10 {
        0 => format!("{}%", tenths / 10),
        rest => format!("{}.{rest}%", tenths / 10),
    }
}
