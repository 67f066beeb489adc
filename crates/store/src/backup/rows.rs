//! The rows of a table as lines of JSON, the same from either engine: in the order of the primary
//! key by bytes, numbers as numbers, texts as texts.

use crate::{
    Engine, Read, Value,
    error::{Error, Result},
    files::hexadecimal,
    schema::{self, Column},
};
use sea_orm::{ConnectionTrait, QueryResult, Statement};
use sha2::{Digest, Sha256};
use std::io::Write;

/// Rows read at a time; some hold a whole published plan.
const PER_READ: usize = 250;

/// A table as the catalogue has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: String,
    pub(crate) columns: Vec<Column>,
}

/// What was written of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(super) n_rows: u64,
    pub(super) n_bytes: u64,
    pub(super) sha256: String,
}

/// The tables that are kept.
pub(crate) async fn tables(db: &impl Read) -> Result<Vec<Table>> {
    let mut tables: Vec<Table> = Vec::new();
    for column in schema::columns(db).await? {
        if super::LEFT_OUT.contains(&column.table_name.as_str()) {
            continue;
        }
        match tables.last_mut() {
            Some(table) if table.name == column.table_name => table.columns.push(column),
            _ => tables.push(Table {
                name: column.table_name.clone(),
                columns: vec![column],
            }),
        }
    }
    Ok(tables)
}

impl Table {
    pub(super) fn column_names(&self) -> Vec<String> {
        self.columns
            .iter()
            .map(|column| column.column_name.clone())
            .collect()
    }

    /// The columns of the primary key, in its order.
    fn key(&self) -> Result<Vec<&Column>> {
        let mut key: Vec<&Column> = self
            .columns
            .iter()
            .filter(|column| column.key_place > 0)
            .collect();
        key.sort_by_key(|column| column.key_place);
        match key.is_empty() {
            true => Err(Error::Corrupt(format!("{} has no primary key", self.name))),
            false => Ok(key),
        }
    }

    /// Writes every row as a line and tells what was written. On PostgreSQL the connection must
    /// stand in a transaction.
    pub(crate) async fn dump(&self, db: &impl Read, into: &mut impl Write) -> Result<Sum> {
        let mut writer = Summing::new(into);
        match db.reads_from() {
            Engine::Sqlite => self.dump_by_key(db, &mut writer).await?,
            Engine::Postgres => self.dump_by_cursor(db, &mut writer).await?,
        }
        Ok(writer.sum())
    }

    /// SQLite orders by its key without sorting: each read goes on behind the last row.
    async fn dump_by_key(
        &self,
        db: &impl Read,
        writer: &mut Summing<'_, impl Write>,
    ) -> Result<()> {
        let key: Vec<&str> = self.key()?.iter().map(|c| c.column_name.as_str()).collect();
        let key_places: Vec<usize> = key
            .iter()
            .filter_map(|name| self.columns.iter().position(|c| c.column_name == *name))
            .collect();
        let marks: Vec<String> = (1..=key.len()).map(|n| format!("${n}")).collect();
        let head = format!("select {} from {}", self.quoted_columns(), self.name);
        let tail = format!("order by {} limit {PER_READ}", key.join(", "));
        let mut last: Option<Vec<Value>> = None;
        loop {
            let (sql, args) = match &last {
                None => (format!("{head} {tail}"), Vec::new()),
                Some(values) => (
                    format!(
                        "{head} where ({}) > ({}) {tail}",
                        key.join(", "),
                        marks.join(", ")
                    ),
                    values.clone(),
                ),
            };
            let rows = query(db, &sql, args).await?;
            for row in &rows {
                writer.line(&self.values(row)?)?;
            }
            let Some(row) = rows.last().filter(|_| rows.len() == PER_READ) else {
                return Ok(());
            };
            let values = self.values(row)?;
            let of_key = key_places.iter().filter_map(|place| values.get(*place));
            last = Some(of_key.map(value_of).collect::<Result<_>>()?);
        }
    }

