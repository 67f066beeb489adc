//! Who changed what in a row, when.

use ::store::{FromQueryResult, Read, Result, Tx, args};

/// A change of a row.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::ledger) struct HistoryEntry {
    pub(in crate::ledger) version: i64,
    pub(in crate::ledger) at_ms: i64,
    pub(in crate::ledger) by_name: String,
    /// `changed`, `verified`, `returned`, `removed`, `restored`.
    pub(in crate::ledger) act: String,
    /// `[[code, before, after], …]`.
    pub(in crate::ledger) changes: String,
    pub(in crate::ledger) comment: String,
}

/// The changes of a row, newest first.
pub(in crate::ledger) async fn history(
    db: &impl Read,
    register_no: i64,
    row_no: i64,
) -> Result<Vec<HistoryEntry>> {
    db.rows(
        "select version, at_ms, by_name, act, changes, comment from ledger_history
         where register_no = $1 and row_no = $2 order by version desc limit 200",
        args![register_no, row_no],
    )
    .await
}

/// Keeps changes of rows: number of the row and entry.
pub(in crate::ledger) async fn insert_history(
    tx: &mut Tx,
    register_no: i64,
    entries: Vec<(i64, HistoryEntry)>,
) -> Result<()> {
    let lines = entries
        .into_iter()
        .map(|(row_no, entry)| {
            args![
                register_no,
                row_no,
                entry.version,
                entry.at_ms,
                entry.by_name,
                entry.act,
                entry.changes,
                entry.comment
            ]
        })
        .collect();
    let columns = [
        "register_no",
        "row_no",
        "version",
        "at_ms",
        "by_name",
        "act",
        "changes",
        "comment",
    ];
    tx.insert_many("ledger_history", &columns, lines).await
}
