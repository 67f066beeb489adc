//! Files made by hand for what programs do not write, and files damaged in every way.

use super::read;
use crate::{
    read::{self as reading, ReadError},
    source::{BlockKind, Format, Source},
};
use flate2::{Compression, write::ZlibEncoder};
use proptest::prelude::*;
use std::io::Write;

/// A file of these objects, the first of which is the catalog. Without a table of positions: it is
/// not read.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    for (number, object) in (1..).zip(objects) {
        bytes.extend(format!("{number} 0 obj\n").into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    bytes
}

fn stream(dict: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {dict} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

/// A document of one page with this content and a font of these entries as `/F`.
fn page(content: &[u8], font: &str) -> Vec<u8> {
    file(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F 5 0 R >> \
          /XObject << /I 6 0 R /X 7 0 R >> >> >>"
            .to_vec(),
        stream("", content),
        format!("<< /Type /Font {font} >>").into_bytes(),
        stream("/Subtype /Image /Width 1 /Height 1", b"\0"),
        stream("/Subtype /Form", b"/X Do /X Do"),
    ])
}

fn composite(encoding: &str) -> String {
    format!("/Subtype /Type0 /Encoding /{encoding} /DescendantFonts [<< /Subtype /CIDFontType0 >>]")
}

fn shown(codes: &[u8]) -> Vec<u8> {
    let hex: String = codes.iter().map(|byte| format!("{byte:02X}")).collect();
    format!("BT /F 16 Tf 90 700 Td <{hex}> Tj ET").into_bytes()
}

const WORDS: &str = "培训教师120名";

#[test]
fn fonts_of_old_programs_are_read_by_the_names_of_their_encodings() {
    let utf16: Vec<u8> = WORDS.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let gbk = encoding_rs::GBK.encode(WORDS).0.into_owned();
    for (encoding, codes) in [
        ("UniGB-UCS2-H", &utf16),
        ("UniGB-UTF16-H", &utf16),
        ("GBK-EUC-H", &gbk),
        ("GBKp-EUC-H", &gbk),
        ("GB-EUC-H", &gbk),
        ("GBK2K-H", &gbk),
    ] {
        let source = read(&page(&shown(codes), &composite(encoding))).unwrap();
        assert_eq!(source.text(), format!("{WORDS}\n"), "{encoding}");
        assert_eq!(source.format, Format::Pdf);
        assert!(source.remarks.is_empty());
    }
}

#[test]
fn simple_fonts_are_read_by_their_encoding_and_its_differences() {
    let font = "/Subtype /Type1 /Encoding << /Differences [65 /one /percent /uni6559] >>";
    let source = read(&page(b"BT /F 16 Tf 90 700 Td (ABC x) Tj ET", font)).unwrap();
    assert_eq!(source.text(), "1%教 x\n");
}

#[test]
fn a_page_set_across_the_sheet_is_read_upright() {
    let gbk = encoding_rs::GBK.encode(WORDS).0.into_owned();
    let hex: String = gbk.iter().map(|byte| format!("{byte:02X}")).collect();
    let lines =
        format!("BT /F 16 Tf 0 1 -1 0 100 90 Tm <{hex}> Tj 0 1 -1 0 130 90 Tm <{hex}> Tj ET");
    let source = read(&page(lines.as_bytes(), &composite("GBK-EUC-H"))).unwrap();
    assert_eq!(source.text(), format!("{WORDS}\n{WORDS}\n"));
}

#[test]
fn a_scan_and_codes_without_meaning_say_what_they_are() {
    let scan = page(b"q 595 0 0 842 0 0 cm /I Do Q", "/Subtype /Type1");
    assert_eq!(read(&scan), Err(ReadError::Scan));
    let codes = shown(&[1, 2, 3, 4, 5, 6]);
    assert_eq!(
        read(&page(&codes, &composite("Identity-H"))),
        Err(ReadError::NoCharacters)
    );
    assert_eq!(read(&page(b"", "/Subtype /Type1")), Err(ReadError::Empty));
    assert_eq!(read(b"%PDF-1.4 nothing"), Err(ReadError::Damaged));
}

#[test]
fn a_file_with_a_password_is_refused() {
    let locked = LOCKED[0];
    // The check of the password no longer fits: another one is needed.
    let at = locked
        .windows(3)
        .position(|window| window == b"/U ")
        .unwrap();
    let mut other = locked.to_vec();
    other[at + 6] ^= 1;
    assert_eq!(read(&other), Err(ReadError::Encrypted));
}

