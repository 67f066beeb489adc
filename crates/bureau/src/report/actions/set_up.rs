//! Setting up a year: what each period would ask of whom, and planning those that are wanted.

use super::open::{open, rules};
use crate::{
    calendar,
    plan::PlanId,
    report::{
        acts,
        material::{self, PlanName},
        model::{Round, RulePack, Span},
        notify, policy, store,
    },
};
use ::store::{Ctx, Result, audit::Line};
use base::{Grain, Refusal, TimePeriod, day::Date};
use std::collections::{BTreeMap, BTreeSet};

/// What a period would ask for, before it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct PlannedRound {
    pub(in crate::report) period: TimePeriod,
    /// The day it is due: as it stands once it is set up, by the rule before that.
    pub(in crate::report) due: Date,
    pub(in crate::report) n_tasks: usize,
    pub(in crate::report) n_reports: usize,
    pub(in crate::report) n_units: usize,
    /// The most reports one unit owes, with its name.
    pub(in crate::report) most: Option<(String, usize)>,
    /// Whether it is planned or open already.
    pub(in crate::report) is_set_up: bool,
    /// Not set up, and its day has gone by: nobody is asked for it unless somebody says so.
    pub(in crate::report) is_past: bool,
}

/// What is to be set up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct SetUp {
    /// Rhythms: each of their periods whose day is still to come.
    pub(in crate::report) grains: Vec<Grain>,
    /// Periods whose day has gone by and that are asked for all the same.
    pub(in crate::report) past: BTreeSet<TimePeriod>,
}

impl SetUp {
    /// Every period of these rhythms in a year, also those whose day has gone by.
    pub(in crate::report) fn whole_year(grains: &[Grain], year: i16) -> Self {
        let past = grains.iter();
        let past = past.flat_map(|grain| TimePeriod::all_of(*grain, year));
        Self {
            grains: grains.to_vec(),
            past: past.collect(),
        }
    }

    fn wants(&self, period: TimePeriod, is_past: bool) -> bool {
        match is_past {
            true => self.past.contains(&period),
            false => self.grains.contains(&period.grain()),
        }
    }
}

/// What setting up did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) struct SetUpDone {
    pub(in crate::report) n_planned: usize,
    /// How many of these are open already, having begun.
    pub(in crate::report) n_opened: usize,
    /// How many reports are owed by that.
    pub(in crate::report) n_reports: usize,
    /// Periods of the rhythms that were left out because their day has gone by.
    pub(in crate::report) n_past: usize,
}

/// Every period of a plan's year with what it would ask of whom, as the plan is now.
pub(in crate::report) async fn preview(ctx: &Ctx, plan: &PlanName) -> Result<Vec<PlannedRound>> {
    policy::may_collect(&ctx.actor)?;
    let (rules, _) = rules(&ctx.db, plan.id).await?;
    let tasks = material::tasks(&ctx.db, plan.id).await?;
    let known: BTreeMap<TimePeriod, Date> = store::rounds(&ctx.db, plan.id)
        .await?
        .into_iter()
        .map(|round| (round.period, round.due))
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
            let by_rule = rhythm.due.day(period, &calendar);
            let stands = known.get(&period).copied();
            planned.push(PlannedRound {
                period,
                due: stands.unwrap_or(by_rule),
                n_tasks,
                n_reports: by_unit.values().sum(),
                n_units: by_unit.len(),
                most: by_unit
                    .into_iter()
                    .max_by_key(|(_, n)| *n)
                    .map(|(name, n)| (name.to_owned(), n)),
                is_set_up: stands.is_some(),
                is_past: stands.is_none() && by_rule < ctx.today(),
            });
        }
    }
    Ok(planned)
}

/// The day a period is due that is asked for although its own has gone by.
pub(in crate::report) async fn catch_up_by(ctx: &Ctx, rules: &RulePack) -> Result<Date> {
    let calendar = calendar::calendar(&ctx.db).await?;
    Ok(rules.caught_up(&calendar, ctx.today()))
}

/// Plans the periods that are wanted and not planned yet, and opens those that have begun.
pub(in crate::report) async fn set_up(
    ctx: &Ctx,
    plan: &PlanName,
    set_up: &SetUp,
) -> Result<SetUpDone> {
    policy::may_collect(&ctx.actor)?;
    if set_up.grains.is_empty() && set_up.past.is_empty() {
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
    let mut done = SetUpDone::default();
    for rhythm in &rules.rhythms {
        for period in TimePeriod::all_of(rhythm.grain, plan.year) {
            if known.iter().any(|round| round.period == period) {
                continue;
            }
            let by_rule = rhythm.due.day(period, &calendar);
            let is_past = by_rule < ctx.today();
            if !set_up.wants(period, is_past) {
                let is_left_out = is_past && set_up.grains.contains(&rhythm.grain);
                done.n_past += usize::from(is_left_out);
                continue;
            }
            new.push(Round {
                plan: plan.id,
                period,
                due: match is_past {
                    true => rules.caught_up(&calendar, ctx.today()),
                    false => by_rule,
                },
                opened_ms: None,
                locked_ms: None,
                locked_by: String::new(),
                rules: rules.clone(),
            });
        }
    }
    if new.is_empty() {
        return Err(nothing_to_set_up(done.n_past).into());
    }
    store::insert_rounds(&mut tx, &new).await?;
    tx.audit_line(ctx, line(plan.id, &plan.title, &new));
    let tasks = material::tasks(&tx, plan.id).await?;
    let has_begun = |round: &&Round| round.period.first() <= ctx.today();
    for round in new.iter().filter(has_begun) {
        done.n_reports += open(ctx, &mut tx, round, &plan.title, &tasks)
            .await?
            .unwrap_or(0);
        done.n_opened += 1;
    }
    if done.n_opened > 0 {
        notify::collecting(&mut tx, ctx, plan.id).await?;
    }
    tx.commit().await?;
    done.n_planned = new.len();
    Ok(done)
}

fn line(plan: PlanId, title: &str, new: &[Round]) -> Line {
    let mut words: Vec<String> = Vec::new();
    let grains: BTreeSet<Grain> = new.iter().map(|round| round.period.grain()).collect();
    for grain in grains {
        let of_grain = new.iter().filter(|round| round.period.grain() == grain);
        words.push(acts::n_of_rhythm(grain, of_grain.count()));
    }
    Line::new("report.year.set_up", plan)
        .named(title)
        .saying(words.join("、"))
}

fn nothing_to_set_up(n_past: usize) -> Refusal {
    match n_past {
        0 => Refusal::new(
            "report.nothing_to_set_up",
            "所选周期的报送期都已设置，没有改动。",
            "请勾选还没有设置的周期。",
        ),
        n => Refusal::new(
            "report.only_past",
            format!("所选周期还没有设置的{n}期都已过期限，没有改动。"),
            "要求补报的，请在周期下面的表里逐期勾选。",
        ),
    }
}
