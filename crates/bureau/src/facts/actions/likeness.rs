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
    alike: Vec<Vec<String>>,
    units: Vec<Vec<String>>,
}

fn words() -> &'static Words {
    // A test reads the file; a program that went out can.
    static WORDS: LazyLock<Words> =
        LazyLock::new(|| toml::from_str(include_str!("../same_number.toml")).unwrap_or_default());
    &WORDS
}
