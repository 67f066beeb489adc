//! Numbers that are asked for in two places: the law of one source, checked.
//!
//! People type items with a reporter, columns of the dataset, targets only a report asks for. Each is held
//! against the other items and the roll-ups, numbers and count of rows of registers. What carries the same
//! name is 相同; what the words of a register cover may be, and a person says where it is not.

mod answered;
mod founding;

use answered::asked_once;
pub(in crate::facts) use answered::sorted;
pub(crate) use founding::twins_of;
pub(in crate::facts) use founding::{HeldAlready, held_already};

use super::likeness::{Name, RowWords, Units, alike, bare, is_share, measure, units};
use crate::facts::{
    formula::Formula,
    model::{DataItem, ItemCode, Source, ValueKind},
    store::{self, NotTheSame},
};
use ::store::{Db, Result};
use base::Grain;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;

/// What is being looked up in another slice.
pub(crate) type Looking<'a, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>;

/// Where numbers stand beside the data items: this slice knows none of those above it, which tell it.
pub(crate) struct Elsewhere {
    /// The registers with the numbers they hold.
    pub(crate) kept: for<'a> fn(&'a Db) -> Looking<'a, Vec<Kept>>,
    /// What the rows of these registers say, by the code of the register.
    pub(crate) words: for<'a> fn(&'a Db, Vec<String>) -> Looking<'a, RowWords>,
    /// Numbers that are typed and kept at no data item.
    pub(crate) typed: for<'a> fn(&'a Db) -> Looking<'a, Vec<Typed>>,
}

/// A register and the numbers it holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept {
    pub(crate) code: String,
    pub(crate) name: String,
    /// Its page.
    pub(crate) href: String,
    pub(crate) numbers: Vec<KeptNumber>,
    /// Names of its roll-ups: what its rows are about.
    pub(crate) words: Vec<String>,
}

/// A number a register holds.
#[derive(Debug, Clone)]
pub(crate) struct KeptNumber {
    pub(crate) kind: KeptKind,
    pub(crate) name: String,
    pub(crate) unit: String,
    /// How long its periods are; none where it can be added up over any.
    pub(crate) grain: Option<Grain>,
    /// The item it is the source of; empty where it feeds none.
    pub(crate) feeds: String,
    /// What it counts, so that two that count the same are told; empty for what is no roll-up.
    pub(crate) shape: String,
}

/// How a register holds a number; what says most of it first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum KeptKind {
    /// 汇总.
    Rollup,
    /// A field that is a number.
    Field,
    /// Rows that can be counted.
    Rows,
}

/// A number people type that is kept at no data item.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    /// Tells it from others.
    pub(crate) key: String,
    /// Where it is typed, in words.
    pub(crate) place: String,
    pub(crate) name: String,
    pub(crate) unit: String,
}

/// Two places that stand for one number, or may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Twin {
    /// Tells it from others, as long as both places are what they are.
    pub(crate) pair: String,
    /// The same question otherwise: of a register, that of the item it feeds; what a person said of one holds
    /// for both.
    #[serde(default)]
    pub(crate) also: Vec<String>,
    pub(crate) is_same: bool,
    /// What was found, a sentence.
    pub(crate) words: String,
}

/// What the check found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Twins {
    pub(crate) same: Vec<Twin>,
    /// What a person has not looked at.
    pub(crate) possible: Vec<Twin>,
    /// What a person said is not one number, and why.
    pub(crate) answered: Vec<(Twin, NotTheSame)>,
}

/// Every number that two places stand for, or may.
pub(crate) async fn duplicates(db: &Db, elsewhere: &Elsewhere) -> Result<Twins> {
    sorted(db, all_twins(db, elsewhere).await?).await
}

/// The same whatever people said of them.
pub(in crate::facts) async fn all_twins(db: &Db, elsewhere: &Elsewhere) -> Result<Vec<Twin>> {
    let mut items = store::items(db).await?;
    items.retain(|item| !item.is_retired);
    let mut numbers = Numbers {
        items,
        kept: (elsewhere.kept)(db).await?,
        typed: (elsewhere.typed)(db).await?,
    };
    numbers.read_words(db, elsewhere).await?;
    Ok(asked_once(numbers.twins()))
}

