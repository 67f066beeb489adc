//! What a paragraph itself says of its looks, gathered while the story is walked.

use super::{Face, Section, Shape, measure};
use crate::read::{
    docx::{
        styles::ParagraphProperties,
        xml::{Element, Piece, Xml},
    },
    error::ReadError,
};

/// A line drawn on the page lies flatter than this, in English Metric Units (10 pt).
const FLAT_EMU: i32 = 127_000;

/// What a paragraph says of its own looks. Places are byte offsets into its text.
#[derive(Debug, Default)]
pub(in crate::read::docx) struct Own {
    pub(super) shape: Shape,
    /// The face of the paragraph's end, which is all an empty paragraph has.
    pub(super) mark: Face,
    pub(super) runs: Vec<(usize, Face)>,
    /// Where a new page begins.
    pub(super) page_breaks: Vec<usize>,
    /// Instructions of fields, for example `PAGE`.
    pub(super) fields: Vec<String>,
    pub(super) drawn: Vec<Drawn>,
    /// The edge drawings are aligned with, for example `outside`.
    pub(super) drawn_at: Option<String>,
    pub(super) section: Option<Section>,
    pub(super) bookmarks: Vec<String>,
}

/// A shape drawn beside the text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Drawn {
    pub(crate) is_line: bool,
    pub(crate) is_red: bool,
}

impl Own {
    /// Reads a `w:pPr` up to its end.
    pub(in crate::read::docx) fn properties(
        &mut self,
        xml: &mut Xml<'_>,
        properties: &mut ParagraphProperties,
    ) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Piece::Open(element) => match element.name() {
                    "pBdr" => self.shape.borders(xml)?,
                    "rPr" => self.mark = mark(xml, properties)?,
                    "numPr" => numbering(xml, properties)?,
                    "sectPr" => self.section = Some(Section::parse(xml)?),
                    _ => {
                        properties.take(&element);
                        self.shape.take(&element);
                        xml.skip()?;
                    }
                },
                Piece::Close => return Ok(()),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// A paragraph that begins inside these bookmarks.
    pub(in crate::read::docx) fn within(bookmarks: Vec<String>) -> Self {
        Self {
            bookmarks,
            ..Self::default()
        }
    }

    pub(in crate::read::docx) fn begin_bookmark(&mut self, name: &str) {
        self.bookmarks.push(name.to_owned());
    }

    /// A bookmark that ends before the paragraph's first character does not reach into it.
    pub(in crate::read::docx) fn end_bookmark_before(&mut self, name: &str) {
        self.bookmarks.retain(|open| open != name);
    }

    pub(in crate::read::docx) fn begin_run(&mut self, at: usize) {
        self.runs.push((at, Face::default()));
    }

    /// Reads the `w:rPr` of the run begun last; whether its text is hidden.
    pub(in crate::read::docx) fn run_properties(
        &mut self,
        xml: &mut Xml<'_>,
    ) -> Result<bool, ReadError> {
        let read = Face::parse(xml)?;
        let is_hidden = read.hidden == Some(true);
        if let Some((_, face)) = self.runs.last_mut() {
            *face = read;
        }
        Ok(is_hidden)
    }

    pub(in crate::read::docx) fn break_page(&mut self, at: usize) {
        self.page_breaks.push(at);
    }

    /// A field may be written in pieces.
    pub(in crate::read::docx) fn instruction(&mut self, text: &str) {
        self.fields.push(text.to_owned());
    }

    /// Characters outside the text: only a drawing's alignment says something of the page.
    pub(in crate::read::docx) fn aside(&mut self, taken_off: &[Element<'_>], text: &str) {
        if taken_off.last().is_some_and(|last| last.name() == "align") {
            self.drawn_at = Some(text.trim().to_owned());
        }
    }

    /// Works out what the wrappers taken off around this paragraph's text draw.
    pub(in crate::read::docx) fn wrappers(&mut self, taken_off: &[Element<'_>]) {
        for element in taken_off {
            let name = element.name();
            if matches!(name, "wsp" | "cxnSp" | "line" | "rect" | "shape") {
                self.drawn.push(Drawn {
                    is_line: name == "line" || name == "cxnSp",
                    is_red: ["strokecolor", "fillcolor"].iter().any(|colour| {
                        element.attribute(colour).is_some_and(|colour| {
                            let plain = colour.split([' ', '[']).next().unwrap_or_default();
                            super::face::is_red(&plain.to_uppercase())
                        })
                    }),
                });
            }
            if name == "fldSimple" {
                self.fields.extend(element.attribute("instr"));
            }
            let Some(last) = self.drawn.last_mut() else {
                continue;
            };
            match name {
                "prstGeom" => {
                    let geometry = element.attribute("prst").unwrap_or_default();
                    last.is_line |= geometry == "line" || geometry.contains("Connector");
                }
                "ext" => {
                    let side = |name| measure::number(element, name);
                    let is_flat = side("cy").is_some_and(|height| height < FLAT_EMU);
                    last.is_line |= is_flat && side("cx").is_some_and(|width| width > FLAT_EMU);
                }
                "srgbClr" => {
                    let colour = element.value().unwrap_or_default();
                    last.is_red |= super::face::is_red(&colour.to_uppercase());
                }
                _ => {}
            }
        }
    }

    /// Continues with the looks of the paragraph after, whose text begins at `at` here.
    pub(in crate::read::docx) fn append(&mut self, other: Self, at: usize) {
        self.runs.extend(
            other
                .runs
                .into_iter()
                .map(|(start, face)| (start + at, face)),
        );
        let breaks = other.page_breaks.into_iter().map(|start| start + at);
        self.page_breaks.extend(breaks);
        self.fields.extend(other.fields);
        self.drawn.extend(other.drawn);
        self.bookmarks.extend(other.bookmarks);
        (self.shape, self.mark) = (other.shape, other.mark);
        self.section = other.section.or(self.section.take());
    }
}

/// The `w:rPr` of a paragraph's mark, where its deletion is written too.
fn mark(xml: &mut Xml<'_>, properties: &mut ParagraphProperties) -> Result<Face, ReadError> {
    let mut face = Face::default();
    loop {
        match xml.next()? {
            Piece::Open(element) => {
                if element.name() == "del" {
                    properties.take(&element);
                    xml.saw_changes = true;
                }
                face.take(&element);
                xml.skip()?;
            }
            Piece::Close => return Ok(face),
            Piece::Text(_) => {}
            Piece::End => return Err(ReadError::Damaged),
        }
    }
}

fn numbering(xml: &mut Xml<'_>, properties: &mut ParagraphProperties) -> Result<(), ReadError> {
    loop {
        match xml.next()? {
            Piece::Open(element) => {
                properties.take(&element);
                xml.skip()?;
            }
            Piece::Close => return Ok(()),
            Piece::Text(_) => {}
            Piece::End => return Err(ReadError::Damaged),
        }
    }
}
