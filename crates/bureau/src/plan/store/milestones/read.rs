//! Work plans and steps out of their tables.

use super::STEP;
use crate::plan::model::{
    ItemId, PlanId,
    milestone::{
        Agreement, Baseline, Done, Owner, Step, StepChange, StepId, StepState, When, WorkPlan,
    },
};
use base::{
    actor::{PersonId, UnitId},
    day::Date,
};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use std::collections::HashMap;
use store::{Error, Read, Result, Value, args};

#[derive(Deserialize)]
struct WorkPlanRow {
    item_id: String,
    plan_id: String,
    kind: String,
    state: String,
    revision: i64,
    at_ms: i64,
    by_name: String,
    note: String,
    agreed_ms: Option<i64>,
    agreed_by: String,
}

impl TryFrom<WorkPlanRow> for WorkPlan {
    type Error = Error;

    fn try_from(row: WorkPlanRow) -> Result<Self> {
        Ok(Self {
            item: row.item_id.parse()?,
            plan: row.plan_id.parse()?,
            kind: row.kind,
            state: Agreement::from_code(&row.state).ok_or(Error::Corrupt(row.state))?,
            revision: row.revision,
            at_ms: row.at_ms,
            by_name: row.by_name,
            note: row.note,
            agreed_ms: row.agreed_ms,
            agreed_by: row.agreed_by,
        })
    }
}

const WORK_PLAN: &str = "select item_id, plan_id, kind, state, revision, at_ms, by_name, note,
        agreed_ms, agreed_by from plan_work_plans";

/// The work plan of an item.
pub(crate) async fn work_plan(db: &impl Read, item: ItemId) -> Result<Option<WorkPlan>> {
    let rows: Vec<WorkPlanRow> = db
        .bulk(
            &format!("{WORK_PLAN} where item_id = $1"),
            args![item.to_string()],
        )
        .await?;
    rows.into_iter().next().map(WorkPlan::try_from).transpose()
}

/// The work plans of a plan's items.
pub(crate) async fn work_plans(db: &impl Read, plan: PlanId) -> Result<HashMap<ItemId, WorkPlan>> {
    let rows: Vec<WorkPlanRow> = db
        .bulk(
            &format!("{WORK_PLAN} where plan_id = $1"),
            args![plan.to_string()],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let work = WorkPlan::try_from(row)?;
            Ok((work.item, work))
        })
        .collect()
}

#[derive(Deserialize)]
struct StepRow {
    id: String,
    plan_id: String,
    item_id: String,
    place: i64,
    name: String,
    begins: Option<String>,
    due: String,
    owner_unit: Option<String>,
    owner_person: Option<String>,
    owner_name: String,
    weight: i64,
    after_ids: String,
    evidence: String,
    origin: String,
    state: String,
    done_day: Option<String>,
    done_by: String,
    done_words: String,
    done_file: String,
    done_file_name: String,
    baseline_begins: Option<String>,
    baseline_due: Option<String>,
    #[serde(deserialize_with = "store::flag")]
    is_dropped: bool,
    revision: i64,
}

impl TryFrom<StepRow> for Step {
    type Error = Error;

    fn try_from(row: StepRow) -> Result<Self> {
        let owner_unit: Option<UnitId> = row.owner_unit.map(|id| id.parse()).transpose()?;
        let owner_person: Option<PersonId> = row.owner_person.map(|id| id.parse()).transpose()?;
        let has_owner = owner_unit.is_some() || owner_person.is_some();
        let state = match (row.state.as_str(), row.done_day) {
            ("not_started", _) => StepState::NotStarted,
            ("in_progress", _) => StepState::InProgress,
            (state @ ("done" | "claimed"), Some(on)) => {
                let done = Done {
                    on: day(&on)?,
                    by_name: row.done_by,
                    words: row.done_words,
                    file: row.done_file,
                    file_name: row.done_file_name,
                };
                match state {
                    "done" => StepState::Done(done),
                    _ => StepState::Claimed(done),
                }
            }
            _ => return Err(Error::Corrupt(row.state)),
        };
        Ok(Self {
            id: row.id.parse()?,
            plan: row.plan_id.parse()?,
            item: row.item_id.parse()?,
            place: row.place,
            name: row.name,
            begins: row.begins.as_deref().map(day).transpose()?,
            due: when(&row.due)?,
            owner: has_owner.then_some(Owner {
                unit: owner_unit,
                person: owner_person,
                name: row.owner_name,
            }),
            weight: row.weight,
            after: ids(&row.after_ids)?,
            evidence: row.evidence,
            origin: row.origin,
            state,
            baseline: match row.baseline_due {
                Some(due) => Some(Baseline {
                    begins: row.baseline_begins.as_deref().map(day).transpose()?,
                    due: when(&due)?,
                }),
                None => None,
            },
            is_dropped: row.is_dropped,
            revision: row.revision,
        })
    }
}

