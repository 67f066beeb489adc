//! The audit as files.

use super::asked::AuditAsked;
use crate::audit::{actions, table};
use shell::{Asked, Reply, Result, Visit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) async fn xlsx(visit: Visit, Asked(asked): Asked<AuditAsked>) -> Result<Reply> {
    let lines = actions::export(&visit, &asked.filter()).await?;
    // Many lines take a second: not on the threads that answer requests.
    let bytes =
        tokio::task::spawn_blocking(move || table::xlsx(&lines).map_err(std::io::Error::other))
            .await
            .map_err(std::io::Error::other)
            .flatten()
            .map_err(::store::Error::from)?;
    visit.download(bytes, XLSX, "审计记录.xlsx")
}

pub(super) async fn csv(visit: Visit, Asked(asked): Asked<AuditAsked>) -> Result<Reply> {
    let lines = actions::export(&visit, &asked.filter()).await?;
    visit.download(
        table::csv(&lines),
        "text/csv; charset=utf-8",
        "审计记录.csv",
    )
}
