//! The filters of a published plan: read from the address, written into every link of the page.

use super::due::{Due, Standings};
use crate::plan::model::{Part, PublishedItem, kind_word, milestone::Light};
use base::actor::UnitId;
use gongwen::{day::Day, ledger::TargetKind};
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

/// The choice of what has no unit in the lead, no quantity, no day.
const NONE: &str = "none";
/// The choice of what is past its last day.
const PAST: &str = "past";
/// The choice of what comes back in a rhythm.
const RECURRING: &str = "recurring";

/// The choice of what is done.
pub(super) const DONE: &str = "done";

/// Which items are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Filters {
    /// Name of a unit that leads or supports, or [`NONE`].
    pub(super) unit: String,
    /// Name of a leader.
    pub(super) leader: String,
    /// A month (`2026-04`), [`PAST`], [`RECURRING`] or [`NONE`].
    pub(super) due: String,
    /// Stored word of a kind of target, or [`NONE`].
    pub(super) kind: String,
    /// Outermost heading it stands under.
    pub(super) field: String,
    /// Name of its light, or [`DONE`].
    pub(super) light: String,
    /// Words anywhere in the item.
    #[serde(rename = "q")]
    pub(super) words: String,
}

/// A choice of a filter: its value, and its words with how many items it leaves.
pub(super) type Choice = (String, String);

/// What can be chosen in each filter of a plan.
#[derive(Debug, Default)]
pub(super) struct Choices {
    pub(super) units: Vec<Choice>,
    pub(super) leaders: Vec<Choice>,
    pub(super) due: Vec<Choice>,
    pub(super) kinds: Vec<Choice>,
    pub(super) fields: Vec<Choice>,
    pub(super) lights: Vec<Choice>,
}

impl Filters {
    /// As parameters of an address.
    pub(super) fn parameters(&self) -> [(&'static str, &str); 7] {
        [
            ("unit", &self.unit),
            ("leader", &self.leader),
            ("due", &self.due),
            ("kind", &self.kind),
            ("field", &self.field),
            ("light", &self.light),
            ("q", &self.words),
        ]
    }

    /// Whether nothing is filtered.
    pub(super) fn are_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The items that pass, in their order.
    pub(super) fn apply<'a>(
        &self,
        items: &'a [PublishedItem],
        standings: &Standings,
    ) -> Vec<&'a PublishedItem> {
        let unit = unit_of_name(items, &self.unit);
        items
            .iter()
            .filter(|item| {
                fits(&self.unit, |name| is_of_unit(item, name, unit))
                    && fits(&self.leader, |name| holds(item, name, &[Part::Leader]))
                    && fits(&self.due, |due| is_due(item, due, standings))
                    && fits(&self.field, |field| field_of(item) == field)
                    && fits(&self.light, |light| light_of(item, standings) == light)
                    && fits(&self.kind, |kind| has_kind(item, kind))
                    && has_words(item, &self.words)
            })
            .collect()
    }
}

fn fits(chosen: &str, test: impl FnOnce(&str) -> bool) -> bool {
    chosen.is_empty() || test(chosen)
}

/// A unit is also meant where a collective name includes it.
fn is_of_unit(item: &PublishedItem, name: &str, unit: Option<UnitId>) -> bool {
    match name {
        NONE => item.names(Part::Lead).is_empty(),
        name => {
            holds(item, name, &[Part::Lead, Part::Support])
                || unit.is_some_and(|unit| item.involves(unit))
        }
    }
}

fn has_words(item: &PublishedItem, words: &str) -> bool {
    words.split_whitespace().all(|word| {
        item.title.contains(word)
            || item.body.contains(word)
            || item.path.iter().any(|step| step.contains(word))
            || item.seats.iter().any(|seat| seat.name.contains(word))
    })
}

fn holds(item: &PublishedItem, name: &str, parts: &[Part]) -> bool {
    item.seats
        .iter()
        .any(|seat| parts.contains(&seat.part) && seat.name == name)
}

/// The outermost heading an item stands under.
pub(super) fn field_of(item: &PublishedItem) -> &str {
    item.path.first().map_or("", String::as_str)
}

