//! What a new version of a definition would do: what changes, which values would not go along, which rows
//! could no longer be told apart. Nothing is kept.

use super::{
    define::{named_alike, owner_of},
    lookup::lookup_problems,
    people::Opened,
    restanding,
};
use crate::ledger::{
    model::{
        Definition, DefinitionChange, ERASED, FieldKind, FieldSpec, GoneOption, Names, NewNames,
        Personal, Reader, Renaming, Row, Values, differences, masked, says, unconvertible,
        with_thousands,
    },
    store,
};
use ::store::{Ctx, Read, Result};
use base::day::Date;
use std::collections::{HashMap, hash_map::Entry};

/// How many values that do not convert are shown.
const MOST_SHOWN: usize = 20;
/// How many rows that would be the same are named.
const MOST_NAMED: usize = 5;

/// What a new version would do.
#[derive(Debug, Default)]
pub(in crate::ledger) struct Redefinition {
    pub(in crate::ledger) changes: Vec<DefinitionChange>,
    /// What keeps the definition from working.
    pub(in crate::ledger) problems: Vec<String>,
    /// Values that would not go along: number of the row, field, value, why.
    pub(in crate::ledger) lost: Vec<(i64, String, String, String)>,
    pub(in crate::ledger) n_lost: usize,
    /// Options that are gone, and may be called otherwise now.
    pub(in crate::ledger) offered: Vec<Offered>,
    /// Those of them that are.
    pub(super) renamed: Vec<Renaming>,
    /// Rows that would say the same of what tells rows apart, each with the first that says it.
    colliding: Vec<(i64, i64)>,
    n_colliding: usize,
    /// Names of the fields that would tell rows apart.
    key: String,
}

/// An option that is gone and may be called otherwise, to be asked.
#[derive(Debug)]
pub(in crate::ledger) struct Offered {
    pub(in crate::ledger) gone: GoneOption,
    /// Name of its field.
    pub(in crate::ledger) field: String,
    /// What it is taken to be called now; empty: it is gone.
    pub(in crate::ledger) now: String,
    /// How many rows say the old name.
    pub(in crate::ledger) n_rows: usize,
}

impl Offered {
    fn concerns(&self, values: &Values) -> bool {
        says(values, &self.gone.field, &self.gone.was)
    }

    /// 「686」, in words.
    pub(in crate::ledger) fn n_in_words(&self) -> String {
        with_thousands(&self.n_rows.to_string())
    }
}

impl Redefinition {
    /// Whether it can be done once what is asked was answered.
    pub(in crate::ledger) fn may_be_asked(&self) -> bool {
        self.is_possible()
            || (!self.offered.is_empty()
                && self.problems.is_empty()
                && self.n_colliding == 0
                && self.changes.iter().all(|change| !change.is_refused))
    }

    /// Whether it can be done.
    pub(in crate::ledger) fn is_possible(&self) -> bool {
        self.problems.is_empty()
            && self.n_lost == 0
            && self.n_colliding == 0
            && !self.changes.is_empty()
            && self.changes.iter().all(|change| !change.is_refused)
    }

    /// How many rows could no longer be told apart, with the first of them; empty where all can.
    pub(in crate::ledger) fn colliding_in_words(&self) -> String {
        if self.n_colliding == 0 {
            return String::new();
        }
        let named = self.colliding.iter();
        let named: Vec<String> = named
            .map(|(no, first)| format!("第{no}号与第{first}号"))
            .collect();
        let more = match self.n_colliding > named.len() {
            true => "等",
            false => "",
        };
        format!(
            "按“{}”不得重复，有{}条记录与前面的记录重复：{}{more}。请先改好这些记录，或再加上能分清它们的字段；现在不能启用。",
            self.key,
            with_thousands(&self.n_colliding.to_string()),
            named.join("、")
        )
    }

    /// Why it cannot be done.
    pub(super) fn why_not(&self) -> String {
        let refused = self.changes.iter().filter(|change| change.is_refused);
        let mut why: Vec<String> = self.problems.clone();
        why.extend(refused.map(|change| change.what.clone()));
        why.push(self.colliding_in_words());
        if self.n_lost > 0 {
            let mut numbers: Vec<String> = Vec::new();
            for (no, ..) in &self.lost {
                let words = format!("第{no}号");
                if numbers.len() < MOST_NAMED && !numbers.contains(&words) {
                    numbers.push(words);
                }
            }
            why.push(format!(
                "有{}处已填的内容不符合新的要求（{}等）。",
                with_thousands(&self.n_lost.to_string()),
                numbers.join("、")
            ));
        }
        match why.concat() {
            said if said.is_empty() => "没有改动。".to_owned(),
            said => said,
        }
    }
}

