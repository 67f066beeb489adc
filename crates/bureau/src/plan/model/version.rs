//! What was published: a value that never changes, and what changed between two of them.

use super::{
    DeadlineValue, Entry, Item, ItemId, Part, PartyValue, TargetValue, deadline_words,
    item::heading, target_words,
};
use base::actor::{PersonId, UnitId};
use gongwen::span::Span;
use serde::{Deserialize, Serialize};

/// A version in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct VersionHead {
    pub(crate) number: i64,
    pub(crate) at_ms: i64,
    pub(crate) by_name: String,
    /// What changed and why, in the publisher's words.
    pub(crate) note: String,
}

/// A plan as it was published. Names of units and leaders are kept as they were then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PublishedPlan {
    pub(crate) title: String,
    pub(crate) year: Option<i16>,
    pub(crate) issuer: String,
    pub(crate) doc_number: String,
    pub(crate) issued_on: Option<gongwen::day::Day>,
    pub(crate) items: Vec<PublishedItem>,
}

/// An item as it was published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct PublishedItem {
    pub(crate) id: ItemId,
    pub(crate) marker: String,
    pub(crate) path: Vec<String>,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) span: Option<Span>,
    pub(crate) targets: Vec<Entry<TargetValue>>,
    pub(crate) deadlines: Vec<Entry<DeadlineValue>>,
    pub(crate) parties: Vec<Entry<PartyValue>>,
    pub(crate) seats: Vec<Seat>,
}

/// Who held which part when the version was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Seat {
    pub(crate) part: Part,
    /// One unit, or the units meant by a collective name.
    pub(crate) units: Vec<UnitId>,
    pub(crate) person: Option<PersonId>,
    pub(crate) name: String,
}

impl PublishedItem {
    /// The item as it goes into a version, with the names of its seats.
    pub(crate) fn of(item: Item, seats: Vec<Seat>) -> Self {
        Self {
            id: item.id,
            marker: item.marker,
            path: item.path,
            title: item.title,
            body: item.body,
            span: item.span,
            targets: item.targets,
            deadlines: item.deadlines,
            parties: item.parties,
            seats,
        }
    }

    /// What to call it in a list.
    pub(crate) fn heading(&self) -> String {
        heading(&self.title, &self.body)
    }

    /// Names in a part, joined by 、; empty when nobody holds it.
    pub(crate) fn names(&self, part: Part) -> String {
        let names: Vec<&str> = self
            .seats
            .iter()
            .filter(|seat| seat.part == part)
            .map(|seat| seat.name.as_str())
            .collect();
        names.join("、")
    }

    /// Whether a unit leads or supports it.
    pub(crate) fn involves(&self, unit: UnitId) -> bool {
        self.seats.iter().any(|seat| seat.units.contains(&unit))
    }

    /// Targets in words, one a line.
    pub(crate) fn targets_in_words(&self) -> Vec<String> {
        self.targets
            .iter()
            .map(|entry| format!("{}{}", entry.value.subject, target_words(&entry.value)))
            .collect()
    }

    /// Deadlines in words, one a line.
    pub(crate) fn deadlines_in_words(&self) -> Vec<String> {
        self.deadlines
            .iter()
            .map(|entry| deadline_words(&entry.value, &entry.quote))
            .collect()
    }

    /// The last day anything of it is due, for sorting and filtering.
    pub(crate) fn due(&self) -> Option<gongwen::day::Day> {
        self.deadlines
            .iter()
            .filter_map(|entry| entry.value.to)
            .max()
    }

    fn lines(&self) -> [(&'static str, String); 8] {
        [
            ("所在章节", self.path.join(" › ")),
            ("标题", self.title.clone()),
            ("任务内容", self.body.clone()),
            ("目标", self.targets_in_words().join("；")),
            ("时限", self.deadlines_in_words().join("；")),
            ("牵头", self.names(Part::Lead)),
            ("配合", self.names(Part::Support)),
            ("分管领导", self.names(Part::Leader)),
        ]
    }
}

/// An item that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ItemChange {
    pub(crate) id: ItemId,
    pub(crate) marker: String,
    pub(crate) heading: String,
    pub(crate) change: Change,
}

