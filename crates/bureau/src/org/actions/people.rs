//! Making and changing people, their posts, and what leaders are in charge of.

use super::{
    administrators,
    reorganise::{Occasion, check_day},
};
use crate::org::{
    facts,
    model::{Person, Post, PostDraft, PostId, Unit, WorkFieldId},
    policy, search, store,
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
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
    let person = Person {
        id: PersonId::new(),
        name: name.to_owned(),
        phone: phone.to_owned(),
        version: 1,
    };
    let mut tx = ctx.db.begin_write().await?;
    administrators::filling(ctx, &tx)
        .await?
        .may_fill(post.role)?;
    let unit = unit(&tx, post.unit).await?;
    store::insert_person(&mut tx, &person).await?;
    store::insert_post(&mut tx, PostId::new(), person.id, &post).await?;
    audit_person(&mut tx, ctx, "org.person.created", None, &person);
    let begun = facts::of_post(&post, &unit.short_name);
    audit_post(
        &mut tx,
        ctx,
        "org.post.begun",
        (person.id, &person.name),
        &Facts::none(),
        &begun,
    );
    search::renew(&mut tx).await?;
    tx.commit().await?;
    Ok(person.id)
}

/// Changes name and telephone of a person who is still at this version.
pub(in crate::org) async fn change_person(ctx: &Ctx, person: Person) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let before = store::person(&tx, person.id)
        .await?
        .ok_or(Error::NotFound)?;
    if !store::update_person(&mut tx, &person).await? {
        return Err(Error::Conflict);
    }
    audit_person(&mut tx, ctx, "org.person.changed", Some(&before), &person);
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// Gives a person one more post.
pub(in crate::org) async fn begin_post(ctx: &Ctx, id: PersonId, post: PostDraft) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    administrators::filling(ctx, &tx)
        .await?
        .may_fill(post.role)?;
    let person = store::person(&tx, id).await?.ok_or(Error::NotFound)?;
    let unit = unit(&tx, post.unit).await?;
    let roles_before = administrators::roles(&store::posts_of(&tx, &[id]).await?);
    store::insert_post(&mut tx, PostId::new(), id, &post).await?;
    administrators::after_posts(&mut tx, ctx, id, &roles_before).await?;
    let begun = facts::of_post(&post, &unit.short_name);
    audit_post(
        &mut tx,
        ctx,
        "org.post.begun",
        (id, &person.name),
        &Facts::none(),
        &begun,
    );
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// Changes a post.
pub(in crate::org) async fn change_post(
    ctx: &Ctx,
    id: PostId,
    post: PostDraft,
) -> Result<PersonId> {
    let mut tx = ctx.db.begin_write().await?;
    let before = store::post(&tx, id).await?.ok_or(Error::NotFound)?;
    let filling = administrators::filling(ctx, &tx).await?;
    filling.may_fill(before.role)?;
    filling.may_fill(post.role)?;
    let unit = unit(&tx, post.unit).await?;
    let roles_before = administrators::roles(&store::posts_of(&tx, &[before.person]).await?);
    store::update_post(&mut tx, id, &post).await?;
    after_change(&mut tx, ctx, before.person, &roles_before).await?;
    let person = (before.person, before.person_name.as_str());
    let after = facts::of_post(&post, &unit.short_name);
    audit_post(
        &mut tx,
        ctx,
        "org.post.changed",
        person,
        &of_kept_post(&before),
        &after,
    );
    search::renew(&mut tx).await?;
    tx.commit().await?;
    Ok(before.person)
}

/// Ends a post on a day; it stays among those the person held.
pub(in crate::org) async fn end_post(
    ctx: &Ctx,
    id: PostId,
    occasion: Occasion,
) -> Result<PersonId> {
    let mut tx = ctx.db.begin_write().await?;
    let post = store::post(&tx, id).await?.ok_or(Error::NotFound)?;
    administrators::filling(ctx, &tx)
        .await?
        .may_fill(post.role)?;
    check_day(ctx, occasion.on, post.from)?;
    let roles_before = administrators::roles(&store::posts_of(&tx, &[post.person]).await?);
    store::end_post(&mut tx, id, occasion.on, &occasion.reason).await?;
    after_change(&mut tx, ctx, post.person, &roles_before).await?;
    let line = Line::new("org.post.ended", post.person)
        .named(&post.person_name)
        .changing(&of_kept_post(&post), &Facts::none())
        .because(occasion.reason);
    tx.audit_line(ctx, line);
    search::renew(&mut tx).await?;
    tx.commit().await?;
    Ok(post.person)
}

