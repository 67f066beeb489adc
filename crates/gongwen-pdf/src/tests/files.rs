use super::fonts;
use crate::{Face, Fonts, family_names, is_wanted, pdf};
use gongwen::{
    day::Day,
    document::{Block, Document, Level, Signature},
};

fn paper() -> Document {
    Document {
        title: vec!["关于做好开学检查工作的通知".to_owned()],
        body: vec![Block::item(Level::First, "检查内容。", "校舍。")],
        signature: Some(Signature {
            date: Day::new(2026, 8, 6),
            ..Signature::default()
        }),
        ..Document::default()
    }
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let [first, second] = [paper(), paper()].map(|paper| pdf(&paper, fonts()).unwrap().bytes);
    assert!(first == second);
}

#[test]
fn the_file_is_for_the_archive_and_dated_with_the_papers_own_day() {
    let bytes = pdf(&paper(), fonts()).unwrap().bytes;
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>"));
    assert!(text.contains("2026-08-06"));
    assert!(text.contains("关于做好开学检查工作的通知"));
    assert!(text.contains("/Outlines"));
}

#[test]
fn faces_that_are_not_at_hand_are_told() {
    let told: Vec<String> = fonts()
        .substitutions()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "仿宋_GB2312：以 Noto Serif SC Regular 代替",
            "黑体：以 Noto Sans SC Medium 代替",
            "楷体_GB2312：以 LXGW WenKai 代替",
            "方正小标宋简体：以 Noto Serif SC Bold 代替",
            "宋体：以 Noto Serif SC Regular 代替",
        ]
    );
    assert_eq!(
        pdf(&paper(), fonts()).unwrap().substitutions.len(),
        Face::ALL.len()
    );
}

#[test]
fn one_font_stands_in_for_every_face() {
    let mut one = Fonts::new();
    one.add(typefaces::files()[2].as_slice());
    assert!(pdf(&paper(), &one).unwrap().bytes.starts_with(b"%PDF-1.7"));
    assert!(
        one.substitutions()
            .iter()
            .all(|told| told.by.starts_with("Noto Sans SC"))
    );
}

#[test]
fn fonts_are_wanted_by_any_of_their_names() {
    for name in [
        "仿宋_GB2312",
        "FangSong",
        "SimHei",
        "KaiTi",
        "方正小标宋简体",
        "Noto Serif CJK SC",
    ] {
        assert!(is_wanted(name), "{name}");
    }
    for name in ["Arial", "Noto Serif CJK JP", ""] {
        assert!(!is_wanted(name), "{name}");
    }
    assert!(family_names(b"no table").is_empty());
}
