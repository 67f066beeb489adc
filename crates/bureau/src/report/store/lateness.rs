//! 逾期未报 in SQL: `model/lateness.rs` once more, for lists and counts of forty thousand reports.
//! `collected_tests` hold the two to each other.

/// Whether the report `r` is late and still with its unit on the day in the place given.
pub(super) fn is_late(today: &str) -> String {
    format!(
        "(r.state in ('open', 'draft', 'returned')
        and case when coalesce(r.excused_until, '') > r.due_day
            then r.excused_until else r.due_day end
        < case when r.state = 'returned' then coalesce(r.submitted_day, {today}) else {today} end)"
    )
}
