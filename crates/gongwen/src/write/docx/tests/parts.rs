//! The parts of written files.

use super::papers::{self, strings};
use crate::{
    document::*,
    write::{WriteError, paper_docx},
};
use std::io::Read as _;

pub(super) fn part(file: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut text = String::new();
    let mut part = zip.by_name(name).unwrap();
    part.read_to_string(&mut text).unwrap();
    text
}

fn body_of(document: &Document) -> Result<String, WriteError> {
    Ok(part(&paper_docx(document)?, "word/document.xml"))
}

fn assert_holds(xml: &str, wanted: &str) {
    assert!(xml.contains(wanted), "{wanted} is not in\n{xml}");
}

#[test]
fn the_page_is_the_standards() {
    let body = body_of(&papers::general()).unwrap();
    assert_holds(
        &body,
        r#"<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587""#,
    );
    assert_holds(&body, r#"<w:docGrid w:type="lines" w:linePitch="579"/>"#);
    // Landscape pages are the same ones turned.
    assert_holds(
        &body,
        r#"w:orient="landscape"/><w:pgMar w:top="1587" w:right="2098" w:bottom="1474" w:left="1984""#,
    );
}

#[test]
fn every_part_is_declared_and_referred_to() {
    for (name, document) in papers::all() {
        let file = paper_docx(&document).unwrap();
        let types = part(&file, "[Content_Types].xml");
        let relations = part(&file, "word/_rels/document.xml.rels");
        let body = part(&file, "word/document.xml");
        let zip = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
        let files: Vec<String> = zip
            .file_names()
            .map(|file| file.unwrap().into_owned())
            .collect();
        for file in files.iter().filter_map(|file| file.strip_prefix("word/")) {
            if !file.starts_with("_rels") {
                assert_holds(&types, &format!(r#"PartName="/word/{file}""#));
            }
            if file != "document.xml" && !file.starts_with("_rels") {
                assert_holds(&relations, &format!(r#"Target="{file}""#));
            }
        }
        for id in body.split(r#"r:id=""#).skip(1) {
            let id = id.split('"').next().unwrap();
            assert!(relations.contains(&format!(r#"Id="{id}""#)), "{name} {id}");
        }
        for list in body.split(r#"<w:numId w:val=""#).skip(1) {
            let list = list.split('"').next().unwrap();
            let numbering = part(&file, "word/numbering.xml");
            assert_holds(&numbering, &format!(r#"<w:num w:numId="{list}">"#));
        }
        let styles = part(&file, "word/styles.xml");
        for style in body.split(r#"Style w:val=""#).skip(1) {
            let style = style.split('"').next().unwrap();
            assert_holds(&styles, &format!(r#"w:styleId="{style}""#));
        }
    }
}

#[test]
fn styles_carry_chinese_names_fonts_and_outline_levels() {
    let styles = part(&paper_docx(&papers::general()).unwrap(), "word/styles.xml");
    let style = |name: &str| {
        let begin = styles
            .find(&format!(r#"<w:name w:val="{name}"/>"#))
            .unwrap();
        styles[begin..]
            .split("</w:style>")
            .next()
            .unwrap()
            .to_owned()
    };
    for (name, font, size, outline) in [
        ("公文标题", "方正小标宋简体", 44, Some(0)),
        ("主送机关", "仿宋_GB2312", 32, None),
        ("公文正文", "仿宋_GB2312", 32, None),
        ("一级标题", "黑体", 32, Some(1)),
        ("二级标题", "楷体_GB2312", 32, Some(2)),
        ("三级标题", "仿宋_GB2312", 32, Some(3)),
        ("附件标记", "黑体", 32, None),
        ("版记", "仿宋_GB2312", 28, None),
        ("页码", "宋体", 28, None),
    ] {
        let style = style(name);
        assert_holds(&style, &format!(r#"w:eastAsia="{font}""#));
        assert_holds(&style, &format!(r#"<w:sz w:val="{size}"/>"#));
        let level = outline.map(|level| format!(r#"<w:outlineLvl w:val="{level}"/>"#));
        assert_eq!(style.contains("outlineLvl"), level.is_some(), "{name}");
        assert_holds(&style, &level.unwrap_or_default());
    }
    assert_holds(&styles, r#"<w:spacing w:line="579" w:lineRule="exact"/>"#);
}

#[test]
fn page_numbers_stand_outside_and_are_left_out_where_the_standard_says() {
    let file = paper_docx(&papers::general()).unwrap();
    let odd = part(&file, "word/footer1.xml");
    assert_holds(&odd, r#"<w:jc w:val="right"/>"#);
    assert_holds(&odd, " PAGE ");
    assert_holds(&part(&file, "word/footer2.xml"), r#"<w:jc w:val="left"/>"#);
    assert_holds(&part(&file, "word/settings.xml"), "<w:evenAndOddHeaders/>");
    // Beside a landscape table the number is turned with the page.
    assert_holds(&part(&file, "word/footer3.xml"), r#"vert="vert""#);
    let letter = paper_docx(&papers::letter()).unwrap();
    let body = part(&letter, "word/document.xml");
    assert_holds(&body, "<w:titlePg/>");
    assert!(!part(&letter, "word/footer4.xml").contains("PAGE"));
}

#[test]
fn rules_have_the_standards_length_and_thickness() {
    let body = body_of(&papers::general()).unwrap();
    assert_holds(
        &body,
        r#"<w:bottom w:val="single" w:sz="8" w:space="0" w:color="FF0000"/>"#,
    );
    let imprint = body_of(&papers::upward(1)).unwrap();
    assert_holds(&imprint, r#"<w:tblW w:w="8845" w:type="dxa"/>"#);
    assert_holds(&imprint, r#"w:vertAnchor="margin""#);
    assert_holds(&imprint, r#"<w:top w:val="single" w:sz="8""#);
    assert_holds(&imprint, r#"<w:bottom w:val="single" w:sz="6""#);
    let letter = paper_docx(&papers::letter()).unwrap();
    assert_holds(
        &part(&letter, "word/header3.xml"),
        r#"w:left="-453" w:right="-340""#,
    );
    assert!(!part(&letter, "word/document.xml").contains("<w:top w:val=\"single\""));
}

#[test]
fn the_imprint_stands_on_an_even_page() {
    let with_sentences = |n_sentences: usize| {
        let document = Document {
            body: vec![Block::text(papers::words(n_sentences))],
            attachments: Vec::new(),
            ..papers::general()
        };
        body_of(&document).unwrap()
    };
    // Text that ends on page 1: the back of the sheet. On page 2: the same page.
    assert_eq!(with_sentences(1).matches("evenPage").count(), 1);
    assert_eq!(with_sentences(8).matches("evenPage").count(), 0);
    assert_eq!(with_sentences(20).matches("evenPage").count(), 1);
}

#[test]
fn a_date_longer_than_the_name_stands_two_characters_from_the_right() {
    let signed = |name: &str| {
        let document = Document {
            signature: Some(Signature {
                names: strings(&[name]),
                date: crate::day::Day::new(2026, 11, 25),
                seal: Seal::Unstamped,
            }),
            ..Document::default()
        };
        body_of(&document).unwrap()
    };
    let long = signed("青禾县教育局办公室");
    assert_holds(
        &long,
        r#"<w:pStyle w:val="SignatureName"/><w:spacing w:before="579"/><w:ind w:rightChars="200" w:right="632"/>"#,
    );
    // Name of nine characters: it begins 11 from the right, the date two further in.
    let left = 8845 - 11 * 316 + 2 * 316;
    assert_holds(&long, &format!(r#"<w:ind w:left="{left}"/>"#));
    let short = signed("教育局");
    assert_holds(
        &short,
        r#"<w:pStyle w:val="SignatureDate"/><w:ind w:rightChars="200" w:right="632"/>"#,
    );
}

#[test]
fn figures_tell_where_they_come_from_when_the_paper_wants_it() {
    let file = paper_docx(&papers::cited()).unwrap();
    let notes = part(&file, "word/footnotes.xml");
    assert_eq!(notes.matches("<w:footnote ").count(), 2 + 2);
    assert_holds(&notes, "教师培训台账，2026年11月20日，已核。");
    assert_holds(
        &part(&file, "customXml/item1.xml"),
        r#"<fact key="training-2026" quote="860名">教师培训台账，2026年11月20日，已核。</fact>"#,
    );
    let silent = Document {
        footnotes: false,
        ..papers::cited()
    };
    let file = paper_docx(&silent).unwrap();
    assert!(!part(&file, "word/document.xml").contains("footnoteReference"));
    assert_holds(&part(&file, "customXml/item1.xml"), "training-2026");
}

#[test]
fn every_piece_lies_in_a_bookmark_the_file_knows() {
    for (name, document) in papers::all() {
        let file = paper_docx(&document).unwrap();
        let body = part(&file, "word/document.xml");
        let kept = part(&file, "customXml/item1.xml");
        let mut names: Vec<&str> = body
            .split(r#"<w:bookmarkStart w:id=""#)
            .skip(1)
            .filter_map(|rest| rest.split('"').nth(2))
            .collect();
        let n_names = names.len();
        for bookmark in &names {
            assert!(
                kept.contains(&format!(r#"bookmark="{bookmark}""#)),
                "{name}"
            );
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), n_names, "{name}");
        assert_eq!(body.matches("<w:bookmarkEnd").count(), n_names, "{name}");
        assert_eq!(kept.matches("<block ").count(), n_names, "{name}");
    }
}

#[test]
fn the_name_of_an_agency_is_drawn_smaller_until_it_fits_its_line() {
    for n_chars in [2, 8, 15, 30] {
        let document = Document {
            head: Head {
                issuers: vec!["局".repeat(n_chars)],
                ..Head::default()
            },
            ..Document::default()
        };
        let body = body_of(&document).unwrap();
        let size: u32 = number_after(&body, r#"<w:sz w:val=""#).unwrap();
        let scale = number_after(&body, r#"<w:w w:val=""#).unwrap_or(100);
        let width = n_chars as u32 * size * 10 * scale / 100;
        assert!(width <= 8845, "{n_chars} characters are {width} wide");
    }
}

fn number_after(xml: &str, words: &str) -> Option<u32> {
    let (_, rest) = xml.split_once(words)?;
    rest.split('"').next()?.parse().ok()
}
