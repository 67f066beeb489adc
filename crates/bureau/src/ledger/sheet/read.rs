//! .xlsx → the cells of its sheets, row by row.

use crate::{
    ledger::model::{FieldKind, FieldSpec, plain_text},
    units::{self, Look, Shown, plain},
};
use base::Grain;
use calamine::{Cell, DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use gongwen::read::{HiddenLines, ReadError, hidden_parts};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Cursor,
};

/// The most rows and columns of a sheet; beyond stands nothing anyone typed.
const MOST_ROWS: u32 = 300_000;
const MOST_COLUMNS: u32 = 200;
const MOST_SHEETS: usize = 30;

/// Why a file cannot be taken, in words of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(in crate::ledger) enum Unreadable {
    #[error("文件是空的，请选择填好的 .xlsx 文件。")]
    Empty,
    #[error("这不是 .xlsx 工作簿。请用电子表格软件打开后另存为 .xlsx，再导入。")]
    NotAWorkbook,
    #[error("这是旧格式（.xls），请在 Excel 里另存为 .xlsx 再导入。")]
    OldFormat,
    #[error("工作簿有密码或已损坏，读不出来。请去掉密码或重新保存后再导入。")]
    Broken,
    #[error("工作簿带有宏，没有读取。请用电子表格软件另存为不带宏的 .xlsx，再导入。")]
    Macros,
    #[error("工作簿展开后过大，请分成几个文件导入。")]
    TooLarge,
    #[error("行数超过 {MOST_ROWS}，请分成几个文件导入。")]
    TooLong,
    #[error("没有找到与台账字段对得上的表头。请下载模板，或把列名改成字段的名称。")]
    NoHeader,
}

/// The cells of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::ledger) struct Grid {
    pub(in crate::ledger) name: String,
    /// Filled rows by their number, from 0: column and text.
    pub(in crate::ledger) rows: BTreeMap<u32, Vec<(u32, String)>>,
    /// First and last cell of merged ranges.
    pub(super) merged: Vec<((u32, u32), (u32, u32))>,
    /// What of the file was hidden and is left out, in sentences.
    pub(in crate::ledger) hidden: Vec<String>,
    /// Other sheets of the workbook that are filled and not read.
    pub(in crate::ledger) others: Vec<String>,
    /// Cells that may not say what somebody typed.
    doubts: BTreeMap<(u32, u32), Doubt>,
    /// What cells show whose number says something else.
    shown: BTreeMap<(u32, u32), Shown>,
}

/// Why a cell may not say what somebody typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doubt {
    /// A number of more digits than a spreadsheet keeps.
    LostDigits,
    /// 2026.1 as a number: it may have been 2026.10.
    LostZero,
}

impl Doubt {
    fn of(cell: &DataRef<'_>) -> Option<Self> {
        /// The first whole number of sixteen digits.
        const SIXTEEN: f64 = 1e15;
        match cell {
            DataRef::Int(number) => {
                (number.unsigned_abs() >= 1_000_000_000_000_000).then_some(Self::LostDigits)
            }
            DataRef::Float(number) if number.abs() >= SIXTEEN => Some(Self::LostDigits),
            DataRef::Float(number) if (1900.0..2200.0).contains(number) => {
                plain(*number).ends_with(".1").then_some(Self::LostZero)
            }
            _ => None,
        }
    }
}

