//! How the work of the bureau stands, for its leaders: lights by plan and field, what changed within a
//! week, and what is overdue by name. Everything comes from plans and steps read for the page anyway.

use super::mine::{Part, parts};
use crate::plan::{
    model::{self, Plan, PublishedItem, PublishedPlan, milestone::Light},
    pages::{
        due::Standings,
        filters::{DONE, field_of, light_of},
    },
    paths,
};
use base::{Actor, day::Span};

/// Days the changes reach back.
const DAYS_BACK: i32 = 7;
/// At most so many changes and overdue matters are named; the rest is counted.
const MOST: usize = 10;
/// The lights of the table with their words, the most pressing first.
const COLUMNS: [Column; 6] = [
    Column::of("red", "逾期"),
    Column::of("yellow", "滞后"),
    Column::of("blue", "临期"),
    Column::of("green", "正常"),
    Column::of("grey", "未到期"),
    Column::of(DONE, "已完成"),
];

/// A light of the table, or what is done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) light: &'static str,
    pub(super) word: &'static str,
}

impl Column {
    const fn of(light: &'static str, word: &'static str) -> Self {
        Self { light, word }
    }

    pub(super) fn is_done(self) -> bool {
        self.light == DONE
    }
}

/// How the work stands.
pub(super) struct Overview {
    /// 全局, 本人分管: the word, where it leads, how many items, whether it is shown.
    pub(super) scopes: Vec<(&'static str, String, usize, bool)>,
    pub(super) columns: [Column; 6],
    pub(super) rows: Vec<FieldRow>,
    /// What is so now and was not a week ago, the worst first.
    pub(super) changes: Vec<Change>,
    pub(super) n_more_changes: usize,
    /// Steps done within the week.
    pub(super) n_done: usize,
    pub(super) overdue: Vec<Overdue>,
    pub(super) n_more_overdue: usize,
}

/// The lights of a field of a plan.
pub(super) struct FieldRow {
    pub(super) name: String,
    /// Whether it is the sum of its plan.
    pub(super) is_plan: bool,
    pub(super) href: String,
    pub(super) cells: Vec<Cell>,
}

/// How many items have a light, and where they are listed.
pub(super) struct Cell {
    pub(super) word: &'static str,
    pub(super) n: usize,
    pub(super) href: String,
}

/// An item whose light is another than a week ago.
pub(super) struct Change {
    pub(super) heading: String,
    pub(super) href: String,
    pub(super) lead: String,
    pub(super) before: &'static str,
    pub(super) now: &'static str,
    is_better: bool,
}

/// An item or a step that is overdue.
pub(super) struct Overdue {
    pub(super) name: String,
    pub(super) href: String,
    /// The item of a step; empty for an item.
    pub(super) item: String,
    pub(super) who: String,
    pub(super) left: String,
    days: i32,
}

impl Overview {
    /// How these plans stand for a leader; none where there is nothing they could look at.
    pub(super) fn of(
        actor: &Actor,
        plans: &[(Plan, i64, PublishedPlan)],
        standings: &Standings,
        scope: &str,
    ) -> Option<Self> {
        let is_theirs = |item: &PublishedItem| parts(actor, item).contains(&Part::Leader);
        let only_mine = scope == "mine";
        let all = || plans.iter().flat_map(|(_, _, content)| &content.items);
        let (n_all, n_mine) = (all().count(), all().filter(|item| is_theirs(item)).count());
        if n_all == 0 {
            return None;
        }
        let week_ago = standings.today() - Span::new().days(DAYS_BACK);
        let then = standings.seen_from(week_ago);
        let mut overview = Self {
            scopes: [("全局", "", n_all), ("本人分管", "mine", n_mine)]
                .map(|(word, code, n)| {
                    let href = paths::with(paths::HOME, &[("scope", code)]);
                    (word, href, n, (code == "mine") == only_mine)
                })
                .to_vec(),
            columns: COLUMNS,
            rows: Vec::new(),
            changes: Vec::new(),
            n_more_changes: 0,
            n_done: 0,
            overdue: Vec::new(),
            n_more_overdue: 0,
        };
        for (plan, _, content) in plans {
            let leader = match only_mine {
                true => name_of_leader(actor, content),
                false => String::new(),
            };
            let items = content.items.iter();
            let items: Vec<&PublishedItem> =
                items.filter(|item| !only_mine || is_theirs(item)).collect();
            overview.count(plan, &content.title, &items, standings, &leader);
            for item in items {
                overview.n_done += standings.n_done_after(item.id, week_ago);
                overview
                    .changes
                    .extend(change(plan, item, standings, &then));
                overview.overdue.extend(overdue(plan, item, standings));
            }
        }
        overview.changes.sort_by_key(|change| change.is_better);
        overview
            .overdue
            .sort_by_key(|one| std::cmp::Reverse(one.days));
        overview.n_more_changes = overview.changes.len().saturating_sub(MOST);
        overview.changes.truncate(MOST);
        overview.n_more_overdue = overview.overdue.len().saturating_sub(MOST);
        overview.overdue.truncate(MOST);
        Some(overview)
    }

