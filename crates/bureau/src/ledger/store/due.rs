//! What is personal and kept longer than its time, and erasing it.

use super::{
    body_of, marks,
    rows::{COLUMNS, RowRecord},
};
use crate::ledger::model::{Personal, Row};
use ::store::{FromQueryResult, Read, Result, Tx, Value, args};

/// Up to when rows are due: by the month of the register's date, and by the day they were entered
/// where they have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct DueUntil {
    pub(in crate::ledger) last_month: String,
    pub(in crate::ledger) before_ms: i64,
}

const DUE: &str = "register_no = $1 and erased in ($2, 0)
     and ((month <> '' and month <= $3) or (month = '' and made_ms < $4))";

/// What is already erased in a row: 1 个人信息, 2 敏感个人信息, 3 both.
fn bit(class: Personal) -> i64 {
    match class {
        Personal::None => 0,
        Personal::Ordinary => 1,
        Personal::Sensitive => 2,
    }
}

fn arguments(register_no: i64, class: Personal, until: &DueUntil) -> Vec<Value> {
    args![
        register_no,
        3 - bit(class),
        until.last_month.clone(),
        until.before_ms
    ]
}

/// How many rows hold what is due to be erased.
pub(in crate::ledger) async fn n_due(
    db: &impl Read,
    register_no: i64,
    class: Personal,
    until: &DueUntil,
) -> Result<i64> {
    let sql = format!("select count(*) as n from ledger_rows where {DUE}");
    db.number(&sql, arguments(register_no, class, until)).await
}

/// Some of these rows, after a number, in order.
pub(in crate::ledger) async fn rows_due(
    db: &impl Read,
    register_no: i64,
    class: Personal,
    until: &DueUntil,
    (after, limit): (i64, i64),
) -> Result<Vec<Row>> {
    let mut arguments = arguments(register_no, class, until);
    arguments.push(after.into());
    let sql = format!(
        "select {COLUMNS} from ledger_rows where {DUE} and no > $5 order by no limit {limit}"
    );
    let records: Vec<RowRecord> = db.rows(&sql, arguments).await?;
    records.into_iter().map(Row::try_from).collect()
}

/// Marks rows as erased of a class.
pub(in crate::ledger) async fn mark_erased(
    tx: &mut Tx,
    register_no: i64,
    class: Personal,
    numbers: &[i64],
) -> Result<()> {
    for some in numbers.chunks(500) {
        let mut arguments = args![register_no, bit(class)];
        arguments.extend(some.iter().map(|no| Value::from(*no)));
        let marks = marks(3, some.len());
        tx.run(
            &format!(
                "update ledger_rows set erased = erased + $2
                 where register_no = $1 and no in ({marks})"
            ),
            arguments,
        )
        .await?;
    }
    Ok(())
}

/// A change that is kept of a row, to be gone through for what is erased.
#[derive(Debug, FromQueryResult)]
pub(in crate::ledger) struct KeptChange {
    pub(in crate::ledger) row_no: i64,
    pub(in crate::ledger) version: i64,
    pub(in crate::ledger) changes: String,
}

/// What histories of rows still say of their values.
pub(in crate::ledger) async fn kept_changes(
    tx: &Tx,
    register_no: i64,
    numbers: &[i64],
) -> Result<Vec<KeptChange>> {
    let mut kept = Vec::new();
    for some in numbers.chunks(500) {
        let mut arguments = args![register_no];
        arguments.extend(some.iter().map(|no| Value::from(*no)));
        let marks = marks(2, some.len());
        let rows: Vec<KeptChange> = tx
            .rows(
                &format!(
                    "select row_no, version, changes from ledger_history
                     where register_no = $1 and row_no in ({marks}) and changes <> ''"
                ),
                arguments,
            )
            .await?;
        kept.extend(rows);
    }
    Ok(kept)
}

/// Writes a change again without what is erased.
pub(in crate::ledger) async fn rewrite_change(
    tx: &mut Tx,
    register_no: i64,
    change: &KeptChange,
) -> Result<()> {
    tx.run(
        "update ledger_history set changes = $4
         where register_no = $1 and row_no = $2 and version = $3",
        args![
            register_no,
            change.row_no,
            change.version,
            change.changes.clone()
        ],
    )
    .await?;
    Ok(())
}

/// Writes a row of the bin again without what is erased.
pub(in crate::ledger) async fn rewrite_binned(
    tx: &mut Tx,
    register_no: i64,
    row: &Row,
) -> Result<()> {
    tx.run(
        "update ledger_bin set body = $3 where register_no = $1 and row_no = $2",
        args![register_no, row.no, body_of(&row.values)?],
    )
    .await?;
    Ok(())
}
