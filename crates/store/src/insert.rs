//! The statements that put many rows into a table.

use crate::{Engine, Value, error::Result};
use serde::{
    Serialize, Serializer,
    ser::{Error as _, SerializeMap as _},
};
use std::{fmt::Write as _, vec};

/// What both engines take as arguments of one statement.
const MOST_ARGUMENTS: usize = 1_000;

/// Rows that go to PostgreSQL as one text.
const PACKED_AT_ONCE: usize = 1_000;

/// The statements that insert some rows, one after the other.
pub(crate) struct Inserts<'a> {
    engine: Engine,
    table: &'a str,
    columns: &'a [&'a str],
    rows: vec::IntoIter<Vec<Value>>,
}

impl<'a> Inserts<'a> {
    pub(crate) fn new(
        engine: Engine,
        table: &'a str,
        columns: &'a [&'a str],
        rows: Vec<Vec<Value>>,
    ) -> Self {
        Self {
            engine,
            table,
            columns,
            rows: rows.into_iter(),
        }
    }

    /// The next statement with its arguments, while there are rows.
    pub(crate) fn next(&mut self) -> Result<Option<(String, Vec<Value>)>> {
        let in_tuples = (MOST_ARGUMENTS / self.columns.len().max(1)).max(1);
        let at_once = match self.engine {
            Engine::Sqlite => in_tuples,
            Engine::Postgres => PACKED_AT_ONCE.max(in_tuples),
        };
        let rows: Vec<Vec<Value>> = self.rows.by_ref().take(at_once).collect();
        Ok(match rows.len() {
            0 => None,
            // More than a statement takes one by one is put together to one argument.
            n if n > in_tuples => Some((
                unpacking(self.table, self.columns),
                vec![pack(self.columns, &rows)?.into()],
            )),
            n => Some((
                inserting(self.engine, self.table, self.columns, n),
                rows.into_iter().flatten().collect(),
            )),
        })
    }
}

/// A statement that inserts so many rows, each value an argument.
fn inserting(engine: Engine, table: &str, columns: &[&str], n_rows: usize) -> String {
    let (or, mark): (&str, fn(usize) -> String) = match engine {
        // Where a statement could be undone by itself, SQLite keeps what every page was before it: for rows of
        // ten indexes a third of the time. What is refused undoes the whole transaction here.
        // And it looks every `$n` up among all before it, so that a statement takes time with the square of
        // its arguments; a bare `?` is simply the next one.
        Engine::Sqlite => (" or fail", |_| "?".to_owned()),
        Engine::Postgres => ("", |place| format!("${place}")),
    };
    let tuples: Vec<String> = (0..n_rows)
        .map(|row| {
            let first = row * columns.len();
            let marks: Vec<String> = (1..=columns.len()).map(|c| mark(first + c)).collect();
            format!("({})", marks.join(", "))
        })
        .collect();
    format!(
        "insert{or} into {table} ({}) values {}",
        columns.join(", "),
        tuples.join(", ")
    )
}

/// A statement that inserts the rows of one text ([`pack`]), for PostgreSQL: of thousands of arguments each
/// is planned by itself. SQLite would be slower so.
fn unpacking(table: &str, columns: &[&str]) -> String {
    let columns = columns.join(", ");
    format!(
        "insert into {table} ({columns})
         select {columns} from json_populate_recordset(null::{table}, $1::json)"
    )
}

/// Rows as one text.
fn pack(columns: &[&str], rows: &[Vec<Value>]) -> Result<String> {
    let rows: Vec<PackedRow<'_>> = rows.iter().map(|row| PackedRow(columns, row)).collect();
    Ok(serde_json::to_string(&rows)?)
}

struct PackedRow<'a>(&'a [&'a str], &'a [Value]);

impl Serialize for PackedRow<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let mut row = to.serialize_map(None)?;
        for (column, value) in self.0.iter().zip(self.1) {
            row.serialize_entry(column, &PackedValue(value))?;
        }
        row.end()
    }
}

struct PackedValue<'a>(&'a Value);

impl Serialize for PackedValue<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        match self.0 {
            Value::Bool(value) => value.serialize(to),
            Value::Int(value) => value.serialize(to),
            Value::BigInt(value) => value.serialize(to),
            Value::Double(value) => value.serialize(to),
            Value::String(value) => value.serialize(to),
            Value::Bytes(None) => to.serialize_none(),
            Value::Bytes(Some(bytes)) => {
                let mut written = "\\x".to_owned();
                for byte in bytes {
                    write!(written, "{byte:02x}").map_err(S::Error::custom)?;
                }
                written.serialize(to)
            }
            other => Err(S::Error::custom(format!("cannot be packed: {other:?}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{inserting, pack};
    use crate::{Engine, args};

    #[test]
    fn rows_of_any_values_are_put_together_as_one_text() {
        let rows = vec![
            args![1_i64, "“引号\"”", Some(true), 0.5_f64, vec![0_u8, 255]],
            args![
                i64::MIN,
                Option::<String>::None,
                Option::<bool>::None,
                2.0_f64,
                vec![0_u8; 0]
            ],
        ];
        assert_eq!(
            pack(&["a", "b", "c", "d", "e"], &rows).unwrap(),
            r#"[{"a":1,"b":"“引号\"”","c":true,"d":0.5,"e":"\\x00ff"},{"a":-9223372036854775808,"b":null,"c":null,"d":2.0,"e":"\\x"}]"#
        );
    }

    #[test]
    fn each_value_of_a_statement_is_an_argument_in_its_order() {
        assert_eq!(
            inserting(Engine::Postgres, "t", &["a", "b"], 2),
            "insert into t (a, b) values ($1, $2), ($3, $4)"
        );
        assert_eq!(
            inserting(Engine::Sqlite, "t", &["a", "b"], 1),
            "insert or fail into t (a, b) values (?, ?)"
        );
    }
}
