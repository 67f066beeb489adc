//! Where rows stand in their stages, how they came there, and what expires when.

use super::marks;
use ::store::{Error, FromQueryResult, Read, Result, Tx, Value, args};
use base::{actor::UnitId, day::Date};
use std::collections::BTreeMap;

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct StageEntry {
    pub(in crate::ledger) row_no: i64,
    /// Code of the stage.
    pub(in crate::ledger) stage: String,
    pub(in crate::ledger) unit: UnitId,
    /// Who moves it on.
    pub(in crate::ledger) waits_for: UnitId,
    pub(in crate::ledger) entered: Date,
    pub(in crate::ledger) due: Option<Date>,
    pub(in crate::ledger) n_moves: i64,
}

/// A step from one stage to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Move {
    pub(in crate::ledger) row_no: i64,
    pub(in crate::ledger) number: i64,
    pub(in crate::ledger) from: String,
    pub(in crate::ledger) to: String,
    pub(in crate::ledger) on: Date,
    /// Until when it might have stood in the stage it left.
    pub(in crate::ledger) due: Option<Date>,
    pub(in crate::ledger) by_name: String,
    pub(in crate::ledger) reason: String,
}

#[derive(FromQueryResult)]
struct EntryRow {
    row_no: i64,
    stage: String,
    unit_id: String,
    waits_for: String,
    entered: String,
    due: Option<String>,
    n_moves: i64,
}

impl TryFrom<EntryRow> for StageEntry {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self> {
        Ok(Self {
            row_no: row.row_no,
            stage: row.stage,
            unit: row.unit_id.parse()?,
            waits_for: row.waits_for.parse()?,
            entered: day(&row.entered)?,
            due: row.due.as_deref().map(day).transpose()?,
            n_moves: row.n_moves,
        })
    }
}

fn day(kept: &str) -> Result<Date> {
    kept.parse().map_err(|_| Error::Corrupt(kept.to_owned()))
}

fn kept(due: Option<Date>) -> Option<String> {
    due.map(|due| due.to_string())
}

/// Where rows stand.
pub(in crate::ledger) async fn stage_entries(
    db: &impl Read,
    register_no: i64,
    numbers: &[i64],
) -> Result<BTreeMap<i64, StageEntry>> {
    let mut entries = BTreeMap::new();
    for some in numbers.chunks(500) {
        let mut arguments = args![register_no];
        arguments.extend(some.iter().map(|no| Value::from(*no)));
        let rows: Vec<EntryRow> = db
            .rows(
                &format!(
                    "select row_no, stage, unit_id, waits_for, entered, due, n_moves
                     from ledger_stages where register_no = $1 and row_no in ({})",
                    marks(2, some.len())
                ),
                arguments,
            )
            .await?;
        for row in rows {
            entries.insert(row.row_no, row.try_into()?);
        }
    }
    Ok(entries)
}

/// Puts rows where they stand now.
pub(in crate::ledger) async fn put_stage_entries(
    tx: &mut Tx,
    register_no: i64,
    entries: &[StageEntry],
) -> Result<()> {
    let numbers: Vec<i64> = entries.iter().map(|entry| entry.row_no).collect();
    forget_rows(tx, "ledger_stages", register_no, &numbers).await?;
    let lines = entries.iter().map(|entry| {
        args![
            register_no,
            entry.row_no,
            entry.stage.clone(),
            entry.unit.to_string(),
            entry.waits_for.to_string(),
            entry.entered.to_string(),
            kept(entry.due),
            entry.n_moves
        ]
    });
    let columns = [
        "register_no",
        "row_no",
        "stage",
        "unit_id",
        "waits_for",
        "entered",
        "due",
        "n_moves",
    ];
    tx.insert_many("ledger_stages", &columns, lines.collect())
        .await
}

