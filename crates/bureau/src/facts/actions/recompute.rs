//! Formulas follow their inputs, in the same transaction and in the order they ask for each other.

use super::{
    checks,
    house::House,
    keep::{self, Given},
};
use crate::facts::{
    formula::{self, Exact, Formula, Input, NoResult, Reach},
    model::{DataItem, FactKey, FactValue, ItemCode, SourceRef, State},
    store::{self, Wanted},
};
use ::store::{Ctx, Error, Result, Tx};
use base::{TimePeriod, actor::UnitId};
use std::collections::{BTreeSet, HashMap};

/// Computes whatever follows from values that changed; gives everything that was touched.
pub(super) async fn after(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    touched: &BTreeSet<FactKey>,
) -> Result<BTreeSet<FactKey>> {
    let mut touched = touched.clone();
    for (code, formula) in ordered(house)? {
        let Some(item) = house.items.get(&code) else {
            continue;
        };
        let inputs = formula.inputs();
        let mut targets = BTreeSet::new();
        for key in &touched {
            for input in inputs.iter().filter(|input| input.item == key.item) {
                targets.extend(reached(house, item, input.of, key));
            }
        }
        let why = "公式所引用的数据有更正，随之重新计算。";
        touched.extend(compute(tx, ctx, house, (item, &formula), targets, why).await?);
    }
    Ok(touched)
}

/// Computes an item wherever one of its inputs stands: its formula is new, for the reason its definition has.
pub(super) async fn anew(tx: &mut Tx, ctx: &Ctx, code: &ItemCode, reason: &str) -> Result<()> {
    let house = House::load(tx).await?;
    let Some((item, formula)) = ordered(&house)?
        .into_iter()
        .find(|(known, _)| known == code)
        .and_then(|(_, formula)| Some((house.items.get(code)?, formula)))
    else {
        return Ok(());
    };
    let mut targets = BTreeSet::new();
    for input in formula.inputs() {
        for key in store::keys_of(tx, &input.item).await? {
            targets.extend(reached(&house, item, input.of, &key));
        }
    }
    let own: BTreeSet<FactKey> = store::keys_of(tx, code).await?.into_iter().collect();
    targets.extend(own);
    let why = match reason.trim() {
        "" => "公式是新设的，随之计算。".to_owned(),
        reason => format!("公式有改动：{reason}"),
    };
    let touched = compute(tx, ctx, &house, (item, &formula), targets, &why).await?;
    let touched = after(tx, ctx, &house, &touched).await?;
    checks::run(tx, ctx, &house, &touched).await
}

fn ordered(house: &House) -> Result<Vec<(ItemCode, Formula)>> {
    let items: Vec<DataItem> = house.items.values().cloned().collect();
    formula::in_order(&items)
        .map_err(|circle| Error::Corrupt(format!("facts: formulas in a circle: {circle:?}")))
}

/// Whose value of a formula depends on this value.
fn reached(house: &House, item: &DataItem, of: Reach, key: &FactKey) -> Vec<FactKey> {
    let at = |unit: UnitId, period: TimePeriod| FactKey::new(&item.code, unit, period);
    let reached = match of {
        Reach::Same => vec![at(key.unit, key.period)],
        Reach::Previous => vec![at(key.unit, key.period.next())],
        Reach::YearBefore => {
            let period = key.period;
            let later = TimePeriod::new(period.grain(), period.year() + 1, period.number());
            later.map(|later| at(key.unit, later)).into_iter().collect()
        }
        Reach::AllBelow | Reach::KnownBelow => house
            .above(key.unit)
            .into_iter()
            .map(|above| at(above, key.period))
            .collect(),
    };
    reached
        .into_iter()
        .filter(|key| house.has(item, key.unit))
        .collect()
}

/// Computes one item at these places; `why` is said where the period is locked.
async fn compute(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    (item, formula): (&DataItem, &Formula),
    targets: BTreeSet<FactKey>,
    why: &str,
) -> Result<BTreeSet<FactKey>> {
    if targets.is_empty() {
        return Ok(BTreeSet::new());
    }
    let values = Inputs::load(tx, house, formula, &targets).await?;
    let words = formula.written(&|code| house.item_name(code));
    let given = targets.into_iter().map(|key| {
        let result = formula.result(&|input| values.exact(input, &key));
        let all_verified = values.all_verified(formula, &key);
        let (value, reason) = match result {
            Ok(exact) => match exact.rounded(item.decimals) {
                Some(amount) => (Some(amount), String::new()),
                None => (None, "结果太大，存不下。".to_owned()),
            },
            Err(why) => (None, values.why_not(&why, &key)),
        };
        let reason = match house.locked.contains(&key.period) && reason.is_empty() {
            true => why.to_owned(),
            false => reason,
        };
        Given {
            key,
            value,
            reference: SourceRef::formula(words.clone(), all_verified),
            reason,
        }
    });
    let given: Vec<Given> = given.collect();
    let kept = keep::write(tx, ctx, house, given).await?;
    Ok(kept.touched)
}

