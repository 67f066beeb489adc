//! What happened to values.

use super::{amount, decimals, marks, minor};
use crate::facts::model::{Amount, FactId, Happening, SourceRef};
use ::store::{Read, Result, Tx, Value, args};
use base::define_id;
use sea_orm::FromQueryResult;

define_id!(
    /// A line of a value's history.
    HappeningId
);

#[derive(FromQueryResult)]
struct HistoryRow {
    at_ms: i64,
    by_name: String,
    act: String,
    minor: Option<i64>,
    decimals: i64,
    reference: String,
    reason: String,
}

/// A line of history with the value it belongs to.
#[derive(Debug)]
pub(in crate::facts) struct Past {
    pub(in crate::facts) fact: FactId,
    pub(in crate::facts) happening: Happening,
}

/// Writes history.
pub(in crate::facts) async fn insert_history(tx: &mut Tx, lines: &[Past]) -> Result<()> {
    let rows: Result<Vec<Vec<Value>>> = lines
        .iter()
        .map(|line| {
            let Happening {
                at_ms,
                by,
                act,
                value,
                reference,
                reason,
            } = &line.happening;
            Ok(args![
                HappeningId::new().to_string(),
                line.fact.to_string(),
                *at_ms,
                by.clone(),
                act.clone(),
                minor(*value),
                decimals(*value),
                serde_json::to_string(reference)?,
                reason.clone()
            ])
        })
        .collect();
    tx.insert_many(
        "facts_history",
        &[
            "id",
            "fact_id",
            "at_ms",
            "by_name",
            "act",
            "minor",
            "decimals",
            "reference",
            "reason",
        ],
        rows?,
    )
    .await
}

/// What happened to a value, newest first.
pub(in crate::facts) async fn history(
    db: &impl Read,
    fact: FactId,
    most: i64,
) -> Result<Vec<Happening>> {
    let rows: Vec<HistoryRow> = db
        .rows(
            "select at_ms, by_name, act, minor, decimals, reference, reason from facts_history
             where fact_id = $1 order by id desc limit $2",
            args![fact.to_string(), most],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let reference: SourceRef = serde_json::from_str(&row.reference)?;
            Ok(Happening {
                at_ms: row.at_ms,
                by: row.by_name,
                act: row.act,
                value: amount(row.minor, row.decimals)?,
                reference,
                reason: row.reason,
            })
        })
        .collect()
}

/// A value that went on: by what, and what stood there before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) struct Moved {
    pub(in crate::facts) fact: FactId,
    /// What supplied it last.
    pub(in crate::facts) reference: SourceRef,
    /// The number that stood before the instant; none where nothing stood there yet.
    pub(in crate::facts) stood: Option<Amount>,
}

#[derive(FromQueryResult)]
struct MovedRow {
    id: String,
    reference: String,
    minor: Option<i64>,
    decimals: Option<i64>,
}

/// Of these values: who supplied them last, and what stood there before an instant.
pub(in crate::facts) async fn moved(
    db: &impl Read,
    facts: &[FactId],
    at_ms: i64,
) -> Result<Vec<Moved>> {
    if facts.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![at_ms.into()];
    values.extend(facts.iter().map(|fact| Value::from(fact.to_string())));
    let rows: Vec<MovedRow> = db
        .rows(
            &format!(
                "select f.id, f.reference, h.minor, h.decimals from facts_values f
                 left join facts_history h on h.id = (select b.id from facts_history b
                    where b.fact_id = f.id and b.at_ms < $1 order by b.at_ms desc, b.id desc limit 1)
                 where f.id in ({})",
                marks(1, facts.len())
            ),
            values,
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Moved {
                fact: row.id.parse()?,
                reference: serde_json::from_str(&row.reference)?,
                stood: amount(row.minor, row.decimals.unwrap_or_default())?,
            })
        })
        .collect()
}
