//! The whole table on paper: A4 across, its head repeated on every page.

use super::{query::Query, rows::ItemRow};
use crate::plan::{actions, export, model::PlanId, paths};
use askama::Template;
use axum::extract::Path;
use shell::{Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "plan/pages/print.html")]
struct PrintPage {
    frame: Frame,
    rows: Vec<ItemRow>,
}

pub(super) async fn show(visit: Visit, Path(plan): Path<String>, query: Query) -> Result<Reply> {
    let id: PlanId = plan.parse()?;
    let asked = query.number("version");
    let (_, number, content) = actions::published(&visit, id, asked).await?;
    let today = visit.today();
    let rows = content
        .items
        .iter()
        .zip(1..)
        .map(|(item, number)| ItemRow::of(id, asked, number, item, today))
        .collect();
    let issuer = match content.doc_number.as_str() {
        "" => content.issuer.clone(),
        number => format!("{} {number}", content.issuer),
    };
    let mut frame = visit
        .frame(export::breakdown(&content).title)
        .lead(format!("{issuer} 第{number}版").trim())
        .crumb("要点", paths::LIST)
        .crumb(content.title, paths::of_version(&paths::show(id), asked));
    // Paper has no rail, and on the screen the table needs its width.
    frame.rail.clear();
    visit.page(&PrintPage { frame, rows })
}
