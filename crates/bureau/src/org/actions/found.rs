//! The first start of an empty database: the bureau and one administrator.

use super::accounts::FirstPassword;
use crate::org::{
    model::{Account, Person, PostDraft, PostId, Unit, UnitKind},
    store,
};
use ::store::{Ctx, Db, Files, Result, audit::Line};
use base::{
    Actor, Clock, Role,
    actor::{AccountId, PersonId, UnitId},
};
use std::sync::Arc;

/// What a new house begins with.
#[derive(Debug)]
pub(crate) struct Founding<'a> {
    /// Full name of the bureau; may be changed later.
    pub(crate) bureau: &'a str,
    /// Its name in the house.
    pub(crate) short_name: &'a str,
    /// Log-in of the administrator.
    pub(crate) login: &'a str,
    pub(crate) password: FirstPassword,
}

/// A house just founded.
pub(crate) struct Founded {
    /// The administrator, ready to act.
    pub(crate) ctx: Ctx,
    /// The one-time password, when it is one.
    pub(crate) password: Option<String>,
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
    };
    let person = Person {
        id: PersonId::new(),
        name: "系统管理员".to_owned(),
        phone: String::new(),
        version: 1,
    };
    let post = PostDraft {
        unit: bureau.id,
        title: String::new(),
        role: Role::Administrator,
        place: 0,
    };
    let (hash, told) = founding.password.hash().await?;
    let account = Account {
        id: AccountId::new(),
        login: founding.login.to_owned(),
        must_change_password: told.is_some(),
        is_closed: false,
    };
    let ctx = Ctx {
        db: db.clone(),
        files: files.clone(),
        clock: clock.clone(),
        actor: Actor {
            account: account.id,
            person: person.id,
            name: person.name.clone(),
            unit: bureau.id,
            unit_name: bureau.short_name.clone(),
            units: vec![bureau.id],
            roles: vec![Role::Administrator],
            must_change_password: false,
        },
        from: "first start".to_owned(),
    };
    let mut tx = db.begin_write().await?;
    store::insert_unit(&mut tx, &bureau, 0).await?;
    store::insert_person(&mut tx, &person).await?;
    store::insert_post(&mut tx, PostId::new(), person.id, &post).await?;
    store::insert_account(&mut tx, person.id, &account, &hash).await?;
    tx.audit_line(
        &ctx,
        Line::new("org.bureau.founded", bureau.id).named(&bureau.short_name),
    );
    tx.commit().await?;
    Ok(Some(Founded {
        ctx,
        password: told,
    }))
}