/// The name of an item's light, or [`DONE`].
pub(super) fn light_of(item: &PublishedItem, standings: &Standings) -> &'static str {
    standings.light(item).map_or(DONE, Light::name)
}

fn is_due(item: &PublishedItem, due: &str, standings: &Standings) -> bool {
    match (due, standings.due(item)) {
        (PAST, lies) => lies.is_past(),
        (RECURRING, lies) => lies == Due::Recurring,
        (NONE, lies) => lies == Due::Open,
        (month, _) => months(item).any(|its| its == month),
    }
}

fn has_kind(item: &PublishedItem, kind: &str) -> bool {
    match kind {
        NONE => item.targets.is_empty(),
        kind => item
            .targets
            .iter()
            .any(|target| kind_code(target.value.kind) == kind),
    }
}

fn unit_of_name(items: &[PublishedItem], name: &str) -> Option<UnitId> {
    let mut seats = items.iter().flat_map(|item| &item.seats);
    let seat = seats.find(|seat| seat.name == name && seat.units.len() == 1)?;
    seat.units.first().copied()
}

fn month_of(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// The months in which something of an item is due.
fn months(item: &PublishedItem) -> impl Iterator<Item = String> + '_ {
    item.deadlines
        .iter()
        .filter_map(|entry| entry.value.to)
        .map(month_of)
}

/// The word of a kind of target in addresses.
fn kind_code(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Count => "count",
        TargetKind::Ratio => "ratio",
        TargetKind::Money => "money",
        TargetKind::Area => "area",
        TargetKind::Frequency => "frequency",
        TargetKind::Rank => "rank",
        TargetKind::Other => "other",
    }
}

impl Choices {
    /// What can be chosen among these items. Units and leaders stand in the order in which the plan
    /// first names them, which is the order its readers know.
    pub(super) fn among(items: &[PublishedItem], standings: &Standings) -> Self {
        Self {
            units: units(items),
            leaders: leaders(items),
            due: due(items, standings),
            kinds: kinds(items),
            fields: fields(items),
            lights: lights(items, standings),
        }
    }
}

fn units(items: &[PublishedItem]) -> Vec<Choice> {
    let names = names(items, &[Part::Lead, Part::Support]);
    let n_items = |name: &str| {
        let unit = unit_of_name(items, name);
        let is_its = |item: &&PublishedItem| is_of_unit(item, name, unit);
        items.iter().filter(is_its).count()
    };
    let mut choices: Vec<Choice> = names
        .into_iter()
        .filter_map(|name| choice(name, name, n_items(name)))
        .collect();
    choices.extend(choice(NONE, "未指派牵头", n_items(NONE)));
    choices
}

fn leaders(items: &[PublishedItem]) -> Vec<Choice> {
    let n_items = |name: &str| {
        let is_theirs = |item: &&PublishedItem| holds(item, name, &[Part::Leader]);
        items.iter().filter(is_theirs).count()
    };
    names(items, &[Part::Leader])
        .into_iter()
        .filter_map(|name| choice(name, name, n_items(name)))
        .collect()
}

/// The names that hold one of these parts.
fn names<'a>(items: &'a [PublishedItem], parts: &[Part]) -> Vec<&'a str> {
    let mut known = HashSet::new();
    items
        .iter()
        .flat_map(|item| &item.seats)
        .filter(|seat| parts.contains(&seat.part))
        .map(|seat| seat.name.as_str())
        .filter(|&name| known.insert(name))
        .collect()
}

/// The outermost headings in their order; none where there is only one.
fn fields(items: &[PublishedItem]) -> Vec<Choice> {
    let mut known: Vec<&str> = Vec::new();
    for item in items {
        let field = field_of(item);
        if !field.is_empty() && !known.contains(&field) {
            known.push(field);
        }
    }
    let n_items = |field: &str| items.iter().filter(|item| field_of(item) == field).count();
    match known.len() {
        0 | 1 => Vec::new(),
        _ => known
            .into_iter()
            .filter_map(|field| choice(field, field, n_items(field)))
            .collect(),
    }
}

