//! How periods stand: counted, listed by the page, and what is in or missing.

use super::{
    lateness::is_late,
    lists::{HEAD, HeadRow},
    matrix::of_plan,
};
use crate::{
    plan::PlanId,
    report::model::{ReportForm, ReportHead, ReportState, Which},
};
use ::store::{Read, Result, Value, args};
use base::{TimePeriod, actor::UnitId, day::Date};
use sea_orm::FromQueryResult;

/// What reports of a kind have in common; nothing when all are looked for. Adds the values it needs.
pub(super) fn is_wanted(which: Which, today: Date, values: &mut Vec<Value>) -> Option<String> {
    match which {
        Which::All => None,
        Which::Late => {
            values.push(today.to_string().into());
            Some(is_late(&format!("${}", values.len())))
        }
        Which::In(state) => {
            values.push(state.code().into());
            Some(format!("r.state = ${}", values.len()))
        }
    }
}

/// How a period stands.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub(in crate::report) struct RoundCounts {
    pub(in crate::report) period: String,
    pub(in crate::report) n_reports: i64,
    pub(in crate::report) n_open: i64,
    pub(in crate::report) n_draft: i64,
    pub(in crate::report) n_returned: i64,
    pub(in crate::report) n_in_review: i64,
    pub(in crate::report) n_filed: i64,
    pub(in crate::report) n_late: i64,
    pub(in crate::report) n_fields: i64,
    pub(in crate::report) n_prefilled: i64,
}

impl RoundCounts {
    /// How many are handed in, looked at or not.
    pub(in crate::report) fn n_submitted(&self) -> i64 {
        self.n_in_review + self.n_filed
    }

    /// How many are looked for.
    pub(in crate::report) fn n(&self, which: Which) -> i64 {
        match which {
            Which::All => self.n_reports,
            Which::Late => self.n_late,
            Which::In(ReportState::Open) => self.n_open,
            Which::In(ReportState::Draft) => self.n_draft,
            Which::In(ReportState::Returned) => self.n_returned,
            Which::In(ReportState::InReview) => self.n_in_review,
            Which::In(ReportState::Filed) => self.n_filed,
        }
    }
}

/// How far a period is: of how many reports how many are handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromQueryResult)]
pub(in crate::report) struct RoundProgress {
    pub(in crate::report) period: String,
    pub(in crate::report) n_reports: i64,
    pub(in crate::report) n_submitted: i64,
}

/// How far these periods of a plan are. The matrix asks this of forty thousand reports on every visit
/// and shows no more: counting all of [`RoundCounts`] there took half of its time.
pub(in crate::report) async fn round_progress(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
) -> Result<Vec<RoundProgress>> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let (values, of_periods) = of_plan("r", plan, periods);
    let sql = format!(
        "select r.period, count(*) as n_reports,
            cast(sum(case when r.state in ('review', 'filed') then 1 else 0 end) as bigint)
                as n_submitted
         from report_reports r where {of_periods} group by r.period"
    );
    db.rows(&sql, values).await
}

/// How these periods of a plan stand on a day. The share of prefilled fields is that of the forms
/// handed in, never of a person.
pub(in crate::report) async fn round_counts(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
    today: Date,
) -> Result<Vec<RoundCounts>> {
    if periods.is_empty() {
        return Ok(Vec::new());
    }
    let (mut values, of_periods) = of_plan("r", plan, periods);
    values.push(today.to_string().into());
    let late = is_late(&format!("${}", values.len()));
    let n = |what: &str| format!("cast(sum(case when {what} then 1 else 0 end) as bigint)");
    let of_handed_in = |column: &str| {
        format!(
            "cast(sum(case when r.state in ('review', 'filed') then r.{column} else 0 end) as bigint)"
        )
    };
    let sql = format!(
        "select r.period, count(*) as n_reports, {} as n_open, {} as n_draft, {} as n_returned,
            {} as n_in_review, {} as n_filed, {} as n_late, {} as n_fields, {} as n_prefilled
         from report_reports r where {of_periods} group by r.period",
        n("r.state = 'open'"),
        n("r.state = 'draft'"),
        n("r.state = 'returned'"),
        n("r.state = 'review'"),
        n("r.state = 'filed'"),
        n(&late),
        of_handed_in("n_fields"),
        of_handed_in("n_prefilled"),
    );
    db.rows(&sql, values).await
}

