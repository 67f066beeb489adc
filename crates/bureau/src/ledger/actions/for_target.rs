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
use ::store::{Ctx, Error, Read, Result, Tx};
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
    pub(in crate::ledger) measure: Measure,
    pub(in crate::ledger) field: String,
    pub(in crate::ledger) filter: Vec<Condition>,
    n_shared: usize,
}

impl RollupHint {
    /// Tells one suggestion of a register from another.
    pub(crate) fn key(&self) -> String {
        format!("{}/{}/{}", self.register, self.measure.code(), self.field)
    }
}

/// What the registers this person defines could count, for each of some words with a unit, the best
/// first. Registers are read once, and the rows of those that fit: however many words there are.
pub(crate) async fn suggest_rollups(
    ctx: &Ctx,
    wanted: &[(String, String)],
) -> Result<Vec<Vec<RollupHint>>> {
    const MOST: usize = 3;
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let registers = store::registers(&ctx.db).await?;
    let (_, standings) = standings(ctx, &registers).await?;
    let mut hints: Vec<Vec<RollupHint>> = wanted.iter().map(|_| Vec::new()).collect();
    for (register, standing) in registers.iter().zip(standings) {
        let defines = standing.is_some_and(|standing| standing.defines);
        if !defines || register.definition.period.is_empty() {
            continue;
        }
        let mut texts = None;
        for ((words, unit), hints) in wanted.iter().zip(&mut hints) {
            let by_name = shared_words(&register.definition.name, words);
            let measured = measure_for(&register.definition, unit);
            let (Some(measured), false) = (measured, by_name.is_empty()) else {
                continue;
            };
            let texts = match &mut texts {
                Some(texts) => texts,
                none => none.insert(texts_in(&ctx.db, register).await?),
            };
            hints.push(of_register(
                register,
                measured,
                texts,
                (&by_name, words, unit),
            ));
        }
    }
    for hints in &mut hints {
        hints.sort_by(|a, b| {
            b.n_shared
                .cmp(&a.n_shared)
                .then_with(|| a.key().cmp(&b.key()))
        });
        hints.truncate(MOST);
    }
    Ok(hints)
}

fn of_register(
    register: &Register,
    (measure, field): (Measure, Option<&FieldSpec>),
    texts: &[(&FieldSpec, BTreeSet<String>)],
    (by_name, words, unit): (&[String], &str, &str),
) -> RollupHint {
    let definition = &register.definition;
    // What the register is called by says nothing of which of its rows are meant.
    let rest = by_name
        .iter()
        .fold(words.to_owned(), |rest, word| rest.replace(word, " "));
    let filter = filter_for(texts, &rest);
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
    RollupHint {
        register: definition.code.clone(),
        register_name: definition.name.clone(),
        words: what.join("，"),
        n_shared: n_chars(&reason),
        reason: format!("据“{}”", reason.join("、")),
        unit: unit.to_owned(),
        measure,
        field: field.map(|field| field.code.clone()).unwrap_or_default(),
        filter: conditions,
    }
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

/// The values of the fields one may filter a register by.
pub(super) async fn texts_in<'r>(
    db: &impl Read,
    register: &'r Register,
) -> Result<Vec<(&'r FieldSpec, BTreeSet<String>)>> {
    let rows = store::values_in(db, register.no, MOST_ROWS).await?;
    let fields = register
        .definition
        .active()
        .filter(|field| matches!(field.kind, FieldKind::Choice | FieldKind::Text));
    let with_values = fields.map(|field| {
        let of_rows = rows.iter().filter_map(|row| row.get(&field.code));
        let values: BTreeSet<&String> = of_rows.chain(&field.options).collect();
        (field, values)
    });
    Ok(with_values
        .filter(|(_, values)| values.len() <= MOST_VALUES)
        .map(|(field, values)| (field, values.into_iter().cloned().collect()))
        .collect())
}

/// The field whose values share most with the words, the words, and these values.
fn filter_for<'r>(
    texts: &[(&'r FieldSpec, BTreeSet<String>)],
    words: &str,
) -> Option<(&'r FieldSpec, String, Vec<String>)> {
    let mut best: Option<(&FieldSpec, String, Vec<String>)> = None;
    for (field, values) in texts {
        let shared = values.iter().flat_map(|value| shared_words(value, words));
        let Some(word) = shared.max_by_key(|word| word.chars().count()) else {
            continue;
        };
        let is_longer = best
            .as_ref()
            .is_none_or(|(_, known, _)| word.chars().count() > known.chars().count());
        if is_longer {
            let fitting = values.iter().filter(|value| value.contains(&word));
            let fitting = fitting.cloned().collect();
            best = Some((field, word, fitting));
        }
    }
    best
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
    // Whoever founds a number by a target says by this why it is counted, of past years too.
    redefine_in(tx, ctx, &hint.register, version, definition, (&note, &note)).await
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
    // Where each character begins, and where the last one ends.
    let ends = name.char_indices().map(|(at, _)| at).chain([name.len()]);
    let at: Vec<usize> = ends.collect();
    let piece = |from: usize, to: usize| name.get(*at.get(from)?..*at.get(to)?);
    let mut found: Vec<&str> = Vec::new();
    let mut from = 0;
    // Every piece begins with its first two characters: where these are missing, no longer one is.
    while let Some(mut longest) = piece(from, from + 2) {
        if !text.contains(longest) {
            from += 1;
            continue;
        }
        let mut to = from + 2;
        while let Some(longer) = piece(from, to + 1).filter(|longer| text.contains(longer)) {
            longest = longer;
            to += 1;
        }
        // Digits in common say nothing: 32 of 320人次 is not the 32 of a staff number.
        let says = longest.chars().any(|c| !c.is_ascii_digit());
        if says && !found.contains(&longest) {
            found.push(longest);
        }
        from = to;
    }
    found.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::shared_words;

    #[test]
    fn words_in_common_are_the_longest_ones_and_digits_alone_are_none() {
        assert_eq!(
            shared_words("教师培训台账", "全年培训骨干教师320人次"),
            ["教师", "培训"]
        );
        assert!(shared_words("B0032", "培训骨干教师320人次").is_empty());
    }
}
