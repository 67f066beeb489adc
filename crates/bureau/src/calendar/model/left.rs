//! How long there is left, said in one way wherever something is due.

use super::Calendar;
use base::day::Date;

/// How a day stands to today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Left {
    /// It is past by so many days, days off included.
    Overdue(i32),
    Today,
    /// So many working days are left, the day itself included.
    Working(u32),
    /// It is so far off that nobody counts working days.
    Far(i32),
}

/// From here on days are counted, not working days.
const FAR_DAYS: i32 = 60;

impl Left {
    /// How a day stands to today.
    pub(crate) fn of(calendar: &Calendar, today: Date, due: Date) -> Self {
        let days = today
            .until((jiff::Unit::Day, due))
            .map_or(i32::MAX, |span| span.get_days());
        match days {
            ..0 => Self::Overdue(-days),
            0 => Self::Today,
            1..=FAR_DAYS => Self::Working(calendar.n_working_after(today, due)),
            _ => Self::Far(days),
        }
    }

    /// Whether the day has gone by.
    pub(crate) fn is_overdue(self) -> bool {
        matches!(self, Self::Overdue(_))
    }

    /// 「还有3个工作日」「逾期2天」.
    pub(crate) fn in_words(self) -> String {
        match self {
            Self::Overdue(days) => format!("逾期{days}天"),
            Self::Today => "今天到期".to_owned(),
            // Due on the weekend, and it is Friday.
            Self::Working(0) => "到期前没有工作日了".to_owned(),
            Self::Working(n) => format!("还有{n}个工作日"),
            Self::Far(days) => format!("还有{days}天"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Left;
    use crate::calendar::Calendar;

    #[test]
    fn what_is_left_is_told_in_working_days_and_what_is_late_in_days() {
        let calendar = Calendar::shipped();
        for (today, due, expected) in [
            ("2026-06-15", "2026-06-18", "还有3个工作日"),
            ("2026-06-15", "2026-06-22", "还有4个工作日"),
            ("2026-06-15", "2026-06-15", "今天到期"),
            ("2026-06-15", "2026-06-13", "逾期2天"),
            ("2026-06-12", "2026-06-14", "到期前没有工作日了"),
            ("2026-06-15", "2026-12-31", "还有199天"),
        ] {
            let left = Left::of(&calendar, today.parse().unwrap(), due.parse().unwrap());
            assert_eq!(left.in_words(), expected, "{today} {due}");
        }
    }
}
