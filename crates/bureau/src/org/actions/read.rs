//! What the pages show.

use super::administrators::filling;
use crate::org::{
    model::{
        Account, KeptUnit, Leader, PastPost, Person, Post, PostId, Unit, UnitAct, WorkField,
        living_successor,
    },
    policy,
    scope::{Scope, scope},
    store::{self, PeopleFilter, PeoplePage},
};
use ::store::{Ctx, Error, Result, audit};
use base::actor::{PersonId, UnitId};
use std::collections::BTreeMap;

/// How much of the history a page shows.
const MOST_HISTORY: i64 = 20;

/// Everything the list of units shows, in four statements. Units that are no more are among them.
pub(in crate::org) struct UnitTree {
    pub(in crate::org) units: Vec<Unit>,
    pub(in crate::org) n_people: BTreeMap<UnitId, i64>,
    pub(in crate::org) leaders: Vec<Leader>,
}

pub(in crate::org) async fn unit_tree(ctx: &Ctx) -> Result<UnitTree> {
    let mut units = store::every_unit(&ctx.db).await?;
    let found = address_list(ctx, &units).await?;
    units.retain(|unit| found.sees(unit.id));
    Ok(UnitTree {
        units,
        n_people: store::n_people(&ctx.db).await?,
        leaders: store::leaders(&ctx.db).await?,
    })
}

/// One unit with what is around it.
pub(in crate::org) struct UnitRecord {
    pub(in crate::org) kept: KeptUnit,
    pub(in crate::org) parent: Option<Unit>,
    /// The living unit that has its work now, for one that was merged.
    pub(in crate::org) successor: Option<Unit>,
    /// What was done with it.
    pub(in crate::org) acts: Vec<UnitAct>,
    /// Every unit there is or was.
    pub(in crate::org) house: Vec<Unit>,
    pub(in crate::org) children: Vec<Unit>,
    pub(in crate::org) posts: Vec<Post>,
    pub(in crate::org) leaders: Vec<Leader>,
    pub(in crate::org) history: Vec<audit::Entry>,
}

