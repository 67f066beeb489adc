//! Workbooks (`.xlsx`): a 责任分解表 kept in Excel, with its title and notes around the table.
//!
//! What a person who opens the file does not see is not read: hidden sheets, hidden rows. What was left
//! out of a sheet that is read is told.
mod hidden;
mod looks;
mod ranges;
#[cfg(test)]
mod tests;

use super::{
    archive::Archive,
    builder::{GridCell, SourceBuilder},
    error::ReadError,
};
use crate::source::{BlockKind, Format, Source};
use calamine::{Dimensions, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use hidden::lines_by_sheet;
pub(crate) use hidden::listed;
pub use hidden::{HiddenLines, HiddenParts};
use looks::{Look, written};
use ranges::check_ranges;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::Cursor,
};

/// Cells with something in them that are read from one file.
const MAX_CELLS: usize = 1_000_000;
/// Bytes of text that are read from one file: a long text kept once can be shown in every cell.
const MAX_TEXT_BYTES: usize = 64 << 20;
/// Tags of a part that is kept in memory whole; a text in a cell takes four.
const MAX_KEPT_TAGS: usize = 4 * MAX_CELLS;
/// Sheets that are read from one file.
const MAX_SHEETS: usize = 200;

/// Filled cells by row and column, and the ranges merged into one; rows that are shown, counted without
/// the hidden ones between them.
#[derive(Default)]
struct Sheet {
    cells: BTreeMap<(u32, u32), String>,
    merged: Vec<Dimensions>,
    /// Hidden rows with words in them, which were left out.
    n_left_out: usize,
}

/// What may still be read.
struct Left {
    cells: usize,
    bytes: usize,
}

/// Reads the visible sheets of a workbook, in their order.
pub(super) fn read(mut archive: Archive<'_>, bytes: &[u8]) -> Result<Source, ReadError> {
    // The library that reads the cells expands whatever it is given: what would expand beyond the
    // limits is found out here first.
    let mut hidden: HashMap<String, HiddenLines> = HashMap::new();
    archive.check_all(|name, content| {
        // The library looks names up without regard to case.
        let name = name.to_ascii_lowercase();
        if let Some(rows) = HiddenLines::of(content) {
            hidden.insert(name.clone(), rows);
        }
        if name.ends_with("sharedstrings.xml") || name.ends_with("styles.xml") {
            check_kept(content, MAX_KEPT_TAGS)
        } else {
            check_ranges(content)
        }
    })?;
    let hidden = match hidden.is_empty() {
        true => HashMap::new(),
        false => lines_by_sheet(&listed(&mut archive)?, hidden),
    };
    let has_macros = archive.holds("xl/vbaProject.bin");
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .take(MAX_SHEETS)
        .collect();

    let mut builder = SourceBuilder::default();
    let mut left = Left {
        cells: MAX_CELLS,
        bytes: MAX_TEXT_BYTES,
    };
    let none = HiddenLines::default();
    for name in &names {
        let shown = hidden.get(name).unwrap_or(&none);
        let sheet = read_sheet(&mut workbook, name, shown, &mut left)?;
        if sheet.n_left_out > 0 {
            builder.remark(hidden::remark(name, sheet.n_left_out));
        }
        if sheet.cells.is_empty() {
            continue;
        }
        // The programs' own names for sheets say nothing.
        if names.len() > 1 && !is_default_name(name) {
            builder.paragraph(name, BlockKind::Paragraph);
        }
        sheet.write(&mut builder);
    }
    if has_macros {
        builder.remark_macros();
    }
    let source = builder.finish(Format::Xlsx);
    if source.text().trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(source)
}

/// What of a workbook is hidden or filtered away: for whoever reads the cells of a long table of data,
/// who leaves it out and says so. The workbook is held to limits on the way.
///
/// # Errors
/// [`ReadError`] says in one sentence what is wrong with the file.
pub fn hidden_parts(bytes: &[u8]) -> Result<HiddenParts, ReadError> {
    // A table of data may be longer than any paper.
    const MOST_TAGS: usize = 4 * MAX_KEPT_TAGS;
    const MERGED: &[u8] = b"mergeCell";
    let mut archive = Archive::open(bytes)?;
    let mut hidden: HashMap<String, HiddenLines> = HashMap::new();
    let (mut has_merged_cells, mut has_macros) = (false, false);
    archive.check_all(|name, content| {
        let name = name.to_ascii_lowercase();
        has_macros |= name.ends_with("vbaproject.bin");
        has_merged_cells |= content.windows(MERGED.len()).any(|word| word == MERGED);
        if let Some(lines) = HiddenLines::of(content) {
            hidden.insert(name.clone(), lines);
        }
        match name.ends_with("sharedstrings.xml") || name.ends_with("styles.xml") {
            true => check_kept(content, MOST_TAGS),
            false => check_ranges(content),
        }
    })?;
    let sheets = listed(&mut archive)?;
    Ok(HiddenParts {
        within: lines_by_sheet(&sheets, hidden),
        sheets: sheets
            .into_iter()
            .filter(|sheet| sheet.is_hidden)
            .map(|sheet| sheet.name)
            .collect(),
        has_merged_cells,
        has_macros,
    })
}

