//! Which days are worked, and counting along them.

use super::table::{DayKind, YearTable, is_weekend, shipped_tables};
use base::day::Date;
use std::collections::BTreeMap;

/// The tables in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Calendar {
    tables: BTreeMap<i16, YearTable>,
}

/// Terms are at most some months; nobody waits for a count that runs off the end of the calendar.
const MOST_DAYS: u32 = 2_000;

impl Calendar {
    /// The tables that came with the program, replaced year by year by those that were imported.
    pub(in crate::calendar) fn new(imported: BTreeMap<i16, YearTable>) -> Self {
        let mut tables = shipped_tables();
        tables.extend(imported);
        Self { tables }
    }

    /// The tables that came with the program alone.
    #[cfg(test)]
    pub(crate) fn shipped() -> Self {
        Self::new(BTreeMap::new())
    }

    /// Which tables these are: changes when one of them is replaced.
    pub(crate) fn fingerprint(&self) -> String {
        let tables = self.tables.iter();
        let versions: Vec<String> = tables
            .map(|(year, table)| format!("{year} {}", table.version))
            .collect();
        versions.join(", ")
    }

    /// The table of a year.
    pub(in crate::calendar) fn table(&self, year: i16) -> Option<&YearTable> {
        self.tables.get(&year)
    }

    /// Years with a table.
    pub(in crate::calendar) fn years(&self) -> impl Iterator<Item = i16> {
        self.tables.keys().copied()
    }

    /// Whether the day is worked: a shifted day, or a weekday that is no holiday.
    pub(crate) fn is_working(&self, date: Date) -> bool {
        let mark = self
            .table(date.year())
            .and_then(|table| table.marks.get(&date));
        match mark.map(|mark| mark.kind) {
            Some(DayKind::Work) => true,
            Some(DayKind::Off) => false,
            None => !is_weekend(date),
        }
    }

    /// The n-th working day after a day; 0 is the day itself. A term begins the day after its cause.
    pub(crate) fn after(&self, from: Date, n: u32) -> Date {
        self.walk(from, n, Date::tomorrow)
    }

    /// The n-th working day before a day; 0 is the day itself.
    pub(crate) fn before(&self, due: Date, n: u32) -> Date {
        self.walk(due, n, Date::yesterday)
    }

    fn walk(&self, from: Date, n: u32, step: fn(Date) -> Result<Date, jiff::Error>) -> Date {
        let mut date = from;
        let mut left = n.min(MOST_DAYS);
        while left > 0 {
            let Ok(next) = step(date) else { break };
            date = next;
            left -= u32::from(self.is_working(date));
        }
        date
    }

    /// The day itself when it is worked, else the next one that is.
    pub(crate) fn on_or_after(&self, date: Date) -> Date {
        if self.is_working(date) {
            date
        } else {
            self.after(date, 1)
        }
    }

    /// Years between two days whose table has not been imported: what was computed across them is
    /// provisional.
    pub(in crate::calendar) fn years_without_table(&self, from: Date, to: Date) -> Vec<i16> {
        (from.year()..=to.year())
            .filter(|year| !self.tables.contains_key(year))
            .collect()
    }

    /// How many working days come after a day, up to another and with it.
    pub(crate) fn n_working_after(&self, from: Date, to: Date) -> u32 {
        let days = from.tomorrow().into_iter().flat_map(|first| {
            first
                .series(jiff::ToSpan::days(1))
                .take_while(|day| *day <= to)
        });
        let n = days.filter(|day| self.is_working(*day)).count();
        u32::try_from(n).unwrap_or(u32::MAX)
    }

    /// How many working days a month has.
    pub(in crate::calendar) fn n_working(&self, year: i16, month: i8) -> usize {
        days_of_month(year, month)
            .filter(|day| self.is_working(*day))
            .count()
    }
}

/// The days of a month.
pub(in crate::calendar) fn days_of_month(year: i16, month: i8) -> impl Iterator<Item = Date> {
    (1..=31).filter_map(move |day| Date::new(year, month, day).ok())
}