/// Keeps a step.
pub(in crate::ledger) async fn insert_moves(
    tx: &mut Tx,
    register_no: i64,
    moves: &[Move],
) -> Result<()> {
    let lines = moves.iter().map(|step| {
        args![
            register_no,
            step.row_no,
            step.number,
            step.from.clone(),
            step.to.clone(),
            step.on.to_string(),
            kept(step.due),
            step.by_name.clone(),
            step.reason.clone()
        ]
    });
    let columns = [
        "register_no",
        "row_no",
        "number",
        "from_stage",
        "to_stage",
        "on_day",
        "due",
        "by_name",
        "reason",
    ];
    tx.insert_many("ledger_moves", &columns, lines.collect())
        .await
}

#[derive(FromQueryResult)]
struct MoveRow {
    number: i64,
    from_stage: String,
    to_stage: String,
    on_day: String,
    due: Option<String>,
    by_name: String,
    reason: String,
}

/// The steps of a row, first to last.
pub(in crate::ledger) async fn moves(
    db: &impl Read,
    register_no: i64,
    row_no: i64,
) -> Result<Vec<Move>> {
    let rows: Vec<MoveRow> = db
        .rows(
            "select number, from_stage, to_stage, on_day, due, by_name, reason from ledger_moves
             where register_no = $1 and row_no = $2 order by number",
            args![register_no, row_no],
        )
        .await?;
    let moves = rows.into_iter().map(|row| {
        Ok(Move {
            row_no,
            number: row.number,
            from: row.from_stage,
            to: row.to_stage,
            on: day(&row.on_day)?,
            due: row.due.as_deref().map(day).transpose()?,
            by_name: row.by_name,
            reason: row.reason,
        })
    });
    moves.collect()
}

/// What of a row expires when: number of the row, field, unit, day.
pub(in crate::ledger) type Expiry = (i64, String, UnitId, Date);

/// Puts down what of these rows expires when.
pub(in crate::ledger) async fn put_expiries(
    tx: &mut Tx,
    register_no: i64,
    numbers: &[i64],
    expiries: &[Expiry],
) -> Result<()> {
    forget_rows(tx, "ledger_expiries", register_no, numbers).await?;
    let lines = expiries.iter().map(|(no, field, unit, on)| {
        args![
            register_no,
            *no,
            field.clone(),
            unit.to_string(),
            on.to_string()
        ]
    });
    let columns = ["register_no", "row_no", "field", "unit_id", "expires_on"];
    tx.insert_many("ledger_expiries", &columns, lines.collect())
        .await
}

/// How many steps each of these rows has taken, where it has taken any: also of one that was in the bin.
pub(in crate::ledger) async fn moves_taken(
    db: &impl Read,
    register_no: i64,
    numbers: &[i64],
) -> Result<BTreeMap<i64, i64>> {
    let mut taken = BTreeMap::new();
    for some in numbers.chunks(500) {
        let mut arguments = args![register_no];
        arguments.extend(some.iter().map(|no| Value::from(*no)));
        let rows: Vec<TakenRow> = db
            .rows(
                &format!(
                    "select row_no, max(number) as n from ledger_moves
                     where register_no = $1 and row_no in ({}) group by row_no",
                    marks(2, some.len())
                ),
                arguments,
            )
            .await?;
        taken.extend(rows.into_iter().map(|row| (row.row_no, row.n)));
    }
    Ok(taken)
}

#[derive(FromQueryResult)]
struct TakenRow {
    row_no: i64,
    n: i64,
}

/// Rows of a register that has no stages any more stand nowhere; the steps they took stay.
pub(in crate::ledger) async fn clear_stages(tx: &mut Tx, register_no: i64) -> Result<()> {
    let sql = "delete from ledger_stages where register_no = $1";
    tx.run(sql, args![register_no]).await?;
    Ok(())
}

/// Forgets what expires in a register, to put it down anew.
pub(in crate::ledger) async fn clear_expiries(tx: &mut Tx, register_no: i64) -> Result<()> {
    let sql = "delete from ledger_expiries where register_no = $1";
    tx.run(sql, args![register_no]).await?;
    Ok(())
}

