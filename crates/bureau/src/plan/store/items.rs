//! Items with everything in them.

use super::rows::{ends, from_word, place, span, word};
use crate::plan::model::{
    Assignment, DeadlineValue, Entry, Holder, Item, ItemId, Part, PartyValue, PlanId, TargetValue,
};
use sea_orm::FromQueryResult;
use std::collections::HashMap;
use store::{Error, Read, Result, Tx, Value, args};

const ITEM: [&str; 11] = [
    "id",
    "plan_id",
    "place",
    "marker",
    "path",
    "title",
    "body",
    "span_start",
    "span_end",
    "is_checked",
    "revision",
];
const ENTRY: [&str; 9] = [
    "id",
    "plan_id",
    "item_id",
    "place",
    "origin",
    "is_accepted",
    "quote",
    "span_start",
    "span_end",
];
const TARGET: [&str; 7] = [
    "subject",
    "value",
    "max_value",
    "comparator",
    "unit",
    "kind",
    "commitment",
];
const DEADLINE: [&str; 3] = ["from_day", "to_day", "recurs"];
const PARTY: [&str; 2] = ["name", "role"];
const ASSIGNMENT: [&str; 10] = [
    "id",
    "plan_id",
    "item_id",
    "place",
    "part",
    "unit_id",
    "person_id",
    "group_name",
    "is_suggestion",
    "reason",
];
/// Tables of what an item holds.
const PARTS: [&str; 4] = [
    "plan_targets",
    "plan_deadlines",
    "plan_parties",
    "plan_assignments",
];

#[derive(FromQueryResult)]
struct ItemRow {
    id: String,
    place: i64,
    marker: String,
    path: String,
    title: String,
    body: String,
    span_start: Option<i64>,
    span_end: Option<i64>,
    is_checked: bool,
    revision: i64,
}

/// The columns every kind of entry has.
#[derive(FromQueryResult)]
struct EntryRow {
    id: String,
    item_id: String,
    origin: String,
    is_accepted: bool,
    quote: String,
    span_start: Option<i64>,
    span_end: Option<i64>,
}

#[derive(FromQueryResult)]
struct TargetRow {
    #[sea_orm(nested)]
    entry: EntryRow,
    subject: String,
    value: String,
    max_value: Option<String>,
    comparator: String,
    unit: String,
    kind: String,
    commitment: String,
}

#[derive(FromQueryResult)]
struct DeadlineRow {
    #[sea_orm(nested)]
    entry: EntryRow,
    from_day: Option<String>,
    to_day: Option<String>,
    recurs: Option<String>,
}

#[derive(FromQueryResult)]
struct PartyRow {
    #[sea_orm(nested)]
    entry: EntryRow,
    name: String,
    role: String,
}

#[derive(FromQueryResult)]
struct AssignmentRow {
    id: String,
    item_id: String,
    part: String,
    unit_id: Option<String>,
    person_id: Option<String>,
    group_name: Option<String>,
    is_suggestion: bool,
    reason: String,
}

/// Which items to read.
enum Which {
    All(PlanId),
    One(PlanId, ItemId),
}

/// Every item of a plan, in order: five statements however many there are.
pub(crate) async fn items(db: &impl Read, plan: PlanId) -> Result<Vec<Item>> {
    read(db, &Which::All(plan)).await
}

/// One item of a plan.
pub(crate) async fn item(db: &impl Read, plan: PlanId, id: ItemId) -> Result<Option<Item>> {
    Ok(read(db, &Which::One(plan, id)).await?.pop())
}

async fn read(db: &impl Read, which: &Which) -> Result<Vec<Item>> {
    let (plan, one) = match which {
        Which::All(plan) => (plan, None),
        Which::One(plan, item) => (plan, Some(item.to_string())),
    };
    let args = || match &one {
        None => args![plan.to_string()],
        Some(item) => args![plan.to_string(), item.clone()],
    };
    let query = |table: &str, columns: &[&str], item_column: &str| {
        let only = if one.is_some() {
            format!(" and {item_column} = $2")
        } else {
            String::new()
        };
        format!(
            "select {} from {table} where plan_id = $1{only} order by place, id",
            columns.join(", ")
        )
    };
    let entry_query =
        |table: &str, own: &[&str]| query(table, &[&ENTRY[..], own].concat(), "item_id");
    let items: Vec<ItemRow> = db.rows(&query("plan_items", &ITEM, "id"), args()).await?;
    let targets: Vec<TargetRow> = db
        .rows(&entry_query("plan_targets", &TARGET), args())
        .await?;
    let deadlines: Vec<DeadlineRow> = db
        .rows(&entry_query("plan_deadlines", &DEADLINE), args())
        .await?;
    let parties: Vec<PartyRow> = db
        .rows(&entry_query("plan_parties", &PARTY), args())
        .await?;
    let assignments: Vec<AssignmentRow> = db
        .rows(&query("plan_assignments", &ASSIGNMENT, "item_id"), args())
        .await?;
    assemble(items, targets, deadlines, parties, assignments)
}

