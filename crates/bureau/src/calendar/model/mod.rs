//! Days that are worked, terms of school, terms of matters. Pure: the day is always given.

mod due;
mod left;
mod period;
mod rules;
mod table;
#[cfg(test)]
mod tests;
mod working;

pub(super) use due::{DayUnit, Due, OffDay, Term};
pub(crate) use left::Left;
pub(crate) use period::PeriodKind;
pub(super) use period::{Period, PeriodId};
pub(super) use rules::{DueRule, shipped_rules};
pub(super) use table::{DayKind, Difference, Fault, Mark, YearTable};
pub(crate) use working::Calendar;
pub(super) use working::days_of_month;
