//! The facade for those who build on plans: the tasks of a published plan, with who answers for them
//! and what is to be done. A fixed number of statements however many tasks there are.

use super::{
    model::{ItemId, PlanId, PublishedItem, milestone::Step, progress::Measure},
    store,
};
use crate::facts::{Looking, Typed};
use ::store::{Db, Error, Read, Result};

/// 任务: an item of a published plan with its work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TaskWork {
    /// Number in the plan, 1 the first.
    pub(crate) number: usize,
    /// The item as it was published.
    pub(crate) paper: PublishedItem,
    pub(crate) steps: Vec<Step>,
    pub(crate) measures: Vec<Measure>,
}

/// One task of the newest version of a plan; none when it no longer has it. Whatever else the plan
/// holds is not read.
pub(crate) async fn task_work(
    db: &impl Read,
    plan: PlanId,
    item: ItemId,
) -> Result<Option<TaskWork>> {
    let Some((number, paper)) = store::latest_item(db, plan, item).await? else {
        return Ok(None);
    };
    let mut steps = store::steps_of_item(db, item).await?;
    steps.retain(|step| !step.is_dropped);
    Ok(Some(TaskWork {
        number,
        paper,
        steps,
        measures: store::measures_of_item(db, plan, item).await?,
    }))
}

/// The tasks of the newest version of a plan, in its order.
pub(crate) async fn task_works(db: &impl Read, plan: PlanId) -> Result<Vec<TaskWork>> {
    let (_, content) = store::latest_version(db, plan)
        .await?
        .ok_or(Error::NotFound)?;
    let mut steps = store::steps_of_plan(db, plan).await?;
    let mut measures = store::measures(db, plan).await?;
    let works = (1..).zip(content.items).map(|(number, paper)| {
        let mut steps = steps.remove(&paper.id).unwrap_or_default();
        steps.retain(|step| !step.is_dropped);
        TaskWork {
            number,
            measures: measures.remove(&paper.id).unwrap_or_default(),
            steps,
            paper,
        }
    });
    Ok(works.collect())
}

/// Targets of this year's plans that no data item measures: reports are where people type them.
pub(crate) fn numbers_typed(db: &Db) -> Looking<'_, Vec<Typed>> {
    Box::pin(async move {
        let plans = store::published_plans(db).await?;
        let year = plans.iter().filter_map(|plan| plan.year).max();
        let mut typed = Vec::new();
        for plan in plans.iter().filter(|plan| plan.year == year) {
            for work in task_works(db, plan.id).await? {
                let measured: Vec<_> = work
                    .measures
                    .iter()
                    .filter_map(|measure| measure.kind.target())
                    .collect();
                let bare = work.paper.targets.iter();
                let bare = bare.filter(|target| !measured.contains(&target.id));
                typed.extend(bare.map(|target| Typed {
                    key: format!("target:{}", target.id),
                    place: format!("《{}》第{}条的目标，在报送里填写", plan.title, work.number),
                    name: target.value.subject.clone(),
                    unit: target.value.unit.clone(),
                }));
            }
        }
        Ok(typed)
    })
}
