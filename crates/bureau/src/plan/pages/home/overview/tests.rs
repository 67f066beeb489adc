//! What a leader reads first, from plans and steps alone.

use super::{MOST, Overview};
use crate::plan::{
    fixtures::{published, step},
    model::{DeadlineValue, Entry, Item, Part, PublishedItem, Seat, milestone::Step},
    pages::due::Standings,
};
use base::{
    Actor, Role,
    actor::{AccountId, PersonId, UnitId},
    day::Date,
};
use std::collections::HashMap;

const TODAY: Date = Date::constant(2026, 3, 5);

fn leader(person: PersonId) -> Actor {
    Actor {
        account: AccountId::new(),
        person,
        name: "陆明远".into(),
        unit: UnitId::new(),
        unit_name: "局机关".into(),
        units: Vec::new(),
        roles: vec![Role::Leader],
        posts: Vec::new(),
        must_change_password: false,
        must_enrol: false,
        acting_for: Vec::new(),
    }
}

fn item(heading: &str, field: &str, to: &str, leader: Option<PersonId>) -> PublishedItem {
    let path = vec![field.to_owned()];
    let mut item = Item::added(0, "1.".into(), path, heading.into(), "做好。".into());
    item.deadlines = vec![Entry::added(DeadlineValue {
        from: None,
        to: to.parse().ok(),
        recurs: None,
    })];
    let seat = |part, person, name: &str| Seat {
        part,
        units: Vec::new(),
        person,
        name: name.into(),
    };
    let mut seats = vec![seat(Part::Lead, None, "人事科")];
    if leader.is_some() {
        seats.push(seat(Part::Leader, leader, "陆明远"));
    }
    PublishedItem::of(item, seats)
}

fn overview(actor: &Actor, items: Vec<PublishedItem>, steps: Vec<Step>, scope: &str) -> Overview {
    let mut by_item: HashMap<_, Vec<Step>> = HashMap::new();
    for step in steps {
        by_item.entry(step.item).or_default().push(step);
    }
    let standings = Standings::with(by_item, TODAY);
    Overview::of(actor, &[published(items)], &standings, scope).unwrap()
}

#[test]
fn a_leader_reads_lights_by_field_what_changed_in_a_week_and_what_is_overdue_by_name() {
    let person = PersonId::new();
    let actor = leader(person);
    let done = item("完成的", "一、队伍", "2026-03-03", Some(person));
    let late = item("逾期的", "一、队伍", "2026-03-02", None);
    let behind = item("滞后的", "二、安全", "2026-12-31", None);
    let steps = vec![
        step(done.id, "2026-03-03", Some("2026-03-03")),
        step(late.id, "2026-03-02", None),
        step(behind.id, "2026-02-10", None),
        step(behind.id, "2026-12-31", None),
    ];
    let items = || vec![done.clone(), late.clone(), behind.clone()];
    let all = overview(&actor, items(), steps.clone(), "");
    let rows: Vec<(&str, Vec<usize>)> = all
        .rows
        .iter()
        .map(|row| (&*row.name, row.cells.iter().map(|cell| cell.n).collect()))
        .collect();
    // 逾期, 滞后, 临期, 正常, 未到期, 已完成.
    assert_eq!(
        rows,
        [
            ("要点", vec![1, 1, 0, 0, 0, 1]),
            ("一、队伍", vec![1, 0, 0, 0, 0, 1]),
            ("二、安全", vec![0, 1, 0, 0, 0, 0]),
        ]
    );
    let red = &all.rows[1].cells[0];
    assert!(
        red.href.contains("field=") && red.href.ends_with("light=red"),
        "{}",
        red.href
    );
    let changes: Vec<(&str, &str, &str)> = all
        .changes
        .iter()
        .map(|change| (&*change.heading, change.before, change.now))
        .collect();
    // What got worse comes first; what was behind a week ago already is no news.
    assert_eq!(
        changes,
        [("1.逾期的", "临期", "逾期"), ("1.完成的", "临期", "已完成"),]
    );
    assert_eq!(all.n_done, 1);
    let overdue: Vec<(&str, &str, &str, &str)> = all
        .overdue
        .iter()
        .map(|one| (&*one.name, &*one.item, &*one.who, &*one.left))
        .collect();
    assert_eq!(
        overdue,
        [
            ("制定方案", "1.滞后的", "人事科", "逾期23天"),
            ("1.逾期的", "", "人事科", "逾期3天"),
        ]
    );

    // Of their own charge alone.
    let mine = overview(&actor, items(), steps, "mine");
    assert_eq!(mine.rows.len(), 1);
    assert_eq!(mine.rows[0].cells[5].n, 1);
    assert!(mine.overdue.is_empty());
    assert!(
        mine.rows[0].href.contains("leader="),
        "{}",
        mine.rows[0].href
    );
}

#[test]
fn of_many_overdue_matters_the_longest_are_named_and_the_rest_counted() {
    let actor = leader(PersonId::new());
    let items: Vec<PublishedItem> = (1..=MOST + 5)
        .map(|day| item("逾期的", "一、队伍", &format!("2026-02-{day:02}"), None))
        .collect();
    let all = overview(&actor, items, Vec::new(), "");
    assert_eq!((all.overdue.len(), all.n_more_overdue), (MOST, 5));
    assert_eq!(all.overdue[0].left, "已过32天");
}
