//! Imported files, and what their headers mean.

use crate::facts::model::{ImportId, ItemCode};
use ::store::{Error, Read, Result, Tx, args};
use base::{TimePeriod, actor::UnitId};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// A file on its way into the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::facts) struct Import {
    pub(in crate::facts) id: ImportId,
    /// Name of its content in the file store.
    pub(in crate::facts) file: String,
    pub(in crate::facts) file_name: String,
    pub(in crate::facts) period: TimePeriod,
    pub(in crate::facts) at_ms: i64,
    pub(in crate::facts) by: String,
    pub(in crate::facts) by_person: String,
    /// The unit whose words it is read with; none was noted of files that came long ago.
    pub(in crate::facts) unit: Option<UnitId>,
    /// Read and taken over by jobs.
    pub(in crate::facts) is_large: bool,
    pub(in crate::facts) is_applied: bool,
    pub(in crate::facts) n_new: i64,
    pub(in crate::facts) n_changed: i64,
    pub(in crate::facts) n_left_out: i64,
}

#[derive(FromQueryResult)]
struct ImportRow {
    id: String,
    file: String,
    file_name: String,
    period: String,
    at_ms: i64,
    by_name: String,
    by_person: String,
    unit_id: String,
    is_large: bool,
    state: String,
    n_new: i64,
    n_changed: i64,
    n_left_out: i64,
}

const COLUMNS: &str = "id, file, file_name, period, at_ms, by_name, by_person, unit_id,
    is_large, state, n_new, n_changed, n_left_out";

impl TryFrom<ImportRow> for Import {
    type Error = Error;

    fn try_from(row: ImportRow) -> Result<Self> {
        Ok(Self {
            period: row
                .period
                .parse()
                .map_err(|_| Error::Corrupt(format!("facts_imports {}", row.id)))?,
            id: row.id.parse()?,
            file: row.file,
            file_name: row.file_name,
            at_ms: row.at_ms,
            by: row.by_name,
            by_person: row.by_person,
            unit: row.unit_id.parse().ok(),
            is_large: row.is_large,
            is_applied: row.state == "applied",
            n_new: row.n_new,
            n_changed: row.n_changed,
            n_left_out: row.n_left_out,
        })
    }
}

/// Keeps a file that was uploaded.
pub(in crate::facts) async fn insert_import(tx: &mut Tx, import: &Import) -> Result<()> {
    tx.run(
        "insert into facts_imports (id, file, file_name, period, at_ms, by_name, by_person,
             unit_id, is_large, state, n_new, n_changed, n_left_out)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'open', 0, 0, 0)",
        args![
            import.id.to_string(),
            import.file.clone(),
            import.file_name.clone(),
            import.period.to_string(),
            import.at_ms,
            import.by.clone(),
            import.by_person.clone(),
            import
                .unit
                .map_or_else(String::new, |unit| unit.to_string()),
            import.is_large
        ],
    )
    .await?;
    Ok(())
}

/// One import.
pub(in crate::facts) async fn import(db: &impl Read, id: ImportId) -> Result<Option<Import>> {
    let row: Option<ImportRow> = db
        .row(
            &format!("select {COLUMNS} from facts_imports where id = $1"),
            args![id.to_string()],
        )
        .await?;
    row.map(Import::try_from).transpose()
}

/// Imports, newest first; of one person or of everybody.
pub(in crate::facts) async fn imports(
    db: &impl Read,
    person: Option<&str>,
    most: i64,
) -> Result<Vec<Import>> {
    let (condition, args) = match person {
        Some(person) => ("where by_person = $2", args![most, person]),
        None => ("", args![most]),
    };
    let rows: Vec<ImportRow> = db
        .rows(
            &format!("select {COLUMNS} from facts_imports {condition} order by id desc limit $1"),
            args,
        )
        .await?;
    rows.into_iter().map(Import::try_from).collect()
}

/// Holds a file for whoever takes it over: somebody else who does waits until they are done. False when it was
/// taken over already.
pub(in crate::facts) async fn hold_import(tx: &mut Tx, id: ImportId) -> Result<bool> {
    let n = tx
        .run(
            "update facts_imports set state = 'open' where id = $1 and state = 'open'",
            args![id.to_string()],
        )
        .await?;
    Ok(n == 1)
}

