//! The clock. The only place, besides the command line, that asks the machine what time it is.

use crate::day::Date;
use jiff::{Timestamp, tz::Offset};
use std::sync::Arc;

/// Tells the time; passed to whatever needs it, so that tests and the demo can fix it.
pub trait Clock: Send + Sync {
    /// Milliseconds since 1970, UTC.
    fn now_ms(&self) -> i64;

    /// The day in China, which has one time zone and no summer time.
    fn today(&self) -> Date {
        day_in_china(self.now_ms())
    }

    /// The machine's own time, also where [`Clock::now_ms`] stands still: for what is tied to the
    /// world outside (codes of telephones, how fast requests follow each other).
    fn machine_ms(&self) -> i64 {
        Timestamp::now().as_millisecond()
    }
}

/// The machine's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now_ms(&self) -> i64 {
        Timestamp::now().as_millisecond()
    }
}

/// The machine's own clock for what is about the machine alone (how long a lease holds, when to try
/// again) and goes on where the day stands still, as in the demo. Never for a day or a deadline.
#[must_use]
pub fn of_machine() -> Arc<dyn Clock> {
    Arc::new(SystemClock)
}

/// A clock that stands still.
#[derive(Debug, Clone, Copy)]
pub struct FixedClock(pub i64);

impl FixedClock {
    /// Stands at nine in the morning, in China, of a day.
    #[must_use]
    pub fn at_nine(date: Date) -> Self {
        let morning = CHINA.to_timestamp(date.at(9, 0, 0, 0));
        Self(morning.map_or(0, Timestamp::as_millisecond))
    }
}

impl Clock for FixedClock {
    fn now_ms(&self) -> i64 {
        self.0
    }
}

const CHINA: Offset = Offset::constant(8);

/// The day in China at an instant.
#[must_use]
pub fn day_in_china(ms: i64) -> Date {
    instant_in_china(ms).date()
}

/// The instant a day begins in China.
#[must_use]
pub fn midnight_in_china(day: Date) -> i64 {
    let midnight = CHINA.to_timestamp(day.at(0, 0, 0, 0));
    midnight.map_or(0, Timestamp::as_millisecond)
}

/// Day and time of day in China at an instant.
#[must_use]
pub fn instant_in_china(ms: i64) -> jiff::civil::DateTime {
    CHINA.to_datetime(Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// `20260605T010203Z`, as requests to machines are stamped.
#[must_use]
pub fn utc_stamp(ms: i64) -> String {
    let at = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::UTC
        .to_datetime(at)
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string()
}

/// The instant of a header (`Fri, 05 Jun 2026 01:02:03 GMT`); nothing when it is none.
#[must_use]
pub fn http_date_ms(text: &str) -> Option<i64> {
    let at = jiff::fmt::strtime::parse("%a, %d %b %Y %H:%M:%S GMT", text).ok()?;
    let at = Offset::UTC.to_timestamp(at.to_datetime().ok()?).ok()?;
    Some(at.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::{Clock, FixedClock, day_in_china, http_date_ms, utc_stamp};

    #[test]
    fn stamps_and_headers_are_of_the_same_instant() {
        let ms = 1_780_621_323_000;
        assert_eq!(utc_stamp(ms), "20260605T010203Z");
        assert_eq!(http_date_ms("Fri, 05 Jun 2026 01:02:03 GMT"), Some(ms));
        assert_eq!(http_date_ms("yesterday"), None);
    }

    #[test]
    fn the_day_changes_at_midnight_in_china_not_in_greenwich() {
        let clock = FixedClock::at_nine(jiff::civil::date(2026, 3, 5));
        assert_eq!(clock.today(), jiff::civil::date(2026, 3, 5));
        let late_evening = clock.now_ms() + 15 * 3_600_000 - 1;
        assert_eq!(day_in_china(late_evening), jiff::civil::date(2026, 3, 5));
        assert_eq!(
            day_in_china(late_evening + 1),
            jiff::civil::date(2026, 3, 6)
        );
    }
}
