//! What of registers and their rows can be found by words.
//!
//! Whoever a register is for finds it; rows are found by those who see rows of their unit. Both are
//! asked of [`Standing`] when somebody searches, so that a change of rights or of units needs no
//! change here. Fields that say something of a person are no words: neither title nor excerpt of a
//! hit, nor that there is one, may tell what is in them.

use super::{
    actions::House,
    model::{Definition, FieldKind, FieldSpec, Personal, Row, file_name},
    paths,
    policy::{self, Standing},
    store::{self, Register},
};
use crate::org;
use ::store::{
    Db, Read, Result, Tx,
    search::{self, Audience, Entry},
};
use base::{Actor, actor::UnitId};
use shell::Searchable;
use std::{collections::BTreeSet, ops::Range, pin::Pin};

const REGISTER: &str = "ledger.register";
const ROW: &str = "ledger.row";

/// Of a longer register the newest rows are found; all of them are in its own list
/// (docs/decisions/0050).
const MOST_ROWS: i64 = 20_000;

/// Rows put in at once.
const AT_ONCE: i64 = 2_000;

/// The kinds, in the order their tabs are shown.
pub(super) const SEARCHABLE: [Searchable; 2] = [
    Searchable {
        kind: REGISTER,
        word: "台账",
        entries: |db| Box::pin(async move { registers(&db).await }),
    },
    Searchable {
        kind: ROW,
        word: "台账记录",
        entries: |db| Box::pin(async move { every_row(&db).await }),
    },
];

/// The registers that are for somebody, and the units whose rows of each they see.
pub(super) fn keys(
    db: Db,
    actor: Actor,
) -> Pin<Box<dyn Future<Output = Result<Vec<String>>> + Send>> {
    Box::pin(async move {
        if !policy::WORK.admits(Some(&actor)) {
            return Ok(Vec::new());
        }
        let registers = store::registers(&db).await?;
        let units = org::every_unit(&db).await?;
        let scope = org::scope(&db, &actor).await?;
        let mut keys = Vec::new();
        for register in &registers {
            let Some(standing) = Standing::of(&actor, register, &units, &scope) else {
                continue;
            };
            if !standing.only_handles() {
                keys.push(of_register(register));
            }
            let handling = standing.handling_units().iter();
            keys.extend(handling.map(|unit| of_handled(register, *unit)));
            match standing.scope {
                None => keys.push(of_every_row(register)),
                Some(seen) => keys.extend(seen.into_iter().map(|unit| of_rows(register, unit))),
            }
        }
        Ok(keys)
    })
}

fn of_register(register: &Register) -> String {
    format!("ledger:{}", register.definition.code)
}

fn of_every_row(register: &Register) -> String {
    format!("ledger:{}:all", register.definition.code)
}

fn of_rows(register: &Register, unit: UnitId) -> String {
    format!("ledger:{}:{unit}", register.definition.code)
}

fn of_handled(register: &Register, unit: UnitId) -> String {
    format!("ledger:{}:handled:{unit}", register.definition.code)
}

fn row_key(register: &Register, no: i64) -> String {
    format!("{ROW}:{}:{no}", register.definition.code)
}

/// Lets a register be found, and all its rows by what its fields say now.
pub(super) async fn renew(
    tx: &mut Tx,
    register: &Register,
    house: &House,
    at_ms: i64,
) -> Result<()> {
    search::put(tx, &register_entry(register, at_ms)).await?;
    let everything = store::Query::default();
    let next = store::next_row(tx, register.no).await?;
    let mut after = next - 1 - MOST_ROWS;
    loop {
        let rows = store::rows_after(tx, register.no, &everything, after, AT_ONCE).await?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.no;
        put_rows(tx, register, house, next, &rows).await?;
    }
}

/// Lets rows be found as they are now, unless they are too old for it: `next` is the number the
/// register gives next.
pub(super) async fn put_rows<'r>(
    tx: &mut Tx,
    register: &Register,
    house: &House,
    next: i64,
    rows: impl IntoIterator<Item = &'r Row>,
) -> Result<()> {
    let entries: Vec<Entry> = rows
        .into_iter()
        .filter(|row| row.no >= next - MOST_ROWS)
        .map(|row| row_entry(register, house, row))
        .collect();
    search::put_many(tx, &entries).await
}

/// New rows were given these numbers: as many old ones are found no longer.
pub(super) async fn let_go(tx: &mut Tx, register: &Register, new: Range<i64>) -> Result<()> {
    let keys: Vec<String> = outdated(new).map(|no| row_key(register, no)).collect();
    search::remove_many(tx, &keys).await
}

/// The numbers of rows that are too old once these are there, of those before them.
fn outdated(new: Range<i64>) -> Range<i64> {
    (new.start - MOST_ROWS).max(1)..(new.end - MOST_ROWS).min(new.start)
}

