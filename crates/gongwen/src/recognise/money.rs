//! Sums of money: 五元三毛, 人民币 8千元, ￥300, $20.

use super::{
    Entity, every,
    numbers::{number, unsigned},
    text::Folded,
    written,
};

const YUAN: &str = "Chinese yuan";

/// Units after a number, with their English names.
const AFTER: [(&[&str], &str); 6] = [
    (
        &["元人民币", "块人民币", "人民币", "元", "块钱", "圆"],
        YUAN,
    ),
    (&["美元", "美圆", "美金"], "United States dollar"),
    (&["港元", "港币"], "Hong Kong dollar"),
    (&["欧元"], "Euro"),
    (&["日元", "日圆"], "Japanese yen"),
    (&["英镑"], "British pound"),
];

/// Signs and words before a number.
const BEFORE: [(&str, &str); 5] = [
    ("人民币", YUAN),
    ("￥", YUAN),
    ("¥", YUAN),
    ("$", "Dollar"),
    ("€", "Euro"),
];

/// All sums of money.
pub(super) fn find(text: &Folded) -> Vec<Entity> {
    every(text, |text, at| {
        prefixed(text, at).or_else(|| suffixed(text, at))
    })
}

fn entity(start: usize, end: usize, value: f64, unit: &'static str) -> Entity {
    Entity {
        start,
        end,
        kind: "currency",
        value: written(value),
        unit: Some(unit),
    }
}

fn prefixed(text: &Folded, at: usize) -> Option<Entity> {
    let (end, unit) = BEFORE
        .iter()
        .find_map(|(words, unit)| text.spaced(at, words).map(|end| (end, *unit)))?;
    let begin = text.skip(end);
    // The unit may be said again after the number.
    if let Some(inner) = suffixed(text, begin).filter(|inner| inner.unit == Some(unit)) {
        return Some(Entity { start: at, ..inner });
    }
    let read = number(text, begin)?;
    Some(entity(at, read.end, read.value, unit))
}

fn suffixed(text: &Folded, at: usize) -> Option<Entity> {
    let read = number(text, at)?;
    let next = text.skip(read.end);
    let (end, unit) = AFTER
        .iter()
        .find_map(|(words, unit)| text.any(next, words).map(|end| (end, *unit)))?;
    let (small, end) = if unit == YUAN {
        small_change(text, end)
    } else {
        (0.0, end)
    };
    Some(entity(at, end, read.value + small, unit))
}

/// 三毛, 6角三分 after 元.
fn small_change(text: &Folded, mut end: usize) -> (f64, usize) {
    let mut value = 0.0;
    for (units, worth) in [(&['角', '毛'][..], 0.1), (&['分'][..], 0.01)] {
        let Some(read) = unsigned(text, end).filter(|read| read.value < 10.0) else {
            continue;
        };
        if units.contains(&text.at(read.end)) {
            value += read.value * worth;
            end = read.end + 1;
        }
    }
    (value, end)
}