/// One pair by what tells it, as the whole check would judge it: only what it names is looked at.
pub(in crate::facts) async fn twin(
    db: &Db,
    elsewhere: &Elsewhere,
    pair: &str,
) -> Result<Option<Twin>> {
    let mut items = Vec::new();
    for code in pair.split(' ').filter_map(|name| name.parse().ok()) {
        let code: ItemCode = code;
        items.extend(store::item(db, &code).await?);
    }
    items.retain(|item| !item.is_retired);
    let (mut kept, mut typed) = (Vec::new(), Vec::new());
    let names = || pair.split(' ');
    let is_in_register = names().any(|name| name.starts_with(REGISTER));
    let is_of_target = names().any(|name| name.starts_with(TARGET));
    if is_of_target {
        typed = (elsewhere.typed)(db).await?;
        typed.retain(|typed: &Typed| names().any(|name| name == typed.key));
    }
    // Two items that are counted alike do not name the register they are counted in.
    if is_in_register || !is_of_target {
        kept = (elsewhere.kept)(db).await?;
    }
    let mut numbers = Numbers { items, kept, typed };
    if is_in_register {
        let is_named = |register: &Kept| {
            let mut codes = names().filter_map(|name| name.strip_prefix(REGISTER));
            codes.any(|code| code == register.code)
        };
        numbers.kept.retain(is_named);
        numbers.read_words(db, elsewhere).await?;
    }
    Ok(numbers.twins().into_iter().find(|twin| twin.pair == pair))
}

/// How the name of a pair begins where it names a register, and a number typed at no item.
const REGISTER: &str = "register:";
const TARGET: &str = "target:";

/// What is held against each other.
struct Numbers {
    items: Vec<DataItem>,
    kept: Vec<Kept>,
    typed: Vec<Typed>,
}

impl Numbers {
    /// Reads the rows of those registers only that may hold what somebody types.
    async fn read_words(&mut self, db: &Db, elsewhere: &Elsewhere) -> Result<()> {
        let asked = asked(&self.items, &self.typed);
        let held = self.kept.iter().map(Held::of);
        let near = held.filter(|held| {
            let mut asked = asked.iter();
            asked.any(|asked| {
                let mut numbers = held.numbers.iter();
                numbers.any(|number| near(asked, held, number).is_some())
            })
        });
        let near: Vec<String> = near.map(|held| held.register.code.clone()).collect();
        if near.is_empty() {
            return Ok(());
        }
        let mut words = (elsewhere.words)(db, near).await?;
        for register in &mut self.kept {
            let said = words.remove(&register.code);
            register.words.extend(said.unwrap_or_default());
        }
        Ok(())
    }

    fn twins(&self) -> Vec<Twin> {
        let found = found(&self.items).into_iter();
        found
            .chain(beside(&self.items, &self.typed))
            .chain(held(&asked(&self.items, &self.typed), &self.kept))
            .chain(counted_twice(&self.kept))
            .collect()
    }
}

/// A number that is asked of people.
struct Asked<'a> {
    key: &'a str,
    name: Name,
    unit: &'a str,
    grain: Option<Grain>,
    told: String,
}

fn asked<'a>(items: &'a [DataItem], typed: &'a [Typed]) -> Vec<Asked<'a>> {
    let is_asked = |item: &&DataItem| {
        item.kind == ValueKind::Number
            && matches!(item.source, Source::Reporter(_) | Source::Dataset)
    };
    let of_items = items.iter().filter(is_asked).map(|item| Asked {
        key: item.code.as_str(),
        name: Name::of(&item.name, &item.unit),
        unit: &item.unit,
        grain: Some(item.grain),
        told: told(item),
    });
    let of_typed = typed.iter().map(|typed| Asked {
        key: &typed.key,
        name: Name::of(&typed.name, &typed.unit),
        unit: &typed.unit,
        grain: None,
        told: format!("“{}”（{}）", typed.name, typed.place),
    });
    of_items.chain(of_typed).collect()
}

