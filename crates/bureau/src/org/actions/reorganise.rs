//! What befalls a unit in the course of the years: it is renamed, merged, closed, another is split
//! off. Each act has a day and a reason, and none rewrites what was: the unit stays, with the name
//! it had then, and leads to the one that took its work over.

use super::{administrators, people, units};
use crate::org::{
    facts,
    model::{
        Closed, FormerName, KeptUnit, PostDraft, PostId, Unit, UnitAct, UnitActKind, UnitKind,
    },
    policy, search, store,
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::{
    Refusal, Role,
    actor::{PersonId, UnitId},
    day::Date,
};
use std::collections::BTreeSet;

/// When it took effect, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Occasion {
    pub(crate) on: Date,
    pub(crate) reason: String,
}

/// Gives a unit another name from a day on; what it was called before stays known.
pub(in crate::org) async fn rename_unit(
    ctx: &Ctx,
    id: UnitId,
    version: i64,
    (name, short_name): (String, String),
    occasion: Occasion,
) -> Result<()> {
    let (mut tx, before) = begin(ctx, id, version, &occasion).await?;
    if before.unit.name == name && before.unit.short_name == short_name {
        return Err(same_name().into());
    }
    let mut kept = before.clone();
    kept.unit.former_names.push(FormerName {
        until: occasion.on,
        name: before.unit.name.clone(),
        short_name: before.unit.short_name.clone(),
    });
    kept.unit.name = name;
    kept.unit.short_name = short_name;
    let house = units::check(&tx, &kept).await?;
    let updated = store::update_unit(&mut tx, &kept).await;
    if !units::named_once(updated, &kept)? {
        return Err(Error::Conflict);
    }
    let done = Done {
        house: &house,
        before: &before,
        after: &kept,
        kind: UnitActKind::Renamed,
        other: None,
        occasion: &occasion,
    };
    note(&mut tx, ctx, done).await?;
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// Merges a unit into another: what is below it moves there, and its people too when they go along.
pub(crate) async fn merge_unit(
    ctx: &Ctx,
    id: UnitId,
    version: i64,
    into: UnitId,
    people_go_along: bool,
    occasion: Occasion,
) -> Result<()> {
    let (mut tx, before) = begin(ctx, id, version, &occasion).await?;
    let house = store::every_unit(&tx).await?;
    let successor = house.iter().find(|unit| unit.id == into);
    let successor = successor.ok_or(Error::NotFound)?;
    if before.unit.kind == UnitKind::Bureau {
        return Err(bureau_stays().into());
    }
    if into == id || !successor.is_living() || is_below(&house, into, id) {
        return Err(no_successor().into());
    }
    let children: Vec<UnitId> = house
        .iter()
        .filter(|unit| unit.parent == Some(id) && unit.is_living())
        .map(|unit| unit.id)
        .collect();
    for child in children {
        move_below(&mut tx, ctx, &house, child, into).await?;
    }
    let goes_to = people_go_along.then_some((into, successor.short_name.as_str()));
    empty(&mut tx, ctx, &before.unit, goes_to, &occasion).await?;
    let mut kept = before.clone();
    kept.unit.closed = Some(Closed {
        on: occasion.on,
        successor: Some(into),
    });
    save(&mut tx, &kept).await?;
    let done = Done {
        house: &house,
        before: &before,
        after: &kept,
        kind: UnitActKind::Merged,
        other: Some(into),
        occasion: &occasion,
    };
    note(&mut tx, ctx, done).await?;
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// Closes a unit with nobody to follow it; the posts in it end.
pub(in crate::org) async fn close_unit(
    ctx: &Ctx,
    id: UnitId,
    version: i64,
    occasion: Occasion,
) -> Result<()> {
    let (mut tx, before) = begin(ctx, id, version, &occasion).await?;
    if before.unit.kind == UnitKind::Bureau {
        return Err(bureau_stays().into());
    }
    let house = store::every_unit(&tx).await?;
    let n_below = house
        .iter()
        .filter(|unit| unit.parent == Some(id) && unit.is_living())
        .count();
    if n_below > 0 {
        return Err(has_units_below(n_below).into());
    }
    empty(&mut tx, ctx, &before.unit, None, &occasion).await?;
    let mut kept = before.clone();
    kept.unit.closed = Some(Closed {
        on: occasion.on,
        successor: None,
    });
    save(&mut tx, &kept).await?;
    let done = Done {
        house: &house,
        before: &before,
        after: &kept,
        kind: UnitActKind::Closed,
        other: None,
        occasion: &occasion,
    };
    note(&mut tx, ctx, done).await?;
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// Makes a new unit out of a part of another.
pub(in crate::org) async fn split_off(
    ctx: &Ctx,
    id: UnitId,
    version: i64,
    draft: units::UnitDraft,
    occasion: Occasion,
) -> Result<UnitId> {
    let (mut tx, from) = begin(ctx, id, version, &occasion).await?;
    if draft.kind == UnitKind::Bureau {
        return Err(bureau_stays().into());
    }
    let mut kept = draft.kept(UnitId::new(), 1);
    kept.unit.first_day = Some(occasion.on);
    let house = units::check(&tx, &kept).await?;
    let inserted = store::insert_unit(&mut tx, &kept.unit, kept.place).await;
    units::named_once(inserted, &kept)?;
    let name = |id| units::short_name(&house, id);
    units::audit(&mut tx, ctx, "org.unit.created", None, &kept, name);
    let (kind, new) = (UnitActKind::SplitOff, kept.unit.id);
    store::insert_unit_act(&mut tx, &act(id, kind, Some(new), &occasion)).await?;
    tx.audit_line(
        ctx,
        Line::new(kind.act(), id)
            .named(&from.unit.short_name)
            .saying(format!("分设{}", kept.unit.short_name))
            .because(occasion.reason),
    );
    search::renew(&mut tx).await?;
    tx.commit().await?;
    Ok(new)
}

/// Takes a merge or a closing back. Posts that ended with it stay ended: who is where now has to be
/// registered anew.
pub(in crate::org) async fn reopen_unit(
    ctx: &Ctx,
    id: UnitId,
    version: i64,
    occasion: Occasion,
) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    check_day(ctx, occasion.on, None)?;
    let mut tx = ctx.db.begin_write().await?;
    let before = store::unit(&tx, id).await?.ok_or(Error::NotFound)?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    if before.unit.is_living() {
        return Err(lives().into());
    }
    let mut kept = before.clone();
    kept.unit.closed = None;
    let house = units::check(&tx, &kept).await?;
    save(&mut tx, &kept).await?;
    let done = Done {
        house: &house,
        before: &before,
        after: &kept,
        kind: UnitActKind::Reopened,
        other: None,
        occasion: &occasion,
    };
    note(&mut tx, ctx, done).await?;
    search::renew(&mut tx).await?;
    tx.commit().await
}

/// A living unit at the version the form was drawn from, on a day an act may have.
async fn begin(ctx: &Ctx, id: UnitId, version: i64, occasion: &Occasion) -> Result<(Tx, KeptUnit)> {
    policy::may_administer(&ctx.actor)?;
    let tx = ctx.db.begin_write().await?;
    let kept = store::unit(&tx, id).await?.ok_or(Error::NotFound)?;
    if kept.version != version {
        return Err(Error::Conflict);
    }
    if !kept.unit.is_living() {
        return Err(is_closed(&kept.unit.short_name).into());
    }
    let last_change = kept.unit.former_names.iter().map(|former| former.until);
    let earliest = last_change.chain(kept.unit.first_day).max();
    check_day(ctx, occasion.on, earliest)?;
    Ok((tx, kept))
}

/// An act is written down when it has taken effect, and after what came before it.
pub(super) fn check_day(ctx: &Ctx, on: Date, earliest: Option<Date>) -> Result<()> {
    if on > ctx.today() {
        return Err(in_the_future().into());
    }
    match earliest {
        Some(earliest) if on <= earliest => Err(too_early(earliest).into()),
        _ => Ok(()),
    }
}

async fn save(tx: &mut Tx, kept: &KeptUnit) -> Result<()> {
    match store::update_unit(tx, kept).await? {
        true => Ok(()),
        false => Err(Error::Conflict),
    }
}

/// Ends every post in a unit, with a like one elsewhere for each when its people go along, and takes
/// it out of the hands of whoever was in charge of it.
async fn empty(
    tx: &mut Tx,
    ctx: &Ctx,
    unit: &Unit,
    goes_to: Option<(UnitId, &str)>,
    occasion: &Occasion,
) -> Result<()> {
    let posts = store::posts_of_unit(tx, unit.id).await?;
    let touched: BTreeSet<PersonId> = posts.iter().map(|post| post.person).collect();
    let all: Vec<PersonId> = touched.iter().copied().collect();
    let before = store::posts_of(tx, &all).await?;
    let filling = administrators::filling(ctx, tx).await?;
    for post in posts {
        if goes_to.is_none() {
            filling.may_fill(post.role)?;
        }
        store::end_post(tx, post.id, occasion.on, &occasion.reason).await?;
        let person = (post.person, post.person_name.as_str());
        let ended = people::of_kept_post(&post);
        people::audit_post(tx, ctx, "org.post.ended", person, &ended, &Facts::none());
        if let Some((into, name)) = goes_to {
            let draft = PostDraft {
                unit: into,
                title: post.title.clone(),
                role: post.role,
                place: post.place,
                from: Some(occasion.on),
            };
            store::insert_post(tx, PostId::new(), post.person, &draft).await?;
            let begun = facts::of_post(&draft, name);
            people::audit_post(tx, ctx, "org.post.begun", person, &Facts::none(), &begun);
        }
    }
    for person in touched {
        let held = before.iter().filter(|post| post.person == person);
        let roles: Vec<Role> = held.map(|post| post.role).collect();
        people::after_change(tx, ctx, person, &roles).await?;
    }
    for (person, mut charges) in store::charges(tx).await? {
        if charges.contains(&unit.id) {
            charges.retain(|charge| *charge != unit.id);
            store::set_charges(tx, person, &charges).await?;
            let line = Line::new("org.charges.changed", person)
                .saying(format!("{}已撤并，不再分管", unit.short_name));
            tx.audit_line(ctx, line);
        }
    }
    Ok(())
}

async fn move_below(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &[Unit],
    child: UnitId,
    parent: UnitId,
) -> Result<()> {
    let before = store::unit(tx, child).await?.ok_or(Error::NotFound)?;
    let mut kept = before.clone();
    kept.unit.parent = Some(parent);
    save(tx, &kept).await?;
    let name = |id| units::short_name(house, id);
    units::audit(tx, ctx, "org.unit.changed", Some(&before), &kept, name);
    Ok(())
}

fn act(unit: UnitId, kind: UnitActKind, other: Option<UnitId>, occasion: &Occasion) -> UnitAct {
    UnitAct {
        unit,
        kind,
        on: occasion.on,
        reason: occasion.reason.clone(),
        other,
    }
}

/// What was done with a unit, and what it was and is.
struct Done<'a> {
    house: &'a [Unit],
    before: &'a KeptUnit,
    after: &'a KeptUnit,
    kind: UnitActKind,
    other: Option<UnitId>,
    occasion: &'a Occasion,
}

/// Keeps the act in the life of the unit and in the audit.
async fn note(tx: &mut Tx, ctx: &Ctx, done: Done<'_>) -> Result<()> {
    let (id, kind) = (done.after.unit.id, done.kind);
    store::insert_unit_act(tx, &act(id, kind, done.other, done.occasion)).await?;
    let name = |id| units::short_name(done.house, id);
    let in_words =
        |kept: &KeptUnit| facts::of_unit(kept, &kept.unit.parent.map(name).unwrap_or_default());
    let said = match (kind, done.other) {
        (UnitActKind::Merged, Some(into)) => format!("并入{}", name(into)),
        _ => String::new(),
    };
    let line = Line::new(kind.act(), id)
        .named(&done.before.unit.short_name)
        .saying(said)
        .changing(&in_words(done.before), &in_words(done.after))
        .because(&done.occasion.reason);
    tx.audit_line(ctx, line);
    Ok(())
}

/// Whether a unit stands somewhere below another.
fn is_below(units: &[Unit], unit: UnitId, above: UnitId) -> bool {
    let parent = |id: UnitId| units.iter().find(|unit| unit.id == id)?.parent;
    let mut at = parent(unit);
    for _ in 0..=units.len() {
        match at {
            Some(id) if id == above => return true,
            Some(id) => at = parent(id),
            None => return false,
        }
    }
    true
}

fn same_name() -> Refusal {
    Refusal::new(
        "org.unit.same_name",
        "全称和简称都与现在的相同，没有改名。",
        "请填写新的名称。",
    )
}

fn bureau_stays() -> Refusal {
    Refusal::new(
        "org.unit.bureau_not_closed",
        "教育局是整个单位树的根，不能撤并或分设。",
        "如需更换名称，请用“改名”。",
    )
}

fn no_successor() -> Refusal {
    Refusal::new(
        "org.unit.successor",
        "只能并入另一个没有撤并的单位，且不能是自己的下级。",
        "请另选并入的单位。",
    )
}

fn has_units_below(n_below: usize) -> Refusal {
    Refusal::new(
        "org.unit.has_units_below",
        format!("还有{n_below}个下级单位，不能撤销。"),
        "请先为下级单位另选上级单位，或把本单位并入其他单位。",
    )
}

fn is_closed(name: &str) -> Refusal {
    Refusal::new(
        "org.unit.closed",
        format!("{name}已撤并，不能再改名、撤并或分设。"),
        "如果撤并有误，请先恢复。",
    )
}

fn lives() -> Refusal {
    Refusal::new(
        "org.unit.lives",
        "这个单位没有撤并，不需要恢复。",
        "请返回单位页面核对。",
    )
}

fn in_the_future() -> Refusal {
    Refusal::new(
        "org.day_in_future",
        "生效日期在今天之后，到那一天再登记。",
        "请填写今天或以前的日期。",
    )
}

fn too_early(earliest: Date) -> Refusal {
    Refusal::new(
        "org.unit.too_early",
        format!(
            "生效日期要晚于上一次变动的日期{}。",
            base::day::in_words(earliest)
        ),
        "请核对日期。",
    )
}
