//! What each kind of file becomes, and that nothing makes the reader fall over.

use super::{KnownFormat, ReadError, docx::tests::DocxBuilder, read};
use crate::source::{BlockKind, Format, Source};
use proptest::prelude::*;

/// Cells as `table rRcC ROWSxCOLUMNS text`, for comparing.
pub(super) fn cells_of(source: &Source) -> Vec<String> {
    let cells = source.blocks.iter().filter_map(|block| match block.kind {
        BlockKind::Cell {
            table,
            row,
            column,
            row_span,
            column_span,
        } => Some(format!(
            "{table} r{row}c{column} {row_span}x{column_span} {}",
            source.slice(block.span).replace('\n', "|")
        )),
        _ => None,
    });
    cells.collect()
}

fn utf16(text: &str, mark: &[u8], bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.iter()
        .copied()
        .chain(text.encode_utf16().flat_map(bytes))
        .collect()
}

#[test]
fn text_is_kept_exactly_in_every_encoding_offices_use() {
    let text = "一、总体要求\r\n　　培训㐀200人。\n\n尾";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(text);
    for bytes in [
        text.as_bytes().to_vec(),
        format!("\u{feff}{text}").into_bytes(),
        gb18030.to_vec(),
        utf16(text, &[0xFF, 0xFE], u16::to_le_bytes),
        utf16(text, &[0xFE, 0xFF], u16::to_be_bytes),
    ] {
        let source = read(&bytes, Some("要点.txt")).unwrap();
        assert_eq!(source.text(), text);
        assert_eq!(source.format, Format::Text);
        assert!(source.remarks.is_empty());
    }
}

#[test]
fn a_few_broken_bytes_are_remarked_on() {
    let mut bytes = "加强师德建设。".repeat(40).into_bytes();
    bytes.truncate(bytes.len() - 1);
    let source = read(&bytes, None).unwrap();
    assert!(source.text().ends_with("建设\u{fffd}"));
    assert!(source.remarks[0].message.contains("1 处"));
}

#[test]
fn each_file_that_cannot_be_read_says_what_it_is() {
    let ole = |name: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(512, 0);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let zip = |name: &str| super::docx::tests::zipped(&[(name, Vec::new())]);
    let noise: Vec<u8> = (0..2000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    for (bytes, name, error) in [
        (Vec::new(), "a.docx", ReadError::Empty),
        (b" \r\n ".to_vec(), "a.txt", ReadError::Empty),
        (ole("EncryptedPackage"), "a.docx", ReadError::Encrypted),
        (
            ole("WordDocument"),
            "a.doc",
            ReadError::Unsupported(KnownFormat::Doc),
        ),
        (
            ole("WordDocument"),
            "a.docx",
            ReadError::Unsupported(KnownFormat::Doc),
        ),
        (
            ole("WordDocument"),
            "a.wps",
            ReadError::Unsupported(KnownFormat::Wps),
        ),
        (
            ole("Workbook"),
            "a.xls",
            ReadError::Unsupported(KnownFormat::Spreadsheet),
        ),
        (ole(""), "a.docx", ReadError::Damaged),
        (
            b"%PDF-1.7\n%\xE2\xE3".to_vec(),
            "a.docx",
            ReadError::Damaged,
        ),
        (
            b"{\\rtf1\\ansi }".to_vec(),
            "a.doc",
            ReadError::Unsupported(KnownFormat::Rtf),
        ),
        (
            b"\x89PNG\r\n\x1a\nxxxx".to_vec(),
            "a.docx",
            ReadError::Picture("PNG"),
        ),
        (
            b"\xFF\xD8\xFF\xE0".to_vec(),
            "a.txt",
            ReadError::Picture("JPEG"),
        ),
        (zip("OFD.xml"), "a.ofd", ReadError::Damaged),
        (
            zip("xl/workbook.bin"),
            "a.docx",
            ReadError::Unsupported(KnownFormat::Spreadsheet),
        ),
        (zip("a.jpg"), "a.docx", ReadError::NoDocument),
        (b"PK\x03\x04".to_vec(), "a.docx", ReadError::Damaged),
        (noise, "a.txt", ReadError::NotText),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related".to_vec(),
            "a.doc",
            ReadError::Unsupported(KnownFormat::Mhtml),
        ),
    ] {
        assert_eq!(read(&bytes, Some(name)), Err(error), "{name}");
    }
}