impl Grid {
    /// Why a cell is no value of a field that is read in a unit, though it holds one.
    pub(in crate::ledger) fn doubt(
        &self,
        row: u32,
        column: u32,
        (field, unit): (&FieldSpec, &str),
    ) -> Option<&'static str> {
        let is_number = matches!(field.kind, FieldKind::Number | FieldKind::Money);
        let shown = self.shown.get(&(row, column)).filter(|_| is_number);
        if shown.is_some_and(|shown| shown.misleads(unit)) {
            return Some(units::MISLEADING);
        }
        match (self.doubts.get(&(row, column))?, field.kind) {
            (
                Doubt::LostDigits,
                FieldKind::Text | FieldKind::LongText | FieldKind::Person | FieldKind::Lookup,
            ) => Some("单元格是数值，15位以后的数字已丢失，请把这一列设为文本后重新填写。"),
            (Doubt::LostZero, FieldKind::Period) if field.period_grain() == Grain::Month => {
                Some("单元格是数值，分不清是1月还是10月，请写成2026-01或2026年10月这样的期别。")
            }
            _ => None,
        }
    }

    /// What a field reads of what a cell shows, where that is not the number in it.
    pub(in crate::ledger) fn shown(
        &self,
        row: u32,
        column: u32,
        field: &FieldSpec,
    ) -> Option<String> {
        // Most sheets have none.
        match self.shown.is_empty() {
            true => None,
            false => read_as(self.shown.get(&(row, column))?, field),
        }
    }

    /// What stands in a cell; empty where nothing does.
    pub(super) fn text(&self, row: u32, column: u32) -> &str {
        let cells = self.rows.get(&row).map_or(&[] as &[_], Vec::as_slice);
        match cells.binary_search_by_key(&column, |(at, _)| *at) {
            Ok(at) => cells.get(at).map_or("", |(_, text)| text),
            Err(_) => "",
        }
    }

    /// Cells merged over several rows say the same in each of them.
    pub(super) fn fill_down(&mut self, below: u32) {
        let ranges: Vec<_> = self
            .merged
            .iter()
            .filter(|(first, last)| first.0 > below && last.0 > first.0)
            .copied()
            .collect();
        for (first, last) in ranges {
            let text = self.text(first.0, first.1).to_owned();
            if text.is_empty() {
                continue;
            }
            let shown = self.shown.get(&first).cloned();
            for row in first.0 + 1..=last.0.min(first.0 + 5_000) {
                // Rows that hold nothing else are no rows.
                let Some(cells) = self.rows.get_mut(&row) else {
                    continue;
                };
                if let Err(at) = cells.binary_search_by_key(&first.1, |(at, _)| *at) {
                    cells.insert(at, (first.1, text.clone()));
                    if let Some(shown) = &shown {
                        self.shown.insert((row, first.1), shown.clone());
                    }
                }
            }
        }
    }
}

/// Reads the visible sheets of a workbook.
pub(in crate::ledger) fn read(bytes: &[u8]) -> Result<Vec<Grid>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    // A workbook with a password is no archive but the container of old Office files; the name of what is
    // encrypted stands in it.
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let name: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        return Err(match bytes.windows(name.len()).any(|part| part == name) {
            true => Unreadable::Broken,
            false => Unreadable::OldFormat,
        });
    }
    if !bytes.starts_with(b"PK") {
        return Err(Unreadable::NotAWorkbook);
    }
    let hidden = hidden_parts(bytes).map_err(|error| match error {
        ReadError::Bomb | ReadError::TooLarge => Unreadable::TooLarge,
        _ => Unreadable::Broken,
    })?;
    if hidden.has_macros {
        return Err(Unreadable::Macros);
    }
    let broken = |_: XlsxError| Unreadable::Broken;
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let names: Vec<String> = workbook
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .take(MOST_SHEETS)
        .collect();
    let mut grids = Vec::new();
    let none = HiddenLines::default();
    for name in names {
        let lines = hidden.within.get(&name).unwrap_or(&none);
        let merged = match hidden.has_merged_cells {
            true => workbook.merge_cells_by_sheet_name(&name).map_err(broken)?,
            false => Vec::new(),
        };
        let (mut grid, left_out) = read_sheet(&mut workbook, &name, merged, lines)?;
        grid.hidden = hidden.told(left_out.rows.len(), &left_out.columns);
        grids.push(grid);
    }
    Ok(grids)
}

/// Rows and columns with something in them that were hidden.
#[derive(Default)]
struct LeftOut {
    rows: BTreeSet<u32>,
    columns: BTreeSet<u32>,
}

