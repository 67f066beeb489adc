//! Seats of working plans, by who holds them.

use crate::plan::model::PlanId;
use base::actor::PersonId;
use sea_orm::FromQueryResult;
use store::{Read, Result, args};

/// How many items of a working plan somebody has a seat at.
pub(crate) struct SeatsOfPerson {
    pub(crate) plan: PlanId,
    pub(crate) title: String,
    pub(crate) n_items: i64,
}

#[derive(FromQueryResult)]
struct Row {
    plan_id: String,
    title: String,
    n_items: i64,
}

/// The working plans somebody has seats in.
pub(crate) async fn seats_of_person(
    db: &impl Read,
    person: PersonId,
) -> Result<Vec<SeatsOfPerson>> {
    let rows: Vec<Row> = db
        .rows(
            "select a.plan_id, p.title, count(distinct a.item_id) as n_items
             from plan_assignments a join plan_plans p on p.id = a.plan_id
             where a.person_id = $1
             group by a.plan_id, p.title order by p.title, a.plan_id",
            args![person.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(SeatsOfPerson {
                plan: row.plan_id.parse()?,
                title: row.title,
                n_items: row.n_items,
            })
        })
        .collect()
}
