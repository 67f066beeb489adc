//! The schema as text, the same from either engine: compared with `docs/schema.txt` by a test.

use crate::{Engine, Read, args, error::Result};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Column {
    table_name: String,
    column_name: String,
    data_type: String,
    required: bool,
}

/// One line a column, tables in order of name, columns in order of definition.
pub async fn describe(db: &impl Read) -> Result<String> {
    let sql = match db.reads_from() {
        Engine::Sqlite => {
            "select m.name as table_name, c.name as column_name, lower(c.type) as data_type,
                    (c.\"notnull\" or c.pk > 0) as required
             from sqlite_master m join pragma_table_info(m.name) c
             where m.type = 'table' and m.name not like 'sqlite_%'
             order by m.name, c.cid"
        }
        Engine::Postgres => {
            "select cast(table_name as text) as table_name, cast(column_name as text) as column_name,
                    cast(data_type as text) as data_type, is_nullable = 'NO' as required
             from information_schema.columns where table_schema = current_schema()
             order by table_name collate \"C\", ordinal_position"
        }
    };
    let columns: Vec<Column> = db.rows(sql, args![]).await?;
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