fn told(item: &DataItem) -> String {
    let source = item.source.kind().label();
    format!("“{}”（{}，{source}）", item.name, item.code)
}

/// Items that stand for one number by their names or by their sources.
fn found(items: &[DataItem]) -> Vec<Twin> {
    let mut by_name: BTreeMap<String, Vec<&DataItem>> = BTreeMap::new();
    let mut by_source: BTreeMap<String, Vec<&DataItem>> = BTreeMap::new();
    for item in items {
        let grain = item.grain.code();
        let name = format!("{} {} {grain}", bare(&item.name), measure(&item.unit));
        by_name.entry(name).or_default().push(item);
        let source = match &item.source {
            Source::RegisterRollup(id) => format!("台账汇总 {id}"),
            Source::Survey(id) => format!("问卷 {id}"),
            Source::Formula(text) => match Formula::stored(text) {
                Some(formula) => format!("公式 {}", formula.written(&|code| code.to_string())),
                None => continue,
            },
            Source::Dataset | Source::Reporter(_) => continue,
        };
        let source = format!("{source}，按{}统计", item.grain.label());
        by_source.entry(source).or_default().push(item);
    }
    let of = |twins: &[&DataItem], words: &dyn Fn(String) -> String| {
        let names: Vec<String> = twins.iter().map(|item| told(item)).collect();
        let codes: Vec<&str> = twins.iter().map(|item| item.code.as_str()).collect();
        Twin {
            pair: codes.join(" "),
            also: Vec::new(),
            is_same: true,
            words: words(names.join("与")),
        }
    };
    let mut twins = Vec::new();
    for named in by_name.into_values().flat_map(of_one_audience) {
        let words = |names| format!("{names}是同一个数，只留一个来源。");
        twins.push(of(&named, &words));
    }
    for (source, fed) in by_source.iter().filter(|(_, fed)| fed.len() > 1) {
        let words = |names| format!("{names}都来自{source}，只设一项。");
        twins.push(of(fed, &words));
    }
    twins
}

/// Items of one name that some kind of unit is asked for more than one of.
fn of_one_audience(named: Vec<&DataItem>) -> Vec<Vec<&DataItem>> {
    let mut audiences: Vec<Vec<&DataItem>> = Vec::new();
    for item in named {
        let meets = |other: &&DataItem| {
            let mut kinds = other.applies_to.iter();
            kinds.any(|kind| item.applies_to.contains(kind))
        };
        let (met, mut others): (Vec<_>, Vec<_>) = audiences
            .into_iter()
            .partition(|audience| audience.iter().any(meets));
        let mut audience: Vec<&DataItem> = met.into_iter().flatten().collect();
        audience.push(item);
        others.push(audience);
        audiences = others;
    }
    audiences.retain(|audience| audience.len() > 1);
    audiences
}

/// Numbers somebody types whose names stand beside those of items, or in them.
fn beside(items: &[DataItem], typed: &[Typed]) -> Vec<Twin> {
    let mut twins = Vec::new();
    let named = |item| -> (&DataItem, Name) { (item, Name::of(&item.name, &item.unit)) };
    let items: Vec<(&DataItem, Name)> = items.iter().map(named).collect();
    for typed in typed {
        let words = format!("“{}”（{}）", typed.name, typed.place);
        let typed_name = Name::of(&typed.name, &typed.unit);
        for (item, name) in items.iter().filter(|(item, _)| item.grain == Grain::Year) {
            let units = units(&typed.unit, &item.unit);
            let is_same = units == Units::Same && typed_name.is(name);
            if is_same || are_like((&typed_name, name), units) {
                twins.push(beside_item(
                    (&typed.key, &words, &typed.unit),
                    item,
                    is_same,
                ));
            }
        }
    }
    for (item, name) in items.iter().filter(|(item, _)| is_reported(item)) {
        let others = items.iter().map(|(other, name)| (*other, name));
        twins.extend(others.filter_map(|other| may_be_one((*item, name), other)));
    }
    twins
}

fn is_reported(item: &DataItem) -> bool {
    matches!(item.source, Source::Reporter(_))
}

