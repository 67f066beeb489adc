//! What people do with jobs.

use super::policy;
use ::store::{
    Ctx, Error, JobId, Result,
    audit::Line,
    jobs::{self, Outcome, Status},
};
use shell::jobs::{JobCtx, JobResult};

/// So many jobs that were given up are shown.
const MOST_SHOWN: i64 = 200;

/// Jobs that ended are kept so long for whoever comes back to look.
const KEEP_MS: i64 = 14 * 86_400_000;

/// A job somebody waits for; for everybody else there is none.
pub(super) async fn awaited(ctx: &Ctx, job: JobId) -> Result<Status> {
    jobs::status(&ctx.db, job)
        .await?
        .filter(|status| policy::waits_for(&ctx.actor, status))
        .ok_or(Error::NotFound)
}

/// Calls a job off; says whether it was still to be called off.
pub(super) async fn cancel(ctx: &Ctx, job: JobId) -> Result<bool> {
    let status = awaited(ctx, job).await?;
    if status.state.is_over() {
        return Ok(false);
    }
    let mut tx = ctx.db.begin_write().await?;
    tx.audit_line(
        ctx,
        Line::new("jobs.job.cancelled", job).named(status.title),
    );
    jobs::cancel(&ctx.db, tx, job).await
}

/// The jobs that were given up, newest first.
pub(super) async fn dead(ctx: &Ctx) -> Result<Vec<Status>> {
    jobs::dead(&ctx.db, MOST_SHOWN).await
}

/// Has a job tried again that was given up.
pub(super) async fn retry(ctx: &Ctx, job: JobId, name: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    if !jobs::retry(&mut tx, job).await? {
        return Err(Error::NotFound);
    }
    tx.audit_line(ctx, Line::new("jobs.job.retried", job).named(name));
    tx.commit().await
}

/// Clears old jobs away.
pub(super) async fn sweep(job: JobCtx, (): ()) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    jobs::sweep(&mut tx, KEEP_MS).await?;
    job.finish(tx, Outcome::silent()).await
}
