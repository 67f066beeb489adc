//! What the plan and the data items know of tasks, in the shape reports ask for.

use super::model::{LeaderOfTask, Quantity, Task, TimeLimit, UnitOfTask, WorkStep};
use crate::{
    org::{self, Leader},
    plan::{self, ItemId, Part, PlanId, PublishedItem},
};
use ::store::{Error, Read, Result};
use base::{Grain, actor::UnitId, day::Date};
use gongwen::{day::Day, ledger::Recurrence};
use std::collections::BTreeMap;

/// A plan people report on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlanName {
    pub(super) id: PlanId,
    pub(super) title: String,
    pub(super) year: i16,
    pub(super) issuer: String,
}

/// The published plans of a year (and those of no year), newest first.
pub(super) async fn plans(db: &impl Read, this_year: i16) -> Result<Vec<PlanName>> {
    let heads = plan::plan_heads(db).await?;
    Ok(heads
        .into_iter()
        .filter(|head| head.n_versions > 0)
        .map(|head| PlanName {
            id: head.plan.id,
            title: head.plan.title,
            year: head.plan.year.unwrap_or(this_year),
            issuer: head.plan.issuer,
        })
        .collect())
}

/// One published plan.
pub(super) async fn plan_named(db: &impl Read, id: PlanId, this_year: i16) -> Result<PlanName> {
    let plans = plans(db, this_year).await?;
    plans
        .into_iter()
        .find(|plan| plan.id == id)
        .ok_or(Error::NotFound)
}

/// Every task of the newest version of a plan.
pub(super) async fn tasks(db: &impl Read, id: PlanId, today: Date) -> Result<Vec<Task>> {
    let (_, content) = plan::latest_version(db, id).await?.ok_or(Error::NotFound)?;
    let names: BTreeMap<UnitId, String> = org::every_unit(db)
        .await?
        .into_iter()
        .map(|unit| (unit.id, unit.short_name))
        .collect();
    let leaders = org::leaders(db).await?;
    let mut steps: BTreeMap<ItemId, Vec<WorkStep>> = plan::tasks_of(db, id, today)
        .await?
        .into_iter()
        .map(|task| {
            let steps = task.steps.into_iter().map(|step| WorkStep {
                key: format!("s:{}", step.id),
                title: step.name,
                due: step.last,
                done_on: step.done_on,
            });
            (task.item, steps.collect())
        })
        .collect();
    let tasks = (1..).zip(&content.items);
    Ok(tasks
        .map(|(number, item)| Task {
            steps: steps.remove(&item.id).unwrap_or_default(),
            ..task(number, item, &names, &leaders)
        })
        .collect())
}

/// One task of the newest version of a plan; none when the plan was changed and no longer has it.
pub(super) async fn task_of(
    db: &impl Read,
    id: PlanId,
    item: ItemId,
    today: Date,
) -> Result<Option<Task>> {
    let mut tasks = tasks(db, id, today).await?;
    tasks.retain(|task| task.item == item);
    Ok(tasks.pop())
}

fn task(
    number: i64,
    item: &PublishedItem,
    names: &BTreeMap<UnitId, String>,
    leaders: &[Leader],
) -> Task {
    let units = |part: Part| {
        let seats = item.seats.iter().filter(move |seat| seat.part == part);
        let ids = seats.flat_map(|seat| seat.units.iter().copied());
        ids.filter_map(|id| {
            names.get(&id).map(|name| UnitOfTask {
                id,
                name: name.clone(),
            })
        })
        .collect::<Vec<_>>()
    };
    let lead = units(Part::Lead).into_iter().next();
    let seat = item.seats.iter().find(|seat| seat.part == Part::Leader);
    let named = seat.and_then(|seat| {
        Some(LeaderOfTask {
            id: seat.person?,
            name: seat.name.clone(),
        })
    });
    let in_charge = || {
        let unit = lead.as_ref()?.id;
        let leader = leaders
            .iter()
            .find(|leader| leader.in_charge_of.contains(&unit))?;
        Some(LeaderOfTask {
            id: leader.person,
            name: leader.name.clone(),
        })
    };
    Task {
        item: item.id,
        number,
        marker: item.marker.clone(),
        heading: item.heading(),
        field: item.path.first().cloned().unwrap_or_default(),
        leader: named.or_else(in_charge),
        support: units(Part::Support),
        lead,
        deadlines: item
            .deadlines
            .iter()
            .map(|entry| TimeLimit {
                to: entry.value.to.and_then(date),
                every: entry.value.recurs.map(every),
            })
            .collect(),
        targets: item
            .targets
            .iter()
            .map(|entry| Quantity {
                key: format!("n:{}", entry.id),
                subject: entry.value.subject.clone(),
                unit: entry.value.unit.clone(),
                goal: plan::target_words(&entry.value),
                value: None,
                source: String::new(),
                href: String::new(),
                is_supplied: false,
            })
            .collect(),
        steps: Vec::new(),
    }
}

fn every(recurs: Recurrence) -> Grain {
    match recurs {
        Recurrence::Weekly => Grain::Week,
        Recurrence::Monthly => Grain::Month,
        Recurrence::Quarterly => Grain::Quarter,
        Recurrence::HalfYearly | Recurrence::PerTerm => Grain::HalfYear,
        Recurrence::Yearly => Grain::Year,
    }
}

fn date(day: Day) -> Option<Date> {
    let (month, number) = (
        i8::try_from(day.month()).ok()?,
        i8::try_from(day.day()).ok()?,
    );
    Date::new(day.year(), month, number).ok()
}
