//! Taking a job, keeping it, ending it. Whoever ends one must still hold it.

use super::{Board, JobId, Live, State};
use crate::{
    Db, Engine, Read, Tx, args,
    error::{Error, Result},
};
use base::{
    actor::{AccountId, PersonId},
    id::Uuid,
};
use sea_orm::FromQueryResult;

/// How long a job is held without a sign of life.
pub const LEASE_MS: i64 = 60_000;

/// A job that is held.
#[derive(Debug, Clone)]
pub struct Leased {
    /// The job.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub payload: String,
    /// What was kept at the last checkpoint; empty when there was none.
    pub checkpoint: String,
    /// At whose act it was put in; nobody for the program.
    pub account: Option<AccountId>,
    /// The person behind the log-in.
    pub person: Option<PersonId>,
    /// Their name then.
    pub actor_name: String,
    /// Network address of the act.
    pub from: String,
    /// How often it was taken, this time included.
    pub n_taken: i64,
    /// How often it failed.
    pub n_failed: i64,
    lease: String,
}

/// What a job brought about, for whoever waits for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    words: String,
    href: String,
}

/// How a job failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// It is tried again at this instant of the machine's clock.
    AgainAt(i64),
    /// It is left as it is.
    For(State),
}

#[derive(FromQueryResult)]
struct IdRow {
    id: String,
    cancel_asked: bool,
}

#[derive(FromQueryResult)]
struct Row {
    kind: String,
    payload: String,
    checkpoint: String,
    account_id: String,
    person_id: String,
    actor_name: String,
    from_address: String,
    n_taken: i64,
    n_failed: i64,
}

impl Outcome {
    /// Nothing to tell.
    #[must_use]
    pub fn silent() -> Self {
        Self::default()
    }

    /// It is told in a sentence: 「导入 300 行，跳过 2 行。」
    #[must_use]
    pub fn said(words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            href: String::new(),
        }
    }

    /// And found here.
    #[must_use]
    pub fn at(mut self, href: impl Into<String>) -> Self {
        self.href = href.into();
        self
    }
}

/// Takes the next job of these kinds that is due, or whose holder has given no sign of life.
pub async fn take(db: &Db, holder: &str, kinds: &[&str]) -> Result<Option<Leased>> {
    if kinds.is_empty() {
        return Ok(None);
    }
    let now_ms = db.board().now_ms();
    let marks: Vec<String> = (3..kinds.len() + 3).map(|n| format!("${n}")).collect();
    let wanted = format!(
        "kind in ({}) and ((state = 'waiting' and due_ms <= $1)
             or (state = 'running' and lease_until_ms < $1 and lease_holder <> $2))",
        marks.join(", ")
    );
    let mut args = args![now_ms, holder];
    args.extend(kinds.iter().map(|kind| crate::Value::from(*kind)));
    // Looked at without the lock first: nearly always there is nothing to do.
    let count = format!("select count(*) as n from store_jobs where {wanted}");
    if db.number(&count, args.clone()).await? == 0 {
        return Ok(None);
    }
    let lock = match db.engine() {
        Engine::Sqlite => "",
        Engine::Postgres => "for update skip locked",
    };
    let next = format!(
        "select id, cancel_asked from store_jobs where {wanted}
         order by case when title = '' then 1 else 0 end, due_ms, id limit 1 {lock}"
    );
    loop {
        let mut tx = db.begin_write().await?;
        let Some(row) = tx.row::<IdRow>(&next, args.clone()).await? else {
            return Ok(None);
        };
        if row.cancel_asked {
            end(&mut tx, &row.id, State::Cancelled, "", now_ms).await?;
            tx.commit().await?;
            continue;
        }
        let leased = lease(&mut tx, &row.id, holder, now_ms).await?;
        tx.commit().await?;
        return Ok(Some(leased));
    }
}

async fn lease(tx: &mut Tx, id: &str, holder: &str, now_ms: i64) -> Result<Leased> {
    let lease = Uuid::now_v7().to_string();
    // From now on another of the same key may be put in: this one reads what is so now.
    tx.run(
        "update store_jobs set state = 'running', lease = $2, lease_holder = $3,
             lease_until_ms = $4, n_taken = n_taken + 1, unique_key = null
         where id = $1",
        args![id, lease.clone(), holder, now_ms + LEASE_MS],
    )
    .await?;
    let row: Option<Row> = tx
        .row(
            "select kind, payload, checkpoint, account_id, person_id, actor_name, from_address,
                    n_taken, n_failed
             from store_jobs where id = $1",
            args![id],
        )
        .await?;
    let row = row.ok_or(Error::NotFound)?;
    Ok(Leased {
        id: id.parse()?,
        kind: row.kind,
        payload: row.payload,
        checkpoint: row.checkpoint,
        account: row.account_id.parse().ok(),
        person: row.person_id.parse().ok(),
        actor_name: row.actor_name,
        from: row.from_address,
        n_taken: row.n_taken,
        n_failed: row.n_failed,
        lease,
    })
}