/// The values a formula asks for, loaded at once.
pub(super) struct Inputs<'a> {
    house: &'a House,
    values: HashMap<FactKey, FactValue>,
}

impl<'a> Inputs<'a> {
    /// Loads the inputs of a formula at these places, in one statement.
    pub(super) async fn load(
        tx: &impl ::store::Read,
        house: &'a House,
        formula: &Formula,
        targets: &BTreeSet<FactKey>,
    ) -> Result<Self> {
        let inputs = formula.inputs();
        let mut items = BTreeSet::new();
        let mut periods = BTreeSet::new();
        for input in &inputs {
            items.insert(input.item.clone());
            periods.extend(targets.iter().map(|key| period_of(input.of, key.period)));
        }
        let is_below = inputs.iter().any(|input| input.of.is_below());
        let units: BTreeSet<UnitId> = targets.iter().map(|key| key.unit).collect();
        let units: Vec<UnitId> = units.into_iter().collect();
        let (items, periods): (Vec<_>, Vec<_>) =
            (items.into_iter().collect(), periods.into_iter().collect());
        let wanted = Wanted {
            items: &items,
            periods: &periods,
            units: (!is_below).then_some(&units),
            only_verified: false,
        };
        Ok(Self {
            house,
            values: store::values(tx, wanted).await?,
        })
    }

    /// The places an input is read from for one result.
    fn places(&self, input: &Input, key: &FactKey) -> Vec<FactKey> {
        Self::places_in(self.house, input, key)
    }

    /// The same, of any house.
    pub(super) fn places_in(house: &House, input: &Input, key: &FactKey) -> Vec<FactKey> {
        let period = period_of(input.of, key.period);
        if !input.of.is_below() {
            return vec![FactKey::new(&input.item, key.unit, period)];
        }
        let Some(item) = house.items.get(&input.item) else {
            return Vec::new();
        };
        let fits = |unit: &UnitId| house.has(item, *unit) && house.is_below(*unit, key.unit);
        let mut below: Vec<UnitId> = house.units.keys().copied().filter(fits).collect();
        below.sort_by_key(|unit| house.units.get(unit).map(|unit| unit.place));
        below
            .into_iter()
            .map(|unit| FactKey::new(&input.item, unit, period))
            .collect()
    }

    fn exact(&self, input: &Input, key: &FactKey) -> Option<Exact> {
        let known = |place: &FactKey| self.values.get(place).and_then(|value| value.value);
        let places = self.places(input, key);
        if !input.of.is_below() {
            return places.first().and_then(known).map(Exact::of);
        }
        let mut sum = None;
        for place in &places {
            match known(place) {
                Some(amount) => {
                    let so_far = sum.unwrap_or(Exact::ZERO);
                    sum = Some(so_far.plus(Exact::of(amount))?);
                }
                None if input.of == Reach::AllBelow => return None,
                None => {}
            }
        }
        sum
    }

    fn all_verified(&self, formula: &Formula, key: &FactKey) -> bool {
        formula.inputs().iter().all(|input| {
            let places = self.places(input, key);
            let state = |place: &FactKey| self.values.get(place).map(|value| value.state);
            places.iter().all(|place| match state(place) {
                Some(state) => state == State::Verified,
                None => input.of == Reach::KnownBelow,
            })
        })
    }

    /// Why there is no result, in words.
    fn why_not(&self, why: &NoResult, key: &FactKey) -> String {
        match why {
            NoResult::DividedByZero => "除数是0，算不出来。".to_owned(),
            NoResult::TooLarge => "计算中的数太大，算不出来。".to_owned(),
            NoResult::Missing(input) => {
                let name = self.house.item_name(&input.item);
                let places = self.places(input, key);
                let missing: Vec<&FactKey> = places
                    .iter()
                    .filter(|place| {
                        self.values
                            .get(place)
                            .is_none_or(|value| value.value.is_none())
                    })
                    .collect();
                match (input.of.is_below(), missing.first()) {
                    (true, Some(first)) => format!(
                        "{}等{}个下级单位缺“{name}”。",
                        self.house.unit_name(first.unit),
                        missing.len()
                    ),
                    (true, None) => format!("没有下级单位报“{name}”。"),
                    (false, _) => {
                        format!("缺{}的“{name}”。", period_of(input.of, key.period).label())
                    }
                }
            }
        }
    }
}

fn period_of(of: Reach, period: TimePeriod) -> TimePeriod {
    match of {
        Reach::Previous => period.previous(),
        Reach::YearBefore => period.year_before(),
        _ => period,
    }
}
