//! The whole table on paper: A4 across, its head repeated on every page.

use super::{asked::Version, due::Stand, rows::ItemRow};
use crate::plan::{actions, export, model::PlanId, paths};
use askama::Template;
use shell::{Asked, At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "plan/pages/print.html")]
struct PrintPage {
    frame: Frame,
    rows: Vec<ItemRow>,
}

pub(super) async fn show(
    visit: Visit,
    At(id): At<PlanId>,
    Asked(Version { version }): Asked<Version>,
) -> Result<Reply> {
    let (_, number, content) = actions::published(&visit, id, version).await?;
    let rows = content
        .items
        .iter()
        .zip(1..)
        .map(|(item, number)| ItemRow::of(id, version, number, item, Stand::default()))
        .collect();
    let issuer = match content.doc_number.as_str() {
        "" => content.issuer.clone(),
        number => format!("{} {number}", content.issuer),
    };
    let mut frame = visit
        .frame(export::breakdown(&content).title)
        .lead(format!("{issuer} 第{number}版").trim())
        .crumb("要点", paths::LIST)
        .crumb(content.title, paths::of_version(&paths::show(id), version));
    // Paper has no rail, and on the screen the table needs its width.
    frame.rail.clear();
    visit.page(&PrintPage { frame, rows })
}
