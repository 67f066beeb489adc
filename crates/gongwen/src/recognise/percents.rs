//! Shares: 百分之二点四, 千分之一, 12个百分点, 七成六, 22％.

use super::{
    Entity, every,
    numbers::{Read, number, unsigned},
    text::Folded,
    written,
};
use crate::understand::phrases::{digit, power};

/// All shares.
pub(super) fn find(text: &Folded) -> Vec<Entity> {
    every(text, |text, at| {
        let read = named(text, at).or_else(|| marked(text, at))?;
        Some(Entity {
            start: at,
            end: read.end,
            kind: "percentage",
            value: format!("{}%", written(read.value)),
            unit: None,
        })
    })
}

/// 百分之, 千分之, 千万分之: the denominator has no digit of its own.
fn named(text: &Folded, at: usize) -> Option<Read> {
    let before = (0..at)
        .rev()
        .map(|index| text.at(index))
        .find(|char| *char != ' ');
    if before
        .is_some_and(|char| digit(char).is_some() || power(char).is_some() || char.is_ascii_digit())
    {
        return None;
    }
    let mut exponent = 0_i32;
    let mut end = at;
    while let Some(more) = power(text.at(end)) {
        exponent += i32::try_from(more).ok()?;
        end = text.skip(end + 1);
    }
    if exponent == 0 {
        return None;
    }
    let begin = text.skip(text.spaced(end, "分之")?);
    let read = unsigned(text, begin).or_else(|| whole_hundred(text, begin))?;
    Some(Read {
        value: read.value * 10_f64.powi(2 - exponent),
        ..read
    })
}

/// 百分之百.
fn whole_hundred(text: &Folded, at: usize) -> Option<Read> {
    (text.at(at) == '百').then_some(Read {
        value: 100.0,
        end: at + 1,
        open: false,
    })
}

/// A number with %, 个百分点 or 成 after it.
fn marked(text: &Folded, at: usize) -> Option<Read> {
    if digit(text.before(at)).is_some() {
        return None;
    }
    let read = number(text, at)?;
    let next = text.skip(read.end);
    if text.at(next) == '%' {
        return Some(Read {
            end: next + 1,
            ..read
        });
    }
    if let Some(end) = text.spaced(next, "个百分点") {
        return Some(Read { end, ..read });
    }
    if text.at(next) == '成' && read.value <= 10.0 && read.value >= 0.0 {
        let more = text.skip(next + 1);
        let units = if text.at(more) == '半' {
            Some(5.0)
        } else {
            digit(text.at(more)).map(f64::from)
        };
        return Some(Read {
            value: read.value * 10.0 + units.unwrap_or(0.0),
            end: if units.is_some() { more + 1 } else { next + 1 },
            open: false,
        });
    }
    None
}
