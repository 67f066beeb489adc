//! The paper as it grows: pages, numbers, notes, and what is kept beside the words.

use super::{
    footnotes::Footnotes,
    kept::{Bookmark, Kept},
    length::{Ruler, n_lines},
    measure::{LINE, half_chars},
    numbering::Numbering,
    pages::{Layout, Pages},
    parts,
    xml::{Shape, run, write_paragraph, write_run},
};
use crate::document::{Document, Inline, MAX_BLANK, Numbered};

/// A paper being written. Pieces are put one after another from the top of page 1.
pub(super) struct Writer<'a> {
    pub(super) document: &'a Document,
    pub(super) ruler: Ruler,
    pub(super) numbering: Numbering,
    pages: Pages<'a>,
    kept: Kept,
    footnotes: Footnotes,
    /// The section being written.
    content: String,
    /// Room above the next piece, in twips.
    skipped: u32,
    /// The next piece begins a page.
    page_break: bool,
    is_at_start: bool,
}

impl<'a> Writer<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        Self {
            document,
            ruler: Ruler::new(false),
            numbering: Numbering::default(),
            pages: Pages::new(document),
            kept: Kept::default(),
            footnotes: Footnotes::default(),
            content: String::new(),
            skipped: 0,
            page_break: false,
            is_at_start: true,
        }
    }

    /// Leaves room above the next piece, in twips.
    pub(super) fn skip(&mut self, twips: u32) {
        self.skipped = self.skipped.max(twips);
    }

    /// Leaves blank lines above the next piece.
    pub(super) fn skip_lines(&mut self, n_lines: u32) {
        self.skip(n_lines * LINE);
    }

    /// The next piece begins a page.
    pub(super) fn new_page(&mut self) {
        if !self.is_at_start {
            self.page_break = true;
            self.skipped = 0;
        }
    }

    /// What follows stands on pages of another layout; nothing happens when it already does.
    pub(super) fn turn_to(&mut self, layout: Layout) {
        if self.is_at_start {
            self.pages.begin_with(layout);
        } else if self.pages.layout() != layout {
            self.pages.turn(std::mem::take(&mut self.content), layout);
            self.page_break = false;
        } else {
            self.new_page();
            return;
        }
        self.ruler_at_new_page(layout);
        self.skipped = 0;
    }

    /// Whether the page being written is a landscape one.
    pub(super) fn is_landscape(&self) -> bool {
        self.pages.layout().is_landscape
    }

    /// Width of the type area of the page being written.
    pub(super) fn area_width(&self) -> u32 {
        self.pages.area_width()
    }

    fn ruler_at_new_page(&mut self, layout: Layout) {
        if self.is_at_start {
            self.ruler = Ruler::new(layout.is_landscape);
        } else {
            self.ruler.new_page(layout.is_landscape);
        }
    }

    /// Puts a paragraph of so many lines.
    pub(super) fn put(&mut self, style: &str, mut shape: Shape, content: &str, n_lines: u32) {
        self.place(&mut shape);
        let above = shape.before.unwrap_or(0);
        let below = shape.after.unwrap_or(0);
        self.ruler
            .lines(n_lines, shape.line.unwrap_or(LINE), above + below);
        write_paragraph(&mut self.content, style, &shape, content);
    }

    /// Puts a paragraph of running text and reckons its lines.
    pub(super) fn put_text(&mut self, style: &str, shape: Shape, text: &str) {
        let lines = n_lines(half_chars(text), 0);
        self.put(style, shape, &run("", text), lines);
    }

    /// Puts a table whose rows the caller has reckoned. Room above it needs a paragraph.
    pub(super) fn put_table(&mut self, table: &str) {
        if self.skipped > 0 || self.page_break {
            let mut shape = Shape::default();
            self.place(&mut shape);
            let above = shape.before.take();
            shape.line = above.map(|above| above.max(1));
            self.ruler.block(above.unwrap_or(0), 0);
            write_paragraph(&mut self.content, "AfterTable", &shape, "");
        }
        self.is_at_start = false;
        self.content.push_str(table);
        self.content.push_str(super::table::AFTER);
    }

    fn place(&mut self, shape: &mut Shape) {
        if std::mem::take(&mut self.page_break) {
            shape.page_break = true;
            self.ruler.new_page(self.pages.layout().is_landscape);
        }
        if self.skipped > 0 {
            shape.before = Some(std::mem::take(&mut self.skipped));
        }
        self.is_at_start = false;
    }

    /// Keeps a piece beside the text and gives the bookmark to lay around it.
    pub(super) fn keep(&mut self, piece: &Numbered<'_>) -> Bookmark {
        self.kept.keep(piece)
    }

    /// Words as runs with the given properties.
    pub(super) fn runs(&mut self, content: &[Inline], properties: &str) -> String {
        let mut xml = String::new();
        for inline in content {
            match inline {
                Inline::Text(text) => write_run(&mut xml, properties, text),
                Inline::Cited { text, citation } => {
                    write_run(&mut xml, properties, text);
                    if self.document.footnotes {
                        xml.push_str(&self.footnotes.add(&citation.words));
                    }
                }
                Inline::Blank(width) => {
                    let room = "\u{3000}".repeat((*width).min(MAX_BLANK) as usize);
                    let properties = format!(r#"{properties}<w:u w:val="single"/>"#);
                    write_run(&mut xml, &properties, &room);
                }
            }
        }
        xml
    }

    /// The parts of the file.
    pub(super) fn finish(self) -> Vec<(String, String)> {
        let title: String = self.document.title_lines().concat();
        let sections = self.pages.finish(self.content);
        parts::parts(&parts::Paper {
            title: &title,
            body: sections.body,
            margins: sections.margins,
            numbering: (!self.numbering.is_empty()).then(|| self.numbering.part()),
            footnotes: (!self.footnotes.is_empty()).then(|| self.footnotes.part()),
            kept: self.kept.part(),
        })
    }
}
