//! What a clerk checks once every item has been read: who does it and by when, whether a number has
//! its unit, whether the sums add up, whether one quantity is stated twice and differently.
//!
//! The checks of the paper itself (numbering, damage, years) are in [`super::structure`]. These ask
//! what was read from the items and go over each list of quantities once.

mod conflicts;
mod gaps;
mod sums;
mod units;

use super::{passage::Passage, phrases::fold, structure::Structure};
use crate::{
    ledger::{DocKind, Finding, Item, Target},
    span::Span,
};

/// All findings about what the items say, in no order.
pub(super) fn checks(structure: &Structure) -> Vec<Finding> {
    if structure.ledger.kind == DocKind::Negative {
        return Vec::new();
    }
    let mut findings = gaps::gaps(structure);
    let mut seen = conflicts::Seen::new(structure.context.plan_year);
    for (index, (item, passages)) in structure
        .ledger
        .items
        .iter()
        .zip(&structure.passages)
        .enumerate()
    {
        for told in Told::of(item, passages) {
            findings.extend(sums::sums(&told));
            findings.extend(units::without_unit(&told));
            seen.add(index, item, &told);
        }
    }
    findings.extend(seen.findings(&structure.ledger.items));
    findings
}

/// A passage with the targets that were read from it, in order.
struct Told<'a> {
    passage: &'a Passage,
    /// Folded characters, one for each of the passage.
    text: Vec<char>,
    targets: Vec<Placed<'a>>,
    /// Time words, as ranges of the passage.
    times: Vec<(usize, usize)>,
}

/// A target and where its words stand in its passage.
#[derive(Debug, Clone, Copy)]
struct Placed<'a> {
    target: &'a Target,
    from: usize,
    to: usize,
}

impl<'a> Told<'a> {
    /// The passages of an item that tell its work. Targets and deadlines stand in the item in the
    /// order of its passages.
    fn of(item: &'a Item, passages: &'a [Passage]) -> Vec<Self> {
        let mut targets = item.targets.iter().peekable();
        let mut deadlines = item.deadlines.iter().peekable();
        let mut told = Vec::new();
        for passage in passages {
            let covered = covers(passage);
            let mut placed = Vec::new();
            while let Some(target) = targets.next_if(|target| within(covered, target.span)) {
                let (from, to) = range(passage, target.span);
                placed.push(Placed { target, from, to });
            }
            let mut times = Vec::new();
            // The month in the marker of a calendar stands in no passage.
            while let Some(deadline) = deadlines.next_if(|deadline| {
                within(covered, deadline.span) || deadline.span.start < covered.start
            }) {
                if within(covered, deadline.span) {
                    times.push(range(passage, deadline.span));
                }
            }
            let has_numbers =
                !placed.is_empty() || passage.chars.iter().any(|char| is_digit(*char));
            if has_numbers && passage.cell.is_none_or(|cell| cell.is_work()) {
                told.push(Self {
                    passage,
                    text: passage.chars.iter().map(|char| fold(*char)).collect(),
                    targets: placed,
                    times,
                });
            }
        }
        told
    }

    /// The folded character at `at`, a line break outside.
    fn char(&self, at: usize) -> char {
        self.text.get(at).copied().unwrap_or('\n')
    }

    /// The folded characters of a range.
    fn cut(&self, from: usize, to: usize) -> &[char] {
        let to = to.min(self.text.len());
        self.text.get(from.min(to)..to).unwrap_or_default()
    }

    /// Whether `words` stand directly before `at`.
    fn ends(&self, at: usize, words: &str) -> bool {
        self.cut(0, at)
            .iter()
            .rev()
            .copied()
            .take(words.chars().count())
            .eq(words.chars().rev())
    }

    /// Whether `words` stand at `at`.
    fn starts(&self, at: usize, words: &str) -> bool {
        words
            .chars()
            .enumerate()
            .all(|(offset, char)| self.char(at + offset) == char)
    }

    /// Back from `at` to after the nearest character that ends a run, `furthest` at most.
    fn back_to(&self, at: usize, furthest: usize, ends: fn(char) -> bool) -> usize {
        let nearest = at.saturating_sub(furthest);
        (nearest..at)
            .rev()
            .find(|&index| ends(self.char(index)))
            .map_or(nearest, |index| index + 1)
    }

    /// The time words that begin in a range.
    fn times_between(&self, begin: usize, end: usize) -> &[(usize, usize)] {
        let place = |at: usize| self.times.partition_point(|(from, _)| *from < at);
        self.times.get(place(begin)..place(end)).unwrap_or_default()
    }

    /// The first target that begins at `at` or later.
    fn first_from(&self, at: usize) -> usize {
        self.targets.partition_point(|placed| placed.from < at)
    }
}

/// From the first to the last character of a passage, in the source.
fn covers(passage: &Passage) -> Span {
    match (passage.at.first(), passage.at.last()) {
        (Some(&first), Some(&last)) => Span::new(first, last + 1),
        _ => Span::new(0, 0),
    }
}

fn within(covered: Span, span: Span) -> bool {
    covered.contains(span.start)
}

/// Where a place of the source stands in a passage.
fn range(passage: &Passage, span: Span) -> (usize, usize) {
    let find = |offset: usize| passage.at.partition_point(|&place| place < offset);
    (find(span.start), find(span.end))
}

/// The places of a passage where `words` stand, in order; the text is gone through once.
fn places<'b>(text: &'b [char], words: &'b [char]) -> impl Iterator<Item = usize> + 'b {
    text.windows(words.len().max(1))
        .enumerate()
        .filter(move |(_, window)| *window == words)
        .map(|(index, _)| index)
}

/// 人 and 名 count the same; everything else only itself.
fn same_unit(one: &str, other: &str) -> bool {
    let person = |unit: &str| matches!(unit, "人" | "名");
    one == other || person(one) && person(other)
}

/// A number as the paper would write it: in 万 or 亿 when `like` is.
fn written(value: f64, like: &Target) -> String {
    let (scale, power) = if like.quote.contains('亿') {
        (1e8, "亿")
    } else if like.quote.contains('万') {
        (1e4, "万")
    } else {
        (1.0, "")
    };
    let number = format!("{:.4}", value / scale);
    let number = number.trim_end_matches('0').trim_end_matches('.');
    format!("{number}{power}{}", like.unit)
}

/// A digit before the characters are folded. Where none stands nothing is counted, and most passages
/// need not be folded at all.
fn is_digit(char: char) -> bool {
    matches!(char, '0'..='9' | '０'..='９')
}

/// Ends a sentence.
fn is_stop(char: char) -> bool {
    matches!(char, '。' | '!' | '?' | '\n')
}

#[cfg(test)]
mod tests {
    use crate::{
        ledger::{Finding, FindingCode},
        source::Source,
        understand::understand,
    };

    /// Findings of these sorts in a paper of 2024 with one item of these words among others.
    pub(super) fn found(words: &str, codes: &[FindingCode]) -> Vec<Finding> {
        let paper = format!(
            "某市教育局2024年工作要点\n一、抓好管理\n1.抓制度。健全制度，落实责任。\n2.抓质量。{words}\n3.抓作风。转变作风，深入基层。"
        );
        let ledger = understand(&Source::from_text(paper));
        let mut findings = ledger.findings;
        findings.retain(|finding| codes.contains(&finding.code));
        findings
    }
}
