//! Publishing: what is still open is said, then it is done.

use super::links::Links;
use crate::plan::{
    actions::{self, Publish, Readiness},
    model::{PlanId, Stage},
    paths, policy,
};
use askama::Template;
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};
use store::Error;

#[derive(Template)]
#[template(path = "plan/pages/publish.html")]
struct PublishPage {
    frame: Frame,
    links: Links,
    ready: Readiness,
    note: Field,
    revision: i64,
    is_first: bool,
    is_unchanged: bool,
    refused: String,
}

impl PublishPage {
    fn has_errors(&self) -> bool {
        self.note.error.is_some() || !self.refused.is_empty()
    }
}

async fn page(visit: &Visit, plan: PlanId) -> Result<PublishPage> {
    if !policy::may_work(&visit.actor) {
        return Err(Error::NotFound.into());
    }
    let working = actions::working(visit, plan).await?;
    let stage = working.plan.stage();
    let is_first = stage == Stage::Draft;
    Ok(PublishPage {
        frame: visit
            .frame(if is_first {
                "发布第一版"
            } else {
                "发布修订版"
            })
            .crumb("要点", paths::LIST)
            .crumb(working.plan.title.clone(), paths::review(plan))
            .lead("发布后各科室和学校可以看到自己承担的条目；已发布的版本不会再变。"),
        links: Links::of(plan),
        ready: actions::readiness(&working.items),
        note: Field::new("note", "修订说明")
            .required()
            .hint("改了什么、为什么改；各科室会在版本记录里看到"),
        revision: working.plan.revision,
        is_first,
        is_unchanged: stage == Stage::Published,
        refused: String::new(),
    })
}

pub(super) async fn show(visit: Visit, At(plan): At<PlanId>) -> Result<Reply> {
    visit.page(&page(&visit, plan).await?)
}

pub(super) async fn submit(visit: Visit, At(plan): At<PlanId>, posted: Posted) -> Result<Reply> {
    let command = Publish {
        note: posted.get("note").to_owned(),
        accepts_open_items: posted.has("accepts_open_items"),
        revision: posted.get("revision").parse().unwrap_or(0),
    };
    match actions::publish(&visit, plan, command).await {
        Ok(number) => visit.done(format!("第{number}版已发布"), paths::show(plan)),
        Err(Error::Refused(refusal)) => {
            let mut page = page(&visit, plan).await?;
            page.note.value = posted.get("note").to_owned();
            match refusal.rule {
                "plan.note_missing" => page
                    .note
                    .refuse(format!("{}{}", refusal.what, refusal.next)),
                _ => page.refused = format!("{}{}", refusal.what, refusal.next),
            }
            visit.invalid(&page)
        }
        Err(Error::Conflict) => {
            let mut page = page(&visit, plan).await?;
            page.note.value = posted.get("note").to_owned();
            page.refused =
                "页面打开之后，要点又有修改，还没有发布。请看一眼下面的最新情况，再点发布。"
                    .to_owned();
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}
