//! The dataset as a workbook: the template to fill in, and a copy of a file with its errors beside them.

use super::{
    read::{EXPLAINED, Sheet},
    table::{HINTS, Outcome, Table},
};
use crate::{
    facts::model::{Amount, DataItem, ItemCode, ValueKind},
    org::looks_like_formula,
};
use gongwen::{
    annotate::{Annotations, annotated},
    read::ReadError,
};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet,
    XlsxError,
};

/// A unit of the template: code, name, and what is known of it already, item by item.
pub(in crate::facts) struct TemplateRow {
    pub(in crate::facts) code: String,
    pub(in crate::facts) name: String,
    /// None where this kind of unit has no such item.
    pub(in crate::facts) values: Vec<Option<Option<Amount>>>,
}

/// The workbook to fill in: a row for each unit, what is known already filled in.
pub(in crate::facts) fn template(
    title: &str,
    items: &[&DataItem],
    rows: &[TemplateRow],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = new_workbook(title)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name("基表")?;
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_background_color("#EEF2F7");
    let closed = Format::new().set_background_color("#E6E6E6");
    sheet.write_string_with_format(0, 0, "学校标识码", &head)?;
    sheet.write_string_with_format(0, 1, "学校名称", &head)?;
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 24)?;
    for (column, item) in (2u16..).zip(items) {
        let words = match item.unit.is_empty() {
            true => item.name.clone(),
            false => format!("{}（{}）", item.name, item.unit),
        };
        write_text(sheet, 0, column, &words, &head)?;
        sheet.set_column_width(column, 13)?;
        if !item.meaning.is_empty() {
            let note = Note::new(&item.meaning).add_author_prefix(false);
            sheet.insert_note(0, column, &note)?;
        }
    }
    for (row, line) in (1u32..).zip(rows) {
        write_text(
            sheet,
            row,
            0,
            &line.code,
            &Format::new().set_num_format("@"),
        )?;
        write_text(sheet, row, 1, &line.name, &Format::new())?;
        for ((column, item), value) in (2u16..).zip(items).zip(&line.values) {
            match value {
                None => {
                    sheet.write_blank(row, column, &closed)?;
                }
                Some(None) => {}
                Some(Some(amount)) if item.kind == ValueKind::YesNo => {
                    write_text(sheet, row, column, &item.shown(*amount), &Format::new())?;
                }
                Some(Some(amount)) => {
                    sheet.write_number(row, column, amount.approximately())?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    explain(workbook.add_worksheet(), items)?;
    workbook.save_to_buffer()
}

/// The second sheet says of each item what it counts and what it may be.
fn explain(sheet: &mut Worksheet, items: &[&DataItem]) -> Result<(), XlsxError> {
    sheet.set_name(EXPLAINED)?;
    let head = Format::new().set_bold();
    for (column, (word, width)) in (0u16..).zip([
        ("数据项", 30.0),
        ("单位", 10.0),
        ("分组", 12.0),
        ("统计口径", 60.0),
        ("依据", 40.0),
    ]) {
        sheet.write_string_with_format(0, column, word, &head)?;
        sheet.set_column_width(column, width)?;
    }
    for (row, item) in (1u32..).zip(items) {
        let unit: &str = match item.kind {
            ValueKind::YesNo => "是或否",
            ValueKind::Number => &item.unit,
        };
        for (column, text) in (0u16..).zip([
            &*item.name,
            unit,
            &*item.group,
            &*item.meaning,
            &*item.basis,
        ]) {
            write_text(sheet, row, column, text, &Format::new())?;
        }
    }
    Ok(())
}

/// The file as it came, wrong cells coloured with the reason as a note, and the reasons of a row once
/// more in a column at its end. Formats, widths, merged cells, other sheets: all of it stays.
pub(in crate::facts) fn error_copy(
    bytes: &[u8],
    sheet: &Sheet,
    table: &Table,
    name: &dyn Fn(&ItemCode) -> String,
) -> Result<Vec<u8>, ReadError> {
    let mut annotations = Annotations {
        sheet: sheet.name.clone(),
        header_row: sheet.first_row.saturating_sub(1),
        title: HINTS.to_owned(),
        ..Annotations::default()
    };
    for row in &table.rows {
        let complaints = row.complaints(name);
        if !complaints.is_empty() {
            annotations.rows.insert(row.row, complaints.join(""));
        }
        for cell in &row.cells {
            if let Outcome::Wrong(why) = &cell.outcome {
                annotations
                    .cells
                    .insert((row.row, cell.column), why.clone());
            }
        }
    }
    annotated(bytes, &annotations)
}

/// What looks like a formula is kept as the text it is, also when somebody edits the cell.
fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    match looks_like_formula(text) {
        true => {
            sheet.write_string_with_format(row, column, text, &format.clone().set_quote_prefix())?
        }
        false => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

fn new_workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day instead of the clock: the same table is the same file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let properties = DocProperties::new()
        .set_title(title)
        .set_creation_datetime(&created);
    workbook.set_properties(&properties);
    Ok(workbook)
}
