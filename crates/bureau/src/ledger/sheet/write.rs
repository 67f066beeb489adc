//! Rows → .xlsx and .csv, row after row, with no more in memory than the row at hand.

use super::{NUMBER, UNIT};
use crate::{
    ledger::model::{Definition, FieldKind, FieldSpec, Row, file_name},
    org::looks_like_formula,
};
use base::day::Date;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

/// Rows below the header that offer choices.
const ROWS_WITH_CHOICE: u32 = 5_000;
/// More digits than a spreadsheet's number holds: kept as text.
const MOST_DIGITS: usize = 15;

/// An empty workbook to fill in, its columns explained.
pub(in crate::ledger) fn template(definition: &Definition) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook(&definition.name)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(sheet_name(definition))?;
    let fields: Vec<&FieldSpec> = definition
        .active()
        .filter(|field| !matches!(field.kind, FieldKind::File | FieldKind::Formula))
        .collect();
    let help = Format::new()
        .set_italic()
        .set_font_color("#5B6675")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let header = header_format();
    sheet.write_string_with_format(0, 0, UNIT, &header)?;
    sheet.write_string_with_format(
        1,
        0,
        "说明：填单位的全称或简称，不填则为导入人所在单位。",
        &help,
    )?;
    sheet.set_column_width(0, 22)?;
    for (column, field) in (1..).zip(fields) {
        let name = match field.required {
            true => format!("*{}", field.name),
            false => field.name.clone(),
        };
        sheet.write_string_with_format(0, column, &name, &header)?;
        sheet.write_string_with_format(1, column, explained(field), &help)?;
        sheet.set_column_width(column, 18)?;
        let offered: Vec<&str> = field.options.iter().map(String::as_str).collect();
        let n_chars: usize = offered
            .iter()
            .map(|option| option.chars().count() + 1)
            .sum();
        if field.kind == FieldKind::Choice && n_chars < 250 {
            let choice = DataValidation::new()
                .allow_list_strings(&offered)?
                .ignore_blank(true)
                .set_error_title("请从列表中选择")?;
            sheet.add_data_validation(2, column, ROWS_WITH_CHOICE, column, &choice)?;
        }
    }
    sheet.set_row_height(1, 62)?;
    sheet.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

fn explained(field: &FieldSpec) -> String {
    let mut words = vec![field.kind.label().to_owned()];
    if field.required {
        words.push("必填".to_owned());
    }
    if !field.unit.is_empty() {
        words.push(format!("单位：{}", field.unit));
    }
    if !field.options.is_empty() {
        words.push(format!("可填：{}", field.options.join("、")));
    }
    if !field.help.is_empty() {
        words.push(field.help.clone());
    }
    words.join("；")
}

/// Writes a list as a workbook, row after row.
pub(in crate::ledger) struct Writer<'a> {
    workbook: Workbook,
    fields: Vec<&'a FieldSpec>,
    next: u32,
    date: Format,
    text: Format,
    quoted: Format,
}

impl<'a> Writer<'a> {
    /// A workbook with its header.
    pub(in crate::ledger) fn new(definition: &'a Definition) -> Result<Self, XlsxError> {
        let mut workbook = workbook(&definition.name)?;
        let fields: Vec<&FieldSpec> = definition.active().collect();
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(sheet_name(definition))?;
        let header = header_format();
        let names = [NUMBER, UNIT].into_iter();
        let names = names
            .chain(fields.iter().map(|field| field.name.as_str()))
            .chain(["核对状态"]);
        for (column, name) in (0..).zip(names) {
            sheet.set_column_width(column, 16)?;
            sheet.write_string_with_format(0, column, name, &header)?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let text = Format::new().set_num_format("@");
        Ok(Self {
            workbook,
            fields,
            next: 1,
            date: Format::new().set_num_format("yyyy-mm-dd"),
            quoted: text.clone().set_quote_prefix(),
            text,
        })
    }

    /// Adds a row; units under the names given.
    pub(in crate::ledger) fn add(
        &mut self,
        row: &Row,
        unit: &dyn Fn(&str) -> String,
    ) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        let at = self.next;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a register has fewer rows than a double has whole numbers"
        )]
        sheet.write_number(at, 0, row.no as f64)?;
        let own = unit(&row.unit.to_string());
        write_text(sheet, (at, 1), &own, &self.text, &self.quoted)?;
        for (column, field) in (2..).zip(&self.fields) {
            let Some(kept) = row.values.get(&field.code) else {
                continue;
            };
            match field.kind {
                kind if kind.is_number() => match number(kept) {
                    Some(number) => {
                        sheet.write_number(at, column, number)?;
                    }
                    None => write_text(sheet, (at, column), kept, &self.text, &self.quoted)?,
                },
                FieldKind::Date => match kept.parse::<Date>() {
                    Ok(day) => {
                        let (month, day_of_month) =
                            (day.month().unsigned_abs(), day.day().unsigned_abs());
                        let date =
                            ExcelDateTime::from_ymd(day.year().unsigned_abs(), month, day_of_month);
                        match date {
                            Ok(date) => {
                                sheet.write_datetime_with_format(at, column, date, &self.date)?;
                            }
                            // Spreadsheets know no day before 1900.
                            Err(_) => {
                                write_text(sheet, (at, column), kept, &self.text, &self.quoted)?;
                            }
                        }
                    }
                    Err(_) => write_text(sheet, (at, column), kept, &self.text, &self.quoted)?,
                },
                _ => {
                    let shown = shown(field, kept, unit);
                    write_text(sheet, (at, column), &shown, &self.text, &self.quoted)?;
                }
            }
        }
        let last = u16::try_from(self.fields.len() + 2).unwrap_or(u16::MAX);
        sheet.write_string(at, last, row.state.label())?;
        self.next += 1;
        Ok(())
    }

    /// The finished workbook, written into a file.
    pub(in crate::ledger) fn save(mut self, path: &std::path::Path) -> Result<(), XlsxError> {
        self.workbook.save(path)
    }
}

