//! Items into their tables.

use super::{ASSIGNMENT, DEADLINE, ENTRY, ITEM, PARTS, PARTY, TARGET};
use crate::plan::{
    model::{Assignment, Entry, Holder, Item, ItemId, PlanId},
    store::rows::{ends, place, word},
};
use store::{Error, Read, Result, Tx, Value, args};

/// Keeps new items with everything in them.
pub(crate) async fn insert_items(tx: &mut Tx, plan: PlanId, items: &[Item]) -> Result<()> {
    let plan_id = plan.to_string();
    let mut rows: [Vec<Vec<Value>>; 5] = Default::default();
    for item in items {
        let (start, end) = ends(item.span);
        rows[0].push(args![
            item.id.to_string(),
            plan_id.clone(),
            item.place,
            item.marker.clone(),
            serde_json::to_string(&item.path)?,
            item.title.clone(),
            item.body.clone(),
            start,
            end,
            item.is_checked,
            item.revision
        ]);
        for (index, target) in item.targets.iter().enumerate() {
            let mut row = entry_values(target, &plan_id, item.id, index)?;
            let value = &target.value;
            row.extend(args![
                value.subject.clone(),
                value.value.to_string(),
                value.max.map(|max| max.to_string()),
                word(value.comparator)?,
                value.unit.clone(),
                word(value.kind)?,
                word(value.commitment)?
            ]);
            rows[1].push(row);
        }
        for (index, deadline) in item.deadlines.iter().enumerate() {
            let mut row = entry_values(deadline, &plan_id, item.id, index)?;
            let value = &deadline.value;
            row.extend(args![
                value.from.map(|day| day.to_string()),
                value.to.map(|day| day.to_string()),
                value.recurs.map(word).transpose()?
            ]);
            rows[2].push(row);
        }
        for (index, party) in item.parties.iter().enumerate() {
            let mut row = entry_values(party, &plan_id, item.id, index)?;
            row.extend(args![party.value.name.clone(), word(party.value.role)?]);
            rows[3].push(row);
        }
        for (index, seat) in item.assignments.iter().enumerate() {
            rows[4].push(assignment_values(seat, &plan_id, item.id, index)?);
        }
    }
    let [
        item_rows,
        target_rows,
        deadline_rows,
        party_rows,
        assignment_rows,
    ] = rows;
    tx.insert_many("plan_items", &ITEM, item_rows).await?;
    tx.insert_many("plan_targets", &[&ENTRY[..], &TARGET].concat(), target_rows)
        .await?;
    tx.insert_many(
        "plan_deadlines",
        &[&ENTRY[..], &DEADLINE].concat(),
        deadline_rows,
    )
    .await?;
    tx.insert_many("plan_parties", &[&ENTRY[..], &PARTY].concat(), party_rows)
        .await?;
    tx.insert_many("plan_assignments", &ASSIGNMENT, assignment_rows)
        .await
}

fn entry_values<T>(entry: &Entry<T>, plan: &str, item: ItemId, index: usize) -> Result<Vec<Value>> {
    let (start, end) = ends(entry.span);
    Ok(args![
        entry.id.to_string(),
        plan,
        item.to_string(),
        place(index),
        word(entry.origin)?,
        entry.is_accepted,
        entry.quote.clone(),
        start,
        end
    ])
}

fn assignment_values(
    seat: &Assignment,
    plan: &str,
    item: ItemId,
    index: usize,
) -> Result<Vec<Value>> {
    let (unit, person, group) = match &seat.holder {
        Holder::Unit(unit) => (Some(unit.to_string()), None, None),
        Holder::Person(person) => (None, Some(person.to_string()), None),
        Holder::Group(name) => (None, None, Some(name.clone())),
    };
    Ok(args![
        seat.id.to_string(),
        plan,
        item.to_string(),
        place(index),
        word(seat.part)?,
        unit,
        person,
        group,
        seat.is_suggestion,
        seat.reason.clone()
    ])
}

/// Saves an item if nobody else has since it was read, and gives it its next revision.
pub(crate) async fn save_item(tx: &mut Tx, plan: PlanId, item: &mut Item) -> Result<()> {
    let n_held = tx
        .number(
            "select count(*) as n from plan_items where plan_id = $1 and id = $2 and revision = $3",
            args![plan.to_string(), item.id.to_string(), item.revision],
        )
        .await?;
    if n_held == 0 {
        return Err(Error::Conflict);
    }
    delete_items(tx, plan, &[item.id]).await?;
    item.revision += 1;
    insert_items(tx, plan, std::slice::from_ref(item)).await
}

/// Removes items with everything in them.
pub(crate) async fn delete_items(tx: &mut Tx, plan: PlanId, ids: &[ItemId]) -> Result<()> {
    for id in ids {
        for table in PARTS {
            tx.run(
                &format!("delete from {table} where plan_id = $1 and item_id = $2"),
                args![plan.to_string(), id.to_string()],
            )
            .await?;
        }
        tx.run(
            "delete from plan_items where plan_id = $1 and id = $2",
            args![plan.to_string(), id.to_string()],
        )
        .await?;
    }
    Ok(())
}

/// Puts the items of a plan in this order.
pub(crate) async fn set_places(tx: &mut Tx, plan: PlanId, order: &[ItemId]) -> Result<()> {
    for (index, id) in order.iter().enumerate() {
        tx.run(
            "update plan_items set place = $3 where plan_id = $1 and id = $2 and place <> $3",
            args![plan.to_string(), id.to_string(), place(index)],
        )
        .await?;
    }
    Ok(())
}

/// Saves the seats of items, and nothing else of them.
pub(crate) async fn save_seats(tx: &mut Tx, plan: PlanId, items: &[Item]) -> Result<()> {
    let plan_id = plan.to_string();
    let mut rows = Vec::new();
    for item in items {
        tx.run(
            "delete from plan_assignments where plan_id = $1 and item_id = $2",
            args![plan_id.clone(), item.id.to_string()],
        )
        .await?;
        tx.run(
            "update plan_items set revision = revision + 1 where plan_id = $1 and id = $2",
            args![plan_id.clone(), item.id.to_string()],
        )
        .await?;
        for (index, seat) in item.assignments.iter().enumerate() {
            rows.push(assignment_values(seat, &plan_id, item.id, index)?);
        }
    }
    tx.insert_many("plan_assignments", &ASSIGNMENT, rows).await
}

/// Accepts every item and every value of a plan.
pub(crate) async fn accept_all(tx: &mut Tx, plan: PlanId) -> Result<()> {
    tx.run(
        "update plan_items set is_checked = true, revision = revision + 1
         where plan_id = $1 and is_checked = false",
        args![plan.to_string()],
    )
    .await?;
    for table in ["plan_targets", "plan_deadlines", "plan_parties"] {
        tx.run(
            &format!("update {table} set is_accepted = true where plan_id = $1"),
            args![plan.to_string()],
        )
        .await?;
    }
    Ok(())
}