/// What is to be asked of two items, the first of which somebody reports, when they may be one by their names.
fn may_be_one(
    (item, name): (&DataItem, &Name),
    (other, other_name): (&DataItem, &Name),
) -> Option<Twin> {
    let is_later = !is_reported(other) || item.code < other.code;
    let may_be = is_reported(item)
        && item.code != other.code
        && is_later
        && item.grain == other.grain
        && item.applies_to == other.applies_to;
    if !may_be {
        return None;
    }
    let units = units(&item.unit, &other.unit);
    let is_found = units == Units::Same && name.is(other_name);
    let is_asked = !is_found && are_like((name, other_name), units);
    is_asked.then(|| beside_item((item.code.as_str(), &told(item), &item.unit), other, false))
}

/// A number, by what tells it, its words and its unit, that stands beside an item.
fn beside_item((key, told_one, unit): (&str, &str, &str), other: &DataItem, is_same: bool) -> Twin {
    let words = match is_same {
        true => "是同一个数，只留一个来源。".to_owned(),
        false => format!(
            "可能是同一个数{}：只留一个来源，或写明为什么不是。",
            otherwise_counted(unit, &other.unit)
        ),
    };
    Twin {
        pair: format!("{key} {}", other.code),
        also: match &other.source {
            Source::RegisterRollup(id) => {
                let register = id.split('/').next().unwrap_or_default();
                vec![format!("{key} {REGISTER}{register}")]
            }
            _ => Vec::new(),
        },
        is_same,
        words: format!("{told_one}与{}{words}", told(other)),
    }
}

/// Whether two numbers in units that stand so to each other may be one by their names.
fn are_like((one, other): (&Name, &Name), units: Units) -> bool {
    units != Units::Apart && (one.is_part(other) || one.is_of_matter(other))
}

/// What a person should know of the units of two numbers that may be one.
fn otherwise_counted(one: &str, other: &str) -> String {
    match units(one, other) {
        Units::SameHeads => format!("（一处按{one}统计，一处按{other}统计）"),
        Units::Same | Units::Apart => String::new(),
    }
}

/// How sure it is that a register holds a number; what says more is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Near {
    /// The same heads are counted there, otherwise.
    SameHeads,
    /// Its periods are shorter and add up.
    Parts,
    Whole,
}

/// A register with its names as they are held against others.
struct Held<'a> {
    register: &'a Kept,
    /// What it is called, written [`alike`].
    about: String,
    /// What its rows say, written [`alike`].
    words: Vec<String>,
    numbers: Vec<HeldNumber<'a>>,
}

struct HeldNumber<'a> {
    number: &'a KeptNumber,
    name: Name,
    /// What it is called, written [`alike`].
    about: String,
}

impl<'a> Held<'a> {
    fn of(register: &'a Kept) -> Self {
        let number = |number: &'a KeptNumber| HeldNumber {
            name: Name::of(&number.name, &number.unit),
            about: alike(&number.name),
            number,
        };
        Self {
            about: alike(&register.name),
            words: register.words.iter().map(|word| alike(word)).collect(),
            numbers: register.numbers.iter().map(number).collect(),
            register,
        }
    }

    /// Whether what its rows say, its name and that of a number of it cover a name.
    fn covers(&self, name: &Name, number: &HeldNumber<'_>) -> bool {
        let names = [self.about.as_str(), number.about.as_str()];
        name.is_covered(self.words.iter().map(String::as_str).chain(names))
    }
}

/// Whether a register may hold this number by its name and unit.
fn near(asked: &Asked<'_>, held: &Held<'_>, at: &HeldNumber<'_>) -> Option<Near> {
    let number = at.number;
    let measured = match (is_share(asked.unit), units(asked.unit, &number.unit)) {
        (true, _) => (number.kind == KeptKind::Rows).then_some(Near::Whole)?,
        (false, Units::Same) => Near::Whole,
        (false, Units::SameHeads) => Near::SameHeads,
        (false, Units::Apart) => return None,
    };
    let timed = match (asked.grain, number.grain) {
        (Some(asked), Some(kept)) if asked == kept => Near::Whole,
        (Some(asked), Some(kept)) => kept.divides(asked).then_some(Near::Parts)?,
        _ => Near::Whole,
    };
    let about: &[&str] = match number.kind {
        KeptKind::Rollup => &[&held.about, &at.about],
        // What a number of a row is about, its register says.
        KeptKind::Field | KeptKind::Rows => &[&held.about],
    };
    let is_near = number.feeds != asked.key && asked.name.shares_a_word(about);
    is_near.then(|| measured.min(timed))
}

