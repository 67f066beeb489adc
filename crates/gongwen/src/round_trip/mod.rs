//! A written paper that came back from an office program: what became of each piece.
//!
//! A written `.docx` lays a bookmark around every piece of its body and keeps, in a part of its own
//! ([`KEPT_NAMESPACE`](crate::write::KEPT_NAMESPACE)), the words of each piece and the facts behind
//! its figures. Office programs carry both along. Where they are lost, the paper as it was written
//! stands in ([`Original::read`]), and pieces are found again by their words.
mod figures;
mod original;
mod tie;

pub use figures::FigureChange;
pub use original::{Figure, Original, Piece};

use crate::{
    difference::{self, Run},
    read::{
        ReadError,
        docx::look::{Looked, Place, look},
    },
};
use serde::Serialize;
use tie::Tied;

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// The same words at the same place.
    Unchanged,
    /// Other words.
    Changed,
    /// Not in the original.
    Added,
    /// No longer there.
    Removed,
    /// The same words at another place.
    Moved,
    /// One piece became several paragraphs.
    Split,
    /// Several pieces became one paragraph.
    Merged,
}

impl Fate {
    /// The word people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Unchanged => "未改",
            Self::Changed => "修改",
            Self::Added => "新增",
            Self::Removed => "删除",
            Self::Moved => "移动",
            Self::Split => "拆分",
            Self::Merged => "合并",
        }
    }
}

/// A piece of the paper, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What became of it.
    pub fate: Fate,
    /// Whether it also stands at another place among its neighbours.
    pub is_moved: bool,
    /// Ids of the pieces it came from; a paragraph outside the body has none.
    pub ids: Vec<String>,
    /// Paragraphs of the edited file, counted from 1 without blank ones.
    pub paragraphs: Vec<usize>,
    /// Its words as written, without number.
    pub before: String,
    /// Its words now, without number; a line each when it became several paragraphs.
    pub after: String,
    /// Both wordings in one, unless nothing changed.
    pub words: Vec<Run>,
    /// Figures that are other than written.
    pub figures: Vec<FigureChange>,
}

/// What became of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// Every piece in the order of the edited file; what was removed follows what stood before it.
    pub changes: Vec<Change>,
}

impl Comparison {
    /// How many pieces met this fate.
    #[must_use]
    pub fn count(&self, fate: Fate) -> usize {
        self.changes
            .iter()
            .filter(|change| change.fate == fate)
            .count()
    }

    /// Whether every piece is as it was written.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.count(Fate::Unchanged) == self.changes.len()
    }
}

/// The files cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CompareError {
    /// The edited file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Nothing says what the edited file came from.
    #[error("文件里没有留下起草时的内容，无法单独比较，请同时给出原稿。")]
    NothingKept,
}

/// A paragraph of the edited file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Counted from 1 without blank ones.
    number: usize,
    /// Its words without an automatic number.
    text: String,
    bookmarks: Vec<String>,
    /// The table it stands in.
    table: Option<usize>,
}

/// Compares an edited file with what it was written from: the original given, else what the edited
/// file keeps of it.
///
/// # Errors
/// [`CompareError::NothingKept`] when no original is given and the file keeps none.
pub fn compare(edited: &[u8], original: Option<&Original>) -> Result<Comparison, CompareError> {
    let looked = look(edited)?;
    let kept;
    let (original, is_whole) = match original {
        Some(original) => (original, original.is_whole),
        None => {
            kept = Original::kept_in(&looked).ok_or(CompareError::NothingKept)?;
            (&kept, false)
        }
    };
    let lines = lines(&looked);
    let changes = tie::tie(original, &lines)
        .into_iter()
        // What is kept tells of the body only: head, title and signature are not news.
        .filter(|tied| is_whole || !tied.pieces.is_empty() || tied.is_inside)
        .map(|tied| change(original, &lines, tied))
        .collect();
    Ok(Comparison { changes })
}

/// The paragraphs that are not blank.
fn lines(looked: &Looked) -> Vec<Line> {
    let shown = looked
        .paragraphs
        .iter()
        .filter(|paragraph| !paragraph.text.trim().is_empty());
    (1..)
        .zip(shown)
        .map(|(number, paragraph)| Line {
            number,
            text: clean(
                &paragraph
                    .text
                    .chars()
                    .skip(paragraph.label_chars)
                    .collect::<String>(),
            ),
            bookmarks: paragraph
                .bookmarks
                .iter()
                .map(|name| name.to_lowercase())
                .collect(),
            table: match paragraph.place {
                Place::Cell { table, .. } => Some(table),
                _ => None,
            },
        })
        .collect()
}

/// Words to be compared: blanks count between Latin letters only, room to write in not at all.
fn clean(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut pending = false;
    for c in text.chars() {
        if c.is_whitespace() || c == '_' {
            pending = true;
            continue;
        }
        let apart = |c: char| c.is_ascii_alphanumeric();
        if pending && apart(c) && clean.chars().last().is_some_and(apart) {
            clean.push(' ');
        }
        pending = false;
        clean.push(c);
    }
    clean
}

fn change(original: &Original, lines: &[Line], tied: Tied) -> Change {
    let pieces: Vec<&Piece> = tied
        .pieces
        .iter()
        .filter_map(|at| original.pieces.get(*at))
        .collect();
    let now: Vec<&Line> = tied.lines.iter().filter_map(|at| lines.get(*at)).collect();
    let join = |words: Vec<&str>| words.join("\n");
    let before = join(pieces.iter().map(|piece| piece.text.as_str()).collect());
    let after = join(now.iter().map(|line| line.text.as_str()).collect());
    let after = without_label(&pieces, after);
    let is_table = pieces.iter().any(|piece| piece.text.contains('\n'));
    let is_same = before.replace('\n', "") == after.replace('\n', "");
    let fate = match (pieces.len(), now.len()) {
        (0, _) => Fate::Added,
        (_, 0) => Fate::Removed,
        (2.., _) => Fate::Merged,
        (1, 2..) if !is_table => Fate::Split,
        _ if !is_same => Fate::Changed,
        _ if tied.is_moved => Fate::Moved,
        _ => Fate::Unchanged,
    };
    let words = match fate {
        Fate::Unchanged | Fate::Moved => Vec::new(),
        _ => difference::between(&before, &after),
    };
    let figures: Vec<&Figure> = pieces.iter().flat_map(|piece| &piece.figures).collect();
    Change {
        fate,
        is_moved: tied.is_moved,
        ids: pieces.iter().filter_map(|piece| piece.id.clone()).collect(),
        paragraphs: now.iter().map(|line| line.number).collect(),
        figures: figures::changed(&words, &figures),
        words,
        before,
        after,
    }
}

/// A number that was automatic and is typed now is no change of the words.
fn without_label(pieces: &[&Piece], after: String) -> String {
    let label = pieces.first().and_then(|piece| piece.label.as_deref());
    let rest = label.and_then(|label| after.strip_prefix(label.trim()));
    match (rest, pieces.first()) {
        (Some(rest), Some(piece)) if !piece.text.starts_with(label.unwrap_or_default()) => {
            rest.trim_start().to_owned()
        }
        _ => after,
    }
}
