//! Who is signed in. The token itself is never stored, only its hash.
//!
//! Kept of a session is what its owner needs to tell it from others and end it, for as long as it
//! lives; when it ends its row is gone. Nothing is counted (减负).

use crate::{Db, Read, Tx, args, error::Result};
use base::{actor::AccountId, define_id};
use sea_orm::FromQueryResult;

define_id!(
    /// A session, as its owner may name it; the secret token stays secret.
    SessionId
);

/// A request moves the last-seen time only when it is older than this, so that reading a page
/// does not write to the database.
const TOUCH_MS: i64 = 60_000;
/// How long somebody whose password was right has time for the second step.
const HALF_MS: i64 = 5 * 60_000;

/// How long sessions last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Without a request.
    pub idle_ms: i64,
    /// In any case.
    pub whole_ms: i64,
}

/// Who vouched for whoever signed in, as far as it changes what is asked of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Vouched {
    /// Nobody but their password here.
    #[default]
    Here,
    /// Somebody outside: whether their password here must be changed does not matter.
    Outside,
    /// Somebody outside, by a second step that counts as ours.
    OutsideTwice,
}

impl Vouched {
    fn code(self) -> &'static str {
        match self {
            Self::Here => "",
            Self::Outside => "outside",
            Self::OutsideTwice => "outside_twice",
        }
    }

    /// What is not known is as strict as can be.
    fn from_code(code: &str) -> Self {
        let all = [Self::Outside, Self::OutsideTwice];
        let known = all.into_iter().find(|vouched| vouched.code() == code);
        known.unwrap_or_default()
    }
}

/// Whose a live session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedIn {
    /// Their account.
    pub account: AccountId,
    /// Who vouched for them.
    pub vouched: Vouched,
}

/// A live session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Address and terminal it began from.
    pub from_address: String,
    /// When it began.
    pub started_ms: i64,
    /// When it was last used, give or take a minute.
    pub seen_ms: i64,
    /// Whether it is the one asked from.
    pub is_this: bool,
}

/// Begins a session for an account under a secret token; `from` is address and terminal.
pub async fn begin(
    tx: &mut Tx,
    token: &str,
    account: AccountId,
    from: &str,
    limits: Limits,
    now_ms: i64,
) -> Result<()> {
    insert(tx, token, account, from, limits, false, now_ms).await
}

/// Begins half a session: the password was right, the second step is still to come. It opens
/// nothing.
pub async fn begin_half(
    tx: &mut Tx,
    token: &str,
    account: AccountId,
    from: &str,
    now_ms: i64,
) -> Result<()> {
    let limits = Limits {
        idle_ms: HALF_MS,
        whole_ms: HALF_MS,
    };
    insert(tx, token, account, from, limits, true, now_ms).await
}

/// Says who vouched for whoever began a session, whole or half.
pub async fn set_vouched(tx: &mut Tx, token: &str, vouched: Vouched) -> Result<()> {
    tx.run(
        "update store_sessions set vouched = $2 where token_hash = $1",
        args![hash(token), vouched.code()],
    )
    .await?;
    Ok(())
}

async fn insert(
    tx: &mut Tx,
    token: &str,
    account: AccountId,
    from: &str,
    limits: Limits,
    is_half: bool,
    now_ms: i64,
) -> Result<()> {
    tx.run(
        "delete from store_sessions where ends_ms < $1 or seen_ms + idle_ms < $1",
        args![now_ms],
    )
    .await?;
    tx.run(
        "insert into store_sessions (token_hash, id, account_id, from_address, started_ms, seen_ms,
             idle_ms, ends_ms, is_half, vouched)
         values ($1, $2, $3, $4, $5, $5, $6, $7, $8, '')",
        args![
            hash(token),
            SessionId::new().to_string(),
            account.to_string(),
            from,
            now_ms,
            limits.idle_ms,
            now_ms + limits.whole_ms,
            is_half
        ],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct Row {
    account_id: String,
    seen_ms: i64,
    vouched: String,
}

impl Row {
    fn signed_in(&self) -> Option<SignedIn> {
        Some(SignedIn {
            account: self.account_id.parse().ok()?,
            vouched: Vouched::from_code(&self.vouched),
        })
    }
}

/// Whose a live session is.
pub async fn signed_in(db: &Db, token: &str, now_ms: i64) -> Result<Option<SignedIn>> {
    let Some(row) = live(db, token, false, now_ms).await? else {
        return Ok(None);
    };
    if now_ms - row.seen_ms > TOUCH_MS {
        let mut tx = db.begin_write().await?;
        tx.run(
            "update store_sessions set seen_ms = $2 where token_hash = $1",
            args![hash(token), now_ms],
        )
        .await?;
        tx.commit().await?;
    }
    Ok(row.signed_in())
}

/// Whose half a session is.
pub async fn half_signed_in(db: &impl Read, token: &str, now_ms: i64) -> Result<Option<SignedIn>> {
    let row = live(db, token, true, now_ms).await?;
    Ok(row.and_then(|row| row.signed_in()))
}

async fn live(db: &impl Read, token: &str, is_half: bool, now_ms: i64) -> Result<Option<Row>> {
    db.row(
        "select account_id, seen_ms, vouched from store_sessions
         where token_hash = $1 and is_half = $2 and ends_ms >= $3 and seen_ms + idle_ms >= $3",
        args![hash(token), is_half, now_ms],
    )
    .await
}

#[derive(FromQueryResult)]
struct SessionRow {
    id: String,
    from_address: String,
    started_ms: i64,
    seen_ms: i64,
    is_this: bool,
}

/// The live sessions of an account, the last used first; `token` is the one asked from.
pub async fn of(
    db: &impl Read,
    account: AccountId,
    token: &str,
    now_ms: i64,
) -> Result<Vec<Session>> {
    let rows: Vec<SessionRow> = db
        .rows(
            "select id, from_address, started_ms, seen_ms, token_hash = $2 as is_this
             from store_sessions
             where account_id = $1 and is_half = false and ends_ms >= $3 and seen_ms + idle_ms >= $3
             order by seen_ms desc, id",
            args![account.to_string(), hash(token), now_ms],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Session {
                id: row.id.parse()?,
                from_address: row.from_address,
                started_ms: row.started_ms,
                seen_ms: row.seen_ms,
                is_this: row.is_this,
            })
        })
        .collect()
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

/// Ends one session of an account by its id.
pub async fn end_one(tx: &mut Tx, account: AccountId, id: SessionId) -> Result<()> {
    tx.run(
        "delete from store_sessions where account_id = $1 and id = $2",
        args![account.to_string(), id.to_string()],
    )
    .await?;
    Ok(())
}

/// Ends every session of an account but the one of this token.
pub async fn end_others(tx: &mut Tx, account: AccountId, token: &str) -> Result<()> {
    tx.run(
        "delete from store_sessions where account_id = $1 and token_hash <> $2",
        args![account.to_string(), hash(token)],
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

/// Says how long sessions last, those that have begun already as well.
pub async fn set_limits(tx: &mut Tx, limits: Limits) -> Result<()> {
    tx.run(
        "update store_sessions set idle_ms = $1, ends_ms = started_ms + $2 where is_half = false",
        args![limits.idle_ms, limits.whole_ms],
    )
    .await?;
    Ok(())
}

fn hash(token: &str) -> String {
    crate::files::name_of(token.as_bytes())
}
