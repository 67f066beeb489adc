//! Time words: points, ranges, rhythms, and what cannot be put on a calendar.
//!
//! A scanner looks at every character once and asks the readers of this folder only where a time
//! word can begin. What it finds is not resolved yet: the year may come from the plan.

mod calendar;
mod expression;
mod point;
mod rhythm;
mod vague;

pub(super) use calendar::{Edge, Point, When, Year};

use super::{
    numerals::{digit, power},
    scan::{char_at, is_han},
};

/// A time expression of the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeWords {
    /// First character.
    pub(super) from: usize,
    /// After the last character.
    pub(super) to: usize,
    /// What it says.
    pub(super) when: When,
}

/// All time expressions of a run of folded characters, in order and without overlap.
pub(super) fn scan(text: &[char]) -> Vec<TimeWords> {
    let mut found: Vec<TimeWords> = Vec::new();
    let mut index = 0;
    let mut quoted = Quoted::default();
    while index < text.len() {
        let hidden = quoted.step(text, index);
        let before = found.len();
        if hidden {
            vague::quoted(text, index, &mut found);
        } else {
            read(text, index, &mut found);
        }
        index = match found.get(before..).and_then(<[_]>::last) {
            Some(last) if last.to > index => last.to,
            _ => index + 1,
        };
        if index > 0 && found.len() > before {
            quoted.skip_to(index);
        }
    }
    found
}

/// Asks the readers that know words beginning with this character.
fn read(text: &[char], at: usize, found: &mut Vec<TimeWords>) {
    match char_at(text, at) {
        '0'..='9'
        | '〇'
        | '零'
        | '一'
        | '二'
        | '两'
        | '三'
        | '四'
        | '五'
        | '六'
        | '七'
        | '八'
        | '九'
        | '十'
        | '几'
            if goes_on_as_time(text, at) =>
        {
            let _ = vague::span(text, at, found)
                || expression::read(text, at, found)
                || vague::read(text, at, found);
        }
        '每' | '逐' | '按' | '月' | '周' | '季' | '半' => {
            let _ = rhythm::read(text, at, found) || vague::read(text, at, found);
        }
        '第' | '今' | '本' | '全' | '当' | '明' | '去' | '次' | '翌' | '年' | '到' | '至'
        | '截' | '自' | '从' | '不' | '最' => {
            let _ = expression::read(text, at, found) || vague::read(text, at, found);
        }
        '上' | '下' => {
            let _ = expression::read(text, at, found)
                || rhythm::read(text, at, found)
                || vague::read(text, at, found);
        }
        char if vague::may_begin(char) => {
            let _ = vague::read(text, at, found);
        }
        _ => {}
    }
}

/// Whether after the figures that begin at `at` something stands that a time word goes on with, or
/// that is no Chinese character and for the readers to judge: 4月, 五一前, 3、5月, but not 一体化.
fn goes_on_as_time(text: &[char], at: usize) -> bool {
    /// No number of a time word is longer.
    const LONGEST: usize = 8;
    let next =
        text.iter().skip(at).take(LONGEST).find(|char| {
            !char.is_ascii_digit() && digit(**char).is_none() && power(**char).is_none()
        });
    next.is_none_or(|char| {
        !is_han(*char) || "年月日号季个小学天周和及至到前之以节期时末规点".contains(*char)
    })
}

/// Whether a character stands inside “…” or 《…》, where names stand and not times.
#[derive(Debug, Default)]
pub(super) struct Quoted {
    until: usize,
}

impl Quoted {
    /// The longest name in quotation marks that is believed; more is a lost closing mark.
    const LONGEST: usize = 40;

    /// Tells whether the character at `at` is quoted; to be asked in order.
    pub(super) fn step(&mut self, text: &[char], at: usize) -> bool {
        if at < self.until {
            return true;
        }
        let opening = char_at(text, at);
        if is_han(opening) {
            return false;
        }
        let closing: &[char] = match opening {
            '“' | '〝' => &['”', '〞'],
            '《' => &['》'],
            '‘' => &['’'],
            '「' => &['」'],
            '『' => &['』'],
            '"' => &['"'],
            _ => return false,
        };
        let end = text
            .iter()
            .enumerate()
            .skip(at + 1)
            .take(Self::LONGEST)
            .take_while(|(_, char)| !matches!(char, '。' | '\n'))
            .find(|(_, char)| closing.contains(char));
        if let Some((end, _)) = end {
            self.until = end + 1;
            return true;
        }
        false
    }

    fn skip_to(&mut self, at: usize) {
        if at >= self.until {
            self.until = at;
        }
    }
}
