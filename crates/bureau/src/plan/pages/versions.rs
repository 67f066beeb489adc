//! The versions of a plan.

use crate::plan::{
    actions,
    model::{PlanId, VersionHead},
    paths,
};
use ::store::Error;
use askama::Template;
use base::day;
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "plan/pages/versions.html")]
struct VersionsPage {
    frame: Frame,
    versions: Vec<VersionRow>,
    /// Where two versions are compared, when there are two.
    compare: Option<String>,
}

struct VersionRow {
    number: i64,
    href: String,
    at: String,
    by: String,
    note: String,
    /// The comparison with the version before; empty for the first.
    compare: String,
    is_newest: bool,
}

pub(super) async fn show(visit: Visit, At(id): At<PlanId>) -> Result<Reply> {
    let (_, _, content) = actions::published(&visit, id, None).await?;
    let heads = actions::versions(&visit, id).await?;
    let newest = heads.first().ok_or(Error::NotFound)?.number;
    visit.page(&VersionsPage {
        frame: visit
            .frame("版本")
            .lead("每次发布成为一个版本，发布后不再改变；修订后发布的是新的版本。")
            .crumb("要点", paths::LIST)
            .crumb(content.title, paths::show(id)),
        versions: heads.iter().map(|head| row(id, head, newest)).collect(),
        compare: (heads.len() > 2).then(|| paths::comparison(id)),
    })
}

fn row(plan: PlanId, head: &VersionHead, newest: i64) -> VersionRow {
    VersionRow {
        number: head.number,
        href: paths::version(plan, head.number),
        at: day::instant_in_words(head.at_ms),
        by: head.by_name.clone(),
        note: head.note.clone(),
        compare: match head.number {
            1 => String::new(),
            number => paths::compare(plan, number - 1, number),
        },
        is_newest: head.number == newest,
    }
}