/// A sign of life: the job is held for longer, its progress is written down. Says whether it is still
/// held; whether it was called off is told on its [`Live`].
pub async fn renew(db: &Db, leased: &Leased, live: &Live) -> Result<bool> {
    #[derive(FromQueryResult)]
    struct Asked {
        cancel_asked: bool,
    }
    let progress = live.progress();
    let mut tx = db.begin_write().await?;
    let n_held = tx
        .run(
            "update store_jobs set lease_until_ms = $3, done = $4, total = $5, words = $6
             where id = $1 and lease = $2 and state = 'running'",
            args![
                leased.id.to_string(),
                leased.lease.clone(),
                db.board().now_ms() + LEASE_MS,
                progress.done,
                progress.total,
                progress.words
            ],
        )
        .await?;
    let asked: Option<Asked> = tx
        .row(
            "select cancel_asked from store_jobs where id = $1",
            args![leased.id.to_string()],
        )
        .await?;
    tx.commit().await?;
    if asked.is_some_and(|asked| asked.cancel_asked) {
        live.cancel();
    }
    Ok(n_held == 1)
}

/// Marks a job done in the transaction of its effects. Refused as a conflict when it is not held any
/// more: somebody else does it, and these effects must not be.
pub async fn finish(tx: &mut Tx, leased: &Leased, outcome: &Outcome) -> Result<()> {
    let now_ms = tx.board.now_ms();
    let n_held = tx
        .run(
            "update store_jobs set state = 'done', ended_ms = $3, result_words = $4,
                 result_href = $5, lease = null, error = ''
             where id = $1 and lease = $2 and state = 'running'",
            args![
                leased.id.to_string(),
                leased.lease.clone(),
                now_ms,
                outcome.words.clone(),
                outcome.href.clone()
            ],
        )
        .await?;
    is_held(n_held)
}

/// Keeps, in the transaction of a part of the work, how far the job is: whoever takes it next goes on
/// from there.
pub async fn checkpoint(tx: &mut Tx, leased: &Leased, place: &serde_json::Value) -> Result<()> {
    let now_ms = tx.board.now_ms();
    let n_held = tx
        .run(
            "update store_jobs set checkpoint = $3, lease_until_ms = $4
             where id = $1 and lease = $2 and state = 'running'",
            args![
                leased.id.to_string(),
                leased.lease.clone(),
                place.to_string(),
                now_ms + LEASE_MS
            ],
        )
        .await?;
    is_held(n_held)
}

fn is_held(n_held: u64) -> Result<()> {
    match n_held {
        1 => Ok(()),
        _ => Err(Error::Conflict),
    }
}

/// The job failed; nothing happens when it is not held any more.
pub async fn fail(db: &Db, leased: &Leased, failed: Failed, why: &str) -> Result<()> {
    let mut tx = db.begin_write().await?;
    let (id, lease) = (leased.id.to_string(), leased.lease.clone());
    let held =
        "select count(*) as n from store_jobs where id = $1 and lease = $2 and state = 'running'";
    if tx.number(held, args![id.clone(), lease]).await? == 0 {
        return Ok(());
    }
    match failed {
        Failed::AgainAt(at_ms) => {
            tx.run(
                "update store_jobs set state = 'waiting', due_ms = $2, n_failed = n_failed + 1,
                     error = $3, lease = null
                 where id = $1",
                args![id, at_ms, why],
            )
            .await?;
        }
        Failed::For(state) => {
            tx.run(
                "update store_jobs set n_failed = n_failed + 1 where id = $1",
                args![id.clone()],
            )
            .await?;
            let now_ms = db.board().now_ms();
            end(&mut tx, &id, state, why, now_ms).await?;
        }
    }
    tx.commit().await
}

async fn end(tx: &mut Tx, id: &str, state: State, why: &str, now_ms: i64) -> Result<()> {
    tx.run(
        "update store_jobs set state = $2, error = $3, ended_ms = $4, lease = null where id = $1",
        args![id, state.code(), why, now_ms],
    )
    .await?;
    Ok(())
}

/// Gives a job back untouched: the process is told to stop.
pub async fn release(db: &Db, leased: &Leased) -> Result<()> {
    let mut tx = db.begin_write().await?;
    tx.run(
        "update store_jobs set state = 'waiting', due_ms = $3, n_taken = n_taken - 1, lease = null
         where id = $1 and lease = $2 and state = 'running'",
        args![
            leased.id.to_string(),
            leased.lease.clone(),
            db.board().now_ms()
        ],
    )
    .await?;
    tx.commit().await
}

/// Gives every job back that is held. Only where no other process runs jobs of this database: those
/// that are held were held by one that was killed.
pub async fn release_all(db: &Db) -> Result<u64> {
    let mut tx = db.begin_write().await?;
    let n_released = tx
        .run(
            "update store_jobs set state = 'waiting', due_ms = $1, lease = null
             where state = 'running'",
            args![db.board().now_ms()],
        )
        .await?;
    tx.commit().await?;
    Ok(n_released)
}

impl Board {
    /// When a job that failed so often is tried again: after 10 s, 40 s, 3 min, 11 min, 43 min, then
    /// every hour.
    #[must_use]
    pub fn next_try_ms(&self, n_failed: i64) -> i64 {
        let doublings = u32::try_from(2 * n_failed.clamp(0, 5)).unwrap_or(0);
        self.now_ms() + (10_000_i64 << doublings).min(3_600_000)
    }
}
