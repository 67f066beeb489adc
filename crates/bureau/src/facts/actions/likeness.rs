//! When the names of two numbers say the same, and when the words of a register cover a name.

use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// What the rows of registers say, by the code of the register.
pub(crate) type RowWords = BTreeMap<String, Vec<String>>;

/// A name without the words that make no difference: 在校学生总数, 在校学生人数 and 在校学生数 are one.
pub(super) fn bare(name: &str) -> String {
    let mut bare = timeless(name);
    let words = words();
    let says = |rest: &&str| rest.chars().count() >= 2;
    let mut verbs = words.verbs.iter();
    if let Some(rest) = verbs.find_map(|verb| bare.strip_prefix(verb).filter(says)) {
        bare = rest.to_owned();
    }
    without_ending(&bare, &words.endings).to_owned()
}

/// A name as it is held against others: what is asked of it, worked out once.
pub(super) struct Name {
    bare: String,
    /// With words for the same thing by the first of them.
    alike: String,
    /// How long in that the matter is, before whom it counts: 参赛, 学生.
    matter: usize,
    /// What it is about, for the words of a register to cover: without its time and its last word.
    subject: String,
    /// What of that other names may have in common with it.
    pieces: Vec<String>,
}

impl Name {
    pub(super) fn of(name: &str, unit: &str) -> Self {
        let words = words();
        let bare = bare(name);
        let alike = self::alike(&bare);
        let timeless = timeless(name);
        let subject = match is_share(unit) {
            true => without_ending(&timeless, &words.shares),
            false => match without_ending(&timeless, &words.often) {
                whole if whole == timeless => without_ending(whole, &words.endings),
                about => about,
            },
        };
        let subject = self::alike(subject);
        let is_general =
            |piece: &String| words.general.contains(piece) || words.blank.contains(piece);
        Self {
            pieces: pieces(&subject)
                .filter(|piece| !is_general(piece))
                .collect(),
            matter: without_ending(&alike, &words.heads).len(),
            bare,
            alike,
            subject,
        }
    }

    /// Whether two names are one but for words that make no difference.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.bare == other.bare
    }

    /// Whether two names are of one matter and may be of the same heads: 参赛人次 and 参赛学生 are, 培训教师 and
    /// 培训学生 are of other heads.
    pub(super) fn is_of_matter(&self, other: &Self) -> bool {
        let (matter, heads) = self.alike.split_at(self.matter);
        let (other_matter, other_heads) = other.alike.split_at(other.matter);
        let may_be = heads == other_heads || heads.is_empty() || other_heads.is_empty();
        matter == other_matter && may_be
    }

    /// Whether one of two names stands whole in the other and says enough by itself.
    pub(super) fn is_part(&self, other: &Self) -> bool {
        const LEAST: usize = 4;
        let n_chars = |name: &Self| name.alike.chars().count();
        let (n_own, n_other) = (n_chars(self), n_chars(other));
        let (short, long) = match n_own <= n_other {
            true => (self, other),
            false => (other, self),
        };
        n_own.min(n_other) >= LEAST && long.alike.contains(&short.alike)
    }

    /// Whether it has a word in common with these, written [`alike`], that is not one every name has.
    pub(super) fn shares_a_word(&self, with: &[&str]) -> bool {
        let mut pieces = self.pieces.iter();
        pieces.any(|piece| with.iter().any(|name| name.contains(piece)))
    }

    /// Whether every character of what it is about stands in a word, of two characters or more, that it
    /// shares with these, written [`alike`], or in one that says nothing.
    pub(super) fn is_covered<'w>(&self, by: impl Iterator<Item = &'w str> + Clone) -> bool {
        let subject: Vec<char> = self.subject.chars().collect();
        let text = |from: usize, to: usize| -> Option<String> {
            Some(subject.get(from..to)?.iter().collect())
        };
        let mut is_said = vec![false; subject.len()];
        for from in 0..subject.len() {
            let mut to = from + 1;
            let blank = words().blank.iter();
            let n_blank = blank
                .map(|word| word.chars().count())
                .filter(|n| {
                    text(from, from + n).is_some_and(|piece| words().blank.contains(&piece))
                })
                .max()
                .unwrap_or_default();
            while let Some(longer) = text(from, to + 1)
                && by.clone().any(|word| word.contains(&longer))
            {
                to += 1;
            }
            let n_shared = if to > from + 1 { to - from } else { 0 };
            for said in is_said.iter_mut().skip(from).take(n_shared.max(n_blank)) {
                *said = true;
            }
        }
        subject.len() >= 2 && is_said.iter().all(|said| *said)
    }
}

