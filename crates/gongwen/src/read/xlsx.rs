//! Workbooks (`.xlsx`): a 责任分解表 kept in Excel, with its title and notes around the table.

use super::{
    archive::Archive,
    builder::{GridCell, SourceBuilder},
    error::ReadError,
};
use crate::source::{BlockKind, Format, Source};
use calamine::{DataRef, Dimensions, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use std::{collections::BTreeMap, io::Cursor};

/// Cells with something in them that are read from one file.
const MAX_CELLS: usize = 1_000_000;
/// Bytes of text that are read from one file: a long text kept once can be shown in every cell.
const MAX_TEXT_BYTES: usize = 64 << 20;
/// Tags of a part that is kept in memory whole; a text in a cell takes four.
const MAX_KEPT_TAGS: usize = 4 * MAX_CELLS;
/// Sheets that are read from one file.
const MAX_SHEETS: usize = 200;

/// Filled cells by row and column, and the ranges merged into one.
#[derive(Default)]
struct Sheet {
    cells: BTreeMap<(u32, u32), String>,
    merged: Vec<Dimensions>,
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
    archive.check_all(|name, content| {
        // The library looks names up without regard to case.
        let name = name.to_ascii_lowercase();
        if name.ends_with("sharedstrings.xml") || name.ends_with("styles.xml") {
            check_kept(content)
        } else {
            Ok(())
        }
    })?;
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
    for name in &names {
        let sheet = read_sheet(&mut workbook, name, &mut left)?;
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

/// Refuses a part that the library keeps in memory whole when it has too many texts, or promises more
/// than it has: room is made for as many as are promised.
fn check_kept(content: &[u8]) -> Result<(), ReadError> {
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
    if n_tags > MAX_KEPT_TAGS || lies {
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
    left: &mut Left,
) -> Result<Sheet, ReadError> {
    let mut sheet = Sheet {
        merged: workbook.merge_cells_by_sheet_name(name).map_err(refusal)?,
        ..Sheet::default()
    };
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
            sheet.cells.insert(cell.get_position(), text);
        }
    }
    Ok(sheet)
}

/// What the number format of a cell adds to its number: 95% is stored as 0.95, 12人 as 12.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Look {
    /// Decimals of a percentage; nothing when the format is none.
    percent: Option<usize>,
    /// Words in quotes after the number: `0"人"`.
    unit: String,
}

/// Bytes of a unit that a number format may add; what is longer would be added to every cell.
const LONGEST_UNIT: usize = 24;

impl Look {
    /// Reads a format code (ECMA-376 Part 1, 18.8.31); only its first section, that of numbers that
    /// are not negative.
    fn of(code: &str) -> Self {
        let mut plain = String::new();
        let mut unit = String::new();
        let mut quoted = false;
        for char in code.chars() {
            match char {
                '"' => quoted = !quoted,
                ';' if !quoted => break,
                _ if quoted && unit.len() < LONGEST_UNIT => unit.push(char),
                _ if quoted => {}
                _ => plain.push(char),
            }
        }
        let after_point = plain.split_once('.').map_or("", |(_, after)| after);
        let decimals = after_point
            .chars()
            .take_while(|char| matches!(char, '0' | '#'))
            .count();
        // Words before the number are no unit.
        let follows = plain.starts_with(['0', '#']) && !code.starts_with('"');
        Self {
            percent: plain.contains('%').then_some(decimals.min(6)),
            unit: if follows { unit } else { String::new() },
        }
    }

    /// The number as the cell shows it.
    fn shown(&self, number: f64) -> String {
        let Some(decimals) = self.percent else {
            return format!("{number}{}", self.unit);
        };
        let shown = format!("{:.decimals$}", number * 100.0);
        let shown = if shown.contains('.') {
            shown.trim_end_matches('0').trim_end_matches('.')
        } else {
            shown.as_str()
        };
        format!("{shown}%{}", self.unit)
    }
}

/// A value as the sheet shows it in its plainest form.
fn written(value: &DataRef<'_>, look: Option<&Look>) -> String {
    let number = |number: f64| look.map_or_else(|| number.to_string(), |look| look.shown(number));
    match value {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a cell holds a double, so that the whole number came from one"
        )]
        DataRef::Int(whole) => number(*whole as f64),
        DataRef::Float(value) => number(*value),
        DataRef::String(text) => text.trim().replace("\r\n", "\n"),
        DataRef::SharedString(text) => text.trim().replace("\r\n", "\n"),
        DataRef::Bool(true) => "是".to_owned(),
        DataRef::Bool(false) => "否".to_owned(),
        DataRef::DateTime(time) if time.is_datetime() => {
            let (year, month, day, ..) = time.to_ymd_hms_milli();
            format!("{year}年{month}月{day}日")
        }
        DataRef::DateTime(time) => time.as_f64().to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
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

#[cfg(test)]
mod tests {
    use crate::{
        read::{ReadError, docx::tests::zipped, read, tests::cells_of},
        source::Format,
    };
    use proptest::prelude::*;
    use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook, Worksheet};

    fn workbook(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
        let mut workbook = Workbook::new();
        fill(workbook.add_worksheet());
        workbook.save_to_buffer().unwrap()
    }

    fn breakdown(sheet: &mut Worksheet) {
        let plain = CellFormat::new();
        let day = CellFormat::new().set_num_format("yyyy-mm-dd");
        sheet
            .merge_range(0, 0, 0, 5, "2026年重点工作责任分解表", &plain)
            .unwrap();
        sheet.write(1, 0, "单位：青禾县教育局").unwrap();
        sheet.write(1, 4, "2026年3月").unwrap();
        for (column, name) in [(0, "序号"), (1, "工作任务"), (4, "时限"), (5, "备注")] {
            sheet
                .merge_range(2, column, 3, column, name, &plain)
                .unwrap();
        }
        sheet.merge_range(2, 2, 2, 3, "责任", &plain).unwrap();
        sheet.write(3, 2, "牵头").unwrap();
        sheet.write(3, 3, "配合").unwrap();
        sheet
            .merge_range(4, 1, 5, 1, "师德培训\n200人次", &plain)
            .unwrap();
        for (row, number, office) in [(4, 1, "人事科"), (5, 2, "财务科")] {
            sheet.write(row, 0, number).unwrap();
            sheet.write(row, 2, office).unwrap();
        }
        let due = ExcelDateTime::from_ymd(2026, 6, 30).unwrap();
        sheet.write_with_format(4, 4, &due, &day).unwrap();
        sheet.write(7, 0, "注：每季度末报送进展。").unwrap();
    }

    #[test]
    fn a_breakdown_table_is_read_with_what_stands_around_it() {
        let source = read(&workbook(breakdown), Some("分解表.xlsx")).unwrap();
        assert_eq!(source.format, Format::Xlsx);
        assert!(source.remarks.is_empty());
        assert!(
            source
                .text()
                .starts_with("2026年重点工作责任分解表\n单位：青禾县教育局　2026年3月\n序号\n")
        );
        assert!(source.text().ends_with("财务科\n注：每季度末报送进展。\n"));
        assert_eq!(
            cells_of(&source),
            [
                "0 r0c0 2x1 序号",
                "0 r0c1 2x1 工作任务",
                "0 r0c2 1x2 责任",
                "0 r0c4 2x1 时限",
                "0 r0c5 2x1 备注",
                "0 r1c2 1x1 牵头",
                "0 r1c3 1x1 配合",
                "0 r2c0 1x1 1",
                "0 r2c1 2x1 师德培训|200人次",
                "0 r2c2 1x1 人事科",
                "0 r2c4 1x1 2026年6月30日",
                "0 r3c0 1x1 2",
                "0 r3c2 1x1 财务科",
            ]
        );
    }

    #[test]
    fn cells_in_far_corners_do_not_exhaust_memory() {
        let far = workbook(|sheet| {
            sheet.write(0, 0, "甲").unwrap();
            sheet.write(1_048_575, 16_383, "乙").unwrap();
        });
        assert_eq!(read(&far, None).unwrap().text(), "甲\n乙\n");
    }

    #[test]
    fn an_empty_or_broken_workbook_says_so() {
        assert_eq!(read(&workbook(|_| ()), None), Err(ReadError::Empty));
        let broken = zipped(&[("xl/workbook.xml", b"<workbook".to_vec())]);
        assert_eq!(read(&broken, None), Err(ReadError::Damaged));
        let bomb = zipped(&[
            ("xl/workbook.xml", Vec::new()),
            ("xl/x.xml", vec![b' '; 64 << 20]),
        ]);
        assert_eq!(read(&bomb, None), Err(ReadError::Bomb));
    }

    #[test]
    fn hidden_sheets_are_not_read_and_named_ones_are_told_apart() {
        let mut workbook = Workbook::new();
        for (name, text) in [("义务教育", "甲"), ("草稿", "乙"), ("Sheet3", "丙")] {
            let sheet = workbook.add_worksheet().set_name(name).unwrap();
            sheet.write(0, 0, text).unwrap();
            sheet.set_hidden(name == "草稿");
        }
        let source = read(&workbook.save_to_buffer().unwrap(), None).unwrap();
        assert_eq!(source.text(), "义务教育\n甲\n丙\n");
    }

    #[test]
    fn numbers_are_written_as_their_cells_show_them() {
        let cases = [
            (0.95, "0%", "95%"),
            (0.9254, "0.00%", "92.54%"),
            (0.995, "0.00%", "99.5%"),
            (1.0, "0%", "100%"),
            (320.0, "0\"人\"", "320人"),
            (12.5, "General", "12.5"),
            (0.65, "0.00", "0.65"),
            (3.0, "\"第\"0", "3"),
        ];
        let file = workbook(|sheet| {
            for (row, (number, code, _)) in (0..).zip(cases) {
                let format = CellFormat::new().set_num_format(code);
                sheet.write_with_format(row, 0, number, &format).unwrap();
                sheet.write(row, 1, "目标").unwrap();
            }
        });
        let source = read(&file, None).unwrap();
        let shown: Vec<&str> = source.text().lines().step_by(2).collect();
        assert_eq!(shown, cases.map(|(.., shown)| shown));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn changed_markup_never_panics(at in any::<prop::sample::Index>(), byte in any::<u8>(), part in 0..4_usize) {
            // Changed inside the container, so that the checksum does not catch it first.
            let file = workbook(breakdown);
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
            let changed = ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"][part];
            let mut parts = Vec::new();
            for index in 0..zip.len() {
                let mut entry = zip.by_index(index).unwrap();
                let mut content = Vec::new();
                std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
                let name = entry.name().unwrap().to_string();
                if name == changed {
                    let at = at.index(content.len());
                    content[at] = byte;
                }
                parts.push((name, content));
            }
            let parts: Vec<_> = parts.iter().map(|(name, content)| (name.as_str(), content.clone())).collect();
            let _ = read(&zipped(&parts), None);
        }
    }
}
