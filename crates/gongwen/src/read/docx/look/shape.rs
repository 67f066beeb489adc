//! How a paragraph stands: alignment, indents, spacing, rules above and below.

use super::{face::is_red, measure};
use crate::read::{
    docx::xml::{Element, Piece, Xml},
    error::ReadError,
};

/// Where the lines of a paragraph stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// At the left, or filled to both edges.
    Left,
    Centre,
    Right,
}

/// How the height of a line is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineRule {
    /// In 240ths of the font's own height, or of the grid.
    Auto,
    /// Exactly so many twips.
    Exact,
    /// So many twips or more.
    AtLeast,
}

/// A rule above or below a paragraph or cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edge {
    /// Thickness in eighths of a point.
    pub(crate) eighths: i32,
    pub(crate) is_red: bool,
    /// A double rule of a thick and a thin line, as letters have it.
    pub(crate) is_double: bool,
}

impl Edge {
    /// Reads `w:top`, `w:bottom` of borders; none where the file says there is none.
    pub(in crate::read::docx) fn read(element: &Element<'_>) -> Option<Self> {
        let kind = element.value()?;
        (!matches!(kind.as_str(), "nil" | "none")).then(|| Self {
            eighths: measure::number(element, "sz").unwrap_or(0),
            is_red: element
                .attribute("color")
                .is_some_and(|colour| is_red(&colour.to_uppercase())),
            is_double: kind.starts_with("thinThick") || kind.starts_with("thickThin"),
        })
    }
}

/// What one place of a file says of a paragraph; what it leaves open comes from below. Lengths in
/// twips, lengths in characters and lines in hundredths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) align: Option<Align>,
    pub(crate) left: Option<i32>,
    pub(crate) left_chars: Option<i32>,
    pub(crate) right: Option<i32>,
    pub(crate) right_chars: Option<i32>,
    /// Negative when the first line hangs out.
    pub(crate) first_line: Option<i32>,
    pub(crate) first_line_chars: Option<i32>,
    pub(crate) before: Option<i32>,
    pub(crate) before_lines: Option<i32>,
    pub(crate) after: Option<i32>,
    pub(crate) after_lines: Option<i32>,
    pub(crate) line: Option<i32>,
    pub(crate) line_rule: Option<LineRule>,
    pub(crate) snaps_to_grid: Option<bool>,
    pub(crate) begins_page: Option<bool>,
    pub(crate) top: Option<Option<Edge>>,
    pub(crate) bottom: Option<Option<Edge>>,
    /// `w:framePr`: which edge the frame stands at, for example `outside`.
    pub(crate) frame: Option<String>,
}

impl Shape {
    /// Reads a `w:pPr` for its shape alone.
    pub(in crate::read::docx) fn parse(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut shape = Self::default();
        loop {
            match xml.next()? {
                Piece::Open(element) if element.name() == "pBdr" => shape.borders(xml)?,
                Piece::Open(element) => {
                    shape.take(&element);
                    xml.skip()?;
                }
                Piece::Close => return Ok(shape),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// Takes what one element of a `w:pPr` says.
    pub(super) fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "jc" => self.align = element.value().map(|value| align(&value)),
            "ind" => self.indent(element),
            "spacing" => self.spacing(element),
            "snapToGrid" => self.snaps_to_grid = Some(element.is_on()),
            "pageBreakBefore" => self.begins_page = Some(element.is_on()),
            "framePr" => self.frame = Some(element.attribute("xAlign").unwrap_or_default()),
            _ => {}
        }
    }

    fn indent(&mut self, element: &Element<'_>) {
        let either =
            |one, other| measure::twips(element, one).or_else(|| measure::twips(element, other));
        let chars =
            |one, other| measure::number(element, one).or_else(|| measure::number(element, other));
        let said = Self {
            left: either("left", "start"),
            left_chars: chars("leftChars", "startChars"),
            right: either("right", "end"),
            right_chars: chars("rightChars", "endChars"),
            first_line: (measure::twips(element, "hanging").map(|length| -length))
                .or_else(|| measure::twips(element, "firstLine")),
            first_line_chars: (measure::number(element, "hangingChars").map(|chars| -chars))
                .or_else(|| measure::number(element, "firstLineChars")),
            ..Self::default()
        };
        self.overlay(&said);
    }

    fn spacing(&mut self, element: &Element<'_>) {
        self.before = measure::twips(element, "before");
        self.before_lines = measure::number(element, "beforeLines");
        self.after = measure::twips(element, "after");
        self.after_lines = measure::number(element, "afterLines");
        self.line = measure::twips(element, "line");
        self.line_rule = match element.attribute("lineRule").as_deref() {
            Some("exact") => Some(LineRule::Exact),
            Some("atLeast") => Some(LineRule::AtLeast),
            // A height without a rule is a proportion.
            Some(_) => Some(LineRule::Auto),
            None => self.line.map(|_| LineRule::Auto),
        };
    }

    /// Reads a `w:pBdr` up to its end.
    pub(super) fn borders(&mut self, xml: &mut Xml<'_>) -> Result<(), ReadError> {
        loop {
            match xml.next()? {
                Piece::Open(element) => {
                    match element.name() {
                        "top" => self.top = Some(Edge::read(&element)),
                        "bottom" => self.bottom = Some(Edge::read(&element)),
                        _ => {}
                    }
                    xml.skip()?;
                }
                Piece::Close => return Ok(()),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// Lays what is nearer to the paragraph over this.
    pub(super) fn overlay(&mut self, over: &Self) {
        super::lay!(self, over: align, left, left_chars, right, right_chars, first_line,
            first_line_chars, before, before_lines, after, after_lines, line, line_rule,
            snaps_to_grid, begins_page, top, bottom, frame);
    }

    /// Takes the indents of another, as a list gives them to its paragraphs.
    pub(super) fn overlay_indents(&mut self, over: &Self) {
        super::lay!(self, over: left, left_chars, right, right_chars, first_line, first_line_chars);
    }
}

fn align(value: &str) -> Align {
    match value {
        "center" => Align::Centre,
        "right" | "end" => Align::Right,
        _ => Align::Left,
    }
}