/// Refuses a part that the library keeps in memory whole when it has too many texts, or promises more
/// than it has: room is made for as many as are promised.
fn check_kept(content: &[u8], most_tags: usize) -> Result<(), ReadError> {
    const PROMISE: &[u8] = b"uniqueCount";
    // In an encoding of wider characters none of this would be seen; no program writes one.
    if content.contains(&0) {
        return Err(ReadError::Damaged);
    }
    let n_tags = content.iter().filter(|byte| **byte == b'<').count();
    let mut places = content.windows(PROMISE.len()).zip(0_usize..);
    let exceeds = |after: usize| {
        let digits = content.get(after..).unwrap_or_default().iter();
        let mut digits = digits
            .skip_while(|byte| !byte.is_ascii_digit() && **byte != b'>')
            .take_while(|byte| byte.is_ascii_digit());
        let number = digits.try_fold(0_usize, |number, digit| {
            number
                .checked_mul(10)?
                .checked_add(usize::from(digit - b'0'))
        });
        number.is_none_or(|number| number > n_tags)
    };
    let lies = places.any(|(window, at)| window == PROMISE && exceeds(at + PROMISE.len()));
    if n_tags > most_tags || lies {
        return Err(ReadError::Bomb);
    }
    Ok(())
}

fn refusal(error: XlsxError) -> ReadError {
    match error {
        XlsxError::Password => ReadError::Encrypted,
        _ => ReadError::Damaged,
    }
}

fn is_default_name(name: &str) -> bool {
    let rest = name
        .strip_prefix("Sheet")
        .or_else(|| name.strip_prefix("工作表"));
    rest.is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    hidden: &HiddenLines,
    left: &mut Left,
) -> Result<Sheet, ReadError> {
    let merged = workbook.merge_cells_by_sheet_name(name).map_err(refusal)?;
    let merged: BTreeMap<(u32, u32), Dimensions> = merged
        .into_iter()
        .map(|range| (range.start, range))
        .collect();
    let mut left_out = BTreeSet::new();
    let mut sheet = Sheet::default();
    // Cell by cell: the rectangle around two cells in far corners would not fit in any memory.
    let mut reader = workbook.worksheet_cells_reader(name).map_err(refusal)?;
    let styles = reader.styles().iter();
    let looks: Vec<Look> = styles
        .map(|style| style.number_format.as_ref())
        .map(|format| format.map_or_else(Look::default, |format| Look::of(&format.format_code)))
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(refusal)? {
        let text = written(cell.get_value(), looks.get(style));
        if !text.trim().is_empty() {
            left.cells = left.cells.checked_sub(1).ok_or(ReadError::Bomb)?;
            left.bytes = left.bytes.checked_sub(text.len()).ok_or(ReadError::Bomb)?;
            let (row, column) = cell.get_position();
            // Words of merged cells show in whatever rows of theirs are left.
            let last = merged
                .get(&(row, column))
                .map_or(row, |range| range.end.0.max(row));
            match hidden.shown(row, last) {
                Some((row, _)) => {
                    sheet.cells.insert((row, column), text);
                }
                None => {
                    left_out.insert(row);
                }
            }
        }
    }
    sheet.n_left_out = left_out.len();
    sheet.merged = merged
        .into_values()
        .filter_map(|range| {
            let (first, last) = hidden.shown(range.start.0, range.end.0)?;
            Some(Dimensions::new((first, range.start.1), (last, range.end.1)))
        })
        .collect();
    Ok(sheet)
}

impl Sheet {
    /// Lines above the table, the table, lines below it.
    fn write(self, builder: &mut SourceBuilder) {
        let table = self.table_rows();
        let inside = |row: u32| table.is_some_and(|(first, last)| (first..=last).contains(&row));
        let line = |row: u32| -> String {
            let cells = self.cells.range((row, 0)..=(row, u32::MAX));
            cells
                .map(|(_, text)| text.as_str())
                .collect::<Vec<_>>()
                .join("　")
        };
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        let mut is_table_written = false;
        for row in rows {
            if !inside(row) {
                for text in line(row).lines() {
                    builder.paragraph(text, BlockKind::Paragraph);
                }
            } else if !is_table_written {
                builder.table(&self.grid(table.unwrap_or_default()));
                is_table_written = true;
            }
        }
    }

    /// The first and last row of the table: the rows in which several columns are filled, with
    /// whatever stands between them.
    fn table_rows(&self) -> Option<(u32, u32)> {
        let mut n_filled: BTreeMap<u32, usize> = BTreeMap::new();
        for (row, _) in self.cells.keys() {
            *n_filled.entry(*row).or_default() += 1;
        }
        let widest = n_filled.values().copied().max().unwrap_or(0);
        if widest < 2 {
            return None;
        }
        // A line such as 「单位：……　日期：……」 over a wide table is not yet the table.
        let enough = if widest >= 5 { 3 } else { 2 };
        let filled = |wanted: usize| {
            n_filled
                .iter()
                .filter(move |(_, n)| **n >= wanted)
                .map(|(row, _)| *row)
        };
        let first = filled(enough).next()?;
        let last = filled(2).next_back()?;
        // Rows that merged cells still reach into belong to the table.
        let reached = self
            .merged
            .iter()
            .filter(|range| range.start.0 >= first && range.start.0 <= last);
        Some((first, reached.map(|range| range.end.0).fold(last, u32::max)))
    }

    fn grid(&self, (first, last): (u32, u32)) -> Vec<GridCell> {
        let spans: BTreeMap<(u32, u32), &Dimensions> = self
            .merged
            .iter()
            .map(|range| (range.start, range))
            .collect();
        let cells = self.cells.range((first, 0)..=(last, u32::MAX));
        let left = cells
            .clone()
            .map(|((_, column), _)| *column)
            .min()
            .unwrap_or(0);
        cells
            .map(|(&(row, column), text)| {
                let end = spans
                    .get(&(row, column))
                    .map_or((row, column), |range| range.end);
                GridCell {
                    row: (row - first) as usize,
                    column: (column - left) as usize,
                    row_span: (end.0.clamp(row, last) - row + 1) as usize,
                    column_span: (end.1.max(column) - column + 1) as usize,
                    text: text.clone(),
                }
            })
            .collect()
    }
}
