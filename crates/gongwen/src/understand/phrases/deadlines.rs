//! Deadlines of one passage: time words put on the calendar of the plan.

use super::{
    Context,
    labels::{Label, label_at},
    scan::{contains_any, is_stop},
    time::{Edge, Point, TimeWords, When, Year},
    words::Words,
};
use crate::{day::Day, ledger::Deadline};

/// Where in the item the words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Running text: the bare plan year is no deadline.
    Text,
    /// A time-limit column or label: everything in it is one.
    Limit,
}

/// The calendar that times without a year are read against.
struct Calendar {
    year: Option<i16>,
    term: bool,
    /// First and last month of the stage the passage is about: 推进阶段（2022年9月—2023年6月）.
    stage: Option<[(i16, u8); 2]>,
    /// Year and month said before in the same sentence.
    before: Option<(i16, u8)>,
}

/// Reads the deadlines of a passage; `labels` are the labelled stretches of the same words.
pub(super) fn deadlines(
    words: &Words<'_>,
    times: &[TimeWords],
    labels: &[Label],
    year: Option<i16>,
    context: &Context,
    place: Place,
) -> Vec<Deadline> {
    let text = &words.chars;
    let mut calendar = Calendar {
        year: year.or(context.plan_year),
        term: context.term_plan && year.is_none(),
        stage: stage(text, times),
        before: None,
    };
    let several_years = context.several_years || names_several_years(times);
    let mut found = Vec::new();
    let mut sentence = 0;
    for time in times {
        if text[sentence.min(time.from)..time.from]
            .iter()
            .any(|char| is_stop(*char))
        {
            calendar.before = None;
        }
        sentence = time.from;
        let limited = place == Place::Limit
            || label_at(labels, time.from)
                .is_some_and(|label| label.is_limit() && label.covers(time.from));
        let Some((from, to)) = calendar.days(time, limited, several_years) else {
            continue;
        };
        let recurs = match time.when {
            When::Every(rhythm) => rhythm,
            _ => None,
        };
        found.push(Deadline {
            quote: words.quote(time.from, time.to),
            span: words.span(time.from, time.to),
            from,
            to,
            recurs,
        });
    }
    let mut limits: Vec<(usize, usize)> = labels
        .iter()
        .filter(|label| label.is_limit())
        .map(|label| (label.from, label.to))
        .collect();
    if place == Place::Limit {
        limits.push((0, text.len()));
    }
    for (from, to) in limits {
        let next = times.partition_point(|time| time.from < from);
        let empty = times.get(next).is_none_or(|time| time.from >= to);
        if empty && says_something(&text[from..to]) {
            found.push(Deadline {
                quote: words.quote(from, to),
                span: words.span(from, to),
                from: None,
                to: None,
                recurs: None,
            });
        }
    }
    found
}

/// Words that say when without a time word are short: 长期坚持, 按上级要求推进.
const LONGEST_VAGUE_LIMIT: usize = 20;

/// Whether a time-limit cell holds words, not a placeholder.
fn says_something(text: &[char]) -> bool {
    text.len() <= LONGEST_VAGUE_LIMIT
        && text.iter().any(|char| super::scan::is_han(*char))
        && !contains_any(text, &["无"])
}

/// A plan over several years names more than one of them as a whole.
fn names_several_years(times: &[TimeWords]) -> bool {
    let mut years = times.iter().filter_map(|time| match time.when {
        When::WholeYear(Year::Given(year)) => Some(year),
        _ => None,
    });
    let first = years.next();
    years.any(|year| Some(year) != first)
}

/// How far into a passage the bracket with the time of a stage begins.
const STAGE_WITHIN: usize = 40;

