//! The shipped definition: items, formulas, checks.

use crate::{
    facts::model::{Amount, Check, DataItem, ItemCode, Operator, Rule, Source, ValueKind},
    org::UnitKind,
};
use base::Grain;
use serde::Deserialize;

/// What the dataset holds.
#[derive(Debug)]
pub(in crate::facts) struct Definition {
    pub(in crate::facts) version: i64,
    pub(in crate::facts) name: String,
    /// In the order of the workbook; formulas follow.
    pub(in crate::facts) items: Vec<DataItem>,
    pub(in crate::facts) checks: Vec<Check>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DefinitionFile {
    version: i64,
    name: String,
    group: Vec<Group>,
    formula: Vec<Group>,
    check: Vec<CrossCheck>,
    jump: Vec<Threshold>,
    outlier: Vec<Threshold>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    #[serde(alias = "group")]
    name: String,
    #[serde(default)]
    basis: String,
    #[serde(default)]
    of_bureau: bool,
    items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    code: String,
    name: String,
    #[serde(default)]
    unit: String,
    #[serde(default)]
    decimals: u8,
    #[serde(default)]
    yes_no: bool,
    /// Kindergartens have it as well.
    #[serde(default)]
    all: bool,
    #[serde(default)]
    most: String,
    #[serde(default)]
    meaning: String,
    #[serde(default)]
    formula: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrossCheck {
    code: String,
    name: String,
    left: String,
    operator: String,
    right: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Threshold {
    code: String,
    name: String,
    #[serde(alias = "percent", alias = "z")]
    limit: String,
    basis: String,
    items: Vec<String>,
}

/// The definition that comes with the program; none when its file is wrong, which a test excludes.
pub(in crate::facts) fn shipped() -> Option<Definition> {
    let file: DefinitionFile = toml::from_str(include_str!("school.toml")).ok()?;
    let mut items = Vec::new();
    let mut place = 100;
    for group in file.group.iter().chain(&file.formula) {
        for item in &group.items {
            place += 10;
            items.push(data_item(group, item, place)?);
        }
    }
    let codes = |codes: &[String]| -> Option<Vec<ItemCode>> {
        codes.iter().map(|code| code.parse().ok()).collect()
    };
    let check = |code: &str, name: &str, rule, basis: &str| {
        Some(Check {
            code: code.parse().ok()?,
            name: name.to_owned(),
            rule,
            basis: basis.to_owned(),
            is_on: true,
            version: 0,
        })
    };
    let mut checks = Vec::new();
    for cross in &file.check {
        let rule = Rule::Cross {
            left: cross.left.clone(),
            operator: Operator::from_code(&cross.operator)?,
            right: cross.right.clone(),
        };
        checks.push(check(&cross.code, &cross.name, rule, &file.name)?);
    }
    for jump in &file.jump {
        let rule = Rule::Jump {
            items: codes(&jump.items)?,
            percent: Amount::parse(&jump.limit).ok()?,
        };
        checks.push(check(&jump.code, &jump.name, rule, &jump.basis)?);
    }
    for outlier in &file.outlier {
        let rule = Rule::Outlier {
            items: codes(&outlier.items)?,
            z: Amount::parse(&outlier.limit).ok()?,
        };
        checks.push(check(&outlier.code, &outlier.name, rule, &outlier.basis)?);
    }
    Some(Definition {
        version: file.version,
        name: file.name,
        items,
        checks,
    })
}

fn data_item(group: &Group, item: &Item, place: i64) -> Option<DataItem> {
    let source = match item.formula.is_empty() {
        true => Source::Dataset,
        false => Source::Formula(item.formula.clone()),
    };
    let code = item.code.parse().ok()?;
    let mut defined = DataItem::new(code, &item.name, &item.unit, Grain::SchoolYear, source);
    defined.decimals = item.decimals;
    defined.applies_to = match (group.of_bureau, item.all) {
        (true, _) => vec![UnitKind::Bureau],
        (false, true) => vec![UnitKind::School, UnitKind::Kindergarten],
        (false, false) => vec![UnitKind::School],
    };
    if item.yes_no {
        defined.kind = ValueKind::YesNo;
        defined.most = Some(Amount::whole(1));
    } else if !item.most.is_empty() {
        defined.most = Some(Amount::parse(&item.most).ok()?);
    }
    defined.group = group.name.clone();
    defined.meaning = item.meaning.clone();
    defined.basis = group.basis.clone();
    defined.place = place;
    Some(defined)
}
