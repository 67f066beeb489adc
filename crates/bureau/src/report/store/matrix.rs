//! Tasks × periods: the tasks first, then what is shown of them. A city has forty thousand reports in
//! a period and a page has a hundred rows.

use super::{
    collected::is_wanted,
    day,
    lists::{places, state},
};
use crate::{
    plan::PlanId,
    report::model::{ReportId, ReportState, Which},
};
use ::store::{Read, Result, Value};
use base::{TimePeriod, day::Date};
use sea_orm::FromQueryResult;

/// A task of a period, owed or not.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub(in crate::report) struct TaskRow {
    pub(in crate::report) period: String,
    pub(in crate::report) item_id: String,
    pub(in crate::report) number: i64,
    pub(in crate::report) marker: String,
    pub(in crate::report) heading: String,
    pub(in crate::report) lead_name: String,
    pub(in crate::report) leader_name: String,
    pub(in crate::report) why: String,
}

const TASK: &str = "select t.period, t.item_id, t.number, t.marker, t.heading, t.lead_name,
    t.leader_name, t.why from report_tasks t";

/// The tasks of these periods, each once, in the order of the plan: those of one leading unit or of
/// all, and those alone whose leading unit has a report that is looked for.
pub(in crate::report) async fn matrix_items(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
    unit: &str,
    which: Which,
    today: Date,
) -> Result<Vec<String>> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let (mut values, of_periods) = of_plan("t", plan, periods);
    let mut wheres = vec![of_periods];
    if !unit.is_empty() {
        values.push(unit.into());
        wheres.push(format!("t.lead_id = ${}", values.len()));
    }
    if let Some(wanted) = is_wanted(which, today, &mut values) {
        wheres.push(format!(
            "exists (select 1 from report_reports r where r.plan_id = t.plan_id
                and r.period = t.period and r.item_id = t.item_id and r.is_lead and {wanted})"
        ));
    }
    let sql = format!(
        "select t.item_id as word from report_tasks t where {}
         group by t.item_id order by max(t.number), t.item_id",
        wheres.join(" and ")
    );
    let rows: Vec<WordRow> = db.rows(&sql, values).await?;
    Ok(rows.into_iter().map(|row| row.word).collect())
}

#[derive(FromQueryResult)]
struct WordRow {
    word: String,
}

/// How these tasks are called in these periods, and whether they owe anything.
pub(in crate::report) async fn matrix_tasks(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
    items: &[String],
) -> Result<Vec<TaskRow>> {
    if periods.is_empty() || items.is_empty() {
        return Ok(Vec::new());
    }
    let (mut values, of_periods) = of_plan("t", plan, periods);
    let of_items = of_items("t", items, &mut values);
    db.rows(&format!("{TASK} where {of_periods} and {of_items}"), values)
        .await
}

/// The tasks of a period that owe nothing, in the order of the plan.
pub(in crate::report) async fn not_owed(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
) -> Result<Vec<TaskRow>> {
    let (values, of_period) = of_plan("t", plan, &[period]);
    let sql = format!("{TASK} where {of_period} and not t.owes order by t.number");
    db.rows(&sql, values).await
}

/// The units that lead a task in these periods, by name.
pub(in crate::report) async fn leading_units(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
) -> Result<Vec<(String, String)>> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let (values, of_periods) = of_plan("t", plan, periods);
    let rows: Vec<UnitRow> = db
        .rows(
            &format!(
                "select t.lead_id as id, max(t.lead_name) as name from report_tasks t
                 where {of_periods} and t.lead_id is not null group by t.lead_id order by 2, 1"
            ),
            values,
        )
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

#[derive(FromQueryResult)]
struct UnitRow {
    id: String,
    name: String,
}

/// What was reported on a task in a period: by the unit that leads, and by how many others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct Cell {
    pub(in crate::report) id: ReportId,
    pub(in crate::report) period: String,
    pub(in crate::report) item: String,
    pub(in crate::report) state: ReportState,
    pub(in crate::report) due: Date,
    pub(in crate::report) submitted_on: Option<Date>,
    pub(in crate::report) excused_until: Option<Date>,
    pub(in crate::report) n_support: i64,
    pub(in crate::report) n_support_in: i64,
}

#[derive(FromQueryResult)]
struct CellRow {
    id: String,
    period: String,
    item_id: String,
    state: String,
    due_day: String,
    submitted_day: Option<String>,
    excused_until: Option<String>,
    n_support: i64,
    n_support_in: i64,
}

/// The cells of these tasks. Where no unit leads, the first of the others stands for all.
pub(in crate::report) async fn matrix_cells(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
    items: &[String],
) -> Result<Vec<Cell>> {
    if periods.is_empty() || items.is_empty() {
        return Ok(Vec::new());
    }
    let (mut values, of_periods) = of_plan("r", plan, periods);
    let of_items = of_items("r", items, &mut values);
    let rows: Vec<CellRow> = db
        .rows(
            &format!(
                "select r.id, r.period, r.item_id, r.state, r.due_day, r.submitted_day,
                    r.excused_until, g.n_support, g.n_support_in
                 from (select coalesce(max(case when r.is_lead then r.id end), min(r.id)) as id,
                        cast(sum(case when r.is_lead then 0 else 1 end) as bigint) as n_support,
                        cast(sum(case when not r.is_lead and r.state in ('review', 'filed')
                            then 1 else 0 end) as bigint) as n_support_in
                    from report_reports r where {of_periods} and {of_items}
                    group by r.period, r.item_id) g
                 join report_reports r on r.id = g.id"
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
                state: state(&row.state)?,
                due: day(&row.due_day)?,
                submitted_on: row.submitted_day.as_deref().map(day).transpose()?,
                excused_until: row.excused_until.as_deref().map(day).transpose()?,
                n_support: row.n_support,
                n_support_in: row.n_support_in,
            })
        })
        .collect()
}

/// `plan and these periods`, with the values it needs.
pub(super) fn of_plan(table: &str, plan: PlanId, periods: &[TimePeriod]) -> (Vec<Value>, String) {
    let mut values: Vec<Value> = vec![plan.to_string().into()];
    values.extend(periods.iter().map(|period| Value::from(period.to_string())));
    let sql = format!(
        "{table}.plan_id = $1 and {table}.period in ({})",
        places(2, periods.len())
    );
    (values, sql)
}

fn of_items(table: &str, items: &[String], values: &mut Vec<Value>) -> String {
    let first = values.len() + 1;
    values.extend(items.iter().map(|item| Value::from(item.as_str())));
    format!("{table}.item_id in ({})", places(first, items.len()))
}
