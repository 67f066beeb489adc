//! Periods with their rules, and what is owed in them.

use super::{day, period};
use crate::{
    plan::PlanId,
    report::model::{Round, RulePack},
};
use ::store::{Ctx, Read, Result, Tx, args};
use base::{TimePeriod, day::Date};
use sea_orm::FromQueryResult;

#[derive(FromQueryResult)]
struct RulesRow {
    rules: String,
    version: i64,
}

/// The rules a plan was given, with their version; none when it follows the shipped ones.
pub(in crate::report) async fn set_rules(
    db: &impl Read,
    plan: PlanId,
) -> Result<Option<(RulePack, i64)>> {
    let row: Option<RulesRow> = db
        .row(
            "select rules, version from report_settings where plan_id = $1",
            args![plan.to_string()],
        )
        .await?;
    row.map(|row| Ok((serde_json::from_str(&row.rules)?, row.version)))
        .transpose()
}

/// Keeps rules that are still at this version (0 for none yet); false when somebody was first.
pub(in crate::report) async fn save_rules(
    tx: &mut Tx,
    plan: PlanId,
    rules: &RulePack,
    version: i64,
) -> Result<bool> {
    let n = tx
        .run(
            "insert into report_settings (plan_id, rules, version) values ($1, $2, 1)
             on conflict (plan_id) do update set rules = excluded.rules,
             version = report_settings.version + 1 where report_settings.version = $3",
            args![plan.to_string(), serde_json::to_string(rules)?, version],
        )
        .await?;
    Ok(n == 1)
}

#[derive(FromQueryResult)]
struct RoundRow {
    plan_id: String,
    period: String,
    due_day: String,
    rules: String,
    opened_ms: Option<i64>,
    locked_ms: Option<i64>,
    locked_by: String,
}

impl RoundRow {
    fn round(self) -> Result<Round> {
        Ok(Round {
            plan: self.plan_id.parse()?,
            period: period(&self.period)?,
            due: day(&self.due_day)?,
            opened_ms: self.opened_ms,
            locked_ms: self.locked_ms,
            locked_by: self.locked_by,
            rules: serde_json::from_str(&self.rules)?,
        })
    }
}

const ROUND: &str = "plan_id, period, due_day, rules, opened_ms, locked_ms, locked_by";

/// The periods of a plan, oldest first.
pub(in crate::report) async fn rounds(db: &impl Read, plan: PlanId) -> Result<Vec<Round>> {
    let rows: Vec<RoundRow> = db
        .rows(
            &format!(
                "select {ROUND} from report_rounds where plan_id = $1 order by last_day, first_day desc"
            ),
            args![plan.to_string()],
        )
        .await?;
    rows.into_iter().map(RoundRow::round).collect()
}

/// One period of a plan.
pub(in crate::report) async fn round(
    db: &impl Read,
    plan: PlanId,
    period: TimePeriod,
) -> Result<Option<Round>> {
    let row: Option<RoundRow> = db
        .row(
            &format!("select {ROUND} from report_rounds where plan_id = $1 and period = $2"),
            args![plan.to_string(), period.to_string()],
        )
        .await?;
    row.map(RoundRow::round).transpose()
}

/// Planned periods whose first day has come.
pub(in crate::report) async fn rounds_to_open(db: &impl Read, today: Date) -> Result<Vec<Round>> {
    let rows: Vec<RoundRow> = db
        .rows(
            &format!(
                "select {ROUND} from report_rounds where opened_ms is null and first_day <= $1
                 order by plan_id, first_day"
            ),
            args![today.to_string()],
        )
        .await?;
    rows.into_iter().map(RoundRow::round).collect()
}

/// Plans periods.
pub(in crate::report) async fn insert_rounds(tx: &mut Tx, rounds: &[Round]) -> Result<()> {
    let mut rows = Vec::new();
    for round in rounds {
        rows.push(args![
            round.plan.to_string(),
            round.period.to_string(),
            round.period.grain().code(),
            round.period.first().to_string(),
            round.period.last().to_string(),
            round.due.to_string(),
            serde_json::to_string(&round.rules)?,
            round.opened_ms,
            round.locked_ms,
            round.locked_by.clone()
        ]);
    }
    let columns = [
        "plan_id",
        "period",
        "grain",
        "first_day",
        "last_day",
        "due_day",
        "rules",
        "opened_ms",
        "locked_ms",
        "locked_by",
    ];
    tx.insert_many("report_rounds", &columns, rows).await
}

/// A planned period that is not open yet follows other rules.
pub(in crate::report) async fn change_planned(tx: &mut Tx, round: &Round) -> Result<()> {
    tx.run(
        "update report_rounds set rules = $3, due_day = $4
         where plan_id = $1 and period = $2 and opened_ms is null",
        args![
            round.plan.to_string(),
            round.period.to_string(),
            serde_json::to_string(&round.rules)?,
            round.due.to_string()
        ],
    )
    .await?;
    Ok(())
}

/// Notes that a period was opened; false when somebody was first.
pub(in crate::report) async fn mark_opened(
    tx: &mut Tx,
    round: &Round,
    now_ms: i64,
) -> Result<bool> {
    let n = tx
        .run(
            "update report_rounds set opened_ms = $3
             where plan_id = $1 and period = $2 and opened_ms is null",
            args![round.plan.to_string(), round.period.to_string(), now_ms],
        )
        .await?;
    Ok(n == 1)
}

/// Locks a period.
pub(in crate::report) async fn lock(tx: &mut Tx, ctx: &Ctx, round: &Round) -> Result<()> {
    tx.run(
        "update report_rounds set locked_ms = $3, locked_by = $4
         where plan_id = $1 and period = $2",
        args![
            round.plan.to_string(),
            round.period.to_string(),
            ctx.now_ms(),
            ctx.actor.name.clone()
        ],
    )
    .await?;
    Ok(())
}

/// Unlocks a period.
pub(in crate::report) async fn unlock(tx: &mut Tx, round: &Round) -> Result<()> {
    tx.run(
        "update report_rounds set locked_ms = null, locked_by = ''
         where plan_id = $1 and period = $2",
        args![round.plan.to_string(), round.period.to_string()],
    )
    .await?;
    Ok(())
}
