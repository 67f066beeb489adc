//! What is done about reports at night.

use super::actions;
use shell::jobs::{JobCtx, JobResult, Outcome};

/// Opens the periods that begin today.
pub(super) async fn open_begun(job: JobCtx, _nothing: ()) -> JobResult {
    let mut tx = job.db.begin_write().await?;
    let n_opened = actions::open_begun(&job, &mut tx).await?;
    let outcome = Outcome::said(format!("开启报送期{n_opened}期。"));
    job.finish(tx, outcome).await
}
