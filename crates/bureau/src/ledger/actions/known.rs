//! The rows that are there already, which the lines of a sheet are about.

use super::{lines::ReadLine, people::Opened};
use crate::ledger::{model::Row, store};
use ::store::{Read, Result};
use base::actor::UnitId;
use std::collections::BTreeMap;

/// The rows that lines are about, by number and by key.
#[derive(Default)]
pub(super) struct Known {
    pub(super) rows: BTreeMap<i64, Row>,
    pub(super) keys: BTreeMap<String, i64>,
}

/// Looks up the rows that lines are about, up to the one before `first`.
pub(super) async fn known_rows(
    db: &impl Read,
    opened: &Opened,
    lines: &mut [ReadLine],
    first: i64,
) -> Result<Known> {
    /// The number of the first row there ever was.
    const FIRST_OF_ALL: i64 = 1;
    if first == FIRST_OF_ALL {
        return Ok(Known::default());
    }
    let no = opened.register.no;
    key_by_number(db, opened, lines).await?;
    let keys: Vec<String> = lines.iter().filter_map(|line| line.key.clone()).collect();
    let mut keys = store::keys_taken(db, no, &keys).await?;
    keys.retain(|_, no| *no < first);
    let named = lines.iter().map(|line| line.no);
    let mut numbers: Vec<i64> = named.filter(|no| (1..first).contains(no)).collect();
    numbers.extend(keys.values());
    numbers.sort_unstable();
    numbers.dedup();
    let rows = store::rows_numbered(db, no, &numbers).await?;
    Ok(Known {
        rows: rows.into_iter().map(|row| (row.no, row)).collect(),
        keys,
    })
}

/// Gives lines their key that say by a number whose they are.
async fn key_by_number(db: &impl Read, opened: &Opened, lines: &mut [ReadLine]) -> Result<()> {
    let definition = &opened.register.definition;
    let is_asked = |line: &ReadLine| definition.key_in_unit && line.unit.is_none() && line.no > 0;
    let numbers: Vec<i64> = lines
        .iter()
        .filter(|line| is_asked(line))
        .map(|l| l.no)
        .collect();
    if numbers.is_empty() {
        return Ok(());
    }
    let rows = store::rows_numbered(db, opened.register.no, &numbers).await?;
    let units: BTreeMap<i64, UnitId> = rows.iter().map(|row| (row.no, row.unit)).collect();
    for line in lines.iter_mut().filter(|line| is_asked(line)) {
        let unit = units.get(&line.no).copied();
        line.key = unit.and_then(|unit| definition.key_of(unit, &line.values));
    }
    Ok(())
}
