//! The year planned or reported.

use super::{Page, dates::year_at, title::year_in};
use crate::{
    day::Day,
    ledger::Spanned,
    understand::structure::chars::{at, stands_at},
};

/// The year of the title, else of the notice or the first paragraphs, else the year of issue when
/// the text speaks of it.
pub(super) fn plan_year(
    page: &Page<'_>,
    title: Option<&Spanned<String>>,
    issued_on: Option<&Spanned<Day>>,
) -> Option<Spanned<i16>> {
    if let Some(title) = title {
        let words: Vec<char> = title.value.chars().collect();
        if let Some(year) = year_in(&words) {
            let year = if is_second_term(&title.value) && school_year(&words) {
                year + 1
            } else {
                year
            };
            return Some(Spanned {
                value: year,
                span: title.span,
            });
        }
    }
    before_body(page).or_else(|| of_issue(page, issued_on))
}

/// A second term lies in the later year of its school year.
fn is_second_term(title: &str) -> bool {
    ["第二学期", "下学期", "春季学期", "春学期"]
        .iter()
        .any(|term| title.contains(term))
}

/// Two years named: 2021—2022学年.
fn school_year(words: &[char]) -> bool {
    let mut years = (0..words.len())
        .filter_map(|index| year_at(words, index))
        .map(|(year, _)| year);
    matches!((years.next(), years.next()), (Some(first), Some(second)) if second == first + 1)
}

/// A plan over several years, which is not one school year: 三年行动方案（2021—2023年）.
pub(crate) fn names_several(title: &str) -> bool {
    let words: Vec<char> = title.chars().collect();
    let ranges = (0..words.len()).any(|index| {
        let Some((first, end)) = year_at(&words, index) else {
            return false;
        };
        let after = end + usize::from(at(&words, end) == '年');
        let joints = words
            .iter()
            .skip(after)
            .take_while(|c| matches!(c, '-' | '—' | '－' | '–' | '~' | '～' | '至' | '到'))
            .count();
        joints > 0 && year_at(&words, after + joints).is_some_and(|(last, _)| last > first)
    });
    ranges && !title.contains("学年")
}

/// A year with 年 in the text before the first unit, dates and numbers of papers left out.
fn before_body(page: &Page<'_>) -> Option<Spanned<i16>> {
    let chars = &page.clean.chars;
    let limit = page.body_start.min(4000).max(400.min(chars.len()));
    for index in 0..limit {
        let Some((year, end)) = year_at(chars, index) else {
            continue;
        };
        let dated = super::dates::day_at(chars, index).is_some();
        let bracketed = index > 0
            && matches!(
                at(chars, index - 1),
                '〔' | '[' | '［' | '(' | '（' | '-' | '—'
            );
        let said = at(chars, end) == '年';
        if said && !dated && !bracketed && !stands_at(chars, end, "年度计划") {
            return Some(Spanned {
                value: year,
                span: page.clean.span(index, end),
            });
        }
    }
    None
}

/// The year of issue, when the body names it.
fn of_issue(page: &Page<'_>, issued_on: Option<&Spanned<Day>>) -> Option<Spanned<i16>> {
    let issued = issued_on?;
    let chars = &page.clean.chars;
    let year = issued.value.year();
    let named = (page.body_start..chars.len())
        .filter_map(|index| year_at(chars, index).map(|(year, end)| (index, year, end)))
        .find(|(_, named, end)| *named == year && at(chars, *end) == '年');
    named.map(|(index, value, end)| Spanned {
        value,
        span: page.clean.span(index, end),
    })
}
