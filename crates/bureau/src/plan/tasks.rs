//! The facade for those who build on plans: the tasks of a published plan, with who answers for them
//! and how far they are. A fixed number of statements however many tasks there are.

use super::{
    model::{
        ItemId, Part, PlanId, PublishedItem, deadline_words,
        milestone::{Agreement, Light, Step, StepId, Steps, date, light_rules},
    },
    store,
};
use crate::calendar;
use ::store::{Error, Read, Result};
use base::{
    actor::{PersonId, UnitId},
    day::Date,
};
use gongwen::ledger::Recurrence;

/// 任务: an item of a published plan with its work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Task {
    pub(crate) item: ItemId,
    /// Number in the plan, 1 the first.
    pub(crate) number: usize,
    pub(crate) marker: String,
    pub(crate) heading: String,
    /// Section headings, outermost first.
    pub(crate) path: Vec<String>,
    pub(crate) body: String,
    pub(crate) lead: Option<UnitId>,
    pub(crate) lead_name: String,
    /// Units that support it; a collective name stands for all of its units.
    pub(crate) support: Vec<UnitId>,
    pub(crate) leaders: Vec<(PersonId, String)>,
    /// The last day anything of it is due.
    pub(crate) due: Option<Date>,
    pub(crate) deadlines: Vec<String>,
    pub(crate) recurs: Vec<Recurrence>,
    /// How far its work plan is agreed; none without one.
    pub(crate) agreement: Option<Agreement>,
    pub(crate) steps: Vec<TaskStep>,
    /// In percent of the weights: done, and to be done by now.
    pub(crate) done_share: i64,
    pub(crate) planned_share: i64,
    pub(crate) light: Light,
}

/// A step of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TaskStep {
    pub(crate) id: StepId,
    pub(crate) name: String,
    /// As a table says it: 8月, 08-31.
    pub(crate) due_words: String,
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) owner_name: String,
    /// 未开始, 进行中, 已完成.
    pub(crate) state: &'static str,
    pub(crate) done_on: Option<Date>,
    pub(crate) is_overdue: bool,
    pub(crate) revision: i64,
}

/// The tasks of the newest version of a plan, in its order.
pub(crate) async fn tasks_of(db: &impl Read, plan: PlanId, today: Date) -> Result<Vec<Task>> {
    let plan = store::plan(db, plan).await?.ok_or(Error::NotFound)?;
    let (_, content) = store::latest_version(db, plan.id)
        .await?
        .ok_or(Error::NotFound)?;
    let works = store::work_plans(db, plan.id).await?;
    let mut steps = store::steps_of_plan(db, plan.id).await?;
    let days = calendar::working_days(db).await?;
    let rules = light_rules();
    let year = plan.year.unwrap_or(today.year());
    let tasks = (1..).zip(content.items).map(|(number, item)| {
        let steps = steps.remove(&item.id).unwrap_or_default();
        let all = Steps(&steps);
        Task {
            agreement: works.get(&item.id).map(|work| work.state),
            done_share: all.done_share(),
            planned_share: all.planned_share(today),
            light: Light::of_item(all, today, &days, &rules),
            steps: all
                .live()
                .map(|step| task_step(step, year, today))
                .collect(),
            ..task(number, item)
        }
    });
    Ok(tasks.collect())
}

/// What the paper and the assignment say of a task.
fn task(number: usize, item: PublishedItem) -> Task {
    let of = |part: Part| item.seats.iter().filter(move |seat| seat.part == part);
    Task {
        item: item.id,
        number,
        heading: item.heading(),
        lead: of(Part::Lead).find_map(|seat| seat.units.first().copied()),
        lead_name: item.names(Part::Lead),
        support: of(Part::Support)
            .flat_map(|seat| seat.units.clone())
            .collect(),
        leaders: of(Part::Leader)
            .filter_map(|seat| Some((seat.person?, seat.name.clone())))
            .collect(),
        due: item.due().and_then(date),
        deadlines: item
            .deadlines
            .iter()
            .map(|entry| deadline_words(&entry.value, &entry.quote))
            .collect(),
        recurs: item
            .deadlines
            .iter()
            .filter_map(|entry| entry.value.recurs)
            .collect(),
        marker: item.marker,
        path: item.path,
        body: item.body,
        agreement: None,
        steps: Vec::new(),
        done_share: 0,
        planned_share: 0,
        light: Light::Grey,
    }
}

fn task_step(step: &Step, year: i16, today: Date) -> TaskStep {
    TaskStep {
        id: step.id,
        name: step.name.clone(),
        due_words: step.due.label(year),
        first: step.first(),
        last: step.last(),
        owner_name: step.owner_name().to_owned(),
        state: step.state.label(),
        done_on: step.done().map(|done| done.on),
        is_overdue: step.is_overdue(today),
        revision: step.revision,
    }
}
