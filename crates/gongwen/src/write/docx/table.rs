//! Tables: small type, heading repeated on every page, merged cells.

use super::{
    kept::Bookmark,
    measure::half_chars,
    writer::Writer,
    xml::{Shape, paragraph, run},
};
use crate::document::{Align, Cell, Table};
use std::fmt::Write as _;

/// Word wants a paragraph between two tables and after the last; this one takes no room.
pub(super) const AFTER: &str = r#"<w:p><w:pPr><w:pStyle w:val="AfterTable"/></w:pPr></w:p>"#;

/// A row longer than this may be broken between two pages; shorter ones stay whole.
const KEPT_WHOLE_CHARS: usize = 200;
/// Columns Word takes.
const MAX_COLUMNS: u32 = 63;
/// Height of a line and width of a character of the small type, in twips.
const LINE: u32 = 290;
const CHAR: u32 = 210;
/// What the margins of a cell take of its width and height.
const CELL_MARGINS: u32 = 160;

/// A cell of the grid a table is laid out on.
enum Place<'a> {
    /// A cell begins here.
    Cell { cell: &'a Cell, goes_on: bool },
    /// A cell of a row above reaches down to here.
    Continued,
    /// The row has no cell here.
    Missing,
}

/// A row of the grid: each place with the columns it covers.
type Row<'a> = Vec<(Place<'a>, usize)>;

