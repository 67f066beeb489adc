//! Who is signed in. The token itself is never stored, only its hash.

use crate::{Db, Read, Tx, args, error::Result};
use base::actor::AccountId;
use sea_orm::FromQueryResult;

/// A session ends after this long without a request.
pub const IDLE_MS: i64 = 8 * 3_600_000;
/// A session ends after this long in any case.
pub const WHOLE_MS: i64 = 7 * 24 * 3_600_000;
/// A request moves the last-seen time only when it is older than this, so that reading a page
/// does not write to the database.
const TOUCH_MS: i64 = 5 * 60_000;

#[derive(FromQueryResult)]
struct Row {
    account_id: String,
    seen_ms: i64,
}

/// Begins a session for an account under a secret token.
pub async fn begin(tx: &mut Tx, token: &str, account: AccountId, now_ms: i64) -> Result<()> {
    tx.run(
        "delete from store_sessions where seen_ms < $1 or started_ms < $2",
        args![now_ms - IDLE_MS, now_ms - WHOLE_MS],
    )
    .await?;
    tx.run(
        "insert into store_sessions (token_hash, account_id, started_ms, seen_ms) values ($1, $2, $3, $3)",
        args![hash(token), account.to_string(), now_ms],
    )
    .await?;
    Ok(())
}

/// The account of a live session.
pub async fn account(db: &Db, token: &str, now_ms: i64) -> Result<Option<AccountId>> {
    let row: Option<Row> = db
        .row(
            "select account_id, seen_ms from store_sessions
             where token_hash = $1 and seen_ms >= $2 and started_ms >= $3",
            args![hash(token), now_ms - IDLE_MS, now_ms - WHOLE_MS],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    if now_ms - row.seen_ms > TOUCH_MS {
        let mut tx = db.begin_write().await?;
        tx.run(
            "update store_sessions set seen_ms = $2 where token_hash = $1",
            args![hash(token), now_ms],
        )
        .await?;
        tx.commit().await?;
    }
    Ok(row.account_id.parse().ok())
}

/// Ends one session.
pub async fn end(tx: &mut Tx, token: &str) -> Result<()> {
    tx.run(
        "delete from store_sessions where token_hash = $1",
        args![hash(token)],
    )
    .await?;
    Ok(())
}

/// Ends every session of an account (password changed, account closed).
pub async fn end_all(tx: &mut Tx, account: AccountId) -> Result<()> {
    tx.run(
        "delete from store_sessions where account_id = $1",
        args![account.to_string()],
    )
    .await?;
    Ok(())
}

fn hash(token: &str) -> String {
    crate::files::name_of(token.as_bytes())
}