/// Notes that a file was taken over; false when it was already.
pub(in crate::facts) async fn close_import(
    tx: &mut Tx,
    id: ImportId,
    [n_new, n_changed, n_left_out]: [i64; 3],
) -> Result<bool> {
    let n = tx
        .run(
            "update facts_imports set state = 'applied', n_new = $2, n_changed = $3, n_left_out = $4
             where id = $1 and state = 'open'",
            args![id.to_string(), n_new, n_changed, n_left_out],
        )
        .await?;
    Ok(n == 1)
}

/// Forgets a file that nothing was taken over from.
pub(in crate::facts) async fn delete_import(tx: &mut Tx, id: ImportId) -> Result<()> {
    tx.run(
        "delete from facts_imports where id = $1 and state = 'open'",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct SheetRow {
    content: String,
}

/// What a small file held when it was received.
pub(in crate::facts) async fn sheet(db: &impl Read, id: ImportId) -> Result<Option<String>> {
    let row: Option<SheetRow> = db
        .row(
            "select content from facts_sheets where import_id = $1",
            args![id.to_string()],
        )
        .await?;
    Ok(row.map(|row| row.content))
}

/// Keeps what a small file holds.
pub(in crate::facts) async fn insert_sheet(tx: &mut Tx, id: ImportId, content: &str) -> Result<()> {
    tx.run(
        "insert into facts_sheets (import_id, content) values ($1, $2)",
        args![id.to_string(), content],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct PreviewRow {
    content: String,
    at_ms: i64,
}

/// What was found in a large file, and when.
pub(in crate::facts) async fn preview(
    db: &impl Read,
    id: ImportId,
) -> Result<Option<(String, i64)>> {
    let row: Option<PreviewRow> = db
        .row(
            "select content, at_ms from facts_previews where import_id = $1",
            args![id.to_string()],
        )
        .await?;
    Ok(row.map(|row| (row.content, row.at_ms)))
}

/// Keeps what was found in a large file.
pub(in crate::facts) async fn save_preview(
    tx: &mut Tx,
    id: ImportId,
    at_ms: i64,
    content: &str,
) -> Result<()> {
    tx.run(
        "insert into facts_previews (import_id, at_ms, content) values ($1, $2, $3)
         on conflict (import_id) do update set at_ms = excluded.at_ms, content = excluded.content",
        args![id.to_string(), at_ms, content],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct HeaderRow {
    unit_id: String,
    header: String,
    item_code: String,
}

/// Headers a unit said the meaning of, and where it said nothing, the bureau; none for columns to leave out.
pub(in crate::facts) async fn headers(
    db: &impl Read,
    [unit, bureau]: [UnitId; 2],
) -> Result<HashMap<String, Option<ItemCode>>> {
    let rows: Vec<HeaderRow> = db
        .rows(
            "select unit_id, header, item_code from facts_headers where unit_id in ($1, $2)",
            args![unit.to_string(), bureau.to_string()],
        )
        .await?;
    let own = unit.to_string();
    let (own, bureaus): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.unit_id == own);
    Ok(bureaus
        .into_iter()
        .chain(own)
        .map(|row| (row.header, row.item_code.parse().ok()))
        .collect())
}

/// Remembers what a header means in the files of a unit.
pub(in crate::facts) async fn save_header(
    tx: &mut Tx,
    unit: UnitId,
    (header, item): (&str, Option<&ItemCode>),
    (by, at_ms): (&str, i64),
) -> Result<()> {
    tx.run(
        "insert into facts_headers (unit_id, header, item_code, at_ms, by_name)
         values ($5, $1, $2, $3, $4)
         on conflict (unit_id, header) do update set item_code = excluded.item_code,
             at_ms = excluded.at_ms, by_name = excluded.by_name",
        args![
            header,
            item.map_or("", ItemCode::as_str),
            at_ms,
            by,
            unit.to_string()
        ],
    )
    .await?;
    Ok(())
}
