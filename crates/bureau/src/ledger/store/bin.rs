//! The recycle bin.

use super::{body_of, rows::in_bodies, values_of};
use crate::ledger::model::{FieldSpec, Row, RowState};
use ::store::{FromQueryResult, Read, Result, Tx, Value, args};
use base::actor::UnitId;

/// A row in the bin.
#[derive(Debug, Clone)]
pub(in crate::ledger) struct Binned {
    pub(in crate::ledger) row: Row,
    pub(in crate::ledger) at_ms: i64,
    pub(in crate::ledger) by: String,
}

#[derive(FromQueryResult)]
struct BinRow {
    row_no: i64,
    unit_id: String,
    version: i64,
    body: String,
    made_ms: i64,
    made_by: String,
    origin: String,
    binned_ms: i64,
    binned_by: String,
}

const COLUMNS: &str =
    "row_no, unit_id, version, body, made_ms, made_by, origin, binned_ms, binned_by";

impl TryFrom<BinRow> for Binned {
    type Error = ::store::Error;

    fn try_from(kept: BinRow) -> Result<Self> {
        Ok(Self {
            row: Row {
                no: kept.row_no,
                unit: kept.unit_id.parse()?,
                state: RowState::Pending,
                version: kept.version,
                values: values_of(&kept.body)?,
                made_ms: kept.made_ms,
                made_by: kept.made_by,
                origin: kept.origin,
                changed_ms: kept.binned_ms,
                comment: String::new(),
            },
            at_ms: kept.binned_ms,
            by: kept.binned_by,
        })
    }
}

/// Moves a row into the bin.
pub(in crate::ledger) async fn bin(
    tx: &mut Tx,
    register_no: i64,
    row: &Row,
    at_ms: i64,
    by: &str,
) -> Result<()> {
    tx.run(
        "insert into ledger_bin (register_no, row_no, unit_id, version, body, made_ms, made_by,
         origin, binned_ms, binned_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        args![
            register_no,
            row.no,
            row.unit.to_string(),
            row.version,
            body_of(&row.values)?,
            row.made_ms,
            row.made_by.clone(),
            row.origin.clone(),
            at_ms,
            by
        ],
    )
    .await?;
    tx.run(
        "delete from ledger_rows where register_no = $1 and no = $2",
        args![register_no, row.no],
    )
    .await?;
    Ok(())
}

/// Takes a row out of the bin: whoever calls keeps it again, or lets it go for good.
pub(in crate::ledger) async fn from_bin(tx: &mut Tx, register_no: i64, row_no: i64) -> Result<()> {
    tx.run(
        "delete from ledger_bin where register_no = $1 and row_no = $2",
        args![register_no, row_no],
    )
    .await?;
    Ok(())
}

/// Deletes a row of the bin with its history and the way it went.
pub(in crate::ledger) async fn purge(tx: &mut Tx, register_no: i64, row_no: i64) -> Result<()> {
    from_bin(tx, register_no, row_no).await?;
    for table in ["ledger_history", "ledger_moves", "ledger_invitations"] {
        tx.run(
            &format!("delete from {table} where register_no = $1 and row_no = $2"),
            args![register_no, row_no],
        )
        .await?;
    }
    Ok(())
}

/// One row of the bin.
pub(in crate::ledger) async fn row_in_bin(
    db: &impl Read,
    register_no: i64,
    row_no: i64,
) -> Result<Option<Binned>> {
    let row: Option<BinRow> = db
        .row(
            &format!("select {COLUMNS} from ledger_bin where register_no = $1 and row_no = $2"),
            args![register_no, row_no],
        )
        .await?;
    row.map(Binned::try_from).transpose()
}

/// The newest rows of the bin, of these units or all.
pub(in crate::ledger) async fn binned(
    db: &impl Read,
    register_no: i64,
    units: Option<&[UnitId]>,
) -> Result<Vec<Binned>> {
    let (condition, arguments) = of_units(register_no, units);
    let rows: Vec<BinRow> = db
        .rows(
            &format!(
                "select {COLUMNS} from ledger_bin where register_no = $1{condition}
                 order by binned_ms desc, row_no desc limit 200"
            ),
            arguments,
        )
        .await?;
    rows.into_iter().map(Binned::try_from).collect()
}

/// Some of the rows of the bin, after a number, in order.
pub(in crate::ledger) async fn bin_after(
    db: &impl Read,
    register_no: i64,
    (after, limit): (i64, i64),
) -> Result<Vec<Row>> {
    let sql = format!(
        "select {COLUMNS} from ledger_bin where register_no = $1 and row_no > $2
         order by row_no limit {limit}"
    );
    let rows: Vec<BinRow> = db.rows(&sql, args![register_no, after]).await?;
    let rows = rows.into_iter().map(|kept| Ok(Binned::try_from(kept)?.row));
    rows.collect()
}

/// The rows of the bin whose field says one of some words.
pub(in crate::ledger) async fn binned_saying(
    db: &impl Read,
    register_no: i64,
    (field, words): (&FieldSpec, &[String]),
) -> Result<Vec<Row>> {
    let mut found = Vec::new();
    for some in words.chunks(50) {
        let (condition, mut said) = in_bodies(field, some)?;
        let mut arguments = args![register_no];
        arguments.append(&mut said);
        let sql = format!(
            "select {COLUMNS} from ledger_bin where register_no = $1 and ({condition})
             order by row_no"
        );
        let rows: Vec<BinRow> = db.rows(&sql, arguments).await?;
        for kept in rows {
            let row = Binned::try_from(kept)?.row;
            let kept = row.values.get(&field.code);
            if kept.is_some_and(|kept| some.contains(kept)) {
                found.push(row);
            }
        }
    }
    Ok(found)
}

/// How many rows lie in the bin.
pub(in crate::ledger) async fn n_binned(
    db: &impl Read,
    register_no: i64,
    units: Option<&[UnitId]>,
) -> Result<i64> {
    let (condition, arguments) = of_units(register_no, units);
    db.number(
        &format!("select count(*) as n from ledger_bin where register_no = $1{condition}"),
        arguments,
    )
    .await
}

fn of_units(register_no: i64, units: Option<&[UnitId]>) -> (String, Vec<Value>) {
    let mut arguments = args![register_no];
    let condition = match units {
        None => String::new(),
        // Nobody's rows: a list must hold something.
        Some([]) => " and false".to_owned(),
        Some(units) => {
            arguments.extend(units.iter().map(|unit| Value::from(unit.to_string())));
            format!(" and unit_id in ({})", super::marks(2, units.len()))
        }
    };
    (condition, arguments)
}
