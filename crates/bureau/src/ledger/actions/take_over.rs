//! 改由台账汇总: a number that people typed becomes the figure of a register. What was typed stays in the
//! history of each value; from then on the register is its one source.

use super::{
    define::redefine_in,
    for_target::{RollupHint, free_rollup_code, suggest_rollups},
    people::{House, open_in, standings},
};
use crate::{
    facts::{self, Amount, DataItem, FactKey, FactValue, ItemCode, Source, ValueKind},
    ledger::{
        model::{Condition, Measure, RollupSpec},
        store::{self, Register},
    },
    org::UnitKind,
};
use ::store::{Ctx, Error, Read, Result, Tx};
use base::{Refusal, TimePeriod};
use std::collections::{BTreeMap, BTreeSet};

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(in crate::ledger) struct TakeOver {
    /// Code of the register.
    pub(in crate::ledger) register: String,
    /// Measure, field, conditions and whether only verified rows count; the rest comes from the item.
    pub(in crate::ledger) rollup: RollupSpec,
    pub(in crate::ledger) reason: String,
    /// The version of the item it was asked for.
    pub(in crate::ledger) version: i64,
}

/// A value before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Compared {
    pub(in crate::ledger) period: TimePeriod,
    pub(in crate::ledger) unit: String,
    pub(in crate::ledger) typed: Option<Amount>,
    /// What stands there afterwards.
    pub(in crate::ledger) counted: Option<Amount>,
    /// Whether the register has nothing to say of it, so that what was typed stays.
    pub(in crate::ledger) stays: bool,
}

/// The item, the registers this person could count it in, and what is suggested.
pub(in crate::ledger) struct Choices {
    pub(in crate::ledger) item: DataItem,
    pub(in crate::ledger) registers: Vec<Register>,
    pub(in crate::ledger) hints: Vec<RollupHint>,
}

/// What may be chosen, for whoever defines both the item and a register.
pub(in crate::ledger) async fn choices(ctx: &Ctx, code: &ItemCode) -> Result<Choices> {
    facts::may_define(&ctx.actor)?;
    let item = known(&ctx.db, code).await?;
    let registers = store::registers(&ctx.db).await?;
    let (_, standings) = standings(ctx, &registers).await?;
    let registers = registers
        .into_iter()
        .zip(standings)
        .filter(|(register, standing)| {
            let defines = standing.as_ref().is_some_and(|standing| standing.defines);
            defines && !register.definition.period.is_empty()
        });
    let registers = registers.map(|(register, _)| register).collect();
    let wanted = [(item.name.clone(), item.unit.clone())];
    let hints = suggest_rollups(ctx, &wanted).await?.remove(0);
    Ok(Choices {
        item,
        registers,
        hints,
    })
}

/// What would stand where; nothing is kept.
pub(in crate::ledger) async fn preview_take_over(
    ctx: &Ctx,
    code: &ItemCode,
    asked: &TakeOver,
) -> Result<Vec<Compared>> {
    // It ends without a commit.
    let mut tx = ctx.db.begin_write().await?;
    let before = facts::every_value(&tx, code).await?;
    let asked = TakeOver {
        // What is only looked at needs no reason yet.
        reason: "预览".to_owned(),
        ..asked.clone()
    };
    let (register, rollup) = take_over_in(&mut tx, ctx, code, &asked).await?;
    let after = facts::every_value(&tx, code).await?;
    let tallies = store::tallies_of(&tx, register, &rollup).await?;
    let counted: BTreeSet<FactKey> = tallies
        .iter()
        .map(|tally| FactKey::new(code, tally.unit, tally.period))
        .collect();
    let house = super::people::house(&tx).await?;
    Ok(compared(&house, &before, &after, &counted))
}

fn compared(
    house: &House,
    before: &BTreeMap<FactKey, FactValue>,
    after: &BTreeMap<FactKey, FactValue>,
    counted: &BTreeSet<FactKey>,
) -> Vec<Compared> {
    let keys: BTreeSet<&FactKey> = before.keys().chain(after.keys()).collect();
    let value = |of: &BTreeMap<FactKey, FactValue>, key: &FactKey| of.get(key)?.value;
    let mut lines: Vec<Compared> = keys
        .into_iter()
        .map(|key| Compared {
            period: key.period,
            unit: house.name(key.unit).to_owned(),
            typed: value(before, key),
            counted: value(after, key),
            stays: !counted.contains(key),
        })
        .collect();
    lines.sort_by(|a, b| b.period.cmp(&a.period).then_with(|| a.unit.cmp(&b.unit)));
    lines
}

