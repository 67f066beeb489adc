//! References into other registers.

use super::people::{Opened, standing, standings};
use crate::ledger::{
    model::{CellFault, Definition, FieldKind, FieldSpec, Personal, Row, Values},
    store::{self, Register},
};
use ::store::{Ctx, Read, Result};
use std::collections::{BTreeMap, BTreeSet};

/// The most keys that are offered to choose from.
const MOST_OFFERED: i64 = 500;

/// Fields that look into a register there is none of, each in a sentence: no row could be saved with
/// them. What looked there before the change is not asked again.
pub(super) async fn lookup_problems(
    db: &impl Read,
    definition: &Definition,
    before: Option<&Definition>,
) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    let looking = definition
        .active()
        .filter(|field| field.kind == FieldKind::Lookup && !field.register.is_empty());
    for field in looking {
        let known = before.and_then(|before| before.field(&field.code));
        let is_known = known.is_some_and(|known| known.register == field.register);
        let is_own = field.register == definition.code;
        let other = store::register(db, &field.register).await?;
        if !is_known && !is_own && other.is_none() {
            problems.push(format!(
                "字段“{}”引用的台账“{}”不存在：请另选一个台账，或先建立那个台账。",
                field.name, field.register
            ));
        }
        let other = other.as_ref().map(|other| &other.definition);
        let looked_into = if is_own { Some(definition) } else { other };
        if let Some(looked_into) = looked_into.filter(|other| other.key_in_unit) {
            problems.push(format!(
                "字段“{}”不能引用台账“{}”：那里不同单位的记录可以相同，说不清引用的是哪一条。",
                field.name, looked_into.name
            ));
        }
    }
    let is_new = before.is_some_and(|before| !before.key_in_unit);
    if definition.key_in_unit && is_new {
        for other in store::registers(db).await? {
            let looks = |field: &FieldSpec| {
                field.kind == FieldKind::Lookup && field.register == definition.code
            };
            if other.definition.code != definition.code && other.definition.active().any(looks) {
                problems.push(format!(
                    "台账“{}”引用这个台账，不同单位的记录不能相同：否则说不清引用的是哪一条。",
                    other.definition.name
                ));
            }
        }
    }
    Ok(problems)
}

/// A reference that leads nowhere somebody sees.
#[derive(Debug)]
pub(super) struct Unfound {
    /// The place of its row among those asked about.
    pub(super) place: usize,
    pub(super) fault: CellFault,
    /// Whether it leads to a row, though not one for them: by typing nobody finds out what is there. Where
    /// the row says so already, somebody else wrote it, and it may stay.
    is_hidden: bool,
}

impl Unfound {
    /// Whether it matters in a row that was this before.
    pub(super) fn matters(&self, before: Option<&Row>, after: &Values) -> bool {
        let code = &self.fault.field;
        !self.is_hidden || before.is_none_or(|row| row.values.get(code) != after.get(code))
    }
}

/// References of rows that lead nowhere. Rows of the register itself are there up to the one before `first`:
/// what comes along in the same sheet is no row to look up yet.
pub(super) async fn unfound<'a>(
    (db, ctx): (&impl Read, &Ctx),
    opened: &Opened,
    rows: impl Iterator<Item = &'a Values> + Clone + Send,
    first: i64,
) -> Result<Vec<Unfound>> {
    let definition = &opened.register.definition;
    let mut unfound = Vec::new();
    for field in definition
        .active()
        .filter(|field| field.kind == FieldKind::Lookup)
    {
        let wanted: BTreeSet<String> = rows
            .clone()
            .filter_map(|values| values.get(&field.code).cloned())
            .collect();
        if wanted.is_empty() {
            continue;
        }
        let wanted: Vec<String> = wanted.into_iter().collect();
        let other = store::register(db, &field.register).await?;
        let mut known = match &other {
            Some(other) => store::keys_taken(db, other.no, &wanted).await?,
            None => BTreeMap::new(),
        };
        if field.register == definition.code {
            known.retain(|_, no| *no < first);
        }
        let seen = match &other {
            Some(other) => seen_of((db, ctx), opened, other, &known).await?,
            None => BTreeSet::new(),
        };
        for (place, values) in rows.clone().enumerate() {
            let Some(key) = values.get(&field.code) else {
                continue;
            };
            let no = known.get(key);
            if no.is_some_and(|no| seen.contains(no)) {
                continue;
            }
            unfound.push(Unfound {
                place,
                fault: CellFault {
                    field: field.code.clone(),
                    message: format!("被引用的台账里没有“{key}”。"),
                },
                is_hidden: no.is_some(),
            });
        }
    }
    Ok(unfound)
}

