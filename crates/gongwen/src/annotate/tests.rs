//! Workbooks made for the purpose, written on, and read again.

use super::{Annotations, annotated};
use calamine::{Reader as _, Xlsx};
use proptest::prelude::*;
use rust_xlsxwriter::{Color, Format, Note, Workbook};
use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

/// A table with a merged title, widths, formats, a note of its own, and a second sheet.
fn workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("基表").unwrap();
    let title = Format::new().set_bold().set_font_size(16.0);
    sheet
        .merge_range(0, 0, 0, 2, "2025学年学校情况", &title)
        .unwrap();
    sheet.set_column_width(0, 24).unwrap();
    sheet.set_column_width(1, 9).unwrap();
    sheet.set_column_range_hidden(3, 16_383).unwrap();
    let money = Format::new()
        .set_num_format("#,##0.00")
        .set_font_color(Color::Green);
    for (column, word) in [(0, "学校名称"), (1, "在校学生数"), (2, "经费")] {
        sheet.write_string(1, column, word).unwrap();
    }
    sheet.write_string(2, 0, "一中").unwrap();
    sheet.write_string(2, 1, "约2400").unwrap();
    sheet.write_number_with_format(2, 2, 12.5, &money).unwrap();
    sheet.write_string(3, 0, "二中").unwrap();
    sheet
        .insert_note(1, 1, &Note::new("学年初有学籍并在校的学生"))
        .unwrap();
    workbook
        .add_worksheet()
        .set_name("说明")
        .unwrap()
        .write_string(0, 0, "每学年一次")
        .unwrap();
    workbook.save_to_buffer().unwrap()
}

fn annotations() -> Annotations {
    Annotations {
        sheet: "基表".to_owned(),
        header_row: 1,
        title: "导入提示".to_owned(),
        rows: BTreeMap::from([
            (2, "在校学生数：“约2400”不是数字；<见>&“注”。".to_owned()),
            (3, "没有填。".to_owned()),
        ]),
        cells: BTreeMap::from([
            ((2, 1), "“约2400”不是数字。".to_owned()),
            ((2, 2), "太多。".to_owned()),
            ((3, 2), "没有填。".to_owned()),
        ]),
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_string(&mut text).unwrap();
    text
}

fn names(bytes: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect()
}

#[test]
fn everything_stays_as_it_came_but_what_is_written_beside_the_cells() {
    let before = workbook();
    let after = annotated(&before, &annotations()).unwrap();
    assert_eq!(after, annotated(&before, &annotations()).unwrap());
    assert_eq!(names(&before), names(&after));
    let mut changed: Vec<String> = names(&before)
        .into_iter()
        .filter(|name| part(&before, name) != part(&after, name))
        .collect();
    changed.sort();
    assert_eq!(
        changed,
        [
            "xl/comments1.xml",
            "xl/drawings/vmlDrawing1.vml",
            "xl/styles.xml",
            "xl/worksheets/sheet1.xml",
        ]
    );
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(after.clone())).unwrap();
    let range = workbook.worksheet_range("基表").unwrap();
    let text = |row, column| {
        range
            .get_value((row, column))
            .map_or_else(String::new, ToString::to_string)
    };
    assert_eq!(text(1, 3), "导入提示");
    assert_eq!(text(2, 3), "在校学生数：“约2400”不是数字；<见>&“注”。");
    assert_eq!(text(3, 3), "没有填。");
    assert_eq!((text(2, 1), text(2, 2)), ("约2400".into(), "12.5".into()));
    let merged = workbook.merge_cells_by_sheet_name("基表").unwrap();
    assert_eq!(merged.len(), 1);

    let sheet = part(&after, "xl/worksheets/sheet1.xml");
    // The hidden columns are cut where the words stand.
    assert!(sheet.contains("<col min=\"4\" max=\"4\" width=\"60\" customWidth=\"1\"/>"));
    assert!(sheet.contains("<col min=\"5\" max=\"16384\""), "{sheet}");
    assert!(sheet.contains("<col min=\"1\" max=\"1\" width=\"24.7"));
    let styles = part(&after, "xl/styles.xml");
    // The form of the number and the colour of its characters stay under the new ground.
    let coloured: Vec<&str> = styles
        .split("<xf ")
        .filter(|xf| xf.contains("applyFill=\"1\"") && xf.contains("fillId=\"2\""))
        .collect();
    assert_eq!(coloured.len(), 3, "{styles}");
    assert!(
        coloured
            .iter()
            .any(|xf| xf.contains("numFmtId=\"164\" fontId=\"2\""))
    );
    let comments = part(&after, "xl/comments1.xml");
    assert!(comments.contains("学年初有学籍并在校的学生"));
    assert!(comments.contains("ref=\"C4\"") && comments.contains("ref=\"B3\""));
}

