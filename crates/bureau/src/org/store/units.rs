//! Units.

use super::{JOINT, words};
use crate::org::{
    model::{KeptUnit, Unit, UnitKind},
    pinyin,
};
use base::actor::UnitId;
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
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
}

impl TryFrom<UnitRow> for KeptUnit {
    type Error = Error;

    fn try_from(row: UnitRow) -> Result<Self> {
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
            },
            place: row.place,
            version: row.version,
        })
    }
}

/// Every unit, in the order of their place.
pub(crate) async fn units(db: &impl Read) -> Result<Vec<Unit>> {
    let units = kept_units(db).await?;
    Ok(units.into_iter().map(|kept| kept.unit).collect())
}

/// Every unit with its place and version, in the order of their place.
pub(in crate::org) async fn kept_units(db: &impl Read) -> Result<Vec<KeptUnit>> {
    let rows: Vec<UnitRow> = db
        .rows(
            "select id, parent_id, kind, name, short_name, aliases, code, duties, place, version
             from org_units order by place, pinyin, id",
            args![],
        )
        .await?;
    rows.into_iter().map(KeptUnit::try_from).collect()
}

/// One unit.
pub(in crate::org) async fn unit(db: &impl Read, id: UnitId) -> Result<Option<KeptUnit>> {
    let row: Option<UnitRow> = db
        .row(
            "select id, parent_id, kind, name, short_name, aliases, code, duties, place, version
             from org_units where id = $1",
            args![id.to_string()],
        )
        .await?;
    row.map(KeptUnit::try_from).transpose()
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
             (id, parent_id, kind, name, short_name, aliases, code, duties, pinyin, place, version)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)",
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
            place
        ],
    )
    .await?;
    Ok(())
}

/// Changes a unit that is still at this version; says whether it was.
pub(in crate::org) async fn update_unit(tx: &mut Tx, kept: &KeptUnit) -> Result<bool> {
    let unit = &kept.unit;
    let n_changed = tx
        .run(
            "update org_units
             set parent_id = $2, kind = $3, name = $4, short_name = $5, aliases = $6, code = $7,
                 duties = $8, pinyin = $9, place = $10, version = version + 1
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
                kept.version
            ],
        )
        .await?;
    Ok(n_changed == 1)
}

#[derive(FromQueryResult)]
struct IdRow {
    id: String,
}

/// A unit and every unit under it.
pub(in crate::org) async fn below(db: &impl Read, unit: UnitId) -> Result<Vec<UnitId>> {
    let rows: Vec<IdRow> = db
        .rows(
            "with recursive under (id) as (
                 select id from org_units where id = $1
                 union select u.id from org_units u join under on u.parent_id = under.id)
             select id from under",
            args![unit.to_string()],
        )
        .await?;
    rows.into_iter().map(|row| Ok(row.id.parse()?)).collect()
}
