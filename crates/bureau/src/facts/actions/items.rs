//! Data items: what there is, and defining them.

use super::{house::House, recompute, twins};
use crate::facts::{
    acts,
    formula::{self, Formula},
    model::{DataItem, FactKey, FactValue, ItemCode, MOST_DECIMALS, Source, SourceKind},
    policy, search,
    store::{self, ItemVersion, Places},
};
use ::store::{Ctx, Error, Read, Result, Tx, audit::Line};
use base::{Grain, Refusal};
use std::collections::BTreeMap;

/// Which items are wanted; an empty filter wants all that are collected.
#[derive(Debug, Clone, Default)]
pub(crate) struct ItemFilter {
    pub(crate) grain: Option<Grain>,
    pub(crate) source: Option<SourceKind>,
    /// Part of the name or the code.
    pub(crate) words: String,
    /// Also those no longer collected.
    pub(crate) with_retired: bool,
}

/// Data items, in their order.
pub(crate) async fn items(db: &impl Read, filter: &ItemFilter) -> Result<Vec<DataItem>> {
    let mut items = store::items(db).await?;
    items.retain(|item| {
        filter.grain.is_none_or(|grain| item.grain == grain)
            && filter
                .source
                .is_none_or(|source| item.source.kind() == source)
            && (filter.with_retired || !item.is_retired)
            && (filter.words.is_empty()
                || item.name.contains(&filter.words)
                || item.code.as_str().contains(&filter.words))
    });
    Ok(items)
}

/// One item.
pub(crate) async fn item(db: &impl Read, code: &ItemCode) -> Result<Option<DataItem>> {
    store::item(db, code).await
}

/// Every value that stands of an item, for whoever gives it another source.
pub(crate) async fn every_value(
    db: &impl Read,
    code: &ItemCode,
) -> Result<BTreeMap<FactKey, FactValue>> {
    let keys = store::keys_of(db, code).await?;
    let places = Places::of(&keys);
    let values = store::values(db, places.wanted()).await?;
    Ok(values.into_iter().collect())
}

/// The versions of a definition, newest first.
pub(in crate::facts) async fn versions(
    db: &impl Read,
    code: &ItemCode,
) -> Result<Vec<ItemVersion>> {
    store::versions(db, code).await
}

/// Defines an item (version 0) or changes one that is still at its version. A formula may name its
/// items; it is kept with their codes.
pub(crate) async fn define(
    tx: &mut Tx,
    ctx: &Ctx,
    mut item: DataItem,
    reason: &str,
) -> Result<DataItem> {
    policy::may_define(&ctx.actor)?;
    let house = House::load(tx).await?;
    let before = house.items.get(&item.code);
    check(&item, &house)?;
    if let Some(before) = before {
        check_change(tx, before, &item, reason).await?;
    }
    if let Source::Formula(text) = &item.source {
        item.source = Source::Formula(check_formula(text, &item, &house)?);
    }
    if !store::save_item(tx, &item).await? {
        return Err(Error::Conflict);
    }
    item.version += 1;
    let source_words = |item: &DataItem| match &item.source {
        Source::Formula(text) => Formula::stored(text).map_or_else(
            || text.clone(),
            |formula| formula.written(&|code| house.item_name(code)),
        ),
        _ => String::new(),
    };
    let is = acts::of_item(&item, &source_words(&item));
    let was = before.map(|before| acts::of_item(before, &source_words(before)));
    let pairs: Vec<(&str, &str)> = is.iter().collect();
    let version = ItemVersion {
        version: item.version,
        at_ms: ctx.now_ms(),
        by_name: ctx.actor.name.clone(),
        reason: reason.to_owned(),
        definition: serde_json::to_string(&pairs)?,
    };
    store::insert_version(tx, &item.code, &version).await?;
    ::store::search::put(tx, &search::entry(&item, ctx.now_ms())).await?;
    let line = match before {
        None => Line::new("facts.item.defined", &item.code),
        Some(_) => Line::new("facts.item.changed", &item.code),
    };
    let line = line
        .named(&item.name)
        .changing(&was.unwrap_or_default(), &is)
        .because(reason);
    tx.audit_line(ctx, line);
    let formula_changed = before.map(|before| &before.source) != Some(&item.source);
    if matches!(item.source, Source::Formula(_)) && formula_changed {
        recompute::anew(tx, ctx, &item.code, reason).await?;
    }
    twins::check_again(tx, ctx).await?;
    Ok(item)
}

