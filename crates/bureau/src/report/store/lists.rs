//! Many reports at once, without what they say.

use super::{day, period};
use crate::{
    plan::PlanId,
    report::model::{ReportForm, ReportHead, ReportId, ReportState},
};
use ::store::{Error, Read, Result, Value, args};
use base::{
    TimePeriod,
    actor::{PersonId, UnitId},
    day::Date,
};
use sea_orm::FromQueryResult;

/// A report with its task.
pub(super) const HEAD: &str = "select r.id, r.plan_id, r.period, r.item_id, r.unit_id, r.unit_name,
    r.is_lead, r.due_day, r.state, r.waits_for, r.submitted_day, r.excused_until, r.excuse,
    r.n_fields, r.n_prefilled, r.revision, t.number, t.marker, t.heading, t.field, t.lead_id,
    t.leader_id, t.leader_name, t.why
    from report_reports r
    join report_tasks t on t.plan_id = r.plan_id and t.period = r.period and t.item_id = r.item_id";

#[derive(FromQueryResult)]
pub(super) struct HeadRow {
    id: String,
    plan_id: String,
    period: String,
    item_id: String,
    unit_id: String,
    unit_name: String,
    is_lead: bool,
    due_day: String,
    state: String,
    waits_for: String,
    submitted_day: Option<String>,
    excused_until: Option<String>,
    excuse: String,
    n_fields: i64,
    n_prefilled: i64,
    revision: i64,
    number: i64,
    marker: String,
    heading: String,
    field: String,
    lead_id: Option<String>,
    leader_id: Option<String>,
    leader_name: String,
    why: String,
}

impl HeadRow {
    pub(super) fn head(self) -> Result<ReportHead> {
        Ok(ReportHead {
            id: self.id.parse()?,
            plan: self.plan_id.parse()?,
            period: period(&self.period)?,
            item: self.item_id.parse()?,
            number: self.number,
            marker: self.marker,
            heading: self.heading,
            field: self.field,
            unit: self.unit_id.parse()?,
            unit_name: self.unit_name,
            is_lead: self.is_lead,
            lead: self.lead_id.map(|id| id.parse()).transpose()?,
            leader: self.leader_id.map(|id| id.parse()).transpose()?,
            leader_name: self.leader_name,
            why: self.why,
            due: day(&self.due_day)?,
            state: state(&self.state)?,
            waits_for: self.waits_for,
            submitted_on: self.submitted_day.as_deref().map(day).transpose()?,
            excused_until: self.excused_until.as_deref().map(day).transpose()?,
            excuse: self.excuse,
            n_fields: self.n_fields,
            n_prefilled: self.n_prefilled,
            revision: self.revision,
        })
    }
}

fn state(code: &str) -> Result<ReportState> {
    ReportState::from_code(code).ok_or_else(|| Error::Corrupt(code.to_owned()))
}

/// `$n, $n+1, …` for a list of values.
fn places(first: usize, n: usize) -> String {
    let places: Vec<String> = (first..first + n).map(|n| format!("${n}")).collect();
    places.join(", ")
}

/// Whether anything of a report is taken on the day `$1`: its period is not locked, or there is an
/// exception that has not run out.
const TAKEN: &str = "(coalesce(r.excused_until, '') >= $1 or not exists (
    select 1 from report_rounds o
    where o.plan_id = r.plan_id and o.period = r.period and o.locked_ms is not null))";

/// The reports of these units that somebody can still do something about, and those filed in the newest
/// periods: what lies with its unit after the lock is missing for good.
pub(in crate::report) async fn heads_of_units(
    db: &impl Read,
    units: &[UnitId],
    today: Date,
    most: i64,
) -> Result<Vec<ReportHead>> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![today.to_string().into(), most.into()];
    values.extend(units.iter().map(|unit| Value::from(unit.to_string())));
    let rows: Vec<HeadRow> = db
        .rows(
            &format!(
                "{HEAD} where r.unit_id in ({}) and (r.state in ('review', 'filed') or {TAKEN})
                 order by case r.state when 'returned' then 0 when 'open' then 1 when 'draft' then 1
                    when 'review' then 2 else 3 end, r.due_day desc, t.number limit $2",
                places(3, units.len())
            ),
            values,
        )
        .await?;
    rows.into_iter().map(HeadRow::head).collect()
}