    /// The rows of a plan: its sum, and each of its fields where it has several.
    fn count(
        &mut self,
        plan: &Plan,
        title: &str,
        items: &[&PublishedItem],
        standings: &Standings,
        leader: &str,
    ) {
        let mut fields: Vec<&str> = Vec::new();
        for item in items {
            let field = field_of(item);
            if !field.is_empty() && !fields.contains(&field) {
                fields.push(field);
            }
        }
        let row = |name: &str, field: &str| {
            let href = |light: &str| {
                let filters = [("leader", leader), ("field", field), ("light", light)];
                paths::with(&paths::show(plan.id), &filters)
            };
            let is_in = |item: &&&PublishedItem| field.is_empty() || field_of(item) == field;
            let lights: Vec<&str> = items
                .iter()
                .filter(is_in)
                .map(|item| light_of(item, standings))
                .collect();
            FieldRow {
                name: name.to_owned(),
                is_plan: field.is_empty(),
                href: href(""),
                cells: COLUMNS
                    .map(|Column { light, word }| Cell {
                        word,
                        n: lights.iter().filter(|one| **one == light).count(),
                        href: href(light),
                    })
                    .into(),
            }
        };
        if items.is_empty() {
            return;
        }
        self.rows.push(row(title, ""));
        if fields.len() > 1 {
            self.rows
                .extend(fields.iter().map(|field| row(field, field)));
        }
    }
}

/// What a leader is called in a plan, by which its page filters.
fn name_of_leader(actor: &Actor, content: &PublishedPlan) -> String {
    let seats = content.items.iter().flat_map(|item| &item.seats);
    let mut theirs =
        seats.filter(|seat| seat.part == model::Part::Leader && seat.person == Some(actor.person));
    theirs
        .next()
        .map(|seat| seat.name.clone())
        .unwrap_or_default()
}

fn change(plan: &Plan, item: &PublishedItem, now: &Standings, then: &Standings) -> Option<Change> {
    let (before, after) = (then.light(item), now.light(item));
    // That work has begun, or its day comes nearer, is the run of things.
    let is_news = before != after
        && (before.is_some_and(is_bad) || after.is_none() || after.is_some_and(is_bad));
    let word = |light: Option<Light>| light.map_or("已完成", Light::label);
    let weight = |light: Option<Light>| light.map_or(u8::MAX, |light| light as u8);
    is_news.then(|| Change {
        heading: format!("{}{}", item.marker, item.heading()),
        href: paths::item(plan.id, item.id),
        lead: item.names(model::Part::Lead),
        before: word(before),
        now: word(after),
        is_better: weight(after) > weight(before),
    })
}

fn is_bad(light: Light) -> bool {
    matches!(light, Light::Red | Light::Yellow)
}

/// The item itself where it is overdue, else its overdue steps.
fn overdue(plan: &Plan, item: &PublishedItem, standings: &Standings) -> Vec<Overdue> {
    let heading = format!("{}{}", item.marker, item.heading());
    if standings.due(item).is_past() {
        return vec![Overdue {
            name: heading,
            href: paths::item(plan.id, item.id),
            item: String::new(),
            who: item.names(model::Part::Lead),
            left: standings.stand(item).words,
            days: standings.days_past(item),
        }];
    }
    standings
        .overdue(item.id)
        .map(|step| Overdue {
            name: step.name.clone(),
            href: format!("{}#step-{}", paths::steps(plan.id, item.id), step.id),
            item: heading.clone(),
            who: match step.owner_name() {
                "" => item.names(model::Part::Lead),
                owner => owner.to_owned(),
            },
            left: standings.left(step.last()).in_words(),
            days: -standings.days_until(step.last()),
        })
        .collect()
}

#[cfg(test)]
mod tests;
