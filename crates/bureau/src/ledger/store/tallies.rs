//! What roll-ups have counted.

use crate::ledger::model::{Contribution, ContributionPlace, Tally};
use ::store::{FromQueryResult, Read, Result, Tx, Value, args};
use base::{TimePeriod, actor::UnitId};
use std::collections::{BTreeMap, HashMap};

/// A tally with where it belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct KeptTally {
    pub(in crate::ledger) rollup: String,
    pub(in crate::ledger) unit: UnitId,
    pub(in crate::ledger) period: TimePeriod,
    pub(in crate::ledger) tally: Tally,
}

impl KeptTally {
    /// Whose it is.
    pub(in crate::ledger) fn place(&self) -> ContributionPlace {
        (self.rollup.clone(), self.unit, self.period)
    }
}

#[derive(FromQueryResult)]
struct TallyRow {
    rollup: String,
    unit_id: String,
    period: String,
    n_rows: i64,
    total: i64,
    n_part: i64,
    n_keys: i64,
}

impl TryFrom<TallyRow> for KeptTally {
    type Error = ::store::Error;

    fn try_from(row: TallyRow) -> Result<Self> {
        Ok(Self {
            unit: row.unit_id.parse()?,
            period: row
                .period
                .parse()
                .map_err(|_| ::store::Error::Corrupt(row.period.clone()))?,
            rollup: row.rollup,
            tally: Tally {
                n_rows: row.n_rows,
                total: row.total,
                n_part: row.n_part,
                n_keys: row.n_keys,
            },
        })
    }
}

const COLUMNS: &str = "rollup, unit_id, period, n_rows, total, n_part, n_keys";

/// The tallies of a register, newest period first.
pub(in crate::ledger) async fn tallies_of(
    db: &impl Read,
    register_no: i64,
    rollup: &str,
) -> Result<Vec<KeptTally>> {
    let rows: Vec<TallyRow> = db
        .rows(
            &format!(
                "select {COLUMNS} from ledger_tallies
                 where register_no = $1 and rollup = $2 and n_rows <> 0
                 order by period desc, unit_id limit 2000"
            ),
            args![register_no, rollup],
        )
        .await?;
    rows.into_iter().map(KeptTally::try_from).collect()
}

/// Every tally of a register that counts a row.
pub(in crate::ledger) async fn all_tallies(
    db: &impl Read,
    register_no: i64,
) -> Result<Vec<KeptTally>> {
    let rows: Vec<TallyRow> = db
        .rows(
            &format!("select {COLUMNS} from ledger_tallies where register_no = $1 and n_rows <> 0"),
            args![register_no],
        )
        .await?;
    rows.into_iter().map(KeptTally::try_from).collect()
}

/// One tally.
pub(in crate::ledger) async fn tally(
    db: &impl Read,
    register_no: i64,
    (rollup, unit, period): (&str, UnitId, TimePeriod),
) -> Result<Option<KeptTally>> {
    let row: Option<TallyRow> = db
        .row(
            &format!(
                "select {COLUMNS} from ledger_tallies where register_no = $1 and rollup = $2
                 and unit_id = $3 and period = $4"
            ),
            args![register_no, rollup, unit.to_string(), period.to_string()],
        )
        .await?;
    row.map(KeptTally::try_from).transpose()
}

/// Adds contributions; gives the tallies as they are now.
pub(in crate::ledger) async fn apply_tallies(
    tx: &mut Tx,
    register_no: i64,
    contributions: BTreeMap<ContributionPlace, Contribution>,
) -> Result<Vec<KeptTally>> {
    let mut changed = Vec::new();
    for ((rollup, unit, period), contribution) in contributions {
        let place = (rollup.as_str(), unit, period);
        let keys: Vec<(&String, i64)> = contribution
            .keys
            .iter()
            .filter(|(_, n)| **n != 0)
            .map(|(key, n)| (key, *n))
            .collect();
        let n_new_keys = count_keys(tx, register_no, place, &keys).await?;
        if contribution.tally == Tally::default() && keys.is_empty() {
            continue;
        }
        tx.run(
            &format!(
                "insert into ledger_tallies (register_no, {COLUMNS})
                 values ($1, $2, $3, $4, $5, $6, $7, $8)
                 on conflict (register_no, rollup, unit_id, period) do update set
                 n_rows = ledger_tallies.n_rows + excluded.n_rows,
                 total = ledger_tallies.total + excluded.total,
                 n_part = ledger_tallies.n_part + excluded.n_part,
                 n_keys = ledger_tallies.n_keys + excluded.n_keys"
            ),
            args![
                register_no,
                rollup.clone(),
                unit.to_string(),
                period.to_string(),
                contribution.tally.n_rows,
                contribution.tally.total,
                contribution.tally.n_part,
                n_new_keys
            ],
        )
        .await?;
        changed.extend(tally(tx, register_no, place).await?);
    }
    Ok(changed)
}

/// What is counted of a key now.
#[derive(FromQueryResult)]
struct KeyCount {
    tally_key: String,
    n: i64,
}

/// Counts keys up and down; how many different ones there are more (or, below nothing, fewer). A key that
/// nothing is counted of is not kept, so that what it is counted now and by how much it changed tell
/// whether it is new: asking beforehand which are known made PostgreSQL go through all of them.
async fn count_keys(
    tx: &mut Tx,
    register_no: i64,
    (rollup, unit, period): (&str, UnitId, TimePeriod),
    keys: &[(&String, i64)],
) -> Result<i64> {
    let place = args![register_no, rollup, unit.to_string(), period.to_string()];
    let mut n_more = 0;
    for some in keys.chunks(150) {
        let tuples: Vec<String> = (0..some.len())
            .map(|place| format!("($1, $2, $3, $4, ${}, ${})", place * 2 + 5, place * 2 + 6))
            .collect();
        let mut pairs = place.clone();
        for (key, n) in some {
            pairs.push(Value::from((*key).clone()));
            pairs.push(Value::from(*n));
        }
        let counted: Vec<KeyCount> = tx
            .rows(
                &format!(
                    "insert into ledger_tally_keys
                        (register_no, rollup, unit_id, period, tally_key, n)
                     values {} on conflict (register_no, rollup, unit_id, period, tally_key)
                     do update set n = ledger_tally_keys.n + excluded.n returning tally_key, n",
                    tuples.join(", ")
                ),
                pairs,
            )
            .await?;
        let by_how_much: HashMap<&str, i64> =
            some.iter().map(|(key, n)| (key.as_str(), *n)).collect();
        for now in counted {
            if now.n == 0 {
                n_more -= 1;
                let mut key = place.clone();
                key.push(now.tally_key.into());
                tx.run(
                    "delete from ledger_tally_keys where register_no = $1 and rollup = $2
                     and unit_id = $3 and period = $4 and tally_key = $5",
                    key,
                )
                .await?;
            } else if by_how_much.get(now.tally_key.as_str()) == Some(&now.n) {
                n_more += 1;
            }
        }
    }
    Ok(n_more)
}
