//! 期: the weeks, months, quarters and years that figures belong to and reports are due for.

use crate::day::Date;
use std::{fmt, str::FromStr};

/// How long a period is (周期类型).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// 周: Monday to Sunday, counted by ISO 8601 (GB/T 7408).
    Week,
    /// 月.
    Month,
    /// 季度.
    Quarter,
    /// 半年.
    HalfYear,
    /// 年度.
    Year,
    /// 学年: 1 September to 31 August.
    SchoolYear,
}

impl Grain {
    /// Every grain, shortest first.
    pub const ALL: [Self; 6] = [
        Self::Week,
        Self::Month,
        Self::Quarter,
        Self::HalfYear,
        Self::Year,
        Self::SchoolYear,
    ];

    /// The word shown.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Week => "周",
            Self::Month => "月",
            Self::Quarter => "季度",
            Self::HalfYear => "半年",
            Self::Year => "年度",
            Self::SchoolYear => "学年",
        }
    }

    /// The word stored.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::HalfYear => "half_year",
            Self::Year => "year",
            Self::SchoolYear => "school_year",
        }
    }

    /// The grain with this stored word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grain| grain.code() == code)
    }

    /// Whether a longer period is made of whole ones of this: what they count adds up to what it counts.
    #[must_use]
    pub fn divides(self, longer: Self) -> bool {
        match longer {
            Self::Year => matches!(self, Self::HalfYear | Self::Quarter | Self::Month),
            Self::HalfYear => matches!(self, Self::Quarter | Self::Month),
            Self::Quarter | Self::SchoolYear => self == Self::Month,
            Self::Month | Self::Week => false,
        }
    }
}

/// One period: March 2026, the second quarter of 2026, the school year 2025—2026.
///
/// Written `2026-W10`, `2026-03`, `2026-Q2`, `2026-H1`, `2026`, `2025-2026`; within one grain these
/// sort by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimePeriod {
    // The first year before the number in it: periods of a grain are ordered by time.
    grain: Grain,
    year: i16,
    number: i8,
}

/// The text names no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("期别无效")]
pub struct NotAPeriod;

impl TimePeriod {
    /// The n-th period of a year (from 1); nothing when the year has no such one.
    #[must_use]
    pub fn new(grain: Grain, year: i16, number: i8) -> Option<Self> {
        let most = match grain {
            Grain::Week => weeks_of(year),
            Grain::Month => 12,
            Grain::Quarter => 4,
            Grain::HalfYear => 2,
            Grain::Year | Grain::SchoolYear => 1,
        };
        let is_there = (1..=most).contains(&number) && (1900..=9000).contains(&year);
        is_there.then_some(Self {
            grain,
            year,
            number,
        })
    }

    /// A whole calendar year.
    #[must_use]
    pub const fn of_year(year: i16) -> Self {
        Self {
            grain: Grain::Year,
            year,
            number: 1,
        }
    }

    /// The period of this grain that holds a day.
    #[must_use]
    pub fn holding(grain: Grain, day: Date) -> Self {
        let (year, number) = match grain {
            Grain::Week => {
                let week = day.iso_week_date();
                (week.year(), week.week())
            }
            Grain::Month => (day.year(), day.month()),
            Grain::Quarter => (day.year(), (day.month() - 1) / 3 + 1),
            Grain::HalfYear => (day.year(), (day.month() - 1) / 6 + 1),
            Grain::Year => (day.year(), 1),
            Grain::SchoolYear => (day.year() - i16::from(day.month() < 9), 1),
        };
        Self {
            grain,
            year,
            number,
        }
    }

    /// Every period of this grain that begins in a calendar year; weeks by their Thursday, a school
    /// year by its September.
    #[must_use]
    pub fn all_of(grain: Grain, year: i16) -> Vec<Self> {
        (1..=53)
            .map_while(|number| Self::new(grain, year, number))
            .collect()
    }

    /// How long it is.
    #[must_use]
    pub fn grain(self) -> Grain {
        self.grain
    }

    /// The year it is counted in; of a school year the first.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// Its number in the year, from 1.
    #[must_use]
    pub fn number(self) -> i8 {
        self.number
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Date {
        let month = match self.grain {
            Grain::Week => {
                let monday = jiff::civil::ISOWeekDate::new(
                    self.year,
                    self.number,
                    jiff::civil::Weekday::Monday,
                );
                return monday.map_or(Date::MIN, |monday| monday.date());
            }
            Grain::Month => self.number,
            Grain::Quarter => self.number * 3 - 2,
            Grain::HalfYear => self.number * 6 - 5,
            Grain::Year => 1,
            Grain::SchoolYear => 9,
        };
        Date::new(self.year, month, 1).unwrap_or(Date::MIN)
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        self.next().first().yesterday().unwrap_or(Date::MAX)
    }

    /// Whether a day lies in it.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        (self.first()..=self.last()).contains(&day)
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::new(self.grain, self.year, self.number + 1).unwrap_or(Self {
            year: self.year + 1,
            number: 1,
            ..self
        })
    }

    /// The one before it.
    #[must_use]
    pub fn previous(self) -> Self {
        match self.first().yesterday() {
            Ok(day) => Self::holding(self.grain, day),
            Err(_) => self,
        }
    }

