//! Whether a database is sound, as far as the database itself can tell.

use crate::{Db, Engine, Read, args, error::Result};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct Word {
    word: String,
}

/// What the engine finds wrong with its own file; nothing when it is sound. PostgreSQL answers for
/// its files itself: only the encoding of its texts is looked at.
pub async fn faults(db: &Db) -> Result<Vec<String>> {
    match db.engine() {
        Engine::Sqlite => {
            let found: Vec<Word> = db
                .rows(
                    "select integrity_check as word from pragma_integrity_check",
                    args![],
                )
                .await?;
            let mut faults: Vec<String> = found
                .into_iter()
                .map(|found| found.word)
                .filter(|word| word != "ok")
                .collect();
            let dangling: Vec<Word> = db
                .rows(
                    "select distinct \"table\" as word from pragma_foreign_key_check",
                    args![],
                )
                .await?;
            faults.extend(
                dangling
                    .into_iter()
                    .map(|found| format!("{} refers to rows that are not there", found.word)),
            );
            Ok(faults)
        }
        Engine::Postgres => {
            let sql = "select cast(current_setting('server_encoding') as text) as word";
            let found: Vec<Word> = db.rows(sql, args![]).await?;
            let wrong = found.into_iter().map(|found| found.word);
            Ok(wrong
                .filter(|encoding| encoding != "UTF8")
                .map(|encoding| format!("texts are kept as {encoding}, not as UTF8"))
                .collect())
        }
    }
}

/// The clock of the database's machine, milliseconds UTC; nothing where it is this machine.
pub async fn server_clock_ms(db: &Db) -> Result<Option<i64>> {
    match db.engine() {
        Engine::Sqlite => Ok(None),
        Engine::Postgres => {
            let sql = "select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as n";
            Ok(Some(db.number(sql, args![]).await?))
        }
    }
}

/// When the newest line of the audit was written, milliseconds UTC.
pub async fn last_audit_ms(db: &Db) -> Result<Option<i64>> {
    let sql = "select coalesce(max(at_ms), 0) as n from store_audit
               where sequence = (select max(sequence) from store_audit)";
    let at_ms = db.number(sql, args![]).await?;
    Ok(Some(at_ms).filter(|at_ms| *at_ms > 0))
}
