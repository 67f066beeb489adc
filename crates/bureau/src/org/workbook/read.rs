//! .xlsx → both sheets.

use super::{FIELDS, Line, PEOPLE, SheetSpec, Sheets, UNITS};
use calamine::{Cell, DataRef, Reader, Xlsx, XlsxError};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read, copy, sink},
};

/// The largest file taken.
const MOST_MB: usize = 20;
/// The most a file may hold once unpacked.
const MOST_UNPACKED: u64 = 100 << 20;
/// The most rows and columns of a sheet; beyond stands nothing anyone typed.
const MOST_ROWS: u32 = 50_000;
const MOST_COLUMNS: u32 = 60;
/// The header stands among these rows; above it there may be a title.
const HEADER_WITHIN: usize = 10;

/// Why a file cannot be taken, in words of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnreadableWorkbook {
    #[error("文件是空的，请选择填好的 .xlsx 文件。")]
    Empty,
    #[error("文件超过 {MOST_MB} MB，单位和人员名单不会这么大，请检查是否选错了文件。")]
    TooLarge,
    #[error("这不是 .xlsx 工作簿。请用电子表格软件打开后另存为 .xlsx，再导入。")]
    NotAWorkbook,
    #[error("工作簿有密码或已损坏，读不出来。请去掉密码或重新保存后再导入。")]
    Broken,
    #[error(
        "没有找到“单位”或“人员”工作表，或表里没有“单位全称”“姓名”这样的列名。请下载模板，按模板填写。"
    )]
    NoSheet,
    #[error("行数超过 {MOST_ROWS}，请分成几个文件导入。")]
    TooLong,
}

/// Reads the sheets; one of them is enough.
pub(in crate::org) fn read(bytes: &[u8]) -> Result<Sheets, UnreadableWorkbook> {
    check_size(bytes)?;
    let mut workbook: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|_| UnreadableWorkbook::Broken)?;
    let names = workbook.sheet_names();
    let mut found = false;
    let mut sheets = Sheets::default();
    for (spec, lines) in [
        (&UNITS, &mut sheets.units),
        (&PEOPLE, &mut sheets.people),
        (&FIELDS, &mut sheets.fields),
    ] {
        // 人员 also names a sheet called 单位人员, which has no units of its own.
        let is_other = |name: &str| spec.name != PEOPLE.name && name.contains(PEOPLE.name);
        let mut named: Vec<&String> = names
            .iter()
            .filter(|name| without_blanks(name).contains(spec.name) && !is_other(name))
            .collect();
        named.sort_by_key(|name| name.as_str() != spec.name);
        for name in named {
            if let Some(read) = read_sheet(&mut workbook, name, spec)? {
                found = true;
                *lines = read;
                break;
            }
        }
    }
    if found {
        Ok(sheets)
    } else {
        Err(UnreadableWorkbook::NoSheet)
    }
}

/// Refuses what is too large, packed or unpacked. Everything is unpacked once to nowhere, because
/// the sizes a file states about itself may be lies.
fn check_size(bytes: &[u8]) -> Result<(), UnreadableWorkbook> {
    if bytes.is_empty() {
        return Err(UnreadableWorkbook::Empty);
    }
    if bytes.len() > MOST_MB << 20 {
        return Err(UnreadableWorkbook::TooLarge);
    }
    // A workbook with a password is no archive but the container of old Office files.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(UnreadableWorkbook::Broken);
    }
    let mut archive =
        zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| UnreadableWorkbook::NotAWorkbook)?;
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(UnreadableWorkbook::NotAWorkbook);
    }
    let mut n_left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive
            .by_index(index)
            .map_err(|_| UnreadableWorkbook::Broken)?;
        let n_unpacked = copy(&mut part.take(n_left + 1), &mut sink())
            .map_err(|_| UnreadableWorkbook::Broken)?;
        n_left = n_left
            .checked_sub(n_unpacked)
            .ok_or(UnreadableWorkbook::TooLarge)?;
    }
    Ok(())
}

