use super::{fonts, seen};
use crate::{Fonts, PdfError, pdf};
use gongwen::document::{Block, Cell, Document, Form, Inline, Paragraph, Table};
use proptest::prelude::*;

fn words(text: &str) -> Document {
    Document {
        form: Form::Plain,
        body: vec![Block::text(text)],
        ..Document::default()
    }
}

#[test]
fn markup_and_code_are_printed_as_they_are() {
    let text = "#import \"x.typ\" *b* _e_ $x^2$ \\ [[#panic()]] <l> @r `c` ~ // /* -- ' = + 1.";
    let page = &seen(&words(text))[0];
    let printed: String = page.lines()[..page.lines().len() - 1].concat();
    assert_eq!(printed.replace(' ', ""), text.replace(' ', ""));
}

#[test]
fn what_no_font_has_is_marked_and_told() {
    let paper = pdf(&words("甲\u{E123}乙\u{1F600}"), fonts()).unwrap();
    assert_eq!(paper.missing, ['\u{E123}', '\u{1F600}']);
    assert!(seen(&words("甲\u{E123}乙"))[0].has("甲〓乙"));
}

#[test]
fn controls_and_marks_without_shape_are_left_out() {
    let page = &seen(&words("甲\u{0}\u{7}\u{1b}\u{202e}\u{feff}乙\n丙\t丁"))[0];
    assert!(page.has("甲乙 丙 丁"), "{:?}", page.lines());
}

#[test]
fn a_word_longer_than_a_line_is_broken() {
    let page = &seen(&words(&format!("https://{}", "a".repeat(200))))[0];
    assert!(page.runs.iter().all(|run| run.right < 28.0 + 156.0 + 0.1));
}

#[test]
fn an_empty_paper_is_a_page() {
    for form in [
        Form::File,
        Form::Letter,
        Form::Order,
        Form::Minutes,
        Form::Plain,
    ] {
        let paper = Document {
            form,
            ..Document::default()
        };
        assert_eq!(pdf(&paper, fonts()).unwrap().pages, 1, "{form:?}");
    }
}

#[test]
fn without_fonts_there_is_a_reason() {
    assert_eq!(pdf(&words("甲"), &Fonts::new()), Err(PdfError::NoFonts));
}

#[test]
fn what_is_no_font_is_not_taken_for_one() {
    assert_eq!(Fonts::new().add(b"%PDF-1.7".as_slice()), 0);
    assert_eq!(Fonts::new().add(b"\0\x01\0\0\xff\xff".as_slice()), 0);
}

fn cell() -> impl Strategy<Value = Cell> {
    (any::<u32>(), 0_u32..5, ".{0,12}").prop_map(|(wild, row_span, text)| Cell {
        content: vec![vec![Inline::Text(text)]],
        column_span: if wild.is_multiple_of(5) {
            wild
        } else {
            wild % 4
        },
        row_span: if wild.is_multiple_of(7) {
            wild
        } else {
            row_span
        },
        ..Cell::default()
    })
}

fn table() -> impl Strategy<Value = Table> {
    let rows = |most| prop::collection::vec(prop::collection::vec(cell(), 0..4), 0..most);
    let widths = prop::collection::vec(any::<u32>(), 0..4);
    (widths, rows(3), rows(5)).prop_map(|(widths, head, rows)| Table {
        widths,
        head,
        rows,
        ..Table::default()
    })
}

fn inline() -> impl Strategy<Value = Inline> {
    prop_oneof![
        any::<String>().prop_map(Inline::Text),
        any::<u32>().prop_map(Inline::Blank),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_paper_is_written(
        title in prop::collection::vec(any::<String>(), 0..3),
        table in table(),
        content in prop::collection::vec(inline(), 0..4),
    ) {
        let paper = Document {
            title,
            body: vec![
                Block::Table(table),
                Block::Paragraph(Paragraph { content, ..Paragraph::default() }),
            ],
            ..Document::default()
        };
        let written = pdf(&paper, fonts());
        prop_assert!(written.is_ok(), "{:?}", written.err());
    }
}
