//! Old files through the real LibreOffice, where there is one.
#![expect(
    clippy::unwrap_used,
    reason = "a failed unwrap is a failed test, in helpers too"
)]

use gongwen::source::Source;
use office::{Programs, read};
use std::{
    fs,
    io::{Cursor, Write as _},
    path::Path,
    process::Command,
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// The installed LibreOffice; a run without one says so.
fn libreoffice() -> Option<Programs> {
    let programs = Programs::installed();
    if programs.libreoffice.is_none() {
        // Past the macros, whose words the test harness keeps to itself when a test passes.
        let words = b"SKIPPED: LibreOffice is not installed (cargo x setup)\n";
        std::io::stderr().write_all(words).unwrap();
        return None;
    }
    Some(programs)
}

const OLE_MAGIC: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// A paper whose numbers are automatic: they stand nowhere in its text.
fn numbered_docx() -> Vec<u8> {
    const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    const KIND: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";
    let item = |level: u8, text: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
        )
    };
    let level = |index: u8, text: &str| {
        format!(
            r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="{text}"/></w:lvl>"#
        )
    };
    let body = [
        "<w:p><w:r><w:t>青禾县教育局2026年工作要点</w:t></w:r></w:p>".to_owned(),
        item(0, "抓好德育"),
        item(1, "开展师德培训200人次。"),
        item(1, "办好学前教育。"),
        item(0, "抓好安全"),
        item(1, "改造校舍2所。"),
    ]
    .concat();
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                r#"<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="{KIND}.document.main+xml"/><Override PartName="/word/numbering.xml" ContentType="{KIND}.numbering+xml"/></Types>"#
            ),
        ),
        (
            "_rels/.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>"#
            ),
        ),
        (
            "word/_rels/document.xml.rels",
            format!(
                r#"<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="n" Type="{R}/numbering" Target="numbering.xml"/></Relationships>"#
            ),
        ),
        (
            "word/document.xml",
            format!(r#"<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>"#),
        ),
        (
            "word/numbering.xml",
            format!(
                r#"<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>{}{}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#,
                level(0, "%1、"),
                level(1, "（%2）")
            ),
        ),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Has LibreOffice save a .docx in an old format.
fn saved_as(programs: &Programs, extension: &str, docx: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.docx"), docx).unwrap();
    let status = Command::new(programs.libreoffice.as_ref().unwrap())
        .current_dir(folder.path())
        .arg(format!(
            "-env:UserInstallation=file://{}/profile",
            folder.path().display()
        ))
        .args(["--headless", "--convert-to", extension, "a.docx"])
        .output()
        .unwrap()
        .status;
    assert!(status.success());
    fs::read(folder.path().join(Path::new("a").with_extension(extension))).unwrap()
}

fn first_remark(source: &Source) -> &str {
    source.remarks.first().map_or("", |remark| &remark.message)
}

#[test]
fn automatic_numbers_survive_an_old_word_file_whatever_its_name() {
    let Some(programs) = libreoffice() else {
        return;
    };
    let doc = saved_as(&programs, "doc", &numbered_docx());
    for name in ["要点.doc", "要点.wps", "要点.docx"] {
        let source = read(&doc, Some(name), &programs).unwrap();
        assert_eq!(
            source.text(),
            "青禾县教育局2026年工作要点\n一、抓好德育\n（一）开展师德培训200人次。\n（二）办好学前教育。\n二、抓好安全\n（一）改造校舍2所。\n",
            "{name}"
        );
        assert!(first_remark(&source).contains("LibreOffice 转换"), "{name}");
    }
}

#[test]
fn rich_text_and_open_document_come_the_same_way() {
    let Some(programs) = libreoffice() else {
        return;
    };
    let numbered = saved_as(&programs, "odt", &numbered_docx());
    let text = |file: &[u8]| {
        read(file, Some("要点.doc"), &programs)
            .unwrap()
            .text()
            .to_owned()
    };
    assert!(text(&numbered).contains("\n（二）办好学前教育。\n"));
    let letters: String = "一、抓好德育"
        .chars()
        .map(|c| format!("\\u{}?", u32::from(c)))
        .collect();
    let rich = format!(r"{{\rtf1\ansi {letters}\par}}");
    assert_eq!(text(rich.as_bytes()), "一、抓好德育\n");
}

#[test]
fn a_damaged_old_file_is_refused_with_a_sentence() {
    let Some(programs) = libreoffice() else {
        return;
    };
    let mut doc = saved_as(&programs, "doc", &numbered_docx());
    for length in [doc.len() / 2, 700, 8] {
        doc.truncate(length);
        let error = read(&doc, Some("要点.doc"), &programs).unwrap_err();
        assert_eq!(
            error.to_string(),
            "这是旧版 Word 文档（.doc），转换程序打不开它，文件可能已损坏或设置了打开密码，请检查后重试，或用 Word、WPS 打开，另存为 .docx 后再导入。"
        );
    }
    let mut book = OLE_MAGIC.to_vec();
    book.resize(4096, b'a');
    let message = read(&book, Some("分解表.xls"), &programs).unwrap_err();
    assert!(message.to_string().contains("另存为 .xlsx"), "{message}");
}

#[test]
fn what_needs_no_program_is_read_without_one_whatever_its_name() {
    let source = read(&numbered_docx(), Some("要点.doc"), &Programs::none()).unwrap();
    assert!(source.text().contains("（二）办好学前教育。"));
    let message = read(b"%PDF-1.7\n%\xE2", None, &Programs::none()).unwrap_err();
    assert!(!message.to_string().contains("LibreOffice"), "{message}");
}
