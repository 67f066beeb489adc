//! The words of an item, clean, with the way back to the source.

use crate::span::Span;

/// Characters as a string, its size found once: a Chinese character takes three bytes.
pub(crate) fn text_of<'a>(chars: impl Iterator<Item = &'a char>) -> String {
    let most = chars.size_hint().1.unwrap_or_default();
    let mut text = String::with_capacity(3 * most);
    text.extend(chars);
    text
}

/// A run of an item's words with noise taken out; every character knows where it stood.
///
/// A numbered paragraph is one passage, from after its marker to its last character. A table row
/// has one passage for each cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The characters without noise.
    pub chars: Vec<char>,
    /// Offset in the source of each character; as long as `chars`.
    pub at: Vec<usize>,
    /// What the column means, for a table cell.
    pub cell: Option<CellRole>,
    /// The year this passage speaks of when it is not the plan's own (a section about another year,
    /// a month of a school term).
    pub year: Option<i16>,
}

/// What a table column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellRole {
    /// The work itself, targets, measures, progress.
    Work,
    /// 量化目标: the quantities of the work once more, in short.
    Measure,
    /// 牵头单位, 主要责任单位.
    Lead,
    /// 配合单位, 协同单位.
    Support,
    /// 责任单位, 责任科室.
    Responsible,
    /// 分管领导, 责任人.
    Leader,
    /// 完成时限.
    Deadline,
    /// Serial number, remarks, anything that is read for nothing.
    Other,
}

impl CellRole {
    /// Whether the column tells the work itself.
    #[must_use]
    pub const fn is_work(self) -> bool {
        matches!(self, Self::Work | Self::Measure)
    }
}

impl Passage {
    /// The passage as a string.
    #[must_use]
    pub fn text(&self) -> String {
        text_of(self.chars.iter())
    }

    /// The source span of the characters `from..to` of this passage (noise between them included).
    #[must_use]
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (
            self.at.get(from),
            to.checked_sub(1).and_then(|last| self.at.get(last)),
        ) {
            (Some(&start), Some(&last)) if to > from => Span::new(start, last + 1),
            (Some(&start), _) => Span::new(start, start),
            _ => Span::new(0, 0),
        }
    }
}
