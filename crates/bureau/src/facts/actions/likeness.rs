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

/// What a name is about, for the words of a register to cover: without its time and its last word.
fn subject(name: &str, unit: &str) -> String {
    let words = words();
    let endings = match is_share(unit) {
        true => &words.shares,
        false => &words.endings,
    };
    let timeless = timeless(name);
    without_ending(&timeless, endings).to_owned()
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

/// Whether two names are of one matter and may be of the same heads: 参赛人次 and 参赛学生 are, 培训教师 and
/// 培训学生 are of other heads.
pub(super) fn is_one_matter(one: &str, other: &str) -> bool {
    let (one, other) = (alike(&bare(one)), alike(&bare(other)));
    let ((matter, heads), (other_matter, other_heads)) = (apart(&one), apart(&other));
    matter == other_matter && (heads == other_heads || heads.is_empty() || other_heads.is_empty())
}

/// A name as what it is about and whom it counts: 参赛, 学生.
fn apart(name: &str) -> (&str, &str) {
    let matter = without_ending(name, &words().heads);
    (matter, name.strip_prefix(matter).unwrap_or_default())
}

/// Whether a number in this unit is a share of another.
pub(super) fn is_share(unit: &str) -> bool {
    ["%", "％"].contains(&unit)
}

/// Whether these names have a word in common that is not one every other name has.
pub(super) fn share_a_word(name: &str, unit: &str, with: &[&str]) -> bool {
    let subject = alike(&subject(name, unit));
    let with: Vec<String> = with.iter().map(|name| alike(name)).collect();
    let general = &words().general;
    pieces(&subject).any(|piece| {
        let is_general = general.contains(&piece) || words().blank.contains(&piece);
        !is_general && with.iter().any(|name| name.contains(&piece))
    })
}

/// Whether every character of a name stands in a word, of two characters or more, that it shares with
/// these, or in one that says nothing.
pub(super) fn is_covered(name: &str, unit: &str, by: &[String]) -> bool {
    let subject: Vec<char> = alike(&subject(name, unit)).chars().collect();
    let text = |from: usize, to: usize| -> Option<String> {
        Some(subject.get(from..to)?.iter().collect())
    };
    let by: Vec<String> = by.iter().map(|word| alike(word)).collect();
    let mut is_said = vec![false; subject.len()];
    for from in 0..subject.len() {
        let mut to = from + 1;
        let blank = words().blank.iter();
        let n_blank = blank
            .map(|word| word.chars().count())
            .filter(|n| text(from, from + n).is_some_and(|piece| words().blank.contains(&piece)))
            .max()
            .unwrap_or_default();
        while let Some(longer) = text(from, to + 1)
            && by.iter().any(|word| word.contains(&longer))
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

/// Whether one of two names stands whole in the other and says enough by itself.
pub(super) fn is_part(one: &str, other: &str) -> bool {
    const LEAST: usize = 4;
    let (one, other) = (alike(&bare(one)), alike(&bare(other)));
    let (short, long) = match one.chars().count() <= other.chars().count() {
        true => (one, other),
        false => (other, one),
    };
    short.chars().count() >= LEAST && long.contains(&short)
}

/// Words for the same thing by the first of them.
fn alike(text: &str) -> String {
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
    use super::{Units, is_one_matter, units};

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
            assert_eq!(is_one_matter(one, other), known, "{one} {other}");
            assert_eq!(is_one_matter(other, one), known, "{other} {one}");
        }
    }
}
