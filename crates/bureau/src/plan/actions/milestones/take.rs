//! Steps proposed by the program are looked at, and taken over by a person.

use super::{
    check_draws_up, keep,
    look::{first_published, published_item},
    name_of, policy, store,
};
use crate::plan::model::{
    ItemId, Part, Plan, PlanId, PublishedItem,
    milestone::{
        Owner, Proposal, Step, StepId, StepState, Template, WorkPlan, propose, suggest_template,
        templates,
    },
};
use ::store::{Ctx, Error, Read, Result, audit::Line};
use base::Refusal;

/// What is proposed for an item.
#[derive(Debug)]
pub(crate) struct Proposals {
    pub(crate) plan: Plan,
    pub(crate) item: PublishedItem,
    pub(crate) templates: Vec<Template>,
    /// The kind of matter suggested, and the words it was seen by.
    pub(crate) suggested: Option<(String, Vec<String>)>,
    /// Code of the kind the proposals are for; empty for none.
    pub(crate) kind: String,
    pub(crate) proposals: Vec<Proposal>,
    /// Names and times that stand already.
    pub(crate) steps: Vec<Step>,
}

/// What is proposed for an item as a matter of this kind; without one, of the kind suggested.
pub(crate) async fn proposals(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    kind: Option<&str>,
) -> Result<Proposals> {
    let (plan, item, _) = published_item(ctx, &ctx.db, plan, item).await?;
    check_draws_up(ctx, &item)?;
    propose_for(ctx, &ctx.db, plan, item, kind).await
}

async fn propose_for(
    ctx: &Ctx,
    db: &impl Read,
    plan: Plan,
    item: PublishedItem,
    kind: Option<&str>,
) -> Result<Proposals> {
    let templates = templates();
    let begins = first_published(db, plan.id).await?;
    let suggested = suggest(&templates, &item);
    let kind = match kind {
        Some(kind) => kind.to_owned(),
        None => suggested
            .as_ref()
            .map(|(code, _)| code.clone())
            .unwrap_or_default(),
    };
    let template = templates.iter().find(|template| template.code == kind);
    let year = plan.year.unwrap_or(ctx.today().year());
    Ok(Proposals {
        proposals: propose(&item, begins, year, template),
        steps: store::steps_of_item(db, item.id).await?,
        plan,
        item,
        templates,
        suggested,
        kind,
    })
}

fn suggest(templates: &[Template], item: &PublishedItem) -> Option<(String, Vec<String>)> {
    let (template, words) = suggest_template(templates, &item.body)?;
    let words = words.into_iter().map(str::to_owned).collect();
    Some((template.code.clone(), words))
}

impl Proposals {
    /// Whether such a step stands already, also where somebody has moved it since.
    pub(crate) fn stands(&self, proposal: &Proposal) -> bool {
        standing(&self.steps, proposal).is_some()
    }
}

fn standing<'s>(steps: &'s [Step], proposal: &Proposal) -> Option<&'s Step> {
    steps.iter().filter(|step| !step.is_dropped).find(|step| {
        let is_same = step.due == proposal.due || step.origin == proposal.origin;
        step.name == proposal.name && (is_same || proposal.in_order)
    })
}

/// Takes over the proposals with these keys.
pub(crate) async fn take_proposals(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    kind: &str,
    keys: &[String],
) -> Result<usize> {
    let found = proposals(ctx, plan, item, Some(kind)).await?;
    let is_taken = |proposal: &Proposal| keys.contains(&proposal.key) && !found.stands(proposal);
    let n_taken = found.proposals.iter().filter(|p| is_taken(p)).count();
    if n_taken == 0 {
        return Err(Refusal::new(
            "plan.steps.nothing_chosen",
            "没有选中任何节点，没有改动。",
            "请勾选要采用的节点；都不合适的，可以逐个添加。",
        )
        .into());
    }
    let mut tx = ctx.db.begin_write().await?;
    let work = store::work_plan(&tx, item).await?;
    let work = match work {
        Some(mut work) => {
            work.check_change("采用系统拟定的节点")?;
            kind.clone_into(&mut work.kind);
            keep(&mut tx, &mut work).await?;
            work
        }
        None => begin(ctx, &mut tx, &found.plan, &found.item, kind).await?,
    };
    // Somebody else may have taken them over meanwhile.
    let known = store::steps_of_item(&tx, item).await?;
    if known.len() != found.steps.len() {
        return Err(Error::Conflict);
    }
    let steps = steps(&work, &found.item, &found.proposals, &known, is_taken);
    store::insert_steps(&mut tx, &steps).await?;
    let line = Line::new("plan.steps.taken", item)
        .named(name_of(&found.item))
        .saying(format!("采用{n_taken}个节点"));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(n_taken)
}

