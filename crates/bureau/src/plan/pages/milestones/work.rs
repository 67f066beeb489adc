//! The work plan of an item: its steps, how it was agreed, what was changed since.

use super::row::{Rows, StepRow};
use crate::plan::{
    actions,
    model::{
        ItemId, PlanId,
        milestone::{Agreement, Light, StepId, Steps},
    },
    paths, policy,
};
use askama::Template;
use base::{Refusal, day};
use shell::{At, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "plan/pages/milestones/work.html")]
struct WorkPage {
    frame: Frame,
    links: Links,
    state: Option<State>,
    rows: Vec<StepRow>,
    has_live: bool,
    changes: Vec<Change>,
    may_draw_up: bool,
    done_share: i64,
    planned_share: i64,
    light: &'static str,
    revised: String,
    why_back: Field,
    why_keep: Field,
    /// Why a form was not taken that is not on the page, and what was typed in it.
    refused: String,
    unsaved: Vec<(String, String)>,
    is_again: bool,
}

struct Links {
    item: String,
    timeline: String,
    propose: String,
    add: String,
    submit: String,
    agree: String,
    send_back: String,
    keep: String,
}

/// How far the plan is.
struct State {
    word: &'static str,
    said: String,
    note: String,
    baseline: String,
    revision: i64,
    is_agreed: bool,
    may_submit: bool,
    may_agree: bool,
    /// It waits for the leader in charge.
    waits: bool,
}

struct Change {
    at: String,
    words: String,
    by: String,
    reason: String,
}

/// A form of the page with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    SendBack,
    Keep,
    Reopen(StepId),
    /// It stands on another page.
    Elsewhere,
}

/// A form that was not taken, as it was typed.
pub(super) struct Again<'a> {
    pub(super) asks: Asks,
    pub(super) posted: &'a Posted,
    pub(super) refusal: &'a Refusal,
}

impl Again<'_> {
    /// The reason of a form: with what was typed, where it is this one that was not taken.
    fn reason(again: Option<&Self>, asks: Asks, label: &'static str) -> Field {
        let field = Field::new("reason", label).required();
        match again.filter(|again| again.asks == asks) {
            Some(again) => field.again(again.posted, again.refusal),
            None => field,
        }
    }
}

pub(super) async fn show(visit: Visit, At((plan, item)): At<(PlanId, ItemId)>) -> Result<Reply> {
    visit.page(&page(&visit, plan, item, None).await?)
}

/// The page once more: what was typed stays where its form still is, and is shown where it is not.
pub(super) async fn again(
    visit: &Visit,
    (plan, item): (PlanId, ItemId),
    again: &Again<'_>,
    is_conflict: bool,
) -> Result<Reply> {
    let page = page(visit, plan, item, Some(again)).await?;
    match is_conflict {
        true => visit.conflict(&page),
        false => visit.invalid(&page),
    }
}