/// Reports of a period in the order of the plan, from one place on.
pub(in crate::report) async fn heads_from(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
    which: Which,
    today: Date,
    (from, most): (i64, i64),
) -> Result<Vec<ReportHead>> {
    let (mut values, mut wheres) = of_plan("r", plan, &[period]);
    if let Some(wanted) = is_wanted(which, today, &mut values) {
        wheres += &format!(" and {wanted}");
    }
    values.extend([Value::from(most), Value::from(from)]);
    let sql = format!(
        "{HEAD} where {wheres} order by t.number, r.is_lead desc, r.unit_name
         limit ${} offset ${}",
        values.len() - 1,
        values.len()
    );
    let rows: Vec<HeadRow> = db.rows(&sql, values).await?;
    rows.into_iter().map(HeadRow::head).collect()
}

/// Every report of a period, in the order of the plan.
pub(in crate::report) async fn heads_of_round(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
) -> Result<Vec<ReportHead>> {
    heads_where(db, plan, period, "").await
}

/// The reports of a period that lie with their units.
pub(in crate::report) async fn heads_with_units(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
) -> Result<Vec<ReportHead>> {
    heads_where(
        db,
        plan,
        period,
        " and r.state in ('open', 'draft', 'returned')",
    )
    .await
}

/// What is missing in a period: asked for and not approved.
pub(in crate::report) async fn heads_missing(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
) -> Result<Vec<ReportHead>> {
    heads_where(db, plan, period, " and r.state <> 'filed'").await
}

async fn heads_where(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
    and: &str,
) -> Result<Vec<ReportHead>> {
    let sql = format!(
        "{HEAD} where r.plan_id = $1 and r.period = $2{and}
         order by t.number, r.is_lead desc, r.unit_name"
    );
    let rows: Vec<HeadRow> = db
        .rows(&sql, args![plan.to_string(), period.to_string()])
        .await?;
    rows.into_iter().map(HeadRow::head).collect()
}

/// What is missing of one unit: how much, and the first of it in the order of the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct MissingOfUnit {
    pub(in crate::report) unit: UnitId,
    pub(in crate::report) n: i64,
    pub(in crate::report) first: Vec<ReportHead>,
}

#[derive(FromQueryResult)]
struct MissingRow {
    #[sea_orm(nested)]
    head: HeadRow,
    n_of_unit: i64,
}

/// What is missing in a period, unit by unit in the order of the plan, each with the first few: a
/// thousand tasks and every school make a list nobody reads.
pub(in crate::report) async fn missing_by_unit(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
    most_of_unit: i64,
) -> Result<Vec<MissingOfUnit>> {
    let head = HEAD.replacen("select ", "select m.n_of_unit, ", 1);
    let rows: Vec<MissingRow> = db
        .rows(
            &format!(
                "{head} join (select r.id, count(*) over (partition by r.unit_id) as n_of_unit,
                    row_number() over (partition by r.unit_id order by t.number) as place
                    from report_reports r
                    join report_tasks t on t.plan_id = r.plan_id and t.period = r.period
                        and t.item_id = r.item_id
                    where r.plan_id = $1 and r.period = $2 and r.state <> 'filed') m
                    on m.id = r.id and m.place <= $3
                 order by t.number, r.is_lead desc, r.unit_name"
            ),
            args![plan.to_string(), period.to_string(), most_of_unit],
        )
        .await?;
    let mut units: Vec<MissingOfUnit> = Vec::new();
    for row in rows {
        let (head, n) = (row.head.head()?, row.n_of_unit);
        match units.iter_mut().find(|of| of.unit == head.unit) {
            Some(of) => of.first.push(head),
            None => units.push(MissingOfUnit {
                unit: head.unit,
                n,
                first: vec![head],
            }),
        }
    }
    Ok(units)
}

#[derive(FromQueryResult)]
struct InRow {
    #[sea_orm(nested)]
    head: HeadRow,
    form: String,
}

/// The reports of a period that are filed (or, asked so, only handed in), with what they say, in the
/// order of the plan.
pub(in crate::report) async fn reports_in(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
    with_unapproved: bool,
) -> Result<Vec<(ReportHead, ReportForm)>> {
    let head = HEAD.replacen("select ", "select r.form, ", 1);
    let rows: Vec<InRow> = db
        .rows(
            &format!(
                "{head} where r.plan_id = $1 and r.period = $2 and r.form <> ''
                 and (r.state = 'filed' or ($3 and r.state = 'review'))
                 order by t.number, r.is_lead desc, r.unit_name"
            ),
            args![plan.to_string(), period.to_string(), with_unapproved],
        )
        .await?;
    rows.into_iter()
        .map(|row| Ok((row.head.head()?, serde_json::from_str(&row.form)?)))
        .collect()
}
