//! Files that are damaged, huge or meant to do harm.

use super::build::{DocxBuilder, item, level, list, p, zipped};
use crate::read::{ReadError, read};
use proptest::prelude::*;

#[test]
fn a_zip_bomb_is_refused_before_it_is_expanded() {
    let bomb = zipped(&[("word/document.xml", vec![b' '; 64 << 20])]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(read(&bomb, Some("a.docx")), Err(ReadError::Bomb));
}

#[test]
fn too_many_entries_are_refused() {
    let names: Vec<String> = (0..10_001)
        .map(|index| format!("word/{index}.xml"))
        .collect();
    let parts: Vec<_> = names
        .iter()
        .map(|name| (name.as_str(), Vec::new()))
        .collect();
    assert_eq!(read(&zipped(&parts), None), Err(ReadError::Bomb));
}

#[test]
fn a_truncated_file_is_damaged_wherever_it_is_cut() {
    let whole = DocxBuilder::body(&p("", "正文")).bytes();
    for end in [4, 40, whole.len() / 2, whole.len() - 30] {
        assert_eq!(
            read(&whole[..end], Some("a.docx")),
            Err(ReadError::Damaged),
            "{end}"
        );
    }
    let broken = DocxBuilder::body("<w:p><w:r><w:t>未完").bytes();
    assert_eq!(read(&broken, None), Err(ReadError::Damaged));
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow_the_stack() {
    let table = "<w:tbl><w:tr><w:tc>";
    let end = "</w:tc></w:tr></w:tbl>";
    let deep =
        |n: usize| DocxBuilder::body(&(table.repeat(n) + &p("", "底") + &end.repeat(n))).bytes();
    assert!(read(&deep(40), None).is_ok());
    assert_eq!(read(&deep(20_000), None), Err(ReadError::TooDeep));
    let boxes = "<w:p><w:r><w:txbxContent>".repeat(50_000);
    assert_eq!(
        read(&DocxBuilder::body(&boxes).bytes(), None),
        Err(ReadError::TooDeep)
    );
    let wrapped = "<w:sdt><w:sdtContent>".repeat(50_000);
    assert_eq!(
        read(&DocxBuilder::body(&wrapped).bytes(), None),
        Err(ReadError::TooDeep)
    );
}

#[test]
fn entities_are_never_expanded_or_fetched() {
    let document = r#"<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>甲&b;&x;乙</w:t></w:r></w:p></w:body></w:document>"#;
    let file = zipped(&[("word/document.xml", document.as_bytes().to_vec())]);
    assert_eq!(read(&file, None).unwrap().text(), "甲乙\n");
}

#[test]
fn five_thousand_items_are_read() {
    let body: String = (0..5000).map(|_| item(1, 0, "开展教研活动2次。")).collect();
    let text = DocxBuilder::body(&body)
        .numbering(&list(1, &level(0, "decimal", "%1.", "")))
        .text();
    assert_eq!(text.lines().count(), 5000);
    assert!(text.ends_with("5000. 开展教研活动2次。\n"));
}

#[test]
fn wild_spans_do_not_exhaust_memory() {
    let cell = r#"<w:tc><w:tcPr><w:gridSpan w:val="4000000000"/></w:tcPr><w:p/></w:tc>"#;
    let body = format!(
        "<w:tbl><w:tr><w:trPr><w:gridBefore w:val=\"99999999\"/></w:trPr>{}</w:tr></w:tbl>",
        cell.repeat(20_000)
    );
    assert!(read(&DocxBuilder::body(&(p("", "表") + &body)).bytes(), None).is_ok());
}

#[test]
fn a_part_may_be_missing_or_point_outside() {
    let file = zipped(&[
        ("[Content_Types].xml", b"<Types/>".to_vec()),
        ("_rels/.rels", br#"<Relationships><Relationship Type="x/officeDocument" Target="../../etc/passwd"/></Relationships>"#.to_vec()),
    ]);
    assert_eq!(read(&file, None), Err(ReadError::NoDocument));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..24)) {
        let body = item(1, 0, "甲") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>";
        let mut bytes = DocxBuilder::body(&body).numbering(&list(1, &level(0, "decimal", "%1.", ""))).bytes();
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = read(&bytes, Some("a.docx"));
    }

    #[test]
    fn any_markup_keeps_blocks_inside_the_text(parts in prop::collection::vec(prop::sample::select(MARKUP.to_vec()), 0..60)) {
        if let Ok(source) = read(&DocxBuilder::body(&parts.concat()).bytes(), None) {
            let length = source.text().chars().count();
            prop_assert!(source.blocks.iter().all(|block| block.span.end <= length));
            prop_assert!(source.blocks.windows(2).all(|pair| pair[0].span.start <= pair[1].span.start));
        }
    }
}

const MARKUP: [&str; 22] = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "字",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr><w:gridSpan w:val=\"3\"/><w:vMerge/></w:tcPr>",
    "<w:p/>",
    "<w:del>",
    "</w:del>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:p><w:r><w:t>文</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "<w:tcPr><w:hMerge/></w:tcPr>",
];
