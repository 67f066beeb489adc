//! A roll-up for a target of a plan, suggested from its words: 培训班主任860名 is counted in the register
//! of trainings, by persons, where the project is about 班主任.

use super::{
    define::redefine_in,
    people::{open_in, standings},
};
use crate::ledger::{
    model::{Condition, Definition, FieldKind, FieldSpec, Measure, RollupSpec},
    store::{self, Register},
};
use ::store::{Ctx, Error, Result, Tx};
use base::Grain;
use std::collections::BTreeSet;

/// Rows whose values are looked through for words of a target.
const MOST_ROWS: i64 = 2_000;
/// A field with more different values than these is no kind one filters by.
const MOST_VALUES: usize = 200;
/// Units that count persons.
const PERSONS: [&str; 3] = ["人", "名", "位"];

/// What a register could count for a target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RollupHint {
    /// Code of the register.
    pub(crate) register: String,
    /// 「教师培训」.
    pub(crate) register_name: String,
    /// What is counted, in words: 「不重复人数，培训项目为“班主任能力提升研修”」.
    pub(crate) words: String,
    /// Which words it was found by.
    pub(crate) reason: String,
    pub(crate) unit: String,
    measure: Measure,
    field: String,
    filter: Vec<Condition>,
    n_shared: usize,
}

impl RollupHint {
    /// Tells one suggestion of a register from another.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}/{}", self.register, self.measure.code(), self.field)
    }
}

/// What the registers this person defines could count for these words, the best first.
pub(crate) async fn suggest_rollups(ctx: &Ctx, words: &str, unit: &str) -> Result<Vec<RollupHint>> {
    const MOST: usize = 3;
    let registers = store::registers(&ctx.db).await?;
    let (_, standings) = standings(ctx, &registers).await?;
    let mut hints = Vec::new();
    for (register, standing) in registers.iter().zip(standings) {
        let defines = standing.is_some_and(|standing| standing.defines);
        let by_name = shared_words(&register.definition.name, words);
        let has_period = !register.definition.period.is_empty();
        if !defines || by_name.is_empty() || !has_period {
            continue;
        }
        hints.extend(of_register(ctx, register, &by_name, words, unit).await?);
    }
    hints.sort_by(|a, b| {
        b.n_shared
            .cmp(&a.n_shared)
            .then_with(|| a.key().cmp(&b.key()))
    });
    hints.truncate(MOST);
    Ok(hints)
}

async fn of_register(
    ctx: &Ctx,
    register: &Register,
    by_name: &[String],
    words: &str,
    unit: &str,
) -> Result<Option<RollupHint>> {
    let definition = &register.definition;
    let Some((measure, field)) = measure_for(definition, unit) else {
        return Ok(None);
    };
    // What the register is called by says nothing of which of its rows are meant.
    let rest = by_name
        .iter()
        .fold(words.to_owned(), |rest, word| rest.replace(word, " "));
    let filter = filter_for(ctx, register, &rest).await?;
    let mut reason = by_name.to_vec();
    let mut what = vec![measure.label().to_owned()];
    let mut conditions = Vec::new();
    if let Some((field, word, values)) = filter {
        what.push(format!("{}为“{}”", field.name, values.join("”“")));
        reason.push(word);
        conditions.push(Condition {
            field: field.code.clone(),
            one_of: values,
        });
    }
    let n_chars = |words: &[String]| words.iter().map(|word| word.chars().count()).sum();
    Ok(Some(RollupHint {
        register: definition.code.clone(),
        register_name: definition.name.clone(),
        words: what.join("，"),
        n_shared: n_chars(&reason),
        reason: format!("据“{}”", reason.join("、")),
        unit: unit.to_owned(),
        measure,
        field: field.map(|field| field.code.clone()).unwrap_or_default(),
        filter: conditions,
    }))
}