/// Looks what a new version would do.
pub(in crate::ledger) async fn preview_redefinition(
    ctx: &Ctx,
    opened: &Opened,
    definition: &mut Definition,
    answers: Option<&NewNames>,
) -> Result<Redefinition> {
    preview_in((&ctx.db, ctx.today()), opened, definition, answers).await
}

/// The same within a transaction. `answers` say what options are called now, where that was asked already; what is
/// renamed is so in the definition as well.
pub(super) async fn preview_in(
    (db, today): (&impl Read, Date),
    opened: &Opened,
    definition: &mut Definition,
    answers: Option<&NewNames>,
) -> Result<Redefinition> {
    opened.standing.may_define()?;
    let before = &opened.register.definition;
    definition.code.clone_from(&before.code);
    definition.template.clone_from(&before.template);
    definition.give_slots(Some(before));
    let gone = definition.gone_options(before);
    let renamed = gone.iter().filter_map(|gone| gone.renamed(answers));
    let chosen: Vec<Renaming> = renamed.collect();
    let offered = gone.into_iter().map(|gone| Offered {
        field: definition
            .field(&gone.field)
            .map_or_else(String::new, |field| field.name.clone()),
        now: gone
            .renamed(answers)
            .map_or_else(String::new, |renaming| renaming.now),
        gone,
        n_rows: 0,
    });
    let offered: Vec<Offered> = offered.collect();
    let mut known = before.clone();
    for renaming in &chosen {
        known.rename_option(renaming);
        definition.rename_option(renaming);
    }
    let mut redefinition = Redefinition {
        changes: differences(&known, definition),
        problems: definition.problems(),
        offered,
        ..Redefinition::default()
    };
    let in_words = chosen.iter().map(|renaming| renaming.change(definition));
    redefinition.changes.extend(in_words);
    redefinition.renamed = chosen;
    let looked_into = lookup_problems(db, definition, Some(before)).await?;
    redefinition.problems.extend(looked_into);
    match owner_of(&opened.house, definition) {
        Err(_) => redefinition
            .problems
            .push("归口科室不存在，请重新选择。".to_owned()),
        Ok(owner) if definition.name != before.name => {
            let named = (&*definition, owner);
            let twin = named_alike(db, &opened.house, named).await?;
            redefinition.problems.extend(twin);
        }
        Ok(_) => {}
    }
    if !redefinition.problems.is_empty() {
        return Ok(redefinition);
    }
    let pair = (before, &*definition);
    for (no, name, why) in restanding::left_standing(db, opened.register.no, pair).await? {
        redefinition.n_lost += 1;
        if redefinition.lost.len() < MOST_SHOWN {
            let field = before.field(&before.stage);
            let field = field.map_or_else(String::new, |field| field.name.clone());
            redefinition.lost.push((no, field, name, why));
        }
    }
    go_through((db, today), opened, definition, &mut redefinition).await?;
    Ok(redefinition)
}