#[test]
fn an_old_word_file_with_a_password_says_so() {
    // A container of two sectors: the directory, then the main stream with its flags.
    let doc = |flags: u8| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.resize(512, 0);
        bytes.extend("WordDocument".encode_utf16().flat_map(u16::to_le_bytes));
        bytes.resize(512 + 116, 0);
        bytes.push(1);
        bytes.resize(1024, 0);
        bytes.extend([0xEC, 0xA5, 0xC1, 0, 0, 0, 0, 0, 0, 0, 0, flags]);
        bytes
    };
    assert_eq!(read(&doc(1), Some("a.doc")), Err(ReadError::Encrypted));
    let plain = Err(ReadError::Unsupported(KnownFormat::Doc));
    assert_eq!(read(&doc(2), Some("a.doc")), plain);
}

#[test]
fn messages_are_one_sentence_that_says_what_to_do() {
    for error in [
        ReadError::Empty,
        ReadError::TooLarge,
        ReadError::Encrypted,
        ReadError::Unsupported(KnownFormat::Doc),
        ReadError::Scan,
        ReadError::NoCharacters,
        ReadError::Picture("PNG"),
        ReadError::NoDocument,
        ReadError::Damaged,
        ReadError::Bomb,
        ReadError::TooDeep,
        ReadError::NotText,
    ] {
        let message = error.to_string();
        assert!(
            message.ends_with('。') && message.matches('。').count() == 1,
            "{message}"
        );
        assert!(message.contains('请'), "{message}");
    }
}

#[test]
fn a_file_over_the_limit_is_refused_unread() {
    assert_eq!(
        read(&vec![b'a'; super::MAX_FILE_BYTES + 1], None),
        Err(ReadError::TooLarge)
    );
}

#[test]
fn a_name_that_lies_is_remarked_on_and_the_content_believed() {
    let docx = DocxBuilder::body("<w:p><w:r><w:t>正文</w:t></w:r></w:p>").bytes();
    let source = read(&docx, Some("C:\\文件\\要点.TXT")).unwrap();
    assert_eq!(source.format, Format::Docx);
    assert_eq!(
        source.remarks[0].message,
        "文件扩展名是 .txt，内容却是 Word 文档，已按 Word 文档读取。"
    );
    let page = read("<html><p>正文".as_bytes(), Some("要点.doc")).unwrap();
    assert_eq!((page.format, page.remarks.len()), (Format::Html, 1));
    let text = read("正文，<html> 是标记".as_bytes(), Some("要点.docx")).unwrap();
    assert_eq!((text.format, text.remarks.len()), (Format::Text, 1));
    assert!(
        read("正文".as_bytes(), Some("粘贴的文字"))
            .unwrap()
            .remarks
            .is_empty()
    );
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), kind in 0..5_usize) {
        let name = ["a.txt", "a.html", "a.docx", "a.wps", ""][kind];
        let magic: &[u8] = [&b""[..], b"<html>", b"PK\x03\x04", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", b"%PDF-"][kind];
        let _ = read(&[magic, &bytes].concat(), Some(name));
    }

    #[test]
    fn blocks_of_any_page_lie_inside_its_text_and_in_order(parts in prop::collection::vec(prop::sample::select(TAGS.to_vec()), 0..80)) {
        if let Ok(source) = read(parts.concat().as_bytes(), Some("a.html")) {
            let length = source.text().chars().count();
            prop_assert!(source.blocks.iter().all(|block| block.span.end <= length));
            prop_assert!(source.blocks.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        }
    }
}

const TAGS: [&str; 24] = [
    "<p>",
    "</p>",
    "<table>",
    "</table>",
    "<tr>",
    "<td rowspan=3>",
    "<td colspan=2>",
    "</td>",
    "<nav>",
    "</nav>",
    "<ol>",
    "<li>",
    "</ol>",
    "<script>",
    "</script>",
    "<div style=display:none>",
    "</div>",
    "<h2>",
    "</h2>",
    "甲 ",
    "\n乙",
    "<br>",
    "&nbsp;",
    "<title>",
];
