//! Making and changing units.

use crate::org::{
    facts,
    model::{KeptUnit, Unit, UnitKind},
    policy, search, store,
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::{Refusal, actor::UnitId, day::Date};

/// What a unit is to be; its id comes from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::org) struct UnitDraft {
    pub(in crate::org) parent: Option<UnitId>,
    pub(in crate::org) kind: UnitKind,
    pub(in crate::org) name: String,
    pub(in crate::org) short_name: String,
    pub(in crate::org) aliases: Vec<String>,
    pub(in crate::org) code: String,
    pub(in crate::org) duties: Vec<String>,
    pub(in crate::org) place: i64,
    pub(in crate::org) first_day: Option<Date>,
}

/// Makes a unit.
pub(in crate::org) async fn create_unit(ctx: &Ctx, draft: UnitDraft) -> Result<UnitId> {
    policy::may_administer(&ctx.actor)?;
    let kept = draft.kept(UnitId::new(), 1);
    let mut tx = ctx.db.begin_write().await?;
    let units = check(&tx, &kept).await?;
    let inserted = store::insert_unit(&mut tx, &kept.unit, kept.place).await;
    named_once(inserted, &kept)?;
    let name = |id| short_name(&units, id);
    audit(&mut tx, ctx, "org.unit.created", None, &kept, name);
    search::renew(&mut tx).await?;
    tx.commit().await?;
    Ok(kept.unit.id)
}

/// Changes a unit that is still at this version.
pub(in crate::org) async fn change_unit(
    ctx: &Ctx,
    id: UnitId,
    version: i64,
    draft: UnitDraft,
) -> Result<()> {
    policy::may_administer(&ctx.actor)?;
    let mut kept = draft.kept(id, version);
    let mut tx = ctx.db.begin_write().await?;
    let before = store::unit(&tx, id).await?.ok_or(Error::NotFound)?;
    kept.unit.closed = before.unit.closed;
    kept.unit.former_names.clone_from(&before.unit.former_names);
    if before.unit.kind == UnitKind::Bureau && kept.unit.kind != UnitKind::Bureau {
        return Err(bureau_stays().into());
    }
    let units = check(&tx, &kept).await?;
    let updated = store::update_unit(&mut tx, &kept).await;
    if !named_once(updated, &kept)? {
        return Err(Error::Conflict);
    }
    let name = |id| short_name(&units, id);
    audit(&mut tx, ctx, "org.unit.changed", Some(&before), &kept, name);
    search::renew(&mut tx).await?;
    tx.commit().await
}

impl UnitDraft {
    /// The unit as it would be, living and without a past.
    pub(super) fn kept(self, id: UnitId, version: i64) -> KeptUnit {
        KeptUnit {
            unit: Unit {
                id,
                parent: self.parent,
                kind: self.kind,
                name: self.name,
                short_name: self.short_name,
                aliases: self.aliases,
                code: self.code,
                duties: self.duties,
                first_day: self.first_day,
                closed: None,
                former_names: Vec::new(),
            },
            place: self.place,
            version,
        }
    }
}

/// The rules of the tree: one bureau at the root, every other unit below one, and none below itself.
/// Gives every unit there is or was.
pub(super) async fn check(tx: &Tx, kept: &KeptUnit) -> Result<Vec<Unit>> {
    let units = store::every_unit(tx).await?;
    let is_bureau = kept.unit.kind == UnitKind::Bureau;
    let has_other_bureau = units
        .iter()
        .any(|unit| unit.kind == UnitKind::Bureau && unit.id != kept.unit.id);
    if is_bureau && has_other_bureau {
        return Err(one_bureau().into());
    }
    if is_bureau != kept.unit.parent.is_none() {
        return Err(parent_is_missing().into());
    }
    let mut above = kept.unit.parent;
    let mut n_steps = 0;
    while let Some(parent) = above {
        // More steps than units: the tree would be a circle.
        if parent == kept.unit.id || n_steps > units.len() {
            return Err(below_itself().into());
        }
        n_steps += 1;
        let unit = units.iter().find(|unit| unit.id == parent);
        let unit = unit.ok_or(Error::NotFound)?;
        if kept.unit.is_living() && n_steps == 1 && !unit.is_living() {
            return Err(parent_is_closed(&unit.short_name).into());
        }
        above = unit.parent;
    }
    Ok(units)
}

/// Says in words that the name is taken, when that is what the database refused.
pub(super) fn named_once<T>(done: Result<T>, kept: &KeptUnit) -> Result<T> {
    done.map_err(|error| match error.duplicate() {
        Some(_) => name_is_taken(&kept.unit.name).into(),
        None => error,
    })
}

/// Writes down what the unit was and is now; `name` tells what the unit above is called.
pub(super) fn audit(
    tx: &mut Tx,
    ctx: &Ctx,
    act: &str,
    before: Option<&KeptUnit>,
    after: &KeptUnit,
    name: impl Fn(UnitId) -> String,
) {
    let in_words = |kept: &KeptUnit| {
        let parent = kept.unit.parent.map(&name).unwrap_or_default();
        facts::of_unit(kept, &parent)
    };
    let line = Line::new(act, after.unit.id)
        .named(&after.unit.short_name)
        .changing(&before.map_or_else(Facts::none, in_words), &in_words(after));
    tx.audit_line(ctx, line);
}

pub(super) fn short_name(units: &[Unit], id: UnitId) -> String {
    let unit = units.iter().find(|unit| unit.id == id);
    unit.map(|unit| unit.short_name.clone()).unwrap_or_default()
}

fn name_is_taken(name: &str) -> Refusal {
    Refusal::new(
        "org.unit.name_taken",
        format!("已有名为“{name}”的单位。"),
        "请换一个全称，或修改原有的单位。",
    )
}

fn one_bureau() -> Refusal {
    Refusal::new(
        "org.unit.one_bureau",
        "已有教育局这一级，一个系统只有一个。",
        "请选择其他类型。",
    )
}

fn bureau_stays() -> Refusal {
    Refusal::new(
        "org.unit.bureau_stays",
        "这是整个单位树的根，类型只能是教育局。",
        "请把类型改回教育局。",
    )
}

fn parent_is_missing() -> Refusal {
    Refusal::new(
        "org.unit.parent",
        "除教育局以外，每个单位都要有上级单位。",
        "请选择上级单位。",
    )
}

fn parent_is_closed(name: &str) -> Refusal {
    Refusal::new(
        "org.unit.parent_closed",
        format!("{name}已撤并，不能作为上级单位。"),
        "请选择其他上级单位。",
    )
}

fn below_itself() -> Refusal {
    Refusal::new(
        "org.unit.below_itself",
        "上级单位不能是它自己或它的下级。",
        "请选择其他上级单位。",
    )
}
