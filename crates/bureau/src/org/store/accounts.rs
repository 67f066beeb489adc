//! Log-ins: whose they are, their passwords, and failed attempts.

use super::delegations;
use crate::org::{
    model::{Account, AccountState},
    password::Hash,
};
use base::{
    Actor, Role,
    actor::{AccountId, PersonId, UnitId},
    day::Date,
};
use sea_orm::FromQueryResult;
use shell::Identity;
use std::collections::BTreeMap;
use store::{Db, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct ActorRow {
    person_id: String,
    name: String,
    must_change_password: bool,
    must_enrol: bool,
    unit_id: String,
    unit_name: String,
    role: String,
    bureau: Option<String>,
}

#[derive(FromQueryResult)]
struct BureauRow {
    name: String,
}

/// Who an account belongs to, and in whose house; a closed account, or one whose person holds no
/// post any more, belongs to nobody.
pub(crate) async fn identify(db: &Db, today: Date, account: Option<AccountId>) -> Result<Identity> {
    if let Some(account) = account
        && let Some((actor, bureau)) = actor_and_bureau(db, today, account).await?
    {
        return Ok(Identity {
            actor: Some(actor),
            bureau: named(bureau),
            ..Identity::default()
        });
    }
    let bureau: Option<BureauRow> = db.row(BUREAU, args![]).await?;
    Ok(Identity {
        bureau: named(bureau.map(|row| row.name)),
        ..Identity::default()
    })
}

const BUREAU: &str = "select name from org_units where kind = 'bureau' order by place limit 1";

/// Before there is a bureau, the house is called like the program.
fn named(bureau: Option<String>) -> String {
    bureau.unwrap_or_else(|| "落实".to_owned())
}

/// Who acts under a log-in; for demonstrations and commands, where no password is asked.
pub(crate) async fn actor_of(db: &Db, today: Date, login: &str) -> Result<Option<Actor>> {
    match credentials(db, login).await? {
        Some(found) => {
            let found = actor_and_bureau(db, today, found.account).await?;
            Ok(found.map(|(actor, _)| actor))
        }
        None => Ok(None),
    }
}

/// The person of an account and the name of their bureau, in one statement: every page asks for it.
async fn actor_and_bureau(
    db: &Db,
    today: Date,
    account: AccountId,
) -> Result<Option<(Actor, Option<String>)>> {
    let rows: Vec<ActorRow> = db
        .rows(
            &format!(
                "select a.person_id, o.name, a.must_change_password, a.must_enrol,
                        p.unit_id, u.short_name as unit_name, p.role, ({BUREAU}) as bureau
                 from org_accounts a
                 join org_people o on o.id = a.person_id
                 join org_posts p on p.person_id = o.id
                 join org_units u on u.id = p.unit_id
                 where a.id = $1 and a.is_closed = false
                 order by p.place, p.id"
            ),
            args![account.to_string()],
        )
        .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let mut units = Vec::new();
    let mut roles = Vec::new();
    let mut posts = Vec::new();
    for row in &rows {
        let unit: UnitId = row.unit_id.parse()?;
        if !units.contains(&unit) {
            units.push(unit);
        }
        if let Some(role) = Role::from_code(&row.role) {
            posts.push((unit, role));
            roles.extend((!roles.contains(&role)).then_some(role));
        }
    }
    let person: PersonId = first.person_id.parse()?;
    let actor = Actor {
        account,
        person,
        acting_for: delegations::acting_for(db, person, today).await?,
        name: first.name.clone(),
        unit: first.unit_id.parse()?,
        unit_name: first.unit_name.clone(),
        units,
        roles,
        posts,
        must_change_password: first.must_change_password,
        must_enrol: first.must_enrol,
    };
    Ok(Some((actor, first.bureau.clone())))
}

#[derive(FromQueryResult)]
struct AccountRow {
    id: String,
    person_id: String,
    login: String,
    must_change_password: bool,
    is_closed: bool,
}

impl AccountRow {
    fn account(self) -> Result<(PersonId, Account)> {
        let account = Account {
            id: self.id.parse()?,
            login: self.login,
            must_change_password: self.must_change_password,
            is_closed: self.is_closed,
        };
        Ok((self.person_id.parse()?, account))
    }
}

/// The log-in of a person.
pub(in crate::org) async fn account_of(
    db: &impl Read,
    person: PersonId,
) -> Result<Option<Account>> {
    let row: Option<AccountRow> = db
        .row(
            "select id, person_id, login, must_change_password, is_closed
             from org_accounts where person_id = $1",
            args![person.to_string()],
        )
        .await?;
    Ok(row
        .map(|row| row.account())
        .transpose()?
        .map(|(_, account)| account))
}

/// Every log-in by the person it belongs to.
pub(in crate::org) async fn accounts(db: &impl Read) -> Result<BTreeMap<PersonId, Account>> {
    let rows: Vec<AccountRow> = db
        .rows(
            "select id, person_id, login, must_change_password, is_closed from org_accounts",
            args![],
        )
        .await?;
    rows.into_iter().map(AccountRow::account).collect()
}

/// What is needed to check a password.
pub(in crate::org) struct Credentials {
    pub(in crate::org) account: AccountId,
    pub(in crate::org) hash: Hash,
}

#[derive(FromQueryResult)]
struct CredentialsRow {
    id: String,
    password_hash: String,
}

/// The account behind a log-in.
pub(in crate::org) async fn credentials(
    db: &impl Read,
    login: &str,
) -> Result<Option<Credentials>> {
    let row: Option<CredentialsRow> = db
        .row(
            "select id, password_hash from org_accounts where login = $1",
            args![login],
        )
        .await?;
    row.map(|row| {
        Ok(Credentials {
            account: row.id.parse()?,
            hash: Hash::from_stored(row.password_hash),
        })
    })
    .transpose()
}

#[derive(FromQueryResult)]
struct IdRow {
    id: String,
}

/// The account of this log-in.
pub(in crate::org) async fn account_named(
    db: &impl Read,
    login: &str,
) -> Result<Option<AccountId>> {
    let sql = "select id from org_accounts where login = $1";
    let row: Option<IdRow> = db.row(sql, args![login]).await?;
    Ok(row.map(|row| row.id.parse()).transpose()?)
}

/// The account of the one person with this telephone number; nobody's where two share it.
pub(in crate::org) async fn account_by_phone(
    db: &impl Read,
    phone: &str,
) -> Result<Option<AccountId>> {
    let rows: Vec<IdRow> = db
        .rows(
            "select a.id from org_accounts a join org_people p on p.id = a.person_id
             where p.phone = $1 and p.phone <> '' order by a.id limit 2",
            args![phone],
        )
        .await?;
    match rows.as_slice() {
        [row] => Ok(Some(row.id.parse()?)),
        _ => Ok(None),
    }
}

/// Opens a log-in for a person.
pub(in crate::org) async fn insert_account(
    tx: &mut Tx,
    person: PersonId,
    account: &Account,
    hash: &Hash,
) -> Result<()> {
    tx.run(
        "insert into org_accounts
             (id, person_id, login, password_hash, must_change_password, is_closed)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            account.id.to_string(),
            person.to_string(),
            account.login.clone(),
            hash.as_str(),
            account.must_change_password,
            account.is_closed
        ],
    )
    .await?;
    Ok(())
}

