//! The original as text: what every span points into.

use crate::span::Span;
use serde::{Deserialize, Serialize};

/// A document as it was received, turned into plain text once and never changed again.
///
/// For a `.txt` file the text is the decoded file, byte for byte as far as the encoding allows
/// (line ends kept). For other formats it is a faithful plain rendering: one line a
/// paragraph, automatic numbers written out, table cells each on a line of their own. Blocks add
/// what plain text cannot say (this line is a table cell, row 3, column 2, spanning two rows).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    text: String,
    /// Structure known from the file format; empty for plain text. In order of position.
    pub blocks: Vec<Block>,
    /// What the reader had to say about the file (lost numbering, accepted changes, bad bytes).
    pub remarks: Vec<Remark>,
    /// The file format it came from.
    pub format: Format,
}

/// File formats the library reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Plain text or text pasted by a person.
    Text,
    /// A web page.
    Html,
    /// Text with the signs of Markdown.
    Markdown,
    /// Office Open XML word processing.
    Docx,
    /// Office Open XML workbook.
    Xlsx,
    /// 版式文档, GB/T 33190.
    Ofd,
    /// Portable Document Format with a text layer.
    Pdf,
}

/// A piece of the document whose form the file states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Where its text stands in the source.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// Forms of blocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// Running text.
    Paragraph,
    /// A heading of the given outline level, 1 the highest, as the file's style says.
    Heading(u8),
    /// A cell of the table number `table` (from 0); a merged cell covers several rows or columns.
    Cell {
        /// Serial number of the table in the document.
        table: usize,
        /// First row it covers, from 0.
        row: usize,
        /// First grid column it covers, from 0.
        column: usize,
        /// How many rows it covers.
        row_span: usize,
        /// How many grid columns it covers.
        column_span: usize,
    },
    /// Page header or footer, text repeated on every page: never part of the work.
    Margin,
    /// A text box, read after the paragraph it is anchored in.
    TextBox,
    /// Navigation, script fall-back or other furniture of a web page: never part of the work.
    Furniture,
}

/// Something the reader noticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The place, when there is one.
    pub span: Option<Span>,
    /// One Chinese sentence for the person who imported the file.
    pub message: String,
}

impl Source {
    /// A source from text alone.
    #[must_use]
    pub fn from_text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            blocks: Vec::new(),
            remarks: Vec::new(),
            format: Format::Text,
        }
    }

    /// A source with known structure.
    #[must_use]
    pub fn new(text: String, format: Format, blocks: Vec<Block>, remarks: Vec<Remark>) -> Self {
        Self {
            text,
            blocks,
            remarks,
            format,
        }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; what lies outside the text is left out.
    #[must_use]
    pub fn slice(&self, span: Span) -> String {
        self.text
            .chars()
            .skip(span.start)
            .take(span.len())
            .collect()
    }
}
