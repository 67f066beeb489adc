//! What stands already for the number of an item that is about to be founded.

use super::{Elsewhere, Name, Numbers, Twin, asked, found, held_at, may_be_one, told, twin_of};
use crate::facts::{
    actions::{house::House, items::formula_of},
    model::{DataItem, ItemCode, Source},
    store,
};
use ::store::{Db, Read, Result};

/// Names of the items that already stand for the number of one that is about to be defined.
pub(crate) async fn twins_of(db: &impl Read, item: &DataItem) -> Result<Vec<String>> {
    let mut items = store::items(db).await?;
    items.retain(|other| !other.is_retired && other.code != item.code);
    let is_twin = |other: &&DataItem| {
        let same_name = other.name == item.name && other.grain == item.grain;
        same_name || !found(&[(*other).clone(), item.clone()]).is_empty()
    };
    let twins = items.iter().filter(is_twin);
    Ok(twins.map(|item| item.name.clone()).collect())
}

/// A register or an item that already holds, or may, the number of an item that is about to be founded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) struct HeldAlready {
    pub(in crate::facts) twin: Twin,
    /// The page of the register; empty where it is an item.
    pub(in crate::facts) href: String,
    /// The item, or that the roll-up of the register is the source of already.
    pub(in crate::facts) feeds: Option<ItemCode>,
}

impl HeldAlready {
    /// Whether it is an item that stands for the number, and no register.
    pub(in crate::facts) fn is_item(&self) -> bool {
        self.href.is_empty()
    }
}

/// The registers and items that hold what people would type of an item, judged as the whole check will judge it
/// once the item is founded.
pub(in crate::facts) async fn held_already(
    db: &Db,
    elsewhere: &Elsewhere,
    item: &DataItem,
) -> Result<Vec<HeldAlready>> {
    let mut numbers = Numbers {
        items: vec![item.clone()],
        kept: (elsewhere.kept)(db).await?,
        typed: Vec::new(),
    };
    numbers.read_words(db, elsewhere).await?;
    let mut asked = asked(&numbers.items, &[]);
    for asked in &mut asked {
        // It has no code yet that anybody knows.
        asked.told = format!("“{}”", item.name);
    }
    let found = held_at(&asked, &numbers.kept).into_iter();
    let found = found.map(|(asked, register, number, is_same)| HeldAlready {
        twin: twin_of(asked, register, number, is_same),
        href: register.href.clone(),
        feeds: number.feeds.parse().ok(),
    });
    let mut found: Vec<HeldAlready> = found.collect();
    let house = House::without_locks(db).await?;
    let mut others: Vec<DataItem> = house.items.values().cloned().collect();
    others.retain(|other| !other.is_retired && other.code != item.code);
    let same = same_as_new(&as_kept(item, &house), &others);
    for (twin, other) in same.into_iter().chain(beside_new(item, &others)) {
        // What is asked of the register that feeds it is asked once, unless the item says more.
        let is_said = |held: &HeldAlready| {
            held.feeds.as_ref() == Some(other) && (held.twin.is_same || !twin.is_same)
        };
        if !found.iter().any(is_said) {
            found.push(HeldAlready {
                twin,
                href: String::new(),
                feeds: Some(other.clone()),
            });
        }
    }
    Ok(found)
}

/// An item as it will be kept: its formula names its items by their codes.
fn as_kept(item: &DataItem, house: &House) -> DataItem {
    let mut kept = item.clone();
    if let Source::Formula(text) = &item.source
        && let Ok(formula) = formula_of(text, Some(item.grain), house)
    {
        kept.source = Source::Formula(formula.written(&|code| code.to_string()));
    }
    kept
}

/// The items that stand for the number of one that is about to be founded, as the check finds them.
fn same_as_new<'a>(item: &DataItem, others: &'a [DataItem]) -> Vec<(Twin, &'a ItemCode)> {
    let known = told(item);
    let found = others.iter().flat_map(|other| {
        let twins = found(&[item.clone(), other.clone()]).into_iter();
        twins.map(|twin| (twin, &other.code))
    });
    let mut found: Vec<(Twin, &ItemCode)> = found.collect();
    for (twin, _) in &mut found {
        // It has no code yet that anybody knows.
        twin.words = twin.words.replace(&known, &format!("“{}”", item.name));
    }
    found
}

/// The items whose names stand beside that of one that is about to be founded.
fn beside_new<'a>(item: &DataItem, others: &'a [DataItem]) -> Vec<(Twin, &'a ItemCode)> {
    let name = Name::of(&item.name, &item.unit);
    let known = told(item);
    let found = others.iter().filter_map(|other| {
        let other_name = Name::of(&other.name, &other.unit);
        let (one, two) = ((item, &name), (other, &other_name));
        let mut twin = may_be_one(one, two).or_else(|| may_be_one(two, one))?;
        // It has no code yet that anybody knows.
        twin.words = twin.words.replace(&known, &format!("“{}”", item.name));
        Some((twin, &other.code))
    });
    found.collect()
}
