//! Many rows at once, and the totals kept beside them.

use super::{
    body_of, marks,
    rows::{COLUMNS, RowRecord, index_values},
};
use crate::ledger::model::{Definition, Indexed, Row, Values};
use ::store::{Engine, Read, Result, Tx, Value, args};
use std::collections::BTreeMap;

/// How many rows and what sums a cell of the totals has more or fewer.
type CellChange = (i64, [i64; 4]);

/// Changes of the totals, gathered before they are written: one statement for many rows.
#[derive(Debug, Default)]
pub(in crate::ledger) struct Cells(BTreeMap<CellPlace, CellChange>);

/// Unit (empty for all together), month, state, choices.
type CellPlace = (String, String, &'static str, [String; 3]);

impl Cells {
    /// Counts a row in (`sign` 1) or out (`sign` -1).
    pub(in crate::ledger) fn count(&mut self, row: &Row, indexed: &Indexed, sign: i64) {
        // Once for its unit and once for all units together: the whole bureau is asked for most often.
        for unit in [row.unit.to_string(), String::new()] {
            let place = (
                unit,
                indexed.month.clone(),
                row.state.code(),
                indexed.choices.clone(),
            );
            let (n_rows, sums) = self.0.entry(place).or_default();
            *n_rows += sign;
            for (sum, number) in sums.iter_mut().zip(indexed.numbers) {
                *sum += sign * number.unwrap_or_default();
            }
        }
    }
}

const ROW_COLUMNS: [&str; 24] = [
    "register_no",
    "no",
    "unit_id",
    "state",
    "version",
    "body",
    "made_ms",
    "made_by",
    "origin",
    "changed_ms",
    "comment",
    "month",
    "row_key",
    "person",
    "c1",
    "c2",
    "c3",
    "t1",
    "t2",
    "t3",
    "n1",
    "n2",
    "n3",
    "n4",
];

/// A row as it is inserted.
pub(in crate::ledger) type RowLine = Vec<Value>;

/// A row as it is to be inserted.
pub(in crate::ledger) fn line_of(
    register_no: i64,
    row: &Row,
    indexed: &Indexed,
) -> Result<RowLine> {
    let mut line = args![
        register_no,
        row.no,
        row.unit.to_string(),
        row.state.code(),
        row.version,
        body_of(&row.values)?,
        row.made_ms,
        row.made_by.clone(),
        row.origin.clone(),
        row.changed_ms,
        row.comment.clone()
    ];
    line.extend(index_values(indexed));
    Ok(line)
}

/// Keeps new rows.
pub(in crate::ledger) async fn insert_lines(tx: &mut Tx, lines: Vec<RowLine>) -> Result<()> {
    tx.insert_many("ledger_rows", &ROW_COLUMNS, lines).await
}

/// Adds the changes to the totals, in the order of their key so that two transactions cannot wait
/// for each other.
pub(in crate::ledger) async fn put_cells(
    tx: &mut Tx,
    register_no: i64,
    cells: Cells,
) -> Result<()> {
    const N_COLUMNS: usize = 12;
    let changed: Vec<(CellPlace, CellChange)> = cells
        .0
        .into_iter()
        .filter(|(_, change)| *change != (0, [0; 4]))
        .collect();
    for some in changed.chunks(80) {
        let tuples: Vec<String> = (0..some.len())
            .map(|place| format!("({})", marks(place * N_COLUMNS + 1, N_COLUMNS)))
            .collect();
        let mut arguments: Vec<Value> = Vec::with_capacity(some.len() * N_COLUMNS);
        for ((unit, month, state, choices), (n_rows, sums)) in some {
            arguments.extend(args![register_no, unit.clone(), month.clone(), *state]);
            arguments.extend(choices.iter().map(|choice| Value::from(choice.clone())));
            arguments.push((*n_rows).into());
            arguments.extend(sums.iter().map(|sum| Value::from(*sum)));
        }
        tx.run(
            &format!(
                "insert into ledger_cells (register_no, unit_id, month, state, c1, c2, c3, n_rows,
                 s1, s2, s3, s4) values {}
                 on conflict (register_no, unit_id, month, state, c1, c2, c3) do update set
                 n_rows = ledger_cells.n_rows + excluded.n_rows,
                 s1 = ledger_cells.s1 + excluded.s1, s2 = ledger_cells.s2 + excluded.s2,
                 s3 = ledger_cells.s3 + excluded.s3, s4 = ledger_cells.s4 + excluded.s4",
                tuples.join(", ")
            ),
            arguments,
        )
        .await?;
    }
    Ok(())
}

/// Lets PostgreSQL see what has become of the tables after very many rows came: it plans by what it knew,
/// and would go through all rows for a page of them until it looks by itself.
pub(in crate::ledger) async fn look_anew(tx: &mut Tx) -> Result<()> {
    match tx.reads_from() {
        Engine::Sqlite => Ok(()),
        Engine::Postgres => {
            tx.run_script("analyze ledger_rows, ledger_cells, ledger_tally_keys")
                .await
        }
    }
}

/// Forgets the totals, to count them anew.
pub(in crate::ledger) async fn clear_index(tx: &mut Tx, register_no: i64) -> Result<()> {
    tx.run(
        "delete from ledger_cells where register_no = $1",
        args![register_no],
    )
    .await?;
    Ok(())
}

/// Forgets what the roll-ups counted, to count it anew.
pub(in crate::ledger) async fn clear_tallies(tx: &mut Tx, register_no: i64) -> Result<()> {
    for table in ["ledger_tallies", "ledger_tally_keys"] {
        tx.run(
            &format!("delete from {table} where register_no = $1"),
            args![register_no],
        )
        .await?;
    }
    Ok(())
}

/// The rows after a number, some at a time, each indexed by a definition; typed columns are
/// written anew when asked.
pub(in crate::ledger) async fn reindex(
    tx: &mut Tx,
    register_no: i64,
    definition: &Definition,
    after: i64,
    writes: bool,
) -> Result<Vec<(Row, Indexed)>> {
    let records: Vec<RowRecord> = tx
        .rows(
            &format!(
                "select {COLUMNS} from ledger_rows where register_no = $1 and no > $2
                 order by no limit 2000"
            ),
            args![register_no, after],
        )
        .await?;
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let row = Row::try_from(record)?;
        let indexed = definition.index(row.unit, &row.values);
        if writes {
            let mut arguments = args![register_no, row.no];
            arguments.extend(index_values(&indexed));
            tx.run(
                "update ledger_rows set month = $3, row_key = $4, person = $5, c1 = $6, c2 = $7,
                 c3 = $8, t1 = $9, t2 = $10, t3 = $11, n1 = $12, n2 = $13, n3 = $14, n4 = $15
                 where register_no = $1 and no = $2",
                arguments,
            )
            .await?;
        }
        rows.push((row, indexed));
    }
    Ok(rows)
}

/// Forgets what rows are told apart by, before it is written anew.
pub(in crate::ledger) async fn clear_keys(tx: &mut Tx, register_no: i64) -> Result<()> {
    tx.run(
        "update ledger_rows set row_key = null where register_no = $1 and row_key is not null",
        args![register_no],
    )
    .await?;
    Ok(())
}

/// Writes values in another form; what they say stays the same.
pub(in crate::ledger) async fn update_values(
    tx: &mut Tx,
    register_no: i64,
    row_no: i64,
    values: &Values,
) -> Result<()> {
    tx.run(
        "update ledger_rows set body = $3 where register_no = $1 and no = $2",
        args![register_no, row_no, body_of(values)?],
    )
    .await?;
    Ok(())
}
