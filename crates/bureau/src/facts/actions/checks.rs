//! Checks: defining them, running them where values changed, confirming what they noticed.

use super::{house::House, items::formula_of};
use crate::facts::{
    formula::{Exact, Formula, Input, Reach},
    model::{
        Amount, Check, FactKey, FactValue, Flag, FlagId, ItemCode, MOST_DECIMALS, Rule, jumps,
        modified_z,
    },
    policy,
    store::{self, Wanted},
};
use ::store::{
    Ctx, Error, Read, Result, Tx,
    audit::{Facts, Line},
};
use base::{Grain, Refusal, TimePeriod, actor::UnitId};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::LazyLock,
};

/// What every check keeps to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    /// Grows when one of them changes.
    version: u32,
    /// Fewer values than this have no middle to be far from.
    fewest_units: usize,
}

/// Nothing is flagged when the file is wrong, which a test excludes.
static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../check_rules.toml"));
    read.unwrap_or(Rules {
        version: 0,
        fewest_units: usize::MAX,
    })
});

/// What every check keeps to, in words.
pub(in crate::facts) fn rules_in_words() -> String {
    format!(
        "有数的单位不到{}个时不看离群值（通用规则第{}版）。",
        RULES.fewest_units, RULES.version
    )
}

/// Every check.
pub(in crate::facts) async fn checks(db: &impl Read) -> Result<Vec<Check>> {
    store::checks(db).await
}

/// Defines a check (version 0) or changes one that is still at its version, and runs it on the
/// periods there are values of.
pub(in crate::facts) async fn define_check(tx: &mut Tx, ctx: &Ctx, mut check: Check) -> Result<()> {
    policy::may_define(&ctx.actor)?;
    let house = House::load(tx).await?;
    if check.name.trim().is_empty() {
        return Err(refuse("请写明应当是什么样。"));
    }
    match &mut check.rule {
        Rule::Cross { left, right, .. } => {
            for side in [left, right] {
                *side = stored_side(side, &house)?;
            }
        }
        Rule::Jump { items, .. } | Rule::Outlier { items, .. } => {
            if items.is_empty() || items.iter().any(|code| !house.items.contains_key(code)) {
                return Err(refuse("请选择要看的数据项。"));
            }
        }
    }
    if matches!(check.rule, Rule::Cross { .. }) {
        check_grains(&check, &house)?;
    }
    let before = store::checks(tx).await?;
    let before = before.iter().find(|known| known.code == check.code);
    if !store::save_check(tx, &check).await? {
        return Err(Error::Conflict);
    }
    let words = |check: &Check| {
        Facts::none()
            .with("名称", &check.name)
            .with("内容", rule_words(check, &house))
            .with("启用", if check.is_on { "是" } else { "否" })
    };
    let line = Line::new("facts.check.defined", &check.code)
        .named(&check.name)
        .changing(&before.map_or_else(Facts::none, words), &words(&check));
    tx.audit_line(ctx, line);
    let mut touched = BTreeSet::new();
    for code in items_of(&check) {
        touched.extend(store::keys_of(tx, &code).await?);
    }
    run(tx, ctx, &house, &touched).await
}