type Rows = BTreeMap<u32, BTreeMap<u32, String>>;

/// The lines of a sheet; none when it has no header.
fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    spec: &SheetSpec,
) -> Result<Option<Vec<Line>>, UnreadableWorkbook> {
    let rows = read_rows(workbook, name)?;
    let header = rows.iter().take(HEADER_WITHIN).find_map(|(row, cells)| {
        let columns = columns_of(cells, spec);
        let has_key = columns.values().any(|column| *column == spec.key);
        (has_key && columns.len() >= 2).then_some((*row, columns))
    });
    let Some((header_row, columns)) = header else {
        return Ok(None);
    };
    let lines = rows
        .range(header_row + 1..)
        .map(|(row, cells)| Line {
            row: row + 1,
            cells: columns
                .iter()
                .map(|(place, column)| (*column, cells.get(place).cloned().unwrap_or_default()))
                .collect(),
        })
        .filter(|line| line.cells.values().any(|text| !text.trim().is_empty()))
        // The row of the template that explains the columns.
        .filter(|line| !line.text(spec.key).starts_with("必填"))
        .collect();
    Ok(Some(lines))
}

/// Reads cell by cell: a sheet with one cell in its last corner must not fill the memory.
fn read_rows(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Rows, UnreadableWorkbook> {
    let broken = |_: XlsxError| UnreadableWorkbook::Broken;
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let mut rows = Rows::new();
    while let Some(cell) = cells.next_cell().map_err(broken)? {
        let (row, column) = cell.get_position();
        let text = text_of(&cell);
        if text.is_empty() || column >= MOST_COLUMNS {
            continue;
        }
        if row >= MOST_ROWS {
            return Err(UnreadableWorkbook::TooLong);
        }
        rows.entry(row).or_default().insert(column, text);
    }
    Ok(rows)
}

/// The columns of a header row by their place.
fn columns_of(cells: &BTreeMap<u32, String>, spec: &SheetSpec) -> BTreeMap<u32, super::Column> {
    let mut columns = BTreeMap::new();
    for (place, text) in cells {
        let header = header_word(text);
        let known = spec.columns.iter().find(|known| {
            header_word(known.header) == header || known.also.contains(&header.as_str())
        });
        if let Some(known) = known.filter(|known| !columns.values().any(|c| *c == known.column)) {
            columns.insert(*place, known.column);
        }
    }
    columns
}

/// A header without blanks, stars, and what stands in brackets: `* 姓 名（必填）` → `姓名`.
fn header_word(text: &str) -> String {
    let end = text.find(['（', '(']).unwrap_or(text.len());
    let words = text.get(..end).unwrap_or(text);
    without_blanks(words).replace(['*', '＊', ':', '：'], "")
}

fn without_blanks(text: &str) -> String {
    text.chars().filter(|char| !char.is_whitespace()).collect()
}

/// What a cell shows, as far as names and numbers go.
fn text_of(cell: &Cell<DataRef<'_>>) -> String {
    match cell.get_value() {
        DataRef::String(text) => clean(text),
        DataRef::SharedString(text) => clean(text),
        DataRef::Int(number) => number.to_string(),
        // Telephone numbers and codes typed as numbers come back as 13800000000.0.
        DataRef::Float(number) => format!("{number}"),
        // A day typed into a spreadsheet is a number that is shown as one.
        DataRef::DateTime(day) => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::Bool(_)
        | DataRef::DateTimeIso(_)
        | DataRef::DurationIso(_)
        | DataRef::Error(_)
        | DataRef::Empty => String::new(),
    }
}

/// Without control characters, and no longer than any name or list of names.
fn clean(text: &str) -> String {
    text.trim()
        .chars()
        .filter(|char| !char.is_control() || *char == '\n')
        .take(1_000)
        .collect()
}
