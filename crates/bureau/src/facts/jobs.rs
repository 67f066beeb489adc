//! What the facts do behind the pages: thin, one job calls one action.

use super::{
    actions::{
        imports::{self, Chosen, Take},
        twins,
    },
    model::ImportId,
    paths,
};
use ::store::Error;
use serde::Deserialize;
use shell::jobs::{Failure, JobCtx, JobResult, JobSpec, Outcome, ScheduleSpec};

/// Looks what a large file would change.
pub(super) const LOOK: &str = "facts.look";
/// Takes a large file over.
pub(super) const IMPORT: &str = "facts.import";
/// Looks which numbers are asked for in two places: after what is collected has changed, and every night for what
/// rows of registers say since.
pub(super) const TWINS: &str = "facts.twins";

pub(super) fn specs() -> Vec<JobSpec> {
    vec![
        JobSpec::new(LOOK, look).called("核对学年基表"),
        JobSpec::new(IMPORT, import).called("导入学年基表"),
        JobSpec::new(TWINS, check_twins).called("核对一数一源"),
    ]
}

pub(super) fn schedules() -> Vec<ScheduleSpec> {
    vec![ScheduleSpec::daily(TWINS, 4, 10)]
}

/// Done twice, it keeps what was found last.
async fn check_twins(job: JobCtx, (): ()) -> JobResult {
    let found = twins::check(&job).await?;
    let mut tx = job.db.begin_write().await?;
    twins::keep_found(&mut tx, &found).await?;
    let said = format!("核对一数一源：{}处相同或相近。", found.n());
    job.finish(tx, Outcome::said(said)).await
}

#[derive(Debug, Deserialize)]
struct Look {
    import: ImportId,
}

async fn look(job: JobCtx, asked: Look) -> JobResult {
    job.progress(0, 0, "读取表格，与现有数据核对")?;
    let looked = imports::look(&job, asked.import).await;
    let looked = match looked {
        Ok(looked) => looked,
        Err(error) => {
            // A file that cannot be read is told and forgotten; it would only lie about in the list.
            if matches!(&error, Error::Refused(refusal) if refusal.rule == "facts.import.file") {
                imports::forget(&job, asked.import).await?;
            }
            return Err(error.into());
        }
    };
    let mut tx = job.db.begin_write().await?;
    let preview = imports::keep_preview(&mut tx, &job, &looked).await?;
    let [n_new, n_changed, n_same, _] = preview.counts;
    let said = format!(
        "核对完成：{}行，新填{n_new}个数，改动{n_changed}个，相同{n_same}个，有误{}行。还没有导入。",
        preview.n_rows, preview.n_wrong_rows
    );
    let outcome = Outcome::said(said).at(paths::import(asked.import));
    job.finish(tx, outcome).await
}

#[derive(Debug, Deserialize)]
struct Import {
    import: ImportId,
    right_rows: bool,
    left_out: Vec<u32>,
    reason: String,
    /// Jobs of an earlier program have none.
    #[serde(default)]
    seen: String,
}

async fn import(job: JobCtx, asked: Import) -> JobResult {
    job.progress(0, 0, "读取表格，与现有数据核对")?;
    let looked = imports::look(&job, asked.import).await?;
    let chosen = Chosen {
        take: match asked.right_rows {
            true => Take::RightRows,
            false => Take::RightCells,
        },
        left_out: &asked.left_out,
        reason: &asked.reason,
        seen: &asked.seen,
    };
    // Everything in the one transaction that also marks the job done: all of it, or nothing.
    let mut tx = job.db.begin_write().await?;
    let mut tell = job.teller("写入数据");
    let applied = imports::apply_in(&mut tx, &job, &looked, chosen, &mut tell).await;
    let supplied = match applied {
        Ok(Some(supplied)) => supplied,
        Ok(None) => return Err(Failure::Cancelled),
        Err(error) => {
            drop(tx);
            return not_taken(&job, asked.import, error).await;
        }
    };
    let said = format!(
        "导入完成：新填{}个数，改动{}个数，等待核实。",
        supplied.n_new, supplied.n_changed
    );
    let outcome = Outcome::said(said).at(paths::import(asked.import));
    job.finish(tx, outcome).await
}

/// What comes of an import that wrote nothing.
async fn not_taken(job: &JobCtx, id: ImportId, error: Error) -> JobResult {
    match error {
        // Posted twice, or somebody else was first: it is there, and that is what was wanted.
        Error::Refused(refusal) if refusal.rule == imports::TAKEN_ALREADY => {
            let tx = job.db.begin_write().await?;
            let outcome = Outcome::said(refusal.what).at(paths::import(id));
            job.finish(tx, outcome).await
        }
        // What would happen now is on its page when whoever waits comes back to it.
        Error::Refused(refusal) if refusal.rule == imports::MOVED_ON => {
            let looked = imports::look(job, id).await?;
            let mut tx = job.db.begin_write().await?;
            imports::keep_preview(&mut tx, job, &looked).await?;
            tx.commit().await?;
            Err(refusal.into())
        }
        error => Err(error.into()),
    }
}
