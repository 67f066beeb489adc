//! Assignment: who leads, who supports, which leader is in charge.

use super::{directory, plan_at_work, review::finish, store};
use crate::{
    org::{Directory, Named},
    plan::{
        model::{Assignment, Holder, Item, ItemId, Part, PlanId},
        suggest,
    },
};
use ::store::{Ctx, Error, Result};
use base::{
    Refusal,
    actor::{PersonId, UnitId},
};
use std::collections::HashSet;

/// All seats of an item as a person gives them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seats {
    pub(crate) lead: Option<UnitId>,
    pub(crate) support: Vec<Holder>,
    pub(crate) leaders: Vec<PersonId>,
}

/// What is done to many items at once.
#[derive(Debug, Clone)]
pub(crate) enum BulkAct {
    /// One unit leads them all; where no leader is in charge yet, the unit's own is proposed.
    Lead(UnitId),
    /// One more supports them.
    Support(Holder),
    /// One leader is in charge of them.
    Leader(PersonId),
    /// What is proposed is right.
    AcceptSuggestions,
    /// Nobody supports them.
    ClearSupport,
}

/// Gives all seats of one item.
pub(crate) async fn assign(
    ctx: &Ctx,
    plan: PlanId,
    id: ItemId,
    revision: i64,
    seats: Seats,
) -> Result<()> {
    let house = directory(&ctx.db).await?;
    let holders = seats
        .lead
        .map(Holder::Unit)
        .into_iter()
        .chain(seats.support.iter().cloned());
    for holder in holders.chain(seats.leaders.iter().copied().map(Holder::Person)) {
        check_exists(&house, &holder)?;
    }
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let before = store::item(&tx, plan, id).await?.ok_or(Error::NotFound)?;
    if before.revision != revision {
        return Err(Error::Conflict);
    }
    let mut item = before.clone();
    item.assignments.clear();
    for person in seats.leaders {
        item.add_seat(Assignment::given(Part::Leader, Holder::Person(person)));
    }
    for holder in seats.support {
        item.add_seat(Assignment::given(Part::Support, holder));
    }
    if let Some(unit) = seats.lead {
        item.give_lead(Assignment::given(Part::Lead, Holder::Unit(unit)));
    }
    store::save_item(&mut tx, plan, &mut item).await?;
    let what = format!("指派“{}{}”", before.marker, before.heading());
    finish(ctx, tx, plan, &what, &[before], &[item]).await
}

/// Does one thing to many items; tells how many changed.
pub(crate) async fn assign_many(
    ctx: &Ctx,
    plan: PlanId,
    ids: &[ItemId],
    act: BulkAct,
) -> Result<usize> {
    let house = directory(&ctx.db).await?;
    match &act {
        BulkAct::Lead(unit) => check_exists(&house, &Holder::Unit(*unit))?,
        BulkAct::Support(holder) => check_exists(&house, holder)?,
        BulkAct::Leader(person) => check_exists(&house, &Holder::Person(*person))?,
        BulkAct::AcceptSuggestions | BulkAct::ClearSupport => {}
    }
    if ids.is_empty() {
        return Err(Refusal::new(
            "plan.nothing_chosen",
            "没有选中任何条目，没有改动。",
            "请先勾选左侧的条目，再选择要做的操作。",
        )
        .into());
    }
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let wanted: HashSet<ItemId> = ids.iter().copied().collect();
    let mut before = Vec::new();
    let mut after = Vec::new();
    for item in store::items(&tx, plan).await? {
        if !wanted.contains(&item.id) {
            continue;
        }
        let mut changed = item.clone();
        apply(&mut changed, &act, &house);
        if changed.assignments != item.assignments {
            before.push(item);
            after.push(changed);
        }
    }
    if after.is_empty() {
        return Ok(0);
    }
    store::save_seats(&mut tx, plan, &after).await?;
    let n_changed = after.len();
    finish(
        ctx,
        tx,
        plan,
        &format!("批量指派{n_changed}条"),
        &before,
        &after,
    )
    .await?;
    Ok(n_changed)
}

fn apply(item: &mut Item, act: &BulkAct, house: &Directory) {
    match act {
        BulkAct::Lead(unit) => {
            item.give_lead(Assignment::given(Part::Lead, Holder::Unit(*unit)));
            let is_led = item
                .assignments
                .iter()
                .any(|seat| seat.part == Part::Leader && !seat.is_suggestion);
            if !is_led {
                item.clear_part(Part::Leader);
                item.assignments.extend(suggest::leader_of(*unit, house));
            }
        }
        BulkAct::Support(holder) => item.add_seat(Assignment::given(Part::Support, holder.clone())),
        BulkAct::Leader(person) => {
            item.clear_part(Part::Leader);
            item.add_seat(Assignment::given(Part::Leader, Holder::Person(*person)));
        }
        BulkAct::AcceptSuggestions => {
            item.assignments
                .iter_mut()
                .for_each(|seat| seat.is_suggestion = false);
        }
        BulkAct::ClearSupport => item.clear_part(Part::Support),
    }
}

fn check_exists(house: &Directory, holder: &Holder) -> Result<()> {
    let exists = match holder {
        Holder::Unit(unit) => house.unit(*unit).is_some(),
        Holder::Person(person) => house
            .leaders()
            .iter()
            .any(|leader| leader.person == *person),
        Holder::Group(name) => house
            .find(name)
            .is_some_and(|found| matches!(found.who, Named::Group(_))),
    };
    if exists { Ok(()) } else { Err(Error::NotFound) }
}