/// Lets a register be the one source of an item.
pub(in crate::ledger) async fn take_over(
    ctx: &Ctx,
    code: &ItemCode,
    asked: &TakeOver,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    take_over_in(&mut tx, ctx, code, asked).await?;
    tx.commit().await
}

/// The same in a transaction; gives the number of the register and the code of the roll-up.
async fn take_over_in(
    tx: &mut Tx,
    ctx: &Ctx,
    code: &ItemCode,
    asked: &TakeOver,
) -> Result<(i64, String)> {
    let item = known(&*tx, code).await?;
    if item.version != asked.version {
        return Err(Error::Conflict);
    }
    let opened = open_in(&*tx, ctx, &asked.register).await?;
    opened.standing.may_define()?;
    let register = &opened.register;
    let mut definition = register.definition.clone();
    let rollup = RollupSpec {
        code: free_rollup_code(tx, &asked.register).await?,
        name: item.name.clone(),
        unit: item.unit.clone(),
        grain: item.grain.code().to_owned(),
        whole_bureau: item.applies_to == [UnitKind::Bureau],
        item: code.to_string(),
        ..asked.rollup.clone()
    };
    if let Some(wrong) = misfit(&item, &rollup, register) {
        return Err(refusal(wrong).into());
    }
    let (number, name) = (register.no, rollup.code.clone());
    let source = Source::RegisterRollup(format!("{}/{name}", definition.code));
    // One that fed the item before feeds it no more: the item has one source.
    let id = code.to_string();
    for other in definition.rollups.iter_mut().filter(|r| r.item == id) {
        other.item.clear();
    }
    definition.rollups.push(rollup);
    let problems = definition.problems();
    if !problems.is_empty() {
        return Err(refusal(problems.join("")).into());
    }
    let note = asked.reason.trim();
    facts::define(tx, ctx, DataItem { source, ..item }, note).await?;
    let version = register.version;
    redefine_in(tx, ctx, &asked.register, version, definition, (note, note)).await?;
    Ok((number, name))
}

async fn known(db: &impl Read, code: &ItemCode) -> Result<DataItem> {
    let item = facts::item(db, code).await?.ok_or(Error::NotFound)?;
    if item.is_retired {
        return Err(refusal("这个数据项已停用，不再收集。".to_owned()).into());
    }
    Ok(item)
}

/// Why what a register would count is not this number.
fn misfit(item: &DataItem, rollup: &RollupSpec, register: &Register) -> Option<String> {
    if item.kind == ValueKind::YesNo {
        return Some("“是或否”的数据项不能由台账汇总。".to_owned());
    }
    let field = register.definition.field(&rollup.field);
    match rollup.measure {
        Measure::Share if !item.is_percent() => {
            Some(format!("占比的单位是“%”，数据项的单位是“{}”。", item.unit))
        }
        Measure::Count | Measure::Distinct if item.is_percent() => {
            Some("数据项的单位是“%”，条数和人数不是百分比，请选“占比”。".to_owned())
        }
        Measure::Sum | Measure::Average => {
            let field = field?;
            let differs = !field.unit.is_empty() && field.unit != item.unit;
            differs.then(|| {
                format!(
                    "字段“{}”的单位是“{}”，数据项的单位是“{}”，不能直接汇总。",
                    field.name, field.unit, item.unit
                )
            })
        }
        _ => None,
    }
}

fn refusal(what: String) -> Refusal {
    Refusal::new("ledger.take_over", what, "请改好后再预览，没有改动。")
}

/// What becomes the source of an item where no page is filled in: the demo county.
pub(crate) struct HandedOver<'a> {
    /// Code of the register.
    pub(crate) register: &'a str,
    /// Code of the measure, and of the field that is added up.
    pub(crate) measure: &'a str,
    pub(crate) field: &'a str,
    /// Which values rows have to count.
    pub(crate) filter: &'a [(&'a str, &'a [&'a str])],
    pub(crate) verified_only: bool,
    pub(crate) reason: &'a str,
}

/// Lets a register be the one source of an item as it stands now.
pub(crate) async fn hand_over(ctx: &Ctx, code: &ItemCode, to: &HandedOver<'_>) -> Result<()> {
    let conditions = to.filter.iter().map(|(field, one_of)| Condition {
        field: (*field).to_owned(),
        one_of: one_of.iter().map(|word| (*word).to_owned()).collect(),
    });
    let asked = TakeOver {
        register: to.register.to_owned(),
        rollup: RollupSpec {
            measure: Measure::from_code(to.measure).unwrap_or_default(),
            field: to.field.to_owned(),
            filter: conditions.collect(),
            verified_only: to.verified_only,
            ..RollupSpec::default()
        },
        reason: to.reason.to_owned(),
        version: known(&ctx.db, code).await?.version,
    };
    take_over(ctx, code, &asked).await
}
