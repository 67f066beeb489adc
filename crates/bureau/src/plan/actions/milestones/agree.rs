//! 报审, 同意, 退回.

use super::{check_draws_up, keep, lead_of, look::published_item, name_of, policy, store};
use crate::{
    inbox::{self, Addressee, Standing, Todo},
    plan::{
        model::{
            ItemId, PlanId, PublishedItem,
            milestone::{Step, WorkPlan},
        },
        paths,
    },
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::{Refusal, Role};

/// Hands an item's plan to the leader in charge.
pub(crate) async fn submit_work(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    revision: i64,
) -> Result<()> {
    let (mut tx, item, mut work, steps) = begin(ctx, plan, item, revision).await?;
    check_draws_up(ctx, &item)?;
    work.submit(&steps, ctx.now_ms(), &ctx.actor.name)?;
    keep(&mut tx, &mut work).await?;
    inbox::settle(&mut tx, item.id, REWORK).await?;
    let leaders = item.seats.iter().filter_map(|seat| seat.person);
    let todo = todo(
        &work,
        AGREE,
        leaders.map(Addressee::Person).collect(),
        format!("审阅“{}”的工作计划", name_of(&item)),
    );
    if !todo.for_.is_empty() {
        inbox::ask(&mut tx, ctx, todo).await?;
    }
    let line = Line::new("plan.steps.submitted", item.id).named(name_of(&item));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// The leader in charge agrees to an item's plan.
pub(crate) async fn agree_work(ctx: &Ctx, plan: PlanId, item: ItemId, revision: i64) -> Result<()> {
    let (mut tx, item, mut work, mut steps) = begin(ctx, plan, item, revision).await?;
    let for_whom = check_agrees(ctx, &item)?;
    work.agree(&mut steps, ctx.now_ms(), &signed(ctx, &for_whom))?;
    keep(&mut tx, &mut work).await?;
    inbox::settle(&mut tx, item.id, AGREE).await?;
    for step in steps.iter_mut().filter(|step| !step.is_dropped) {
        if !store::save_step(&mut tx, step).await? {
            return Err(Error::Conflict);
        }
    }
    let line = Line::new("plan.steps.agreed", item.id)
        .on_behalf_of(&for_whom)
        .named(name_of(&item))
        .saying(format!("同意工作计划（{}个节点）", steps.len()));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// The leader in charge sends an item's plan back.
pub(crate) async fn send_back_work(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    revision: i64,
    reason: &str,
) -> Result<()> {
    let (mut tx, item, mut work, _) = begin(ctx, plan, item, revision).await?;
    let for_whom = check_agrees(ctx, &item)?;
    work.send_back(reason, ctx.now_ms(), &signed(ctx, &for_whom))?;
    keep(&mut tx, &mut work).await?;
    inbox::settle(&mut tx, item.id, AGREE).await?;
    let lead = lead_of(&item).and_then(|owner| owner.unit);
    let posts = lead.into_iter().flat_map(|unit| {
        [Role::OfficeHead, Role::OfficeStaff, Role::School].map(|role| Addressee::Post(unit, role))
    });
    let todo = Todo {
        standing: Standing::Returned,
        ..todo(
            &work,
            REWORK,
            posts.collect(),
            format!("修改“{}”的工作计划", name_of(&item)),
        )
    };
    if !todo.for_.is_empty() {
        inbox::ask(&mut tx, ctx, todo).await?;
    }
    let line = Line::new("plan.steps.returned", item.id)
        .on_behalf_of(&for_whom)
        .named(name_of(&item))
        .because(reason.trim());
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// A plan waits for its leader.
const AGREE: &str = "plan.agree";
/// A plan came back to whoever draws it up.
const REWORK: &str = "plan.rework";

fn todo(work: &WorkPlan, kind: &'static str, for_: Vec<Addressee>, title: String) -> Todo {
    Todo {
        for_,
        about: work.item.to_string(),
        kind,
        title,
        href: paths::steps(work.plan, work.item),
        due: None,
        standing: Standing::Open,
        remind: "ordinary",
        escalates_in: None,
    }
}

/// The transaction with the item's plan as the page showed it.
async fn begin(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    revision: i64,
) -> Result<(Tx, PublishedItem, WorkPlan, Vec<Step>)> {
    let tx = ctx.db.begin_write().await?;
    let (_, item, _) = published_item(ctx, &tx, plan, item).await?;
    let work = store::work_plan(&tx, item.id)
        .await?
        .ok_or(Error::NotFound)?;
    if work.revision != revision {
        return Err(Error::Conflict);
    }
    let steps = store::steps_of_item(&tx, item.id).await?;
    Ok((tx, item, work, steps))
}

/// How whoever decided is named: 「秦少恒（代方晓岚）」.
fn signed(ctx: &Ctx, for_whom: &str) -> String {
    match for_whom {
        "" => ctx.actor.name.clone(),
        name => format!("{}（代{name}）", ctx.actor.name),
    }
}

/// For whom this person agrees; empty for themself.
fn check_agrees(ctx: &Ctx, item: &PublishedItem) -> Result<String> {
    if let Some(for_whom) = policy::agrees_for(&ctx.actor, item) {
        return Ok(for_whom);
    }
    Err(Refusal::new(
        "plan.steps.leader_only",
        "工作计划由这一条的分管领导审阅。",
        "请联系分管领导；分管领导有变动的，请局办公室修订指派。",
    )
    .into())
}