/// Says why a flagged value is right; the flag stays quiet until the value changes.
pub(in crate::facts) async fn confirm(ctx: &Ctx, id: FlagId, reason: &str) -> Result<()> {
    policy::may_confirm(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let flag = store::flag(&tx, id).await?.ok_or(Error::NotFound)?;
    let scope = crate::org::scope(&tx, &ctx.actor).await?;
    if !scope.sees(flag.key.unit) {
        return Err(Error::NotFound);
    }
    if reason.trim().is_empty() {
        return Err(refuse("确认要写明原因，以后的人才知道为什么没有改。"));
    }
    let house = House::load(&tx).await?;
    store::confirm_flag(&mut tx, id, reason, &ctx.actor.name, ctx.now_ms()).await?;
    let line = Line::new("facts.flag.confirmed", &flag.key.item)
        .named(format!(
            "{} · {} · {}",
            house.unit_name(flag.key.unit),
            house.item_name(&flag.key.item),
            flag.key.period.label()
        ))
        .saying(flag.words)
        .because(reason);
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// A rule in words.
pub(in crate::facts) fn rule_words(check: &Check, house: &House) -> String {
    let names = |items: &[ItemCode]| {
        let names: Vec<String> = items.iter().map(|code| house.item_name(code)).collect();
        names.join("、")
    };
    match &check.rule {
        Rule::Cross {
            left,
            operator,
            right,
        } => format!(
            "{} {} {}",
            side_words(left, house),
            operator.sign(),
            side_words(right, house)
        ),
        Rule::Jump { items, percent } => format!("比上年增减超过{percent}%：{}", names(items)),
        Rule::Outlier { items, z } => format!("修正Z分数超过{z}：{}", names(items)),
    }
}

/// A stored side with names in its brackets.
pub(in crate::facts) fn side_words(side: &str, house: &House) -> String {
    let formula = Formula::stored(side);
    formula.map_or_else(
        || side.to_owned(),
        |formula| formula.written(&|code| house.item_name(code)),
    )
}

fn stored_side(text: &str, house: &House) -> Result<String> {
    let formula = formula_of(text, None, house).map_err(refuse)?;
    if formula.inputs().iter().any(|input| input.of != Reach::Same) {
        return Err(refuse(
            "校核只比同一单位同一期的数；要比合计的，先把合计设为公式数据项。",
        ));
    }
    Ok(formula.written(&|code| code.to_string()))
}

/// Numbers of different periods never meet: such a check would say nothing for ever.
fn check_grains(check: &Check, house: &House) -> Result<()> {
    let items = items_of(check);
    let items = items.iter().filter_map(|code| house.items.get(code));
    let grains: BTreeSet<Grain> = items.map(|item| item.grain).collect();
    if grains.len() <= 1 {
        return Ok(());
    }
    let words: Vec<&str> = grains.into_iter().map(Grain::label).collect();
    Err(refuse(format!(
        "所比的数据项周期不同（{}），比不到一起。请选同一周期的数据项。",
        words.join("、")
    )))
}

fn refuse(what: impl Into<String>) -> Error {
    Refusal::new("facts.check", what, "").into()
}

fn items_of(check: &Check) -> BTreeSet<ItemCode> {
    match &check.rule {
        Rule::Cross { left, right, .. } => [left, right]
            .into_iter()
            .filter_map(|side| Formula::stored(side))
            .flat_map(|side| side.inputs())
            .map(|input| input.item)
            .collect(),
        Rule::Jump { items, .. } | Rule::Outlier { items, .. } => items.iter().cloned().collect(),
    }
}

/// What a check says of a place: nothing, or a sentence and the numbers it is about.
type Found = Option<(String, String)>;
type Looked = BTreeMap<(ItemCode, FactKey), Found>;

/// Runs the checks where values changed: new flags are open, flags whose reason is gone go, what was
/// confirmed stays quiet while its numbers stay.
pub(super) async fn run(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    touched: &BTreeSet<FactKey>,
) -> Result<()> {
    let checks = store::checks(tx).await?;
    let watched: BTreeSet<ItemCode> = checks.iter().flat_map(items_of).collect();
    let touched: Vec<&FactKey> = touched
        .iter()
        .filter(|key| watched.contains(&key.item))
        .collect();
    if touched.is_empty() {
        return Ok(());
    }
    let values = load(tx, &checks, &watched, &touched).await?;
    let mut looked = Looked::new();
    for check in &checks {
        look(check, house, &values, &touched, &mut looked);
    }
    settle(tx, ctx, looked).await
}

/// The values all checks need, in one statement, or two when units are compared.
async fn load(
    tx: &Tx,
    checks: &[Check],
    watched: &BTreeSet<ItemCode>,
    touched: &[&FactKey],
) -> Result<HashMap<FactKey, FactValue>> {
    let items: Vec<ItemCode> = watched.iter().cloned().collect();
    let mut periods: BTreeSet<TimePeriod> = BTreeSet::new();
    for key in touched {
        periods.extend([key.period, key.period.year_before()]);
        periods.extend(year_after(key.period));
    }
    let periods: Vec<TimePeriod> = periods.into_iter().collect();
    let units: BTreeSet<UnitId> = touched.iter().map(|key| key.unit).collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    let wanted = Wanted {
        items: &items,
        periods: &periods,
        units: Some(&units),
        only_verified: false,
    };
    let mut values = store::values(tx, wanted).await?;
    let compared: BTreeSet<ItemCode> = checks
        .iter()
        .filter(|check| matches!(check.rule, Rule::Outlier { .. }))
        .flat_map(items_of)
        .filter(|code| touched.iter().any(|key| key.item == *code))
        .collect();
    let compared: Vec<ItemCode> = compared.into_iter().collect();
    let now: BTreeSet<TimePeriod> = touched.iter().map(|key| key.period).collect();
    let now: Vec<TimePeriod> = now.into_iter().collect();
    let wanted = Wanted {
        items: &compared,
        periods: &now,
        units: None,
        only_verified: false,
    };
    values.extend(store::values(tx, wanted).await?);
    Ok(values)
}

fn look(
    check: &Check,
    house: &House,
    values: &HashMap<FactKey, FactValue>,
    touched: &[&FactKey],
    looked: &mut Looked,
) {
    let own = items_of(check);
    let places = touched.iter().filter(|key| own.contains(&key.item));
    let known = |key: &FactKey| values.get(key).and_then(|value| value.value);
    match &check.rule {
        Rule::Cross { left, right, .. } => {
            let (Some(left), Some(right)) = (Formula::stored(left), Formula::stored(right)) else {
                return;
            };
            let Some(first) = left.inputs().into_iter().chain(right.inputs()).next() else {
                return;
            };
            for place in places {
                // One flag a unit and period, whichever of its items changed.
                let key = FactKey::new(&first.item, place.unit, place.period);
                let value = |input: &Input| {
                    known(&FactKey::new(&input.item, key.unit, key.period)).map(Exact::of)
                };
                // As fine as it can be kept: what is far too large is compared all the same.
                let side = |side: &Formula| {
                    let exact = side.result(&value).ok()?;
                    let mut finest_first = (0..=MOST_DECIMALS).rev();
                    finest_first.find_map(|decimals| exact.rounded(decimals))
                };
                let found = match (side(&left), side(&right)) {
                    (Some(a), Some(b)) => cross(check, house, a, b),
                    _ => None,
                };
                looked.insert((check.code.clone(), key), found.filter(|_| check.is_on));
            }
        }
        Rule::Jump { percent, .. } => {
            for place in places {
                let after = year_after(place.period);
                let both = [Some(place.period), after].into_iter().flatten();
                for period in both {
                    let key = FactKey::new(&place.item, place.unit, period);
                    let before = FactKey::new(&place.item, place.unit, period.year_before());
                    let found = match (known(&before), known(&key)) {
                        (Some(was), Some(is)) => jump(house, &key, was, is, *percent),
                        _ => None,
                    };
                    looked.insert((check.code.clone(), key), found.filter(|_| check.is_on));
                }
            }
        }
        Rule::Outlier { z, .. } => {
            let groups: BTreeSet<(&ItemCode, TimePeriod)> =
                places.map(|key| (&key.item, key.period)).collect();
            for (item, period) in groups {
                let mut all: Vec<(&FactKey, Amount)> = values
                    .iter()
                    .filter(|(key, _)| key.item == *item && key.period == period)
                    .filter_map(|(key, value)| Some((key, value.value?)))
                    .collect();
                all.sort_by_key(|(key, _)| key.unit);
                let numbers: Vec<f64> = all
                    .iter()
                    .map(|(_, amount)| amount.approximately())
                    .collect();
                let scores = modified_z(&numbers);
                let is_enough = all.len() >= RULES.fewest_units && check.is_on;
                for ((key, amount), score) in all.iter().zip(scores) {
                    let is_far = is_enough && score.abs() > z.approximately();
                    let found = is_far.then(|| {
                        let words = format!(
                            "{}为{}，与{}个单位的中间水平相差很大（修正Z分数{score:.1}）。",
                            house.item_name(item),
                            house
                                .items
                                .get(item)
                                .map_or_else(String::new, |item| item.in_words(Some(*amount))),
                            all.len()
                        );
                        (words, amount.plain())
                    });
                    looked.insert((check.code.clone(), (*key).clone()), found);
                }
            }
        }
    }
}

fn cross(check: &Check, house: &House, left: Amount, right: Amount) -> Found {
    let Rule::Cross {
        left: a,
        operator,
        right: b,
    } = &check.rule
    else {
        return None;
    };
    if operator.holds(left, right) {
        return None;
    }
    let words = format!(
        "应当{}：{}为{}，{}为{}。",
        check.name,
        side_words(a, house),
        short(left),
        side_words(b, house),
        short(right)
    );
    Some((words, format!("{} {}", left.plain(), right.plain())))
}

fn jump(house: &House, key: &FactKey, was: Amount, is: Amount, percent: Amount) -> Found {
    if !jumps(was, is, percent) {
        return None;
    }
    let (before, now) = (was.approximately(), is.approximately());
    let change = (now - before) / before.abs() * 100.0;
    let item = house.items.get(&key.item);
    let shown = |amount| item.map_or_else(String::new, |item| item.in_words(Some(amount)));
    let words = format!(
        "{}比上年{}{:.0}%（{}→{}）。",
        house.item_name(&key.item),
        if change > 0.0 { "增加" } else { "减少" },
        change.abs(),
        shown(was),
        shown(is)
    );
    Some((words, format!("{} {}", was.plain(), is.plain())))
}

/// Without the zeros that only precision asks for.
fn short(amount: Amount) -> String {
    let fewest = (0..=amount.decimals()).find_map(|places| amount.with_decimals(places));
    fewest.unwrap_or(amount).to_string()
}

fn year_after(period: TimePeriod) -> Option<TimePeriod> {
    TimePeriod::new(period.grain(), period.year() + 1, period.number())
}

async fn settle(tx: &mut Tx, ctx: &Ctx, looked: Looked) -> Result<()> {
    let periods: BTreeSet<TimePeriod> = looked.keys().map(|(_, key)| key.period).collect();
    let periods: Vec<TimePeriod> = periods.into_iter().collect();
    let mut stands: HashMap<(ItemCode, FactKey), Flag> = store::flags_of(tx, &periods)
        .await?
        .into_iter()
        .map(|flag| ((flag.check.clone(), flag.key.clone()), flag))
        .collect();
    let mut gone = Vec::new();
    let mut new = Vec::new();
    for (place, found) in looked {
        let stood = stands.remove(&place);
        let is_same = match (&stood, &found) {
            (Some(flag), Some((_, fingerprint))) => flag.fingerprint == *fingerprint,
            (None, None) => true,
            _ => false,
        };
        if is_same {
            continue;
        }
        gone.extend(stood.map(|flag| flag.id));
        let (check, key) = place;
        new.extend(found.map(|(words, fingerprint)| Flag {
            id: FlagId::new(),
            check,
            key,
            words,
            fingerprint,
            is_confirmed: false,
            reason: String::new(),
            by: String::new(),
            at_ms: ctx.now_ms(),
        }));
    }
    store::delete_flags(tx, &gone).await?;
    store::insert_flags(tx, &new).await
}

/// Confirms whatever was noticed about one value.
pub(crate) async fn confirm_at(ctx: &Ctx, key: &FactKey, reason: &str) -> Result<()> {
    let flags = store::flags_of(&ctx.db, &[key.period]).await?;
    let open = flags
        .iter()
        .filter(|flag| flag.key == *key && !flag.is_confirmed);
    for flag in open {
        confirm(ctx, flag.id, reason).await?;
    }
    Ok(())
}
