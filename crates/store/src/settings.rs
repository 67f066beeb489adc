//! A handful of named values of this installation.

use crate::{Read, Tx, args, error::Result};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Setting {
    value: String,
}

/// The value of a setting, when it was set.
pub async fn get(db: &impl Read, name: &str) -> Result<Option<String>> {
    let row: Option<Setting> = db
        .row(
            "select value from store_settings where name = $1",
            args![name],
        )
        .await?;
    Ok(row.map(|row| row.value))
}

/// Sets a value.
pub async fn set(tx: &mut Tx, name: &str, value: &str) -> Result<()> {
    tx.run(
        "insert into store_settings (name, value) values ($1, $2)
         on conflict (name) do update set value = excluded.value",
        args![name, value],
    )
    .await?;
    Ok(())
}
