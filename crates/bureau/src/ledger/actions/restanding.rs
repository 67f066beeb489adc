//! Rows under a new version of the stages: each is put where it stands, by the limits that hold now.
//! This is no change of a row by anybody: its version and its history stay as they are.

use super::{
    asks,
    people::House,
    standing::{put_due, put_in, stands},
};
use crate::{
    calendar,
    ledger::{
        model::{Definition, Renaming, Row, Values, renamed_in_query},
        store::{self, Register, StageEntry},
    },
};
use ::store::{Ctx, Read, Result, Tx};
use std::collections::BTreeMap;

const SOME: i64 = 2_000;

/// Rows that stand in stages that are let go: number of the row, name of the stage, why that cannot be.
/// Those in the bin as well, for they may come back.
pub(super) async fn left_standing(
    db: &impl Read,
    register_no: i64,
    (before, after): (&Definition, &Definition),
) -> Result<Vec<(i64, String, String)>> {
    let now = after.stages_now(before);
    let mut left = Vec::new();
    if now.values().all(Option::is_some) {
        return Ok(left);
    }
    let gone = |values: &Values| -> Option<String> {
        let stands_in = before.stage_of(values)?;
        let is_gone = now.get(stands_in.name.as_str())?.is_none();
        is_gone.then(|| stands_in.name.clone())
    };
    let everything = store::Query::default();
    let mut last = 0;
    loop {
        let rows = store::rows_after(db, register_no, &everything, last, 2000).await?;
        let Some(row) = rows.last() else { break };
        last = row.no;
        for row in &rows {
            if let Some(name) = gone(&row.values) {
                let why = "停在要停用的阶段，请先转入下一阶段，或退回前面的阶段。";
                left.push((row.no, name, why.to_owned()));
            }
        }
    }
    last = 0;
    loop {
        let rows = store::bin_after(db, register_no, (last, SOME)).await?;
        let Some(row) = rows.last() else { break };
        last = row.no;
        for row in &rows {
            if let Some(name) = gone(&row.values) {
                let why = "在回收站里，停在要停用的阶段；请先恢复并办到别的阶段，或彻底删除。";
                left.push((row.no, name, why.to_owned()));
            }
        }
    }
    Ok(left)
}

/// A row's values with its stage called as it is now.
pub(super) fn with_new_name(
    (before, after): (&Definition, &Definition),
    values: &mut Values,
) -> bool {
    let now = after.stages_now(before);
    let kept = values
        .get(&after.stage)
        .and_then(|kept| now.get(kept.as_str()));
    let Some(Some(name)) = kept else { return false };
    values.insert(after.stage.clone(), (*name).to_owned());
    true
}

/// Writes the new names of stages into the views that were kept.
pub(super) async fn rename_in_views(
    tx: &mut Tx,
    register_no: i64,
    (before, after): (&Definition, &Definition),
) -> Result<()> {
    let now = after.stages_now(before).into_iter();
    let renamed: BTreeMap<&str, &str> = now.filter_map(|(was, now)| Some((was, now?))).collect();
    if renamed.is_empty() {
        return Ok(());
    }
    rename_words_in_views(tx, register_no, (&after.stage, &renamed)).await
}

/// Writes the new name of an option into the views that were kept.
pub(super) async fn rename_option_in_views(
    tx: &mut Tx,
    register_no: i64,
    renaming: &Renaming,
) -> Result<()> {
    let renamed = BTreeMap::from([(renaming.was.as_str(), renaming.now.as_str())]);
    rename_words_in_views(tx, register_no, (&renaming.field, &renamed)).await
}

async fn rename_words_in_views(
    tx: &mut Tx,
    register_no: i64,
    (field, renamed): (&str, &BTreeMap<&str, &str>),
) -> Result<()> {
    for view in store::all_views(tx, register_no).await? {
        let query = renamed_in_query(&view.query, field, renamed, true);
        if query != view.query {
            store::update_view(tx, &view.id, &query).await?;
        }
    }
    Ok(())
}

/// Puts every row where it stands, with whose turn it is and until when; and what of it expires.
pub(super) async fn restand(
    tx: &mut Tx,
    ctx: &Ctx,
    (register, house): (&Register, &House),
    before: &Definition,
) -> Result<()> {
    let definition = &register.definition;
    if !definition.has_stages() {
        store::clear_stages(tx, register.no).await?;
    }
    if definition.expiries != before.expiries {
        store::clear_expiries(tx, register.no).await?;
    }
    let calendar = calendar::calendar(tx).await?;
    let everything = store::Query::default();
    let mut last = 0;
    loop {
        let mut rows = store::rows_after(tx, register.no, &everything, last, 2000).await?;
        let Some(row) = rows.last() else { break };
        last = row.no;
        let numbers: Vec<i64> = rows.iter().map(|row| row.no).collect();
        if definition.has_stages() {
            let known = store::stage_entries(tx, register.no, &numbers).await?;
            let taken = store::moves_taken(tx, register.no, &numbers).await?;
            let mut entries: Vec<StageEntry> = Vec::new();
            for row in &mut rows {
                let kept = row.values.clone();
                put_in(definition, row, None);
                let Some(stage) = definition.stage_of(&row.values) else {
                    continue;
                };
                let entered = known
                    .get(&row.no)
                    .filter(|known| known.stage == stage.code)
                    .map_or(ctx.today(), |known| known.entered);
                let n_moves = taken.get(&row.no).copied().unwrap_or_default();
                entries.push(stands(
                    register,
                    (stage, &calendar),
                    row,
                    (entered, n_moves),
                ));
                put_due(definition, &calendar, row, entered);
                if row.values != kept {
                    store::update_values(tx, register.no, row.no, &row.values).await?;
                }
            }
            store::put_stage_entries(tx, register.no, &entries).await?;
        }
        if definition.expiries != before.expiries {
            put_expiries(tx, register, &rows, &numbers).await?;
        }
    }
    asks::renew(tx, ctx, (register, house), before).await
}

async fn put_expiries(
    tx: &mut Tx,
    register: &Register,
    rows: &[Row],
    numbers: &[i64],
) -> Result<()> {
    let expiries: Vec<store::Expiry> = rows
        .iter()
        .flat_map(|row| {
            let of_row = register.definition.expiries_of(row).into_iter();
            of_row.map(|(expiry, on)| (row.no, expiry.field.clone(), row.unit, on))
        })
        .collect();
    store::put_expiries(tx, register.no, numbers, &expiries).await
}
