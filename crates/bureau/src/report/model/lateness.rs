//! 逾期: the one rule of how late a report is. Lists and counts ask for the same in SQL, in
//! `store/lateness.rs`, which a test holds to this.

use super::ReportState;
use base::day::Date;

/// Until when a report is in time: what changes later belongs to a later report. A day it was put
/// off to counts only when it is later than the day of the period.
pub(crate) fn last_day(due: Date, excused_until: Option<Date>) -> Date {
    excused_until.map_or(due, |day| day.max(due))
}

/// Calendar days it came (or is) late after its last day: by the day it was handed in, else by today.
pub(crate) fn days_late(
    state: ReportState,
    submitted_on: Option<Date>,
    last_day: Date,
    today: Date,
) -> i32 {
    let on = match state {
        ReportState::Open | ReportState::Draft => today,
        // What was returned was in time if it was handed in in time once.
        ReportState::Returned | ReportState::InReview | ReportState::Filed => {
            submitted_on.unwrap_or(today)
        }
    };
    last_day.until(on).map_or(0, |span| span.get_days()).max(0)
}

/// 逾期未报: late and still with its unit.
pub(crate) fn is_late(state: ReportState, days_late: i32) -> bool {
    days_late > 0 && state.is_with_unit()
}
