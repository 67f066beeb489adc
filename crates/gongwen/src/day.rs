//! A day of the Gregorian calendar.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A day that exists, written `YYYY-MM-DD` in text and in JSON; it has no time of day and no zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

impl Day {
    /// The day, or nothing when the calendar has no such day.
    #[must_use]
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        (day >= 1 && day <= days_in_month(year, month)).then_some(Self { year, month, day })
    }

    /// The last day of a month, or nothing when there is no such month.
    #[must_use]
    pub fn last_of_month(year: i16, month: u8) -> Option<Self> {
        Self::new(year, month, days_in_month(year, month))
    }

    /// Year, for example 2026.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }
}

/// Days of a month of the Gregorian calendar; 0 when there is no such month.
#[must_use]
pub fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// The text is not a day of the form `YYYY-MM-DD`.
#[derive(Debug, thiserror::Error)]
#[error("不是有效日期：{0}")]
pub struct NotADay(String);

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Self, NotADay> {
        let mut parts = text.splitn(3, '-');
        let mut next = || {
            parts
                .next()
                .filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let day = (|| {
            Self::new(
                next()?.parse().ok()?,
                next()?.parse().ok()?,
                next()?.parse().ok()?,
            )
        })();
        day.ok_or_else(|| NotADay(text.to_owned()))
    }
}

impl TryFrom<String> for Day {
    type Error = NotADay;

    fn try_from(text: String) -> Result<Self, NotADay> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn only_days_of_the_calendar_exist() {
        for (text, ok) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2026-13-01", false),
            ("2026-3-5", true),
            ("x", false),
            ("2026-+3-05", false),
        ] {
            assert_eq!(text.parse::<Day>().is_ok(), ok, "{text}");
        }
        assert_eq!(
            Day::last_of_month(2023, 9)
                .map(|day| day.to_string())
                .as_deref(),
            Some("2023-09-30")
        );
    }
}