/// How it differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Change {
    /// Only in the later version.
    Added,
    /// Only in the earlier version.
    Removed,
    /// In both: what the field is called, what stood there, what stands there now.
    Changed(Vec<(&'static str, String, String)>),
    /// In both and the same, but at another place among its neighbours.
    Moved,
}

impl Change {
    /// Whether anything but the place of the item is another.
    pub(crate) fn is_of_substance(&self) -> bool {
        !matches!(self, Self::Moved)
    }
}

/// What changed from one version to a later one, in the order of the later one, removed items last.
pub(crate) fn compare(before: &PublishedPlan, after: &PublishedPlan) -> Vec<ItemChange> {
    let row = |item: &PublishedItem, change| ItemChange {
        id: item.id,
        marker: item.marker.clone(),
        heading: item.heading(),
        change,
    };
    let earlier: std::collections::HashMap<ItemId, (usize, &PublishedItem)> = before
        .items
        .iter()
        .enumerate()
        .map(|(place, item)| (item.id, (place, item)))
        .collect();
    let later: std::collections::HashSet<ItemId> = after.items.iter().map(|item| item.id).collect();
    let mut changes = Vec::new();
    let mut furthest = 0;
    for item in &after.items {
        let Some((place, old)) = earlier.get(&item.id) else {
            changes.push(row(item, Change::Added));
            continue;
        };
        let fields = differing_fields(old, item);
        if !fields.is_empty() {
            changes.push(row(item, Change::Changed(fields)));
        } else if *place < furthest {
            changes.push(row(item, Change::Moved));
        }
        furthest = furthest.max(*place);
    }
    let removed = before.items.iter().filter(|item| !later.contains(&item.id));
    changes.extend(removed.map(|item| row(item, Change::Removed)));
    changes
}

fn differing_fields(
    old: &PublishedItem,
    new: &PublishedItem,
) -> Vec<(&'static str, String, String)> {
    old.lines()
        .into_iter()
        .zip(new.lines())
        .filter(|((_, before), (_, after))| before != after)
        .map(|((name, before), (_, after))| (name, before, after))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Change, PublishedItem, PublishedPlan, Seat, compare};
    use crate::plan::model::{Item, Part};

    fn item(body: &str) -> PublishedItem {
        PublishedItem::of(
            Item::added(0, "1.".into(), vec![], String::new(), body.into()),
            vec![],
        )
    }

    fn plan(items: &[&PublishedItem]) -> PublishedPlan {
        PublishedPlan {
            title: "要点".into(),
            year: None,
            issuer: String::new(),
            doc_number: String::new(),
            issued_on: None,
            items: items.iter().map(|&item| item.clone()).collect(),
        }
    }

    #[test]
    fn a_version_is_compared_item_by_item() {
        let (kept, gone, fresh) = (item("甲"), item("乙"), item("丙"));
        let mut changed = kept.clone();
        changed.seats.push(Seat {
            part: Part::Lead,
            units: vec![],
            person: None,
            name: "人事科".into(),
        });
        let changes = compare(&plan(&[&kept, &gone]), &plan(&[&changed, &fresh]));
        let kinds: Vec<_> = changes
            .iter()
            .map(|row| (row.heading.as_str(), &row.change))
            .collect();
        assert_eq!(
            kinds,
            [
                (
                    "甲",
                    &Change::Changed(vec![("牵头", String::new(), "人事科".into())])
                ),
                ("丙", &Change::Added),
                ("乙", &Change::Removed),
            ]
        );
    }

    #[test]
    fn an_item_that_only_changed_its_place_is_said_to_have_moved() {
        let (first, second, third) = (item("甲"), item("乙"), item("丙"));
        let changes = compare(
            &plan(&[&first, &second, &third]),
            &plan(&[&second, &third, &first]),
        );
        assert_eq!(changes.len(), 1);
        assert_eq!(
            (changes[0].heading.as_str(), &changes[0].change),
            ("甲", &Change::Moved)
        );
    }

    #[test]
    fn equal_versions_have_no_changes() {
        let only = item("甲");
        assert!(compare(&plan(&[&only]), &plan(&[&only])).is_empty());
    }
}
