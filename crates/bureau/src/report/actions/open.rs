//! Opening periods.

use crate::{
    plan::PlanId,
    report::{
        acts,
        material::{self, PlanName},
        model::{OwedTask, Owes, Round, RulePack, Span, Task},
        notify, policy, store,
    },
};
use ::store::{Ctx, Error, Read, Result, Tx, audit::Line};
use base::{TimePeriod, actor::UnitId, day::in_words};
use std::collections::BTreeMap;

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
pub(super) async fn open(
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
