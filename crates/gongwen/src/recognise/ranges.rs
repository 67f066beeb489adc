//! Bounds and ranges of numbers: 大于10小于20, 五百以上, 20~100, 十几万.

use super::{
    Entity,
    numbers::{Read, number, unsigned},
    text::Folded,
    written,
};

/// One end of a range: the number and whether it belongs to the range.
type End = Option<(f64, bool)>;

/// A range and where it stands.
#[derive(Debug, Clone, Copy)]
struct Range {
    start: usize,
    end: usize,
    low: End,
    high: End,
}

/// Words before a number that bound it.
const BEFORE: [(&str, Bound); 39] = [
    ("大于或者等于", Bound::AtLeast),
    ("大于或等于", Bound::AtLeast),
    ("大于等于", Bound::AtLeast),
    ("小于或者等于", Bound::AtMost),
    ("小于或等于", Bound::AtMost),
    ("小于等于", Bound::AtMost),
    ("不少于", Bound::AtLeast),
    ("不小于", Bound::AtLeast),
    ("不低于", Bound::AtLeast),
    ("不大于", Bound::AtMost),
    ("不超过", Bound::AtMost),
    ("不多于", Bound::AtMost),
    ("不高于", Bound::AtMost),
    ("至少是", Bound::AtLeast),
    ("至少有", Bound::AtLeast),
    ("至少为", Bound::AtLeast),
    ("至少", Bound::AtLeast),
    ("最少为", Bound::AtLeast),
    ("最少", Bound::AtLeast),
    ("最多为", Bound::AtMost),
    ("最多有", Bound::AtMost),
    ("最多", Bound::AtMost),
    ("至多", Bound::AtMost),
    ("超过了", Bound::Above),
    ("超过", Bound::Above),
    ("高于", Bound::Above),
    ("大于", Bound::Above),
    ("多于", Bound::Above),
    ("低于", Bound::Below),
    ("少于", Bound::Below),
    ("小于", Bound::Below),
    ("不足", Bound::Below),
    ("等于", Bound::Equal),
    ("≥", Bound::AtLeast),
    ("≤", Bound::AtMost),
    (">=", Bound::AtLeast),
    ("<=", Bound::AtMost),
    (">", Bound::Above),
    ("<", Bound::Below),
];

/// Words after a number that bound it.
const AFTER: [(&str, Bound); 10] = [
    ("或者更多", Bound::AtLeast),
    ("或更多", Bound::AtLeast),
    ("及以上", Bound::AtLeast),
    ("或以上", Bound::AtLeast),
    ("及以下", Bound::AtMost),
    ("以上", Bound::Above),
    ("之上", Bound::Above),
    ("以下", Bound::Below),
    ("之下", Bound::Below),
    ("以内", Bound::AtMost),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtLeast,
    Above,
    AtMost,
    Below,
    Equal,
}

impl Bound {
    fn range(self, start: usize, end: usize, value: f64) -> Range {
        let (low, high) = match self {
            Self::AtLeast => (Some((value, true)), None),
            Self::Above => (Some((value, false)), None),
            Self::AtMost => (None, Some((value, true))),
            Self::Below => (None, Some((value, false))),
            Self::Equal => (Some((value, true)), Some((value, true))),
        };
        Range {
            start,
            end,
            low,
            high,
        }
    }
}

/// All ranges.
pub(super) fn find(text: &Folded) -> Vec<Entity> {
    let mut found: Vec<Range> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let read = between(text, at)
            .or_else(|| bounded_before(text, at))
            .or_else(|| compared(text, at))
            .or_else(|| bounded_after(text, at))
            .or_else(|| open_number(text, at));
        let Some(range) = read else {
            // A number that bounds nothing is left whole.
            at = number(text, at).map_or(at + 1, |read| read.end.max(at + 1));
            continue;
        };
        at = range.end.max(at + 1);
        match found.last_mut() {
            Some(last) if joins(text, last, &range) => *last = joined(*last, range),
            _ => found.push(range),
        }
    }
    found.into_iter().map(|range| entity(&range)).collect()
}