fn check(item: &DataItem, house: &House) -> Result<()> {
    let wrong = |what: String, next: &str| Err(Refusal::new("facts.item", what, next).into());
    if item.name.trim().is_empty() || item.name.chars().count() > 60 {
        return wrong("数据项名称要写，最多60个字。".to_owned(), "请改好名称。");
    }
    if item.name.contains(['[', ']', '【', '】']) {
        return wrong(
            "名称里不能有方括号：公式用方括号括住名称。".to_owned(),
            "请改好名称。",
        );
    }
    if item.applies_to.is_empty() {
        return wrong("没有选适用单位。".to_owned(), "请至少选一类单位。");
    }
    if item.decimals > MOST_DECIMALS {
        return wrong(format!("小数最多{MOST_DECIMALS}位。"), "请改小小数位数。");
    }
    if let (Some(least), Some(most)) = (item.least, item.most)
        && least > most
    {
        return wrong(
            format!("最小值{least}大于最大值{most}。"),
            "请核对两个界限。",
        );
    }
    // One number, one source: a second item of the same name would ask for the number twice.
    let twin = house.items.values().find(|other| {
        other.name == item.name && other.grain == item.grain && other.code != item.code
    });
    if let Some(twin) = twin {
        return wrong(
            format!(
                "已有按{}统计的“{}”，来源是{}；同一个数只设一项。",
                twin.grain.label(),
                twin.name,
                twin.source.kind().label()
            ),
            "请直接引用已有的数据项，或换一个能说明区别的名称。",
        );
    }
    Ok(())
}

async fn check_change(tx: &Tx, before: &DataItem, item: &DataItem, reason: &str) -> Result<()> {
    if before.source != item.source && reason.trim().is_empty() {
        return Err(Refusal::new(
            "facts.source_reason",
            "改变数据来源要写明原因，原来的数据和来源都会保留。",
            "请写明原因后再保存。",
        )
        .into());
    }
    if before.grain != item.grain || before.kind != item.kind {
        let counts = store::counts(tx, None).await?;
        if counts.contains_key(&item.code) {
            return Err(Refusal::new(
                "facts.item_has_values",
                "已经有数据，周期和类型不能再改。",
                "请停用这一项，另设新的数据项。",
            )
            .into());
        }
    }
    Ok(())
}

/// Reads and checks a formula; gives it with codes in its brackets.
fn check_formula(text: &str, item: &DataItem, house: &House) -> Result<String> {
    let refuse =
        |what: String| Error::from(Refusal::new("facts.formula", what, "请改好公式后再保存。"));
    let formula = formula_of(text, Some(item.grain), house).map_err(refuse)?;
    formula::check_units(&formula, item, &|code| house.items.get(code))
        .map_err(|error| refuse(error.to_string()))?;
    let stored = formula.written(&|code| code.to_string());
    let mut items: Vec<DataItem> = house
        .items
        .values()
        .filter(|other| other.code != item.code)
        .cloned()
        .collect();
    items.push(DataItem {
        source: Source::Formula(stored.clone()),
        ..item.clone()
    });
    if let Err(circle) = formula::in_order(&items) {
        let names: Vec<String> = circle.iter().map(|code| house.item_name(code)).collect();
        return Err(refuse(format!(
            "公式绕回了自己：{}互相引用，算不出来。",
            names.join("、")
        )));
    }
    Ok(stored)
}

/// Reads a formula that names items by name or code. The error is a sentence.
pub(super) fn formula_of(
    text: &str,
    grain: Option<Grain>,
    house: &House,
) -> std::result::Result<Formula, String> {
    let find = |name: &str| {
        let by_code = name
            .parse()
            .ok()
            .filter(|code| house.items.contains_key(code));
        by_code.or_else(|| {
            // The same name may be counted by the month and by the year: that of our own period.
            let named = || house.items.values().filter(|other| other.name == name);
            let own = named().find(|other| Some(other.grain) == grain);
            own.or_else(|| named().next())
                .map(|other| other.code.clone())
        })
    };
    Formula::read(text, find).map_err(|error| error.to_string())
}
