//! Addresses of this slice's pages.

use super::model::PeriodId;

pub(super) const YEAR: &str = "/calendar";
pub(super) const IMPORT: &str = "/calendar/import";
pub(super) const APPLY_IMPORT: &str = "/calendar/import/apply";
pub(super) const EXPORT: &str = "/calendar/export";
pub(super) const DUE: &str = "/calendar/due";
pub(super) const NEW_PERIOD: &str = "/calendar/periods/new";
pub(super) const PERIOD: &str = "/calendar/periods/{period}";
pub(super) const REMOVE_PERIOD: &str = "/calendar/periods/{period}/remove";
pub(super) const RULE: &str = "/calendar/rules/{rule}";

pub(super) fn year(year: i16) -> String {
    format!("{YEAR}?year={year}")
}

pub(super) fn period(period: PeriodId) -> String {
    PERIOD.replace("{period}", &period.to_string())
}

pub(super) fn remove_period(period: PeriodId) -> String {
    REMOVE_PERIOD.replace("{period}", &period.to_string())
}

/// Codes of rules are words of our own: nothing in them needs escaping.
pub(super) fn rule(code: &str) -> String {
    RULE.replace("{rule}", code)
}
