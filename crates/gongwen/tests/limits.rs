//! Containers made to exhaust whoever opens them: each is read or refused within the memory and the
//! time a paper may cost.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a failed unwrap is a failed test, in helpers too; how long it takes is part of the question"
)]

use gongwen::{
    read::{ReadError, read},
    source::Source,
};
use std::{
    fs,
    io::{Cursor, Write as _},
    time::{Duration, Instant},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// What a debug build needs for the worst of them on a busy machine, many times over.
const LONGEST: Duration = Duration::from_secs(120);
/// Memory the whole run may ever have taken, all tests beside each other.
const MOST_MEGABYTES: u64 = 2048;

/// Not packed, so that it is not the ratio that gives them away.
fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

/// A workbook of one sheet.
fn workbook(sheet: &str, strings: &str, more: &[(&str, &str)]) -> Vec<u8> {
    workbook_with_strings(
        sheet,
        &format!(r#"<sst xmlns="{MAIN}">{strings}</sst>"#),
        more,
    )
}

fn workbook_with_strings(sheet: &str, strings: &str, more: &[(&str, &str)]) -> Vec<u8> {
    const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let book = format!(
        r#"<workbook xmlns="{MAIN}" xmlns:r="{RELATION}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#
    );
    let relations = format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{RELATION}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#
    );
    let sheet = format!(r#"<worksheet xmlns="{MAIN}">{sheet}</worksheet>"#);
    let root = format!(
        r#"<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let mut parts = vec![
        ("_rels/.rels", root.as_str()),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relations),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/sharedStrings.xml", strings),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

fn document(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    zipped(&[("word/document.xml", &document)])
}

/// Reads, and checks what it cost.
fn read_within_limits(bytes: &[u8]) -> Result<Source, ReadError> {
    let start = Instant::now();
    let outcome = read(bytes, None);
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
    // Told by Linux only; elsewhere the time is what is checked.
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").parse::<u64>().ok());
    let megabytes = peak.unwrap_or(0) / 1024;
    assert!(megabytes < MOST_MEGABYTES, "{megabytes} MB");
    outcome
}

#[test]
fn a_sheet_that_claims_all_cells_there_are_is_read_by_those_it_has() {
    let claiming = r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>甲</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>"#;
    let source = read_within_limits(&workbook(claiming, "", &[])).unwrap();
    assert_eq!(source.text(), "甲\n");
}

#[test]
fn half_a_million_empty_cells_with_a_style_are_no_text() {
    let row = format!("<row>{}</row>", r#"<c s="1"/>"#.repeat(1000));
    let sheet = format!("<sheetData>{}</sheetData>", row.repeat(500));
    let styles = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
    let file = workbook(&sheet, "", &[("xl/styles.xml", styles)]);
    assert_eq!(read_within_limits(&file).unwrap_err(), ReadError::Empty);
}

#[test]
fn a_sheet_of_more_cells_than_any_table_has_is_refused() {
    let row = format!("<row>{}</row>", "<c><v>7</v></c>".repeat(1000));
    let sheet = format!("<sheetData>{}</sheetData>", row.repeat(1001));
    let outcome = read_within_limits(&workbook(&sheet, "", &[]));
    assert_eq!(outcome.unwrap_err(), ReadError::Bomb);
}

#[test]
fn one_long_shared_string_shown_in_every_cell_is_refused() {
    let strings = format!("<si><t>{}</t></si>", "加强".repeat(100_000));
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(500));
    let sheet = format!("<sheetData>{}</sheetData>", row.repeat(20));
    let outcome = read_within_limits(&workbook(&sheet, &strings, &[]));
    assert_eq!(outcome.unwrap_err(), ReadError::Bomb);
}

#[test]
fn millions_of_shared_strings_are_refused() {
    let outcome = read_within_limits(&workbook("<sheetData/>", &"<si/>".repeat(4_000_001), &[]));
    assert_eq!(outcome.unwrap_err(), ReadError::Bomb);
}

#[test]
fn a_workbook_nested_without_end_does_not_overflow_the_stack() {
    let deep = "<is>".repeat(100_000);
    for sheet in [
        deep.clone(),
        format!("<sheetData><row><c t=\"inlineStr\">{deep}"),
    ] {
        assert!(read_within_limits(&workbook(&sheet, &deep, &[])).is_err());
    }
}

#[test]
fn entities_of_a_workbook_are_never_expanded_or_fetched() {
    let bomb = r#"<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>甲&b;&x;</t></si></sst>"#;
    let sheet = r#"<sheetData><row><c t="s"><v>0</v></c><c t="inlineStr"><is><t>乙</t></is></c></row></sheetData>"#;
    if let Ok(source) = read_within_limits(&workbook_with_strings(sheet, bomb, &[])) {
        assert!(!source.text().contains("aaa") && !source.text().contains("root:"));
    }
}

#[test]
fn macros_are_left_alone_and_named() {
    let sheet = r#"<sheetData><row><c t="inlineStr"><is><t>任务</t></is></c></row></sheetData>"#;
    let book = workbook(sheet, "", &[("xl/vbaProject.bin", "x")]);
    let relations = r#"<Relationships><Relationship Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>"#;
    let text = r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>任务</w:t></w:r></w:p></w:body></w:document>"#;
    let paper = zipped(&[
        ("word/document.xml", text),
        ("word/_rels/document.xml.rels", relations),
        ("word/vbaProject.bin", "x"),
    ]);
    for file in [book, paper] {
        let source = read_within_limits(&file).unwrap();
        assert_eq!(source.text(), "任务\n");
        let remark = &source.remarks.first().unwrap().message;
        assert_eq!(remark, "文件带有宏，读取时没有运行，只取了其中的文字。");
    }
}

#[test]
fn a_page_nested_without_end_is_read_or_refused() {
    for tag in [
        "<div>",
        "<table><tr><td>",
        "<ul><li>",
        "<span>",
        "<b a=1 b=2 c=3>",
    ] {
        let page = format!("<html><body>{}甲", tag.repeat(30_000));
        if let Ok(source) = read_within_limits(page.as_bytes()) {
            assert_eq!(source.text().trim(), "甲");
        }
    }
    let cell = "<td rowspan=65534 colspan=1000>甲</td>".repeat(200);
    let page = format!(
        "<html><table>{}</table>",
        format!("<tr>{cell}</tr>").repeat(50)
    );
    assert!(read_within_limits(page.as_bytes()).is_ok());
}

#[test]
fn a_document_of_many_short_paragraphs_is_read() {
    let body = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>".repeat(100_000);
    let source = read_within_limits(&document(&body)).unwrap();
    assert_eq!(source.blocks.len(), 100_000);
}

#[test]
fn a_workbook_that_promises_more_texts_than_it_has_is_refused_before_room_is_made() {
    for promise in [
        "99999999999",
        "18446744073709551615",
        "000000000099999999999",
    ] {
        let strings =
            format!(r#"<sst xmlns="{MAIN}" uniqueCount = "{promise}"><si><t>甲</t></si></sst>"#);
        let outcome = read_within_limits(&workbook_with_strings("<sheetData/>", &strings, &[]));
        assert_eq!(outcome.unwrap_err(), ReadError::Bomb);
    }
}

#[test]
fn a_container_that_promises_millions_of_files_is_refused() {
    let mut file = zipped(&[("word/document.xml", "")]);
    let end = file.len() - 22;
    file[end + 8..end + 12].copy_from_slice(&[0xFF; 4]);
    assert_eq!(read_within_limits(&file).unwrap_err(), ReadError::Bomb);
}
