//! 节点日期: a day, or a week or month of which the last day counts.

use base::{
    Grain, TimePeriod,
    day::{Date, in_table},
};
use gongwen::day::Day;
use std::{fmt, str::FromStr};

/// When a step is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum When {
    /// On a day.
    Day(Date),
    /// Within a week, a month, a quarter: by its last day.
    Period(TimePeriod),
}

impl When {
    /// The first day it can be done on.
    pub(crate) fn first(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Period(period) => period.first(),
        }
    }

    /// The last day it can be done on.
    pub(crate) fn last(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Period(period) => period.last(),
        }
    }

    /// As a table of the year says it: 「8月」, 「第33周（08-10至08-16）」, 「08-31」.
    pub(crate) fn label(self, year: i16) -> String {
        let other_year = match self {
            Self::Day(day) => day.year() != year,
            Self::Period(period) => period.year() != year,
        };
        match self {
            Self::Day(day) => in_table(day, year),
            Self::Period(period) => {
                let label = period.label();
                let short = match other_year {
                    true => label.as_str(),
                    false => label
                        .split_once('年')
                        .map_or(label.as_str(), |(_, rest)| rest),
                };
                match period.grain() {
                    Grain::Week => {
                        let day = |day: Date| in_table(day, day.year());
                        format!("{short}（{}至{}）", day(period.first()), day(period.last()))
                    }
                    _ => short.to_owned(),
                }
            }
        }
    }

    /// Code of its grain in forms: `day`, `week`, `month`, `quarter`.
    pub(crate) fn grain_code(self) -> &'static str {
        match self {
            Self::Day(_) => "day",
            Self::Period(period) => period.grain().code(),
        }
    }

    /// The time of this grain that holds a day.
    pub(crate) fn holding(grain: &str, day: Date) -> Option<Self> {
        match grain {
            "day" => Some(Self::Day(day)),
            code => Some(Self::Period(TimePeriod::holding(
                Grain::from_code(code)?,
                day,
            ))),
        }
    }

    /// The same kind of time around another day.
    pub(crate) fn moved_to(self, day: Date) -> Self {
        match self {
            Self::Day(_) => Self::Day(day),
            Self::Period(period) => Self::Period(TimePeriod::holding(period.grain(), day)),
        }
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => day.fmt(f),
            Self::Period(period) => period.fmt(f),
        }
    }
}

/// The text names no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("节点日期无效")]
pub(crate) struct NotATime;

impl FromStr for When {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        // `2026-04-30` is a day and no period; `2026-04` a period and no day.
        match text.parse::<TimePeriod>() {
            Ok(period) => Ok(Self::Period(period)),
            Err(_) => text.parse().map(Self::Day).map_err(|_| NotATime),
        }
    }
}

/// A day of a paper as a day of the calendar.
pub(crate) fn date(day: Day) -> Option<Date> {
    let month = i8::try_from(day.month()).ok()?;
    Date::new(day.year(), month, i8::try_from(day.day()).ok()?).ok()
}