fn lights(items: &[PublishedItem], standings: &Standings) -> Vec<Choice> {
    let n_items = |light: &str| {
        let is = |item: &&PublishedItem| light_of(item, standings) == light;
        items.iter().filter(is).count()
    };
    let lights = Light::ALL.map(|light| (light.name(), light.label()));
    lights
        .into_iter()
        .chain([(DONE, "已完成")])
        .filter_map(|(light, word)| choice(light, word, n_items(light)))
        .collect()
}

fn due(items: &[PublishedItem], standings: &Standings) -> Vec<Choice> {
    let mut by_month: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        let mut its: Vec<String> = months(item).collect();
        its.sort_unstable();
        its.dedup();
        for month in its {
            *by_month.entry(month).or_default() += 1;
        }
    }
    let count = |value: &str| {
        let is = |item: &&PublishedItem| is_due(item, value, standings);
        items.iter().filter(is).count()
    };
    let mut choices: Vec<Choice> = Vec::new();
    choices.extend(choice(PAST, "已过时限", count(PAST)));
    choices.extend(
        by_month
            .iter()
            .filter_map(|(month, n)| choice(month, &month_words(month), *n)),
    );
    choices.extend(choice(RECURRING, "按周期进行", count(RECURRING)));
    choices.extend(choice(NONE, "时限未定", count(NONE)));
    choices
}

fn month_words(month: &str) -> String {
    match month.split_once('-') {
        Some((year, month)) => format!("{year}年{}月", month.trim_start_matches('0')),
        None => month.to_owned(),
    }
}

fn kinds(items: &[PublishedItem]) -> Vec<Choice> {
    const KINDS: [TargetKind; 7] = [
        TargetKind::Count,
        TargetKind::Ratio,
        TargetKind::Money,
        TargetKind::Area,
        TargetKind::Frequency,
        TargetKind::Rank,
        TargetKind::Other,
    ];
    let count = |code: &str| items.iter().filter(|item| has_kind(item, code)).count();
    let mut choices: Vec<Choice> = KINDS
        .into_iter()
        .filter_map(|kind| choice(kind_code(kind), kind_word(kind), count(kind_code(kind))))
        .collect();
    choices.extend(choice(NONE, "没有量化目标", count(NONE)));
    choices
}

/// A choice that leaves something.
fn choice(value: &str, words: &str, n_items: usize) -> Option<Choice> {
    (n_items > 0).then(|| (value.to_owned(), format!("{words}（{n_items}）")))
}

#[cfg(test)]
mod tests {
    use super::{Choices, Filters, Standings};
    use crate::plan::model::{DeadlineValue, Entry, Item, Part, PublishedItem, Seat, TargetValue};
    use base::{actor::UnitId, day::Date};
    use gongwen::ledger::{Commitment, Comparator, Recurrence, TargetKind};
    use std::collections::HashMap;

    const TODAY: Date = Date::constant(2026, 3, 5);

    fn seat(part: Part, name: &str, units: Vec<UnitId>) -> Seat {
        Seat {
            part,
            units,
            person: None,
            name: name.into(),
        }
    }

    fn deadline(to: &str, recurs: Option<Recurrence>) -> Entry<DeadlineValue> {
        Entry::added(DeadlineValue {
            from: None,
            to: to.parse().ok(),
            recurs,
        })
    }

    /// Three items: one of the personnel office, one of all schools, one of nobody.
    fn items() -> Vec<PublishedItem> {
        let (office, school) = (UnitId::new(), UnitId::new());
        let item = |body: &str| {
            Item::added(
                0,
                "1.".into(),
                vec!["队伍".into()],
                String::new(),
                body.into(),
            )
        };
        let mut hiring = item("招聘教师200名");
        hiring.targets.push(Entry::added(TargetValue {
            subject: "招聘教师".into(),
            value: 200.0,
            max: None,
            comparator: Comparator::Eq,
            unit: "名".into(),
            kind: TargetKind::Count,
            commitment: Commitment::Plain,
        }));
        hiring.deadlines = vec![deadline("2026-01-31", None), deadline("2026-04-30", None)];
        let mut drills = item("组织应急演练");
        drills.deadlines = vec![deadline("", Some(Recurrence::Monthly))];
        let mut plan = item("制定方案");
        plan.deadlines = vec![deadline("2026-02-28", None)];
        vec![
            PublishedItem::of(
                hiring,
                vec![
                    seat(Part::Lead, "人事科", vec![office]),
                    seat(Part::Support, "青山小学", vec![school]),
                    seat(Part::Leader, "方琳", vec![]),
                ],
            ),
            PublishedItem::of(
                drills,
                vec![
                    seat(Part::Lead, "安全科", vec![UnitId::new()]),
                    seat(Part::Support, "各学校", vec![school, UnitId::new()]),
                ],
            ),
            PublishedItem::of(plan, vec![]),
        ]
    }

