//! 责任分解表 as a workbook that an office goes on working in: filters, real dates, one row a task.

use super::{BreakdownTable, WriteError};
use crate::day::Day;
use crate::document::words;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// Columns with their widths in characters.
const COLUMNS: [(&str, f64); 10] = [
    ("序号", 5.5),
    ("所属板块", 13.0),
    ("工作任务", 42.0),
    ("量化目标", 21.0),
    ("牵头单位", 11.0),
    ("配合单位", 13.0),
    ("分管领导", 9.5),
    ("完成时限", 11.0),
    ("截止日期", 14.5),
    ("备注", 8.5),
];

/// What a cell of the format can hold.
const MAX_CELL_CHARS: usize = 32_000;
const CUT_OFF: &str = "……（内容过长，后文见原件）";
const A4: u8 = 9;
const LINE_POINTS: f64 = 15.0;
const MAX_ROW_POINTS: f64 = 409.0;

/// Writes the workbook. The strings of a paper stay strings: what looks like a formula is not one, nor
/// does it become one when somebody edits the cell.
///
/// # Errors
/// When the workbook cannot be put together, for example with more rows than the format has.
pub fn xlsx(table: &BreakdownTable) -> Result<Vec<u8>, WriteError> {
    let mut workbook = Workbook::new();
    // A fixed day instead of the clock: the same table is the same file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(&table.title)
            .set_creation_datetime(&created),
    );
    let sheet = workbook.add_worksheet();
    sheet.set_name("责任分解表")?;

    let header_row = write_heading(sheet, table)?;
    write_header(sheet, header_row)?;
    let mut row = header_row;
    for task in &table.rows {
        row += 1;
        write_row(sheet, row, task)?;
    }
    let last_column = last_column();
    sheet.autofilter(header_row, 0, row, last_column)?;
    sheet.set_freeze_panes(header_row + 1, 0)?;

    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(header_row, header_row)?;
    sheet.set_margins(0.5, 0.5, 0.7, 0.7, 0.3, 0.3);
    sheet.set_print_center_horizontally(true);
    sheet.set_footer("&C— &P —");
    Ok(workbook.save_to_buffer()?)
}

fn last_column() -> u16 {
    u16::try_from(COLUMNS.len() - 1).unwrap_or(u16::MAX)
}

/// Title and, when known, who issued the paper; gives the row of the column headings.
fn write_heading(sheet: &mut Worksheet, table: &BreakdownTable) -> Result<u32, XlsxError> {
    let title = Format::new()
        .set_font_name("方正小标宋简体")
        .set_font_size(22)
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let words = held(&table.title);
    sheet.merge_range(0, 0, 0, last_column(), &words, &shown(&words, &title))?;
    sheet.set_row_height(0, 42)?;

    let facts = [
        table.issuer.clone(),
        table.doc_number.clone(),
        table.date.map(words::day),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if facts.is_empty() {
        return Ok(1);
    }
    let line = Format::new()
        .set_font_name("楷体_GB2312")
        .set_font_size(14)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let words = held(&facts.join("　"));
    sheet.merge_range(1, 0, 1, last_column(), &words, &shown(&words, &line))?;
    sheet.set_row_height(1, 24)?;
    Ok(2)
}

fn write_header(sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
    let heading = cell_format()
        .set_font_name("黑体")
        .set_align(FormatAlign::Center)
        .set_background_color("#EEF2F7");
    for (column, (name, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
        sheet.write_string_with_format(row, column, name, &heading)?;
    }
    sheet.set_row_height(row, 26)?;
    Ok(())
}

fn write_row(sheet: &mut Worksheet, row: u32, task: &super::BreakdownRow) -> Result<(), XlsxError> {
    let words = cell_format();
    let centred = cell_format().set_align(FormatAlign::Center);
    let day = centred.clone().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    let texts = [
        (0, task.number.clone(), &centred),
        (1, task.path.join(" / "), &words),
        (2, task.task.clone(), &words),
        (3, task.targets.join("\n"), &words),
        (4, task.lead.join("、"), &words),
        (5, task.support.join("、"), &words),
        (6, task.leaders.join("、"), &words),
        (7, task.deadline_text(), &words),
        (9, task.note.clone(), &words),
    ];
    let lines = texts
        .iter()
        .map(|(column, text, _)| lines_in(text, COLUMNS.get(usize::from(*column))));
    let height = LINE_POINTS * lines.fold(1.0, f64::max) + 8.0;
    sheet.set_row_height(row, height.min(MAX_ROW_POINTS))?;
    for (column, text, format) in texts {
        if column == 0
            && let Ok(number) = text.parse::<u32>()
        {
            sheet.write_number_with_format(row, column, number, format)?;
        } else {
            sheet.write_string_with_format(row, column, held(&text), &shown(&text, format))?;
        }
    }
    match task.due().and_then(excel_day) {
        Some(due) => sheet.write_datetime_with_format(row, 8, &due, &day)?,
        None => sheet.write_blank(row, 8, &day)?,
    };
    Ok(())
}

/// How many lines a text takes in a column. Programs differ in whether they fit a row to its wrapped
/// text when they open a file, so the height is given.
fn lines_in(text: &str, column: Option<&(&str, f64)>) -> f64 {
    // Column widths count digits; a Chinese character is a little wider than two.
    let cells = |line: &str| -> f64 {
        line.chars()
            .map(|c| if c.is_ascii() { 1.0 } else { 2.15 })
            .sum()
    };
    let width = column.map_or(1.0, |(_, width)| width - 1.0);
    text.lines()
        .map(|line| (cells(line) / width).ceil().max(1.0))
        .sum()
}

fn cell_format() -> Format {
    Format::new()
        .set_font_name("仿宋_GB2312")
        .set_font_size(11)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
}

/// The format of a text: marked as one where a spreadsheet would take it for a formula.
fn shown(text: &str, format: &Format) -> Format {
    const STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    match text.starts_with(STARTS) {
        true => format.clone().set_quote_prefix(),
        false => format.clone(),
    }
}

/// Workbooks know days from 1900 on.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    ExcelDateTime::from_ymd(u16::try_from(day.year()).ok()?, day.month(), day.day()).ok()
}

/// The text as far as a cell can hold it, and a word about the rest.
fn held(text: &str) -> String {
    if text.chars().count() <= MAX_CELL_CHARS {
        return text.to_owned();
    }
    text.chars()
        .take(MAX_CELL_CHARS)
        .chain(CUT_OFF.chars())
        .collect()
}