    /// The same one a year earlier (同期); the 53rd week compares with the last of the year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        let year = self.year - 1;
        Self::new(self.grain, year, self.number).unwrap_or(Self {
            year,
            number: self.number - 1,
            ..self
        })
    }

    /// As a person reads it: 2026年3月, 2026年第二季度, 2025—2026学年.
    #[must_use]
    pub fn label(self) -> String {
        const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];
        let year = self.year;
        match self.grain {
            Grain::Week => format!("{year}年第{}周", self.number),
            Grain::Month => format!("{year}年{}月", self.number),
            Grain::Quarter => {
                let place = usize::try_from(self.number - 1).unwrap_or_default();
                format!("{year}年第{}季度", QUARTERS.get(place).unwrap_or(&""))
            }
            Grain::HalfYear if self.number == 1 => format!("{year}年上半年"),
            Grain::HalfYear => format!("{year}年下半年"),
            Grain::Year => format!("{year}年"),
            Grain::SchoolYear => format!("{year}—{}学年", year + 1),
        }
    }
}

fn weeks_of(year: i16) -> i8 {
    Date::new(year, 12, 28).map_or(52, |day| day.iso_week_date().week())
}

impl fmt::Display for TimePeriod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, number) = (self.year, self.number);
        match self.grain {
            Grain::Week => write!(f, "{year}-W{number:02}"),
            Grain::Month => write!(f, "{year}-{number:02}"),
            Grain::Quarter => write!(f, "{year}-Q{number}"),
            Grain::HalfYear => write!(f, "{year}-H{number}"),
            Grain::Year => write!(f, "{year}"),
            Grain::SchoolYear => write!(f, "{year}-{}", year + 1),
        }
    }
}

impl FromStr for TimePeriod {
    type Err = NotAPeriod;

    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let (year, rest) = match text.split_once('-') {
            Some((year, rest)) => (year, Some(rest)),
            None => (text, None),
        };
        let year: i16 = year.parse().map_err(|_| NotAPeriod)?;
        let number = |digits: &str| digits.parse::<i8>().map_err(|_| NotAPeriod);
        let (grain, number) = match rest {
            None => (Grain::Year, 1),
            Some(rest) if rest.len() == 4 => {
                let last: i16 = rest.parse().map_err(|_| NotAPeriod)?;
                let follows = year.checked_add(1) == Some(last);
                (Grain::SchoolYear, i8::from(follows))
            }
            Some(rest) => match rest.split_at_checked(1) {
                Some(("W", digits)) => (Grain::Week, number(digits)?),
                Some(("Q", digits)) => (Grain::Quarter, number(digits)?),
                Some(("H", digits)) => (Grain::HalfYear, number(digits)?),
                _ => (Grain::Month, number(rest)?),
            },
        };
        Self::new(grain, year, number)
            .filter(|period| period.to_string() == text)
            .ok_or(NotAPeriod)
    }
}

#[cfg(test)]
mod tests {
    use super::{Grain, TimePeriod};
    use jiff::civil::date;

    #[test]
    fn what_divides_a_period_begins_and_ends_with_it() {
        for longer in Grain::ALL {
            for shorter in Grain::ALL.into_iter().filter(|grain| *grain != longer) {
                // In every year: weeks begin with some years, and end with some.
                let fits = (2020..2032).all(|year| {
                    TimePeriod::all_of(longer, year).iter().all(|period| {
                        let first = TimePeriod::holding(shorter, period.first());
                        let last = TimePeriod::holding(shorter, period.last());
                        first.first() == period.first()
                            && last.last() == period.last()
                            && first != last
                    })
                });
                assert_eq!(shorter.divides(longer), fits, "{shorter:?} {longer:?}");
            }
            assert!(!longer.divides(longer));
        }
    }

    #[test]
    fn each_grain_is_written_named_and_bounded() {
        for (code, label, first, last) in [
            (
                "2026-W10",
                "2026年第10周",
                date(2026, 3, 2),
                date(2026, 3, 8),
            ),
            ("2026-02", "2026年2月", date(2026, 2, 1), date(2026, 2, 28)),
            (
                "2026-Q2",
                "2026年第二季度",
                date(2026, 4, 1),
                date(2026, 6, 30),
            ),
            (
                "2026-H2",
                "2026年下半年",
                date(2026, 7, 1),
                date(2026, 12, 31),
            ),
            ("2026", "2026年", date(2026, 1, 1), date(2026, 12, 31)),
            (
                "2025-2026",
                "2025—2026学年",
                date(2025, 9, 1),
                date(2026, 8, 31),
            ),
        ] {
            let period: TimePeriod = code.parse().unwrap();
            assert_eq!(period.to_string(), code);
            assert_eq!(period.label(), label);
            assert_eq!((period.first(), period.last()), (first, last));
            assert_eq!(TimePeriod::holding(period.grain(), first), period);
            assert_eq!(TimePeriod::holding(period.grain(), last), period);
            assert_eq!(period.next().previous(), period);
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in [
            "",
            "2026-13",
            "2026-3",
            "2026-Q5",
            "2026-W54",
            "2025-2027",
            "春季",
            "2026-",
        ] {
            assert!(text.parse::<TimePeriod>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_has_all_its_weeks_and_the_53rd_compares_with_the_last_of_the_year_before() {
        assert_eq!(TimePeriod::all_of(Grain::Week, 2026).len(), 53);
        assert_eq!(TimePeriod::all_of(Grain::Week, 2025).len(), 52);
        let last = TimePeriod::new(Grain::Week, 2026, 53).unwrap();
        assert_eq!(last.next().to_string(), "2027-W01");
        assert_eq!(last.year_before().to_string(), "2025-W52");
    }
}
