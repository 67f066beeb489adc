//! The only SQL of the calendar.

use super::model::{DayUnit, DueRule, OffDay, Period, PeriodId, PeriodKind, YearTable};
#[cfg(test)]
mod tests;

use sea_orm::FromQueryResult;
use std::collections::BTreeMap;
use store::{Error, Read, Result, Tx, args};

#[derive(FromQueryResult)]
struct TableRow {
    year: i64,
    version: i64,
    marks: String,
}

/// The newest imported table of each year.
pub(super) async fn tables(db: &impl Read) -> Result<BTreeMap<i16, YearTable>> {
    let rows: Vec<TableRow> = db
        .rows(
            "select year, version, marks from calendar_tables t
             where version = (select max(version) from calendar_tables n where n.year = t.year)",
            args![],
        )
        .await?;
    rows.into_iter()
        .map(|row| {
            let corrupt = |what: &str| Error::Corrupt(format!("calendar_tables {what}"));
            let marks = serde_json::from_str(&row.marks).map_err(|_| corrupt("marks"))?;
            let year = i16::try_from(row.year).map_err(|_| corrupt("year"))?;
            let table = YearTable {
                version: row.version,
                marks,
            };
            Ok((year, table))
        })
        .collect()
}

/// Keeps a new version of a year's table beside the older ones.
pub(super) async fn insert_table(
    tx: &mut Tx,
    year: i16,
    table: &YearTable,
    at_ms: i64,
    by: &str,
) -> Result<()> {
    let marks = serde_json::to_string(&table.marks)
        .map_err(|_| Error::Corrupt("calendar marks".to_owned()))?;
    tx.run(
        "insert into calendar_tables (year, version, imported_ms, imported_by, marks)
         values ($1, $2, $3, $4, $5)",
        args![i64::from(year), table.version, at_ms, by, marks],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct PeriodRow {
    id: String,
    kind: String,
    name: String,
    first_day: String,
    last_day: String,
    version: i64,
}

impl TryFrom<PeriodRow> for Period {
    type Error = Error;

    fn try_from(row: PeriodRow) -> Result<Self> {
        let day = |text: &str| text.parse().map_err(|_| Error::Corrupt(text.to_owned()));
        Ok(Self {
            id: row.id.parse()?,
            kind: PeriodKind::from_code(&row.kind)
                .ok_or_else(|| Error::Corrupt(row.kind.clone()))?,
            first: day(&row.first_day)?,
            last: day(&row.last_day)?,
            name: row.name,
            version: row.version,
        })
    }
}

/// Every span, in order of its first day.
pub(super) async fn periods(db: &impl Read) -> Result<Vec<Period>> {
    let rows: Vec<PeriodRow> = db
        .rows(
            "select id, kind, name, first_day, last_day, version from calendar_periods
             order by first_day, last_day, id",
            args![],
        )
        .await?;
    rows.into_iter().map(Period::try_from).collect()
}

/// One span.
pub(super) async fn period(db: &impl Read, id: PeriodId) -> Result<Option<Period>> {
    let row: Option<PeriodRow> = db
        .row(
            "select id, kind, name, first_day, last_day, version from calendar_periods
             where id = $1",
            args![id.to_string()],
        )
        .await?;
    row.map(Period::try_from).transpose()
}

/// Keeps a new span.
pub(super) async fn insert_period(tx: &mut Tx, period: &Period) -> Result<()> {
    tx.run(
        "insert into calendar_periods (id, kind, name, first_day, last_day, version)
         values ($1, $2, $3, $4, $5, $6)",
        args![
            period.id.to_string(),
            period.kind.code(),
            period.name.clone(),
            period.first.to_string(),
            period.last.to_string(),
            period.version
        ],
    )
    .await?;
    Ok(())
}

/// Changes a span that is still at this version; false when somebody was first.
pub(super) async fn update_period(tx: &mut Tx, period: &Period) -> Result<bool> {
    let n = tx
        .run(
            "update calendar_periods set kind = $2, name = $3, first_day = $4, last_day = $5,
             version = version + 1 where id = $1 and version = $6",
            args![
                period.id.to_string(),
                period.kind.code(),
                period.name.clone(),
                period.first.to_string(),
                period.last.to_string(),
                period.version
            ],
        )
        .await?;
    Ok(n == 1)
}

/// Takes a span away.
pub(super) async fn delete_period(tx: &mut Tx, id: PeriodId) -> Result<()> {
    tx.run(
        "delete from calendar_periods where id = $1",
        args![id.to_string()],
    )
    .await?;
    Ok(())
}

#[derive(FromQueryResult)]
struct RuleRow {
    code: String,
    days: i64,
    unit: String,
    off_day: String,
    remind: String,
    version: i64,
}

/// Puts what the bureau has set in the place of the defaults.
pub(super) async fn set_rules(db: &impl Read, mut rules: Vec<DueRule>) -> Result<Vec<DueRule>> {
    let rows: Vec<RuleRow> = db
        .rows(
            "select code, days, unit, off_day, remind, version from calendar_rules",
            args![],
        )
        .await?;
    for row in rows {
        let Some(rule) = rules.iter_mut().find(|rule| rule.code == row.code) else {
            continue;
        };
        rule.term.days = u32::try_from(row.days).map_err(|_| Error::Corrupt(row.code.clone()))?;
        rule.term.unit =
            DayUnit::from_code(&row.unit).ok_or_else(|| Error::Corrupt(row.unit.clone()))?;
        rule.term.off_day =
            OffDay::from_code(&row.off_day).ok_or_else(|| Error::Corrupt(row.off_day.clone()))?;
        rule.remind =
            serde_json::from_str(&row.remind).map_err(|_| Error::Corrupt(row.remind.clone()))?;
        rule.version = row.version;
    }
    Ok(rules)
}

/// Keeps a rule that is still at the version before; false when somebody was first.
pub(super) async fn save_rule(tx: &mut Tx, rule: &DueRule) -> Result<bool> {
    let remind = serde_json::json!(rule.remind).to_string();
    let n = tx
        .run(
            "insert into calendar_rules (code, days, unit, off_day, remind, version)
             values ($1, $2, $3, $4, $5, 1)
             on conflict (code) do update set days = excluded.days, unit = excluded.unit,
             off_day = excluded.off_day, remind = excluded.remind,
             version = calendar_rules.version + 1
             where calendar_rules.version = $6",
            args![
                rule.code.clone(),
                i64::from(rule.term.days),
                rule.term.unit.code(),
                rule.term.off_day.code(),
                remind,
                rule.version
            ],
        )
        .await?;
    Ok(n == 1)
}
