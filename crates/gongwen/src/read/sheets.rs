//! Pages that know where each character stands and nothing of lines and paragraphs, to a source: what
//! PDF and OFD share.

use super::{
    builder::SourceBuilder,
    error::ReadError,
    pdf::{content::Drawn, layout::Layout},
};

/// Characters on pages that are not pictures, below which a document has no text.
const FEWEST_CHARACTERS: usize = 4;

/// The pages of a document, one after another.
pub(super) struct Sheets {
    layout: Layout,
    n_sheets: usize,
    n_characters: usize,
    n_unknown: usize,
    /// Numbers of the pages that are pictures.
    pictures: Vec<usize>,
}

impl Sheets {
    pub(super) fn new() -> Self {
        Self {
            layout: Layout::new(),
            n_sheets: 0,
            n_characters: 0,
            n_unknown: 0,
            pictures: Vec::new(),
        }
    }

    /// Adds a page.
    pub(super) fn put(&mut self, drawn: Drawn) {
        self.n_sheets += 1;
        let n_here = drawn
            .glyphs
            .iter()
            .filter(|glyph| !glyph.c.is_whitespace())
            .count();
        if drawn.is_picture && n_here + drawn.n_unknown < FEWEST_CHARACTERS {
            self.pictures.push(self.n_sheets);
        }
        self.n_characters += n_here;
        self.n_unknown += drawn.n_unknown;
        self.layout.page(drawn);
    }

    /// Writes the text, and what is to be said of pages and characters without one.
    ///
    /// # Errors
    /// When there is no text: pictures only, or characters nobody can name.
    pub(super) fn write(self, builder: &mut SourceBuilder) -> Result<(), ReadError> {
        if self.n_unknown > self.n_characters {
            return Err(ReadError::NoCharacters);
        }
        if self.n_characters < FEWEST_CHARACTERS * self.n_sheets && !self.pictures.is_empty() {
            return Err(ReadError::Scan);
        }
        if self.n_characters == 0 {
            return Err(ReadError::Empty);
        }
        self.layout.write(builder);
        if !self.pictures.is_empty() {
            builder.remark(format!(
                "第 {} 页是图片，其中的文字没有读取，请对照原件补充。",
                listed(&self.pictures)
            ));
        }
        if self.n_unknown > 0 {
            builder.remark(format!(
                "有 {} 个字在文件里没有注明是什么字，已略去，请对照原件核对。",
                self.n_unknown
            ));
        }
        Ok(())
    }
}

/// Pages by their numbers, the first ones when there are many.
fn listed(pages: &[usize]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = pages.iter().take(SHOWN).map(usize::to_string).collect();
    let rest = if pages.len() > SHOWN { "等" } else { "" };
    shown.join("、") + rest
}
