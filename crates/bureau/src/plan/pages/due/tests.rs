//! One verdict on an item, by its steps and its days.

use super::{Due, Standings};
use crate::plan::{
    fixtures::step,
    model::{
        DeadlineValue, Entry, Item, PublishedItem,
        milestone::{Light, Step},
    },
};
use base::day::Date;
use gongwen::ledger::Recurrence;
use std::collections::HashMap;

const TODAY: Date = Date::constant(2026, 3, 5);

fn item(deadlines: &[(&str, Option<Recurrence>)]) -> PublishedItem {
    let mut item = Item::added(0, "1.".into(), vec![], String::new(), "甲".into());
    item.deadlines = deadlines
        .iter()
        .map(|(to, recurs)| {
            Entry::added(DeadlineValue {
                from: None,
                to: to.parse().ok(),
                recurs: *recurs,
            })
        })
        .collect();
    PublishedItem::of(item, vec![])
}

fn standings(steps: Vec<Step>) -> Standings<'static> {
    let mut by_item: HashMap<_, Vec<Step>> = HashMap::new();
    for step in steps {
        by_item.entry(step.item).or_default().push(step);
    }
    Standings::with(by_item, TODAY)
}

#[test]
fn without_a_work_plan_days_are_counted_to_the_next_time_limit_and_from_the_last() {
    let day = |text: &str| text.parse().unwrap();
    for (deadlines, due, words) in [
        (
            vec![("2026-03-05", None)],
            Due::Ahead(day("2026-03-05")),
            "今天到期",
        ),
        (
            vec![("2026-03-31", None)],
            Due::Ahead(day("2026-03-31")),
            "还有18个工作日",
        ),
        (
            vec![("2026-02-28", None)],
            Due::Past(day("2026-02-28")),
            "已过5天",
        ),
        (
            vec![
                ("2026-12-31", None),
                ("2026-02-01", None),
                ("2026-10-30", None),
            ],
            Due::Ahead(day("2026-10-30")),
            "还有239天",
        ),
        (
            vec![("2025-12-31", None), ("2026-03-01", None)],
            Due::Past(day("2026-03-01")),
            "已过4天",
        ),
        (vec![("", Some(Recurrence::Monthly))], Due::Recurring, ""),
        (vec![("", None)], Due::Open, "日期待定"),
        (vec![], Due::Open, ""),
    ] {
        let (item, none) = (item(&deadlines), standings(vec![]));
        assert_eq!(none.due(&item), due);
        assert_eq!(none.stand(&item).words, words);
    }
}

#[test]
fn what_is_done_is_past_no_time_limit_and_what_is_on_its_way_is_not_past_the_day_of_a_part() {
    let past = item(&[("2026-02-28", None)]);
    // Everything is done.
    let done = standings(vec![step(past.id, "2026-02-28", Some("2026-02-27"))]);
    assert_eq!(done.due(&past), Due::Done);
    assert_eq!(done.light(&past), None);
    assert_eq!(done.stand(&past).words, "已完成");
    // The day of the paper was that of one part; the next step is due in two weeks.
    let way = standings(vec![
        step(past.id, "2026-02-28", Some("2026-02-27")),
        step(past.id, "2026-03-19", None),
    ]);
    assert_eq!(way.stand(&past).words, "还有10个工作日");
    assert!(!way.due(&past).is_past());
    // Its work plan has ended and something is open.
    let late = standings(vec![
        step(past.id, "2026-02-28", Some("2026-02-27")),
        step(past.id, "2026-03-02", None),
    ]);
    assert_eq!(late.stand(&past).words, "逾期3天");
    assert_eq!(late.light(&past), Some(Light::Red));
    assert!(late.due(&past).is_past());
    // Without a day of the paper its light alone says that it is behind.
    let undated = item(&[]);
    let behind = standings(vec![
        step(undated.id, "2026-02-10", None),
        step(undated.id, "2026-12-31", None),
    ]);
    assert_eq!(behind.stand(&undated).words, "");
    assert!(behind.stand(&undated).says());
    assert!(!standings(vec![]).stand(&undated).says());
    // Nobody has drawn up a plan: its day has gone by, and nobody said that it is done.
    assert_eq!(standings(vec![]).light(&past), Some(Light::Red));
}

#[test]
fn seen_from_an_earlier_day_what_was_done_since_was_not_done() {
    let item = item(&[("2026-03-03", None)]);
    let now = standings(vec![
        step(item.id, "2026-02-20", Some("2026-03-03")),
        step(item.id, "2026-03-03", Some("2026-03-04")),
    ]);
    assert_eq!(now.light(&item), None);
    let week_ago = Date::constant(2026, 2, 26);
    let then = now.seen_from(week_ago);
    assert_eq!(then.light(&item), Some(Light::Yellow));
    assert_eq!(now.n_done_after(item.id, week_ago), 2);
    assert_eq!(then.overdue(item.id).count(), 1);
}

#[test]
fn what_is_longest_past_comes_first_and_what_is_done_last() {
    let day = |n| Date::constant(2026, 3, n);
    let mut all = [
        Due::Done,
        Due::Open,
        Due::Ahead(day(8)),
        Due::Past(day(4)),
        Due::Recurring,
        Due::Late(day(1)),
    ];
    all.sort_by_key(|due| due.order());
    assert_eq!(
        all,
        [
            Due::Late(day(1)),
            Due::Past(day(4)),
            Due::Ahead(day(8)),
            Due::Recurring,
            Due::Open,
            Due::Done,
        ]
    );
}