/// The time in a bracket after the name of a stage, when it names its year: what follows in the
/// passage lies in it.
fn stage(text: &[char], times: &[TimeWords]) -> Option<[(i16, u8); 2]> {
    let time = times.iter().find(|time| {
        time.from > 0
            && time.from <= STAGE_WITHIN
            && text.get(time.from - 1) == Some(&'(')
            && text.get(time.to) == Some(&')')
    })?;
    match time.when {
        When::WholeYear(Year::Given(year)) => Some([(year, 1), (year, 12)]),
        When::At(point, _) => match point.year {
            Year::Given(year) => Some([(year, 1), (year, 12)]),
            _ => None,
        },
        When::Between(first, last) => {
            let Year::Given(begin) = first.year else {
                return None;
            };
            let (from, to) = (first.month().unwrap_or(1), last.month().unwrap_or(12));
            let end = match last.year {
                Year::Given(year) => year,
                _ => begin + i16::from(to < from),
            };
            Some([(begin, from), (end, to)])
        }
        _ => None,
    }
}

impl Calendar {
    /// The days of a time expression; nothing when it is no deadline.
    fn days(
        &mut self,
        time: &TimeWords,
        limited: bool,
        several_years: bool,
    ) -> Option<(Option<Day>, Option<Day>)> {
        match time.when {
            When::Vague | When::Every(_) => Some((None, None)),
            When::WholeYear(year) => {
                let own = match year {
                    Year::Given(given) => Some(given) == self.year,
                    Year::Relative(offset) => offset <= 0,
                    Year::Next | Year::Unsaid => false,
                };
                if own && !limited && !(several_years && matches!(year, Year::Given(_))) {
                    return None;
                }
                let year = self.year_of(year, None)?;
                Some((Day::new(year, 1, 1), Day::new(year, 12, 31)))
            }
            When::At(point, edge) => Some(self.at(point, edge)),
            When::Between(first, last) => Some(self.between(first, last)),
        }
    }

    fn at(&mut self, point: Point, edge: Edge) -> (Option<Day>, Option<Day>) {
        match self.year_of(point.year, point.month()) {
            Some(year) => {
                self.remember(point, year);
                point.bounds(edge, year)
            }
            None => (None, None),
        }
    }

    fn between(&mut self, first: Point, last: Point) -> (Option<Day>, Option<Day>) {
        let Some(begin) = self.year_of(first.year, first.month()) else {
            return (None, None);
        };
        let end = match last.year {
            Year::Next => begin + 1,
            Year::Given(year) => year,
            // 9月至2月: the second end lies in the next year.
            _ => {
                begin
                    + i16::from(
                        last.month()
                            .is_some_and(|month| Some(month) < first.month()),
                    )
            }
        };
        self.remember(last, end);
        (
            first.bounds(Edge::Onward, begin).0,
            last.bounds(Edge::End, end).1,
        )
    }

    fn year_of(&self, year: Year, month: Option<u8>) -> Option<i16> {
        match year {
            Year::Given(year) => Some(year),
            Year::Relative(offset) => self.year.map(|year| year + offset),
            Year::Next => self
                .before
                .map(|(year, _)| year + 1)
                .or(self.year.map(|year| year + 1)),
            Year::Unsaid => match (self.before, month) {
                (Some((year, earlier)), Some(month)) if month >= earlier => Some(year),
                // January of a school year that began in the plan's year.
                (_, Some(1)) if self.term => self.year.map(|year| year + 1),
                (_, month) => self.in_stage(month).or(self.year),
            },
        }
    }

    /// The year in which the stage has the month.
    fn in_stage(&self, month: Option<u8>) -> Option<i16> {
        let [first, last] = self.stage?;
        if first.0 == last.0 {
            return Some(first.0);
        }
        let month = month?;
        (first.0..=last.0).find(|&year| (first..=last).contains(&(year, month)))
    }

    /// A month after a written year in the same sentence belongs to that year.
    fn remember(&mut self, point: Point, year: i16) {
        if let (Year::Given(_), Some(month)) = (point.year, point.month()) {
            self.before = Some((year, month));
        }
    }
}
