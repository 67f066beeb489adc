//! When a matter is due.

use super::working::Calendar;
use base::day::Date;
use jiff::ToSpan as _;

/// 期限: so many days, counted how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) struct Term {
    /// How many.
    pub(in crate::calendar) days: u32,
    /// Of which sort. 「日」 without 「工作」 is a calendar day.
    pub(in crate::calendar) unit: DayUnit,
    /// What happens when a calendar term ends on a day off.
    pub(in crate::calendar) off_day: OffDay,
}

/// 工作日 or 自然日.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) enum DayUnit {
    /// 工作日.
    Working,
    /// 自然日.
    Calendar,
}

/// A calendar term that ends on a day off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::calendar) enum OffDay {
    /// Moves to the next working day.
    Moves,
    /// Stays where it is.
    Stays,
}

/// A day something is due, and how sure that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::calendar) struct Due {
    /// The last day, to its end.
    pub(in crate::calendar) on: Date,
    /// Years whose holidays are not known yet: the day may turn out to be another one.
    pub(in crate::calendar) provisional: Vec<i16>,
}

impl Calendar {
    /// The day a term ends that began with something that happened on `from`.
    pub(in crate::calendar) fn due(&self, from: Date, term: Term) -> Due {
        let on = match term.unit {
            DayUnit::Working => self.after(from, term.days),
            DayUnit::Calendar => {
                let end = from
                    .checked_add(i64::from(term.days).days())
                    .unwrap_or(Date::MAX);
                match term.off_day {
                    OffDay::Moves => self.on_or_after(end),
                    OffDay::Stays => end,
                }
            }
        };
        Due {
            on,
            provisional: self.years_without_table(from, on),
        }
    }

    /// Days to remind on: so many working days before, earliest first, none before `from`.
    pub(in crate::calendar) fn reminders(
        &self,
        from: Date,
        due: Date,
        before: &[u32],
    ) -> Vec<Date> {
        let mut days: Vec<Date> = before
            .iter()
            .map(|n| self.before(due, *n))
            .filter(|day| *day > from)
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }
}

impl DayUnit {
    pub(in crate::calendar) const ALL: [Self; 2] = [Self::Working, Self::Calendar];

    /// Code in tables and forms.
    pub(in crate::calendar) fn code(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Calendar => "calendar",
        }
    }

    /// Word on pages.
    pub(in crate::calendar) fn label(self) -> &'static str {
        match self {
            Self::Working => "工作日",
            Self::Calendar => "自然日",
        }
    }

    /// So many of them: 5个工作日, 30日.
    pub(in crate::calendar) fn counted(self, n: u32) -> String {
        match self {
            Self::Working => format!("{n}个工作日"),
            Self::Calendar => format!("{n}日"),
        }
    }

    /// The unit with this code.
    pub(in crate::calendar) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.code() == code)
    }
}

impl OffDay {
    pub(in crate::calendar) const ALL: [Self; 2] = [Self::Moves, Self::Stays];

    /// Code in tables and forms.
    pub(in crate::calendar) fn code(self) -> &'static str {
        match self {
            Self::Moves => "moves",
            Self::Stays => "stays",
        }
    }

    /// Word on pages.
    pub(in crate::calendar) fn label(self) -> &'static str {
        match self {
            Self::Moves => "顺延到下一个工作日",
            Self::Stays => "不顺延",
        }
    }

    /// The way with this code.
    pub(in crate::calendar) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }
}
