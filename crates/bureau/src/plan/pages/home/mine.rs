//! The items a person has to do with, in the order in which they are due.

use crate::org::{Matter, standing};
use crate::plan::{
    model::{self, Plan, PublishedItem, PublishedPlan},
    pages::{
        due::{Due, Standings},
        rows::ItemRow,
    },
    paths,
};
use base::Actor;

/// How many days ahead something is due soon.
const SOON_DAYS: i32 = 30;

/// What a person (or one of their units) is to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Lead,
    Support,
    /// In charge of it as a leader.
    Leader,
}

/// The items of a person.
pub(super) struct Tasks {
    pub(super) tabs: Vec<Tab>,
    /// The part chosen; none for all.
    pub(super) chosen: Option<Part>,
    /// The items of the part chosen.
    pub(super) shown: Vec<Task>,
    pub(super) n_soon: usize,
    pub(super) n_past: usize,
}

/// A part with how many items one has in it.
pub(super) struct Tab {
    pub(super) word: &'static str,
    pub(super) href: String,
    pub(super) n_items: usize,
    pub(super) is_current: bool,
}

/// An item and what one is to it.
#[derive(Debug, Clone)]
pub(super) struct Task {
    pub(super) parts: Vec<Part>,
    pub(super) plan: String,
    pub(super) row: ItemRow,
    due: Due,
    /// The stretch of time it is due in.
    stretch: &'static str,
}

/// Items that are due in the same stretch of time.
pub(super) struct Group {
    pub(super) word: &'static str,
    pub(super) tasks: Vec<Task>,
}

impl Part {
    const ALL: [Self; 3] = [Self::Lead, Self::Support, Self::Leader];

    /// Word in the address.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Support => "support",
            Self::Leader => "leader",
        }
    }

    /// The word shown.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Lead => "牵头",
            Self::Support => "配合",
            Self::Leader => "分管",
        }
    }
}

impl Tasks {
    /// The items of these plans in which somebody has a part.
    pub(super) fn of(
        actor: &Actor,
        plans: &[(Plan, i64, PublishedPlan)],
        standings: &Standings,
        chosen: &str,
    ) -> Self {
        let chosen = Part::ALL.into_iter().find(|part| part.word() == chosen);
        let mut all: Vec<Task> = Vec::new();
        for (plan, _, content) in plans {
            for (item, number) in content.items.iter().zip(1..) {
                let parts = parts(actor, item);
                if !parts.is_empty() {
                    all.push(Task {
                        parts,
                        plan: content.title.clone(),
                        row: ItemRow::of(plan.id, None, number, item, standings.stand(item)),
                        due: standings.due(item),
                        stretch: stretch(standings, item),
                    });
                }
            }
        }
        let has =
            |task: &Task, part: Option<Part>| part.is_none_or(|part| task.parts.contains(&part));
        let count = |part| all.iter().filter(|task| has(task, part)).count();
        let tabs = std::iter::once(None)
            .chain(Part::ALL.map(Some))
            .map(|part| Tab {
                word: part.map_or("全部", Part::label),
                href: paths::with(paths::HOME, &[("part", part.map_or("", Part::word))]),
                n_items: count(part),
                is_current: part == chosen,
            })
            .filter(|tab| tab.n_items > 0 || tab.is_current)
            .collect();
        let is = |group: &str| all.iter().filter(|task| task.stretch == group).count();
        let (n_soon, n_past) = (is(SOON), is(PAST));
        let mut shown: Vec<Task> = all;
        shown.retain(|task| has(task, chosen));
        shown.sort_by_key(|task| task.due.order());
        Self {
            tabs,
            chosen,
            shown,
            n_soon,
            n_past,
        }
    }

    /// Whether they have no part in any item.
    pub(super) fn are_none(&self) -> bool {
        self.tabs.iter().all(|tab| tab.n_items == 0)
    }

    /// Whether any of the items shown has a quantity to reach.
    pub(super) fn have_targets(&self) -> bool {
        self.shown.iter().any(|task| !task.row.targets.is_empty())
    }

    /// Whether there is a choice between parts.
    pub(super) fn has_parts(&self) -> bool {
        self.tabs.len() > 2
    }
}

