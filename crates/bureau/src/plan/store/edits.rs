//! Steps of the working copy that can be taken back.

use crate::plan::model::{Item, ItemId, PlanId};
use sea_orm::FromQueryResult;
use store::{Ctx, Read, Result, Tx, args};

/// How many steps can be taken back.
const MOST: i64 = 100;

/// A step: what the touched items were before it, and which items are there after it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Edit {
    pub(crate) number: i64,
    /// What was done, in words: 「合并第3、4条」.
    pub(crate) what: String,
    pub(crate) by_name: String,
    pub(crate) before: Vec<Item>,
    pub(crate) after: Vec<ItemId>,
}

#[derive(FromQueryResult)]
struct EditRow {
    number: i64,
    what: String,
    by_name: String,
    before: String,
    after_ids: String,
}

/// Remembers a step.
pub(crate) async fn add_edit(
    tx: &mut Tx,
    ctx: &Ctx,
    plan: PlanId,
    what: &str,
    before: &[Item],
    after: &[ItemId],
) -> Result<()> {
    let number = tx
        .number(
            "select coalesce(max(number), 0) + 1 as n from plan_edits where plan_id = $1",
            args![plan.to_string()],
        )
        .await?;
    tx.run(
        "insert into plan_edits (plan_id, number, at_ms, by_name, what, before, after_ids)
         values ($1, $2, $3, $4, $5, $6, $7)",
        args![
            plan.to_string(),
            number,
            ctx.now_ms(),
            ctx.actor.name.clone(),
            what,
            serde_json::to_string(before)?,
            serde_json::to_string(after)?
        ],
    )
    .await?;
    tx.run(
        "delete from plan_edits where plan_id = $1 and number <= $2",
        args![plan.to_string(), number - MOST],
    )
    .await?;
    Ok(())
}

/// The last step that was not taken back.
pub(crate) async fn last_edit(db: &impl Read, plan: PlanId) -> Result<Option<Edit>> {
    let row: Option<EditRow> = db
        .row(
            "select number, what, by_name, before, after_ids from plan_edits
             where plan_id = $1 order by number desc limit 1",
            args![plan.to_string()],
        )
        .await?;
    row.map(|row| {
        Ok(Edit {
            number: row.number,
            what: row.what,
            by_name: row.by_name,
            before: serde_json::from_str(&row.before)?,
            after: serde_json::from_str(&row.after_ids)?,
        })
    })
    .transpose()
}

/// What the last step was, without what was there before it.
pub(crate) async fn last_step(db: &impl Read, plan: PlanId) -> Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct StepRow {
        what: String,
    }
    let row: Option<StepRow> = db
        .row(
            "select what from plan_edits where plan_id = $1 order by number desc limit 1",
            args![plan.to_string()],
        )
        .await?;
    Ok(row.map(|row| row.what))
}

/// Forgets a step that was taken back.
pub(crate) async fn remove_edit(tx: &mut Tx, plan: PlanId, number: i64) -> Result<()> {
    tx.run(
        "delete from plan_edits where plan_id = $1 and number = $2",
        args![plan.to_string(), number],
    )
    .await?;
    Ok(())
}
