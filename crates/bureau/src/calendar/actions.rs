//! Use cases of the calendar.

use super::{
    facts,
    model::{
        Calendar, Difference, Due, DueRule, Fault, Period, PeriodId, PeriodKind, Term, YearTable,
        shipped_rules,
    },
    policy, store,
};
use ::store::{
    Ctx, Error, Read, Result,
    audit::{Facts, Line},
};
use base::{Refusal, day::Date};
use std::collections::BTreeMap;

/// The tables in force.
pub(crate) async fn calendar(db: &impl Read) -> Result<Calendar> {
    Ok(Calendar::new(store::tables(db).await?))
}

/// Every term, vacation and exam week, in order.
pub(super) async fn periods(ctx: &Ctx) -> Result<Vec<Period>> {
    store::periods(&ctx.db).await
}

/// One of them.
pub(super) async fn period(ctx: &Ctx, id: PeriodId) -> Result<Period> {
    store::period(&ctx.db, id).await?.ok_or(Error::NotFound)
}

/// The rules in force.
pub(super) async fn rules(ctx: &Ctx) -> Result<Vec<DueRule>> {
    store::set_rules(&ctx.db, shipped_rules()).await
}

/// One of them.
pub(super) async fn rule(ctx: &Ctx, code: &str) -> Result<DueRule> {
    let rules = rules(ctx).await?;
    let rule = rules.into_iter().find(|rule| rule.code == code);
    rule.ok_or(Error::NotFound)
}

/// When a matter is due that began on a day, when to remind, and which exam weeks it falls into.
#[derive(Debug)]
pub(super) struct Reckoning {
    pub(super) due: Due,
    pub(super) reminders: Vec<Date>,
    pub(super) examinations: Vec<Period>,
}

/// Reckons a due date.
pub(super) async fn reckon(ctx: &Ctx, from: Date, term: Term, remind: &[u32]) -> Result<Reckoning> {
    let calendar = calendar(&ctx.db).await?;
    let due = calendar.due(from, term);
    let periods = store::periods(&ctx.db).await?;
    Ok(Reckoning {
        reminders: calendar.reminders(from, due.on, remind),
        examinations: periods
            .into_iter()
            .filter(|period| period.kind == PeriodKind::Examination && period.holds(due.on))
            .collect(),
        due,
    })
}

/// What an import would do.
#[derive(Debug, Default)]
pub(super) struct ImportPreview {
    /// Days that change, by year.
    pub(super) years: BTreeMap<i16, Vec<Difference>>,
    /// Lines that cannot be taken over.
    pub(super) faults: Vec<Fault>,
}

/// Compares pasted lines with the tables in force. Nothing is kept.
pub(super) async fn preview_import(ctx: &Ctx, lines: &str) -> Result<ImportPreview> {
    policy::may_keep(&ctx.actor)?;
    let (tables, faults) = read(lines);
    let calendar = calendar(&ctx.db).await?;
    let years = tables.iter().map(|(year, table)| {
        let before = calendar.table(*year).cloned().unwrap_or_default();
        (*year, before.differences(table))
    });
    Ok(ImportPreview {
        years: years.collect(),
        faults,
    })
}

/// Takes the tables over; what was computed with older ones stays as it is. Tells which years changed.
pub(super) async fn import(ctx: &Ctx, lines: &str) -> Result<Vec<i16>> {
    policy::may_keep(&ctx.actor)?;
    let (tables, faults) = read(lines);
    if !faults.is_empty() || tables.is_empty() {
        return Err(nothing_to_take().into());
    }
    let mut tx = ctx.db.begin_write().await?;
    let calendar = calendar(&tx).await?;
    let mut changed = Vec::new();
    for (year, mut table) in tables {
        let before = calendar.table(year).cloned().unwrap_or_default();
        let differences = before.differences(&table);
        if differences.is_empty() {
            continue;
        }
        table.version = before.version + 1;
        store::insert_table(&mut tx, year, &table, ctx.now_ms(), &ctx.actor.name).await?;
        let line = Line::new("calendar.table.imported", year)
            .named(format!("{year}年"))
            .saying(format!("第{}版", table.version))
            .changing(&Facts::none(), &facts::of_days(&differences));
        tx.audit_line(ctx, line);
        changed.push(year);
    }
    tx.commit().await?;
    Ok(changed)
}

