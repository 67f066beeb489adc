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
    let write = move |summary: &Summary| export::docx(summary, today);
    download(&visit, plan, &code, &query, write, (DOCX, "docx")).await
}

pub(super) async fn xlsx(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let write = |summary: &Summary| export::xlsx(summary).map_err(io::Error::other);
    download(&visit, plan, &code, &query, write, (XLSX, "xlsx")).await
}

async fn download(
    visit: &Visit,
    plan: PlanId,
    code: &str,
    query: &Query,
    write: impl FnOnce(&Summary) -> io::Result<Vec<u8>> + Send + 'static,
    (content_type, ending): (&str, &str),
) -> Result<Reply> {
    let period = period(code)?;
    let (by, all) = (query.by(), query.with_unapproved());
    let summary = actions::summary(visit, plan, period, by, all).await?;
    let name = format!("{}（{}）.{ending}", export::title(&summary), by.label());
    let name: String = name
        .chars()
        .filter(|c| !"/\\:*?\"<>|".contains(*c))
        .collect();
    // A long summary takes tens of milliseconds: not on the threads that answer requests.
    let bytes = tokio::task::spawn_blocking(move || write(&summary))
        .await
        .map_err(io::Error::other)
        .flatten()
        .map_err(::store::Error::from)?;
    visit.download(bytes, content_type, &name)
}