fn day(text: &str) -> Result<Date> {
    text.parse().map_err(|_| Error::Corrupt(text.to_owned()))
}

fn when(text: &str) -> Result<When> {
    text.parse().map_err(|_| Error::Corrupt(text.to_owned()))
}

/// Ids with blanks between them.
fn ids(text: &str) -> Result<Vec<StepId>> {
    text.split_whitespace().map(|id| Ok(id.parse()?)).collect()
}

async fn steps(db: &impl Read, condition: &str, args: Vec<Value>) -> Result<Vec<Step>> {
    let rows: Vec<StepRow> = db
        .bulk(
            &format!(
                "select {} from plan_steps where {condition}",
                STEP.join(", ")
            ),
            args,
        )
        .await?;
    rows.into_iter().map(Step::try_from).collect()
}

/// The steps of an item, in order, those given up among them.
pub(crate) async fn steps_of_item(db: &impl Read, item: ItemId) -> Result<Vec<Step>> {
    steps(
        db,
        "item_id = $1 order by place, id",
        args![item.to_string()],
    )
    .await
}

/// The steps of a plan's items, in order within each item, those given up among them: one statement.
pub(crate) async fn steps_of_plan(
    db: &impl Read,
    plan: PlanId,
) -> Result<HashMap<ItemId, Vec<Step>>> {
    let all = steps(
        db,
        "plan_id = $1 order by item_id, place, id",
        args![plan.to_string()],
    )
    .await?;
    let mut by_item: HashMap<ItemId, Vec<Step>> = HashMap::new();
    for step in all {
        by_item.entry(step.item).or_default().push(step);
    }
    Ok(by_item)
}

/// One step of a plan.
pub(crate) async fn step(db: &impl Read, plan: PlanId, id: StepId) -> Result<Option<Step>> {
    let found = steps(
        db,
        "plan_id = $1 and id = $2",
        args![plan.to_string(), id.to_string()],
    )
    .await?;
    Ok(found.into_iter().next())
}

/// Whose steps are looked for.
#[derive(Debug, Clone)]
pub(crate) struct StepFilter {
    pub(crate) person: PersonId,
    pub(crate) units: Vec<UnitId>,
    /// Leaves out what is done or said to be.
    pub(crate) only_open: bool,
}

/// The steps of a person and of their units, by the day they are due.
pub(crate) async fn steps_where(db: &impl Read, filter: &StepFilter) -> Result<Vec<Step>> {
    let mut args = args![filter.person.to_string()];
    let mut whose = "owner_person = $1".to_owned();
    if !filter.units.is_empty() {
        let places: Vec<String> = (2..filter.units.len() + 2)
            .map(|n| format!("${n}"))
            .collect();
        whose.push_str(&format!(
            " or (owner_person is null and owner_unit in ({}))",
            places.join(", ")
        ));
        args.extend(
            filter
                .units
                .iter()
                .map(|unit| Value::from(unit.to_string())),
        );
    }
    let open = if filter.only_open {
        " and state not in ('done', 'claimed')"
    } else {
        ""
    };
    steps(
        db,
        &format!("({whose}) and not is_dropped{open} order by due_day, id"),
        args,
    )
    .await
}

#[derive(FromQueryResult)]
struct ChangeRow {
    step_id: String,
    step_name: String,
    at_ms: i64,
    by_name: String,
    what: String,
    before: String,
    after: String,
    reason: String,
}

/// What was changed in an item's steps, newest first.
pub(crate) async fn step_changes(db: &impl Read, item: ItemId) -> Result<Vec<StepChange>> {
    const MOST: i64 = 200;
    let rows: Vec<ChangeRow> = db
        .rows(
            "select step_id, step_name, at_ms, by_name, what, before, after, reason
             from plan_step_changes where item_id = $1 order by at_ms desc, id desc limit $2",
            args![item.to_string(), MOST],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(StepChange {
                step: row.step_id.parse()?,
                step_name: row.step_name,
                at_ms: row.at_ms,
                by_name: row.by_name,
                what: row.what,
                before: row.before,
                after: row.after,
                reason: row.reason,
            })
        })
        .collect()
}
