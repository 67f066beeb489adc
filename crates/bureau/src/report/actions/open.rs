//! Setting up a year, opening its periods, changing the rules.

use crate::{
    calendar,
    plan::PlanId,
    report::{
        acts,
        material::{self, PlanName},
        model::{ChainStep, OwedTask, Owes, Round, RulePack, Span, Task},
        notify, policy, store,
    },
};
use ::store::{
    Ctx, Error, Read, Result, Tx,
    audit::{Facts, Line},
};
use base::{
    Grain, Refusal, TimePeriod,
    actor::UnitId,
    day::{Date, in_words},
};
use std::collections::{BTreeMap, BTreeSet};

/// The published plans people report on, newest first.
pub(in crate::report) async fn plans(ctx: &Ctx) -> Result<Vec<PlanName>> {
    material::plans(&ctx.db, ctx.today().year()).await
}

/// One of them.
pub(in crate::report) async fn plan_named(ctx: &Ctx, plan: PlanId) -> Result<PlanName> {
    material::plan_named(&ctx.db, plan, ctx.today().year()).await
}

/// The rules of a plan with their version, 0 for the shipped ones.
pub(in crate::report) async fn rules(db: &impl Read, plan: PlanId) -> Result<(RulePack, i64)> {
    if let Some(set) = store::set_rules(db, plan).await? {
        return Ok(set);
    }
    let shipped = RulePack::shipped();
    let shipped = shipped.ok_or_else(|| Error::Corrupt("report/rules".to_owned()))?;
    Ok((shipped, 0))
}

/// What a period would ask for, before it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PlannedRound {
    pub(in crate::report) period: TimePeriod,
    pub(in crate::report) due: Date,
    pub(in crate::report) n_tasks: usize,
    pub(in crate::report) n_reports: usize,
    pub(in crate::report) n_units: usize,
    /// The most reports one unit owes, with its name.
    pub(in crate::report) most: Option<(String, usize)>,
    /// Whether it is planned or open already.
    pub(in crate::report) is_set_up: bool,
}

/// What is to be set up: rhythms, and which of them ask supporting units too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct SetUp {
    pub(in crate::report) grains: Vec<Grain>,
}

/// Every period of a plan's year with what it would ask of whom, as the plan is now.
pub(in crate::report) async fn preview(ctx: &Ctx, plan: &PlanName) -> Result<Vec<PlannedRound>> {
    policy::may_collect(&ctx.actor)?;
    let (rules, _) = rules(&ctx.db, plan.id).await?;
    let tasks = material::tasks(&ctx.db, plan.id).await?;
    let known: BTreeSet<TimePeriod> = store::rounds(&ctx.db, plan.id)
        .await?
        .into_iter()
        .map(|round| round.period)
        .collect();
    let calendar = calendar::calendar(&ctx.db).await?;
    let mut planned = Vec::new();
    for rhythm in &rules.rhythms {
        for period in TimePeriod::all_of(rhythm.grain, plan.year) {
            let span = Span::of(period);
            let mut n_tasks = 0;
            let mut by_unit: BTreeMap<&str, usize> = BTreeMap::new();
            for task in tasks.iter().filter(|task| task.is_owed(rhythm, &span)) {
                let mut is_asked = false;
                for (unit, _) in task.asked(rhythm) {
                    *by_unit.entry(unit.name.as_str()).or_default() += 1;
                    is_asked = true;
                }
                n_tasks += usize::from(is_asked);
            }
            planned.push(PlannedRound {
                period,
                due: due(&calendar, rhythm.due.day(period), ctx.today()),
                n_tasks,
                n_reports: by_unit.values().sum(),
                n_units: by_unit.len(),
                most: by_unit
                    .into_iter()
                    .max_by_key(|(_, n)| *n)
                    .map(|(name, n)| (name.to_owned(), n)),
                is_set_up: known.contains(&period),
            });
        }
    }
    Ok(planned)
}

/// Plans every period of these rhythms that is not planned yet, and opens those that have begun.
/// Tells how many were planned, how many opened, and how many reports are owed by that.
pub(in crate::report) async fn set_up(
    ctx: &Ctx,
    plan: &PlanName,
    set_up: &SetUp,
) -> Result<(usize, usize, usize)> {
    policy::may_collect(&ctx.actor)?;
    if set_up.grains.is_empty() {
        return Err(Refusal::new(
            "report.no_rhythm",
            "没有勾选周期，没有改动。",
            "请勾选要设置的周期。",
        )
        .into());
    }
    let (rules, _) = rules(&ctx.db, plan.id).await?;
    let calendar = calendar::calendar(&ctx.db).await?;
    let mut tx = ctx.db.begin_write().await?;
    let known = store::rounds(&tx, plan.id).await?;
    let mut new = Vec::new();
    for rhythm in &rules.rhythms {
        if !set_up.grains.contains(&rhythm.grain) {
            continue;
        }
        for period in TimePeriod::all_of(rhythm.grain, plan.year) {
            if known.iter().any(|round| round.period == period) {
                continue;
            }
            new.push(Round {
                plan: plan.id,
                period,
                due: due(&calendar, rhythm.due.day(period), ctx.today()),
                opened_ms: None,
                locked_ms: None,
                locked_by: String::new(),
                rules: rules.clone(),
            });
        }
    }
    if new.is_empty() {
        return Err(Refusal::new(
            "report.nothing_to_set_up",
            "所选周期的报送期都已设置，没有改动。",
            "请勾选还没有设置的周期。",
        )
        .into());
    }
    store::insert_rounds(&mut tx, &new).await?;
    let words: Vec<&str> = set_up.grains.iter().map(|grain| grain.label()).collect();
    let line = Line::new("report.year.set_up", plan.id)
        .named(&plan.title)
        .saying(format!("{}，{}期", words.join("、"), new.len()));
    tx.audit_line(ctx, line);
    let mut n_opened = 0;
    let mut n_reports = 0;
    let tasks = material::tasks(&tx, plan.id).await?;
    for round in new
        .iter()
        .filter(|round| round.period.first() <= ctx.today())
    {
        n_reports += open(ctx, &mut tx, round, &plan.title, &tasks)
            .await?
            .unwrap_or(0);
        n_opened += 1;
    }
    if n_opened > 0 {
        notify::collecting(&mut tx, ctx, plan.id).await?;
    }
    tx.commit().await?;
    Ok((new.len(), n_opened, n_reports))
}

