//! Saying that a step is done, with what proves it.

use crate::plan::{
    actions::{self, Finish, ItemWork},
    model::{
        ItemId, PlanId,
        milestone::{Step, StepId},
    },
    paths, policy,
};
use ::store::Error;
use askama::Template;
use shell::{At, Field, Frame, Reply, Result, Upload, Visit};

#[derive(Template)]
#[template(path = "plan/pages/milestones/finish.html")]
struct FinishPage {
    frame: Frame,
    action: String,
    back: String,
    step: String,
    evidence: String,
    on: Field,
    words: Field,
    file: Field,
    revision: i64,
    conflict: bool,
    refused: Option<String>,
}

impl FinishPage {
    fn new(visit: &Visit, found: &ItemWork, step: &Step) -> Self {
        let (plan, item) = (found.plan.id, found.item.id);
        let heading = format!("{}{}", found.item.marker, found.item.heading());
        Self {
            frame: visit
                .frame("登记完成")
                .crumb(&found.plan.title, paths::show(plan))
                .crumb(heading, paths::item(plan, item))
                .crumb("工作计划", paths::steps(plan, item)),
            action: paths::step_act(plan, item, step.id, "done"),
            back: paths::steps(plan, item),
            step: step.name.clone(),
            evidence: step.evidence.clone(),
            on: Field::new("on", "完成日期")
                .required()
                .value(visit.today().to_string()),
            words: Field::new("words", "完成情况")
                .hint("一两句话写明结果，例如“5月8日印发，文号清教发〔2026〕15号”。"),
            file: Field::new("file", "佐证材料").hint("没有现成材料的可以不传，不必为此另做材料。"),
            revision: step.revision,
            conflict: false,
            refused: None,
        }
    }
}

pub(super) async fn show(
    visit: Visit,
    At((plan, item, step)): At<(PlanId, ItemId, StepId)>,
) -> Result<Reply> {
    let found = actions::item_work(&visit, plan, item).await?;
    let step = step_of(&visit, &found, step)?;
    visit.page(&FinishPage::new(&visit, &found, &step))
}

pub(super) async fn submit(
    visit: Visit,
    At((plan, item, step)): At<(PlanId, ItemId, StepId)>,
    upload: Upload,
) -> Result<Reply> {
    let found = actions::item_work(&visit, plan, item).await?;
    let step = step_of(&visit, &found, step)?;
    let mut page = FinishPage::new(&visit, &found, &step);
    page.on = page.on.filled(&upload.posted);
    page.words = page.words.filled(&upload.posted);
    let Ok(on) = page.on.value.parse() else {
        page.on.refuse("请按 2026-03-05 的格式填写日期。");
        return visit.invalid(&page);
    };
    let file = upload.files.into_iter().find(|file| !file.bytes.is_empty());
    let finish = Finish {
        on,
        words: page.words.value.clone(),
        file: file.map(|file| (file.name, file.bytes)),
    };
    let revision = upload.posted.get("revision").parse().unwrap_or(0);
    match actions::finish_step(&visit, plan, item, (step.id, revision), finish).await {
        Ok(()) => visit.done(format!("已登记“{}”完成", step.name), &page.back),
        Err(Error::Conflict) => {
            page.conflict = true;
            visit.conflict(&page)
        }
        Err(Error::Refused(refusal)) => {
            page.refused = Some(format!("{}{}", refusal.what, refusal.next));
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

/// The step, for whoever may say that it is done.
fn step_of(visit: &Visit, found: &ItemWork, id: StepId) -> Result<Step> {
    let step = found
        .steps
        .iter()
        .find(|step| step.id == id && !step.is_dropped);
    let step = step.filter(|step| policy::may_do(&visit.actor, &found.item, step));
    Ok(step.cloned().ok_or(Error::NotFound)?)
}