    #[test]
    fn each_filter_leaves_what_its_name_says() {
        let items = items();
        let standings = Standings::with(HashMap::new(), TODAY);
        let base = Filters::default;
        for (filters, left) in [
            (base(), vec!["招聘教师200名", "组织应急演练", "制定方案"]),
            (
                Filters {
                    unit: "人事科".into(),
                    ..base()
                },
                vec!["招聘教师200名"],
            ),
            // 各学校 includes it.
            (
                Filters {
                    unit: "青山小学".into(),
                    ..base()
                },
                vec!["招聘教师200名", "组织应急演练"],
            ),
            (
                Filters {
                    unit: "各学校".into(),
                    ..base()
                },
                vec!["组织应急演练"],
            ),
            (
                Filters {
                    unit: "none".into(),
                    ..base()
                },
                vec!["制定方案"],
            ),
            (
                Filters {
                    unit: "没有这个科".into(),
                    ..base()
                },
                vec![],
            ),
            (
                Filters {
                    leader: "方琳".into(),
                    ..base()
                },
                vec!["招聘教师200名"],
            ),
            (
                Filters {
                    leader: "人事科".into(),
                    ..base()
                },
                vec![],
            ),
            (
                Filters {
                    due: "2026-01".into(),
                    ..base()
                },
                vec!["招聘教师200名"],
            ),
            (
                Filters {
                    due: "2026-04".into(),
                    ..base()
                },
                vec!["招聘教师200名"],
            ),
            (
                Filters {
                    due: "past".into(),
                    ..base()
                },
                vec!["制定方案"],
            ),
            (
                Filters {
                    due: "recurring".into(),
                    ..base()
                },
                vec!["组织应急演练"],
            ),
            (
                Filters {
                    due: "none".into(),
                    ..base()
                },
                vec![],
            ),
            (
                Filters {
                    kind: "count".into(),
                    ..base()
                },
                vec!["招聘教师200名"],
            ),
            (
                Filters {
                    kind: "none".into(),
                    ..base()
                },
                vec!["组织应急演练", "制定方案"],
            ),
            (
                Filters {
                    words: "教师 人事".into(),
                    ..base()
                },
                vec!["招聘教师200名"],
            ),
            (
                Filters {
                    light: "red".into(),
                    field: "队伍".into(),
                    ..base()
                },
                vec!["制定方案"],
            ),
            (
                Filters {
                    words: "队伍".into(),
                    due: "past".into(),
                    ..base()
                },
                vec!["制定方案"],
            ),
        ] {
            let found: Vec<&str> = filters
                .apply(&items, &standings)
                .iter()
                .map(|item| item.body.as_str())
                .collect();
            assert_eq!(found, left, "{filters:?}");
        }
    }

    #[test]
    fn only_choices_that_leave_something_are_offered_with_their_counts() {
        let choices = Choices::among(&items(), &Standings::with(HashMap::new(), TODAY));
        let words = |choices: &[(String, String)]| -> Vec<String> {
            choices.iter().map(|(_, words)| words.clone()).collect()
        };
        assert_eq!(
            words(&choices.units),
            [
                "人事科（1）",
                "青山小学（2）",
                "安全科（1）",
                "各学校（1）",
                "未指派牵头（1）"
            ]
        );
        assert_eq!(words(&choices.leaders), ["方琳（1）"]);
        assert_eq!(
            words(&choices.due),
            [
                "已过时限（1）",
                "2026年1月（1）",
                "2026年2月（1）",
                "2026年4月（1）",
                "按周期进行（1）"
            ]
        );
        assert_eq!(words(&choices.kinds), ["数量（1）", "没有量化目标（2）"]);
    }
}