/// Draws up a plan, as proposed, for each item this person leads that has none. Tells for how many.
pub(crate) async fn take_for_all(ctx: &Ctx, id: PlanId) -> Result<usize> {
    let plan = store::plan(&ctx.db, id).await?.ok_or(Error::NotFound)?;
    let (_, content) = store::latest_version(&ctx.db, id)
        .await?
        .ok_or(Error::NotFound)?;
    let begins = first_published(&ctx.db, id).await?;
    let templates = templates();
    let year = plan.year.unwrap_or(ctx.today().year());
    let mut tx = ctx.db.begin_write().await?;
    let known = store::work_plans(&tx, id).await?;
    let mut n_drawn_up = 0;
    for item in content.items {
        if !policy::may_draw_up(&ctx.actor, &item) || known.contains_key(&item.id) {
            continue;
        }
        let kind = suggest(&templates, &item)
            .map(|(code, _)| code)
            .unwrap_or_default();
        let template = templates.iter().find(|template| template.code == kind);
        let proposals = propose(&item, begins, year, template);
        if proposals.is_empty() {
            continue;
        }
        let work = begin(ctx, &mut tx, &plan, &item, &kind).await?;
        let steps = steps(&work, &item, &proposals, &[], |_| true);
        store::insert_steps(&mut tx, &steps).await?;
        let line = Line::new("plan.steps.taken", item.id)
            .named(name_of(&item))
            .saying(format!("采用{}个节点", steps.len()));
        tx.audit_line(ctx, line);
        n_drawn_up += 1;
    }
    tx.commit().await?;
    Ok(n_drawn_up)
}

/// Begins a work plan.
pub(super) async fn begin(
    ctx: &Ctx,
    tx: &mut ::store::Tx,
    plan: &Plan,
    item: &PublishedItem,
    kind: &str,
) -> Result<WorkPlan> {
    let work = WorkPlan::begun(plan.id, item.id, kind, ctx.now_ms(), &ctx.actor.name);
    match store::save_work_plan(tx, &work, 0).await? {
        true => Ok(work),
        false => Err(Error::Conflict),
    }
}

/// The proposals that are taken over, as steps of the office that leads the item. Steps of a template
/// follow each other, whatever stands between them in time and whichever of them stood already.
fn steps(
    work: &WorkPlan,
    item: &PublishedItem,
    proposals: &[Proposal],
    known: &[Step],
    is_taken: impl Fn(&Proposal) -> bool,
) -> Vec<Step> {
    let owner = lead_of(item);
    let mut steps: Vec<Step> = Vec::new();
    let mut before: Option<StepId> = None;
    let mut place = known.iter().map(|step| step.place).max().unwrap_or(-1);
    for proposal in proposals {
        if !is_taken(proposal) {
            if let Some(step) = standing(known, proposal).filter(|_| proposal.in_order) {
                before = Some(step.id);
            }
            continue;
        }
        place += 1;
        let step = Step {
            id: StepId::new(),
            plan: work.plan,
            item: work.item,
            place,
            name: proposal.name.clone(),
            begins: proposal.begins,
            due: proposal.due,
            owner: owner.clone(),
            weight: proposal.weight,
            after: match proposal.in_order {
                true => before.into_iter().collect(),
                false => Vec::new(),
            },
            evidence: proposal.evidence.clone(),
            origin: proposal.origin.clone(),
            state: StepState::NotStarted,
            baseline: None,
            is_dropped: false,
            revision: 1,
        };
        if proposal.in_order {
            before = Some(step.id);
        }
        steps.push(step);
    }
    steps
}

/// The unit that leads an item, as the owner of its steps.
pub(crate) fn lead_of(item: &PublishedItem) -> Option<Owner> {
    let seat = item.seats.iter().find(|seat| seat.part == Part::Lead)?;
    Some(Owner {
        unit: seat.units.first().copied(),
        person: None,
        name: seat.name.clone(),
    })
}
