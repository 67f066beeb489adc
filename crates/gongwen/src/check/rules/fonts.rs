//! Fonts and sizes of words, held to the rule of their part.

use crate::{
    check::{
        paper::Line,
        standard::{RuleId, Standard},
        violation::Reporter,
    },
    understand::structure::chars::is_han,
};
use std::ops::Range;

/// Holds a whole line to the font and size of a rule.
pub(super) fn line(reporter: &mut Reporter<'_>, id: RuleId, line: &Line<'_>) {
    words(reporter, id, line, 0..line.chars.len());
}

/// Holds some words of a line, by their place in its text, to the font and size of a rule.
pub(super) fn words(reporter: &mut Reporter<'_>, id: RuleId, line: &Line<'_>, place: Range<usize>) {
    let font = reporter
        .standard
        .rule(id)
        .and_then(|rule| rule.font.clone());
    held_to(reporter, id, line, place, font.as_deref());
}

/// The same with another family than the rule's own.
pub(super) fn held_to(
    reporter: &mut Reporter<'_>,
    id: RuleId,
    line: &Line<'_>,
    place: Range<usize>,
    family: Option<&str>,
) {
    let standard = reporter.standard;
    let Some(rule) = standard.rule(id) else {
        return;
    };
    let shift = line.n_leading;
    for run in &line.paragraph.runs {
        let from = run.start.max(place.start + shift);
        let to = run.end.min(place.end + shift);
        let words: String = (from..to.max(from))
            .filter_map(|at| line.chars.get(at.checked_sub(shift)?))
            .collect();
        if words.trim().is_empty() {
            continue;
        }
        let has_han = words.chars().any(is_han);
        let wrong_font = family
            .filter(|family| has_han && standard.family(&run.looks.east_asian) != Some(*family))
            .map(|_| named(standard, &run.looks.east_asian));
        let wrong_size = rule
            .size_pt
            .filter(|size| (size - run.looks.size_pt).abs() > standard.layout.tolerance_pt)
            .map(|_| Standard::size_name(run.looks.size_pt));
        let found = match (wrong_font, wrong_size) {
            (Some(font), Some(size)) => format!("用了{font}，{size}"),
            (Some(font), None) => format!("用了{font}"),
            (None, Some(size)) => format!("字号是{size}"),
            (None, None) => continue,
        };
        reporter.words(id, line, words.trim(), found);
        return;
    }
}

/// A font as people call it.
fn named(standard: &Standard, font: &str) -> String {
    if font.is_empty() {
        return "默认字体（没有设置中文字体）".to_owned();
    }
    match standard.family(font) {
        Some(family) => family.to_owned(),
        None => format!("“{font}”"),
    }
}