/// The reports that wait for one of these people, the oldest first.
pub(in crate::report) async fn waiting_for(
    db: &impl Read,
    people: &[PersonId],
) -> Result<Vec<ReportHead>> {
    if people.is_empty() {
        return Ok(Vec::new());
    }
    let values = people
        .iter()
        .map(|person| Value::from(person.to_string()))
        .collect();
    let rows: Vec<HeadRow> = db
        .rows(
            &format!(
                "{HEAD} where r.id in (select report_id from report_waiting
                    where person_id in ({}))
                 order by r.due_day, r.unit_name, t.number",
                places(1, people.len())
            ),
            values,
        )
        .await?;
    rows.into_iter().map(HeadRow::head).collect()
}

/// How many reports wait for a person.
pub(in crate::report) async fn n_waiting_for(db: &impl Read, person: PersonId) -> Result<i64> {
    db.number(
        "select count(*) as n from report_waiting where person_id = $1",
        args![person.to_string()],
    )
    .await
}

/// How many reports of a period lie with their unit and are still taken.
pub(in crate::report) async fn n_with_unit(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
    unit: UnitId,
    today: Date,
) -> Result<i64> {
    db.number(
        &format!(
            "select count(*) as n from report_reports r where r.plan_id = $2 and r.period = $3
             and r.unit_id = $4 and r.state in ('open', 'draft', 'returned') and {TAKEN}"
        ),
        args![
            today.to_string(),
            plan.to_string(),
            period.to_string(),
            unit.to_string()
        ],
    )
    .await
}

/// How many reports of a plan's open periods lie with their units.
pub(in crate::report) async fn n_missing(db: &impl Read, plan: PlanId) -> Result<i64> {
    db.number(
        "select count(*) as n from report_reports r
         join report_rounds o on o.plan_id = r.plan_id and o.period = r.period
         where r.plan_id = $1 and o.opened_ms is not null and o.locked_ms is null
             and r.state in ('open', 'draft', 'returned')",
        args![plan.to_string()],
    )
    .await
}

/// Every report of a period, in the order of the plan.
pub(in crate::report) async fn heads_of_round(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
) -> Result<Vec<ReportHead>> {
    let rows: Vec<HeadRow> = db
        .rows(
            &format!(
                "{HEAD} where r.plan_id = $1 and r.period = $2
                 order by t.number, r.is_lead desc, r.unit_name"
            ),
            args![plan.to_string(), period.to_string()],
        )
        .await?;
    rows.into_iter().map(HeadRow::head).collect()
}

/// A task of a period, owed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct TaskRow {
    pub(in crate::report) period: String,
    pub(in crate::report) item: String,
    pub(in crate::report) number: i64,
    pub(in crate::report) marker: String,
    pub(in crate::report) heading: String,
    pub(in crate::report) field: String,
    pub(in crate::report) lead: Option<String>,
    pub(in crate::report) lead_name: String,
    pub(in crate::report) leader_name: String,
    pub(in crate::report) owes: bool,
    pub(in crate::report) why: String,
}

#[derive(FromQueryResult)]
struct TaskQueryRow {
    period: String,
    item_id: String,
    number: i64,
    marker: String,
    heading: String,
    field: String,
    lead_id: Option<String>,
    lead_name: String,
    leader_name: String,
    owes: bool,
    why: String,
}

/// The tasks of these periods of a plan, in the order of the plan.
pub(in crate::report) async fn tasks_of_round(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
) -> Result<Vec<TaskRow>> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![plan.to_string().into()];
    values.extend(periods.iter().map(|period| Value::from(period.to_string())));
    let rows: Vec<TaskQueryRow> = db
        .rows(
            &format!(
                "select period, item_id, number, marker, heading, field, lead_id, lead_name,
                    leader_name, owes, why
                 from report_tasks where plan_id = $1 and period in ({}) order by number",
                places(2, periods.len())
            ),
            values,
        )
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| TaskRow {
            period: row.period,
            item: row.item_id,
            number: row.number,
            marker: row.marker,
            heading: row.heading,
            field: row.field,
            lead: row.lead_id,
            lead_name: row.lead_name,
            leader_name: row.leader_name,
            owes: row.owes,
            why: row.why,
        })
        .collect())
}

