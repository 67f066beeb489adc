//! Written papers read back: every piece with the number it was written with.

use super::papers;
use crate::{
    document::{Block, Document, Numbered},
    read::read,
    source::BlockKind,
    write::paper_docx,
};

/// Every line a reader sees, blanks to write in left out.
pub(super) fn lines_read(document: &Document) -> Vec<String> {
    let source = read(&paper_docx(document).unwrap(), None).unwrap();
    assert_eq!(source.remarks, []);
    let texts = source
        .blocks
        .iter()
        .filter(|block| block.kind != BlockKind::Margin);
    texts
        .flat_map(|block| {
            source
                .slice(block.span)
                .lines()
                .map(told)
                .collect::<Vec<_>>()
        })
        .filter(|line| !line.is_empty())
        .collect()
}

/// The lines of the pieces with their numbers.
pub(super) fn lines_written(pieces: &[Numbered<'_>]) -> Vec<String> {
    let text = |piece: &Numbered<'_>| {
        let label = piece.label.clone().unwrap_or_default();
        label + &piece.block.plain_text()
    };
    let lines = pieces.iter().map(text).collect::<Vec<_>>().join("\n");
    let lines = lines.lines().map(told).filter(|line| !line.is_empty());
    lines.collect()
}

fn told(line: &str) -> String {
    let is_shown = |c: &char| !c.is_whitespace() && !c.is_control() && *c != '_';
    line.chars().filter(is_shown).collect()
}

/// Every line of the second list stands in the first, in order.
fn assert_in_order(read: &[String], written: &[String], name: &str) {
    let mut read = read.iter();
    for line in written {
        assert!(read.any(|other| other == line), "{name}: {line} is missing");
    }
}

#[test]
fn papers_read_back_with_their_words_and_numbers() {
    for (name, document) in papers::all() {
        let read = lines_read(&document);
        assert_in_order(&read, &lines_written(&document.numbered()), &name);
        for (place, attachment) in (1..).zip(&document.attachments) {
            assert_in_order(&read, &lines_written(&attachment.numbered(place)), &name);
        }
    }
}

#[test]
fn numbers_begin_anew_in_each_attachment_and_under_headings_without_number() {
    let document = papers::general();
    let file = paper_docx(&document).unwrap();
    let numbering = super::parts::part(&file, "word/numbering.xml");
    // One for the body, one for an attachment whose third level runs on.
    assert_eq!(numbering.matches("<w:abstractNum ").count(), 2);
    assert_eq!(numbering.matches(r#"<w:lvlRestart w:val="0"/>"#).count(), 1);
    let cited = paper_docx(&papers::cited()).unwrap();
    let numbering = super::parts::part(&cited, "word/numbering.xml");
    assert_eq!(numbering.matches("<w:num ").count(), 2);
}

#[test]
fn tables_read_back_with_their_merged_cells() {
    let document = Document {
        body: vec![Block::Table(papers::wide_table(4))],
        ..Document::default()
    };
    let source = read(&paper_docx(&document).unwrap(), None).unwrap();
    let spans: Vec<(usize, usize)> = source
        .blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Cell {
                row_span,
                column_span,
                ..
            } => Some((*row_span, *column_span)),
            _ => None,
        })
        .filter(|span| *span != (1, 1))
        .collect();
    assert_eq!(spans, [(1, 4), (2, 1), (2, 1)]);
}
