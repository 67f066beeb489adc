//! Published versions: written once, never changed.

use crate::plan::model::{ItemId, PlanId, PublishedItem, PublishedPlan, VersionHead};
use sea_orm::FromQueryResult;
use store::{Ctx, Error, Read, Result, Tx, args};

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
    put_current_items(tx, plan, content).await?;
    tx.run(
        "update plan_plans set published_revision = revision where id = $1",
        args![plan.to_string()],
    )
    .await?;
    Ok(number)
}

/// Keeps the items of the newest version one by one beside it.
async fn put_current_items(tx: &mut Tx, plan: PlanId, content: &PublishedPlan) -> Result<()> {
    tx.run(
        "delete from plan_current_items where plan_id = $1",
        args![plan.to_string()],
    )
    .await?;
    let mut rows = Vec::with_capacity(content.items.len());
    for (place, item) in (1_i64..).zip(&content.items) {
        rows.push(args![
            plan.to_string(),
            item.id.to_string(),
            place,
            serde_json::to_string(item)?
        ]);
    }
    tx.insert_many(
        "plan_current_items",
        &["plan_id", "item_id", "place", "content"],
        rows,
    )
    .await
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

#[derive(FromQueryResult)]
struct ItemRow {
    place: i64,
    content: String,
}

/// One item of the newest version of a plan with its number, 1 the first; none where there is no
/// version or it lacks the item. The other items are not read: a plan of a thousand is megabytes.
pub(crate) async fn latest_item(
    db: &impl Read,
    plan: PlanId,
    item: ItemId,
) -> Result<Option<(usize, PublishedItem)>> {
    let row: Option<ItemRow> = db
        .row(
            "select place, content from plan_current_items where plan_id = $1 and item_id = $2",
            args![plan.to_string(), item.to_string()],
        )
        .await?;
    row.map(|row| {
        let number =
            usize::try_from(row.place).map_err(|_| Error::Corrupt(row.place.to_string()))?;
        Ok((number, serde_json::from_str(&row.content)?))
    })
    .transpose()
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