    /// PostgreSQL sorts by bytes once and hands the rows out by and by.
    async fn dump_by_cursor(
        &self,
        db: &impl Read,
        writer: &mut Summing<'_, impl Write>,
    ) -> Result<()> {
        let key: Vec<String> = self
            .key()?
            .iter()
            .map(|column| match column.data_type.as_str() {
                "text" => format!("{} collate \"C\"", column.column_name),
                _ => column.column_name.clone(),
            })
            .collect();
        // A name of its own: the driver remembers which columns a statement gave.
        let cursor = format!("backup_{}", self.name);
        let open = format!(
            "declare {cursor} no scroll cursor for select {} from {} order by {}",
            self.quoted_columns(),
            self.name,
            key.join(", ")
        );
        db.connection().execute_unprepared(&open).await?;
        let fetch = format!("fetch forward {PER_READ} from {cursor}");
        loop {
            let rows = query(db, &fetch, Vec::new()).await?;
            for row in &rows {
                writer.line(&self.values(row)?)?;
            }
            if rows.len() < PER_READ {
                break;
            }
        }
        db.connection()
            .execute_unprepared(&format!("close {cursor}"))
            .await?;
        Ok(())
    }

    fn quoted_columns(&self) -> String {
        let names: Vec<String> = self
            .columns
            .iter()
            .map(|column| format!("\"{}\"", column.column_name))
            .collect();
        names.join(", ")
    }

    fn values(&self, row: &QueryResult) -> Result<Vec<serde_json::Value>> {
        self.columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                Ok(match column.data_type.as_str() {
                    "text" => row.try_get_by_index::<Option<String>>(place)?.into(),
                    "bigint" => row.try_get_by_index::<Option<i64>>(place)?.into(),
                    "boolean" => row.try_get_by_index::<Option<bool>>(place)?.into(),
                    other => {
                        return Err(Error::Corrupt(format!(
                            "{}.{} is {other}",
                            self.name, column.column_name
                        )));
                    }
                })
            })
            .collect()
    }

    /// The arguments that insert a line; nothing when it does not fit the table.
    pub(super) fn args_of(&self, line: &str) -> Option<Vec<Value>> {
        let values: Vec<serde_json::Value> = serde_json::from_str(line).ok()?;
        if values.len() != self.columns.len() {
            return None;
        }
        values
            .into_iter()
            .zip(&self.columns)
            .map(|(value, column)| {
                Some(match (column.data_type.as_str(), value) {
                    ("text", serde_json::Value::Null) => Value::from(None::<String>),
                    ("bigint", serde_json::Value::Null) => Value::from(None::<i64>),
                    ("boolean", serde_json::Value::Null) => Value::from(None::<bool>),
                    ("text", serde_json::Value::String(text)) => Value::from(text),
                    ("bigint", serde_json::Value::Number(number)) => Value::from(number.as_i64()?),
                    ("boolean", serde_json::Value::Bool(yes)) => Value::from(yes),
                    _ => return None,
                })
            })
            .collect()
    }
}

async fn query(db: &impl Read, sql: &str, args: Vec<Value>) -> Result<Vec<QueryResult>> {
    db.count_statement();
    let backend = db.connection().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, args);
    Ok(db.connection().query_all_raw(statement).await?)
}

fn value_of(value: &serde_json::Value) -> Result<Value> {
    match value {
        serde_json::Value::String(text) => Ok(Value::from(text.clone())),
        serde_json::Value::Number(number) => Ok(Value::from(number.as_i64())),
        other => Err(Error::Corrupt(format!("{other} in a primary key"))),
    }
}

/// Passes lines on, counting and summing them up.
struct Summing<'a, W> {
    into: &'a mut W,
    line: Vec<u8>,
    digest: Sha256,
    n_rows: u64,
    n_bytes: u64,
}

impl<'a, W: Write> Summing<'a, W> {
    fn new(into: &'a mut W) -> Self {
        Self {
            into,
            line: Vec::new(),
            digest: Sha256::new(),
            n_rows: 0,
            n_bytes: 0,
        }
    }

    fn line(&mut self, values: &[serde_json::Value]) -> Result<()> {
        self.line.clear();
        serde_json::to_writer(&mut self.line, values)?;
        self.line.push(b'\n');
        self.digest.update(&self.line);
        self.n_rows += 1;
        self.n_bytes += self.line.len() as u64;
        self.into.write_all(&self.line)?;
        Ok(())
    }

    fn sum(self) -> Sum {
        Sum {
            n_rows: self.n_rows,
            n_bytes: self.n_bytes,
            sha256: hexadecimal(&self.digest.finalize()),
        }
    }
}
