//! Both sheets → .xlsx.

use super::{Column, ColumnSpec, FIELDS, Line, PEOPLE, SheetSpec, Sheets, UNITS};
use crate::org::model::UnitKind;
use base::Role;
use rust_xlsxwriter::{
    DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

/// Rows below the header that offer the kinds and roles to choose from.
const ROWS_WITH_CHOICE: u32 = 5_000;

/// An empty workbook to fill in, its columns explained.
pub(in crate::org) fn template() -> Result<Vec<u8>, XlsxError> {
    workbook(&Sheets::default(), true)
}

/// A workbook of what there is; taken back, it changes nothing.
pub(in crate::org) fn write(sheets: &Sheets) -> Result<Vec<u8>, XlsxError> {
    workbook(sheets, false)
}

fn workbook(sheets: &Sheets, explained: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed day instead of the clock: the same list is the same file.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title("单位和人员")
            .set_creation_datetime(&created),
    );
    for (spec, lines) in [
        (&UNITS, &sheets.units),
        (&PEOPLE, &sheets.people),
        (&FIELDS, &sheets.fields),
    ] {
        write_sheet(workbook.add_worksheet(), spec, lines, explained)?;
    }
    workbook.save_to_buffer()
}

fn write_sheet(
    sheet: &mut Worksheet,
    spec: &SheetSpec,
    lines: &[Line],
    explained: bool,
) -> Result<(), XlsxError> {
    sheet.set_name(spec.name)?;
    let header = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_background_color("#EEF2F7");
    let help = Format::new()
        .set_italic()
        .set_font_color("#5B6675")
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    for (place, column) in (0..).zip(spec.columns) {
        sheet.set_column_width(place, column.width)?;
        sheet.write_string_with_format(0, place, column.header, &header)?;
        if explained {
            let words = match column.help.starts_with("必填") || place > 0 {
                true => column.help.to_owned(),
                false => format!("必填。{}", column.help),
            };
            sheet.write_string_with_format(1, place, &words, &help)?;
        }
        offer_choice(sheet, place, column)?;
    }
    if explained {
        sheet.set_row_height(1, 62)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    let text = Format::new().set_num_format("@");
    // What looks like a formula is kept as the text it is, also when somebody edits the cell.
    let quoted = text.clone().set_quote_prefix();
    for (row, line) in (1..).zip(lines) {
        for (place, column) in (0..).zip(spec.columns) {
            let value = line.text(column.column);
            let format = match looks_like_formula(value) {
                true => &quoted,
                false => &text,
            };
            if !value.is_empty() {
                sheet.write_string_with_format(row, place, value, format)?;
            }
        }
    }
    Ok(())
}

/// Whether a spreadsheet would run this instead of showing it. A Chinese one takes the wide signs for
/// the narrow ones.
pub(crate) fn looks_like_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'])
}

/// Kinds and roles are chosen from a list rather than typed.
fn offer_choice(sheet: &mut Worksheet, place: u16, column: &ColumnSpec) -> Result<(), XlsxError> {
    let choices: Vec<&str> = match column.column {
        Column::Kind => UnitKind::ALL.iter().map(|kind| kind.label()).collect(),
        Column::Role => Role::ALL.iter().map(|role| role.label()).collect(),
        _ => return Ok(()),
    };
    let choice = DataValidation::new()
        .allow_list_strings(&choices)?
        .ignore_blank(true)
        .set_error_title("请从列表中选择")?;
    sheet.add_data_validation(1, place, ROWS_WITH_CHOICE, place, &choice)?;
    Ok(())
}
