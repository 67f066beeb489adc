//! Who learns of a plan: the general office what is left to do with it, everybody else that a version
//! of it is in force and what in it is theirs.

use super::{
    model::{Part, Plan, PublishedItem, PublishedPlan, compare},
    paths,
    policy::READ,
};
use crate::{
    inbox::{self, Addressee, Notice, Standing, Todo, Urgency},
    org::{self, PostHolder},
};
use ::store::{Ctx, Result, Tx};
use base::{
    Actor, Role,
    actor::{PersonId, UnitId},
};
use std::collections::{BTreeMap, BTreeSet};

/// The to-do of whoever works on plans: review what was read, assign and publish it.
pub(super) const TO_REVIEW: &str = "plan.review";

/// A paper has come in and waits to be reviewed by the office it came to.
pub(super) async fn of_import(tx: &mut Tx, ctx: &Ctx, plan: &Plan) -> Result<()> {
    let todo = Todo {
        for_: vec![Addressee::Post(ctx.actor.unit, Role::GeneralOffice)],
        about: plan.id.to_string(),
        kind: TO_REVIEW,
        title: format!("核对并发布《{}》", plan.title),
        href: paths::review(plan.id),
        due: None,
        standing: Standing::Open,
        remind: "silent",
        escalates_in: None,
    };
    inbox::ask(tx, ctx, todo).await
}

/// It was published or removed: nothing is left to review.
pub(super) async fn of_end_of_review(tx: &mut Tx, plan: &Plan) -> Result<()> {
    inbox::settle(tx, plan.id, TO_REVIEW).await
}

/// A version is in force: everybody who has a part in it is told once, of a later version only those
/// whose items it changes.
pub(super) async fn of_version(
    tx: &mut Tx,
    ctx: &Ctx,
    plan: &Plan,
    number: i64,
    before: Option<&PublishedPlan>,
    now: &PublishedPlan,
) -> Result<()> {
    let people = people(org::post_holders(tx).await?);
    let mut by_words: BTreeMap<String, Vec<PersonId>> = BTreeMap::new();
    for (person, units) in people {
        if let Some(words) = words(person, &units, before, now) {
            by_words.entry(words).or_default().push(person);
        }
    }
    for (body, to) in by_words {
        let notice = Notice {
            to,
            kind: "plan.published",
            subject: match before {
                None => format!("《{}》已发布", plan.title),
                Some(_) => format!("《{}》第{number}版已发布，本单位的条目有调整", plan.title),
            },
            body,
            href: paths::show(plan.id),
            about: plan.id.to_string(),
            urgency: Urgency::Ordinary,
        };
        inbox::tell(tx, ctx, notice).await?;
    }
    Ok(())
}

/// Everybody who may read plans, with the units in which they may.
fn people(holders: Vec<PostHolder>) -> BTreeMap<PersonId, BTreeSet<UnitId>> {
    let mut people: BTreeMap<PersonId, BTreeSet<UnitId>> = BTreeMap::new();
    for holder in holders {
        let reader = Actor {
            roles: vec![holder.role],
            ..Actor::default()
        };
        if READ.admits(Some(&reader)) {
            people.entry(holder.person).or_default().insert(holder.unit);
        }
    }
    people
}

/// What is theirs in a version, or what of theirs a later version changes; nothing when nothing is.
fn words(
    person: PersonId,
    units: &BTreeSet<UnitId>,
    before: Option<&PublishedPlan>,
    now: &PublishedPlan,
) -> Option<String> {
    let has_part = |item: &PublishedItem, part: Option<Part>| {
        item.seats.iter().any(|seat| {
            part.is_none_or(|part| seat.part == part)
                && (seat.person == Some(person) || seat.units.iter().any(|u| units.contains(u)))
        })
    };
    let Some(before) = before else {
        let counted = [
            (Part::Lead, "牵头"),
            (Part::Support, "配合"),
            (Part::Leader, "分管"),
        ]
        .map(|(part, word)| {
            let items = now.items.iter();
            let n = items.filter(|item| has_part(item, Some(part))).count();
            (n > 0).then(|| format!("{word} {n} 条"))
        });
        let counted: Vec<String> = counted.into_iter().flatten().collect();
        return (!counted.is_empty()).then(|| format!("{}。", counted.join("，")));
    };
    let theirs: BTreeSet<_> = before
        .items
        .iter()
        .chain(&now.items)
        .filter(|item| has_part(item, None))
        .map(|item| item.id)
        .collect();
    let changed: Vec<String> = compare(before, now)
        .into_iter()
        .filter(|row| theirs.contains(&row.id) && row.change.is_of_substance())
        .map(|row| format!("{}{}", row.marker, row.heading))
        .collect();
    (!changed.is_empty()).then(|| changed.join("\n"))
}
