//! Looking at jobs: how far one is, which ones are given up.

use super::{JobId, State};
use crate::{
    Db, Read, args,
    error::{Error, Result},
};
use base::actor::AccountId;
use sea_orm::FromQueryResult;

/// How a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// The job.
    pub id: JobId,
    /// What is to be done, as the program calls it.
    pub kind: String,
    /// What whoever waits for it calls it; empty when nobody waits.
    pub title: String,
    /// Whose it is; nobody's when it is the program's.
    pub account: Option<AccountId>,
    /// Their name.
    pub actor_name: String,
    /// Where it stands.
    pub state: State,
    /// Whether it was asked to be called off.
    pub cancel_asked: bool,
    /// How much is done.
    pub done: i64,
    /// How much there is; 0 when that is not known.
    pub total: i64,
    /// What is being done.
    pub words: String,
    /// What it brought about.
    pub result_words: String,
    /// Where that is found; may be empty.
    pub result_href: String,
    /// Why it failed last.
    pub error: String,
    /// How often it failed.
    pub n_failed: i64,
    /// When it was put in, by the machine's clock.
    pub created_ms: i64,
    /// When it ended, by the machine's clock.
    pub ended_ms: Option<i64>,
}

#[derive(FromQueryResult)]
struct Row {
    id: String,
    kind: String,
    title: String,
    account_id: String,
    actor_name: String,
    state: String,
    cancel_asked: bool,
    done: i64,
    total: i64,
    words: String,
    result_words: String,
    result_href: String,
    error: String,
    n_failed: i64,
    created_ms: i64,
    ended_ms: Option<i64>,
}

const COLUMNS: &str =
    "id, kind, title, account_id, actor_name, state, cancel_asked, done, total, words,
     result_words, result_href, error, n_failed, created_ms, ended_ms";

/// How a job stands now: as its process knows when it runs in this one, else as last written down.
pub async fn status(db: &Db, job: JobId) -> Result<Option<Status>> {
    let sql = format!("select {COLUMNS} from store_jobs where id = $1");
    let row: Option<Row> = db.row(&sql, args![job.to_string()]).await?;
    let Some(mut status) = row.map(status_of).transpose()? else {
        return Ok(None);
    };
    if let Some(live) = db.board().live(job)
        && status.state == State::Running
    {
        let progress = live.progress();
        status.done = progress.done;
        status.total = progress.total;
        status.words = progress.words;
        status.cancel_asked |= live.is_cancelled();
    }
    Ok(Some(status))
}

/// The jobs that are given up, newest first.
pub async fn dead(db: &impl Read, most: i64) -> Result<Vec<Status>> {
    let sql = format!(
        "select {COLUMNS} from store_jobs where state = 'dead' order by ended_ms desc, id limit $1"
    );
    let rows: Vec<Row> = db.rows(&sql, args![most]).await?;
    rows.into_iter().map(status_of).collect()
}

/// How many jobs are given up.
pub async fn n_dead(db: &impl Read) -> Result<i64> {
    let sql = "select count(*) as n from store_jobs where state = 'dead'";
    db.number(sql, args![]).await
}

/// How many jobs should have been taken longer ago than this: nobody runs jobs, or nobody knows
/// their kind.
pub async fn overdue(db: &Db, for_ms: i64) -> Result<i64> {
    let sql = "select count(*) as n from store_jobs where state = 'waiting' and due_ms < $1";
    db.number(sql, args![db.board().now_ms() - for_ms]).await
}

fn status_of(row: Row) -> Result<Status> {
    Ok(Status {
        id: row.id.parse()?,
        kind: row.kind,
        title: row.title,
        account: row.account_id.parse().ok(),
        actor_name: row.actor_name,
        state: State::from_code(&row.state)
            .ok_or_else(|| Error::Corrupt(format!("job {}: {}", row.id, row.state)))?,
        cancel_asked: row.cancel_asked,
        done: row.done,
        total: row.total,
        words: row.words,
        result_words: row.result_words,
        result_href: row.result_href,
        error: row.error,
        n_failed: row.n_failed,
        created_ms: row.created_ms,
        ended_ms: row.ended_ms,
    })
}
