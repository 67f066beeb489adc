//! What foreign headers of spreadsheets mean, as somebody once said.

use ::store::{FromQueryResult, Read, Result, Tx, args};
use base::actor::UnitId;
use std::collections::BTreeMap;

/// Codes of fields by headers without blanks and marks.
pub(in crate::ledger) type Headers = BTreeMap<String, String>;

#[derive(FromQueryResult)]
struct HeaderRow {
    unit_id: String,
    word: String,
    field: String,
}

/// The headers a register has learned from a unit; where that said nothing, what the bureau said.
pub(in crate::ledger) async fn headers(
    db: &impl Read,
    register_no: i64,
    [unit, bureau]: [UnitId; 2],
) -> Result<Headers> {
    let rows: Vec<HeaderRow> = db
        .rows(
            "select unit_id, word, field from ledger_headers
             where register_no = $1 and unit_id in ($2, $3)",
            args![register_no, unit.to_string(), bureau.to_string()],
        )
        .await?;
    let own = unit.to_string();
    let (own, bureaus): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.unit_id == own);
    let in_order = bureaus.into_iter().chain(own);
    Ok(in_order.map(|row| (row.word, row.field)).collect())
}

/// Learns a header of a unit, or what it means there now.
pub(in crate::ledger) async fn save_header(
    tx: &mut Tx,
    register_no: i64,
    unit: UnitId,
    (word, field): (&str, &str),
) -> Result<()> {
    tx.run(
        "insert into ledger_headers (register_no, unit_id, word, field) values ($1, $2, $3, $4)
         on conflict (register_no, unit_id, word) do update set field = excluded.field",
        args![register_no, unit.to_string(), word, field],
    )
    .await?;
    Ok(())
}
