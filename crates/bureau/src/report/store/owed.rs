//! Who owes what in a period: written down when it opens, and again when its plan was revised.

use crate::report::model::{OwedTask, Owes, ReportId, Round};
use ::store::{Read, Result, Tx, args};
use base::actor::UnitId;
use sea_orm::FromQueryResult;
use std::collections::BTreeSet;

/// Writes down who owes what in a period: every task with the reason, and a report for each unit
/// asked. A city asks tens of thousands at once: what a new report does not say yet is left to the
/// table.
pub(in crate::report) async fn insert_owed(
    tx: &mut Tx,
    round: &Round,
    tasks: &[OwedTask<'_>],
) -> Result<usize> {
    insert(tx, round, tasks, &BTreeSet::new()).await
}

/// The same, but for reports there are already.
async fn insert(
    tx: &mut Tx,
    round: &Round,
    tasks: &[OwedTask<'_>],
    known: &BTreeSet<(String, String)>,
) -> Result<usize> {
    let (plan, period) = (round.plan.to_string(), round.period.to_string());
    let mut task_rows = Vec::with_capacity(tasks.len());
    let mut report_rows = Vec::new();
    for OwedTask { task, owes, units } in tasks {
        let (owes, why) = match owes {
            Owes::Yes(why) => (true, why),
            Owes::No(why) => (false, why),
        };
        let (lead, leader) = (task.lead.as_ref(), task.leader.as_ref());
        task_rows.push(args![
            plan.clone(),
            period.clone(),
            task.item.to_string(),
            task.number,
            task.marker.clone(),
            task.heading.clone(),
            task.field.clone(),
            lead.map(|unit| unit.id.to_string()),
            lead.map(|unit| unit.name.clone()).unwrap_or_default(),
            leader.map(|leader| leader.id.to_string()),
            leader.map(|leader| leader.name.clone()).unwrap_or_default(),
            owes,
            why.clone()
        ]);
        for (unit, is_lead) in units {
            if known.contains(&(task.item.to_string(), unit.id.to_string())) {
                continue;
            }
            report_rows.push(args![
                ReportId::new().to_string(),
                plan.clone(),
                period.clone(),
                task.item.to_string(),
                unit.id.to_string(),
                unit.name.clone(),
                *is_lead,
                round.due.to_string()
            ]);
        }
    }
    let n_reports = report_rows.len();
    let columns = [
        "plan_id",
        "period",
        "item_id",
        "number",
        "marker",
        "heading",
        "field",
        "lead_id",
        "lead_name",
        "leader_id",
        "leader_name",
        "owes",
        "why",
    ];
    tx.insert_many("report_tasks", &columns, task_rows).await?;
    let columns = [
        "id",
        "plan_id",
        "period",
        "item_id",
        "unit_id",
        "unit_name",
        "is_lead",
        "due_day",
    ];
    tx.insert_many("report_reports", &columns, report_rows)
        .await?;
    Ok(n_reports)
}

/// What asking anew changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct Renewed {
    pub(in crate::report) n_new: usize,
    pub(in crate::report) n_gone: usize,
    /// Units that owe more or less than before.
    pub(in crate::report) units: BTreeSet<UnitId>,
}

#[derive(FromQueryResult)]
struct KnownRow {
    id: String,
    item_id: String,
    unit_id: String,
    is_blank: bool,
}

/// Asks anew: reports nobody has begun and nobody owes any more go, new ones come, tasks are called as
/// they are called now. Whatever was written or put off stays.
pub(in crate::report) async fn renew_owed(
    tx: &mut Tx,
    round: &Round,
    tasks: &[OwedTask<'_>],
) -> Result<Renewed> {
    let (plan, period) = (round.plan.to_string(), round.period.to_string());
    let rows: Vec<KnownRow> = tx
        .rows(
            "select id, item_id, unit_id,
                state = 'open' and form = '' and excused_until is null as is_blank
             from report_reports where plan_id = $1 and period = $2",
            args![plan.clone(), period.clone()],
        )
        .await?;
    let wanted: BTreeSet<(String, String)> = tasks
        .iter()
        .flat_map(|owed| {
            let item = owed.task.item.to_string();
            let units = owed.units.iter();
            units.map(move |(unit, _)| (item.clone(), unit.id.to_string()))
        })
        .collect();
    let mut known = BTreeSet::new();
    let mut renewed = Renewed::default();
    for row in rows {
        let place = (row.item_id, row.unit_id);
        if row.is_blank && !wanted.contains(&place) {
            tx.run("delete from report_reports where id = $1", args![row.id])
                .await?;
            renewed.n_gone += 1;
            renewed.units.insert(place.1.parse()?);
        } else {
            known.insert(place);
        }
    }
    for (_, unit) in wanted.difference(&known) {
        renewed.units.insert(unit.parse()?);
    }
    // A task that is gone stays as it was called as long as somebody reported on it.
    let reported: BTreeSet<&str> = known.iter().map(|(item, _)| item.as_str()).collect();
    let now: BTreeSet<String> = tasks
        .iter()
        .map(|owed| owed.task.item.to_string())
        .collect();
    let all: Vec<TaskRow> = tx
        .rows(
            "select item_id from report_tasks where plan_id = $1 and period = $2",
            args![plan.clone(), period.clone()],
        )
        .await?;
    for row in all {
        if now.contains(&row.item_id) || !reported.contains(row.item_id.as_str()) {
            tx.run(
                "delete from report_tasks where plan_id = $1 and period = $2 and item_id = $3",
                args![plan.clone(), period.clone(), row.item_id],
            )
            .await?;
        }
    }
    renewed.n_new = insert(tx, round, tasks, &known).await?;
    Ok(renewed)
}

#[derive(FromQueryResult)]
struct TaskRow {
    item_id: String,
}
