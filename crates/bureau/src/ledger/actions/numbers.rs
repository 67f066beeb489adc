//! What registers hold of numbers, for whoever asks whether people type one of them somewhere else.

use super::for_target::texts_in;
use crate::{
    facts::{Kept, KeptKind, KeptNumber, Looking},
    ledger::{
        model::{Definition, FieldKind, Measure, Personal, RollupSpec},
        paths, store,
    },
};
use ::store::Db;
use std::collections::{BTreeMap, BTreeSet};

/// The registers whose rows belong to periods, with what each holds; one statement.
pub(crate) fn numbers_kept(db: &Db) -> Looking<'_, Vec<Kept>> {
    Box::pin(async move {
        let registers = store::registers(db).await?;
        let dated = registers
            .iter()
            .map(|register| &register.definition)
            .filter(|definition| !definition.period.is_empty());
        Ok(dated.map(kept).collect())
    })
}

/// What the rows of these registers say in the fields one may filter them by.
pub(crate) fn words_of_registers(
    db: &Db,
    codes: Vec<String>,
) -> Looking<'_, BTreeMap<String, Vec<String>>> {
    Box::pin(async move {
        let mut words = BTreeMap::new();
        if codes.is_empty() {
            return Ok(words);
        }
        for register in store::registers(db).await? {
            if !codes.contains(&register.definition.code) {
                continue;
            }
            let texts = texts_in(db, &register).await?.into_iter();
            let open = texts.filter(|(field, _)| field.personal == Personal::None);
            let said = open.flat_map(|(_, values)| values).collect();
            words.insert(register.definition.code.clone(), said);
        }
        Ok(words)
    })
}

fn kept(definition: &Definition) -> Kept {
    let mut numbers: Vec<KeptNumber> = Vec::new();
    let mut counts: BTreeSet<&str> = BTreeSet::new();
    for rollup in &definition.rollups {
        if matches!(rollup.measure, Measure::Count | Measure::Distinct) {
            counts.insert(&rollup.unit);
        }
        numbers.push(KeptNumber {
            kind: KeptKind::Rollup,
            name: rollup.name.clone(),
            unit: rollup.unit.clone(),
            grain: Some(rollup.period_grain()),
            feeds: rollup.item.clone(),
            shape: shape(rollup),
        });
    }
    let plain = |kind, name: &str, unit: &str| KeptNumber {
        kind,
        name: name.to_owned(),
        unit: unit.to_owned(),
        grain: None,
        feeds: String::new(),
        shape: String::new(),
    };
    let summed = definition
        .active()
        .filter(|field| matches!(field.kind, FieldKind::Number | FieldKind::Money));
    numbers.extend(summed.map(|field| plain(KeptKind::Field, &field.name, &field.unit)));
    if !definition.person_key.is_empty() {
        counts.insert("人");
    }
    let counts = counts.into_iter();
    numbers.extend(counts.map(|unit| plain(KeptKind::Rows, &definition.name, unit)));
    Kept {
        code: definition.code.clone(),
        name: definition.name.clone(),
        href: paths::of(paths::LIST, &definition.code),
        words: definition
            .rollups
            .iter()
            .map(|rollup| rollup.name.clone())
            .collect(),
        numbers,
    }
}

/// What a roll-up counts, whatever it is called.
fn shape(rollup: &RollupSpec) -> String {
    let filter: Vec<String> = rollup
        .filter
        .iter()
        .chain(&rollup.part)
        .map(|condition| format!("{}={}", condition.field, condition.one_of.join("、")))
        .collect();
    format!(
        "{} {} {} {} {} {}|{}",
        rollup.measure.code(),
        rollup.field,
        rollup.grain,
        rollup.whole_bureau,
        rollup.verified_only,
        rollup.filter.len(),
        filter.join("|")
    )
}