/// Rows that went into the bin stand nowhere and expire no more.
pub(in crate::ledger) async fn forget_stages(
    tx: &mut Tx,
    register_no: i64,
    numbers: &[i64],
) -> Result<()> {
    forget_rows(tx, "ledger_stages", register_no, numbers).await?;
    forget_rows(tx, "ledger_expiries", register_no, numbers).await
}

async fn forget_rows(tx: &mut Tx, table: &str, register_no: i64, numbers: &[i64]) -> Result<()> {
    for some in numbers.chunks(500) {
        let mut arguments = args![register_no];
        arguments.extend(some.iter().map(|no| Value::from(*no)));
        let marks = marks(2, some.len());
        tx.run(
            &format!("delete from {table} where register_no = $1 and row_no in ({marks})"),
            arguments,
        )
        .await?;
    }
    Ok(())
}

/// What waits for a unit, or expires there: how many rows, and the first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ledger) struct Waiting {
    pub(in crate::ledger) unit: UnitId,
    pub(in crate::ledger) n_rows: i64,
    pub(in crate::ledger) due: Date,
}

#[derive(FromQueryResult)]
struct WaitingRow {
    unit_id: String,
    n_rows: i64,
    due: String,
}

fn waiting(rows: Vec<WaitingRow>) -> Result<Vec<Waiting>> {
    let waiting = rows.into_iter().map(|row| {
        Ok(Waiting {
            unit: row.unit_id.parse()?,
            n_rows: row.n_rows,
            due: day(&row.due)?,
        })
    });
    waiting.collect()
}

/// What is due by a day, for each unit that must move it on.
pub(in crate::ledger) async fn due_by(
    db: &impl Read,
    register_no: i64,
    by: Date,
) -> Result<Vec<Waiting>> {
    let rows: Vec<WaitingRow> = db
        .rows(
            "select waits_for as unit_id, count(*) as n_rows, min(due) as due from ledger_stages
             where register_no = $1 and due is not null and due <= $2
             group by waits_for order by waits_for",
            args![register_no, by.to_string()],
        )
        .await?;
    waiting(rows)
}

/// What of one field expires by a day, for each unit.
pub(in crate::ledger) async fn expiring_by(
    db: &impl Read,
    register_no: i64,
    field: &str,
    by: Date,
) -> Result<Vec<Waiting>> {
    let rows: Vec<WaitingRow> = db
        .rows(
            "select unit_id, count(*) as n_rows, min(expires_on) as due from ledger_expiries
             where register_no = $1 and field = $2 and expires_on <= $3
             group by unit_id order by unit_id",
            args![register_no, field, by.to_string()],
        )
        .await?;
    waiting(rows)
}

/// What units were asked for already.
pub(in crate::ledger) async fn asked(
    db: &impl Read,
    register_no: i64,
    kind: &str,
) -> Result<Vec<Waiting>> {
    let rows: Vec<WaitingRow> = db
        .rows(
            "select unit_id, n_rows, due from ledger_asked
             where register_no = $1 and kind = $2 order by unit_id",
            args![register_no, kind],
        )
        .await?;
    waiting(rows)
}

/// Remembers what a unit is asked for; nothing when it is asked for nothing any more.
pub(in crate::ledger) async fn put_asked(
    tx: &mut Tx,
    register_no: i64,
    kind: &str,
    (unit, waiting): (UnitId, Option<&Waiting>),
) -> Result<()> {
    tx.run(
        "delete from ledger_asked where register_no = $1 and kind = $2 and unit_id = $3",
        args![register_no, kind, unit.to_string()],
    )
    .await?;
    if let Some(waiting) = waiting {
        tx.run(
            "insert into ledger_asked (register_no, kind, unit_id, n_rows, due)
             values ($1, $2, $3, $4, $5)",
            args![
                register_no,
                kind,
                unit.to_string(),
                waiting.n_rows,
                waiting.due.to_string()
            ],
        )
        .await?;
    }
    Ok(())
}
