//! Carrying over what was left unfinished in the year before.

use crate::plan::{
    actions::{self, Candidates},
    model::{ItemId, Part, PlanId},
    paths,
};
use ::store::Error;
use askama::Template;
use shell::{At, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "plan/pages/carry.html")]
struct CarryPage {
    frame: Frame,
    action: String,
    back: String,
    /// Title of the plan it goes on from.
    from: Option<String>,
    lines: Vec<Line>,
    refused: Option<String>,
}

struct Line {
    id: String,
    number: usize,
    heading: String,
    href: String,
    lead: String,
    why: String,
    /// The plan it went on in already.
    carried_to: Option<String>,
}

pub(super) async fn show(visit: Visit, At(plan): At<PlanId>) -> Result<Reply> {
    let found = actions::carry_candidates(&visit, plan).await?;
    visit.page(&page(&visit, found, None))
}

pub(super) async fn submit(visit: Visit, At(plan): At<PlanId>, posted: Posted) -> Result<Reply> {
    let items: Vec<ItemId> = posted
        .all("item")
        .filter_map(|id| id.parse().ok())
        .collect();
    match actions::carry_over(&visit, plan, &items).await {
        Ok(n) => visit.done(
            format!("已承接{n}条，列在最后，请核对文字和责任"),
            paths::review(plan),
        ),
        Err(Error::Refused(refusal)) => {
            let found = actions::carry_candidates(&visit, plan).await?;
            let words = format!("{}{}", refusal.what, refusal.next);
            visit.invalid(&page(&visit, found, Some(words)))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(visit: &Visit, found: Candidates, refused: Option<String>) -> CarryPage {
    let id = found.plan.id;
    let from_id = found.from.as_ref().map(|plan| plan.id);
    CarryPage {
        frame: visit
            .frame("承接上年未完成事项")
            .lead("勾选的条目列入这份要点的最后，保留原来的文字，注明承接哪一年第几条。")
            .crumb("要点", paths::LIST)
            .crumb(&found.plan.title, paths::review(id)),
        action: paths::carry(id),
        back: paths::review(id),
        from: found.from.map(|plan| plan.title),
        lines: found
            .candidates
            .into_iter()
            .map(|candidate| Line {
                id: candidate.item.id.to_string(),
                number: candidate.number,
                heading: format!("{}{}", candidate.item.marker, candidate.item.heading()),
                href: from_id
                    .map(|plan| paths::item(plan, candidate.item.id))
                    .unwrap_or_default(),
                lead: candidate.item.names(Part::Lead),
                why: candidate.why,
                carried_to: candidate.carried_to,
            })
            .collect(),
        refused,
    }
}
