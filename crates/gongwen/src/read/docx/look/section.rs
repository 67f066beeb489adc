//! A section of a document: paper, margins, grid, and which footers its pages have.

use super::measure;
use crate::read::{
    docx::xml::{Element, Piece, Xml},
    error::ReadError,
};

/// A section as its `w:sectPr` has it. Lengths in twips.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) width: Option<i32>,
    pub(crate) height: Option<i32>,
    pub(crate) top: Option<i32>,
    pub(crate) right: Option<i32>,
    pub(crate) bottom: Option<i32>,
    pub(crate) left: Option<i32>,
    pub(crate) gutter: i32,
    /// Distance of lines, when the page has a grid.
    pub(crate) line_pitch: Option<i32>,
    /// What the grid adds to the width of a character, in 4096ths of a point, when it counts
    /// characters too.
    pub(crate) char_space: Option<i32>,
    /// The first page has its own footer.
    pub(crate) first_differs: bool,
    /// `nextPage`, `continuous`, `evenPage`, `oddPage`.
    pub(crate) begins: Option<String>,
    /// Relation id of the header of the first page.
    pub(super) first_header: Option<String>,
    /// Relation ids of the footers for the first, the odd and the even pages.
    pub(super) first_footer: Option<String>,
    pub(super) odd_footer: Option<String>,
    pub(super) even_footer: Option<String>,
}

impl Section {
    /// Reads a `w:sectPr` up to its end.
    pub(in crate::read::docx) fn parse(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut section = Self::default();
        loop {
            match xml.next()? {
                Piece::Open(element) => {
                    section.take(&element);
                    xml.skip()?;
                }
                Piece::Close => return Ok(section),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    fn take(&mut self, element: &Element<'_>) {
        let length = |name| measure::twips(element, name);
        match element.name() {
            "pgSz" => (self.width, self.height) = (length("w"), length("h")),
            "pgMar" => {
                (self.top, self.bottom) = (length("top"), length("bottom"));
                (self.left, self.right) = (length("left"), length("right"));
                self.gutter = length("gutter").unwrap_or(0);
            }
            "docGrid" => {
                let kind = element.attribute("type").unwrap_or_default();
                let counts_lines =
                    matches!(kind.as_str(), "lines" | "linesAndChars" | "snapToChars");
                self.line_pitch = length("linePitch").filter(|_| counts_lines);
                self.char_space = matches!(kind.as_str(), "linesAndChars" | "snapToChars")
                    .then(|| measure::number(element, "charSpace").unwrap_or(0));
            }
            "titlePg" => self.first_differs = element.is_on(),
            "type" => self.begins = element.value(),
            "headerReference" if element.attribute("type").as_deref() == Some("first") => {
                self.first_header = element.attribute("id");
            }
            "footerReference" => {
                let slot = match element.attribute("type").as_deref() {
                    Some("first") => &mut self.first_footer,
                    Some("even") => &mut self.even_footer,
                    _ => &mut self.odd_footer,
                };
                *slot = element.attribute("id");
            }
            _ => {}
        }
    }

    /// What a section leaves open it has from the section before.
    pub(super) fn inherit(&mut self, before: &Self) {
        for (own, other) in [
            (&mut self.first_footer, &before.first_footer),
            (&mut self.odd_footer, &before.odd_footer),
            (&mut self.even_footer, &before.even_footer),
        ] {
            if own.is_none() {
                own.clone_from(other);
            }
        }
    }
}
