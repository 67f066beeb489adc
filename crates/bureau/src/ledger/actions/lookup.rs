//! References into other registers.

use super::people::standings;
use crate::ledger::{
    model::{CellFault, Definition, FieldKind, Personal, Values},
    store,
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
        if !is_known && !is_own && store::register(db, &field.register).await?.is_none() {
            problems.push(format!(
                "字段“{}”引用的台账“{}”不存在：请另选一个台账，或先建立那个台账。",
                field.name, field.register
            ));
        }
    }
    Ok(problems)
}

/// References that lead nowhere, by the place of their row. Rows of the register itself are there up to the
/// one before `first`: what comes along in the same sheet is no row to look up yet.
pub(super) async fn lookup_faults<'a>(
    db: &impl Read,
    definition: &Definition,
    rows: impl Iterator<Item = &'a Values> + Clone + Send,
    first: i64,
) -> Result<Vec<(usize, CellFault)>> {
    let mut faults = Vec::new();
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
        let mut known = match store::register(db, &field.register).await? {
            Some(other) => store::keys_taken(db, other.no, &wanted).await?,
            None => BTreeMap::new(),
        };
        if field.register == definition.code {
            known.retain(|_, no| *no < first);
        }
        for (place, values) in rows.clone().enumerate() {
            let Some(key) = values
                .get(&field.code)
                .filter(|key| !known.contains_key(*key))
            else {
                continue;
            };
            faults.push((
                place,
                CellFault {
                    field: field.code.clone(),
                    message: format!("被引用的台账里没有“{key}”。"),
                },
            ));
        }
    }
    Ok(faults)
}

/// The registers a field may look into, as far as this person has a part in them: code and name. Rows are
/// looked up by their key, so that one without a key is none to look into.
pub(in crate::ledger) async fn lookup_registers(ctx: &Ctx) -> Result<Vec<(String, String)>> {
    let registers = store::registers(&ctx.db).await?;
    let (_, standings) = standings(ctx, &registers).await?;
    let seen = registers.into_iter().zip(standings);
    let open = seen
        .filter(|(register, standing)| standing.is_some() && !register.definition.key.is_empty());
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