pub(in crate::org) async fn unit_record(ctx: &Ctx, id: UnitId) -> Result<UnitRecord> {
    let kept = store::unit(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let mut house = store::every_unit(&ctx.db).await?;
    let found = address_list(ctx, &house).await?;
    if !found.sees(id) {
        return Err(Error::NotFound);
    }
    house.retain(|unit| found.sees(unit.id));
    let mut leaders = store::leaders(&ctx.db).await?;
    leaders.retain(|leader| leader.in_charge_of.contains(&id));
    let mut posts = store::posts_of_unit(&ctx.db, id).await?;
    hide_phones(ctx, posts.iter_mut().map(|post| &mut post.phone));
    let find = |id: UnitId| house.iter().find(|unit| unit.id == id).cloned();
    let goes_on_in = living_successor(&house, id).filter(|successor| *successor != id);
    Ok(UnitRecord {
        parent: kept.unit.parent.and_then(find),
        successor: goes_on_in.and_then(find),
        children: house
            .iter()
            .filter(|unit| unit.parent == Some(id) && unit.is_living())
            .cloned()
            .collect(),
        acts: store::unit_acts(&ctx.db, id).await?,
        house,
        posts,
        leaders,
        history: history(ctx, id).await?,
        kept,
    })
}

/// A page of people with their posts and log-ins, in five statements however many they are.
pub(in crate::org) struct PeopleList {
    pub(in crate::org) page: PeoplePage,
    pub(in crate::org) posts: Vec<Post>,
    /// Empty for whoever may not see log-ins.
    pub(in crate::org) accounts: BTreeMap<PersonId, Account>,
    pub(in crate::org) units: Vec<Unit>,
}

pub(in crate::org) async fn people_list(
    ctx: &Ctx,
    filter: &PeopleFilter,
    n_skipped: i64,
    most: i64,
) -> Result<PeopleList> {
    let mut units = store::every_unit(&ctx.db).await?;
    let found = address_list(ctx, &units).await?;
    units.retain(|unit| found.sees(unit.id));
    let mut page = store::people(&ctx.db, filter, &found, n_skipped, most).await?;
    hide_phones(ctx, page.people.iter_mut().map(|person| &mut person.phone));
    let ids: Vec<PersonId> = page.people.iter().map(|person| person.id).collect();
    let mut posts = store::posts_of(&ctx.db, &ids).await?;
    posts.retain(|post| found.sees(post.unit));
    Ok(PeopleList {
        posts,
        accounts: match policy::sees_everything(&ctx.actor) {
            true => store::accounts(&ctx.db).await?,
            false => BTreeMap::new(),
        },
        units,
        page,
    })
}

/// One person with everything about them that this actor may see.
pub(in crate::org) struct PersonRecord {
    pub(in crate::org) person: Person,
    pub(in crate::org) posts: Vec<Post>,
    /// What they were, the latest first, each with the name its unit had then.
    pub(in crate::org) past_posts: Vec<(PastPost, String)>,
    pub(in crate::org) in_charge_of: Vec<Unit>,
    pub(in crate::org) fields: Vec<WorkField>,
    /// To whom they handed everything over.
    pub(in crate::org) successor: Option<(PersonId, String)>,
    pub(in crate::org) account: Option<Account>,
    pub(in crate::org) history: Vec<audit::Entry>,
}

pub(in crate::org) async fn person_record(ctx: &Ctx, id: PersonId) -> Result<PersonRecord> {
    let mut person = store::person(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    hide_phones(ctx, [&mut person.phone].into_iter());
    let charges = store::charges(&ctx.db).await?.remove(&id);
    let in_fields = store::field_charges(&ctx.db).await?.remove(&id);
    let mut fields = store::fields(&ctx.db).await?;
    fields.retain(|field| in_fields.iter().flatten().any(|id| *id == field.id));
    let mut in_charge_of = store::every_unit(&ctx.db).await?;
    let found = address_list(ctx, &in_charge_of).await?;
    let mut posts = store::posts_of(&ctx.db, &[id]).await?;
    posts.retain(|post| found.sees(post.unit));
    if posts.is_empty() && found != Scope::All && ctx.actor.person != id {
        return Err(Error::NotFound);
    }
    let past_posts = store::past_posts_of(&ctx.db, id).await?;
    let past_posts = past_posts
        .into_iter()
        .map(|post| {
            let unit = in_charge_of.iter().find(|unit| unit.id == post.unit);
            let name = unit.map_or("", |unit| unit.short_name_before(post.until));
            let name = name.to_owned();
            (post, name)
        })
        .collect();
    in_charge_of.retain(|unit| charges.iter().flatten().any(|id| *id == unit.id));
    let account = match policy::sees_everything(&ctx.actor) {
        true => store::account_of(&ctx.db, id).await?,
        false => None,
    };
    Ok(PersonRecord {
        posts,
        past_posts,
        fields,
        successor: store::successor_of(&ctx.db, id).await?,
        in_charge_of,
        account,
        history: history(ctx, id).await?,
        person,
    })
}

/// Every unit, for the lists to choose from.
pub(in crate::org) async fn all_units(ctx: &Ctx) -> Result<Vec<KeptUnit>> {
    store::kept_units(&ctx.db).await
}

/// One post, for whoever may change it.
pub(in crate::org) async fn post(ctx: &Ctx, id: PostId) -> Result<Post> {
    let post = store::post(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    filling(ctx, &ctx.db).await?.may_fill(post.role)?;
    Ok(post)
}

async fn history(ctx: &Ctx, object: impl ToString) -> Result<Vec<audit::Entry>> {
    match policy::sees_everything(&ctx.actor) {
        true => audit::of(&ctx.db, object, MOST_HISTORY).await,
        false => Ok(Vec::new()),
    }
}

/// The units this actor finds in the address list.
pub(super) async fn address_list(ctx: &Ctx, units: &[Unit]) -> Result<Scope> {
    let scope = scope(&ctx.db, &ctx.actor).await?;
    Ok(policy::address_list(&ctx.actor, &scope, units))
}

/// Telephone numbers leave this slice only for those who may see them.
fn hide_phones<'a>(ctx: &Ctx, phones: impl Iterator<Item = &'a mut String>) {
    if !policy::sees_everything(&ctx.actor) {
        phones.for_each(String::clear);
    }
}
