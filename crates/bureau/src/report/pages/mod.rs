//! The pages of reports: which address leads where.

mod desk;
mod downloads;
mod export;
mod matrix;
mod report;
mod report_acts;
mod report_again;
mod report_fields;
mod round;
mod set_up;
mod set_up_rules;
mod story;
mod summary;

use super::{
    model::{ReportHead, ReportState},
    paths,
    policy::{COLLECTS, OVERSEES, REPORTS},
};
use crate::calendar::{Calendar, Left};
use ::store::Error;
use base::{
    TimePeriod,
    day::{Date, in_table},
};
use shell::{Result, Route};

/// Every route with who may use it.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(paths::DESK, REPORTS, desk::show),
        Route::get(paths::MATRIX, OVERSEES, matrix::show),
        Route::get(paths::SET_UP, COLLECTS, set_up::show),
        Route::post(paths::SET_UP, COLLECTS, set_up::submit),
        Route::post(paths::OPEN, COLLECTS, set_up::open),
        Route::post(paths::RULES, COLLECTS, set_up::change_rules),
        Route::post(paths::REMOVE, COLLECTS, set_up::remove),
        Route::get(paths::ROUND, OVERSEES, round::show),
        Route::post(paths::LOCK, COLLECTS, round::lock),
        Route::post(paths::REMIND, COLLECTS, round::remind),
        Route::post(paths::UNLOCK, COLLECTS, round::unlock),
        Route::get(paths::SUMMARY, OVERSEES, summary::show),
        Route::get(paths::SUMMARY_DOCX, OVERSEES, downloads::docx),
        Route::get(paths::SUMMARY_XLSX, OVERSEES, downloads::xlsx),
        Route::get(paths::REPORT, REPORTS, report::show),
        Route::post(paths::REPORT, REPORTS, report::submit),
        Route::post(paths::SAVE, REPORTS, report::save),
        Route::post(paths::WITHDRAW, REPORTS, report_acts::withdraw),
        Route::post(paths::REVIEW, REPORTS, report_acts::review),
        Route::post(paths::REOPEN, COLLECTS, report_acts::reopen),
        Route::get(paths::STORY, REPORTS, story::show),
        Route::post(paths::EXCUSE, COLLECTS, report_acts::excuse),
    ]
}

/// The period an address names.
fn period(code: &str) -> Result<TimePeriod> {
    Ok(code.parse().map_err(|_| Error::NotFound)?)
}

/// A report in a list.
#[derive(Debug, Clone)]
struct Row {
    href: String,
    period: String,
    task: String,
    unit: String,
    leader: String,
    /// 牵头 or 配合.
    part: &'static str,
    due: String,
    /// 「逾期3天」「还有5个工作日」; empty once it was handed in in time.
    left: String,
    is_late: bool,
    state: &'static str,
    tag: &'static str,
    waits_for: String,
    excuse: String,
    why: String,
}

impl Row {
    fn of(head: &ReportHead, calendar: &Calendar, today: Date) -> Self {
        let late = head.days_late(today);
        let is_with_unit = head.state.is_with_unit();
        Self {
            href: paths::report(head.id),
            period: head.period.label(),
            task: head.task(),
            unit: head.unit_name.clone(),
            leader: head.leader_name.clone(),
            part: match head.is_lead {
                true => "牵头",
                false => "配合",
            },
            due: in_table(head.due, today.year()),
            left: match (late, is_with_unit) {
                (1.., true) => format!("逾期{late}天"),
                (1.., false) => format!("迟报{late}天"),
                (_, true) if today <= head.last_day() => {
                    Left::of(calendar, today, head.last_day()).in_words()
                }
                // Returned after its day, it was in time once.
                _ => String::new(),
            },
            is_late: head.is_late(today),
            state: head.state.label(),
            tag: tag(head.state),
            waits_for: head.waits_for.clone(),
            excuse: match head.excused_until {
                Some(until) => format!("延至{}：{}", in_table(until, today.year()), head.excuse),
                None => String::new(),
            },
            why: head.why.clone(),
        }
    }
}

/// The kind of tag a state is shown as.
fn tag(state: ReportState) -> &'static str {
    match state {
        ReportState::Returned => "finding",
        ReportState::Open => "open",
        ReportState::Draft => "plain",
        ReportState::InReview => "target",
        ReportState::Filed => "done",
    }
}
