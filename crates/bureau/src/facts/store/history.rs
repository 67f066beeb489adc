//! What happened to values.

use super::{amount, decimals, minor};
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

/// The newest line of a value's history before an instant: the number that stood then; none where
/// nothing stood there yet.
pub(in crate::facts) async fn stood_before(
    db: &impl Read,
    fact: FactId,
    at_ms: i64,
) -> Result<Option<Option<Amount>>> {
    #[derive(FromQueryResult)]
    struct Row {
        minor: Option<i64>,
        decimals: i64,
    }
    let row: Option<Row> = db
        .row(
            "select minor, decimals from facts_history where fact_id = $1 and at_ms < $2
             order by at_ms desc, id desc limit 1",
            args![fact.to_string(), at_ms],
        )
        .await?;
    row.map(|row| amount(row.minor, row.decimals)).transpose()
}
