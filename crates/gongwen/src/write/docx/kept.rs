//! What a written file keeps of the value it came from, so that an edited file can be tied back.
//!
//! Every piece of a body lies in a bookmark, and the part `customXml/item1.xml` says for each
//! bookmark which piece it is, which number and words it had, and which facts its figures came from:
//!
//! ```xml
//! <paper xmlns="urn:luoshi:gongwen:1">
//!   <block id="b2" bookmark="gw_b2" label="（一）">
//!     <text>完成培训860名。</text>
//!     <fact key="training-2026" quote="860名">教师培训台账，2026年11月20日，已核。</fact>
//!   </block>
//! </paper>
//! ```
//!
//! Office programs carry both along when they save.

use super::xml::{DECLARATION, escape};
use crate::document::{Block, Inline, Numbered};
use std::{collections::HashSet, fmt::Write as _};

/// Namespace of what is kept.
pub const KEPT_NAMESPACE: &str = "urn:luoshi:gongwen:1";

/// Bookmarks of our making begin with this.
pub const BOOKMARK_PREFIX: &str = "gw_";

/// Longest bookmark name office programs take.
const MAX_BOOKMARK_CHARS: usize = 40;

/// The pieces written so far.
#[derive(Debug, Default)]
pub(super) struct Kept {
    blocks: String,
    /// Bookmark names in use, in lower case: office programs do not tell cases apart.
    names: HashSet<String>,
}

/// The two ends of a bookmark.
#[derive(Debug, Default)]
pub(super) struct Bookmark {
    pub(super) start: String,
    pub(super) end: String,
}

impl Kept {
    /// Keeps a piece and gives the bookmark to lay around it.
    pub(super) fn keep(&mut self, piece: &Numbered<'_>) -> Bookmark {
        let number = self.names.len();
        let name = self.unused_name(&piece.id);
        let label = piece.label.as_deref().map_or(String::new(), |label| {
            format!(r#" label="{}""#, escape(label))
        });
        let _ = write!(
            self.blocks,
            r#"<block id="{}" bookmark="{name}"{label}><text>{}</text>"#,
            escape(&piece.id),
            escape(&piece.block.plain_text()),
        );
        for inline in inlines(piece.block) {
            if let Inline::Cited { text, citation } = inline {
                let key = citation
                    .fact
                    .as_deref()
                    .map_or(String::new(), |fact| format!(r#" key="{}""#, escape(fact)));
                let _ = write!(
                    self.blocks,
                    r#"<fact{key} quote="{}">{}</fact>"#,
                    escape(text),
                    escape(&citation.words),
                );
            }
        }
        self.blocks.push_str("</block>");
        Bookmark {
            start: format!(r#"<w:bookmarkStart w:id="{number}" w:name="{name}"/>"#),
            end: format!(r#"<w:bookmarkEnd w:id="{number}"/>"#),
        }
    }

    /// A bookmark name made from an id: letters, digits and underscores, none used twice.
    fn unused_name(&mut self, id: &str) -> String {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
        for copy in 1_usize.. {
            let ending = match copy {
                1 => String::new(),
                copy => format!("_{copy}"),
            };
            let room = MAX_BOOKMARK_CHARS - BOOKMARK_PREFIX.len() - ending.len();
            let own: String = id.chars().take(room).map(plain).collect();
            let name = format!("{BOOKMARK_PREFIX}{own}{ending}");
            if self.names.insert(name.to_lowercase()) {
                return name;
            }
        }
        String::new()
    }

    /// `customXml/item1.xml`.
    pub(super) fn part(&self) -> String {
        format!(
            r#"{DECLARATION}<paper xmlns="{KEPT_NAMESPACE}">{}</paper>"#,
            self.blocks
        )
    }
}

/// All words of a piece in order.
fn inlines(block: &Block) -> Vec<&Inline> {
    match block {
        Block::Heading(heading) => heading.title.iter().chain(&heading.text).collect(),
        Block::Paragraph(paragraph) => paragraph.content.iter().collect(),
        Block::Table(table) => {
            let cells = table.head.iter().chain(&table.rows).flatten();
            cells
                .flat_map(|cell| cell.content.iter().flatten())
                .collect()
        }
        Block::CutLine(_) | Block::NewPage => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bookmark_names_are_short_plain_and_used_once() {
        let mut kept = Kept::default();
        let block = Block::text("甲");
        let mut bookmark = |id: &str| {
            let piece = Numbered {
                block: &block,
                label: None,
                count: None,
                id: id.to_owned(),
            };
            kept.keep(&piece).start
        };
        assert!(bookmark("task-7").contains(r#"w:name="gw_task_7""#));
        assert!(bookmark("task 7").contains(r#"w:name="gw_task_7_2""#));
        assert!(bookmark("TASK.7").contains(r#"w:name="gw_TASK_7_3""#));
        let long = bookmark(&"a".repeat(99));
        assert!(long.contains(&format!(r#"w:name="gw_{}""#, "a".repeat(37))));
    }
}
