//! The schema as text, the same from either engine: compared with `docs/schema.txt` by a test.

use crate::{Engine, Read, args, error::Result};
use sea_orm::FromQueryResult;

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Column {
    /// The table.
    pub table_name: String,
    /// The column.
    pub column_name: String,
    /// `text`, `bigint` or `boolean`.
    pub data_type: String,
    /// Whether it is never empty.
    pub required: bool,
    /// Its place in the primary key, from 1; 0 when it is no part of it.
    pub key_place: i64,
}

/// The names of the tables.
pub async fn tables(db: &impl Read) -> Result<Vec<String>> {
    let mut names: Vec<String> = columns(db)
        .await?
        .into_iter()
        .map(|column| column.table_name)
        .collect();
    names.dedup();
    Ok(names)
}

/// Every column: tables in order of name, columns in order of definition. The index of the search
/// is left out: each engine has its own, made anew from the entries.
pub async fn columns(db: &impl Read) -> Result<Vec<Column>> {
    let sql = match db.reads_from() {
        Engine::Sqlite => {
            "select m.name as table_name, c.name as column_name, lower(c.type) as data_type,
                    (c.\"notnull\" or c.pk > 0) as required, c.pk as key_place
             from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table' and m.name not like 'sqlite_%'
               and m.name not like 'store_search_index%'
             order by m.name, c.cid"
        }
        Engine::Postgres => {
            "select cast(c.table_name as text) as table_name,
                    cast(c.column_name as text) as column_name,
                    cast(c.data_type as text) as data_type, c.is_nullable = 'NO' as required,
                    cast(coalesce(k.ordinal_position, 0) as bigint) as key_place
             from information_schema.columns c
             join information_schema.tables t
               on t.table_schema = c.table_schema and t.table_name = c.table_name
              and t.table_type = 'BASE TABLE'
             left join information_schema.table_constraints p
               on p.table_schema = c.table_schema and p.table_name = c.table_name
              and p.constraint_type = 'PRIMARY KEY'
             left join information_schema.key_column_usage k
               on k.table_schema = c.table_schema and k.constraint_name = p.constraint_name
              and k.table_name = c.table_name and k.column_name = c.column_name
             where c.table_schema = current_schema()
               and c.table_name <> 'store_search_index'
             order by c.table_name collate \"C\", c.ordinal_position"
        }
    };
    db.rows(sql, args![]).await
}

/// One line a column, tables in order of name, columns in order of definition.
pub async fn describe(db: &impl Read) -> Result<String> {
    let columns = columns(db).await?;
    let mut text = String::new();
    let mut table = "";
    for column in &columns {
        if column.table_name != table {
            table = &column.table_name;
            text.push_str(table);
            text.push('\n');
        }
        let required = if column.required { " not null" } else { "" };
        text.push_str(&format!(
            "    {} {}{required}\n",
            column.column_name, column.data_type
        ));
    }
    Ok(text)
}
