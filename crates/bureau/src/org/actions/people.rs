//! Making and changing people, their posts, and what leaders are in charge of.

use crate::org::{
    model::{Person, PostDraft, PostId},
    policy, store,
};
use ::store::{Ctx, Error, Result, Tx};
use base::{
    Refusal, Role,
    actor::{PersonId, UnitId},
};

/// Registers a person with a first post.
pub(in crate::org) async fn create_person(
    ctx: &Ctx,
    name: &str,
    phone: &str,
    post: PostDraft,
) -> Result<PersonId> {
    policy::may_administer(&ctx.actor)?;
    let person = Person {
        id: PersonId::new(),
        name: name.to_owned(),
        phone: phone.to_owned(),
        version: 1,
    };
    let mut tx = ctx.db.begin_write().await?;
    unit_exists(&tx, post.unit).await?;
    store::insert_person(&mut tx, &person).await?;
    store::insert_post(&mut tx, PostId::new(), person.id, &post).await?;
    audit_person(&mut tx, ctx, "org.person.created", &person).await?;
    audit_post(&mut tx, ctx, "org.post.begun", person.id, &post).await?;
    tx.commit().await?;
    Ok(person.id)
}

/// Changes name and telephone of a person who is still at this version.
pub(in crate::org) async fn change_person(ctx: &Ctx, person: Person) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    if store::person(&tx, person.id).await?.is_none() {
        return Err(Error::NotFound);
    }
    if !store::update_person(&mut tx, &person).await? {
        return Err(Error::Conflict);
    }
    audit_person(&mut tx, ctx, "org.person.changed", &person).await?;
    tx.commit().await
}

/// Gives a person one more post.
pub(in crate::org) async fn begin_post(ctx: &Ctx, person: PersonId, post: PostDraft) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    if store::person(&tx, person).await?.is_none() {
        return Err(Error::NotFound);
    }
    unit_exists(&tx, post.unit).await?;
    store::insert_post(&mut tx, PostId::new(), person, &post).await?;
    audit_post(&mut tx, ctx, "org.post.begun", person, &post).await?;
    tx.commit().await
}

/// Changes a post.
pub(in crate::org) async fn change_post(
    ctx: &Ctx,
    id: PostId,
    post: PostDraft,
) -> Result<PersonId> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let before = store::post(&tx, id).await?.ok_or(Error::NotFound)?;
    unit_exists(&tx, post.unit).await?;
    store::update_post(&mut tx, id, &post).await?;
    after_change(&mut tx, ctx, before.person).await?;
    audit_post(&mut tx, ctx, "org.post.changed", before.person, &post).await?;
    tx.commit().await?;
    Ok(before.person)
}

/// Ends a post.
pub(in crate::org) async fn end_post(ctx: &Ctx, id: PostId) -> Result<PersonId> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let post = store::post(&tx, id).await?.ok_or(Error::NotFound)?;
    store::delete_post(&mut tx, id).await?;
    after_change(&mut tx, ctx, post.person).await?;
    let draft = PostDraft {
        unit: post.unit,
        title: post.title,
        role: post.role,
        place: post.place,
    };
    audit_post(&mut tx, ctx, "org.post.ended", post.person, &draft).await?;
    tx.commit().await?;
    Ok(post.person)
}

/// Puts a leader in charge of these units and no others.
pub(in crate::org) async fn set_charges(
    ctx: &Ctx,
    person: PersonId,
    units: &[UnitId],
) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let posts = store::posts_of(&tx, &[person]).await?;
    if posts.is_empty() {
        return Err(Error::NotFound);
    }
    if !posts.iter().any(|post| post.role == Role::Leader) {
        return Err(leaders_only().into());
    }
    let known = store::units(&tx).await?;
    if !units
        .iter()
        .all(|id| known.iter().any(|unit| unit.id == *id))
    {
        return Err(Error::NotFound);
    }
    store::set_charges(&mut tx, person, units).await?;
    let units: Vec<String> = units.iter().map(UnitId::to_string).collect();
    let detail = serde_json::json!({ "units": units });
    tx.audit(ctx, "org.charges.changed", person, detail.to_string())
        .await?;
    tx.commit().await
}

/// What must still be true once somebody's posts have changed: an administrator remains one, and
/// only leaders are in charge of units.
async fn after_change(tx: &mut Tx, ctx: &Ctx, person: PersonId) -> Result<()> {
    let posts = store::posts_of(tx, &[person]).await?;
    let holds = |role| posts.iter().any(|post| post.role == role);
    if ctx.actor.person == person && !holds(Role::Administrator) {
        return Err(own_administration().into());
    }
    if !holds(Role::Leader) {
        store::set_charges(tx, person, &[]).await?;
    }
    Ok(())
}

async fn unit_exists(tx: &Tx, unit: UnitId) -> Result<()> {
    match store::unit(tx, unit).await? {
        Some(_) => Ok(()),
        None => Err(Error::NotFound),
    }
}

/// Writes down that a person is as they are now; the telephone number is nobody's business here.
pub(super) async fn audit_person(tx: &mut Tx, ctx: &Ctx, act: &str, person: &Person) -> Result<()> {
    let detail = serde_json::json!({ "name": person.name });
    tx.audit(ctx, act, person.id, detail.to_string()).await
}

/// Writes a post of a person down.
pub(super) async fn audit_post(
    tx: &mut Tx,
    ctx: &Ctx,
    act: &str,
    person: PersonId,
    post: &PostDraft,
) -> Result<()> {
    let detail = serde_json::json!({
        "unit": post.unit.to_string(),
        "title": post.title,
        "role": post.role.code(),
    });
    tx.audit(ctx, act, person, detail.to_string()).await
}

fn own_administration() -> Refusal {
    Refusal::new(
        "org.post.own_administration",
        "不能去掉自己的系统管理员角色，否则可能无人维护系统。",
        "请由另一位系统管理员操作。",
    )
}

fn leaders_only() -> Refusal {
    Refusal::new(
        "org.charges.leaders_only",
        "只有角色为“局领导”的人可以分管单位。",
        "请先为此人登记局领导的任职。",
    )
}
