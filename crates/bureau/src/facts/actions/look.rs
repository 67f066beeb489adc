//! What the pages show, each within what its reader may see.

use super::house::House;
use crate::{
    facts::{
        model::{DataItem, Fact, FactId, FactKey, FactValue, Flag, ItemCode, Source, State},
        policy, store,
    },
    org::{self, Scope, UnitKind},
};
use ::store::{Ctx, Error, Result};
use base::{TimePeriod, actor::UnitId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Periods a series shows.
const MOST_PERIODS: usize = 8;

/// Items, units, and what of them somebody sees.
pub(in crate::facts) struct View {
    pub(in crate::facts) house: House,
    /// Units in the order of the house.
    pub(in crate::facts) units: Vec<UnitId>,
    scope: Scope,
    /// The same as a list; none: every unit.
    pub(in crate::facts) seen: Option<Vec<UnitId>>,
    /// The kinds of units that are seen.
    kinds: BTreeSet<UnitKind>,
}

impl View {
    pub(in crate::facts) async fn of(ctx: &Ctx) -> Result<Self> {
        Self::with(ctx, House::load(&ctx.db).await?).await
    }

    /// For a list that does not tell which periods are locked.
    pub(in crate::facts) async fn without_locks(ctx: &Ctx) -> Result<Self> {
        Self::with(ctx, House::without_locks(&ctx.db).await?).await
    }

    async fn with(ctx: &Ctx, house: House) -> Result<Self> {
        let scope = org::scope(&ctx.db, &ctx.actor).await?;
        let seen = match &scope {
            Scope::All => None,
            Scope::Units(units) => Some(units.iter().copied().collect()),
        };
        let mut units: Vec<UnitId> = house.units.keys().copied().collect();
        units.sort_by_key(|unit| house.units.get(unit).map(|unit| unit.place));
        let seen_units = house.units.iter().filter(|(unit, _)| scope.sees(**unit));
        let kinds = seen_units.map(|(_, unit)| unit.kind).collect();
        Ok(Self {
            kinds,
            house,
            units,
            scope,
            seen,
        })
    }

    /// Whether values of this unit may be seen.
    pub(in crate::facts) fn sees(&self, unit: UnitId) -> bool {
        self.scope.sees(unit)
    }

    /// The units whose values of an item are seen, in the order of the house.
    pub(in crate::facts) fn units_of(&self, item: &DataItem) -> Vec<UnitId> {
        let fits = |unit: &&UnitId| self.sees(**unit) && self.house.has(item, **unit);
        self.units.iter().filter(fits).copied().collect()
    }

    /// Whether an item is collected of a unit somebody sees.
    fn collects(&self, item: &DataItem) -> bool {
        self.kinds.iter().any(|kind| item.applies_to(*kind))
    }

    /// Items that are collected of units somebody sees, in their order.
    pub(in crate::facts) fn items(&self) -> Vec<&DataItem> {
        let mut items: Vec<&DataItem> = self
            .house
            .items
            .values()
            .filter(|item| !item.is_retired && self.collects(item))
            .collect();
        items.sort_by_key(|item| (item.place, &item.code));
        items
    }

    /// The headings of those items, in their order.
    pub(in crate::facts) fn groups(&self) -> Vec<String> {
        let mut groups: Vec<String> = Vec::new();
        for item in self.items() {
            if !groups.contains(&item.group) {
                groups.push(item.group.clone());
            }
        }
        groups
    }

    /// One item, if it is collected of a unit somebody sees or they define items.
    pub(in crate::facts) fn item(&self, ctx: &Ctx, code: &ItemCode) -> Result<&DataItem> {
        let item = self.house.items.get(code).ok_or(Error::NotFound)?;
        match policy::defines(&ctx.actor) || self.collects(item) {
            true => Ok(item),
            false => Err(Error::NotFound),
        }
    }
}

/// How many values each item has in each state, as far as they are seen.
pub(in crate::facts) async fn counts(
    ctx: &Ctx,
    view: &View,
) -> Result<BTreeMap<ItemCode, store::Counts>> {
    store::counts(&ctx.db, view.seen.as_deref()).await
}

/// Values of one item through time.
pub(in crate::facts) struct Series {
    /// Oldest first.
    pub(in crate::facts) periods: Vec<TimePeriod>,
    pub(in crate::facts) values: HashMap<FactKey, FactValue>,
}

pub(in crate::facts) async fn series(ctx: &Ctx, item: &DataItem) -> Result<Series> {
    let mut periods: Vec<TimePeriod> = store::periods(&ctx.db, Some(&item.code))
        .await?
        .into_iter()
        .map(|(period, ..)| period)
        .take(MOST_PERIODS)
        .collect();
    periods.reverse();
    Ok(Series {
        values: short(ctx, &[item], &periods, None).await?,
        periods,
    })
}

/// Values in short of these items and periods.
pub(in crate::facts) async fn short(
    ctx: &Ctx,
    items: &[&DataItem],
    periods: &[TimePeriod],
    units: Option<&[UnitId]>,
) -> Result<HashMap<FactKey, FactValue>> {
    let items: Vec<ItemCode> = items.iter().map(|item| item.code.clone()).collect();
    let wanted = store::Wanted {
        items: &items,
        periods,
        units,
        only_verified: false,
    };
    store::values(&ctx.db, wanted).await
}

/// Values in full of these items and periods.
pub(in crate::facts) async fn full(
    ctx: &Ctx,
    items: &[&DataItem],
    periods: &[TimePeriod],
    units: &[UnitId],
) -> Result<HashMap<FactKey, Fact>> {
    let items: Vec<ItemCode> = items.iter().map(|item| item.code.clone()).collect();
    let wanted = store::Wanted {
        items: &items,
        periods,
        units: Some(units),
        only_verified: false,
    };
    store::facts_of(&ctx.db, wanted).await
}

/// One value, if its unit is seen.
pub(in crate::facts) async fn fact(ctx: &Ctx, view: &View, id: FactId) -> Result<Fact> {
    let fact = store::fact(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    match view.sees(fact.key.unit) {
        true => Ok(fact),
        false => Err(Error::NotFound),
    }
}

/// Whether somebody looks at the values of an item: those of a formula follow what they are computed from.
pub(in crate::facts) fn is_looked_at(item: &DataItem) -> bool {
    !matches!(item.source, Source::Formula(_))
}

/// Values that wait in a state, computed ones left out: they follow their inputs.
pub(in crate::facts) async fn waiting(
    ctx: &Ctx,
    view: &View,
    state: State,
    group: &str,
    n_skipped: i64,
    most: i64,
) -> Result<store::StatePage> {
    let items: Vec<ItemCode> = view
        .items()
        .into_iter()
        .filter(|item| group.is_empty() || item.group == group)
        .filter(|item| is_looked_at(item))
        .map(|item| item.code.clone())
        .collect();
    store::in_state(
        &ctx.db,
        state,
        &items,
        view.seen.as_deref(),
        n_skipped,
        most,
    )
    .await
}

/// What somebody reports themselves: items with the units they report them for.
pub(in crate::facts) fn reported<'a>(
    ctx: &Ctx,
    view: &'a View,
) -> Vec<(&'a DataItem, Vec<UnitId>)> {
    view.items()
        .into_iter()
        .filter(|item| matches!(item.source, Source::Reporter(_)))
        .filter_map(|item| {
            let mut units = view.units_of(item);
            units.retain(|unit| policy::reports(&ctx.actor, item, *unit));
            (!units.is_empty()).then_some((item, units))
        })
        .collect()
}

/// The places of values by their ids.
pub(in crate::facts) async fn keys(ctx: &Ctx, view: &View, ids: &[FactId]) -> Result<Vec<FactKey>> {
    let facts = store::facts(&ctx.db, ids).await?;
    let seen: BTreeSet<FactKey> = facts
        .into_iter()
        .filter(|fact| view.sees(fact.key.unit))
        .map(|fact| fact.key)
        .collect();
    Ok(seen.into_iter().collect())
}

/// What a check noticed, with the value it is about when there is one.
pub(in crate::facts) type Noticed = (Flag, Option<FactId>);

/// What checks noticed of the units somebody sees, each with the value it is about.
pub(in crate::facts) async fn flags(
    ctx: &Ctx,
    view: &View,
    is_confirmed: bool,
    n_skipped: i64,
    most: i64,
) -> Result<(Vec<Noticed>, i64)> {
    let (flags, n_all) =
        store::flags(&ctx.db, is_confirmed, view.seen.as_deref(), n_skipped, most).await?;
    let mut items: Vec<ItemCode> = flags.iter().map(|flag| flag.key.item.clone()).collect();
    let mut periods: Vec<TimePeriod> = flags.iter().map(|flag| flag.key.period).collect();
    let mut units: Vec<UnitId> = flags.iter().map(|flag| flag.key.unit).collect();
    items.sort();
    items.dedup();
    periods.sort();
    periods.dedup();
    units.sort();
    units.dedup();
    let wanted = store::Wanted {
        items: &items,
        periods: &periods,
        units: Some(&units),
        only_verified: false,
    };
    let values = store::values(&ctx.db, wanted).await?;
    let flags = flags.into_iter().map(|flag| {
        let value = values.get(&flag.key).map(|value| value.id);
        (flag, value)
    });
    Ok((flags.collect(), n_all))
}

/// How many flags wait for somebody.
pub(in crate::facts) async fn n_flags(ctx: &Ctx, view: &View) -> Result<i64> {
    store::n_flags(&ctx.db, false, view.seen.as_deref()).await
}
