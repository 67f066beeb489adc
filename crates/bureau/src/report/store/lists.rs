//! Many reports at once, without what they say.

use super::{day, period};
use crate::{
    plan::PlanId,
    report::model::{ReportHead, ReportState},
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

pub(super) fn state(code: &str) -> Result<ReportState> {
    ReportState::from_code(code).ok_or_else(|| Error::Corrupt(code.to_owned()))
}

/// `$n, $n+1, …` for a list of values.
pub(super) fn places(first: usize, n: usize) -> String {
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

/// How many reports of a plan's open periods lie with their units, as far as `most`: whether any is left
/// is asked whenever one comes in, and forty thousand are not counted for it.
pub(in crate::report) async fn n_missing(db: &impl Read, plan: PlanId, most: i64) -> Result<i64> {
    db.number(
        "select count(*) as n from (
             select 1 as one from report_reports r
             join report_rounds o on o.plan_id = r.plan_id and o.period = r.period
             where r.plan_id = $1 and o.opened_ms is not null and o.locked_ms is null
                 and r.state in ('open', 'draft', 'returned')
             limit $2) as missing",
        args![plan.to_string(), most],
    )
    .await
}
