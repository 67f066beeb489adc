//! The words of a paper as its writer thinks of them: sections in sections, with text.

use crate::document::{Block, Heading, Inline, Level, Paragraph, plain};
use serde::{Deserialize, Serialize};

/// Words of a paragraph: a plain string, or pieces where figures carry their source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// Words without sources.
    Plain(String),
    /// Words with sources.
    Rich(Vec<Inline>),
}

impl Words {
    /// The words as pieces of a line.
    #[must_use]
    pub fn inlines(&self) -> Vec<Inline> {
        match self {
            Self::Plain(text) => vec![Inline::Text(text.clone())],
            Self::Rich(inlines) => inlines.clone(),
        }
    }

    /// The words alone.
    #[must_use]
    pub fn text(&self) -> String {
        plain(&self.inlines())
    }

    /// A paragraph of the body.
    pub(super) fn paragraph(&self) -> Block {
        Block::Paragraph(Paragraph {
            content: self.inlines(),
            ..Paragraph::default()
        })
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Self::Plain(text.to_owned())
    }
}

/// A numbered unit with its text and the units below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Section {
    /// Its heading. One that ends with a full stop runs on into its first paragraph, as is the habit
    /// below the first level; one that is empty leaves a numbered paragraph.
    pub title: String,
    /// Whether it has a number.
    pub numbered: bool,
    /// Paragraphs.
    pub text: Vec<Words>,
    /// Units below.
    pub sections: Vec<Section>,
}

impl Default for Section {
    fn default() -> Self {
        Self {
            title: String::new(),
            numbered: true,
            text: Vec::new(),
            sections: Vec::new(),
        }
    }
}

impl Section {
    /// A section of paragraphs.
    pub(super) fn new(title: &str, text: Vec<Words>) -> Self {
        Self {
            title: title.to_owned(),
            text,
            ..Self::default()
        }
    }
}

/// The pieces of a body that begins with sections of the first level.
pub(super) fn blocks(sections: &[Section]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for section in sections {
        write(section, Level::First, &mut blocks);
    }
    blocks
}

/// Paragraphs of the body.
pub(super) fn paragraphs(words: &[Words]) -> Vec<Block> {
    words.iter().map(Words::paragraph).collect()
}

/// Depth is bounded: below the fourth level everything stays on the fourth.
fn write(section: &Section, level: Level, blocks: &mut Vec<Block>) {
    let runs_on = section.title.is_empty() || section.title.ends_with('。');
    let (run_on, rest) = match section.text.split_first() {
        Some((first, rest)) if runs_on => (first.inlines(), rest),
        _ => (Vec::new(), section.text.as_slice()),
    };
    let title = match section.title.as_str() {
        "" => Vec::new(),
        title => vec![Inline::Text(title.to_owned())],
    };
    blocks.push(Block::Heading(Heading {
        id: None,
        level,
        numbered: section.numbered,
        title,
        text: run_on,
    }));
    blocks.extend(paragraphs(rest));
    let below = match level {
        Level::First => Level::Second,
        Level::Second => Level::Third,
        Level::Third | Level::Fourth => Level::Fourth,
    };
    for inner in &section.sections {
        write(inner, below, blocks);
    }
}
