//! Formats of cells, and those that are added: as they were, with a ground of colour.

use super::xml::{Patch, Tag, TagKind, Tags, prefix_of};
use std::collections::BTreeMap;

/// The ground of a cell with something wrong in it.
const GROUND: &str = "FFFDE2E0";

/// The formats of a workbook.
pub(super) struct Styles<'t> {
    text: &'t str,
    /// Each format as it was written: its tag, and everything within it with its end.
    formats: Vec<(String, String)>,
    /// How many grounds there are; the one of ours is the next.
    n_grounds: usize,
    prefix: String,
    /// Numbers of formats with our ground, by the number of the format they were.
    coloured: BTreeMap<usize, usize>,
    added: Vec<String>,
}

impl<'t> Styles<'t> {
    /// What a part says; nothing is coloured when it says nothing.
    pub(super) fn of(text: &'t str) -> Self {
        let mut styles = Self {
            text,
            formats: Vec::new(),
            n_grounds: 0,
            prefix: prefix_of(text).unwrap_or_default(),
            coloured: BTreeMap::new(),
            added: Vec::new(),
        };
        let mut tags = Tags::of(text);
        let mut within = String::new();
        while let Ok(Some(tag)) = tags.next() {
            match tag.depth {
                1 if tag.kind == TagKind::Open => within.clone_from(&tag.name),
                1 => within.clear(),
                2 if tag.kind == TagKind::Close => {}
                2 if within == "fills" && tag.begins("fill") => styles.n_grounds += 1,
                2 if within == "cellXfs" && tag.begins("xf") => {
                    let ours = [
                        ("fillId", String::from("\u{0}")),
                        ("applyFill", "1".to_owned()),
                    ];
                    let begin = tag.rewritten(&[], &ours);
                    let is_open = tag.kind == TagKind::Open;
                    let Ok(to) = tags.skip(&tag) else { break };
                    let rest = match is_open {
                        true => format!(">{}", text.get(tag.to..to).unwrap_or_default()),
                        false => "/>".to_owned(),
                    };
                    styles.formats.push((begin, rest));
                }
                _ => {}
            }
        }
        styles
    }

    fn is_able(&self) -> bool {
        self.n_grounds > 0 && !self.formats.is_empty()
    }

    /// The format of a cell with the ground of what is wrong; as it was when there are no formats.
    pub(super) fn coloured(&mut self, format: usize) -> Option<usize> {
        if !self.is_able() {
            return None;
        }
        if let Some(known) = self.coloured.get(&format) {
            return Some(*known);
        }
        let (begin, rest) = self.formats.get(format).or_else(|| self.formats.first())?;
        let added = format!("{begin}{rest}").replace('\u{0}', &self.n_grounds.to_string());
        let number = self.add(added);
        self.coloured.insert(format, number);
        Some(number)
    }

    /// The format of words beside a row.
    pub(super) fn of_words(&mut self) -> Option<usize> {
        if !self.is_able() {
            return None;
        }
        // No cell has this number: it stands for the words.
        const WORDS: usize = usize::MAX;
        if let Some(known) = self.coloured.get(&WORDS) {
            return Some(*known);
        }
        let (prefix, ground) = (&self.prefix, self.n_grounds);
        let added = format!(
            "<{prefix}xf numFmtId=\"0\" fontId=\"0\" fillId=\"{ground}\" borderId=\"0\" xfId=\"0\" \
             applyFill=\"1\" applyAlignment=\"1\"><{prefix}alignment vertical=\"top\" \
             wrapText=\"1\"/></{prefix}xf>"
        );
        let number = self.add(added);
        self.coloured.insert(WORDS, number);
        Some(number)
    }

    fn add(&mut self, format: String) -> usize {
        self.added.push(format);
        self.formats.len() + self.added.len() - 1
    }

    /// The part with what was added; nothing when nothing was.
    pub(super) fn written(&self) -> Option<String> {
        if self.added.is_empty() {
            return None;
        }
        let mut patch = Patch::of(self.text);
        let mut tags = Tags::of(self.text);
        let prefix = &self.prefix;
        while let Ok(Some(tag)) = tags.next() {
            if tag.depth != 1 {
                continue;
            }
            let counted = |tag: &Tag<'_>, n: usize| {
                format!("{}>", tag.rewritten(&[], &[("count", n.to_string())]))
            };
            let n_formats = self.formats.len() + self.added.len();
            for (list, n) in [("fills", self.n_grounds + 1), ("cellXfs", n_formats)] {
                if tag.kind == TagKind::Open && tag.name == list {
                    patch.keep_until(tag.from);
                    patch.put(&counted(&tag, n));
                    patch.drop_until(tag.to);
                }
            }
            if tag.ends("fills") {
                patch.keep_until(tag.from);
                patch.put(&format!(
                    "<{prefix}fill><{prefix}patternFill patternType=\"solid\"><{prefix}fgColor \
                     rgb=\"{GROUND}\"/><{prefix}bgColor indexed=\"64\"/></{prefix}patternFill>\
                     </{prefix}fill>"
                ));
            }
            if tag.ends("cellXfs") {
                patch.keep_until(tag.from);
                for format in &self.added {
                    patch.put(format);
                }
            }
        }
        Some(patch.finish())
    }
}
