//! Names units had, and what was done with units.

use super::known_day;
use crate::org::model::{FormerName, Unit, UnitAct, UnitActKind};
use base::{actor::UnitId, define_id};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Error, Read, Result, Tx, args};

define_id!(
    /// A line of a unit's life.
    ActId
);

#[derive(FromQueryResult)]
struct NameRow {
    unit_id: String,
    until_day: String,
    name: String,
    short_name: String,
}

impl TryFrom<NameRow> for FormerName {
    type Error = Error;

    fn try_from(row: NameRow) -> Result<Self> {
        Ok(Self {
            until: known_day(&row.until_day)?,
            name: row.name,
            short_name: row.short_name,
        })
    }
}

/// The former names of every unit that has some, oldest first.
pub(super) async fn former_names(db: &impl Read) -> Result<BTreeMap<UnitId, Vec<FormerName>>> {
    let rows: Vec<NameRow> = db
        .rows(
            "select unit_id, until_day, name, short_name from org_former_names
             order by unit_id, until_day",
            args![],
        )
        .await?;
    let mut names: BTreeMap<UnitId, Vec<FormerName>> = BTreeMap::new();
    for row in rows {
        let of_unit = names.entry(row.unit_id.parse()?).or_default();
        of_unit.push(row.try_into()?);
    }
    Ok(names)
}

/// The former names of a unit, oldest first.
pub(super) async fn former_names_of(db: &impl Read, unit: UnitId) -> Result<Vec<FormerName>> {
    let rows: Vec<NameRow> = db
        .rows(
            "select unit_id, until_day, name, short_name from org_former_names
             where unit_id = $1 order by until_day",
            args![unit.to_string()],
        )
        .await?;
    rows.into_iter().map(FormerName::try_from).collect()
}

/// Keeps the former names of a unit; what is already kept stays as it is.
pub(super) async fn set_former_names(tx: &mut Tx, unit: &Unit) -> Result<()> {
    for former in &unit.former_names {
        tx.run(
            "insert into org_former_names (unit_id, until_day, name, short_name)
             values ($1, $2, $3, $4)
             on conflict (unit_id, until_day) do nothing",
            args![
                unit.id.to_string(),
                former.until.to_string(),
                former.name.clone(),
                former.short_name.clone()
            ],
        )
        .await?;
    }
    Ok(())
}

/// Keeps what was done with a unit.
pub(in crate::org) async fn insert_unit_act(tx: &mut Tx, act: &UnitAct) -> Result<()> {
    tx.run(
        "insert into org_unit_acts (id, unit_id, kind, on_day, reason, other_id)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            ActId::new().to_string(),
            act.unit.to_string(),
            act.kind.code(),
            act.on.to_string(),
            act.reason.clone(),
            act.other.map(|other| other.to_string())
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct ActRow {
    unit_id: String,
    kind: String,
    on_day: String,
    reason: String,
    other_id: Option<String>,
}

/// What was done with a unit, and with others so that it touched this one, in order.
pub(in crate::org) async fn unit_acts(db: &impl Read, unit: UnitId) -> Result<Vec<UnitAct>> {
    let rows: Vec<ActRow> = db
        .rows(
            "select unit_id, kind, on_day, reason, other_id from org_unit_acts
             where unit_id = $1 or other_id = $1
             order by on_day, id",
            args![unit.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(UnitAct {
                unit: row.unit_id.parse()?,
                kind: UnitActKind::from_code(&row.kind).ok_or_else(|| Error::Corrupt(row.kind))?,
                on: known_day(&row.on_day)?,
                reason: row.reason,
                other: row.other_id.map(|id| id.parse()).transpose()?,
            })
        })
        .collect()
}
