//! What people do with jobs: call one off, try a dead one again; and clearing old ones away.

use super::JobId;
use crate::{Db, Tx, args, error::Result};

/// Calls a job off. One that waits is over at once; one that runs is told, and stops where it can.
/// Says whether there was anything to call off.
pub async fn cancel(db: &Db, mut tx: Tx, job: JobId) -> Result<bool> {
    let n_waiting = tx
        .run(
            "update store_jobs set state = 'cancelled', cancel_asked = true, ended_ms = $2
             where id = $1 and state = 'waiting'",
            args![job.to_string(), db.board().now_ms()],
        )
        .await?;
    let n_running = tx
        .run(
            "update store_jobs set cancel_asked = true where id = $1 and state = 'running'",
            args![job.to_string()],
        )
        .await?;
    tx.commit().await?;
    if let Some(live) = db.board().live(job) {
        live.cancel();
    }
    Ok(n_waiting + n_running > 0)
}

/// Lets a dead job be tried again from where it stopped; says whether it was dead.
pub async fn retry(tx: &mut Tx, job: JobId) -> Result<bool> {
    let now_ms = tx.board.now_ms();
    let n_dead = tx
        .run(
            "update store_jobs set state = 'waiting', due_ms = $2, ended_ms = null,
                 n_taken = 0, n_failed = 0
             where id = $1 and state = 'dead'",
            args![job.to_string(), now_ms],
        )
        .await?;
    tx.has_new_jobs = true;
    Ok(n_dead == 1)
}

/// Clears away what ended longer ago than this and was not given up; says how many that were.
pub async fn sweep(tx: &mut Tx, after_ms: i64) -> Result<u64> {
    let before_ms = tx.board.now_ms() - after_ms;
    tx.run(
        "delete from store_jobs where state in ('done', 'refused', 'cancelled') and ended_ms < $1",
        args![before_ms],
    )
    .await
}
