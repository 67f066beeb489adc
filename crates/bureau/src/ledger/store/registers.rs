//! Registers and their definitions, version by version.

use crate::ledger::model::Definition;
use ::store::{Error, FromQueryResult, Read, Result, Tx, args};
use base::actor::UnitId;

/// A register with the definition in force.
#[derive(Debug, Clone)]
pub(in crate::ledger) struct Register {
    /// Number its rows are kept under.
    pub(in crate::ledger) no: i64,
    /// The office that keeps it.
    pub(in crate::ledger) owner: UnitId,
    /// Grows with every change of the definition.
    pub(in crate::ledger) version: i64,
    pub(in crate::ledger) definition: Definition,
}

#[derive(FromQueryResult)]
struct RegisterRow {
    no: i64,
    owner_id: String,
    version: i64,
    body: String,
}

impl TryFrom<RegisterRow> for Register {
    type Error = Error;

    fn try_from(row: RegisterRow) -> Result<Self> {
        Ok(Self {
            no: row.no,
            owner: row.owner_id.parse()?,
            version: row.version,
            definition: serde_json::from_str(&row.body)?,
        })
    }
}

/// Every register, in order of name.
pub(in crate::ledger) async fn registers(db: &impl Read) -> Result<Vec<Register>> {
    let rows: Vec<RegisterRow> = db
        .rows(
            "select r.no, r.owner_id, r.version, d.body from ledger_registers r
             join ledger_definitions d on d.register_no = r.no and d.version = r.version
             order by r.no",
            args![],
        )
        .await?;
    rows.into_iter().map(Register::try_from).collect()
}

/// The register of a code.
pub(in crate::ledger) async fn register(db: &impl Read, code: &str) -> Result<Option<Register>> {
    let row: Option<RegisterRow> = db
        .row(
            "select r.no, r.owner_id, r.version, d.body from ledger_registers r
             join ledger_definitions d on d.register_no = r.no and d.version = r.version
             where r.code = $1",
            args![code],
        )
        .await?;
    row.map(Register::try_from).transpose()
}

/// Founds a register and gives its number.
pub(in crate::ledger) async fn insert_register(
    tx: &mut Tx,
    definition: &Definition,
    owner: UnitId,
) -> Result<i64> {
    let no = tx
        .number(
            "select coalesce(max(no), 0) + 1 as n from ledger_registers",
            args![],
        )
        .await?;
    tx.run(
        "insert into ledger_registers (no, code, name, owner_id, version, next_row)
         values ($1, $2, $3, $4, 1, 1)",
        args![
            no,
            definition.code.clone(),
            definition.name.clone(),
            owner.to_string()
        ],
    )
    .await?;
    Ok(no)
}

/// Puts a definition in force beside a version; false when somebody was first.
pub(in crate::ledger) async fn update_register(
    tx: &mut Tx,
    register: &Register,
    definition: &Definition,
    owner: UnitId,
) -> Result<bool> {
    let n = tx
        .run(
            "update ledger_registers set name = $3, owner_id = $4, version = version + 1
             where no = $1 and version = $2",
            args![
                register.no,
                register.version,
                definition.name.clone(),
                owner.to_string()
            ],
        )
        .await?;
    Ok(n == 1)
}

/// Keeps a version of a definition.
pub(in crate::ledger) async fn insert_definition(
    tx: &mut Tx,
    register_no: i64,
    version: i64,
    definition: &Definition,
    (at_ms, by, note): (i64, &str, &str),
) -> Result<()> {
    tx.run(
        "insert into ledger_definitions (register_no, version, body, made_ms, made_by, note)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            register_no,
            version,
            serde_json::to_string(definition)?,
            at_ms,
            by,
            note
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct BodyRow {
    body: String,
}

/// A definition as it was.
pub(in crate::ledger) async fn definition_at(
    db: &impl Read,
    register_no: i64,
    version: i64,
) -> Result<Option<Definition>> {
    let row: Option<BodyRow> = db
        .row(
            "select body from ledger_definitions where register_no = $1 and version = $2",
            args![register_no, version],
        )
        .await?;
    row.map(|row| Ok(serde_json::from_str(&row.body)?))
        .transpose()
}

/// Every definition there was, in the order they were in force.
pub(in crate::ledger) async fn definitions(
    db: &impl Read,
    register_no: i64,
) -> Result<Vec<Definition>> {
    let rows: Vec<BodyRow> = db
        .rows(
            "select body from ledger_definitions where register_no = $1 order by version",
            args![register_no],
        )
        .await?;
    rows.into_iter()
        .map(|row| Ok(serde_json::from_str(&row.body)?))
        .collect()
}

/// A version of a definition: number, when, by whom, what was said.
#[derive(Debug, Clone, FromQueryResult)]
pub(in crate::ledger) struct Version {
    pub(in crate::ledger) version: i64,
    pub(in crate::ledger) made_ms: i64,
    pub(in crate::ledger) made_by: String,
    pub(in crate::ledger) note: String,
}

/// Every version, newest first.
pub(in crate::ledger) async fn versions(db: &impl Read, register_no: i64) -> Result<Vec<Version>> {
    db.rows(
        "select version, made_ms, made_by, note from ledger_definitions
         where register_no = $1 order by version desc",
        args![register_no],
    )
    .await
}

/// Takes so many row numbers and gives the first. Holds the register until the commit: rows of one
/// register are written one transaction after the other.
pub(in crate::ledger) async fn add_rows(tx: &mut Tx, register_no: i64, n: i64) -> Result<i64> {
    tx.run(
        "update ledger_registers set next_row = next_row + $2 where no = $1",
        args![register_no, n],
    )
    .await?;
    tx.number(
        "select next_row - $2 as n from ledger_registers where no = $1",
        args![register_no, n],
    )
    .await
}

/// The number the next new row of a register is given.
pub(in crate::ledger) async fn next_row(db: &impl Read, register_no: i64) -> Result<i64> {
    let sql = "select next_row as n from ledger_registers where no = $1";
    db.number(sql, args![register_no]).await
}