/// Writes a table as wide as the type area, its words over it.
pub(super) fn write(writer: &mut Writer<'_>, table: &Table, bookmark: &Bookmark) {
    if let Some(caption) = &table.caption {
        writer.put_text("TableCaption", Shape::default(), caption);
    }
    let n_columns = n_columns(table);
    let widths = widths(&table.widths, n_columns, writer.area_width());
    let head = grid(&table.head, n_columns);
    let rows = grid(&table.rows, n_columns);
    let mut xml = bookmark.start.clone();
    let total: u32 = widths.iter().sum();
    let _ = write!(
        xml,
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{total}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>"#
    );
    for width in &widths {
        let _ = write!(xml, r#"<w:gridCol w:w="{width}"/>"#);
    }
    xml.push_str("</w:tblGrid>");
    for (row, is_head) in
        (head.iter().map(|row| (row, true))).chain(rows.iter().map(|row| (row, false)))
    {
        write_row(writer, &mut xml, row, &widths, is_head);
    }
    if head.is_empty() && rows.is_empty() {
        // A table without rows is none to Word.
        xml.push_str(r#"<w:tr><w:tc><w:tcPr/><w:p/></w:tc></w:tr>"#);
    }
    xml.push_str("</w:tbl>");
    xml.push_str(&bookmark.end);
    writer.put_table(&xml);
}

fn write_row(
    writer: &mut Writer<'_>,
    xml: &mut String,
    row: &Row<'_>,
    widths: &[u32],
    is_head: bool,
) {
    // A row that divides the table stays with the row below.
    let is_section = matches!(row.as_slice(), [(Place::Cell { cell, .. }, _)] if cell.heading);
    let n_chars = row.iter().map(|(place, _)| match place {
        Place::Cell { cell, .. } => cell.plain_text().chars().count(),
        Place::Continued | Place::Missing => 0,
    });
    let is_whole = n_chars.max().unwrap_or(0) <= KEPT_WHOLE_CHARS;
    xml.push_str("<w:tr>");
    match (is_whole, is_head) {
        (_, true) => xml.push_str("<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"),
        (true, false) => xml.push_str("<w:trPr><w:cantSplit/></w:trPr>"),
        (false, false) => {}
    }
    let mut column = 0;
    let mut n_lines = 1;
    for (place, span) in row {
        let own_widths = widths.iter().skip(column).take(*span);
        let width: u32 = own_widths.sum();
        column += span;
        let _ = write!(xml, r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>"#);
        if *span > 1 {
            let _ = write!(xml, r#"<w:gridSpan w:val="{span}"/>"#);
        }
        match place {
            Place::Cell { goes_on: true, .. } => xml.push_str(r#"<w:vMerge w:val="restart"/>"#),
            Place::Continued => xml.push_str("<w:vMerge/>"),
            _ => {}
        }
        xml.push_str(r#"<w:vAlign w:val="center"/></w:tcPr>"#);
        match place {
            Place::Cell { cell, .. } => {
                let style = match (is_head, cell.heading) {
                    (true, _) => "TableHeading",
                    (_, true) => "TableSection",
                    _ => "TableText",
                };
                write_cell(writer, xml, cell, style, is_head || is_section);
                n_lines = n_lines.max(lines_of(cell, width));
            }
            Place::Continued | Place::Missing => {
                xml.push_str(&paragraph("TableText", &Shape::default(), ""));
            }
        }
        xml.push_str("</w:tc>");
    }
    xml.push_str("</w:tr>");
    let height = n_lines.saturating_mul(LINE).saturating_add(CELL_MARGINS);
    writer.ruler.block(height, LINE.saturating_mul(n_lines) / 4);
}

fn write_cell(writer: &mut Writer<'_>, xml: &mut String, cell: &Cell, style: &str, keeps: bool) {
    let shape = Shape {
        keep_next: keeps,
        align: match cell.align {
            Align::Body => None,
            Align::Left => Some("left"),
            Align::Centre => Some("center"),
            Align::Right => Some("right"),
        },
        ..Shape::default()
    };
    if cell.content.is_empty() {
        xml.push_str(&paragraph(style, &shape, &run("", "")));
    }
    for line in &cell.content {
        let content = writer.runs(line, "");
        super::xml::write_paragraph(xml, style, &shape, &content);
    }
}

fn lines_of(cell: &Cell, width: u32) -> u32 {
    let halves = (width.saturating_sub(CELL_MARGINS) * 2 / CHAR).max(2);
    let text = cell.plain_text();
    text.lines()
        .map(|line| half_chars(line).div_ceil(halves).max(1))
        .fold(0, u32::saturating_add)
}

fn span(cell: &Cell) -> u32 {
    cell.column_span.clamp(1, MAX_COLUMNS)
}

/// As many columns as the widest row has.
fn n_columns(table: &Table) -> usize {
    let columns = |rows: &[Vec<Cell>]| {
        let grid = grid(rows, usize::MAX);
        let widths = grid
            .iter()
            .map(|row| row.iter().map(|(_, span)| span).sum::<usize>());
        widths.max().unwrap_or(0)
    };
    columns(&table.head).max(columns(&table.rows)).max(1)
}

/// The columns' widths in twips: their shares of the whole; a column without a share gets a mean one.
fn widths(shares: &[u32], n_columns: usize, whole: u32) -> Vec<u32> {
    let given: Vec<u64> = shares
        .iter()
        .take(n_columns)
        .map(|share| u64::from(*share))
        .collect();
    let sum: u64 = given.iter().sum();
    let mean = (sum / (given.len().max(1) as u64)).max(1);
    let given = given.into_iter().map(|share| share.max(1));
    let shares: Vec<u64> = given
        .chain(std::iter::repeat(mean))
        .take(n_columns)
        .collect();
    let sum: u64 = shares.iter().sum();
    let mut left_shares = sum.max(1);
    let mut left = u64::from(whole);
    shares
        .into_iter()
        .map(|share| {
            let width = left * share / left_shares.max(1);
            left_shares -= share;
            left -= width;
            u32::try_from(width).unwrap_or(whole).max(1)
        })
        .collect()
}

/// Lays cells out on the grid. Cells that overlap are cut, places nobody fills stay empty.
fn grid(rows: &[Vec<Cell>], n_columns: usize) -> Vec<Row<'_>> {
    // For each column, how many more rows the cell above reaches down, and how wide it is where it begins.
    let mut above: Vec<(usize, usize)> = Vec::new();
    let mut laid_out = Vec::with_capacity(rows.len());
    for (index, cells) in rows.iter().enumerate() {
        let rows_left = rows.len() - index;
        let mut row: Row<'_> = Vec::new();
        let mut column = 0;
        let mut cells = cells.iter().peekable();
        loop {
            let (reach, width) = above.get(column).copied().unwrap_or((0, 0));
            if reach > 0 {
                let width = width.max(1);
                if let Some(column) = above.get_mut(column) {
                    column.0 = reach - 1;
                }
                row.push((Place::Continued, width));
                column += width;
                continue;
            }
            let free = (column..)
                .take(MAX_COLUMNS as usize)
                .take_while(|at| above.get(*at).is_none_or(|(reach, _)| *reach == 0))
                .count();
            let Some(cell) = cells.next() else {
                // Cells of rows above that begin further right still go on.
                if (column..above.len())
                    .any(|at| above.get(at).is_some_and(|(reach, _)| *reach > 0))
                {
                    row.push((Place::Missing, free.max(1)));
                    column += free.max(1);
                    continue;
                }
                break;
            };
            let width = (span(cell) as usize).min(free).max(1);
            let reach = (cell.row_span.max(1) as usize).min(rows_left) - 1;
            if above.len() < column + width {
                above.resize(column + width, (0, 0));
            }
            for at in column..column + width {
                if let Some(slot) = above.get_mut(at) {
                    *slot = (if at == column { reach } else { 0 }, width);
                }
            }
            row.push((
                Place::Cell {
                    cell,
                    goes_on: reach > 0,
                },
                width,
            ));
            column += width;
        }
        if n_columns != usize::MAX && column < n_columns {
            row.push((Place::Missing, n_columns - column));
        }
        laid_out.push(row);
    }
    laid_out
}
