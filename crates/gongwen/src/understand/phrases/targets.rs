//! Targets of one passage.

use super::{
    numerals::digit,
    quantity::quantity,
    refuse::is_target,
    subject::{commitment, kind, subject},
    time::{Quoted, TimeWords},
    words::Words,
};
use crate::{
    ledger::{DocKind, Target},
    understand::heads::Heads,
};

/// Reads the targets; `times` are the time expressions of the same words, whose numbers are none.
pub(super) fn targets(words: &Words<'_>, times: &[TimeWords], document: DocKind) -> Vec<Target> {
    let text = &words.chars;
    let mut found = Vec::new();
    let mut quoted = Quoted::default();
    let mut upcoming = times.iter().peekable();
    let mut index = 0;
    while index < text.len() {
        let hidden = quoted.step(text, index);
        while upcoming.next_if(|time| time.to <= index).is_some() {}
        if let Some(time) = upcoming.peek()
            && time.from <= index
        {
            index = time.to.max(index + 1);
            continue;
        }
        if hidden || !may_begin(text[index]) {
            index += 1;
            continue;
        }
        let Some(read) = quantity(text, index) else {
            index = after_number(text, index);
            continue;
        };
        if is_target(text, &read) {
            let (from, to) = subject(text, times, &read);
            found.push(Target {
                quote: words.quote(read.from, read.to),
                span: words.span(read.from, read.to),
                subject: words.joined(from, to),
                value: read.value,
                max: read.max,
                cmp: read.cmp,
                unit: unit_text(words, &read),
                kind: kind(text, &read, document),
                commitment: commitment(text, read.from),
            });
        }
        index = read.to.max(index + 1);
    }
    found
}

/// Only numbers begin here: 百 and 千 for 百分之, 近百名.
fn may_begin(char: char) -> bool {
    const NUMERALS: Heads =
        Heads::of_each("0123456789〇零○一壹二两贰三叁四肆五伍六陆七柒八捌九玖十百千万亿");
    NUMERALS.hold(char)
        && (char.is_ascii_digit()
            || digit(char).is_some()
            || matches!(char, '十' | '百' | '千' | '万' | '亿'))
}

/// The unit in the text's own script; 百分之 is written %.
fn unit_text(words: &Words<'_>, read: &super::quantity::Quantity) -> String {
    if read.unit.0 == read.number && read.unit.1 > read.unit.0 {
        return if words.chars[read.number] == '百' {
            "%"
        } else {
            "‰"
        }
        .to_owned();
    }
    words.joined(read.unit.0, read.unit.1)
}

/// The end of a number that is no quantity.
fn after_number(text: &[char], at: usize) -> usize {
    super::numerals::numeral(text, at).map_or(at + 1, |read| read.end.max(at + 1))
}
