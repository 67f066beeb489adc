//! Numbers of headings: 一、（一）1.（1）, counted as the standard wants.

use super::{Attachment, Block, Document, Level};

/// A piece of a body with the number its heading carries and an id of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// The piece.
    pub block: &'a Block,
    /// The number with its punctuation, for a numbered heading.
    pub label: Option<String>,
    /// The count behind the label.
    pub count: Option<u32>,
    /// The piece's own id, or one made from its place: `b12` in the body, `a1b12` in the first
    /// attachment.
    pub id: String,
}

impl Document {
    /// The pieces of the body with their numbers and ids, in order.
    #[must_use]
    pub fn numbered(&self) -> Vec<Numbered<'_>> {
        numbered(&self.body, self.running_level, "b")
    }
}

impl Attachment {
    /// The pieces of the attachment with their numbers and ids; `place` is its place among the
    /// attachments, from 1.
    #[must_use]
    pub fn numbered(&self, place: usize) -> Vec<Numbered<'_>> {
        numbered(&self.body, self.running_level, &format!("a{place}b"))
    }
}

fn numbered<'a>(blocks: &'a [Block], running: Option<Level>, prefix: &str) -> Vec<Numbered<'a>> {
    let mut counter = Counter::new(running);
    (1..)
        .zip(blocks)
        .map(|(place, block)| {
            let (own_id, count) = match block {
                Block::Heading(heading) if heading.numbered => (
                    &heading.id,
                    Some((heading.level, counter.take(heading.level))),
                ),
                Block::Heading(heading) => {
                    counter.skip(heading.level);
                    (&heading.id, None)
                }
                Block::Paragraph(paragraph) => (&paragraph.id, None),
                Block::Table(table) => (&table.id, None),
                Block::CutLine(_) | Block::NewPage => (&None, None),
            };
            Numbered {
                block,
                label: count.map(|(level, count)| level.label(count)),
                count: count.map(|(_, count)| count),
                id: own_id.clone().unwrap_or_else(|| format!("{prefix}{place}")),
            }
        })
        .collect()
}

/// Counts headings.
#[derive(Debug)]
pub(crate) struct Counter {
    counts: [u32; 4],
    running: Option<Level>,
}

impl Counter {
    /// Nothing counted yet; `running` is the level that does not begin anew under a heading above it.
    pub(crate) fn new(running: Option<Level>) -> Self {
        Self {
            counts: [0; 4],
            running,
        }
    }

    /// The number the next heading of the level would have.
    pub(crate) fn peek(&self, level: Level) -> u32 {
        let count = self.counts.get(level.depth()).copied();
        count.unwrap_or(0).saturating_add(1)
    }

    /// Counts one on at a level and lets what is below begin anew.
    pub(crate) fn take(&mut self, level: Level) -> u32 {
        self.skip(level);
        let count = self.peek(level);
        if let Some(kept) = self.counts.get_mut(level.depth()) {
            *kept = count;
        }
        count
    }

    /// A heading without number: what is below begins anew all the same.
    pub(crate) fn skip(&mut self, level: Level) {
        let running = self.running.map(Level::depth);
        for (depth, count) in self.counts.iter_mut().enumerate().skip(level.depth() + 1) {
            if Some(depth) != running {
                *count = 0;
            }
        }
    }
}

impl Level {
    /// Depth, 0 for the first level.
    #[must_use]
    pub fn depth(self) -> usize {
        match self {
            Self::First => 0,
            Self::Second => 1,
            Self::Third => 2,
            Self::Fourth => 3,
        }
    }

    /// The number with its punctuation (GB/T 9704-2012 7.3.3).
    #[must_use]
    pub fn label(self, count: u32) -> String {
        match self {
            Self::First => format!("{}、", super::words::chinese_number(count)),
            Self::Second => format!("（{}）", super::words::chinese_number(count)),
            Self::Third => format!("{count}."),
            Self::Fourth => format!("（{count}）"),
        }
    }
}
