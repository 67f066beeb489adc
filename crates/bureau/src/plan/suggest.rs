//! Who a task may belong to: from the names in its paper, else from the words of its work.
//!
//! Everything here is a suggestion and marked as one until a person accepts it.

use super::model::{Assignment, Holder, Item, Part};
use crate::org::{Directory, How, NameMatch, Named};
use base::actor::UnitId;
use gongwen::ledger::Role;

/// Proposes seats for an item that has none.
pub(crate) fn seats(item: &Item, directory: &Directory) -> Vec<Assignment> {
    let mut proposed = Item::added(0, String::new(), vec![], String::new(), String::new());
    for party in &item.parties {
        let Some(found) = directory.find(&party.value.name) else {
            continue;
        };
        let reason = reason(&party.value.name, &found);
        match (party.value.role, found.who) {
            (_, Named::Person(person)) => {
                proposed.add_seat(Assignment::suggested(
                    Part::Leader,
                    Holder::Person(person),
                    reason,
                ));
            }
            (Role::Lead | Role::Responsible, Named::Unit(unit)) if proposed.lead().is_none() => {
                proposed.give_lead(Assignment::suggested(
                    Part::Lead,
                    Holder::Unit(unit),
                    reason,
                ));
            }
            (_, Named::Unit(unit)) => {
                proposed.add_seat(Assignment::suggested(
                    Part::Support,
                    Holder::Unit(unit),
                    reason,
                ));
            }
            (_, Named::Group(_)) => {
                let group = Holder::Group(party.value.name.clone());
                proposed.add_seat(Assignment::suggested(Part::Support, group, reason));
            }
        }
    }
    if proposed.lead().is_none()
        && let Some(found) = directory.suggest_by_duties(&item.body)
    {
        let reason = format!("据“{}”", found.words.join("、"));
        proposed.give_lead(Assignment::suggested(
            Part::Lead,
            Holder::Unit(found.unit),
            reason,
        ));
    }
    if let Some(Holder::Unit(unit)) = proposed.lead().map(|seat| seat.holder.clone())
        && proposed.holders(Part::Leader).next().is_none()
    {
        proposed.assignments.extend(leader_of(unit, directory));
    }
    proposed.assignments
}

/// The leader in charge of a unit, proposed for whatever the unit leads; none when two are.
pub(crate) fn leader_of(unit: UnitId, directory: &Directory) -> Option<Assignment> {
    let mut in_charge = directory
        .leaders()
        .iter()
        .filter(|leader| leader.in_charge_of.contains(&unit));
    let leader = in_charge.next().filter(|_| in_charge.next().is_none())?;
    let reason = format!("分管{}", directory.unit(unit)?.short_name);
    Some(Assignment::suggested(
        Part::Leader,
        Holder::Person(leader.person),
        reason,
    ))
}

fn reason(name: &str, found: &NameMatch) -> String {
    match found.how {
        How::Exact => format!("原文“{name}”"),
        How::Alias => format!("原文“{name}”，系别名"),
        How::Fuzzy => format!("原文“{name}”，名称相近"),
    }
}
