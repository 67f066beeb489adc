//! Delegations.

use super::{day, known_day};
use crate::org::model::{DelegationDraft, KeptDelegation, is_delegable};
use base::{
    Role,
    actor::{Covers, Delegation, DelegationId, PersonId, UnitId},
    day::Date,
};
use sea_orm::FromQueryResult;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct RunningRow {
    id: String,
    person_id: String,
    name: String,
    covers: String,
    last_day: String,
    unit_id: String,
    role: String,
}

/// The delegations under which somebody acts for others on a day, with what the posts they cover
/// let one do. Of a person who holds no such post any more nothing is left to act under.
pub(super) async fn acting_for(
    db: &impl Read,
    delegate: PersonId,
    today: Date,
) -> Result<Vec<Delegation>> {
    let rows: Vec<RunningRow> = db
        .rows(
            "select d.id, d.person_id, o.name, d.covers, d.last_day, p.unit_id, p.role
             from org_delegations d
             join org_people o on o.id = d.person_id
             join org_posts p on p.person_id = d.person_id
              and (d.post_id is null or p.id = d.post_id)
             where d.delegate_id = $1 and d.first_day <= $2 and d.last_day >= $2
               and d.ended_on is null
             order by d.id, p.place, p.id",
            args![delegate.to_string(), today.to_string()],
        )
        .await?;
    let mut running: Vec<Delegation> = Vec::new();
    for row in rows {
        let id: DelegationId = row.id.parse()?;
        let unit: UnitId = row.unit_id.parse()?;
        let Some(role) = Role::from_code(&row.role).filter(|role| is_delegable(*role)) else {
            continue;
        };
        let covers = Covers::from_code(&row.covers).ok_or_else(|| Error::Corrupt(row.covers))?;
        let last = known_day(&row.last_day)?;
        if running.last().is_none_or(|last| last.id != id) {
            running.push(Delegation {
                id,
                person: row.person_id.parse()?,
                name: row.name,
                covers,
                units: Vec::new(),
                roles: Vec::new(),
                last,
            });
        }
        if let Some(delegation) = running.last_mut() {
            if !delegation.units.contains(&unit) {
                delegation.units.push(unit);
            }
            if !delegation.roles.contains(&role) {
                delegation.roles.push(role);
            }
        }
    }
    Ok(running)
}

#[derive(FromQueryResult)]
struct KeptRow {
    id: String,
    person_id: String,
    person_name: String,
    delegate_id: String,
    delegate_name: String,
    covers: String,
    post_id: Option<String>,
    first_day: String,
    last_day: String,
    reason: String,
    ended_on: Option<String>,
}

impl TryFrom<KeptRow> for KeptDelegation {
    type Error = Error;

    fn try_from(row: KeptRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            person: row.person_id.parse()?,
            person_name: row.person_name,
            delegate: row.delegate_id.parse()?,
            delegate_name: row.delegate_name,
            covers: Covers::from_code(&row.covers).ok_or_else(|| Error::Corrupt(row.covers))?,
            post: row.post_id.map(|id| id.parse()).transpose()?,
            first: known_day(&row.first_day)?,
            last: known_day(&row.last_day)?,
            reason: row.reason,
            ended: day(row.ended_on)?,
        })
    }
}

const KEPT: &str = "select d.id, d.person_id, o.name as person_name, d.delegate_id,
        e.name as delegate_name, d.covers, d.post_id, d.first_day, d.last_day, d.reason, d.ended_on
    from org_delegations d
    join org_people o on o.id = d.person_id
    join org_people e on e.id = d.delegate_id";

/// The latest delegations, of everybody or of one person on either side.
pub(in crate::org) async fn delegations(
    db: &impl Read,
    person: Option<PersonId>,
    most: i64,
) -> Result<Vec<KeptDelegation>> {
    let sql = format!(
        "{KEPT} where cast($1 as text) = '' or d.person_id = $1 or d.delegate_id = $1
         order by d.last_day desc, d.id desc limit $2"
    );
    let person = person.map(|person| person.to_string()).unwrap_or_default();
    let rows: Vec<KeptRow> = db.rows(&sql, args![person, most]).await?;
    rows.into_iter().map(KeptDelegation::try_from).collect()
}

/// One delegation.
pub(in crate::org) async fn delegation(
    db: &impl Read,
    id: DelegationId,
) -> Result<Option<KeptDelegation>> {
    let sql = format!("{KEPT} where d.id = $1");
    let row: Option<KeptRow> = db.row(&sql, args![id.to_string()]).await?;
    row.map(KeptDelegation::try_from).transpose()
}

/// Keeps a new delegation.
pub(in crate::org) async fn insert_delegation(
    tx: &mut Tx,
    id: DelegationId,
    person: PersonId,
    draft: &DelegationDraft,
) -> Result<()> {
    tx.run(
        "insert into org_delegations
             (id, person_id, delegate_id, covers, post_id, first_day, last_day, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        args![
            id.to_string(),
            person.to_string(),
            draft.delegate.to_string(),
            draft.covers.code(),
            draft.post.map(|post| post.to_string()),
            draft.first.to_string(),
            draft.last.to_string(),
            draft.reason.clone()
        ],
    )
    .await?;
    Ok(())
}

/// Ends a delegation before its time.
pub(in crate::org) async fn end_delegation(
    tx: &mut Tx,
    id: DelegationId,
    today: Date,
) -> Result<()> {
    tx.run(
        "update org_delegations set ended_on = $2 where id = $1",
        args![id.to_string(), today.to_string()],
    )
    .await?;
    Ok(())
}
