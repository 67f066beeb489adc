//! The summary of a period as files.

use super::{export, period, summary::Query};
use crate::{
    plan::PlanId,
    report::actions::{self, Summary},
};
use shell::{Asked, At, Reply, Result, Visit};
use std::io;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) async fn docx(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let today = visit.today();
    let summary = summed(&visit, plan, &code, &query).await?;
    let name = name(&summary, &query, "docx");
    let bytes = written(move || export::docx(&summary, today)).await?;
    visit.download(bytes, DOCX, &name)
}

pub(super) async fn xlsx(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let summary = summed(&visit, plan, &code, &query).await?;
    let missing = actions::missing(&visit, &summary).await?;
    let name = name(&summary, &query, "xlsx");
    let bytes = written(move || export::xlsx(&summary, &missing).map_err(io::Error::other)).await?;
    visit.download(bytes, XLSX, &name)
}

async fn summed(visit: &Visit, plan: PlanId, code: &str, query: &Query) -> Result<Summary> {
    let (by, all) = (query.by(), query.with_unapproved());
    Ok(actions::summary(visit, plan, period(code)?, by, all).await?)
}

fn name(summary: &Summary, query: &Query, ending: &str) -> String {
    let name = format!(
        "{}（{}）.{ending}",
        export::title(summary),
        query.by().label()
    );
    name.chars()
        .filter(|c| !"/\\:*?\"<>|".contains(*c))
        .collect()
}

/// A long summary takes tens of milliseconds: not on the threads that answer requests.
async fn written(write: impl FnOnce() -> io::Result<Vec<u8>> + Send + 'static) -> Result<Vec<u8>> {
    let bytes = tokio::task::spawn_blocking(write)
        .await
        .map_err(io::Error::other)
        .flatten()
        .map_err(::store::Error::from)?;
    Ok(bytes)
}
