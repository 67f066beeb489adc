//! Units.

use super::{JOINT, day, life, stored_day, words};
use crate::org::{
    model::{Closed, KeptUnit, Unit, UnitKind},
    pinyin,
};
use base::actor::UnitId;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult, Deserialize)]
struct UnitRow {
    id: String,
    parent_id: Option<String>,
    kind: String,
    name: String,
    short_name: String,
    aliases: String,
    code: String,
    duties: String,
    place: i64,
    version: i64,
    first_day: Option<String>,
    closed_on: Option<String>,
    successor_id: Option<String>,
}

impl TryFrom<UnitRow> for KeptUnit {
    type Error = Error;

    fn try_from(row: UnitRow) -> Result<Self> {
        let successor = row.successor_id.map(|id| id.parse()).transpose()?;
        let closed = day(row.closed_on)?.map(|on| Closed { on, successor });
        Ok(Self {
            unit: Unit {
                id: row.id.parse()?,
                parent: row.parent_id.map(|id| id.parse()).transpose()?,
                kind: UnitKind::from_code(&row.kind).ok_or_else(|| Error::Corrupt(row.kind))?,
                name: row.name,
                short_name: row.short_name,
                aliases: words(&row.aliases),
                code: row.code,
                duties: words(&row.duties),
                first_day: day(row.first_day)?,
                closed,
                former_names: Vec::new(),
            },
            place: row.place,
            version: row.version,
        })
    }
}

const COLUMNS: &str = "id, parent_id, kind, name, short_name, aliases, code, duties, place,
    version, first_day, closed_on, successor_id";

/// The units there are, in the order of their place: those one chooses from.
pub(crate) async fn units(db: &impl Read) -> Result<Vec<Unit>> {
    let mut units = every_unit(db).await?;
    units.retain(Unit::is_living);
    Ok(units)
}

/// Every unit there is or was, in the order of their place: for names on what is old.
pub(crate) async fn every_unit(db: &impl Read) -> Result<Vec<Unit>> {
    let units = kept_units(db).await?;
    Ok(units.into_iter().map(|kept| kept.unit).collect())
}

/// Every unit there is or was with its place and version, in the order of their place.
pub(in crate::org) async fn kept_units(db: &impl Read) -> Result<Vec<KeptUnit>> {
    let sql = format!("select {COLUMNS} from org_units order by place, pinyin, id");
    let rows: Vec<UnitRow> = db.bulk(&sql, args![]).await?;
    let mut former_names = life::former_names(db).await?;
    rows.into_iter()
        .map(|row| {
            let mut kept = KeptUnit::try_from(row)?;
            kept.unit.former_names = former_names.remove(&kept.unit.id).unwrap_or_default();
            Ok(kept)
        })
        .collect()
}

/// One unit.
pub(in crate::org) async fn unit(db: &impl Read, id: UnitId) -> Result<Option<KeptUnit>> {
    let sql = format!("select {COLUMNS} from org_units where id = $1");
    let row: Option<UnitRow> = db.row(&sql, args![id.to_string()]).await?;
    let Some(row) = row else { return Ok(None) };
    let mut kept = KeptUnit::try_from(row)?;
    kept.unit.former_names = life::former_names_of(db, id).await?;
    Ok(Some(kept))
}

#[derive(FromQueryResult)]
struct CountRow {
    unit_id: String,
    n: i64,
}

/// How many people hold a post in each unit.
pub(in crate::org) async fn n_people(db: &impl Read) -> Result<BTreeMap<UnitId, i64>> {
    let rows: Vec<CountRow> = db
        .rows(
            "select unit_id, count(distinct person_id) as n from org_posts group by unit_id",
            args![],
        )
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.unit_id.parse()?, row.n)))
        .collect()
}

/// Keeps a new unit.
pub(in crate::org) async fn insert_unit(tx: &mut Tx, unit: &Unit, place: i64) -> Result<()> {
    tx.run(
        "insert into org_units
             (id, parent_id, kind, name, short_name, aliases, code, duties, pinyin, place, version,
              first_day, closed_on, successor_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13)",
        args![
            unit.id.to_string(),
            unit.parent.map(|parent| parent.to_string()),
            unit.kind.code(),
            unit.name.clone(),
            unit.short_name.clone(),
            unit.aliases.join(JOINT),
            unit.code.clone(),
            unit.duties.join(JOINT),
            pinyin::sort_key(&unit.short_name),
            place,
            stored_day(unit.first_day),
            stored_day(unit.closed.map(|closed| closed.on)),
            successor(unit)
        ],
    )
    .await?;
    life::set_former_names(tx, unit).await
}

fn successor(unit: &Unit) -> Option<String> {
    let successor = unit.closed.and_then(|closed| closed.successor);
    successor.map(|id| id.to_string())
}

/// Changes a unit that is still at this version; says whether it was.
pub(in crate::org) async fn update_unit(tx: &mut Tx, kept: &KeptUnit) -> Result<bool> {
    let unit = &kept.unit;
    let n_changed = tx
        .run(
            "update org_units
             set parent_id = $2, kind = $3, name = $4, short_name = $5, aliases = $6, code = $7,
                 duties = $8, pinyin = $9, place = $10, version = version + 1, first_day = $12,
                 closed_on = $13, successor_id = $14
             where id = $1 and version = $11",
            args![
                unit.id.to_string(),
                unit.parent.map(|parent| parent.to_string()),
                unit.kind.code(),
                unit.name.clone(),
                unit.short_name.clone(),
                unit.aliases.join(JOINT),
                unit.code.clone(),
                unit.duties.join(JOINT),
                pinyin::sort_key(&unit.short_name),
                kept.place,
                kept.version,
                stored_day(unit.first_day),
                stored_day(unit.closed.map(|closed| closed.on)),
                successor(unit)
            ],
        )
        .await?;
    if n_changed == 1 {
        life::set_former_names(tx, unit).await?;
    }
    Ok(n_changed == 1)
}

#[derive(FromQueryResult)]
struct IdRow {
    id: String,
}

/// These units, every unit below them, and those whose work they took over.
pub(in crate::org) async fn belonging_to(
    db: &impl Read,
    units: &BTreeSet<UnitId>,
) -> Result<BTreeSet<UnitId>> {
    if units.is_empty() {
        return Ok(BTreeSet::new());
    }
    let marks: Vec<String> = (1..=units.len()).map(|place| format!("${place}")).collect();
    let rows: Vec<IdRow> = db
        .rows(
            &format!(
                "with recursive belonging (id) as (
                     select id from org_units where id in ({})
                     union select u.id from org_units u
                     join belonging b on u.parent_id = b.id or u.successor_id = b.id)
                 select id from belonging",
                marks.join(", ")
            ),
            units.iter().map(|unit| unit.to_string().into()).collect(),
        )
        .await?;
    rows.into_iter().map(|row| Ok(row.id.parse()?)).collect()
}
