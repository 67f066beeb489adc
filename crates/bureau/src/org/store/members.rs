//! Who works in a unit, for choosing somebody.

use base::actor::{PersonId, UnitId};
use sea_orm::FromQueryResult;
use store::{Read, Result, Value, args};

/// Somebody with a post in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) person: PersonId,
    pub(crate) name: String,
    pub(crate) unit: UnitId,
}

#[derive(FromQueryResult)]
struct MemberRow {
    person_id: String,
    name: String,
    unit_id: String,
}

/// Everybody with a post in one of these units, in the order of units and posts: one statement.
pub(crate) async fn members(db: &impl Read, units: &[UnitId]) -> Result<Vec<Member>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (1..=units.len()).map(|n| format!("${n}")).collect();
    let ids: Vec<Value> = units.iter().map(|unit| unit.to_string().into()).collect();
    let rows: Vec<MemberRow> = db
        .rows(
            &format!(
                "select p.person_id, o.name, p.unit_id
                 from org_posts p
                 join org_people o on o.id = p.person_id
                 join org_units u on u.id = p.unit_id
                 where p.unit_id in ({}) and p.role <> 'administrator'
                 order by u.place, p.place, o.pinyin, p.id",
                places.join(", ")
            ),
            ids,
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Member {
                person: row.person_id.parse()?,
                name: row.name,
                unit: row.unit_id.parse()?,
            })
        })
        .collect()
}

#[derive(FromQueryResult)]
struct UnitRow {
    unit_id: String,
}

/// The units a person holds a post in.
pub(crate) async fn units_of(db: &impl Read, person: PersonId) -> Result<Vec<UnitId>> {
    let rows: Vec<UnitRow> = db
        .rows(
            "select unit_id from org_posts where person_id = $1 order by place, id",
            args![person.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| Ok(row.unit_id.parse()?))
        .collect()
}