fn entity(range: &Range) -> Entity {
    let end = |end: End| end.map_or(String::new(), |(value, _)| written(value));
    let closed = |end: End| end.is_some_and(|(_, closed)| closed);
    Entity {
        start: range.start,
        end: range.end,
        kind: "numberrange",
        value: format!(
            "{}{},{}{}",
            if closed(range.low) { '[' } else { '(' },
            end(range.low),
            end(range.high),
            if closed(range.high) { ']' } else { ')' },
        ),
        unit: None,
    }
}

/// 大于10小于20: two bounds side by side that can both hold.
fn joins(text: &Folded, first: &Range, second: &Range) -> bool {
    let mut at = first.end;
    while matches!(text.at(at), ' ' | ',' | '且' | '并' | '但') {
        at += 1;
    }
    let (low, high) = match (first.low, first.high, second.low, second.high) {
        (Some(low), None, None, Some(high)) | (None, Some(high), Some(low), None) => (low, high),
        _ => return false,
    };
    at >= second.start && low.0 < high.0
}

fn joined(first: Range, second: Range) -> Range {
    Range {
        start: first.start,
        end: second.end,
        low: first.low.or(second.low),
        high: first.high.or(second.high),
    }
}

/// 位于20和30之间, 20~100, 一到五, 5k-20k.
fn between(text: &Folded, at: usize) -> Option<Range> {
    let begin = text.any(at, &["位于", "介于", "在"]).unwrap_or(at);
    let first = ordinal_or_number(text, begin)?;
    let joint = text.skip(first.end);
    let (joint_end, needs_close) = match text.at(joint) {
        '~' | '到' | '至' => (joint + 1, false),
        '-' => (joint + 1, false),
        '和' | '与' => (joint + 1, true),
        _ => return None,
    };
    let second = ordinal_or_number(text, text.skip(joint_end))?;
    let close = text.any(second.end, &["之间", "间"]);
    let placed = begin == at + 1;
    if (needs_close || placed) && close.is_none() || first.value >= second.value {
        return None;
    }
    Some(Range {
        start: at,
        end: close.unwrap_or(second.end),
        low: Some((first.value, true)),
        high: Some((second.value, false)),
    })
}

fn ordinal_or_number(text: &Folded, at: usize) -> Option<Read> {
    if text.at(at) == '第' {
        return unsigned(text, at + 1);
    }
    number(text, at)
}

fn bounded_before(text: &Folded, at: usize) -> Option<Range> {
    let (end, bound) = BEFORE
        .iter()
        .find_map(|(words, bound)| text.spaced(at, words).map(|end| (end, *bound)))?;
    let read = number(text, text.skip(end))?;
    // 三千 九百 六十五 keeps the blank after it in 大于三千 九百 六十五 的.
    Some(bound.range(at, read.end, read.value))
}

/// 比四分之一大.
fn compared(text: &Folded, at: usize) -> Option<Range> {
    if text.at(at) != '比' {
        return None;
    }
    let read = number(text, text.skip(at + 1))?;
    let next = text.skip(read.end);
    let bound = match text.at(next) {
        '大' | '多' | '高' => Bound::Above,
        '小' | '少' | '低' => Bound::Below,
        _ => return None,
    };
    Some(bound.range(at, next + 1, read.value))
}

fn bounded_after(text: &Folded, at: usize) -> Option<Range> {
    let read = number(text, at)?;
    let next = text.skip(read.end);
    let (end, bound) = AFTER
        .iter()
        .find_map(|(words, bound)| text.spaced(next, words).map(|end| (end, *bound)))?;
    Some(bound.range(at, end, read.value))
}

/// 十几万, 500多亿.
fn open_number(text: &Folded, at: usize) -> Option<Range> {
    let read = unsigned(text, at).filter(|read| read.open)?;
    Some(Bound::Above.range(at, read.end, read.value))
}
