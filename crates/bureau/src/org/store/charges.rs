//! What leaders are in charge of.

use super::{field_charges, fields};
use crate::org::model::{Leader, WorkField};
use base::actor::{PersonId, UnitId};
use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct LeaderRow {
    person_id: String,
    name: String,
    title: String,
    unit_id: Option<String>,
}

/// Every leader with the units they are in charge of, in the order of their posts.
pub(crate) async fn leaders(db: &impl Read) -> Result<Vec<Leader>> {
    let rows: Vec<LeaderRow> = db
        .rows(
            "select p.person_id, o.name, p.title, c.unit_id
             from org_posts p
             join org_people o on o.id = p.person_id
             left join org_charges c on c.person_id = p.person_id
             where p.role = 'leader'
             order by p.place, o.pinyin, o.id, c.unit_id",
            args![],
        )
        .await?;
    let fields = fields(db).await?;
    let charges = field_charges(db).await?;
    let of = |person: PersonId| -> Vec<WorkField> {
        let charged = charges.get(&person);
        let is_charged =
            |field: &&WorkField| charged.is_some_and(|charged| charged.contains(&field.id));
        fields.iter().filter(is_charged).cloned().collect()
    };
    let mut leaders: Vec<Leader> = Vec::new();
    for row in rows {
        let person: PersonId = row.person_id.parse()?;
        let unit: Option<UnitId> = row.unit_id.map(|id| id.parse()).transpose()?;
        match leaders.iter_mut().find(|leader| leader.person == person) {
            // A leader with two posts comes with every unit twice.
            Some(leader) => {
                let new = unit.filter(|unit| !leader.in_charge_of.contains(unit));
                leader.in_charge_of.extend(new);
            }
            None => leaders.push(Leader {
                person,
                name: row.name,
                title: row.title,
                in_charge_of: unit.into_iter().collect(),
                fields: of(person),
            }),
        }
    }
    Ok(leaders)
}

#[derive(FromQueryResult)]
struct ChargeRow {
    person_id: String,
    unit_id: String,
}

/// The units everybody is in charge of.
pub(in crate::org) async fn charges(db: &impl Read) -> Result<BTreeMap<PersonId, Vec<UnitId>>> {
    let rows: Vec<ChargeRow> = db
        .rows(
            "select c.person_id, c.unit_id
             from org_charges c join org_units u on u.id = c.unit_id
             order by u.place, u.pinyin, u.id",
            args![],
        )
        .await?;
    let mut charges: BTreeMap<PersonId, Vec<UnitId>> = BTreeMap::new();
    for row in rows {
        let units = charges.entry(row.person_id.parse()?).or_default();
        units.push(row.unit_id.parse()?);
    }
    Ok(charges)
}

/// Puts a person in charge of these units and no others.
pub(in crate::org) async fn set_charges(
    tx: &mut Tx,
    person: PersonId,
    units: &[UnitId],
) -> Result<()> {
    tx.run(
        "delete from org_charges where person_id = $1",
        args![person.to_string()],
    )
    .await?;
    for unit in units {
        tx.run(
            "insert into org_charges (person_id, unit_id) values ($1, $2)",
            args![person.to_string(), unit.to_string()],
        )
        .await?;
    }
    Ok(())
}
