//! Two wordings beside each other, so that a person sees at once what is other.
//!
//! Chinese is compared character by character; a number or a foreign word is one character.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// A run of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Run {
    /// In both wordings.
    Same(String),
    /// In the later one only.
    Added(String),
    /// In the earlier one only.
    Removed(String),
}

/// The later wording with what left and what came.
#[must_use]
pub fn between(before: &str, after: &str) -> Vec<Run> {
    // A field that was filled or emptied, or shares too little, is easier read as two whole wordings.
    const LEAST_ALIKE: f32 = 0.3;
    // Longer than any paragraph; comparing takes time by the square of what is other.
    const LONGEST: usize = 4000;
    let (old, new) = (characters(before), characters(after));
    if before != after && (old.len() > LONGEST || new.len() > LONGEST) {
        return whole(before, after);
    }
    let difference = TextDiff::from_slices(&old, &new);
    if before.is_empty() || after.is_empty() || difference.ratio() < LEAST_ALIKE {
        return whole(before, after);
    }
    let mut changes: Vec<(ChangeTag, String)> = Vec::new();
    for change in difference.iter_all_changes() {
        match changes.last_mut().filter(|(tag, _)| *tag == change.tag()) {
            Some((_, text)) => text.push_str(change.value()),
            None => changes.push((change.tag(), change.value().to_owned())),
        }
    }
    joined(changes)
}

/// The characters of a wording, a run of digits or Latin letters as one: 「200名」 is two.
fn characters(text: &str) -> Vec<&str> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before = ' ';
    for (start, character) in text.char_indices() {
        let is_inside = |c: char| c.is_ascii_alphanumeric() || c == '.';
        if start > 0 && !(is_inside(before) && is_inside(character)) {
            ends.push(start);
        }
        before = character;
    }
    ends.push(text.len());
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts
        .zip(&ends)
        .filter_map(|(start, &end)| text.get(start..end))
        .collect()
}

fn whole(before: &str, after: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    if !before.is_empty() {
        runs.push(Run::Removed(before.to_owned()));
    }
    if !after.is_empty() {
        runs.push(Run::Added(after.to_owned()));
    }
    runs
}

/// Single characters that happen to be alike between two changes belong to the change: 「五月」 for
/// 「四个月」 is one change and not three.
fn joined(changes: Vec<(ChangeTag, String)>) -> Vec<Run> {
    const LEAST_SAME: usize = 2;
    let last = changes.len().saturating_sub(1);
    let mut runs = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    for (index, (tag, text)) in changes.into_iter().enumerate() {
        match tag {
            ChangeTag::Delete => removed.push_str(&text),
            ChangeTag::Insert => added.push_str(&text),
            ChangeTag::Equal => {
                let is_between = index > 0 && index < last;
                if is_between && text.chars().count() < LEAST_SAME {
                    removed.push_str(&text);
                    added.push_str(&text);
                } else {
                    runs.extend(whole(&removed, &added));
                    removed.clear();
                    added.clear();
                    runs.push(Run::Same(text));
                }
            }
        }
    }
    runs.extend(whole(&removed, &added));
    runs
}

#[cfg(test)]
mod tests {
    use super::{Run, between};

    fn said(before: &str, after: &str) -> String {
        between(before, after)
            .iter()
            .map(|run| match run {
                Run::Same(text) => text.clone(),
                Run::Added(text) => format!("＋{text}＋"),
                Run::Removed(text) => format!("－{text}－"),
            })
            .collect()
    }

    #[test]
    fn only_what_is_other_stands_out() {
        for (before, after, read) in [
            ("招聘教师200名", "招聘教师220名", "招聘教师－200－＋220＋名"),
            ("2026年4月", "2026年5月", "2026年－4－＋5＋月"),
            ("人事科、财务科", "人事科", "人事科－、财务科－"),
            ("", "人事科", "＋人事科＋"),
            ("人事科", "", "－人事科－"),
            ("安全工作", "基建项目", "－安全工作－＋基建项目＋"),
            ("一样", "一样", "一样"),
            ("", "", ""),
        ] {
            assert_eq!(said(before, after), read);
        }
    }

    #[test]
    fn both_wordings_can_be_read_back() {
        let (before, after) = (
            "计划考录大学生200名，引进优秀人才20名。",
            "计划考录大学生180名、引进优秀人才30名，年底前到岗。",
        );
        let (mut old, mut new) = (String::new(), String::new());
        for run in between(before, after) {
            match run {
                Run::Same(text) => {
                    old.push_str(&text);
                    new.push_str(&text);
                }
                Run::Added(text) => new.push_str(&text),
                Run::Removed(text) => old.push_str(&text),
            }
        }
        assert_eq!((old.as_str(), new.as_str()), (before, after));
    }
}
