//! What stands in a body: headings, paragraphs, tables, and the words in them.

use serde::{Deserialize, Serialize};

/// A piece of a body.
///
/// Every piece may carry an `id`. A written .docx keeps it beside the paragraph, so that a file that
/// came back from an office program can be tied to what it was written from. [`super::Document::numbered`]
/// gives one to every piece that has none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 层次序数 with its words.
    Heading(Heading),
    /// Running text.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// A dashed line across the page with words in its middle, as above a 回执.
    CutLine(String),
    /// What follows begins on a new page.
    NewPage,
}

/// A numbered unit: `（一）实施扩优提质行动。新建幼儿园3所……`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Heading {
    /// See [`Block`].
    pub id: Option<String>,
    /// Level: 一、 （一） 1. （1） (GB/T 9704-2012 7.3.3).
    pub level: Level,
    /// Whether it has a number; 「指导思想」 over a section may have none.
    pub numbered: bool,
    /// Its words in the font of the level.
    pub title: Vec<Inline>,
    /// Words that follow on the same line in the font of the body.
    pub text: Vec<Inline>,
}

/// Levels of headings (GB/T 9704-2012 7.3.3).
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// `一、` in 黑体.
    #[default]
    First,
    /// `（一）` in 楷体.
    Second,
    /// `1.` in 仿宋.
    Third,
    /// `（1）` in 仿宋.
    Fourth,
}

/// Running text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Paragraph {
    /// See [`Block`].
    pub id: Option<String>,
    /// How it stands.
    pub align: Align,
    /// Its words.
    pub content: Vec<Inline>,
}

/// How a paragraph or the words of a cell stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// First line indented by two characters, as the body of a paper; in a cell flush left.
    #[default]
    Body,
    /// Flush left without indent.
    Left,
    /// Centred.
    Centre,
    /// Flush right.
    Right,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Table {
    /// See [`Block`].
    pub id: Option<String>,
    /// Words over the table.
    pub caption: Option<String>,
    /// Shares of the width, one a column; any positive whole numbers.
    pub widths: Vec<u32>,
    /// Rows repeated on top of every page.
    pub head: Vec<Vec<Cell>>,
    /// Rows. A cell that spans rows stands in its first row only.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cell {
    /// Paragraphs.
    pub content: Vec<Vec<Inline>>,
    /// How its words stand.
    pub align: Align,
    /// Set in 黑体, as the rows that divide a long table into sections.
    pub heading: bool,
    /// Columns it covers, at least 1.
    pub column_span: u32,
    /// Rows it covers, at least 1.
    pub row_span: u32,
}

impl Default for Cell {
    fn default() -> Self {
        Self {
            content: Vec::new(),
            align: Align::Body,
            heading: false,
            column_span: 1,
            row_span: 1,
        }
    }
}

/// Words in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Inline {
    /// Words as they are.
    Text(String),
    /// A figure with where it comes from. Printed as a footnote when [`super::Document::footnotes`]
    /// says so; kept beside the paragraph in either case.
    Cited {
        /// The figure as it stands in the sentence, for example `860名`.
        text: String,
        /// Where it comes from.
        citation: Citation,
    },
    /// Room to write by hand, underlined, so many characters wide.
    Blank(u32),
}

/// Where a figure comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Citation {
    /// Key of the fact in the caller's books; not printed.
    pub fact: Option<String>,
    /// Words of the footnote: `教师培训台账，2026年11月20日，已核。`.
    pub words: String,
}

impl Block {
    /// A paragraph of running text.
    #[must_use]
    pub fn text(words: impl Into<String>) -> Self {
        Self::Paragraph(Paragraph {
            content: vec![Inline::Text(words.into())],
            ..Paragraph::default()
        })
    }

    /// A numbered heading on a line of its own.
    #[must_use]
    pub fn heading(level: Level, title: impl Into<String>) -> Self {
        Self::Heading(Heading {
            level,
            numbered: true,
            title: vec![Inline::Text(title.into())],
            ..Heading::default()
        })
    }

    /// A numbered heading with the text that follows it on the same line. The title keeps its own
    /// closing stop.
    #[must_use]
    pub fn item(level: Level, title: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Heading(Heading {
            level,
            numbered: true,
            title: vec![Inline::Text(title.into())],
            text: vec![Inline::Text(text.into())],
            ..Heading::default()
        })
    }

    /// The words of the piece without its number; a table's cells a line each.
    #[must_use]
    pub fn plain_text(&self) -> String {
        match self {
            Self::Heading(heading) => plain(&heading.title) + &plain(&heading.text),
            Self::Paragraph(paragraph) => plain(&paragraph.content),
            Self::Table(table) => {
                let cells = table.head.iter().chain(&table.rows).flatten();
                let lines: Vec<String> = cells.map(Cell::plain_text).collect();
                lines.join("\n")
            }
            Self::CutLine(words) => words.clone(),
            Self::NewPage => String::new(),
        }
    }
}

impl Cell {
    /// A cell of one paragraph for each line of the words.
    #[must_use]
    pub fn text(words: &str) -> Self {
        Self {
            content: words
                .lines()
                .map(|line| vec![Inline::Text(line.to_owned())])
                .collect(),
            ..Self::default()
        }
    }

    /// The same, centred, as in a heading row.
    #[must_use]
    pub fn centred(words: &str) -> Self {
        Self {
            align: Align::Centre,
            ..Self::text(words)
        }
    }

    /// The words, a line for each paragraph.
    #[must_use]
    pub fn plain_text(&self) -> String {
        let lines: Vec<String> = self.content.iter().map(|line| plain(line)).collect();
        lines.join("\n")
    }
}

/// The widest room to write by hand, in characters: a page of the type area. Wilder values are cut.
pub const MAX_BLANK: u32 = crate::standard::LINES * crate::standard::CHARS;

/// The words of a line; a blank is as many underscores as it is wide.
#[must_use]
pub fn plain(content: &[Inline]) -> String {
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) | Inline::Cited { text, .. } => text.clone(),
            Inline::Blank(width) => "_".repeat((*width).min(MAX_BLANK) as usize),
        })
        .collect()
}
