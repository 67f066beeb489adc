//! Work plans and steps into their tables.

use super::STEP;
use crate::plan::model::{
    ItemId, PlanId,
    milestone::{Step, StepChange, StepId, WorkPlan},
};
use base::id::Uuid;
use store::{Result, Tx, Value, args};

/// Keeps a work plan, new or changed; says whether it still was at the revision given (0: not there).
pub(crate) async fn save_work_plan(tx: &mut Tx, work: &WorkPlan, revision: i64) -> Result<bool> {
    let mut args = args![
        work.item.to_string(),
        work.plan.to_string(),
        work.kind.clone(),
        work.state.code(),
        work.revision,
        work.at_ms,
        work.by_name.clone(),
        work.note.clone(),
        work.agreed_ms,
        work.agreed_by.clone()
    ];
    let n_rows = if revision == 0 {
        tx.run(
            "insert into plan_work_plans (item_id, plan_id, kind, state, revision, at_ms, by_name,
                note, agreed_ms, agreed_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8, cast($9 as bigint), $10)
             on conflict (item_id) do nothing",
            args,
        )
        .await?
    } else {
        args.push(revision.into());
        tx.run(
            "update plan_work_plans set kind = $3, state = $4, revision = $5, at_ms = $6,
                by_name = $7, note = $8, agreed_ms = cast($9 as bigint), agreed_by = $10
             where item_id = $1 and plan_id = $2 and revision = $11",
            args,
        )
        .await?
    };
    Ok(n_rows == 1)
}

fn columns(step: &Step) -> Vec<Value> {
    let done = step.reported();
    let owner = step.owner.as_ref();
    let after: Vec<String> = step.after.iter().map(StepId::to_string).collect();
    let baseline = step.baseline;
    args![
        step.id.to_string(),
        step.plan.to_string(),
        step.item.to_string(),
        step.place,
        step.name.clone(),
        step.begins.map(|day| day.to_string()),
        step.due.to_string(),
        step.last().to_string(),
        owner
            .and_then(|owner| owner.unit)
            .map(|unit| unit.to_string()),
        owner
            .and_then(|owner| owner.person)
            .map(|person| person.to_string()),
        step.owner_name(),
        step.weight,
        after.join(" "),
        step.evidence.clone(),
        step.origin.clone(),
        step.state.code(),
        done.map(|done| done.on.to_string()),
        done.map_or("", |done| done.by_name.as_str()),
        done.map_or("", |done| done.words.as_str()),
        done.map_or("", |done| done.file.as_str()),
        done.map_or("", |done| done.file_name.as_str()),
        baseline
            .and_then(|baseline| baseline.begins)
            .map(|day| day.to_string()),
        baseline.map(|baseline| baseline.due.to_string()),
        step.is_dropped,
        step.revision
    ]
}

/// Keeps new steps.
pub(crate) async fn insert_steps(tx: &mut Tx, steps: &[Step]) -> Result<()> {
    tx.insert_many("plan_steps", &STEP, steps.iter().map(columns).collect())
        .await
}

/// Saves a step that still is at this revision, which it raises; says whether it was.
pub(crate) async fn save_step(tx: &mut Tx, step: &mut Step) -> Result<bool> {
    let revision = step.revision;
    step.revision += 1;
    let nullable = [
        "begins",
        "owner_unit",
        "owner_person",
        "done_day",
        "baseline_begins",
        "baseline_due",
    ];
    let set: Vec<String> = STEP
        .iter()
        .zip(1..)
        .skip(3)
        .map(|(name, n)| match nullable.contains(name) {
            true => format!("{name} = cast(${n} as text)"),
            false => format!("{name} = ${n}"),
        })
        .collect();
    let mut args = columns(step);
    args.push(revision.into());
    let n_rows = tx
        .run(
            &format!(
                "update plan_steps set {} where id = $1 and plan_id = $2 and item_id = $3 and revision = $26",
                set.join(", ")
            ),
            args,
        )
        .await?;
    Ok(n_rows == 1)
}

/// Removes a step that nobody agreed to yet.
pub(crate) async fn delete_step(tx: &mut Tx, id: StepId) -> Result<()> {
    tx.run(
        "delete from plan_steps where id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

/// Keeps what was changed in a step.
pub(crate) async fn add_step_change(
    tx: &mut Tx,
    plan: PlanId,
    item: ItemId,
    change: &StepChange,
) -> Result<()> {
    tx.run(
        "insert into plan_step_changes (id, plan_id, item_id, step_id, step_name, at_ms, by_name,
            what, before, after, reason)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        args![
            Uuid::now_v7().to_string(),
            plan.to_string(),
            item.to_string(),
            change.step.to_string(),
            change.step_name.clone(),
            change.at_ms,
            change.by_name.clone(),
            change.what.clone(),
            change.before.clone(),
            change.after.clone(),
            change.reason.clone()
        ],
    )
    .await?;
    Ok(())
}
