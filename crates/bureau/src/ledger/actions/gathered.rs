//! 汇集: numbers of a row that are the sum of what the rows of another register say of it. They follow every
//! change of those rows in the same transaction, and are typed nowhere.

use super::{
    people::House,
    write::{self, GATHERED, RowChange},
};
use crate::ledger::{
    decimal::Decimal,
    model::{Definition, FieldKind, Gathers, Reader, Row},
    store::{self, Register},
};
use ::store::{Ctx, Read, Result, Tx, audit::Line};
use base::day::Date;
use std::{
    collections::{BTreeMap, BTreeSet},
    pin::Pin,
};

/// Rows of other registers that changes are about: by the field that looks there and the register, the keys.
pub(super) type Touched = BTreeMap<(String, String), BTreeSet<String>>;

/// Notes what changes are about in other registers; nothing in a register that looks into none.
pub(super) fn touch(definition: &Definition, changes: &[RowChange], touched: &mut Touched) {
    let looking = definition
        .active()
        .filter(|field| field.kind == FieldKind::Lookup);
    for field in looking {
        let rows = changes.iter().flat_map(|change| match change {
            RowChange::New(row) | RowChange::Restored(row) => vec![row],
            RowChange::Binned { row, .. } => vec![row],
            RowChange::Changed { before, after, .. } => vec![before, after],
        });
        let keys = rows.filter_map(|row| row.values.get(&field.code).cloned());
        let there = (field.code.clone(), field.register.clone());
        touched.entry(there).or_default().extend(keys);
    }
}

/// Puts what is gathered into rows about to be written, whatever was sent for it.
pub(super) async fn settle(
    tx: &Tx,
    ctx: &Ctx,
    definition: &Definition,
    changes: &mut [RowChange],
) -> Result<()> {
    if !definition.gathers_something() {
        return Ok(());
    }
    let mut rows: Vec<(&mut Row, Vec<String>)> = changes
        .iter_mut()
        .filter_map(|change| match change {
            RowChange::New(row) | RowChange::Restored(row) => Some((None, row)),
            RowChange::Changed { before, after, .. } => Some((Some(before), after)),
            RowChange::Binned { .. } => None,
        })
        .map(|(before, row)| {
            // What still speaks of it by the key it had follows in a moment.
            let mut keys = Vec::from_iter(definition.key_of(row.unit, &row.values));
            let had = before.and_then(|before| definition.key_of(before.unit, &before.values));
            keys.extend(had.filter(|had| !keys.contains(had)));
            (row, keys)
        })
        .collect();
    fill(tx, ctx.today(), definition, &mut rows).await
}

/// Passes changes on to the rows they are gathered in.
pub(super) fn pass_on<'a>(
    tx: &'a mut Tx,
    ctx: &'a Ctx,
    (register, house): (&'a Register, &'a House),
    touched: Touched,
    reason: &'a str,
) -> Pin<Box<dyn Future<Output = Result<()>> + Send + 'a>> {
    Box::pin(async move {
        for ((field, looked_into), keys) in touched {
            let keys: Vec<String> = keys.into_iter().collect();
            if keys.is_empty() || looked_into == register.definition.code {
                continue;
            }
            let Some(other) = store::register(&*tx, &looked_into).await? else {
                continue;
            };
            let from = (register.definition.code.as_str(), field.as_str());
            if !other.definition.gathers_from(from) {
                continue;
            }
            let numbers = store::keys_taken(&*tx, other.no, &keys).await?;
            let numbers: Vec<i64> = numbers.into_values().collect();
            let before = store::rows_numbered(&*tx, other.no, &numbers).await?;
            let mut after = before.clone();
            let mut rows: Vec<(&mut Row, Vec<String>)> = after
                .iter_mut()
                .map(|row| {
                    let keys = Vec::from_iter(other.definition.key_of(row.unit, &row.values));
                    (row, keys)
                })
                .collect();
            fill(&*tx, ctx.today(), &other.definition, &mut rows).await?;
            let changes: Vec<RowChange> = before
                .into_iter()
                .zip(after)
                .filter(|(before, after)| before.values != after.values)
                .map(|(before, mut after)| {
                    after.version += 1;
                    after.changed_ms = ctx.now_ms();
                    let act = GATHERED;
                    RowChange::Changed { before, after, act }
                })
                .collect();
            if changes.is_empty() {
                continue;
            }
            let pair = (&other, house);
            let numbers = write::apply(tx, ctx, pair, (changes, reason)).await?;
            let first: Vec<String> = numbers
                .iter()
                .take(20)
                .map(|no| format!("第{no}号"))
                .collect();
            let line = Line::new("ledger.row.gathered", &other.definition.code)
                .named(&other.definition.name)
                .saying(format!(
                    "{}条随“{}”更新合计：{}",
                    numbers.len(),
                    register.definition.name,
                    first.join("、")
                ));
            tx.audit_line(ctx, line);
        }
        Ok(())
    })
}

/// Writes the sums into rows, each with the keys it is spoken of by; a row nothing is said of has none:
/// missing is not zero.
async fn fill(
    db: &impl Read,
    today: Date,
    definition: &Definition,
    rows: &mut [(&mut Row, Vec<String>)],
) -> Result<()> {
    let wanted: Vec<String> = rows.iter().flat_map(|(_, keys)| keys).cloned().collect();
    for field in definition.active() {
        let Some(gathers) = &field.gathers else {
            continue;
        };
        let sums = sums(db, gathers, &wanted).await?;
        for (row, keys) in &mut *rows {
            let said = keys.iter().filter_map(|key| sums.get(key).copied());
            // Too large a sum is no sum.
            match said
                .map(Some)
                .reduce(|sum, more| sum?.plus(more?))
                .flatten()
            {
                Some(sum) => {
                    let kept = sum.rounded(field.n_decimals()).written();
                    row.values.insert(field.code.clone(), kept);
                }
                None => _ = row.values.remove(&field.code),
            }
        }
    }
    let reader = Reader::new(definition, today);
    for (row, _) in rows {
        reader.compute(&mut row.values);
    }
    Ok(())
}

/// What the other register says, by key.
async fn sums(
    db: &impl Read,
    gathers: &Gathers,
    keys: &[String],
) -> Result<BTreeMap<String, Decimal>> {
    let Some(other) = store::register(db, &gathers.register).await? else {
        return Ok(BTreeMap::new());
    };
    let field = |code: &str| other.definition.active().find(|field| field.code == code);
    let by = field(&gathers.by).and_then(|field| field.slot_in('t'));
    let number = field(&gathers.field);
    let slot = number.and_then(|field| field.slot_in('n'));
    let (Some(by), Some(slot), Some(number)) = (by, slot, number) else {
        return Ok(BTreeMap::new());
    };
    let found = store::sums_by(db, other.no, (by, slot), keys).await?;
    Ok(found
        .into_iter()
        .map(|(key, minor)| (key, Decimal::from_minor(minor, number.n_decimals())))
        .collect())
}
