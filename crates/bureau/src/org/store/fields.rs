//! 业务领域, the leaders in charge of them, and hand-overs.

use crate::org::model::{WorkField, WorkFieldId};
use base::{actor::PersonId, day::Date, define_id};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Read, Result, Tx, args};

define_id!(
    /// A hand-over.
    HandOverId
);

#[derive(FromQueryResult)]
struct FieldRow {
    id: String,
    name: String,
    place: i64,
}

/// Every field, in order.
pub(in crate::org) async fn fields(db: &impl Read) -> Result<Vec<WorkField>> {
    let rows: Vec<FieldRow> = db
        .rows(
            "select id, name, place from org_fields order by place, name, id",
            args![],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(WorkField {
                id: row.id.parse()?,
                name: row.name,
                place: row.place,
            })
        })
        .collect()
}

/// Keeps a new field.
pub(in crate::org) async fn insert_field(tx: &mut Tx, field: &WorkField) -> Result<()> {
    tx.run(
        "insert into org_fields (id, name, place) values ($1, $2, $3)",
        args![field.id.to_string(), field.name.clone(), field.place],
    )
    .await?;
    Ok(())
}

/// Changes a field; says whether there is one.
pub(in crate::org) async fn update_field(tx: &mut Tx, field: &WorkField) -> Result<bool> {
    let n_changed = tx
        .run(
            "update org_fields set name = $2, place = $3 where id = $1",
            args![field.id.to_string(), field.name.clone(), field.place],
        )
        .await?;
    Ok(n_changed == 1)
}

/// Removes a field nobody is in charge of.
pub(in crate::org) async fn delete_field(tx: &mut Tx, id: WorkFieldId) -> Result<()> {
    tx.run(
        "delete from org_fields where id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ChargeRow {
    person_id: String,
    field_id: String,
}

/// The fields everybody is in charge of.
pub(in crate::org) async fn field_charges(
    db: &impl Read,
) -> Result<BTreeMap<PersonId, Vec<WorkFieldId>>> {
    let rows: Vec<ChargeRow> = db
        .rows(
            "select c.person_id, c.field_id
             from org_field_charges c join org_fields f on f.id = c.field_id
             order by f.place, f.name, f.id",
            args![],
        )
        .await?;
    let mut charges: BTreeMap<PersonId, Vec<WorkFieldId>> = BTreeMap::new();
    for row in rows {
        let fields = charges.entry(row.person_id.parse()?).or_default();
        fields.push(row.field_id.parse()?);
    }
    Ok(charges)
}

/// Puts a person in charge of these fields and no others.
pub(in crate::org) async fn set_field_charges(
    tx: &mut Tx,
    person: PersonId,
    fields: &[WorkFieldId],
) -> Result<()> {
    tx.run(
        "delete from org_field_charges where person_id = $1",
        args![person.to_string()],
    )
    .await?;
    for field in fields {
        tx.run(
            "insert into org_field_charges (person_id, field_id) values ($1, $2)",
            args![person.to_string(), field.to_string()],
        )
        .await?;
    }
    Ok(())
}

/// Keeps that somebody handed everything over.
pub(in crate::org) async fn insert_hand_over(
    tx: &mut Tx,
    person: PersonId,
    successor: PersonId,
    on: Date,
    reason: &str,
) -> Result<()> {
    tx.run(
        "insert into org_hand_overs (id, person_id, successor_id, on_day, reason)
         values ($1, $2, $3, $4, $5)",
        args![
            HandOverId::new().to_string(),
            person.to_string(),
            successor.to_string(),
            on.to_string(),
            reason
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct SuccessorRow {
    id: String,
    name: String,
}

/// To whom somebody last handed everything over: id and name.
pub(in crate::org) async fn successor_of(
    db: &impl Read,
    person: PersonId,
) -> Result<Option<(PersonId, String)>> {
    let row: Option<SuccessorRow> = db
        .row(
            "select o.id, o.name
             from org_hand_overs h join org_people o on o.id = h.successor_id
             where h.person_id = $1 order by h.on_day desc, h.id desc limit 1",
            args![person.to_string()],
        )
        .await?;
    row.map(|row| Ok((row.id.parse()?, row.name))).transpose()
}