fn assemble(
    items: Vec<ItemRow>,
    targets: Vec<TargetRow>,
    deadlines: Vec<DeadlineRow>,
    parties: Vec<PartyRow>,
    assignments: Vec<AssignmentRow>,
) -> Result<Vec<Item>> {
    let mut index = HashMap::with_capacity(items.len());
    let mut assembled = Vec::with_capacity(items.len());
    for row in items {
        index.insert(row.id.clone(), assembled.len());
        assembled.push(Item {
            id: row.id.parse()?,
            place: row.place,
            marker: row.marker,
            path: serde_json::from_str(&row.path)?,
            title: row.title,
            body: row.body,
            span: span(row.span_start, row.span_end),
            is_checked: row.is_checked,
            revision: row.revision,
            targets: Vec::new(),
            deadlines: Vec::new(),
            parties: Vec::new(),
            assignments: Vec::new(),
        });
    }
    let place_of = |item_id: &str| index.get(item_id).copied();
    for row in targets {
        let Some(item) = place_of(&row.entry.item_id).and_then(|place| assembled.get_mut(place))
        else {
            continue;
        };
        let value = TargetValue {
            subject: row.subject,
            value: number(&row.value)?,
            max: row.max_value.as_deref().map(number).transpose()?,
            comparator: from_word(&row.comparator)?,
            unit: row.unit,
            kind: from_word(&row.kind)?,
            commitment: from_word(&row.commitment)?,
        };
        item.targets.push(entry(row.entry, value)?);
    }
    for row in deadlines {
        let Some(item) = place_of(&row.entry.item_id).and_then(|place| assembled.get_mut(place))
        else {
            continue;
        };
        let value = DeadlineValue {
            from: row.from_day.and_then(|day| day.parse().ok()),
            to: row.to_day.and_then(|day| day.parse().ok()),
            recurs: row.recurs.as_deref().map(from_word).transpose()?,
        };
        item.deadlines.push(entry(row.entry, value)?);
    }
    for row in parties {
        let Some(item) = place_of(&row.entry.item_id).and_then(|place| assembled.get_mut(place))
        else {
            continue;
        };
        let value = PartyValue {
            name: row.name,
            role: from_word(&row.role)?,
        };
        item.parties.push(entry(row.entry, value)?);
    }
    for row in assignments {
        if let Some(item) = place_of(&row.item_id).and_then(|place| assembled.get_mut(place)) {
            item.assignments.push(assignment(row)?);
        }
    }
    Ok(assembled)
}

fn entry<T>(row: EntryRow, value: T) -> Result<Entry<T>> {
    Ok(Entry {
        id: row.id.parse()?,
        origin: from_word(&row.origin)?,
        is_accepted: row.is_accepted,
        quote: row.quote,
        span: span(row.span_start, row.span_end),
        value,
    })
}

fn assignment(row: AssignmentRow) -> Result<Assignment> {
    let holder = match (row.unit_id, row.person_id, row.group_name) {
        (Some(unit), _, _) => Holder::Unit(unit.parse()?),
        (None, Some(person), _) => Holder::Person(person.parse()?),
        (None, None, Some(group)) => Holder::Group(group),
        (None, None, None) => return Err(Error::Corrupt(format!("plan_assignments {}", row.id))),
    };
    Ok(Assignment {
        id: row.id.parse()?,
        part: from_word::<Part>(&row.part)?,
        holder,
        is_suggestion: row.is_suggestion,
        reason: row.reason,
    })
}

fn number(text: &str) -> Result<f64> {
    text.parse()
        .map_err(|_| Error::Corrupt(format!("数值 {text}")))
}

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

/// The place after the last item of a plan.
pub(crate) async fn next_place(db: &impl Read, plan: PlanId) -> Result<i64> {
    db.number(
        "select coalesce(max(place) + 1, 0) as n from plan_items where plan_id = $1",
        args![plan.to_string()],
    )
    .await
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

#[derive(FromQueryResult)]
struct RevisionRow {
    id: String,
    revision: i64,
}

/// The revision of every item of a plan.
pub(crate) async fn revisions(db: &impl Read, plan: PlanId) -> Result<HashMap<ItemId, i64>> {
    let rows: Vec<RevisionRow> = db
        .rows(
            "select id, revision from plan_items where plan_id = $1",
            args![plan.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id.parse()?, row.revision)))
        .collect()
}
