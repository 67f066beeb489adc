//! The only SQL of this slice.

use super::model::{Leader, Unit, UnitKind};
use base::{
    Actor, Role,
    actor::{AccountId, PersonId, UnitId},
};
use sea_orm::FromQueryResult;
use shell::Identity;
use std::pin::Pin;
use store::{Db, Error, Read, Result, args};

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
}

impl TryFrom<UnitRow> for Unit {
    type Error = Error;

    fn try_from(row: UnitRow) -> Result<Self> {
        Ok(Self {
            id: row.id.parse()?,
            parent: row.parent_id.map(|id| id.parse()).transpose()?,
            kind: UnitKind::from_code(&row.kind).ok_or_else(|| Error::Corrupt(row.kind))?,
            name: row.name,
            short_name: row.short_name,
            aliases: words(&row.aliases),
            code: row.code,
            duties: words(&row.duties),
        })
    }
}

/// Words kept in one column, parted by 、.
fn words(joined: &str) -> Vec<String> {
    joined
        .split('、')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Every unit, in the order of their place.
pub(crate) async fn units(db: &impl Read) -> Result<Vec<Unit>> {
    let rows: Vec<UnitRow> = db
        .rows(
            "select id, parent_id, kind, name, short_name, aliases, code, duties
             from org_units order by place, pinyin, id",
            args![],
        )
        .await?;
    rows.into_iter().map(Unit::try_from).collect()
}

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
    let mut leaders: Vec<Leader> = Vec::new();
    for row in rows {
        let person: PersonId = row.person_id.parse()?;
        let unit: Option<UnitId> = row.unit_id.map(|id| id.parse()).transpose()?;
        match leaders.last_mut().filter(|leader| leader.person == person) {
            Some(leader) => leader.in_charge_of.extend(unit),
            None => leaders.push(Leader {
                person,
                name: row.name,
                title: row.title,
                in_charge_of: unit.into_iter().collect(),
            }),
        }
    }
    Ok(leaders)
}

#[derive(FromQueryResult)]
struct PostRow {
    person_id: String,
    name: String,
    must_change_password: bool,
    unit_id: String,
    unit_name: String,
    role: String,
}

#[derive(FromQueryResult)]
struct BureauRow {
    name: String,
}

/// Who an account belongs to, and in whose house; a closed account belongs to nobody.
pub fn identify(
    db: Db,
    account: Option<AccountId>,
) -> Pin<Box<dyn Future<Output = Result<Identity>> + Send>> {
    Box::pin(async move {
        let bureau: Option<BureauRow> = db
            .row(
                "select name from org_units where kind = 'bureau' order by place limit 1",
                args![],
            )
            .await?;
        let actor = match account {
            Some(account) => actor(&db, account).await?,
            None => None,
        };
        Ok(Identity {
            actor,
            bureau: bureau.map_or_else(|| "落实".to_owned(), |row| row.name),
        })
    })
}

async fn actor(db: &Db, account: AccountId) -> Result<Option<Actor>> {
    let rows: Vec<PostRow> = db
        .rows(
            "select a.person_id, o.name, a.must_change_password, p.unit_id,
                    u.short_name as unit_name, p.role
             from org_accounts a
             join org_people o on o.id = a.person_id
             join org_posts p on p.person_id = o.id
             join org_units u on u.id = p.unit_id
             where a.id = $1 and a.is_closed = false
             order by p.place, p.id",
            args![account.to_string()],
        )
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut units = Vec::new();
    let mut roles = Vec::new();
    for row in &rows {
        let unit: UnitId = row.unit_id.parse()?;
        if !units.contains(&unit) {
            units.push(unit);
        }
        roles.extend(Role::from_code(&row.role).filter(|role| !roles.contains(role)));
    }
    Ok(Some(Actor {
        account,
        person: first.person_id.parse()?,
        name: first.name.clone(),
        unit: first.unit_id.parse()?,
        unit_name: first.unit_name.clone(),
        units,
        roles,
        must_change_password: first.must_change_password,
    }))
}