/// What registers hold of the numbers that people type: of each register what says most.
fn held(asked: &[Asked<'_>], kept: &[Kept]) -> Vec<Twin> {
    held_at(asked, kept)
        .into_iter()
        .map(|(asked, register, number, is_same)| twin_of(asked, register, number, is_same))
        .collect()
}

/// A number that is asked for, the register that holds it, as which of its numbers, and whether it is the same.
type HeldAt<'a> = (&'a Asked<'a>, &'a Kept, &'a KeptNumber, bool);

fn held_at<'a>(asked: &'a [Asked<'a>], kept: &'a [Kept]) -> Vec<HeldAt<'a>> {
    let mut found = Vec::new();
    let kept: Vec<Held<'_>> = kept.iter().map(Held::of).collect();
    for asked in asked {
        for held in &kept {
            let mut best: Option<(bool, Near, &KeptNumber)> = None;
            for at in &held.numbers {
                let Some(near) = near(asked, held, at) else {
                    continue;
                };
                let number = at.number;
                let is_same = near == Near::Whole
                    && number.kind != KeptKind::Rows
                    && !is_share(asked.unit)
                    && at.name.is(&asked.name);
                let is_better = best.is_none_or(|(was_same, was_near, known)| {
                    (is_same, near, known.kind) > (was_same, was_near, number.kind)
                });
                if is_better && (is_same || held.covers(&asked.name, at)) {
                    best = Some((is_same, near, number));
                }
            }
            if let Some((is_same, _, number)) = best {
                found.push((asked, held.register, number, is_same));
            }
        }
    }
    found
}

fn twin_of(asked: &Asked<'_>, register: &Kept, number: &KeptNumber, is_same: bool) -> Twin {
    let place = match number.kind {
        KeptKind::Rollup => format!("台账“{}”的汇总“{}”", register.name, number.name),
        KeptKind::Field => format!("台账“{}”的“{}”", register.name, number.name),
        KeptKind::Rows => format!("台账“{}”的记录", register.name),
    };
    let told = &asked.told;
    let counted = otherwise_counted(asked.unit, &number.unit);
    Twin {
        pair: format!("{} {REGISTER}{}", asked.key, register.code),
        also: match number.feeds.is_empty() {
            true => Vec::new(),
            false => vec![format!("{} {}", asked.key, number.feeds)],
        },
        is_same,
        words: match (is_same, is_share(asked.unit)) {
            (true, _) => format!("{told}与{place}是同一个数，只留一个来源。"),
            (false, true) => {
                format!("{told}可能由{place}就能算出：改用公式或台账汇总，或写明为什么不能。")
            }
            (false, false) => {
                format!("{told}与{place}可能是同一个数{counted}：改由台账汇总，或写明为什么不是。")
            }
        },
    }
}

/// Roll-ups of a register that count the same for two items.
fn counted_twice(kept: &[Kept]) -> Vec<Twin> {
    let mut twins = Vec::new();
    for register in kept {
        let mut by_shape: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for number in &register.numbers {
            if !number.feeds.is_empty() && !number.shape.is_empty() {
                by_shape
                    .entry(&number.shape)
                    .or_default()
                    .insert(&number.feeds);
            }
        }
        for fed in by_shape.into_values().filter(|fed| fed.len() > 1) {
            let codes: Vec<&str> = fed.into_iter().collect();
            twins.push(Twin {
                pair: codes.join(" "),
                also: Vec::new(),
                is_same: true,
                words: format!(
                    "数据项{}由台账“{}”按同一办法汇总，只设一项。",
                    codes.join("、"),
                    register.name
                ),
            });
        }
    }
    twins
}

#[cfg(test)]
mod tests;