/// Sets a password, when that was, and whether it must be changed at the next log-in.
pub(in crate::org) async fn set_password(
    tx: &mut Tx,
    account: AccountId,
    hash: &Hash,
    must_change: bool,
    now_ms: i64,
) -> Result<()> {
    tx.run(
        "update org_accounts set password_hash = $2, must_change_password = $3,
             password_changed_ms = $4 where id = $1",
        args![account.to_string(), hash.as_str(), must_change, now_ms],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct HashRow {
    password_hash: String,
}

/// The passwords an account had before, the latest first.
pub(in crate::org) async fn former_passwords(
    db: &impl Read,
    account: AccountId,
    most: i64,
) -> Result<Vec<Hash>> {
    let rows: Vec<HashRow> = db
        .rows(
            "select password_hash from org_former_passwords where account_id = $1
             order by changed_ms desc limit $2",
            args![account.to_string(), most],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Hash::from_stored(row.password_hash))
        .collect())
}

/// Keeps the password that is about to be replaced, and of the former ones as many as are asked of.
pub(in crate::org) async fn keep_former_password(
    tx: &mut Tx,
    account: AccountId,
    most: i64,
    now_ms: i64,
) -> Result<()> {
    // Two changes within one tick of the clock keep their order.
    let last_ms = tx
        .number(
            "select coalesce(max(changed_ms), 0) as n from org_former_passwords where account_id = $1",
            args![account.to_string()],
        )
        .await?;
    tx.run(
        "insert into org_former_passwords (account_id, changed_ms, password_hash)
         select id, cast($2 as bigint), password_hash from org_accounts where id = $1",
        args![account.to_string(), now_ms.max(last_ms + 1)],
    )
    .await?;
    tx.run(
        "delete from org_former_passwords where account_id = $1 and changed_ms not in (
             select changed_ms from org_former_passwords where account_id = $1
             order by changed_ms desc limit $2)",
        args![account.to_string(), most],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct StateRow {
    id: String,
    login: String,
    is_closed: bool,
    must_change_password: bool,
    password_changed_ms: i64,
    has_second_factor: bool,
}

/// How a log-in stands.
pub(in crate::org) async fn account_state(
    db: &impl Read,
    account: AccountId,
) -> Result<Option<AccountState>> {
    let row: Option<StateRow> = db
        .row(
            "select id, login, is_closed, must_change_password, password_changed_ms,
                 exists (select 1 from org_second_factors f
                     where f.account_id = a.id and f.is_confirmed = true) as has_second_factor
             from org_accounts a where id = $1",
            args![account.to_string()],
        )
        .await?;
    row.map(|row| {
        Ok(AccountState {
            id: row.id.parse()?,
            login: row.login,
            is_closed: row.is_closed,
            must_change_password: row.must_change_password,
            password_changed_ms: row.password_changed_ms,
            has_second_factor: row.has_second_factor,
        })
    })
    .transpose()
}

/// Keeps what a log-in found out: the age of the password, and what is to be done first.
pub(in crate::org) async fn note_sign_in(
    tx: &mut Tx,
    account: AccountId,
    password_changed_ms: i64,
    must_change: bool,
    must_enrol: bool,
) -> Result<()> {
    tx.run(
        "update org_accounts set password_changed_ms = $2, must_change_password = $3, must_enrol = $4
         where id = $1",
        args![
            account.to_string(),
            password_changed_ms,
            must_change,
            must_enrol
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct OwnerRow {
    id: String,
    name: String,
}

/// Whose log-in it is: id and name.
pub(in crate::org) async fn owner_of(
    db: &impl Read,
    account: AccountId,
) -> Result<Option<(PersonId, String)>> {
    let row: Option<OwnerRow> = db
        .row(
            "select o.id, o.name from org_people o join org_accounts a on a.person_id = o.id
             where a.id = $1",
            args![account.to_string()],
        )
        .await?;
    row.map(|row| Ok((row.id.parse()?, row.name))).transpose()
}

/// Closes a log-in or opens it again.
pub(in crate::org) async fn set_closed(
    tx: &mut Tx,
    account: AccountId,
    is_closed: bool,
) -> Result<()> {
    tx.run(
        "update org_accounts set is_closed = $2 where id = $1",
        args![account.to_string(), is_closed],
    )
    .await?;
    Ok(())
}

/// How often a log-in failed since an instant.
pub(in crate::org) async fn failures(db: &impl Read, login: &str, since_ms: i64) -> Result<i64> {
    db.number(
        "select n_failures as n from org_failed_sign_ins where login = $1 and last_ms >= $2",
        args![login, since_ms],
    )
    .await
}

/// Counts an attempt, forgetting those before an instant.
pub(in crate::org) async fn note_failure(
    tx: &mut Tx,
    login: &str,
    now_ms: i64,
    since_ms: i64,
) -> Result<()> {
    tx.run(
        "delete from org_failed_sign_ins where last_ms < $1",
        args![since_ms],
    )
    .await?;
    tx.run(
        "insert into org_failed_sign_ins (login, n_failures, last_ms) values ($1, 1, $2)
         on conflict (login) do update
         set n_failures = org_failed_sign_ins.n_failures + 1, last_ms = excluded.last_ms",
        args![login, now_ms],
    )
    .await?;
    Ok(())
}

/// Forgets the failed attempts of a log-in.
pub(in crate::org) async fn forget_failures(tx: &mut Tx, login: &str) -> Result<()> {
    tx.run(
        "delete from org_failed_sign_ins where login = $1",
        args![login],
    )
    .await?;
    Ok(())
}

/// How many hold a role and have a log-in that is open, one person left out.
pub(in crate::org) async fn n_able(
    db: &impl Read,
    role: Role,
    without: Option<PersonId>,
) -> Result<i64> {
    let without = without.map(|person| person.to_string()).unwrap_or_default();
    db.number(
        "select count(distinct p.person_id) as n from org_posts p
         join org_accounts a on a.person_id = p.person_id
         where p.role = $1 and a.is_closed = false and p.person_id <> $2",
        args![role.code(), without],
    )
    .await
}
