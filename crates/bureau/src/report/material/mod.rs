//! What the plan and the data items know of tasks, in the shape reports ask for.

mod numbers;

pub(super) use numbers::moved_on;

use super::model::{LeaderOfTask, ReportHead, Task, TimeLimit, UnitOfTask, WorkStep};
use crate::{
    org::{self, Leader},
    plan::{self, Part, PlanId, PublishedItem},
};
use ::store::{Error, Read, Result};
use base::{
    Grain, Role,
    actor::{PersonId, UnitId},
    day::Date,
};
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
    let plans = plan::published_plans(db).await?;
    Ok(plans
        .into_iter()
        .map(|plan| PlanName {
            id: plan.id,
            title: plan.title,
            year: plan.year.unwrap_or(this_year),
            issuer: plan.issuer,
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

/// Every task of the newest version of a plan, as far as it says who owes what.
pub(super) async fn tasks(db: &impl Read, id: PlanId) -> Result<Vec<Task>> {
    let names: BTreeMap<UnitId, String> = org::every_unit(db)
        .await?
        .into_iter()
        .map(|unit| (unit.id, unit.short_name))
        .collect();
    let leaders = org::leaders(db).await?;
    let works = plan::task_works(db, id).await?.into_iter();
    Ok(works
        .map(|known| {
            let steps = known.steps.into_iter().map(|step| WorkStep {
                key: format!("s:{}", step.id),
                due: step.last(),
                done_on: step.reported().map(|done| done.on),
                title: step.name,
                evidence: String::new(),
                is_ours: true,
            });
            Task {
                steps: steps.collect(),
                ..task(known.number, &known.paper, &names, &leaders)
            }
        })
        .collect())
}

/// The task of a report with its steps and numbers as they stand; none when the plan was changed and
/// no longer has it.
pub(super) async fn task_of(db: &impl Read, head: &ReportHead) -> Result<Option<Task>> {
    let Some(work) = plan::task_work(db, head.plan, head.item).await? else {
        return Ok(None);
    };
    let leads = |part: &plan::PublishedItem| {
        let mut seats = part.seats.iter().filter(|seat| seat.part == Part::Lead);
        seats.any(|seat| seat.units.contains(&head.unit))
    };
    let is_lead = leads(&work.paper);
    let people = match is_lead {
        true => Vec::new(),
        false => people_asked(db, head.unit, &work.steps).await?,
    };
    // Whoever leads the task tells of all its steps, whoever supports it of their own alone.
    let is_theirs = |step: &&plan::Step| {
        is_lead
            || step.owner.as_ref().is_some_and(|owner| {
                owner.unit == Some(head.unit)
                    || owner.person.is_some_and(|person| people.contains(&person))
            })
    };
    let steps = work.steps.iter().filter(is_theirs).map(|step| WorkStep {
        key: format!("s:{}", step.id),
        title: step.name.clone(),
        due: step.last(),
        done_on: step.reported().map(|done| done.on),
        evidence: step.evidence.clone(),
        is_ours: is_lead
            || step
                .owner
                .as_ref()
                .is_some_and(|owner| owner.person.is_none() && owner.unit == Some(head.unit)),
    });
    let steps = steps.collect();
    let targets = numbers::of_task(db, head, &work).await?;
    Ok(Some(Task {
        steps,
        targets,
        ..task(work.number, &work.paper, &BTreeMap::new(), &[])
    }))
}

/// Whom of a unit the steps may be given to: nobody is asked for where no step is a person's.
async fn people_asked(db: &impl Read, unit: UnitId, steps: &[plan::Step]) -> Result<Vec<PersonId>> {
    let is_persons = |step: &plan::Step| {
        let owner = step.owner.as_ref();
        owner.is_some_and(|owner| owner.person.is_some() && owner.unit != Some(unit))
    };
    if !steps.iter().any(is_persons) {
        return Ok(Vec::new());
    }
    let people = org::holders(db, Some(unit), &Role::ALL).await?;
    Ok(people.into_iter().map(|(person, _)| person).collect())
}

fn task(
    number: usize,
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
        number: i64::try_from(number).unwrap_or(i64::MAX),
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
            .map(|entry| numbers::bare(entry.id, &entry.value))
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
