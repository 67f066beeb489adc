//! Periods that go again: what is asked in them, and taking them away.

use super::{lists::state, period};
use crate::{
    plan::PlanId,
    report::model::{ReportForm, ReportId, ReportState},
};
use ::store::{Read, Result, Tx, args};
use base::{TimePeriod, actor::UnitId};
use sea_orm::FromQueryResult;

/// A report that is asked for, with what somebody wrote in it.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::report) struct Asked {
    pub(in crate::report) id: ReportId,
    pub(in crate::report) period: TimePeriod,
    pub(in crate::report) unit: UnitId,
    pub(in crate::report) unit_name: String,
    pub(in crate::report) task: String,
    pub(in crate::report) state: ReportState,
    form: Option<ReportForm>,
    /// Who wrote in it last, and when; not known of what was written before that was kept.
    pub(in crate::report) saved_by: String,
    pub(in crate::report) saved_ms: Option<i64>,
}

impl Asked {
    /// Whether somebody wrote anything, or handed in what came prefilled: a page that saved itself with
    /// nothing changed is no word of anybody's.
    pub(in crate::report) fn is_written(&self) -> bool {
        let is_touched = |form: &ReportForm| form.0.iter().any(|field| field.is_touched());
        match self.state {
            ReportState::Open | ReportState::Draft => self.form.as_ref().is_some_and(is_touched),
            ReportState::Returned | ReportState::InReview | ReportState::Filed => true,
        }
    }
}

#[derive(FromQueryResult)]
struct AskedRow {
    id: String,
    period: String,
    unit_id: String,
    unit_name: String,
    marker: String,
    heading: String,
    state: String,
    form: String,
    saved_by: String,
    saved_ms: Option<i64>,
}

/// The reports of these periods.
pub(in crate::report) async fn asked(
    db: &impl Read,
    plan: PlanId,
    periods: &[TimePeriod],
) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for one in periods {
        // What was handed in stands against it whatever it says: its words are not read.
        let rows: Vec<AskedRow> = db
            .rows(
                "select r.id, r.period, r.unit_id, r.unit_name, t.marker, t.heading, r.state,
                    case when r.state in ('open', 'draft') then r.form else '' end as form,
                    r.saved_by, r.saved_ms
                 from report_reports r
                 join report_tasks t on t.plan_id = r.plan_id and t.period = r.period
                     and t.item_id = r.item_id
                 where r.plan_id = $1 and r.period = $2 order by t.number, r.unit_name",
                args![plan.to_string(), one.to_string()],
            )
            .await?;
        for row in rows {
            asked.push(Asked {
                id: row.id.parse()?,
                period: period(&row.period)?,
                unit: row.unit_id.parse()?,
                unit_name: row.unit_name,
                task: format!("{}{}", row.marker, row.heading),
                state: state(&row.state)?,
                form: match row.form.as_str() {
                    "" => None,
                    form => Some(serde_json::from_str(form)?),
                },
                saved_by: row.saved_by,
                saved_ms: row.saved_ms,
            });
        }
    }
    Ok(asked)
}

/// Takes periods away with everything asked in them.
pub(in crate::report) async fn remove_rounds(
    tx: &mut Tx,
    plan: PlanId,
    periods: &[TimePeriod],
) -> Result<()> {
    const OF_REPORTS: [&str; 4] = [
        "report_comments",
        "report_story",
        "report_snapshots",
        "report_waiting",
    ];
    for period in periods {
        let place = || args![plan.to_string(), period.to_string()];
        for table in OF_REPORTS {
            let sql = format!(
                "delete from {table} where report_id in
                     (select id from report_reports where plan_id = $1 and period = $2)"
            );
            tx.run(&sql, place()).await?;
        }
        for table in ["report_reports", "report_tasks", "report_rounds"] {
            let sql = format!("delete from {table} where plan_id = $1 and period = $2");
            tx.run(&sql, place()).await?;
        }
    }
    Ok(())
}