/// What to compute for a target counted in this unit, and of which field.
fn measure_for<'d>(
    definition: &'d Definition,
    unit: &str,
) -> Option<(Measure, Option<&'d FieldSpec>)> {
    let summed = definition.active().find(|field| {
        matches!(field.kind, FieldKind::Number | FieldKind::Money)
            && !unit.is_empty()
            && field.unit == unit
    });
    match unit {
        "%" | "％" | "个百分点" => None,
        _ if summed.is_some() => Some((Measure::Sum, summed)),
        unit if PERSONS.contains(&unit) && !definition.person_key.is_empty() => {
            Some((Measure::Distinct, None))
        }
        _ => Some((Measure::Count, None)),
    }
}

/// The field whose values share most with the words, the words, and these values.
async fn filter_for<'r>(
    ctx: &Ctx,
    register: &'r Register,
    words: &str,
) -> Result<Option<(&'r FieldSpec, String, Vec<String>)>> {
    let everything = store::Query::default();
    let rows = store::rows_after(&ctx.db, register.no, &everything, 0, MOST_ROWS).await?;
    let mut best: Option<(&FieldSpec, String, Vec<String>)> = None;
    for field in register.definition.active() {
        if !matches!(field.kind, FieldKind::Choice | FieldKind::Text) {
            continue;
        }
        let of_rows = rows.iter().filter_map(|row| row.values.get(&field.code));
        let values: BTreeSet<&String> = of_rows.chain(&field.options).collect();
        if values.len() > MOST_VALUES {
            continue;
        }
        let shared = values.iter().flat_map(|value| shared_words(value, words));
        let Some(word) = shared.max_by_key(|word| word.chars().count()) else {
            continue;
        };
        let is_longer = best
            .as_ref()
            .is_none_or(|(_, known, _)| word.chars().count() > known.chars().count());
        if is_longer {
            let fitting = values.iter().filter(|value| value.contains(&word));
            let fitting = fitting.map(|value| (*value).clone()).collect();
            best = Some((field, word, fitting));
        }
    }
    Ok(best)
}

/// Adds a suggested roll-up to its register, supplying a data item; gives its name as a source of it:
/// register and roll-up. Counted at once, in the transaction of the caller.
pub(crate) async fn add_rollup(
    tx: &mut Tx,
    ctx: &Ctx,
    hint: &RollupHint,
    name: &str,
    code: &str,
    item: &str,
) -> Result<()> {
    let opened = open_in(tx, ctx, &hint.register).await?;
    let mut definition = opened.register.definition.clone();
    definition.rollups.push(RollupSpec {
        code: code.to_owned(),
        name: name.to_owned(),
        measure: hint.measure,
        field: hint.field.clone(),
        unit: hint.unit.clone(),
        filter: hint.filter.clone(),
        part: Vec::new(),
        grain: Grain::Year.code().to_owned(),
        whole_bureau: true,
        verified_only: false,
        item: item.to_owned(),
    });
    let note = format!("按目标设立汇总“{name}”");
    let version = opened.register.version;
    redefine_in(tx, ctx, &hint.register, version, definition, &note).await
}

/// A code for another roll-up of a register.
pub(crate) async fn free_rollup_code(tx: &Tx, register: &str) -> Result<String> {
    let register = store::register(tx, register)
        .await?
        .ok_or(Error::NotFound)?;
    let taken: BTreeSet<&str> = register
        .definition
        .rollups
        .iter()
        .map(|rollup| rollup.code.as_str())
        .collect();
    let mut n = 1;
    while taken.contains(format!("target{n}").as_str()) {
        n += 1;
    }
    Ok(format!("target{n}"))
}

/// The longest pieces of a name, of two characters or more, that stand in a text.
pub(crate) fn shared_words(name: &str, text: &str) -> Vec<String> {
    let name: Vec<char> = name.chars().collect();
    let mut found = Vec::new();
    let mut known = BTreeSet::new();
    let mut from = 0;
    while from + 1 < name.len() {
        let longest = (from + 2..=name.len()).rev().find_map(|to| {
            let piece: String = name[from..to].iter().collect();
            text.contains(&piece).then_some((to, piece))
        });
        match longest {
            Some((to, piece)) => {
                if known.insert(piece.clone()) {
                    found.push(piece);
                }
                from = to;
            }
            None => from += 1,
        }
    }
    found
}
