//! Published versions: written once, never changed.

use super::one_item::one_item;
use crate::plan::model::{ItemId, PlanId, PublishedItem, PublishedPlan, VersionHead};
use sea_orm::FromQueryResult;
use store::{Ctx, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct HeadRow {
    number: i64,
    at_ms: i64,
    by_name: String,
    note: String,
}

#[derive(FromQueryResult)]
struct ContentRow {
    number: i64,
    content: String,
}

/// Publishes: keeps a version and notes which revision it is. Gives its number.
pub(crate) async fn insert_version(
    tx: &mut Tx,
    ctx: &Ctx,
    plan: PlanId,
    note: &str,
    content: &PublishedPlan,
) -> Result<i64> {
    let number = tx
        .number(
            "select coalesce(max(number), 0) + 1 as n from plan_versions where plan_id = $1",
            args![plan.to_string()],
        )
        .await?;
    tx.run(
        "insert into plan_versions (plan_id, number, at_ms, by_name, note, content)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            plan.to_string(),
            number,
            ctx.now_ms(),
            ctx.actor.name.clone(),
            note,
            serde_json::to_string(content)?
        ],
    )
    .await?;
    tx.run(
        "update plan_plans set published_revision = revision where id = $1",
        args![plan.to_string()],
    )
    .await?;
    Ok(number)
}

/// The versions of a plan, newest first.
pub(crate) async fn version_heads(db: &impl Read, plan: PlanId) -> Result<Vec<VersionHead>> {
    let rows: Vec<HeadRow> = db
        .rows(
            "select number, at_ms, by_name, note from plan_versions
             where plan_id = $1 order by number desc",
            args![plan.to_string()],
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| VersionHead {
            number: row.number,
            at_ms: row.at_ms,
            by_name: row.by_name,
            note: row.note,
        })
        .collect())
}

/// A version of a plan.
pub(crate) async fn version(
    db: &impl Read,
    plan: PlanId,
    number: i64,
) -> Result<Option<PublishedPlan>> {
    let row: Option<ContentRow> = db
        .row(
            "select number, content from plan_versions where plan_id = $1 and number = $2",
            args![plan.to_string(), number],
        )
        .await?;
    row.map(|row| Ok(serde_json::from_str(&row.content)?))
        .transpose()
}

/// The newest version of a plan, with its number.
pub(crate) async fn latest_version(
    db: &impl Read,
    plan: PlanId,
) -> Result<Option<(i64, PublishedPlan)>> {
    let row = latest(db, plan).await?;
    row.map(|row| Ok((row.number, serde_json::from_str(&row.content)?)))
        .transpose()
}

/// One item of the newest version of a plan with its number, 1 the first: nothing where the plan has
/// no version, and no item where the version lacks it.
pub(crate) async fn latest_item(
    db: &impl Read,
    plan: PlanId,
    item: ItemId,
) -> Result<Option<Option<(usize, PublishedItem)>>> {
    let row = latest(db, plan).await?;
    row.map(|row| Ok(one_item(&row.content, item)?)).transpose()
}

async fn latest(db: &impl Read, plan: PlanId) -> Result<Option<ContentRow>> {
    db.row(
        "select number, content from plan_versions
         where plan_id = $1 order by number desc limit 1",
        args![plan.to_string()],
    )
    .await
}

#[derive(FromQueryResult)]
struct PublishedRow {
    plan_id: String,
    at_ms: i64,
    content: String,
}

/// The newest version of every plan that has one, with when it was published.
pub(crate) async fn published(db: &impl Read) -> Result<Vec<(PlanId, i64, PublishedPlan)>> {
    let rows: Vec<PublishedRow> = db
        .rows(
            "select v.plan_id, v.at_ms, v.content from plan_versions v
             where v.number = (select max(n.number) from plan_versions n where n.plan_id = v.plan_id)
             order by v.at_ms",
            args![],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let content = serde_json::from_str(&row.content)?;
            Ok((row.plan_id.parse()?, row.at_ms, content))
        })
        .collect()
}

#[derive(FromQueryResult)]
struct VersionRow {
    number: i64,
    at_ms: i64,
    by_name: String,
    note: String,
    content: String,
}

/// Every version of a plan with what it says, oldest first.
pub(crate) async fn all_versions(
    db: &impl Read,
    plan: PlanId,
) -> Result<Vec<(VersionHead, PublishedPlan)>> {
    let rows: Vec<VersionRow> = db
        .rows(
            "select number, at_ms, by_name, note, content from plan_versions
             where plan_id = $1 order by number",
            args![plan.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let head = VersionHead {
                number: row.number,
                at_ms: row.at_ms,
                by_name: row.by_name,
                note: row.note,
            };
            Ok((head, serde_json::from_str(&row.content)?))
        })
        .collect()
}
