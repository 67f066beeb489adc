//! One item on the review page.

use super::{original::reference, review::Counts};
use crate::{
    org::Directory,
    plan::{
        model::{
            Assignment, Entry, Holder, Item, Origin, commitment_word, deadline_words, role_word,
            target_words,
        },
        paths,
    },
};
use askama::Template;

/// A card of the ledger.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) id: String,
    pub(super) marker: String,
    pub(super) title: String,
    /// The words without the heading, for an item that has none: all of them.
    pub(super) words: String,
    pub(super) is_checked: bool,
    pub(super) may_work: bool,
    pub(super) groups: [Group; 3],
    pub(super) seats: Vec<SeatRow>,
    /// Where its acts are, beside the review page: `accept`, `edit` … come behind it.
    pub(super) acts: String,
    pub(super) assign: String,
}

/// The values of one sort.
#[derive(Debug)]
pub(super) struct Group {
    /// 目标, 时限, 责任.
    pub(super) word: &'static str,
    /// `target`, `deadline`, `party`.
    pub(super) kind: &'static str,
    /// The same in addresses: `targets`, `deadlines`, `parties`.
    pub(super) sort: &'static str,
    pub(super) rows: Vec<Row>,
}

/// One value.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: String,
    /// What its mark in the paper is called, see [`reference()`].
    pub(super) reference: String,
    pub(super) subject: String,
    pub(super) value: String,
    /// 更正, 补录; empty for what stands as it was read.
    pub(super) origin: &'static str,
    /// 确保, 力争, 牵头 …; may be empty.
    pub(super) remark: &'static str,
    pub(super) is_accepted: bool,
    pub(super) has_source: bool,
}

/// Who has, or should have, a part.
#[derive(Debug)]
pub(super) struct SeatRow {
    pub(super) part: &'static str,
    pub(super) name: String,
    pub(super) is_suggestion: bool,
    pub(super) reason: String,
}

/// The card alone, for htmx, with the counts that changed with it.
#[derive(Template)]
#[template(path = "plan/pages/card_fragment.html")]
pub(super) struct CardFragment {
    pub(super) card: Card,
    pub(super) counts: Option<Counts>,
}

impl Card {
    /// The card of an item.
    pub(super) fn of(item: &Item, house: &Directory, may_work: bool) -> Self {
        let words = match item.title.is_empty() {
            true => item.body.clone(),
            false => String::new(),
        };
        Self {
            id: item.id.to_string(),
            marker: item.marker.clone(),
            title: item.title.clone(),
            words,
            is_checked: item.is_checked,
            may_work,
            groups: groups(item),
            seats: item
                .assignments
                .iter()
                .map(|seat| seat_row(seat, house))
                .collect(),
            acts: paths::beside_review::item_acts(item.id),
            assign: paths::beside_review::assign_item(item.id),
        }
    }
}

fn groups(item: &Item) -> [Group; 3] {
    let targets = item.targets.iter().map(|entry| {
        let value = &entry.value;
        row('t', entry, |row| {
            row.subject.clone_from(&value.subject);
            row.value = target_words(value);
            row.remark = commitment_word(value.commitment);
        })
    });
    let deadlines = item.deadlines.iter().map(|entry| {
        row('d', entry, |row| {
            row.subject.clone_from(&entry.quote);
            row.value = deadline_words(&entry.value, "");
        })
    });
    let parties = item.parties.iter().map(|entry| {
        row('p', entry, |row| {
            row.value.clone_from(&entry.value.name);
            row.remark = role_word(entry.value.role);
        })
    });
    [
        Group {
            word: "目标",
            kind: "target",
            sort: "targets",
            rows: targets.collect(),
        },
        Group {
            word: "时限",
            kind: "deadline",
            sort: "deadlines",
            rows: deadlines.collect(),
        },
        Group {
            word: "责任",
            kind: "party",
            sort: "parties",
            rows: parties.collect(),
        },
    ]
}

fn row<T>(letter: char, entry: &Entry<T>, fill: impl FnOnce(&mut Row)) -> Row {
    let id = entry.id.to_string();
    let mut row = Row {
        reference: reference(letter, &id),
        id,
        subject: String::new(),
        value: String::new(),
        origin: if entry.origin == Origin::Read {
            ""
        } else {
            entry.origin.label()
        },
        remark: "",
        is_accepted: entry.is_accepted,
        has_source: entry.span.is_some(),
    };
    fill(&mut row);
    row
}

/// A seat with the name of its holder.
pub(super) fn seat_row(seat: &Assignment, house: &Directory) -> SeatRow {
    SeatRow {
        part: seat.part.label(),
        name: holder_name(&seat.holder, house),
        is_suggestion: seat.is_suggestion,
        reason: seat.reason.clone(),
    }
}

/// What a holder is called today.
pub(super) fn holder_name(holder: &Holder, house: &Directory) -> String {
    let name = match holder {
        Holder::Unit(unit) => house.unit(*unit).map(|unit| unit.short_name.clone()),
        Holder::Person(person) => house
            .leaders()
            .iter()
            .find(|leader| leader.person == *person)
            .map(|leader| leader.name.clone()),
        Holder::Group(name) => Some(name.clone()),
    };
    name.unwrap_or_else(|| "（已撤销）".to_owned())
}
