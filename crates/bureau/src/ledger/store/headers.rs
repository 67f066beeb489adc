//! What foreign headers of spreadsheets mean, as somebody once said.

use ::store::{FromQueryResult, Read, Result, Tx, args};
use std::collections::BTreeMap;

/// Codes of fields by headers without blanks and marks.
pub(in crate::ledger) type Headers = BTreeMap<String, String>;

#[derive(FromQueryResult)]
struct HeaderRow {
    word: String,
    field: String,
}

/// The headers a register has learned.
pub(in crate::ledger) async fn headers(db: &impl Read, register_no: i64) -> Result<Headers> {
    let rows: Vec<HeaderRow> = db
        .rows(
            "select word, field from ledger_headers where register_no = $1",
            args![register_no],
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.word, row.field)).collect())
}

/// Learns a header, or what it means now.
pub(in crate::ledger) async fn save_header(
    tx: &mut Tx,
    register_no: i64,
    word: &str,
    field: &str,
) -> Result<()> {
    tx.run(
        "insert into ledger_headers (register_no, word, field) values ($1, $2, $3)
         on conflict (register_no, word) do update set field = excluded.field",
        args![register_no, word, field],
    )
    .await?;
    Ok(())
}