/// A report as a cell of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Cell {
    pub(in crate::report) id: ReportId,
    pub(in crate::report) period: String,
    pub(in crate::report) item: String,
    pub(in crate::report) unit: String,
    pub(in crate::report) is_lead: bool,
    pub(in crate::report) state: ReportState,
    pub(in crate::report) due: Date,
    pub(in crate::report) submitted_on: Option<Date>,
    pub(in crate::report) excused_until: Option<Date>,
}

#[derive(FromQueryResult)]
struct CellRow {
    id: String,
    period: String,
    item_id: String,
    unit_id: String,
    is_lead: bool,
    state: String,
    due_day: String,
    submitted_day: Option<String>,
    excused_until: Option<String>,
}

/// The reports of these periods of a plan by the unit that leads.
pub(in crate::report) async fn matrix_cells(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
) -> Result<Vec<Cell>> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = vec![plan.to_string().into()];
    values.extend(periods.iter().map(|period| Value::from(period.to_string())));
    let rows: Vec<CellRow> = db
        .rows(
            &format!(
                "select id, period, item_id, unit_id, is_lead, state, due_day, submitted_day,
                    excused_until
                 from report_reports where plan_id = $1 and period in ({})",
                places(2, periods.len())
            ),
            values,
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Cell {
                id: row.id.parse()?,
                period: row.period,
                item: row.item_id,
                unit: row.unit_id,
                is_lead: row.is_lead,
                state: state(&row.state)?,
                due: day(&row.due_day)?,
                submitted_on: row.submitted_day.as_deref().map(day).transpose()?,
                excused_until: row.excused_until.as_deref().map(day).transpose()?,
            })
        })
        .collect()
}

/// How a period stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub(in crate::report) struct RoundCounts {
    pub(in crate::report) period: String,
    pub(in crate::report) n_reports: i64,
    pub(in crate::report) n_submitted: i64,
    pub(in crate::report) n_filed: i64,
    pub(in crate::report) n_returned: i64,
    pub(in crate::report) n_late: i64,
    pub(in crate::report) n_fields: i64,
    pub(in crate::report) n_prefilled: i64,
}

/// How the periods of a plan stand on a day. The share of prefilled fields is that of the forms
/// handed in, never of a person.
pub(in crate::report) async fn round_counts(
    db: &impl Read,
    plan: PlanId,
    today: Date,
) -> Result<Vec<RoundCounts>> {
    db.rows(
        "select period, count(*) as n_reports,
            cast(sum(case when state in ('review', 'filed') then 1 else 0 end) as bigint) as n_submitted,
            cast(sum(case when state = 'filed' then 1 else 0 end) as bigint) as n_filed,
            cast(sum(case when state = 'returned' then 1 else 0 end) as bigint) as n_returned,
            cast(sum(case when state in ('open', 'draft')
                and coalesce(excused_until, due_day) < $2 and due_day < $2
                then 1 else 0 end) as bigint) as n_late,
            cast(sum(case when state in ('review', 'filed') then n_fields else 0 end) as bigint) as n_fields,
            cast(sum(case when state in ('review', 'filed') then n_prefilled else 0 end) as bigint) as n_prefilled
         from report_reports where plan_id = $1 group by period",
        args![plan.to_string(), today.to_string()],
    )
    .await
}

#[derive(FromQueryResult)]
struct FormRow {
    id: String,
    form: String,
}

/// What the reports of a period say that are filed (or, asked so, only handed in).
pub(in crate::report) async fn filed_forms(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
    with_unapproved: bool,
) -> Result<Vec<(ReportId, ReportForm)>> {
    let rows: Vec<FormRow> = db
        .rows(
            "select id, form from report_reports where plan_id = $1 and period = $2
             and form <> '' and (state = 'filed' or ($3 and state = 'review'))",
            args![plan.to_string(), period.to_string(), with_unapproved],
        )
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.id.parse()?, serde_json::from_str(&row.form)?)))
        .collect()
}