/// What somebody is to an item, through their units, as its leader, or for the leader they act for.
pub(super) fn parts(actor: &Actor, item: &PublishedItem) -> Vec<Part> {
    let mut parts = Vec::new();
    for seat in &item.seats {
        let is_leaders = seat
            .person
            .is_some_and(|person| standing(actor, person, Matter::Review).is_some());
        let is_theirs = is_leaders || seat.units.iter().any(|unit| actor.units.contains(unit));
        let part = match seat.part {
            model::Part::Lead => Part::Lead,
            model::Part::Support => Part::Support,
            model::Part::Leader => Part::Leader,
        };
        if is_theirs && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

const PAST: &str = "已过时限";
const SOON: &str = "30天内到期";

fn stretch(standings: &Standings, item: &PublishedItem) -> &'static str {
    match standings.due(item) {
        Due::Done => "已完成",
        Due::Late(_) | Due::Past(_) => PAST,
        Due::Ahead(day) if standings.days_until(day) <= SOON_DAYS => SOON,
        Due::Ahead(_) => "以后到期",
        Due::Recurring => "按周期进行",
        Due::Open => "时限未定",
    }
}

/// Tasks, already in order, under the stretch of time they are due in.
pub(super) fn groups(tasks: &[Task]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for task in tasks {
        let word = task.stretch;
        match groups.last_mut().filter(|group| group.word == word) {
            Some(group) => group.tasks.push(task.clone()),
            None => groups.push(Group {
                word,
                tasks: vec![task.clone()],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::{Part, Standings, Tasks, groups};
    use crate::plan::{
        fixtures::published,
        model::{self, DeadlineValue, Entry, Item, PublishedItem, Seat},
    };
    use base::{
        Actor, Role,
        actor::{AccountId, PersonId, UnitId},
        day::Date,
    };
    use std::collections::HashMap;

    const TODAY: Date = Date::constant(2026, 3, 5);

    fn item(body: &str, to: &str, seats: Vec<Seat>) -> PublishedItem {
        let mut item = Item::added(0, "1.".into(), vec![], String::new(), body.into());
        item.deadlines = vec![Entry::added(DeadlineValue {
            from: None,
            to: to.parse().ok(),
            recurs: None,
        })];
        PublishedItem::of(item, seats)
    }

    fn seat(part: model::Part, units: Vec<UnitId>, person: Option<PersonId>) -> Seat {
        Seat {
            part,
            units,
            person,
            name: "某科".into(),
        }
    }

    fn tasks(actor: &Actor, items: Vec<PublishedItem>, chosen: &str) -> Tasks {
        let standings = Standings::with(HashMap::new(), TODAY);
        Tasks::of(actor, &[published(items)], &standings, chosen)
    }

    #[test]
    fn somebody_finds_what_their_unit_leads_or_supports_and_what_they_are_in_charge_of() {
        let (unit, person) = (UnitId::new(), PersonId::new());
        let actor = Actor {
            account: AccountId::new(),
            person,
            name: "王敏".into(),
            unit,
            unit_name: "人事科".into(),
            units: vec![unit],
            roles: vec![Role::OfficeHead],
            posts: Vec::new(),
            must_change_password: false,
            must_enrol: false,
            acting_for: Vec::new(),
        };
        let items = || {
            vec![
                item(
                    "不相干",
                    "2026-03-06",
                    vec![seat(model::Part::Lead, vec![UnitId::new()], None)],
                ),
                item(
                    "未定",
                    "",
                    vec![seat(model::Part::Support, vec![UnitId::new(), unit], None)],
                ),
                item(
                    "年底",
                    "2026-12-31",
                    vec![seat(model::Part::Lead, vec![unit], None)],
                ),
                item(
                    "月底",
                    "2026-03-31",
                    vec![seat(model::Part::Leader, vec![], Some(person))],
                ),
                item(
                    "过了",
                    "2026-03-01",
                    vec![seat(model::Part::Lead, vec![unit], None)],
                ),
            ]
        };
        let all = tasks(&actor, items(), "");
        let headings: Vec<&str> = all
            .shown
            .iter()
            .map(|task| task.row.heading.as_str())
            .collect();
        assert_eq!(headings, ["过了", "月底", "年底", "未定"]);
        assert_eq!((all.n_past, all.n_soon), (1, 1));
        let words: Vec<&str> = groups(&all.shown).iter().map(|group| group.word).collect();
        assert_eq!(words, ["已过时限", "30天内到期", "以后到期", "时限未定"]);
        let tabs: Vec<(&str, usize)> = all.tabs.iter().map(|tab| (tab.word, tab.n_items)).collect();
        assert_eq!(tabs, [("全部", 4), ("牵头", 2), ("配合", 1), ("分管", 1)]);

        let lead = tasks(&actor, items(), Part::Lead.word());
        assert_eq!(lead.shown.len(), 2);
        assert!(lead.shown.iter().all(|task| task.parts == [Part::Lead]));
    }
}
