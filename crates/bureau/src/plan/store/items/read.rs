//! Items out of their tables.

use super::{ASSIGNMENT, DEADLINE, ENTRY, ITEM, PARTY, TARGET};
use crate::plan::{
    model::{
        Assignment, DeadlineValue, Entry, Holder, Item, ItemId, Origin, Part, PartyValue, PlanId,
        TargetValue,
    },
    store::rows::span,
};
use gongwen::ledger::{Commitment, Comparator, Recurrence, Role, TargetKind};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use std::collections::HashMap;
use store::{Error, Read, Result, args};

#[derive(Deserialize)]
struct ItemRow {
    id: String,
    place: i64,
    marker: String,
    path: String,
    title: String,
    body: String,
    span_start: Option<i64>,
    span_end: Option<i64>,
    #[serde(deserialize_with = "store::flag")]
    is_checked: bool,
    revision: i64,
}

/// An entry as it lies in its table.
trait EntryRow {
    type Value;

    fn item_id(&self) -> &str;

    fn entry(self) -> Result<Entry<Self::Value>>;
}

/// The row of one kind of entry: what the three kinds have in common, the columns of its own, and the
/// value these make.
macro_rules! entry_row {
    ($row:ident { $($column:ident: $type:ty),+ } makes $kind:ident $value:tt) => {
        #[derive(Deserialize)]
        struct $row {
            id: String,
            item_id: String,
            origin: Origin,
            #[serde(deserialize_with = "store::flag")]
            is_accepted: bool,
            quote: String,
            span_start: Option<i64>,
            span_end: Option<i64>,
            $($column: $type),+
        }

        impl EntryRow for $row {
            type Value = $kind;

            fn item_id(&self) -> &str {
                &self.item_id
            }

            fn entry(self) -> Result<Entry<$kind>> {
                let Self { $($column),+, .. } = self;
                Ok(Entry {
                    id: self.id.parse()?,
                    origin: self.origin,
                    is_accepted: self.is_accepted,
                    quote: self.quote,
                    span: span(self.span_start, self.span_end),
                    value: $kind $value,
                })
            }
        }
    };
}

entry_row! {
    TargetRow {
        subject: String,
        value: String,
        max_value: Option<String>,
        comparator: Comparator,
        unit: String,
        kind: TargetKind,
        commitment: Commitment
    } makes TargetValue {
        subject,
        value: number(&value)?,
        max: max_value.as_deref().map(number).transpose()?,
        comparator,
        unit,
        kind,
        commitment,
    }
}

entry_row! {
    DeadlineRow {
        from_day: Option<String>,
        to_day: Option<String>,
        recurs: Option<Recurrence>
    } makes DeadlineValue {
        from: from_day.and_then(|day| day.parse().ok()),
        to: to_day.and_then(|day| day.parse().ok()),
        recurs,
    }
}

entry_row! {
    PartyRow { name: String, role: Role } makes PartyValue { name, role }
}

#[derive(Deserialize)]
struct AssignmentRow {
    id: String,
    item_id: String,
    part: Part,
    unit_id: Option<String>,
    person_id: Option<String>,
    group_name: Option<String>,
    #[serde(deserialize_with = "store::flag")]
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
    let items: Vec<ItemRow> = db.bulk(&query("plan_items", &ITEM, "id"), args()).await?;
    let targets: Vec<TargetRow> = db
        .bulk(&entry_query("plan_targets", &TARGET), args())
        .await?;
    let deadlines: Vec<DeadlineRow> = db
        .bulk(&entry_query("plan_deadlines", &DEADLINE), args())
        .await?;
    let parties: Vec<PartyRow> = db
        .bulk(&entry_query("plan_parties", &PARTY), args())
        .await?;
    let assignments: Vec<AssignmentRow> = db
        .bulk(&query("plan_assignments", &ASSIGNMENT, "item_id"), args())
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
    put(targets, &index, &mut assembled, |item| &mut item.targets)?;
    put(deadlines, &index, &mut assembled, |item| {
        &mut item.deadlines
    })?;
    put(parties, &index, &mut assembled, |item| &mut item.parties)?;
    for row in assignments {
        let place = index.get(&row.item_id).copied();
        if let Some(item) = place.and_then(|place| assembled.get_mut(place)) {
            item.assignments.push(assignment(row)?);
        }
    }
    Ok(assembled)
}

/// Puts entries of one kind into their items, in the order they come in.
fn put<R: EntryRow>(
    rows: Vec<R>,
    index: &HashMap<String, usize>,
    items: &mut [Item],
    list: impl Fn(&mut Item) -> &mut Vec<Entry<R::Value>>,
) -> Result<()> {
    for row in rows {
        let place = index.get(row.item_id()).copied();
        if let Some(item) = place.and_then(|place| items.get_mut(place)) {
            list(item).push(row.entry()?);
        }
    }
    Ok(())
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
        part: row.part,
        holder,
        is_suggestion: row.is_suggestion,
        reason: row.reason,
    })
}

fn number(text: &str) -> Result<f64> {
    text.parse()
        .map_err(|_| Error::Corrupt(format!("数值 {text}")))
}

/// The place after the last item of a plan.
pub(crate) async fn next_place(db: &impl Read, plan: PlanId) -> Result<i64> {
    db.number(
        "select coalesce(max(place) + 1, 0) as n from plan_items where plan_id = $1",
        args![plan.to_string()],
    )
    .await
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
