//! What is done about reports at night.

use super::actions;
use crate::plan::PlanId;
use serde::Deserialize;
use shell::jobs::{JobCtx, JobResult, Outcome};

/// Opens the periods that begin today.
pub(super) async fn open_begun(job: JobCtx, _nothing: ()) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    let n_opened = actions::open_begun(&job, &mut tx).await?;
    let outcome = Outcome::said(format!("开启报送期{n_opened}期。"));
    job.finish(tx, outcome).await
}

/// A plan that has a later version.
#[derive(Debug, Deserialize)]
pub(super) struct Revised {
    plan: PlanId,
}

/// Brings a later version of a plan into its open periods.
pub(super) async fn renew(job: JobCtx, revised: Revised) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    let (n_new, n_gone) = actions::renew(&mut tx, &job, revised.plan).await?;
    let outcome = match (n_new, n_gone) {
        (0, 0) => Outcome::silent(),
        _ => Outcome::said(format!("报送增加{n_new}份，减少{n_gone}份。")),
    };
    job.finish(tx, outcome).await
}
