//! 责任分解表 as files, and the original as it was handed in.

use super::asked::Version;
use crate::plan::{actions, export, model::PlanId};
use gongwen::write::{self, BreakdownTable, WriteError};
use shell::{Asked, At, Reply, Result, Visit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

pub(super) async fn xlsx(
    visit: Visit,
    At(id): At<PlanId>,
    Asked(Version { version }): Asked<Version>,
) -> Result<Reply> {
    download(&visit, id, version, write::xlsx, (XLSX, "xlsx")).await
}

pub(super) async fn docx(
    visit: Visit,
    At(id): At<PlanId>,
    Asked(Version { version }): Asked<Version>,
) -> Result<Reply> {
    download(&visit, id, version, write::docx, (DOCX, "docx")).await
}

async fn download(
    visit: &Visit,
    id: PlanId,
    version: Option<i64>,
    write: fn(&BreakdownTable) -> std::result::Result<Vec<u8>, WriteError>,
    (content_type, ending): (&str, &str),
) -> Result<Reply> {
    let (_, number, content) = actions::published(visit, id, version).await?;
    let table = export::breakdown(&content);
    let name = format!("{}第{number}版.{ending}", file_name(&table.title));
    // A long plan takes tens of milliseconds: not on the threads that answer requests.
    let bytes = tokio::task::spawn_blocking(move || write(&table).map_err(std::io::Error::other))
        .await
        .map_err(std::io::Error::other)
        .flatten()
        .map_err(::store::Error::from)?;
    visit.download(bytes, content_type, &name)
}

pub(super) async fn original(visit: Visit, At(id): At<PlanId>) -> Result<Reply> {
    let (name, bytes) = actions::original(&visit, id).await?;
    visit.download(bytes, "application/octet-stream", &file_name(&name))
}

/// A title as the name of a file: without what file systems refuse, and not too long for them.
fn file_name(title: &str) -> String {
    const MOST: usize = 80;
    const REFUSED: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
    title
        .chars()
        .filter(|c| !c.is_control() && !REFUSED.contains(c))
        .take(MOST)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_title_becomes_a_name_every_file_system_takes() {
        for (title, name) in [
            ("2026年工作要点", "2026年工作要点"),
            ("../a\\b:c\n", "..abc"),
        ] {
            assert_eq!(file_name(title), name);
        }
        assert_eq!(file_name(&"长".repeat(300)).chars().count(), 80);
    }
}
