//! Locked periods.

use ::store::{Error, Read, Result, Tx, args};
use base::TimePeriod;
use sea_orm::FromQueryResult;

/// A period whose values are only corrected with a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) struct Lock {
    pub(in crate::facts) period: TimePeriod,
    pub(in crate::facts) at_ms: i64,
    pub(in crate::facts) by: String,
}

#[derive(FromQueryResult)]
struct LockRow {
    period: String,
    at_ms: i64,
    by_name: String,
}

/// Every locked period, newest first.
pub(in crate::facts) async fn locks(db: &impl Read) -> Result<Vec<Lock>> {
    let rows: Vec<LockRow> = db
        .rows(
            "select period, at_ms, by_name from facts_locks order by period desc",
            args![],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Lock {
                period: row
                    .period
                    .parse()
                    .map_err(|_| Error::Corrupt(format!("facts_locks {}", row.period)))?,
                at_ms: row.at_ms,
                by: row.by_name,
            })
        })
        .collect()
}

/// Locks a period; false when it is locked already.
pub(in crate::facts) async fn insert_lock(tx: &mut Tx, lock: &Lock) -> Result<bool> {
    let n = tx
        .run(
            "insert into facts_locks (period, at_ms, by_name) values ($1, $2, $3)
             on conflict (period) do nothing",
            args![lock.period.to_string(), lock.at_ms, lock.by.clone()],
        )
        .await?;
    Ok(n == 1)
}

/// Opens a period again; false when it is not locked.
pub(in crate::facts) async fn remove_lock(tx: &mut Tx, period: TimePeriod) -> Result<bool> {
    let n = tx
        .run(
            "delete from facts_locks where period = $1",
            args![period.to_string()],
        )
        .await?;
    Ok(n == 1)
}