async fn page(
    visit: &Visit,
    plan: PlanId,
    item: ItemId,
    again: Option<&Again<'_>>,
) -> Result<WorkPage> {
    let found = actions::item_work(visit, plan, item).await?;
    let today = visit.today();
    let year = found.plan.year.unwrap_or(today.year());
    let draws_up = policy::may_draw_up(&visit.actor, &found.item);
    let agreement = found.work.as_ref().map(|work| work.state);
    let state = found.work.as_ref().map(|work| State {
        word: work.state.label(),
        said: match work.state {
            Agreement::Draft => format!("{}开始拟定", work.by_name),
            Agreement::Submitted => format!("{}报审", work.by_name),
            Agreement::Returned => format!("{}退回", work.by_name),
            Agreement::Agreed => format!("{}同意", work.by_name),
        } + "，"
            + &day::instant_in_words(work.at_ms),
        note: work.note.clone(),
        baseline: work
            .agreed_ms
            .map(|at| {
                format!(
                    "基准由{}于{}同意",
                    work.agreed_by,
                    day::instant_in_words(at)
                )
            })
            .unwrap_or_default(),
        revision: work.revision,
        is_agreed: work.state == Agreement::Agreed,
        may_submit: draws_up && matches!(work.state, Agreement::Draft | Agreement::Returned),
        may_agree: work.state == Agreement::Submitted
            && policy::agrees_for(&visit.actor, &found.item).is_some(),
        waits: work.state == Agreement::Submitted,
    });
    let steps = Steps(&found.steps);
    let rows = Rows {
        actor: &visit.actor,
        plan,
        item: &found.item,
        steps: &found.steps,
        is_open: agreement != Some(Agreement::Submitted),
        is_agreed: found
            .work
            .as_ref()
            .is_some_and(|work| work.agreed_ms.is_some()),
        days: &found.days,
        rules: &found.rules,
        today,
        year,
    };
    let heading = format!("{}{}", found.item.marker, found.item.heading());
    let mut rows = rows.all();
    if let Some(Asks::Reopen(step)) = again.map(|again| again.asks) {
        let id = step.to_string();
        for row in rows.iter_mut().filter(|row| row.id == id) {
            row.why_reopen = Again::reason(again, Asks::Reopen(step), row.why_reopen.label);
        }
    }
    let may_draw_up = draws_up && agreement != Some(Agreement::Submitted);
    let may_agree = state.as_ref().is_some_and(|state| state.may_agree);
    let is_drawn = again.is_none_or(|again| match again.asks {
        Asks::SendBack => may_agree,
        Asks::Keep => may_draw_up && !found.revised.is_empty(),
        Asks::Reopen(step) => {
            let id = step.to_string();
            rows.iter()
                .any(|row| row.id == id && !row.reopen.is_empty())
        }
        Asks::Elsewhere => false,
    });
    let elsewhere = again.filter(|_| !is_drawn);
    let typed = elsewhere.map_or("", |again| again.posted.get("reason"));
    Ok(WorkPage {
        refused: elsewhere
            .map(|again| format!("{}{}", again.refusal.what, again.refusal.next))
            .unwrap_or_default(),
        is_again: again.is_some(),
        unsaved: match typed {
            "" => Vec::new(),
            reason => vec![("原因".to_owned(), reason.to_owned())],
        },
        why_back: Again::reason(again, Asks::SendBack, "退回原因"),
        why_keep: Again::reason(again, Asks::Keep, "节点不变的原因"),
        frame: visit
            .frame("工作计划")
            .lead(format!("第{}条 {heading}", found.number))
            .crumb("要点", paths::LIST)
            .crumb(&found.plan.title, paths::show(plan))
            .crumb(heading, paths::item(plan, item)),
        links: Links {
            item: paths::item(plan, item),
            timeline: paths::timeline(plan),
            propose: paths::steps_act(plan, item, "propose"),
            add: paths::steps_act(plan, item, "new"),
            submit: paths::steps_act(plan, item, "submit"),
            agree: paths::steps_act(plan, item, "agree"),
            send_back: paths::steps_act(plan, item, "return"),
            keep: paths::steps_act(plan, item, "keep"),
        },
        revised: found.revised.clone(),
        has_live: steps.live().next().is_some(),
        done_share: steps.done_share(),
        planned_share: steps.planned_share(today),
        light: Light::of_item(steps, today, &found.days, &found.rules).name(),
        rows,
        changes: found
            .changes
            .iter()
            .map(|change| Change {
                at: day::instant_in_words(change.at_ms),
                words: match change.before.is_empty() {
                    true => format!("{}“{}”", change.what, change.step_name),
                    false => format!(
                        "{}“{}”：{}改为{}",
                        change.what, change.step_name, change.before, change.after
                    ),
                },
                by: change.by_name.clone(),
                reason: change.reason.clone(),
            })
            .collect(),
        may_draw_up,
        state,
    })
}
