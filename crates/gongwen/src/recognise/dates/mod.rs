//! Dates, periods, spans and rhythms, in the expressions of the outside suites (TIMEX3).
//!
//! These follow the suites, not the plans: a range of years ends before its last year here, and a
//! month without a year stays without one. What a deadline of a plan means is decided in
//! [`understand`](crate::understand).

mod civil;
mod durations;
mod periods;
mod points;

use super::{Entity, text::Folded};
use crate::day::Day;

/// Which times to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// All of them, with 以前 and 以后 taken in.
    All,
    /// Days.
    Date,
    /// Years, months, weeks, ranges.
    Period,
    /// Feasts.
    Feast,
    /// Spans.
    Duration,
    /// Rhythms.
    Set,
}

/// A time expression.
#[derive(Debug, Clone)]
struct Found {
    start: usize,
    end: usize,
    kind: &'static str,
    timex: String,
    modifier: Option<&'static str>,
}

impl Found {
    fn new(start: usize, end: usize, kind: &'static str, timex: String) -> Self {
        Self {
            start,
            end,
            kind,
            timex,
            modifier: None,
        }
    }
}

/// All times of one sort.
pub(super) fn find(text: &Folded, sort: Sort, today: Day) -> Vec<Entity> {
    super::every(text, |text, at| {
        let read = longest(text, at, sort, today)?;
        Some(Entity {
            start: read.start,
            end: read.end,
            kind: read.kind,
            value: read.timex,
            unit: read.modifier,
        })
    })
}

/// The longest reading at a place.
fn longest(text: &Folded, at: usize, sort: Sort, today: Day) -> Option<Found> {
    let all = sort == Sort::All;
    let date = || {
        let read = points::point(text, at, today, None).filter(|read| read.day.is_some());
        read.map(|read| Found::new(at, read.end, "date", read.timex()))
            .or_else(|| points::weekday_point(text, at, today))
    };
    let period = || {
        periods::range(text, at, today)
            .or_else(|| periods::running(text, at, today))
            .or_else(|| periods::decades(text, at))
            .or_else(|| periods::halves(text, at, today))
            .or_else(|| periods::weeks(text, at, today))
            .or_else(|| periods::whole(text, at, today))
    };
    let mut readings: Vec<Option<Found>> = Vec::new();
    if all {
        readings.push(bounded(text, at, today));
        readings.push(durations::ago(text, at, today));
    }
    if all || sort == Sort::Period {
        readings.push(period());
    }
    if all || sort == Sort::Date {
        readings.push(date());
    }
    if all || sort == Sort::Feast {
        readings.push(points::feast(text, at, today));
    }
    if all || sort == Sort::Duration {
        readings.push(durations::duration(text, at));
    }
    if all || sort == Sort::Set {
        readings.push(durations::set(text, at));
    }
    // The first of the longest: later readings are the plainer ones.
    readings
        .into_iter()
        .flatten()
        .reduce(|best, next| if next.end > best.end { next } else { best })
}

/// 2015年前, 自2018年以来, 2019年1月1日或之后: a point with an open side.
fn bounded(text: &Folded, at: usize, today: Day) -> Option<Found> {
    const SINCE: [&str; 3] = ["自从", "自", "从"];
    let since = text.any(at, &SINCE);
    let until = text.any(at, &["截止到", "截至", "截止", "到"]);
    let begin = since.or(until).map_or(at, |end| text.skip(end));
    let read = points::point(text, begin, today, None).filter(|read| read.year.is_some())?;
    let after = text.skip(read.end);
    let (modifier, end) =
        if let Some(end) = text.any(after, &["或之后", "及之后", "或以后", "及以后"]) {
            ("since", end)
        } else if let Some(end) = text.any(after, &["或之前", "及之前", "或以前", "及以前"])
        {
            ("until", end)
        } else if let Some(end) = text
            .any(after, &["之前", "以前", "前"])
            .filter(|end| text.at(*end) != '半')
        {
            ("before", end)
        } else if let Some(end) = text
            .any(after, &["之后", "以后"])
            .filter(|_| since.is_none())
        {
            ("after", end)
        } else if since.is_some() {
            let end = text.any(after, &["以来", "开始", "起"]);
            (
                "since",
                end.or((text.any(at, &["自从"]).is_some()).then_some(read.end))?,
            )
        } else if until.is_some() && text.at(at) == '截' {
            ("before", read.end)
        } else {
            return None;
        };
    let mut found = Found::new(at, end, "daterange", read.timex());
    found.modifier = Some(modifier);
    Some(found)
}
