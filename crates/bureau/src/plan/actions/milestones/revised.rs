//! A version changed what an item is to reach after its work plan was agreed: whoever draws the plan up looks
//! whether its steps still lead there.

use super::{changed, check_draws_up, look::published_item, name_of, store};
use crate::plan::model::{
    ItemId, PlanId, PublishedItem, deadline_words,
    milestone::{Agreement, StepChange, WorkPlan},
    target_words,
};
use ::store::{Ctx, Error, Read, Result, audit::Line};
use base::{Refusal, day::instant_in_words};

/// What is kept when somebody looked and nothing needs to change.
const LOOKED_AT: &str = "按修改后的目标核对";

/// What a later version changed of an agreed item, in a sentence; empty when nothing, or when the plan was
/// looked at or changed since.
pub(super) async fn revised(
    db: &impl Read,
    item: &PublishedItem,
    work: Option<&WorkPlan>,
    changes: &[StepChange],
) -> Result<String> {
    let agreed = work.filter(|work| work.state == Agreement::Agreed);
    let Some((work, agreed_ms)) = agreed.and_then(|work| Some((work, work.agreed_ms?))) else {
        return Ok(String::new());
    };
    // What is done says nothing of what is still to do.
    let is_care = |change: &&StepChange| {
        ["改期", "修改", "新增", "取消", LOOKED_AT].contains(&change.what.as_str())
    };
    let cared_for = changes.iter().filter(is_care).map(|change| change.at_ms);
    let since = cared_for.max().map_or(agreed_ms, |at| at.max(agreed_ms));
    // Newest first.
    let heads = store::version_heads(db, work.plan).await?;
    let Some(newest) = heads.first().filter(|head| head.at_ms > since) else {
        return Ok(String::new());
    };
    let Some(then) = heads.iter().find(|head| head.at_ms <= since) else {
        return Ok(String::new());
    };
    let before = store::version(db, work.plan, then.number).await?;
    let before = before.ok_or(Error::NotFound)?;
    let Some(before) = before.items.iter().find(|other| other.id == item.id) else {
        return Ok(String::new());
    };
    let (was, is) = (wanted(before), wanted(item));
    Ok(match was == is {
        true => String::new(),
        false => format!(
            "第{}版（{}）把目标和时限由“{was}”改为“{is}”，节点是按原来的同意的，请核对是否要调整。",
            newest.number,
            instant_in_words(newest.at_ms)
        ),
    })
}

/// What an item is to reach and by when, in words.
fn wanted(item: &PublishedItem) -> String {
    let targets = item
        .targets
        .iter()
        .map(|entry| format!("{}{}", entry.value.subject, target_words(&entry.value)));
    let limits = item
        .deadlines
        .iter()
        .map(|entry| deadline_words(&entry.value, &entry.quote));
    let words: Vec<String> = targets.chain(limits).collect();
    match words.is_empty() {
        true => "没有目标和时限".to_owned(),
        false => words.join("，"),
    }
}

/// Somebody looked at an agreed plan after its target was changed: its steps stay.
pub(crate) async fn keep_steps(ctx: &Ctx, plan: PlanId, item: ItemId, reason: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let (_, item, _) = published_item(ctx, &tx, plan, item).await?;
    check_draws_up(ctx, &item)?;
    let work = store::work_plan(&tx, item.id)
        .await?
        .ok_or(Error::NotFound)?;
    let steps = store::steps_of_item(&tx, item.id).await?;
    let changes = store::step_changes(&tx, item.id).await?;
    let words = revised(&tx, &item, Some(&work), &changes).await?;
    let Some(step) = steps.iter().find(|step| !step.is_dropped) else {
        return Err(Error::NotFound);
    };
    if words.is_empty() {
        return Ok(());
    }
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "plan.steps.keep_reason",
            "目标改了而节点不变，要说明原因，没有保存。",
            "请写明为什么原来的节点仍然合适，例如“批次和时间不变，只增加名额”。",
        )
        .into());
    }
    let mut change = changed(ctx, step, LOOKED_AT, reason);
    "全部节点".clone_into(&mut change.step_name);
    store::add_step_change(&mut tx, plan, item.id, &change).await?;
    let line = Line::new("plan.steps.kept", item.id)
        .named(name_of(&item))
        .saying(words)
        .because(reason.trim());
    tx.audit_line(ctx, line);
    tx.commit().await
}
