//! Work that comes round. A slot is the instant it is due; whoever writes it down first puts the job
//! in, so that it is done once though two instances run.

use super::Job;
use crate::{Ctx, Db, Read, args, error::Result};
use sea_orm::FromQueryResult;
use std::collections::HashMap;

/// The last slot of each schedule, by its name.
pub type Slots = HashMap<String, i64>;

/// The last slots there were.
pub async fn slots(db: &impl Read) -> Result<Slots> {
    #[derive(FromQueryResult)]
    struct Row {
        name: String,
        slot_ms: i64,
    }
    let rows: Vec<Row> = db
        .rows("select name, slot_ms from store_schedules", args![])
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.name, row.slot_ms))
        .collect())
}

/// Puts the job of a slot in, unless that was done already. The first slot a database ever sees is
/// only written down: what was due before the program came is not made up for.
pub async fn fire(ctx: &Ctx, db: &Db, name: &str, slot_ms: i64, job: Job) -> Result<bool> {
    let mut tx = db.begin_write().await?;
    let n_new = tx
        .run(
            "insert into store_schedules (name, slot_ms) values ($1, $2) on conflict do nothing",
            args![name, slot_ms],
        )
        .await?;
    let is_ours = n_new == 0
        && tx
            .run(
                "update store_schedules set slot_ms = $2 where name = $1 and slot_ms < $2",
                args![name, slot_ms],
            )
            .await?
            == 1;
    if is_ours {
        tx.enqueue(ctx, job.of_program()).await?;
    }
    tx.commit().await?;
    Ok(is_ours)
}