#[test]
fn a_sheet_without_notes_is_given_its_first() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("基表").unwrap();
    sheet.write_string(1, 0, "学校名称").unwrap();
    sheet.write_string(2, 1, "约2400").unwrap();
    let before = workbook.save_to_buffer().unwrap();
    let after = annotated(&before, &annotations()).unwrap();
    let sheet = part(&after, "xl/worksheets/sheet1.xml");
    let (begin, end) = sheet.split_once("<legacyDrawing ").unwrap();
    assert!(begin.contains("<pageMargins"));
    assert!(end.contains("r:id=\"rIdNote2\""), "{end}");
    let list = part(&after, "xl/worksheets/_rels/sheet1.xml.rels");
    assert!(list.contains("Target=\"/xl/comments1.xml\""));
    let types = part(&after, "[Content_Types].xml");
    assert!(types.contains("PartName=\"/xl/comments1.xml\""));
    assert_eq!(types.matches("Extension=\"vml\"").count(), 1);
    // Written on again, it has the same column of words and the same notes once.
    let again = annotated(&after, &annotations()).unwrap();
    let comments = part(&again, "xl/comments1.xml");
    assert_eq!(comments.matches("ref=\"B3\"").count(), 1);
}

#[test]
fn prefixes_rows_without_numbers_and_missing_formats_are_borne_with() {
    let text = "<x:worksheet xmlns:x=\"main\"><x:sheetData><x:row><x:c t=\"inlineStr\"><x:is><x:t>甲</x:t>\
                </x:is></x:c></x:row><x:row/></x:sheetData></x:worksheet>";
    let said = Annotations {
        rows: BTreeMap::from([(0, "不对".to_owned()), (1, "空的".to_owned())]),
        cells: BTreeMap::from([((0, 0), "不对".to_owned())]),
        header_row: 9,
        ..Annotations::default()
    };
    let plan = super::Plan {
        annotations: &said,
        drawing: Some("rId1".to_owned()),
    };
    let mut styles = super::Styles::of("");
    let written = super::sheet::written(text, &plan, &mut styles).unwrap();
    assert_eq!(styles.written(), None);
    assert!(
        written.contains("<x:c t=\"inlineStr\"><x:is><x:t xml:space=\"preserve\">不对</x:t>"),
        "{written}"
    );
    assert!(written.contains("空的"), "{written}");
    assert!(
        written.ends_with("r:id=\"rId1\"/></x:worksheet>"),
        "{written}"
    );
}

#[test]
fn columns_are_named_as_spreadsheets_name_them() {
    for (column, letters) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
        assert_eq!(super::column_letters(column), letters);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn damaged_workbooks_end_with_a_sentence(at in 0_usize..6_000, byte: u8, cut in 0_usize..9_000) {
        let mut bytes = workbook();
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
        bytes.truncate(bytes.len().saturating_sub(cut).max(10));
        // Whatever comes out, nothing panics.
        _ = annotated(&bytes, &annotations());
    }
}