/// A value as a person would type it.
pub(in crate::ledger) fn shown(
    field: &FieldSpec,
    kept: &str,
    unit: &dyn Fn(&str) -> String,
) -> String {
    match field.kind {
        FieldKind::Unit => unit(kept),
        FieldKind::Period => field.shown(kept),
        FieldKind::File => file_name(kept).to_owned(),
        _ => kept.to_owned(),
    }
}

/// What looks like a formula is kept as the text it is, also when somebody edits the cell.
fn write_text(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &str,
    text: &Format,
    quoted: &Format,
) -> Result<(), XlsxError> {
    if value.is_empty() {
        return Ok(());
    }
    let format = match looks_like_formula(value) {
        true => quoted,
        false => text,
    };
    sheet.write_string_with_format(row, column, value, format)?;
    Ok(())
}

/// A number a spreadsheet holds exactly.
fn number(kept: &str) -> Option<f64> {
    let n_digits = kept.chars().filter(char::is_ascii_digit).count();
    (n_digits <= MOST_DIGITS)
        .then(|| kept.parse().ok())
        .flatten()
}

fn workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day instead of the clock: the same list is the same file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&created),
    );
    Ok(workbook)
}

fn header_format() -> Format {
    Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color("#EEF2F7")
}

/// Names of sheets are short and hold none of a few characters.
fn sheet_name(definition: &Definition) -> String {
    let name: String = definition
        .name
        .chars()
        .filter(|c| !['[', ']', ':', '*', '?', '/', '\\', '\''].contains(c))
        .take(28)
        .collect();
    match name.trim().is_empty() {
        true => "台账".to_owned(),
        false => name,
    }
}

/// The first line of a .csv file.
pub(in crate::ledger) fn csv_header(definition: &Definition) -> String {
    let names = [NUMBER, UNIT].into_iter();
    let names = names
        .chain(definition.active().map(|field| field.name.as_str()))
        .chain(["核对状态"]);
    names.map(csv_cell).collect::<Vec<_>>().join(",")
}

/// A row as a line of a .csv file.
pub(in crate::ledger) fn csv_line(
    definition: &Definition,
    row: &Row,
    unit: &dyn Fn(&str) -> String,
    to: &mut String,
) {
    to.push_str(&row.no.to_string());
    to.push(',');
    to.push_str(&csv_cell(&unit(&row.unit.to_string())));
    for field in definition.active() {
        to.push(',');
        let kept = row.values.get(&field.code).map_or("", String::as_str);
        match field.kind.is_number() && kept.parse::<f64>().is_ok() {
            // A negative number is no formula.
            true => to.push_str(kept),
            false => to.push_str(&csv_cell(&shown(field, kept, unit))),
        }
    }
    to.push(',');
    to.push_str(row.state.label());
    to.push_str("\r\n");
}

/// A value of a .csv file: in quotes where it must be, and never run as a formula.
fn csv_cell(value: &str) -> String {
    let guarded = match looks_like_formula(value) {
        true => format!("'{value}"),
        false => value.to_owned(),
    };
    match guarded.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{}\"", guarded.replace('"', "\"\"")),
        false => guarded,
    }
}
