use super::*;
use base::day::Date;
use std::collections::BTreeMap;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn shipped() -> Calendar {
    Calendar::new(BTreeMap::new())
}

#[test]
fn the_working_days_of_a_year_are_those_of_the_announcements() {
    for (year, expected) in [(2024, 251), (2025, 248), (2026, 248)] {
        let n: usize = (1..=12).map(|month| shipped().n_working(year, month)).sum();
        assert_eq!(n, expected, "{year}");
    }
    let months: Vec<usize> = (1..=12)
        .map(|month| shipped().n_working(2026, month))
        .collect();
    assert_eq!(months, [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]);
}

#[test]
fn working_days_are_counted_from_the_day_after() {
    for (from, n, expected) in [
        ("2026-02-10", 5, "2026-02-24"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2025-01-24", 3, "2025-02-05"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2024-04-03", 2, "2024-04-08"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-02-10", 0, "2026-02-10"),
    ] {
        assert_eq!(shipped().after(day(from), n), day(expected), "{from} + {n}");
    }
}

#[test]
fn counting_back_undoes_counting_forward_between_working_days() {
    let calendar = shipped();
    let mut from = day("2024-01-02");
    while from < day("2026-11-01") {
        for n in [1, 5, 20] {
            assert_eq!(calendar.before(calendar.after(from, n), n), from);
        }
        from = calendar.after(from, 1);
    }
}

#[test]
fn new_years_eve_of_2024_was_no_holiday() {
    assert!(shipped().is_working(day("2024-02-09")));
}

#[test]
fn a_calendar_term_that_ends_on_a_day_off_moves_unless_told_to_stay() {
    let term = |off_day| Term {
        days: 30,
        unit: DayUnit::Calendar,
        off_day,
    };
    let from = day("2026-09-01");
    assert_eq!(
        shipped().due(from, term(OffDay::Stays)).on,
        day("2026-10-01")
    );
    assert_eq!(
        shipped().due(from, term(OffDay::Moves)).on,
        day("2026-10-08")
    );
}

#[test]
fn a_year_without_a_table_is_said_to_be_provisional() {
    let term = Term {
        days: 5,
        unit: DayUnit::Working,
        off_day: OffDay::Moves,
    };
    let due = shipped().due(day("2026-12-30"), term);
    assert_eq!(due.provisional, [2027]);
    assert!(
        shipped()
            .due(day("2026-11-02"), term)
            .provisional
            .is_empty()
    );
}

#[test]
fn reminders_fall_on_working_days_and_never_before_the_matter_began() {
    let days = shipped().reminders(day("2026-02-12"), day("2026-02-25"), &[5, 1, 1]);
    assert_eq!(days, [day("2026-02-24")]);
}

#[test]
fn a_new_table_replaces_the_year_and_tells_what_it_changes() {
    let lines = [(
        2,
        [
            "2026-01-05".to_owned(),
            "放假".to_owned(),
            "寒潮".to_owned(),
        ],
    )];
    let (tables, faults) = YearTable::read(lines);
    assert!(faults.is_empty());
    let before = shipped().table(2026).unwrap().clone();
    let differences = before.differences(&tables[&2026]);
    assert_eq!(differences.len(), before.marks.len() + 1);
    assert!(!Calendar::new(tables).is_working(day("2026-01-05")));
}

#[test]
fn lines_that_cannot_be_meant_are_refused_with_their_number() {
    let line = |date: &str, kind: &str| [date.to_owned(), kind.to_owned(), String::new()];
    let (_, faults) = YearTable::read([
        (2, line("2027-02-30", "放假")),
        (3, line("2027-01-01", "假")),
        (4, line("2027-01-04", "调休上班")),
        (5, line("2027-01-01", "放假")),
        (6, line("2027-01-01", "放假")),
    ]);
    let rows: Vec<usize> = faults.iter().map(|fault| fault.row).collect();
    assert_eq!(rows, [2, 3, 4, 6]);
}

#[test]
fn the_shipped_rules_can_all_be_read() {
    let n = include_str!("../due_rules.toml")
        .matches("[[rule]]")
        .count();
    assert_eq!(shipped_rules().len(), n);
}
