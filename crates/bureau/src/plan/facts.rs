//! Items and plans in words, as the audit keeps them.

use super::model::{Holder, Item, Part, Plan, deadline_words, role_word, target_words};
use crate::org::Directory;
use store::audit::Facts;

/// An item. `house` is given when its seats are to be named.
pub(super) fn of_item(item: &Item, house: Option<&Directory>) -> Facts {
    let targets = item.targets.iter().map(|entry| {
        let value = &entry.value;
        format!("{} {}", value.subject, target_words(value))
    });
    let deadlines = item
        .deadlines
        .iter()
        .map(|entry| deadline_words(&entry.value, &entry.quote));
    let parties = item
        .parties
        .iter()
        .map(|entry| format!("{} {}", role_word(entry.value.role), entry.value.name));
    let accepted = [
        accepted(item.targets.iter().map(|entry| entry.is_accepted)),
        accepted(item.deadlines.iter().map(|entry| entry.is_accepted)),
        accepted(item.parties.iter().map(|entry| entry.is_accepted)),
    ];
    let facts = Facts::none()
        .with("序号", &item.marker)
        .with("所在部分", item.path.join("／"))
        .with("标题", &item.title)
        .with("内容", &item.body)
        .with("目标", joined(targets))
        .with("时限", joined(deadlines))
        .with("文中责任方", joined(parties))
        .with("采纳", accepted.join("，"))
        .with(
            "核对",
            if item.is_checked {
                "已核对"
            } else {
                "未核对"
            },
        )
        .with("次序", (item.place + 1).to_string());
    match house {
        Some(house) => facts.with("责任指派", seats(item, house)),
        None => facts,
    }
}

/// What a plan says of itself.
pub(super) fn of_plan(plan: &Plan) -> Facts {
    Facts::none()
        .with("标题", &plan.title)
        .with(
            "年度",
            plan.year.map(|year| year.to_string()).unwrap_or_default(),
        )
        .with("发文机关", &plan.issuer)
        .with("发文字号", &plan.doc_number)
        .with(
            "成文日期",
            plan.issued_on
                .map(|day| day.to_string())
                .unwrap_or_default(),
        )
}

/// An item in the words of a list: 「3.优化干部教师队伍结构」.
pub(super) fn name_of(item: &Item) -> String {
    format!("{}{}", item.marker, item.heading())
}

fn joined(words: impl Iterator<Item = String>) -> String {
    let words: Vec<String> = words.collect();
    words.join("；")
}

/// How many of the values read from the paper a person has accepted.
fn accepted(entries: impl Iterator<Item = bool>) -> String {
    let entries: Vec<bool> = entries.collect();
    let n_accepted = entries.iter().filter(|is_accepted| **is_accepted).count();
    format!("{n_accepted}/{}", entries.len())
}

fn seats(item: &Item, house: &Directory) -> String {
    let mut seats: Vec<_> = item.assignments.iter().collect();
    seats.sort_by_key(|seat| seat.part);
    joined(seats.into_iter().map(|seat| {
        let name = match &seat.holder {
            Holder::Unit(unit) => house.unit(*unit).map(|unit| unit.short_name.clone()),
            Holder::Group(name) => Some(name.clone()),
            Holder::Person(person) => house
                .leaders()
                .iter()
                .find(|leader| leader.person == *person)
                .map(|leader| leader.name.clone()),
        };
        let name = name.unwrap_or_else(|| "（已撤销）".to_owned());
        let suggestion = if seat.is_suggestion {
            "（建议）"
        } else {
            ""
        };
        let part: Part = seat.part;
        format!("{} {name}{suggestion}", part.label())
    }))
}