/// Lets some of the rows after a number be found that were written since; the number of the last one
/// looked at, while there may be more.
pub(super) async fn renew_some(
    tx: &mut Tx,
    (register, house): (&Register, &House),
    after: i64,
    since_ms: i64,
) -> Result<Option<i64>> {
    let next = store::next_row(tx, register.no).await?;
    let everything = store::Query::default();
    let after = after.max(next - 1 - MOST_ROWS);
    let rows = store::rows_after(tx, register.no, &everything, after, AT_ONCE).await?;
    let written = rows.iter().filter(|row| row.changed_ms >= since_ms);
    put_rows(tx, register, house, next, written).await?;
    Ok(rows.last().map(|row| row.no))
}

/// Lets rows be found no more.
pub(super) async fn remove_rows(tx: &mut Tx, register: &Register, numbers: &[i64]) -> Result<()> {
    let keys = numbers.iter().map(|no| row_key(register, *no));
    search::remove_many(tx, &keys.collect::<Vec<_>>()).await
}

async fn registers(db: &impl Read) -> Result<Vec<Entry>> {
    let registers = store::registers(db).await?;
    let entries = registers.iter().map(|register| register_entry(register, 0));
    Ok(entries.collect())
}

async fn every_row(db: &impl Read) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let registers = store::registers(db).await?;
    if registers.is_empty() {
        return Ok(entries);
    }
    let house = super::actions::house(db).await?;
    let everything = store::Query::default();
    for register in &registers {
        let mut after = store::next_row(db, register.no).await? - 1 - MOST_ROWS;
        loop {
            let rows = store::rows_after(db, register.no, &everything, after, AT_ONCE).await?;
            let Some(last) = rows.last() else { break };
            after = last.no;
            entries.extend(rows.iter().map(|row| row_entry(register, &house, row)));
        }
    }
    Ok(entries)
}

fn register_entry(register: &Register, at_ms: i64) -> Entry {
    let definition = &register.definition;
    let fields: Vec<&str> = definition
        .active()
        .map(|field| field.name.as_str())
        .collect();
    Entry {
        key: format!("{REGISTER}:{}", definition.code),
        kind: REGISTER,
        title: definition.name.clone(),
        context: format!("{}归口", definition.owner),
        words: format!("{} {}", definition.purpose, fields.join("、")),
        href: paths::of(paths::LIST, &definition.code),
        at_ms,
        audience: vec![Audience::Key(of_register(register))],
    }
}

fn row_entry(register: &Register, house: &House, row: &Row) -> Entry {
    let definition = &register.definition;
    let words = words(definition, house, row);
    let handler = definition.handler_of(&row.values);
    let (first, rest) = words.split_at(words.len().min(2));
    Entry {
        key: row_key(register, row.no),
        kind: ROW,
        title: match first.is_empty() {
            true => format!("{}第{}号", definition.name, row.no),
            false => first.join(" · "),
        },
        context: format!(
            "{}第{}号 · {}",
            definition.name,
            row.no,
            house.name(row.unit)
        ),
        words: rest.join("，"),
        href: paths::of_row(paths::ROW, &definition.code, row.no),
        at_ms: row.changed_ms,
        audience: [of_every_row(register), of_rows(register, row.unit)]
            .into_iter()
            .chain(handler.map(|unit| of_handled(register, unit)))
            .map(Audience::Key)
            .collect(),
    }
}

/// What a row says in words, without what is personal. A 引用 into a field that is personal repeats
/// its value and counts as personal itself; so does a 公式 over one.
fn words(definition: &Definition, house: &House, row: &Row) -> Vec<String> {
    let personal: BTreeSet<&str> = definition
        .fields
        .iter()
        .filter(|field| field.personal != Personal::None)
        .flat_map(|field| [field.code.as_str(), &field.name])
        .collect();
    let is_open = |field: &&FieldSpec| {
        field.personal == Personal::None
            && !matches!(
                field.kind,
                FieldKind::Number | FieldKind::Money | FieldKind::YesNo | FieldKind::Lookup
            )
            && !(field.kind == FieldKind::Formula
                && personal.iter().any(|word| field.formula.contains(word)))
    };
    // What a row is called by comes first; a personal title is no word, as nothing personal is.
    let title = definition.title_field().map(|field| &field.code);
    let (first, rest): (Vec<&FieldSpec>, Vec<&FieldSpec>) = definition
        .active()
        .filter(is_open)
        .partition(|field| Some(&field.code) == title);
    first
        .into_iter()
        .chain(rest)
        .filter_map(|field| {
            let kept = row
                .values
                .get(&field.code)
                .filter(|kept| !kept.is_empty())?;
            Some(match field.kind {
                FieldKind::Unit => house.kept_name(kept).to_owned(),
                FieldKind::File => file_name(kept).to_owned(),
                _ => field.shown(kept),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::outdated;

    #[test]
    fn as_many_old_rows_go_as_new_ones_come_and_none_of_the_new_themselves() {
        assert!(outdated(1..101).is_empty());
        assert!(outdated(19_900..20_001).is_empty());
        assert_eq!(outdated(20_001..20_011), 1..11);
        assert_eq!(outdated(50_001..50_002), 30_001..30_002);
        // What is too old as soon as it comes was never put in.
        assert!(outdated(1..100_001).is_empty());
        assert_eq!(outdated(50_001..150_001), 30_001..50_001);
    }
}
