//! Looking: what pages show.

use super::{plan_at_work, policy, store};
use crate::{
    org::{self, Directory},
    plan::model::{
        Finding, Item, ItemId, Plan, PlanId, PublishedItem, PublishedPlan, Source, VersionHead,
    },
};
use ::store::{Ctx, Error, Read, Result, audit};

/// Everything of a working copy.
#[derive(Debug)]
pub(crate) struct Working {
    pub(crate) plan: Plan,
    pub(crate) items: Vec<Item>,
    pub(crate) source: Source,
    pub(crate) findings: Vec<Finding>,
    pub(crate) directory: Directory,
    /// What the last step was, when it can be taken back.
    pub(crate) last_step: Option<String>,
}

/// The units and leaders of the house.
pub(crate) async fn directory(db: &impl Read) -> Result<Directory> {
    Ok(Directory::new(
        org::every_unit(db).await?,
        org::leaders(db).await?,
    ))
}

/// The plans this person may know of.
pub(crate) async fn plans(ctx: &Ctx) -> Result<Vec<store::PlanHead>> {
    let mut heads = store::plan_heads(&ctx.db).await?;
    heads.retain(|head| head.n_versions > 0 || policy::may_watch(&ctx.actor));
    Ok(heads)
}

/// A working copy, for those who may look at it before it is published.
pub(crate) async fn working(ctx: &Ctx, id: PlanId) -> Result<Working> {
    if !policy::may_watch(&ctx.actor) {
        return Err(Error::NotFound);
    }
    let plan = store::plan(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    Ok(Working {
        plan,
        items: store::items(&ctx.db, id).await?,
        source: store::source(&ctx.db, id).await?.ok_or(Error::NotFound)?,
        findings: store::findings(&ctx.db, id).await?,
        directory: directory(&ctx.db).await?,
        last_step: store::last_step(&ctx.db, id).await?,
    })
}

/// A plan, for those who work on it.
pub(crate) async fn plan_for_work(ctx: &Ctx, id: PlanId) -> Result<Plan> {
    plan_at_work(ctx, &ctx.db, id).await
}

/// One item of a working copy with its plan, for those who work on it.
pub(crate) async fn working_item(ctx: &Ctx, plan: PlanId, item: ItemId) -> Result<(Plan, Item)> {
    let plan = plan_at_work(ctx, &ctx.db, plan).await?;
    let item = store::item(&ctx.db, plan.id, item)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((plan, item))
}

/// A published version (the newest when none is named) as far as this person sees it.
pub(crate) async fn published(
    ctx: &Ctx,
    id: PlanId,
    number: Option<i64>,
) -> Result<(Plan, i64, PublishedPlan)> {
    let plan = store::plan(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let (number, content) = match number {
        Some(number) => (
            number,
            store::version(&ctx.db, id, number)
                .await?
                .ok_or(Error::NotFound)?,
        ),
        None => store::latest_version(&ctx.db, id)
            .await?
            .ok_or(Error::NotFound)?,
    };
    Ok((plan, number, policy::visible_part(&ctx.actor, content)))
}

/// The published plans of the newest year, as far as this person sees them, with the number of
/// their newest version.
pub(crate) async fn plans_in_force(ctx: &Ctx) -> Result<Vec<(Plan, i64, PublishedPlan)>> {
    // A bureau has one or two a year; whoever publishes more finds the others in the list.
    const MOST: usize = 5;
    let mut heads = plans(ctx).await?;
    heads.retain(|head| head.n_versions > 0);
    let year = heads.first().and_then(|head| head.plan.year);
    heads.retain(|head| head.plan.year == year);
    let mut in_force = Vec::new();
    for head in heads.into_iter().take(MOST) {
        in_force.push(published(ctx, head.plan.id, None).await?);
    }
    Ok(in_force)
}

/// Every version of a plan as far as this person sees it, oldest first.
pub(crate) async fn all_versions(
    ctx: &Ctx,
    id: PlanId,
) -> Result<Vec<(VersionHead, PublishedPlan)>> {
    let versions = store::all_versions(&ctx.db, id).await?;
    let visible = |(head, content)| (head, policy::visible_part(&ctx.actor, content));
    Ok(versions.into_iter().map(visible).collect())
}

/// The words of the paper an item was read from: what its span covers, and nothing else of the
/// paper. None for an item a person added.
pub(crate) async fn item_source(
    ctx: &Ctx,
    plan: PlanId,
    item: &PublishedItem,
) -> Result<Option<String>> {
    let (true, Some(span)) = (policy::sees_item(&ctx.actor, item), item.span) else {
        return Ok(None);
    };
    let source = store::source(&ctx.db, plan).await?;
    Ok(source.map(|source| {
        source
            .text
            .chars()
            .skip(span.start)
            .take(span.len())
            .collect()
    }))
}

/// The versions of a plan, newest first.
pub(crate) async fn versions(ctx: &Ctx, id: PlanId) -> Result<Vec<VersionHead>> {
    store::version_heads(&ctx.db, id).await
}

/// What happened to an item, newest first.
pub(crate) async fn item_history(ctx: &Ctx, item: ItemId) -> Result<Vec<audit::Entry>> {
    const MOST: i64 = 50;
    audit::of(&ctx.db, item, MOST).await
}

/// The original file, for those who may look at the working copy.
pub(crate) async fn original(ctx: &Ctx, id: PlanId) -> Result<(String, Vec<u8>)> {
    if !policy::may_watch(&ctx.actor) {
        return Err(Error::NotFound);
    }
    let plan = store::plan(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    if plan.file.is_empty() {
        let source = store::source(&ctx.db, id).await?.ok_or(Error::NotFound)?;
        return Ok((format!("{}.txt", plan.title), source.text.into_bytes()));
    }
    Ok((plan.file_name, ctx.files.get(&plan.file).await?))
}