/// Which of the rows of a register are there for somebody to refer to.
async fn seen_of(
    (db, ctx): (&impl Read, &Ctx),
    opened: &Opened,
    other: &Register,
    known: &BTreeMap<String, i64>,
) -> Result<BTreeSet<i64>> {
    let numbers: Vec<i64> = known.values().copied().collect();
    let standing = match other.no == opened.register.no {
        true => Some(opened.standing.clone()),
        false => standing(db, ctx, (other, &opened.house)).await?,
    };
    // What an office keeps alone is a catalogue, to be referred to by whoever knows what it says; it is where
    // every unit keeps its own that the others' are not there.
    let Some(standing) = standing.filter(|standing| standing.scope.is_some()) else {
        return Ok(numbers.into_iter().collect());
    };
    let rows = store::rows_numbered(db, other.no, &numbers).await?;
    let rows = rows.into_iter().filter(|row| standing.sees_row(row));
    Ok(rows.map(|row| row.no).collect())
}

/// What is wrong with the references of one row, that was this before.
pub(super) async fn lookup_faults(
    at: (&impl Read, &Ctx),
    opened: &Opened,
    values: &Values,
    before: Option<&Row>,
) -> Result<Vec<CellFault>> {
    let unfound = unfound(at, opened, std::iter::once(values), i64::MAX).await?;
    let unfound = unfound.into_iter();
    let matter = unfound.filter(|reference| reference.matters(before, values));
    Ok(matter.map(|reference| reference.fault).collect())
}

/// The registers a field may look into, as far as this person has a part in them: code and name. Rows are
/// looked up by their key, so that one without a key is none to look into.
pub(in crate::ledger) async fn lookup_registers(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let registers = store::registers(&ctx.db).await?;
    let (_, standings) = standings(ctx, &registers).await?;
    let seen = registers.into_iter().zip(standings);
    let open = seen.filter(|(register, standing)| {
        let definition = &register.definition;
        standing.is_some() && !definition.key.is_empty() && !definition.key_in_unit
    });
    Ok(open
        .map(|(register, _)| (register.definition.code, register.definition.name))
        .collect())
}

/// The newest keys of the registers that fields look into, to choose from: of the rows this person sees.
pub(in crate::ledger) async fn lookup_keys(
    ctx: &Ctx,
    definition: &Definition,
) -> Result<BTreeMap<String, Vec<String>>> {
    let mut offered = BTreeMap::new();
    let (mut looking, mut registers) = (Vec::new(), Vec::new());
    for field in definition
        .active()
        .filter(|field| field.kind == FieldKind::Lookup)
    {
        let other = store::register(&ctx.db, &field.register).await?;
        // Keys by which people are known are typed by whoever knows them, not offered to everybody.
        let is_open = |definition: &Definition| {
            let mut fields = definition
                .key
                .iter()
                .filter_map(|code| definition.field(code));
            fields.all(|field| field.personal == Personal::None)
        };
        if let Some(other) = other.filter(|other| is_open(&other.definition)) {
            looking.push(field);
            registers.push(other);
        }
    }
    if registers.is_empty() {
        return Ok(offered);
    }
    let (_, standings) = standings(ctx, &registers).await?;
    for ((field, other), standing) in looking.into_iter().zip(&registers).zip(standings) {
        let Some(standing) = standing else { continue };
        let scope = standing.scope.as_deref();
        let keys = store::keys_in(&ctx.db, other.no, scope, MOST_OFFERED).await?;
        offered.insert(field.code.clone(), keys);
    }
    Ok(offered)
}