/// Lines pasted from a spreadsheet or a .csv file: date, 放假 or 调休上班, name. A heading is passed over.
fn read(lines: &str) -> (BTreeMap<i16, YearTable>, Vec<Fault>) {
    let rows = (1..).zip(lines.lines()).filter_map(|(row, line)| {
        let mut cells = line
            .splitn(3, ['\t', ',', '，'])
            .map(|cell| cell.trim().to_owned());
        let first = cells.next().filter(|cell| !cell.is_empty())?;
        let is_heading = row == 1 && !first.starts_with(|c: char| c.is_ascii_digit());
        let rest = [cells.next(), cells.next()].map(Option::unwrap_or_default);
        let [kind, name] = rest;
        (!is_heading).then_some((row, [first, kind, name]))
    });
    YearTable::read(rows)
}

/// What a span of school days is to be.
#[derive(Debug, Clone)]
pub(crate) struct PeriodDraft {
    pub(crate) kind: PeriodKind,
    pub(crate) name: String,
    pub(crate) first: Date,
    pub(crate) last: Date,
}

impl PeriodDraft {
    fn period(self, id: PeriodId, version: i64) -> Period {
        Period {
            id,
            kind: self.kind,
            name: self.name,
            first: self.first,
            last: self.last,
            version,
        }
    }
}

/// Enters a span.
pub(crate) async fn create_period(ctx: &Ctx, draft: PeriodDraft) -> Result<()> {
    policy::may_keep(&ctx.actor)?;
    let period = draft.period(PeriodId::new(), 1);
    let mut tx = ctx.db.begin_write().await?;
    store::insert_period(&mut tx, &period).await?;
    let line = Line::new("calendar.period.created", period.id)
        .named(&period.name)
        .changing(&Facts::none(), &facts::of_period(&period));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Changes a span that is still at this version.
pub(super) async fn change_period(
    ctx: &Ctx,
    id: PeriodId,
    version: i64,
    draft: PeriodDraft,
) -> Result<()> {
    policy::may_keep(&ctx.actor)?;
    let period = draft.period(id, version);
    let mut tx = ctx.db.begin_write().await?;
    let before = store::period(&tx, id).await?.ok_or(Error::NotFound)?;
    if !store::update_period(&mut tx, &period).await? {
        return Err(Error::Conflict);
    }
    let line = Line::new("calendar.period.changed", id)
        .named(&period.name)
        .changing(&facts::of_period(&before), &facts::of_period(&period));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Takes a span away.
pub(super) async fn remove_period(ctx: &Ctx, id: PeriodId) -> Result<()> {
    policy::may_keep(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let period = store::period(&tx, id).await?.ok_or(Error::NotFound)?;
    store::delete_period(&mut tx, id).await?;
    let line = Line::new("calendar.period.removed", id)
        .named(&period.name)
        .changing(&facts::of_period(&period), &Facts::none());
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Changes a rule that is still at its version.
pub(super) async fn change_rule(ctx: &Ctx, rule: &DueRule) -> Result<()> {
    policy::may_keep(&ctx.actor)?;
    let before = rules(ctx).await?;
    let before = before.iter().find(|known| known.code == rule.code);
    let mut tx = ctx.db.begin_write().await?;
    if !store::save_rule(&mut tx, rule).await? {
        return Err(Error::Conflict);
    }
    let line = Line::new("calendar.rule.changed", &rule.code)
        .named(&rule.name)
        .changing(
            &before.map_or_else(Facts::none, facts::of_rule),
            &facts::of_rule(rule),
        );
    tx.audit_line(ctx, line);
    tx.commit().await
}

fn nothing_to_take() -> Refusal {
    Refusal::new(
        "calendar.import",
        "没有可以导入的内容，或有的行写得不对。",
        "请按提示改好每一行后再导入。",
    )
}
