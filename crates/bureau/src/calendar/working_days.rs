//! The facade for whoever plans by days: what is worked, what comes before, which exam weeks there are.

use super::{
    actions,
    model::{Calendar, Left, Period, PeriodKind},
    store,
};
use ::store::{Read, Result};
use base::day::Date;

/// 工作日历 as it is now, ready to be asked.
#[derive(Debug, Clone)]
pub(crate) struct WorkingDays {
    calendar: Calendar,
    examinations: Vec<Period>,
}

/// The calendar in force, for whoever plans by it.
pub(crate) async fn working_days(db: &impl Read) -> Result<WorkingDays> {
    let mut examinations = store::periods(db).await?;
    examinations.retain(|period| period.kind == PeriodKind::Examination);
    Ok(WorkingDays {
        calendar: actions::calendar(db).await?,
        examinations,
    })
}

impl WorkingDays {
    /// The tables that come with the program, without exam weeks.
    #[cfg(test)]
    pub(crate) fn shipped() -> Self {
        Self {
            calendar: Calendar::new(std::collections::BTreeMap::new()),
            examinations: Vec::new(),
        }
    }

    /// Whether the day is worked.
    pub(crate) fn is_working(&self, day: Date) -> bool {
        self.calendar.is_working(day)
    }

    /// The n-th working day before a day; 0 is the day itself.
    pub(crate) fn before(&self, day: Date, n: u32) -> Date {
        self.calendar.before(day, n)
    }

    /// The day itself when it is worked, else the last one before it that is.
    pub(crate) fn on_or_before(&self, day: Date) -> Date {
        if self.calendar.is_working(day) {
            day
        } else {
            self.calendar.before(day, 1)
        }
    }

    /// How a day stands to today.
    pub(crate) fn left(&self, today: Date, due: Date) -> Left {
        Left::of(&self.calendar, today, due)
    }

    /// Whether the holidays of a year are known.
    pub(crate) fn has_table(&self, year: i16) -> bool {
        self.calendar.table(year).is_some()
    }

    /// The exam week a day lies in: schools are asked for nothing then.
    pub(crate) fn examination(&self, day: Date) -> Option<&str> {
        self.examinations
            .iter()
            .find(|period| period.holds(day))
            .map(|period| period.name.as_str())
    }
}
