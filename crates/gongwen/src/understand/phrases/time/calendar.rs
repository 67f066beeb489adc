//! What a time expression says, and which days that is.

use crate::{day::Day, ledger::Recurrence};

/// The year of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Year {
    /// Written out.
    Given(i16),
    /// 今年 0, 明年 1, 去年 -1, counted from the plan's year.
    Relative(i16),
    /// 次年: counted from the point before it.
    Next,
    /// Not said.
    Unsaid,
}

/// A part of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Part {
    /// The whole year.
    Year,
    /// 上半年 1, 下半年 2.
    Half(u8),
    /// 一季度 1 to 四季度 4.
    Quarter(u8),
    /// A month.
    Month(u8),
    /// 上旬 to 下旬: first and last day, 0 the last of the month.
    Days(u8, u8, u8),
    /// A day.
    Day(u8, u8),
    /// A feast of the moon calendar.
    Moon(MoonFeast),
}

/// Feasts whose day each year has to be looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum MoonFeast {
    /// 春节.
    Spring,
    /// 元宵节.
    Lantern,
    /// 清明节, a day of the sun's calendar that moves all the same.
    Brightness,
    /// 端午节.
    DragonBoat,
    /// 中秋节.
    MidAutumn,
}

/// Month and day of each feast: from the notices of 国务院办公厅 on the days off of 2024, 2025 and
/// 2026, 元宵节 being the fifteenth day of the year that 春节 begins. Of other years nothing is said
/// rather than guessed.
#[rustfmt::skip]
const MOON_FEASTS: [(i16, [(u8, u8); 5]); 3] = [
    (2024, [(2, 10), (2, 24), (4, 4), (6, 10), (9, 17)]),
    (2025, [(1, 29), (2, 12), (4, 4), (5, 31), (10, 6)]),
    (2026, [(2, 17), (3, 3), (4, 5), (6, 19), (9, 25)]),
];

impl MoonFeast {
    fn day(self, year: i16) -> Option<Day> {
        let (_, days) = MOON_FEASTS.iter().find(|(of, _)| *of == year)?;
        let (month, day) = days.get(self as usize)?;
        Day::new(year, *month, *day)
    }

    /// A month it may fall in, as early as the plan of a term needs to know.
    fn month(self) -> u8 {
        match self {
            Self::Spring | Self::Lantern => 1,
            Self::Brightness => 4,
            Self::DragonBoat => 6,
            Self::MidAutumn => 9,
        }
    }
}

/// A point of the calendar as the text names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Point {
    /// Its year.
    pub(in super::super) year: Year,
    /// Its part.
    pub(in super::super) part: Part,
}

/// Which end of the point is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Edge {
    /// In it: both ends.
    Within,
    /// 底, 内, 到: its last day.
    End,
    /// 前: before it begins; of a day, that day.
    Before,
    /// 起: its first day, open at the other end.
    Onward,
}

/// What a time expression says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum When {
    /// A point with an edge.
    At(Point, Edge),
    /// From one point to another, both included.
    Between(Point, Point),
    /// A rhythm; none for rhythms without a name (每旬).
    Every(Option<Recurrence>),
    /// Not on the calendar: 开学前, 三年内.
    Vague,
    /// The bare plan year, which is no deadline of its own: 2024年, 今年, 全年.
    WholeYear(Year),
}

impl Point {
    /// First and last day in a year, or nothing when there is no such day.
    fn days(self, year: i16) -> Option<(Day, Day)> {
        let (first_month, last_month) = match self.part {
            Part::Year => (1, 12),
            Part::Half(half) => (half * 6 - 5, half * 6),
            Part::Quarter(quarter) => (quarter * 3 - 2, quarter * 3),
            Part::Month(month) => (month, month),
            Part::Days(month, first, last) => {
                let end = if last == 0 {
                    Day::last_of_month(year, month)
                } else {
                    Day::new(year, month, last)
                };
                return Some((Day::new(year, month, first)?, end?));
            }
            Part::Day(month, day) => {
                let day = Day::new(year, month, day)?;
                return Some((day, day));
            }
            Part::Moon(feast) => {
                let day = feast.day(year)?;
                return Some((day, day));
            }
        };
        Some((
            Day::new(year, first_month, 1)?,
            Day::last_of_month(year, last_month)?,
        ))
    }

    /// The first and last day that the words bound, in the given year.
    pub(in super::super) fn bounds(self, edge: Edge, year: i16) -> (Option<Day>, Option<Day>) {
        let Some((first, last)) = self.days(year) else {
            return (None, None);
        };
        match edge {
            Edge::Within => (Some(first), Some(last)),
            Edge::End => (None, Some(last)),
            Edge::Onward => (Some(first), None),
            Edge::Before => match self.part {
                Part::Day(..) | Part::Days(..) | Part::Moon(_) => (None, Some(last)),
                _ => (None, day_before(first)),
            },
        }
    }

    /// The month it begins in; a whole year begins in none.
    pub(in super::super) fn month(self) -> Option<u8> {
        match self.part {
            Part::Month(month) | Part::Days(month, ..) | Part::Day(month, _) => Some(month),
            Part::Quarter(quarter) => Some(quarter * 3 - 2),
            Part::Half(half) => Some(half * 6 - 5),
            Part::Moon(feast) => Some(feast.month()),
            Part::Year => None,
        }
    }
}

/// The last day of the month before one that begins with `first`.
fn day_before(first: Day) -> Option<Day> {
    if first.month() == 1 {
        Day::last_of_month(first.year().checked_sub(1)?, 12)
    } else {
        Day::last_of_month(first.year(), first.month() - 1)
    }
}
