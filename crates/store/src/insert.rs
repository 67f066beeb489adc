//! The statements that put many rows into a table.

use crate::{
    Engine, Value,
    error::{Error, Result},
};
use sea_orm::sea_query::ArrayType;
use std::vec;

/// What both engines take as arguments of one statement.
const MOST_ARGUMENTS: usize = 1_000;

/// Rows that go to PostgreSQL column by column.
const BY_COLUMNS_AT_ONCE: usize = 1_000;

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
            Engine::Postgres => BY_COLUMNS_AT_ONCE.max(in_tuples),
        };
        let rows: Vec<Vec<Value>> = self.rows.by_ref().take(at_once).collect();
        Ok(match rows.len() {
            0 => None,
            // More than a statement takes one by one: an argument for each column.
            n if n > in_tuples => Some(by_columns(self.table, self.columns, rows)?),
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

/// A statement that inserts rows of which each column is one argument, for PostgreSQL: of thousands of
/// arguments each is planned by itself, and rows as JSON take three times as long to be read. What is the same
/// in every row is handed over once. An array holds no nulls, so that a column with some has a second one that
/// says where.
fn by_columns(
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<(String, Vec<Value>)> {
    let n_rows = rows.len();
    let mut turned: Vec<Vec<Value>> = vec![Vec::with_capacity(n_rows); columns.len()];
    for row in rows {
        for (column, value) in turned.iter_mut().zip(row) {
            column.push(value);
        }
    }
    let mut arguments = Vec::new();
    let (mut given, mut names, mut selected) = (Vec::new(), Vec::new(), Vec::new());
    for column in turned {
        if let Some(same) = same_of(&column) {
            arguments.push(same.clone());
            selected.push(format!("${}::{}", arguments.len(), sort_of(same)?));
            continue;
        }
        let mut unnested = |values: Vec<Value>| -> Result<String> {
            let (sort, array) = array(values)?;
            arguments.push(array);
            let number = arguments.len();
            given.push(format!("${number}::{sort}[]"));
            names.push(format!("c{number}"));
            Ok(format!("u.c{number}"))
        };
        let is_null: Vec<bool> = column.iter().map(|value| !value.is_some()).collect();
        let value = unnested(column)?;
        selected.push(match is_null.contains(&true) {
            false => value,
            true => {
                let is_null = unnested(is_null.into_iter().map(Value::from).collect())?;
                format!("case when {is_null} then null else {value} end")
            }
        });
    }
    let from = match given.is_empty() {
        true => format!("generate_series(1, {n_rows})"),
        false => format!("unnest({}) as u({})", given.join(", "), names.join(", ")),
    };
    let sql = format!(
        "insert into {table} ({}) select {} from {from}",
        columns.join(", "),
        selected.join(", ")
    );
    Ok((sql, arguments))
}

/// What all of the values are, if they are the same.
fn same_of(values: &[Value]) -> Option<&Value> {
    let first = values.first()?;
    values.iter().all(|value| value == first).then_some(first)
}

/// What PostgreSQL calls the sort of a value.
fn sort_of(value: &Value) -> Result<&'static str> {
    Ok(match value.array_type() {
        ArrayType::Bool => "boolean",
        ArrayType::Int => "integer",
        ArrayType::BigInt => "bigint",
        ArrayType::Double => "double precision",
        ArrayType::String => "text",
        ArrayType::Bytes => "bytea",
        other => return Err(Error::Corrupt(format!("no column of {other:?} is known"))),
    })
}

/// Values of one sort as one, nulls as anything, and what PostgreSQL calls the sort.
fn array(values: Vec<Value>) -> Result<(&'static str, Value)> {
    let first = values.first();
    let sort = first.map_or(ArrayType::String, Value::array_type);
    let name = first.map_or(Ok("text"), sort_of)?;
    // What does not fit the sort would stop the program where it is handed over.
    if values.iter().any(|value| value.array_type() != sort) {
        return Err(Error::Corrupt(format!(
            "a column of {sort:?} and of others"
        )));
    }
    let filled = values.into_iter().map(|value| match value.is_some() {
        true => value,
        false => value.dummy_value(),
    });
    let filled = Box::new(filled.collect());
    Ok((name, Value::Array(sort, Some(filled))))
}

#[cfg(test)]
mod tests {
    use super::{by_columns, inserting};
    use crate::{Engine, args};

    #[test]
    fn each_column_is_one_argument_and_where_it_is_null_another_unless_it_is_the_same_throughout() {
        let rows = vec![
            args![1_i64, "甲", 7_i64, Some(true)],
            args![2_i64, Option::<String>::None, 7_i64, Some(false)],
        ];
        let (sql, arguments) = by_columns("t", &["a", "b", "c", "d"], rows).unwrap();
        assert_eq!(
            sql,
            "insert into t (a, b, c, d) \
             select u.c1, case when u.c3 then null else u.c2 end, $4::bigint, u.c5 \
             from unnest($1::bigint[], $2::text[], $3::boolean[], $5::boolean[]) as u(c1, c2, c3, c5)"
        );
        assert_eq!(arguments.len(), 5);
        let alike = vec![args![1_i64], args![1_i64]];
        let (sql, _) = by_columns("t", &["a"], alike).unwrap();
        assert_eq!(
            sql,
            "insert into t (a) select $1::bigint from generate_series(1, 2)"
        );
        let mixed = vec![args![1_i64], args!["甲"]];
        assert!(by_columns("t", &["a"], mixed).is_err());
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