/// A name without what stands in brackets, spaces and the time it is counted over.
fn timeless(name: &str) -> String {
    let end = name.find(['（', '(']).unwrap_or(name.len());
    let name = name.get(..end).unwrap_or(name);
    let mut bare: String = name
        .chars()
        .filter(|char| !char.is_whitespace() && *char != '的')
        .collect();
    for time in &words().times {
        bare = bare.replace(time, "");
    }
    // 「2026年招聘教师」 of the year 2026.
    if let Some((year, rest)) = bare.split_once('年')
        && year.len() == 4
        && year.bytes().all(|byte| byte.is_ascii_digit())
    {
        bare = rest.to_owned();
    }
    bare
}

fn without_ending<'a>(name: &'a str, endings: &[String]) -> &'a str {
    let says = |rest: &&str| rest.chars().count() >= 2;
    let mut endings = endings.iter();
    let rest = endings.find_map(|ending| name.strip_suffix(ending.as_str()).filter(says));
    rest.unwrap_or(name)
}

/// A unit by the first of those that measure the same.
pub(super) fn measure(unit: &str) -> &str {
    let mut groups = words().units.iter();
    let group = groups.find(|group| group.iter().any(|known| known == unit));
    group
        .and_then(|group| group.first())
        .map_or(unit, String::as_str)
}

/// How the units of two numbers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Units {
    /// Nothing counted in one is counted in the other.
    Apart,
    /// The same heads, counted otherwise: 人 once each, 人次 each time.
    SameHeads,
    Same,
}

pub(super) fn units(one: &str, other: &str) -> Units {
    let (one, other) = (measure(one), measure(other));
    let mut groups = words().counted.iter();
    let is_in = |group: &[String], unit: &str| group.iter().any(|known| known == unit);
    match one == other {
        true => Units::Same,
        false if groups.any(|group| is_in(group, one) && is_in(group, other)) => Units::SameHeads,
        false => Units::Apart,
    }
}

/// Whether a number in this unit is a share of another.
pub(super) fn is_share(unit: &str) -> bool {
    ["%", "％"].contains(&unit)
}

/// Words for the same thing by the first of them.
pub(super) fn alike(text: &str) -> String {
    let mut text = text.to_owned();
    for group in &words().alike {
        let Some((first, others)) = group.split_first() else {
            continue;
        };
        for other in others {
            text = text.replace(other, first);
        }
    }
    text
}

/// Every two characters that stand together.
fn pieces(text: &str) -> impl Iterator<Item = String> {
    let all: Vec<char> = text.chars().collect();
    let n = all.len();
    (1..n).filter_map(move |at| Some(all.get(at - 1..=at)?.iter().collect()))
}

/// What makes no difference between names.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    verbs: Vec<String>,
    times: Vec<String>,
    endings: Vec<String>,
    often: Vec<String>,
    shares: Vec<String>,
    blank: Vec<String>,
    general: Vec<String>,
    heads: Vec<String>,
    alike: Vec<Vec<String>>,
    units: Vec<Vec<String>>,
    counted: Vec<Vec<String>>,
}

fn words() -> &'static Words {
    // A test reads the file; a program that went out can.
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| toml::from_str(include_str!("../same_number.toml")).unwrap_or_default());
    &WORDS
}

#[cfg(test)]
mod tests {
    use super::{Name, Units, units};

    #[test]
    fn units_that_count_the_same_heads_are_near_and_no_more() {
        for (one, other, known) in [
            ("人", "名", Units::Same),
            ("支", "队", Units::Same),
            ("万元", "元", Units::Same),
            ("人", "人次", Units::SameHeads),
            ("人次", "位", Units::SameHeads),
            ("所", "校次", Units::SameHeads),
            ("户次", "户", Units::SameHeads),
            ("人", "元", Units::Apart),
            ("人次", "校次", Units::Apart),
            ("支", "人", Units::Apart),
        ] {
            assert_eq!(units(one, other), known, "{one} {other}");
        }
    }

    #[test]
    fn a_matter_is_the_same_whether_or_not_it_says_whom_it_counts() {
        for (one, other, known) in [
            ("参赛人次", "参赛学生", true),
            ("参赛学生人次", "参赛学生人数", true),
            ("组织参赛人数", "参赛人次", true),
            ("培训教师人数", "培训学生人次", false),
            ("参赛人次", "获奖学生", false),
            ("培训班主任人数", "培训教师人次", false),
        ] {
            let (first, second) = (Name::of(one, "人"), Name::of(other, "人"));
            assert_eq!(first.is_of_matter(&second), known, "{one} {other}");
            assert_eq!(second.is_of_matter(&first), known, "{other} {one}");
        }
    }
}
