//! What the program proposes for an item, to be taken over piece by piece.

use crate::plan::{
    actions::{self, Proposals},
    model::{ItemId, PlanId},
    paths, policy,
};
use ::store::Error;
use askama::Template;
use serde::Deserialize;
use shell::{Asked, At, Frame, Posted, Reply, Result, Visit};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// Code of a kind of matter, `none` for no template.
    kind: Option<String>,
}

#[derive(Template)]
#[template(path = "plan/pages/milestones/propose.html")]
struct ProposePage {
    frame: Frame,
    action: String,
    back: String,
    kinds: Vec<(String, String)>,
    kind: String,
    /// 「教师培训（据“培训、班主任”）」
    suggested: Option<String>,
    lines: Vec<Line>,
    refused: Option<String>,
}

struct Line {
    key: String,
    name: String,
    begins: String,
    due: String,
    weight: i64,
    evidence: String,
    origin: String,
    stands: bool,
}

impl ProposePage {
    /// Whether there is a step to take that does not stand yet.
    fn has_new(&self) -> bool {
        self.lines.iter().any(|line| !line.stands)
    }
}

pub(super) async fn show(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let found = proposals(&visit, plan, item, query.kind.as_deref()).await?;
    visit.page(&page(&visit, &found, None))
}

pub(super) async fn submit(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    posted: Posted,
) -> Result<Reply> {
    let kind = posted.get("kind").to_owned();
    let keys: Vec<String> = posted.all("key").map(str::to_owned).collect();
    match actions::take_proposals(&visit, plan, item, &kind, &keys).await {
        Ok(n) => visit.done(format!("已采用{n}个节点"), paths::steps(plan, item)),
        Err(Error::Refused(refusal)) => {
            let found = proposals(&visit, plan, item, Some(&kind)).await?;
            let words = format!("{}{}", refusal.what, refusal.next);
            visit.invalid(&page(&visit, &found, Some(words)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Plans, as proposed, for everything this person leads that has none.
pub(super) async fn submit_all(visit: Visit, At(plan): At<PlanId>, _: Posted) -> Result<Reply> {
    let n = actions::take_for_all(&visit, plan).await?;
    let words = match n {
        0 => "牵头的条目都已有工作计划，没有改动。".to_owned(),
        n => format!("已为{n}条任务拟定工作计划，请逐条核对后报审。"),
    };
    visit.done(words, paths::timeline(plan))
}

/// What is proposed, for whoever draws it up; for everybody else there is no such page.
async fn proposals(
    visit: &Visit,
    plan: PlanId,
    item: ItemId,
    kind: Option<&str>,
) -> Result<Proposals> {
    match actions::proposals(visit, plan, item, kind).await {
        Err(Error::Refused(refusal)) if refusal.rule == policy::LEAD_ONLY => {
            Err(Error::NotFound.into())
        }
        other => Ok(other?),
    }
}

fn page(visit: &Visit, found: &Proposals, refused: Option<String>) -> ProposePage {
    let (plan, item) = (found.plan.id, found.item.id);
    let heading = format!("{}{}", found.item.marker, found.item.heading());
    let year = found.plan.year.unwrap_or(visit.today().year());
    let name_of = |code: &str| {
        let template = found
            .templates
            .iter()
            .find(|template| template.code == code);
        template.map(|template| template.name.clone())
    };
    ProposePage {
        frame: visit
            .frame("系统拟定的节点")
            .lead(
                "按原文中的时限和这类工作的通常步骤拟定。采用之前只是建议，采用之后可以逐个修改。",
            )
            .crumb(&found.plan.title, paths::show(plan))
            .crumb(heading, paths::item(plan, item))
            .crumb("工作计划", paths::steps(plan, item)),
        action: paths::steps_act(plan, item, "propose"),
        back: paths::steps(plan, item),
        kinds: found
            .templates
            .iter()
            .map(|template| (template.code.clone(), template.name.clone()))
            .collect(),
        kind: found.kind.clone(),
        suggested: found.suggested.as_ref().and_then(|(code, words)| {
            Some(format!("{}（据“{}”）", name_of(code)?, words.join("、")))
        }),
        lines: found
            .proposals
            .iter()
            .map(|proposal| Line {
                key: proposal.key.clone(),
                name: proposal.name.clone(),
                begins: proposal
                    .begins
                    .map(|day| base::day::in_table(day, year))
                    .unwrap_or_default(),
                due: proposal.due.label(year),
                weight: proposal.weight,
                evidence: proposal.evidence.clone(),
                origin: proposal.origin.clone(),
                stands: found.stands(proposal),
            })
            .collect(),
        refused,
    }
}