#[test]
fn a_file_cut_short_gives_the_pages_it_has_and_says_so() {
    let whole = page(
        &shown(&encoding_rs::GBK.encode(WORDS).0),
        &composite("GBK-EUC-H"),
    );
    let end = whole
        .windows(7)
        .position(|window| window == b"trailer")
        .unwrap();
    let source = read(&whole[..end]).unwrap();
    assert_eq!(source.text(), format!("{WORDS}\n"));
    assert!(source.remarks[0].message.contains("没有下载完整"));
}

#[test]
fn bombs_and_circles_end() {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![b' '; 80 << 20]).unwrap();
    let bomb = encoder.finish().unwrap();
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] >>".to_vec(),
        b"<< /Type /Page /Contents 4 0 R >>".to_vec(),
        stream("/Filter /FlateDecode", &bomb),
    ];
    assert_eq!(read(&file(&objects)), Err(ReadError::Bomb));
    // A form that draws itself twice, an object that is itself.
    assert_eq!(
        read(&page(b"/X Do", "/Subtype /Type1")),
        Err(ReadError::Empty)
    );
    assert_eq!(read(&file(&[b"1 0 R".to_vec()])), Err(ReadError::Damaged));
    let deep = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"[".repeat(100_000),
    ];
    assert_eq!(read(&file(&deep)), Err(ReadError::Damaged));
    assert_eq!(read(&b"1 0 obj (".repeat(50_000)), Err(ReadError::Damaged));
}

#[test]
fn heads_are_margins_and_tables_go_on_over_pages() {
    let source = read(WRITER).unwrap();
    let is_margin = |kind: &BlockKind| *kind == BlockKind::Margin;
    let margins = source.blocks.iter().filter(|block| is_margin(&block.kind));
    let margins: Vec<String> = margins.map(|block| source.slice(block.span)).collect();
    assert_eq!(margins, ["清禾县教育局文件"]);
    let table_of = |kind: &BlockKind| match kind {
        BlockKind::Cell { table, .. } => Some(*table),
        _ => None,
    };
    assert!(
        source
            .blocks
            .iter()
            .filter_map(|block| table_of(&block.kind))
            .all(|table| table == 0)
    );
    assert!(!source.text().contains("— 2 —"));
}

const WRITER: &[u8] = include_bytes!("../../../tests/files/writer.pdf");
const LOCKED: [&[u8]; 3] = [
    include_bytes!("../../../tests/files/locked-aes-256.pdf"),
    include_bytes!("../../../tests/files/locked-aes-128.pdf"),
    include_bytes!("../../../tests/files/locked-rc4.pdf"),
];

/// Every block inside the text and in order.
fn is_sound(source: &Source) -> bool {
    let length = source.text().chars().count();
    source.blocks.iter().all(|block| block.span.end <= length)
        && source
            .blocks
            .windows(2)
            .all(|pair| pair[0].span.end <= pair[1].span.start)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(
        which in 0..4_usize,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = [WRITER, LOCKED[0], LOCKED[1], LOCKED[2]][which].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Ok(source) = reading::read(&bytes, Some("a.pdf")) {
            prop_assert!(is_sound(&source));
        }
    }

    #[test]
    fn any_content_is_drawn_without_a_panic(parts in prop::collection::vec(prop::sample::select(OPERATORS.to_vec()), 0..80)) {
        if let Ok(source) = read(&page(parts.join(" ").as_bytes(), &composite("GBK-EUC-H"))) {
            prop_assert!(is_sound(&source));
        }
    }
}

const OPERATORS: [&str; 30] = [
    "BT",
    "ET",
    "/F 16 Tf",
    "/F -9e9 Tf",
    "90 700 Td",
    "0 -20 TD",
    "1 0 0 1 90 500 Tm",
    "0 1 -1 0 300 300 Tm",
    "<BDCCD3FD> Tj",
    "[(12) -900 <BED6>] TJ",
    "(x) '",
    "1 2 (y) \"",
    "q",
    "Q",
    "2 0 0 2 0 0 cm",
    "99999999 0 0 1 0 0 cm",
    "100 100 200 50 re",
    "S",
    "f",
    "100 100 m",
    "300 100 l",
    "h",
    "/X Do",
    "/I Do",
    "BI /W 1 ID \0 EI",
    "/Artifact BMC",
    "EMC",
    "T*",
    "[ <<",
    "0 Tz",
];
