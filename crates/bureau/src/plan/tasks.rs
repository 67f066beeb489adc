//! The facade for those who build on plans: the tasks of a published plan, with who answers for them
//! and how far they are. A fixed number of statements however many tasks there are.

use super::{
    actions::{Counted, Line, progress_of},
    model::{
        ItemId, Part, PlanId, PublishedItem, deadline_words,
        milestone::{Agreement, Light, Step, StepId, Steps, date, light_rules},
        progress::{Measure, Reach},
    },
    store,
};
use crate::{
    calendar,
    facts::{self, ItemCode, ItemFilter},
};
use ::store::{Error, Read, Result};
use base::{
    actor::{PersonId, UnitId},
    day::Date,
};
use gongwen::ledger::{Commitment, Recurrence};

/// 任务: an item of a published plan with its work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Task {
    pub(crate) item: ItemId,
    /// The same as it was published.
    pub(crate) paper: PublishedItem,
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
    pub(crate) targets: Vec<TaskTarget>,
    /// How far its work plan is agreed; none without one.
    pub(crate) agreement: Option<Agreement>,
    pub(crate) steps: Vec<TaskStep>,
    /// In percent of the weights: done, and to be done by now.
    pub(crate) done_share: i64,
    pub(crate) planned_share: i64,
    pub(crate) light: Light,
}

/// What a report of one task needs to know of it: a few statements, whatever else the plan holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TaskWork {
    /// Number in the plan, 1 the first.
    pub(crate) number: usize,
    pub(crate) paper: PublishedItem,
    pub(crate) steps: Vec<Step>,
    pub(crate) measures: Vec<Measure>,
}

/// One task of the newest version of a plan; none when it no longer has it.
pub(crate) async fn task_work(
    db: &impl Read,
    plan: PlanId,
    item: ItemId,
) -> Result<Option<TaskWork>> {
    let found = store::latest_item(db, plan, item)
        .await?
        .ok_or(Error::NotFound)?;
    let Some((number, paper)) = found else {
        return Ok(None);
    };
    let mut steps = store::steps_of_item(db, item).await?;
    steps.retain(|step| !step.is_dropped);
    let mut measures = store::measures(db, plan).await?;
    Ok(Some(TaskWork {
        number,
        paper,
        steps,
        measures: measures.remove(&item).unwrap_or_default(),
    }))
}

/// A target of a task and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TaskTarget {
    /// 培训班主任.
    pub(crate) name: String,
    /// 不少于860名.
    pub(crate) goal: String,
    pub(crate) commitment: Commitment,
    /// The data item it is measured by; none before one was chosen.
    pub(crate) data_item: Option<ItemCode>,
    /// The value with its unit word; empty without one.
    pub(crate) value: String,
    /// Nobody has verified the value.
    pub(crate) is_open: bool,
    pub(crate) reach: Reach,
    /// In percent of the number; none where there is no share.
    pub(crate) percent: Option<i64>,
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
    let items = facts::items(db, &ItemFilter::default()).await?;
    let mut lines = progress_of(db, &plan, &content.items, &items, (Counted::All, today)).await?;
    let works = store::work_plans(db, plan.id).await?;
    let mut steps = store::steps_of_plan(db, plan.id).await?;
    let days = calendar::working_days(db).await?;
    let rules = light_rules();
    let year = plan.year.unwrap_or(today.year());
    let tasks = (1..).zip(content.items).map(|(number, item)| {
        let steps = steps.remove(&item.id).unwrap_or_default();
        let all = Steps(&steps);
        Task {
            targets: lines
                .remove(&item.id)
                .unwrap_or_default()
                .iter()
                .map(target)
                .collect(),
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
        marker: item.marker.clone(),
        path: item.path.clone(),
        body: item.body.clone(),
        paper: item,
        targets: Vec::new(),
        agreement: None,
        steps: Vec::new(),
        done_share: 0,
        planned_share: 0,
        light: Light::Grey,
    }
}

fn target(line: &Line) -> TaskTarget {
    TaskTarget {
        name: line.name.clone(),
        goal: line.goal.clone(),
        commitment: line.commitment,
        data_item: line
            .measure
            .as_ref()
            .map(|measure| measure.data_item.clone()),
        value: line.value.clone(),
        is_open: line.is_open,
        reach: line.reached.reach,
        percent: line.reached.percent,
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