/// Goes through the rows, where something depends on what they say.
async fn go_through(
    (db, today): (&impl Read, Date),
    opened: &Opened,
    definition: &Definition,
    redefinition: &mut Redefinition,
) -> Result<()> {
    let before = &opened.register.definition;
    let converting: Vec<&FieldSpec> = redefinition
        .changes
        .iter()
        .filter_map(|change| definition.field(change.converts.as_ref()?))
        .collect();
    let mut unconverted: Vec<(&str, String, usize)> = unconverted(before, definition);
    let is_of_key = |field: &FieldSpec| definition.key.contains(&field.code);
    let is_computed = |field: &FieldSpec| {
        field.kind == FieldKind::Formula && definition.key.contains(&field.code)
    };
    let tells_otherwise = definition.key != before.key
        || definition.key_in_unit != before.key_in_unit
        || converting.iter().any(|field| is_of_key(field))
        || definition.active().any(is_computed);
    let checks_key = tells_otherwise && !definition.key.is_empty();
    if converting.is_empty()
        && unconverted.is_empty()
        && redefinition.offered.is_empty()
        && !checks_key
    {
        return Ok(());
    }
    let reader = Reader::new(definition, today);
    let mut first_with: HashMap<String, i64> = HashMap::new();
    let mut after = 0;
    let everything = store::Query::default();
    loop {
        let rows = store::rows_after(db, opened.register.no, &everything, after, 2000).await?;
        let Some(last) = rows.last() else { break };
        after = last.no;
        for mut row in rows {
            for offered in &mut redefinition.offered {
                offered.n_rows += usize::from(offered.concerns(&row.values));
            }
            for (code, _, n) in &mut unconverted {
                *n += usize::from(row.values.contains_key(*code));
            }
            for renaming in &redefinition.renamed {
                renaming.write_into(&mut row.values);
            }
            for (field, kept, why) in not_going_along(&reader, &converting, &row, &opened.house) {
                redefinition.n_lost += 1;
                if redefinition.lost.len() < MOST_SHOWN {
                    redefinition.lost.push((row.no, field, kept, why));
                }
            }
            if !checks_key {
                continue;
            }
            convert_values(&reader, &converting, &mut row, &opened.house);
            let Some(key) = definition.key_of(row.unit, &row.values) else {
                continue;
            };
            match first_with.entry(key) {
                Entry::Vacant(entry) => _ = entry.insert(row.no),
                Entry::Occupied(entry) => {
                    redefinition.n_colliding += 1;
                    if redefinition.colliding.len() < MOST_NAMED {
                        redefinition.colliding.push((row.no, *entry.get()));
                    }
                }
            }
        }
    }
    let key = definition.key.iter().filter_map(|code| {
        let field = definition.field(code)?;
        Some(field.name.as_str())
    });
    redefinition.key = key.collect::<Vec<_>>().join("、");
    let said = unconverted.into_iter().filter(|(_, _, n)| *n > 0);
    redefinition
        .changes
        .extend(said.map(|(_, what, n)| DefinitionChange {
            what: format!(
                "{what}：已有的{}个数不会换算。",
                with_thousands(&n.to_string())
            ),
            is_refused: false,
            converts: None,
        }));
    Ok(())
}

/// Numbers that stay as they are though they are counted in something else now: code, what changes, none yet.
fn unconverted<'d>(before: &Definition, after: &'d Definition) -> Vec<(&'d str, String, usize)> {
    let is_number = |field: &FieldSpec| matches!(field.kind, FieldKind::Number | FieldKind::Money);
    let of_field = |field: &'d FieldSpec| {
        let known = before.field(&field.code)?;
        if !is_number(field) || !is_number(known) {
            return None;
        }
        let unit = |field: &FieldSpec| match field.unit.trim() {
            "" => "没有单位".to_owned(),
            unit => unit.to_owned(),
        };
        let what = if known.unit.trim() != field.unit.trim() {
            format!("“{}”的单位由{}改为{}", field.name, unit(known), unit(field))
        } else if known.kind != field.kind {
            let (was, is) = (known.kind.label(), field.kind.label());
            format!("“{}”由{was}改为{is}", field.name)
        } else {
            return None;
        };
        Some((field.code.as_str(), what, 0))
    };
    after.active().filter_map(of_field).collect()
}

/// Brings values into the form of changed fields, as far as they go along.
pub(super) fn convert_values(
    reader: &Reader<'_>,
    converting: &[&FieldSpec],
    row: &mut Row,
    names: &dyn Names,
) {
    for field in converting {
        if let Some(kept) = row.values.get(&field.code)
            && let Ok(kept) = unconvertible(reader, field, kept, names)
        {
            row.values.insert(field.code.clone(), kept);
        }
    }
    reader.compute(&mut row.values);
}

fn not_going_along(
    reader: &Reader<'_>,
    converting: &[&FieldSpec],
    row: &Row,
    names: &dyn Names,
) -> Vec<(String, String, String)> {
    converting
        .iter()
        .filter_map(|field| {
            let kept = row.values.get(&field.code)?;
            if kept.starts_with(ERASED) {
                return None;
            }
            let why = unconvertible(reader, field, kept, names).err()?;
            Some(match field.personal {
                Personal::None => (field.name.clone(), kept.clone(), why),
                // The reason repeats the value.
                _ => (
                    field.name.clone(),
                    masked(field, kept),
                    "不符合新的要求。".to_owned(),
                ),
            })
        })
        .collect()
}