/// The day by the rule, on a working day; a period set up after its day was due gets as many working
/// days as a month's does, so that nobody is late by the set-up itself.
fn due(calendar: &calendar::Calendar, by_rule: Date, today: Date) -> Date {
    const DAYS_TO_CATCH_UP: u32 = 5;
    match by_rule < today {
        true => calendar.after(today, DAYS_TO_CATCH_UP),
        false => calendar.on_or_after(by_rule),
    }
}

/// Opens every planned period whose first day has come, without waiting for the night. Tells how many
/// were opened.
pub(in crate::report) async fn open_due(ctx: &Ctx) -> Result<usize> {
    policy::may_collect(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let n_opened = open_begun(ctx, &mut tx).await?;
    tx.commit().await?;
    Ok(n_opened)
}

/// The same in a transaction of the caller's; every night the program does it by itself.
pub(in crate::report) async fn open_begun(ctx: &Ctx, tx: &mut Tx) -> Result<usize> {
    let mut n_opened = 0;
    for round in store::rounds_to_open(tx, ctx.today()).await? {
        let Ok(plan) = plan_named(ctx, round.plan).await else {
            continue;
        };
        let tasks = material::tasks(tx, round.plan).await?;
        let opened = open(ctx, tx, &round, &plan.title, &tasks).await?;
        if opened.is_some() {
            n_opened += 1;
            notify::collecting(tx, ctx, round.plan).await?;
        }
    }
    Ok(n_opened)
}

/// Opens a period: from now on everybody knows what they owe. None when it was open already.
async fn open(
    ctx: &Ctx,
    tx: &mut Tx,
    round: &Round,
    plan: &str,
    tasks: &[Task],
) -> Result<Option<usize>> {
    if !store::mark_opened(tx, round, ctx.now_ms()).await? {
        return Ok(None);
    }
    let owed = owed(tasks, &round.rules, round.period);
    let n_reports = store::insert_owed(tx, round, &owed).await?;
    let mut by_unit: BTreeMap<UnitId, usize> = BTreeMap::new();
    for (unit, _) in owed.iter().flat_map(|task| &task.units) {
        *by_unit.entry(unit.id).or_default() += 1;
    }
    notify::opened(tx, ctx, round, &by_unit).await?;
    let line = Line::new("report.round.opened", round.plan)
        .named(acts::name_of(round, plan))
        .saying(format!("应报{n_reports}份，截止{}", in_words(round.due)));
    tx.audit_line(ctx, line);
    Ok(Some(n_reports))
}

/// What each task owes in a period, and who is asked.
pub(super) fn owed<'t>(
    tasks: &'t [Task],
    rules: &RulePack,
    period: TimePeriod,
) -> Vec<OwedTask<'t>> {
    let Some(rhythm) = rules.rhythm(period.grain()) else {
        return Vec::new();
    };
    let span = Span::of(period);
    tasks
        .iter()
        .map(|task| match task.owes(rhythm, &span) {
            Owes::Yes(why) => {
                let units: Vec<_> = task.asked(rhythm).collect();
                let owes = match units.is_empty() {
                    true => Owes::No("没有牵头单位，请先指派".to_owned()),
                    false => Owes::Yes(why),
                };
                OwedTask { task, owes, units }
            }
            owes @ Owes::No(_) => OwedTask {
                task,
                owes,
                units: Vec::new(),
            },
        })
        .collect()
}

/// Changes who looks at reports of a plan and which rhythms ask supporting units; periods that are
/// open keep the rules they were opened with.
pub(in crate::report) async fn change_rules(
    ctx: &Ctx,
    plan: &PlanName,
    version: i64,
    lead: Vec<ChainStep>,
    support: Vec<ChainStep>,
    supporting: &[Grain],
) -> Result<()> {
    policy::may_collect(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let (before, _) = rules(&tx, plan.id).await?;
    let mut after = before.clone();
    after.lead_steps = lead;
    after.support_steps = support;
    for rhythm in &mut after.rhythms {
        rhythm.supporting = supporting.contains(&rhythm.grain);
    }
    if !store::save_rules(&mut tx, plan.id, &after, version).await? {
        return Err(Error::Conflict);
    }
    let (was, is): (Facts, Facts) = (acts::of_rules(&before), acts::of_rules(&after));
    let line = Line::new("report.rules.changed", plan.id)
        .named(&plan.title)
        .changing(&was, &is);
    tx.audit_line(ctx, line);
    tx.commit().await
}
