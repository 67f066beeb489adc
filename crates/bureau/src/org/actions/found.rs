//! The first start of an empty database: the bureau and its three administrators (三员), so that from
//! the first day no one of them can do another's work.

use super::accounts::FirstPassword;
use crate::org::{
    model::{Account, Person, PostDraft, PostId, Unit, UnitKind},
    password::Hash,
    search, store,
};
use ::store::{Ctx, Db, Files, Result, audit::Line};
use base::{
    Actor, Clock, Role,
    actor::{AccountId, PersonId, UnitId},
};
use std::sync::Arc;

/// Role and log-in of each administrator a new house begins with.
pub(crate) const FIRST_LOGINS: [(Role, &str); 3] = [
    (Role::Administrator, "admin"),
    (Role::SecurityAdministrator, "anquan"),
    (Role::AuditAdministrator, "shenji"),
];

/// What a new house begins with.
#[derive(Debug)]
pub(crate) struct Founding<'a> {
    /// Full name of the bureau; may be changed later.
    pub(crate) bureau: &'a str,
    /// Its name in the house.
    pub(crate) short_name: &'a str,
    /// Of each of the three; a one-time password is another for each of them.
    pub(crate) password: FirstPassword,
}

/// A house just founded.
pub(crate) struct Founded {
    /// The administrator of the system, ready to act.
    pub(crate) ctx: Ctx,
    /// The one-time passwords, when they are such, with role and log-in.
    pub(crate) passwords: Vec<(Role, &'static str, String)>,
}

/// Founds the bureau in an empty database; nothing happens when there is one already.
pub(crate) async fn found_bureau(
    db: &Db,
    files: &Files,
    clock: &Arc<dyn Clock>,
    founding: Founding<'_>,
) -> Result<Option<Founded>> {
    if !store::units(db).await?.is_empty() {
        return Ok(None);
    }
    let bureau = Unit {
        id: UnitId::new(),
        parent: None,
        kind: UnitKind::Bureau,
        name: founding.bureau.to_owned(),
        short_name: founding.short_name.to_owned(),
        aliases: Vec::new(),
        code: String::new(),
        duties: Vec::new(),
        first_day: None,
        closed: None,
        former_names: Vec::new(),
    };
    let mut administrators = Vec::new();
    let mut passwords = Vec::new();
    for (role, login) in FIRST_LOGINS {
        let (hash, told) = founding.password.clone().hash().await?;
        administrators.push(Administrator::new(role, login, hash, told.is_some()));
        passwords.extend(told.map(|password| (role, login, password)));
    }
    let Some(first) = administrators.first() else {
        return Ok(None);
    };
    let ctx = Ctx {
        db: db.clone(),
        files: files.clone(),
        clock: clock.clone(),
        actor: first.actor(&bureau),
        from: "first start".to_owned(),
    };
    let mut tx = db.begin_write().await?;
    store::insert_unit(&mut tx, &bureau, 0).await?;
    for (place, administrator) in (0..).zip(&administrators) {
        let Administrator {
            role,
            person,
            account,
            hash,
        } = administrator;
        let post = PostDraft {
            unit: bureau.id,
            title: String::new(),
            role: *role,
            place,
            from: None,
        };
        store::insert_person(&mut tx, person).await?;
        store::insert_post(&mut tx, PostId::new(), person.id, &post).await?;
        store::insert_account(&mut tx, person.id, account, hash).await?;
    }
    tx.audit_line(
        &ctx,
        Line::new("org.bureau.founded", bureau.id).named(&bureau.short_name),
    );
    search::renew(&mut tx).await?;
    tx.commit().await?;
    Ok(Some(Founded { ctx, passwords }))
}

/// One of the first administrators; they are called by what they are until their names are entered.
struct Administrator {
    role: Role,
    person: Person,
    account: Account,
    hash: Hash,
}

impl Administrator {
    fn new(role: Role, login: &str, hash: Hash, must_change_password: bool) -> Self {
        Self {
            role,
            person: Person {
                id: PersonId::new(),
                name: role.label().to_owned(),
                phone: String::new(),
                version: 1,
            },
            account: Account {
                id: AccountId::new(),
                login: login.to_owned(),
                must_change_password,
                is_closed: false,
            },
            hash,
        }
    }

    fn actor(&self, bureau: &Unit) -> Actor {
        Actor {
            account: self.account.id,
            person: self.person.id,
            name: self.person.name.clone(),
            unit: bureau.id,
            unit_name: bureau.short_name.clone(),
            units: vec![bureau.id],
            roles: vec![self.role],
            posts: vec![(bureau.id, self.role)],
            must_change_password: false,
            must_enrol: false,
            acting_for: Vec::new(),
        }
    }
}