/// Puts a leader in charge of these units and fields and no others.
pub(in crate::org) async fn set_charges(
    ctx: &Ctx,
    person: PersonId,
    units: &[UnitId],
    fields: &[WorkFieldId],
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
    let known_fields = store::fields(&tx).await?;
    let units_exist = units
        .iter()
        .all(|id| known.iter().any(|unit| unit.id == *id));
    let field_exists = |id| known_fields.iter().any(|field| field.id == id);
    if !units_exist || !fields.iter().all(|id| field_exists(*id)) {
        return Err(Error::NotFound);
    }
    let fields_before = store::field_charges(&tx)
        .await?
        .remove(&person)
        .unwrap_or_default();
    store::set_field_charges(&mut tx, person, fields).await?;
    let before = store::charges(&tx)
        .await?
        .remove(&person)
        .unwrap_or_default();
    store::set_charges(&mut tx, person, units).await?;
    let in_words = |charges: &[UnitId], in_fields: &[WorkFieldId]| {
        let names = known.iter().filter(|unit| charges.contains(&unit.id));
        let names: Vec<&str> = names.map(|unit| unit.short_name.as_str()).collect();
        let charged = known_fields.iter();
        let charged = charged.filter(|field| in_fields.contains(&field.id));
        let charged: Vec<&str> = charged.map(|field| field.name.as_str()).collect();
        Facts::none()
            .with("分管单位", names.join("、"))
            .with("分管领域", charged.join("、"))
    };
    let name = posts.first().map_or("", |post| &post.person_name);
    let line = Line::new("org.charges.changed", person)
        .named(name)
        .changing(&in_words(&before, &fields_before), &in_words(units, fields));
    tx.audit_line(ctx, line);
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// What must still be true once somebody's posts have changed: the administrators are apart and
/// remain, and only leaders are in charge of units and fields.
pub(super) async fn after_change(
    tx: &mut Tx,
    ctx: &Ctx,
    person: PersonId,
    roles_before: &[Role],
) -> Result<()> {
    administrators::after_posts(tx, ctx, person, roles_before).await?;
    let posts = store::posts_of(tx, &[person]).await?;
    if !posts.iter().any(|post| post.role == Role::Leader) {
        store::set_charges(tx, person, &[]).await?;
        store::set_field_charges(tx, person, &[]).await?;
    }
    Ok(())
}

async fn unit(tx: &Tx, id: UnitId) -> Result<Unit> {
    let kept = store::unit(tx, id).await?.ok_or(Error::NotFound)?;
    Ok(kept.unit)
}

/// A post there is, in words.
pub(super) fn of_kept_post(post: &Post) -> Facts {
    facts::of_post(&post.draft(), &post.unit_name)
}

/// Writes down what a person was and is now.
pub(super) fn audit_person(
    tx: &mut Tx,
    ctx: &Ctx,
    act: &str,
    before: Option<&Person>,
    person: &Person,
) {
    let before = before.map_or_else(Facts::none, facts::of_person);
    let line = Line::new(act, person.id)
        .named(&person.name)
        .changing(&before, &facts::of_person(person));
    tx.audit_line(ctx, line);
}

/// Writes a post of a person down: who, as id and name, and what the post was and is.
pub(super) fn audit_post(
    tx: &mut Tx,
    ctx: &Ctx,
    act: &str,
    (person, name): (PersonId, &str),
    before: &Facts,
    after: &Facts,
) {
    let line = Line::new(act, person).named(name).changing(before, after);
    tx.audit_line(ctx, line);
}

fn leaders_only() -> Refusal {
    Refusal::new(
        "org.charges.leaders_only",
        "只有角色为“局领导”的人可以分管单位和领域。",
        "请先为此人登记局领导的任职。",
    )
}
