//! Which items were carried over from which plan.

use crate::plan::model::{Carried, ItemId, PlanId};
use sea_orm::FromQueryResult;
use store::{Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct CarriedRow {
    item_id: String,
    plan_id: String,
    from_item_id: String,
    from_plan_id: String,
    from_year: Option<i64>,
    from_number: i64,
    from_words: String,
    by_name: String,
    at_ms: i64,
}

/// Keeps that items were carried over.
pub(crate) async fn insert_carried(tx: &mut Tx, all: &[Carried]) -> Result<()> {
    let columns = [
        "item_id",
        "plan_id",
        "from_item_id",
        "from_plan_id",
        "from_year",
        "from_number",
        "from_words",
        "by_name",
        "at_ms",
    ];
    let rows = all
        .iter()
        .map(|carried| {
            args![
                carried.item.to_string(),
                carried.plan.to_string(),
                carried.from_item.to_string(),
                carried.from_plan.to_string(),
                carried.from_year.map(i64::from),
                carried.from_number,
                carried.from_words.clone(),
                carried.by_name.clone(),
                carried.at_ms
            ]
        })
        .collect();
    tx.insert_many("plan_carried", &columns, rows).await
}

/// The items of a plan that were carried over into it, or out of it.
pub(crate) async fn carried(db: &impl Read, plan: PlanId) -> Result<Vec<Carried>> {
    let rows: Vec<CarriedRow> = db
        .rows(
            "select item_id, plan_id, from_item_id, from_plan_id, from_year, from_number,
                 from_words, by_name, at_ms
             from plan_carried where plan_id = $1 or from_plan_id = $1 order by item_id",
            args![plan.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let item: ItemId = row.item_id.parse()?;
            Ok(Carried {
                item,
                plan: row.plan_id.parse()?,
                from_item: row.from_item_id.parse()?,
                from_plan: row.from_plan_id.parse()?,
                from_year: row.from_year.and_then(|year| i16::try_from(year).ok()),
                from_number: row.from_number,
                from_words: row.from_words,
                by_name: row.by_name,
                at_ms: row.at_ms,
            })
        })
        .collect()
}
