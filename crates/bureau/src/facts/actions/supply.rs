//! Supplying values, by whoever is their declared source.

use super::{
    house::House,
    keep::{self, Given, Kept},
};
use crate::facts::{
    model::{Amount, DataItem, Fact, FactKey, ItemCode, Source, SourceKind, Supply},
    policy,
    store::{self, Wanted},
};
use ::store::{
    Ctx, Read, Result, Tx,
    audit::{Facts, Line},
};
use base::{Refusal, TimePeriod, actor::UnitId};

/// What supplying brought about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Supplied {
    /// Values where none was before.
    pub(crate) n_new: usize,
    /// Values that differ from what stood there.
    pub(crate) n_changed: usize,
    /// Values that are as they were.
    pub(crate) n_same: usize,
}

/// Keeps one value; what follows from it is computed in the same transaction.
pub(crate) async fn supply(tx: &mut Tx, ctx: &Ctx, supply: Supply) -> Result<Supplied> {
    supply_many(tx, ctx, vec![supply]).await
}

/// Keeps many values at once: all of them, or none.
pub(crate) async fn supply_many(tx: &mut Tx, ctx: &Ctx, supplies: Vec<Supply>) -> Result<Supplied> {
    let house = House::load(tx).await?;
    let given = checked_many(ctx, &house, supplies)?;
    keep_told(tx, ctx, &house, given).await
}

/// Keeps values that were checked, and tells the audit of them.
pub(super) async fn keep_told(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    given: Vec<Given>,
) -> Result<Supplied> {
    let n_given = given.len();
    let reasons: Vec<String> = given.iter().map(|given| given.reason.clone()).collect();
    let kept = keep::keep(tx, ctx, house, given).await?;
    let reason = reasons.into_iter().find(|reason| !reason.is_empty());
    audit(tx, ctx, house, &kept, &reason.unwrap_or_default()).await?;
    Ok(Supplied {
        n_new: kept.n_new,
        n_changed: kept.changed.len() - kept.n_new,
        n_same: n_given - kept.changed.len(),
    })
}

/// Values held against their items' sources and rules: all of them right, or the first that is not.
pub(super) fn checked_many(ctx: &Ctx, house: &House, supplies: Vec<Supply>) -> Result<Vec<Given>> {
    let checked = supplies
        .into_iter()
        .map(|supply| checked(ctx, house, supply));
    checked.collect()
}

/// One value in full.
pub(crate) async fn value(
    db: &impl Read,
    item: &ItemCode,
    unit: UnitId,
    period: TimePeriod,
) -> Result<Option<Fact>> {
    let wanted = Wanted {
        items: std::slice::from_ref(item),
        periods: &[period],
        units: Some(&[unit]),
        only_verified: false,
    };
    let mut found = store::facts_of(db, wanted).await?;
    Ok(found.remove(&FactKey::new(item, unit, period)))
}

fn checked(ctx: &Ctx, house: &House, supply: Supply) -> Result<Given> {
    let item = placed(house, &supply)?;
    check_source(ctx, item, &supply)?;
    fitted(house, item, supply)
}

/// The item of a value, when there is such a place for one.
pub(super) fn placed<'h>(house: &'h House, supply: &Supply) -> Result<&'h DataItem> {
    let item = house.items.get(&supply.item);
    let Some(item) = item.filter(|item| !item.is_retired) else {
        return refuse(
            "facts.no_item",
            format!("没有编码为“{}”的数据项，或已经停用。", supply.item),
            "请先设立数据项。",
        );
    };
    if supply.period.grain() != item.grain {
        return refuse(
            "facts.grain",
            format!(
                "“{}”按{}统计，{}不是这样的一期。",
                item.name,
                item.grain.label(),
                supply.period.label()
            ),
            "请核对期别。",
        );
    }
    if !house.has(item, supply.unit) {
        return refuse(
            "facts.unit",
            format!("“{}”不由{}填报。", item.name, house.unit_name(supply.unit)),
            "请核对单位，或在数据项里改适用单位。",
        );
    }
    Ok(item)
}

/// The value held against the rules of its item, its source already checked.
pub(super) fn fitted(house: &House, item: &DataItem, supply: Supply) -> Result<Given> {
    let key = supply.key();
    let value = match supply.value.map(|amount| fitting(item, amount)).transpose() {
        Ok(value) => value,
        Err(wrong) => {
            return refuse(
                "facts.value",
                format!(
                    "{} · {} · {}：{wrong}",
                    house.unit_name(supply.unit),
                    item.name,
                    supply.period.label()
                ),
                "请核对后再填。",
            );
        }
    };
    Ok(Given {
        key,
        value,
        reference: supply.reference,
        reason: supply.reason,
    })
}

/// Averages and shares of a register or a survey come with more places than are kept; what somebody
/// typed is never rounded.
fn fitting(item: &DataItem, amount: Amount) -> std::result::Result<Amount, String> {
    match item.source.kind() {
        SourceKind::Register | SourceKind::Survey => {
            let rounded = amount.rounded(item.decimals);
            item.check(rounded.ok_or_else(|| "数字太大，存不下。".to_owned())?)
        }
        _ => item.check(amount),
    }
}

/// Only the declared source supplies a value.
fn check_source(ctx: &Ctx, item: &DataItem, supply: &Supply) -> Result<()> {
    let reference = &supply.reference;
    let is_declared = match &item.source {
        Source::RegisterRollup(id) => {
            reference.kind() == Some(SourceKind::Register) && reference.id() == id
        }
        Source::Survey(id) => reference.kind() == Some(SourceKind::Survey) && reference.id() == id,
        Source::Dataset => reference.kind() == Some(SourceKind::Dataset),
        Source::Reporter(_) => {
            reference.kind() == Some(SourceKind::Reporter)
                && policy::reports(&ctx.actor, item, supply.unit)
        }
        // Computed here and nowhere else.
        Source::Formula(_) => false,
    };
    match is_declared {
        true => Ok(()),
        false => refuse(
            "facts.source",
            format!(
                "“{}”的来源是{}，不从别处填。",
                item.name,
                item.source.kind().label()
            ),
            "请在它的来源处更正；来源不对的，先改数据项的来源。",
        ),
    }
}

async fn audit(tx: &mut Tx, ctx: &Ctx, house: &House, kept: &Kept, reason: &str) -> Result<()> {
    let [(key, before)] = kept.changed.as_slice() else {
        if !kept.changed.is_empty() {
            let line = Line::new("facts.values.supplied", "")
                .saying(format!(
                    "新填{}个，改动{}个",
                    kept.n_new,
                    kept.changed.len() - kept.n_new
                ))
                .because(reason);
            tx.audit_line(ctx, line);
        }
        return Ok(());
    };
    let Some(item) = house.items.get(&key.item) else {
        return Ok(());
    };
    let after = value(tx, &key.item, key.unit, key.period).await?;
    let words = |amount| Facts::none().with(&item.name, item.in_words(amount));
    let line = match kept.n_corrected {
        0 => Line::new("facts.value.supplied", &key.item),
        _ => Line::new("facts.value.corrected", &key.item),
    };
    let line = line
        .named(format!(
            "{} · {} · {}",
            house.unit_name(key.unit),
            item.name,
            key.period.label()
        ))
        .changing(&words(*before), &words(after.and_then(|fact| fact.value)))
        .because(reason);
    tx.audit_line(ctx, line);
    Ok(())
}

fn refuse<T>(rule: &'static str, what: String, next: &str) -> Result<T> {
    Err(Refusal::new(rule, what, next).into())
}