fn read_sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    merged: Vec<Dimensions>,
    hidden: &HiddenLines,
) -> Result<(Grid, LeftOut), Unreadable> {
    let broken = |_: XlsxError| Unreadable::Broken;
    let mut grid = Grid {
        name: name.to_owned(),
        merged: merged
            .into_iter()
            .map(|Dimensions { start, end }| (start, end))
            .collect(),
        ..Grid::default()
    };
    let mut left_out = LeftOut::default();
    // What a merged cell says stands in its first column, which may be hidden while others are not.
    let mut covered: BTreeMap<(u32, u32), String> = BTreeMap::new();
    // Cell by cell: a sheet with one cell in its last corner must not fill the memory.
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let formats = cells.styles().iter();
    let formats = formats.map(|style| style.number_format.as_ref());
    let looks: Vec<Option<Look>> = formats
        .map(|format| Look::of(&format?.format_code))
        .collect();
    // Where no format matters, none is asked for: most long sheets have none.
    let asks = looks.iter().any(Option::is_some);
    loop {
        let next = match asks {
            true => cells.next_cell_with_style_id().map_err(broken)?,
            false => cells.next_cell().map_err(broken)?.map(|cell| (cell, 0)),
        };
        let Some((cell, style)) = next else { break };
        let (row, column) = cell.get_position();
        if column >= MOST_COLUMNS {
            continue;
        }
        let text = text_of(&cell);
        if text.is_empty() {
            continue;
        }
        if hidden.hides_row(row) {
            left_out.rows.insert(row);
            continue;
        }
        if row >= MOST_ROWS {
            return Err(Unreadable::TooLong);
        }
        if hidden.hides_column(column) {
            left_out.columns.insert(column);
            covered.insert((row, column), text);
            continue;
        }
        if let Some(doubt) = Doubt::of(cell.get_value()) {
            grid.doubts.insert((row, column), doubt);
        }
        if let Some(shown) = shown_of(cell.get_value(), looks.get(style).and_then(Option::as_ref)) {
            grid.shown.insert((row, column), shown);
        }
        grid.rows.entry(row).or_default().push((column, text));
    }
    for (first, last) in &mut grid.merged {
        let Some(text) = covered.get(first) else {
            continue;
        };
        let shown =
            (first.1..=last.1.min(MOST_COLUMNS)).find(|column| !hidden.hides_column(*column));
        if let Some(column) = shown {
            grid.rows
                .entry(first.0)
                .or_default()
                .push((column, text.clone()));
            first.1 = column;
        }
    }
    for cells in grid.rows.values_mut() {
        cells.sort_by_key(|(column, _)| *column);
        cells.dedup_by_key(|(column, _)| *column);
    }
    Ok((grid, left_out))
}

/// What is read of what a cell shows into a field; nothing where that is its number itself.
fn read_as(shown: &Shown, field: &FieldSpec) -> Option<String> {
    match (shown, field.kind) {
        (Shown::Percent(number), FieldKind::Number | FieldKind::Money) => {
            units::is_percent(&field.unit).then(|| number.clone())
        }
        (Shown::Percent(number), FieldKind::Text | FieldKind::LongText) => {
            Some(format!("{number}%"))
        }
        (
            Shown::Digits(shown),
            FieldKind::Text
            | FieldKind::LongText
            | FieldKind::Person
            | FieldKind::Lookup
            | FieldKind::Date
            | FieldKind::Period,
        ) => Some(shown.clone()),
        (Shown::Digits(shown), FieldKind::Choice | FieldKind::MultiChoice) => {
            field.options.contains(shown).then(|| shown.clone())
        }
        _ => None,
    }
}

/// What a cell shows by its format, where its number says something else.
fn shown_of(value: &DataRef<'_>, look: Option<&Look>) -> Option<Shown> {
    let look = look?;
    match value {
        DataRef::Int(number) => look.shown(plain_of(*number)?),
        DataRef::Float(number) => look.shown(*number),
        _ => None,
    }
}

/// A whole number as the double it was in its cell; nothing where that would be another.
fn plain_of(number: i64) -> Option<f64> {
    i32::try_from(number).ok().map(f64::from)
}

/// What a cell says, in the form it would be typed.
fn text_of(cell: &Cell<DataRef<'_>>) -> String {
    match cell.get_value() {
        DataRef::String(text) => clean(text),
        DataRef::SharedString(text) => clean(text),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => plain(*number),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(time) => plain(time.as_f64()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => clean(text),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// One sign more than the longest text may have, so that it is said to be too long.
fn clean(text: &str) -> String {
    const MOST: usize = 10_001;
    let text = plain_text(text);
    match text.len() > MOST {
        true => text.chars().take(MOST).collect(),
        false => text,
    }
}
