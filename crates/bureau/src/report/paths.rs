//! Addresses of this slice: patterns for the router, and how to build each.

use super::model::ReportId;
use crate::plan::PlanId;
use base::TimePeriod;

pub(super) const DESK: &str = "/report";
pub(super) const MATRIX: &str = "/report/plans/{plan}";
pub(super) const SET_UP: &str = "/report/plans/{plan}/set-up";
pub(super) const OPEN: &str = "/report/plans/{plan}/open";
pub(super) const RULES: &str = "/report/plans/{plan}/rules";
pub(super) const REMOVE: &str = "/report/plans/{plan}/remove";
pub(super) const ROUND: &str = "/report/plans/{plan}/rounds/{round}";
pub(super) const LOCK: &str = "/report/plans/{plan}/rounds/{round}/lock";
pub(super) const REMIND: &str = "/report/plans/{plan}/rounds/{round}/remind";
pub(super) const UNLOCK: &str = "/report/plans/{plan}/rounds/{round}/unlock";
pub(super) const SUMMARY: &str = "/report/plans/{plan}/rounds/{round}/summary";
pub(super) const SUMMARY_DOCX: &str = "/report/plans/{plan}/rounds/{round}/export.docx";
pub(super) const SUMMARY_XLSX: &str = "/report/plans/{plan}/rounds/{round}/export.xlsx";
pub(super) const REPORT: &str = "/report/reports/{report}";
pub(super) const SAVE: &str = "/report/reports/{report}/save";
pub(super) const WITHDRAW: &str = "/report/reports/{report}/withdraw";
pub(super) const REVIEW: &str = "/report/reports/{report}/review";
pub(super) const REOPEN: &str = "/report/reports/{report}/reopen";
pub(super) const STORY: &str = "/report/reports/{report}/story";
pub(super) const EXCUSE: &str = "/report/reports/{report}/excuse";

pub(super) fn of_plan(pattern: &str, plan: PlanId) -> String {
    pattern.replace("{plan}", &plan.to_string())
}

pub(super) fn of_round(pattern: &str, plan: PlanId, period: TimePeriod) -> String {
    of_plan(pattern, plan).replace("{round}", &period.to_string())
}

pub(super) fn of_report(pattern: &str, report: ReportId) -> String {
    pattern.replace("{report}", &report.to_string())
}

pub(super) fn report(report: ReportId) -> String {
    of_report(REPORT, report)
}

/// An address with parameters; those without a value are left out.
pub(super) fn with(path: &str, parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters.iter().filter(|(_, value)| !value.is_empty()));
    match query.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
