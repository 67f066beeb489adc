//! The stretch of days a time table shows, and where a day lies in it.

use base::{Grain, TimePeriod, day::Date};
use std::fmt;

/// How much of the year is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    period: TimePeriod,
}

/// A share of the width, as it stands in the picture: 「8.49」.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Percent(i32);

/// A line with a word at the head of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tick {
    pub(super) at: Percent,
    pub(super) word: String,
}

impl Scale {
    /// The year of the plan, or the quarter or month asked for in it.
    pub(super) fn new(year: i16, zoom: &str, at: &str, today: Date) -> Self {
        let grain = match zoom {
            "quarter" => Grain::Quarter,
            "month" => Grain::Month,
            _ => Grain::Year,
        };
        let asked = at.parse::<TimePeriod>().ok();
        let asked = asked.filter(|period| period.grain() == grain && period.year() == year);
        let present = match today.year() == year {
            true => TimePeriod::holding(grain, today),
            false => TimePeriod::all_of(grain, year)
                .first()
                .copied()
                .unwrap_or(TimePeriod::of_year(year)),
        };
        Self {
            period: asked.unwrap_or(present),
        }
    }

    /// The word of its zoom in the address; the year is what one sees first.
    pub(super) fn zoom(self) -> &'static str {
        match self.period.grain() {
            Grain::Quarter => "quarter",
            Grain::Month => "month",
            _ => "",
        }
    }

    /// What is shown: 2026年第二季度.
    pub(super) fn label(self) -> String {
        self.period.label()
    }

    /// Its code in the address; nothing for the year.
    pub(super) fn code(self) -> String {
        match self.period.grain() {
            Grain::Year => String::new(),
            _ => self.period.to_string(),
        }
    }

    /// The stretches before and after within the year.
    pub(super) fn neighbours(self) -> [Option<Self>; 2] {
        let within = |period: TimePeriod| {
            let is_within =
                period.year() == self.period.year() && self.period.grain() != Grain::Year;
            is_within.then_some(Self { period })
        };
        [within(self.period.previous()), within(self.period.next())]
    }

    pub(super) fn first(self) -> Date {
        self.period.first()
    }

    pub(super) fn last(self) -> Date {
        self.period.last()
    }

    /// Whether anything between two days is shown.
    pub(super) fn shows(self, first: Date, last: Date) -> bool {
        first <= self.last() && last >= self.first()
    }

    /// Hundredths of a percent of the width before a day begins; beyond the ends, the end.
    fn start_of(self, day: Date) -> i32 {
        let n_days = days_between(self.first(), self.last()) + 1;
        (days_between(self.first(), day) * 10_000 / n_days.max(1)).clamp(0, 10_000)
    }

    /// Where a bar from one day to another begins and how wide it is, in percent.
    pub(super) fn bar(self, first: Date, last: Date) -> (Percent, Percent) {
        let end = self.start_of(last.tomorrow().unwrap_or(last));
        let start = self.start_of(first).min(end);
        (Percent(start), Percent((end - start).max(20)))
    }

    /// Where a day ends.
    pub(super) fn end(self, day: Date) -> Percent {
        Percent(self.start_of(day.tomorrow().unwrap_or(day)))
    }

    /// The middle of a day; nothing for a day that is not shown.
    pub(super) fn middle(self, day: Date) -> Option<Percent> {
        let is_shown = (self.first()..=self.last()).contains(&day);
        is_shown.then(|| {
            Percent((self.start_of(day) + self.start_of(day.tomorrow().unwrap_or(day))) / 2)
        })
    }

    /// Months of a year, weeks of a quarter or month.
    pub(super) fn ticks(self) -> Vec<Tick> {
        let tick = |day: Date, word: String| Tick {
            at: Percent(self.start_of(day)),
            word,
        };
        if self.period.grain() == Grain::Year {
            return TimePeriod::all_of(Grain::Month, self.period.year())
                .into_iter()
                .map(|month| tick(month.first(), format!("{}月", month.number())))
                .collect();
        }
        let mut ticks = Vec::new();
        let mut week = TimePeriod::holding(Grain::Week, self.first());
        while week.first() <= self.last() {
            let monday = week.first().max(self.first());
            ticks.push(tick(monday, format!("{}.{}", monday.month(), monday.day())));
            week = week.next();
        }
        ticks
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    let hours = to.duration_since(from).as_hours();
    i32::try_from(hours / 24).unwrap_or(i32::MAX)
}

impl Percent {
    /// The same in hundredths of a percent.
    pub(super) fn hundredths(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

#[cfg(test)]
mod tests {
    use super::{Percent, Scale};
    use jiff::civil::date;

    #[test]
    fn a_day_lies_where_its_share_of_the_time_ends() {
        let today = date(2026, 6, 15);
        let year = Scale::new(2026, "", "", today);
        assert_eq!(
            year.bar(date(2026, 1, 1), date(2026, 12, 31)),
            (Percent(0), Percent(10_000))
        );
        assert_eq!(year.end(date(2025, 5, 1)), Percent(0));
        assert_eq!(year.ticks().len(), 12);
        let month = Scale::new(2026, "month", "", today);
        assert_eq!(month.label(), "2026年6月");
        assert_eq!(
            month.bar(date(2026, 6, 1), date(2026, 6, 3)),
            (Percent(0), Percent(1_000))
        );
        assert_eq!(month.middle(today), Some(Percent(4_833)));
        assert_eq!(Percent(4_803).to_string(), "48.03");
        assert_eq!(month.middle(date(2026, 7, 1)), None);
        assert_eq!(month.ticks().len(), 5);
        assert!(month.shows(date(2026, 5, 1), date(2026, 6, 1)));
        assert!(!month.shows(date(2026, 7, 1), date(2026, 7, 2)));
        let quarter = Scale::new(2026, "quarter", "2026-Q4", today);
        assert_eq!(quarter.label(), "2026年第四季度");
        let [before, after] = quarter.neighbours();
        assert_eq!(before.map(Scale::code).as_deref(), Some("2026-Q3"));
        assert_eq!(after, None);
        assert_eq!(
            Scale::new(2025, "quarter", "2026-Q1", today).label(),
            "2025年第一季度"
        );
    }
}
