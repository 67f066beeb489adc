//! Publishing: the working copy becomes a version that never changes.

use super::{directory, plan_at_work, store};
use crate::{
    facts,
    org::{Directory, Named},
    plan::{
        REVISED,
        model::{Holder, Item, Part, Plan, PlanId, PublishedItem, PublishedPlan, Seat, Stage},
        search, told,
    },
};
use ::store::{Ctx, Error, Result, audit::Line, jobs::Job};
use base::Refusal;

/// What somebody about to publish should know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Readiness {
    pub(crate) n_items: usize,
    /// Items nobody has been through.
    pub(crate) n_unchecked: usize,
    /// Items without a lead that a person gave or accepted.
    pub(crate) n_without_lead: usize,
    /// Items with proposals nobody accepted; proposals are not published.
    pub(crate) n_with_suggestions: usize,
    pub(crate) n_without_deadline: usize,
}

/// How a version is published.
#[derive(Debug, Clone)]
pub(crate) struct Publish {
    /// What changed and why; needed from the second version on.
    pub(crate) note: String,
    /// Publishes although some items are not ready.
    pub(crate) accepts_open_items: bool,
    /// The revision the page showed.
    pub(crate) revision: i64,
}

/// How ready items are.
pub(crate) fn readiness(items: &[Item]) -> Readiness {
    let count = |is: fn(&Item) -> bool| items.iter().filter(|item| is(item)).count();
    Readiness {
        n_items: items.len(),
        n_unchecked: count(|item| !item.is_checked),
        n_without_lead: count(|item| item.lead().is_none_or(|seat| seat.is_suggestion)),
        n_with_suggestions: count(|item| item.assignments.iter().any(|seat| seat.is_suggestion)),
        n_without_deadline: count(|item| item.deadlines.is_empty()),
    }
}

impl Readiness {
    /// Whether nothing is left to decide.
    pub(crate) fn is_complete(&self) -> bool {
        self.n_unchecked == 0 && self.n_without_lead == 0 && self.n_with_suggestions == 0
    }
}

/// Publishes the working copy and gives the number of the version.
pub(crate) async fn publish(ctx: &Ctx, id: PlanId, command: Publish) -> Result<i64> {
    let house = directory(&ctx.db).await?;
    let mut tx = ctx.db.begin_write().await?;
    let plan = plan_at_work(ctx, &tx, id).await?;
    if plan.revision != command.revision {
        return Err(Error::Conflict);
    }
    let items = store::items(&tx, id).await?;
    check(&plan, &items, &command)?;
    let content = content(&plan, items, &house);
    let before = store::latest_version(&tx, id).await?;
    let number = store::insert_version(&mut tx, ctx, id, &command.note, &content).await?;
    let before = before.map(|(_, before)| before);
    search::put(&mut tx, id, before.as_ref(), &content, ctx.now_ms()).await?;
    told::of_end_of_review(&mut tx, &plan).await?;
    told::of_version(&mut tx, ctx, &plan, number, before.as_ref(), &content).await?;
    if before.is_some() {
        let job = Job::new(REVISED, serde_json::json!({ "plan": id }));
        tx.enqueue(ctx, job.unique(id.to_string())).await?;
    }
    // Its targets are numbers that reports ask for.
    facts::check_twins_again(&mut tx, ctx).await?;
    let line = Line::new("plan.published", id)
        .named(&plan.title)
        .saying(format!("第{number}版"))
        .because(command.note.trim());
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(number)
}

fn check(plan: &Plan, items: &[Item], command: &Publish) -> std::result::Result<(), Refusal> {
    if items.is_empty() {
        return Err(Refusal::new(
            "plan.nothing_to_publish",
            "没有任何条目，不能发布。",
            "请先导入或添加条目。",
        ));
    }
    if plan.stage() == Stage::Published {
        return Err(Refusal::new(
            "plan.nothing_changed",
            "上次发布以来没有修改，不需要再发布。",
            "修改任何一条后即可发布新版本。",
        ));
    }
    if plan.stage() == Stage::Revising && command.note.trim().is_empty() {
        return Err(Refusal::new(
            "plan.note_missing",
            "修订版要说明改了什么、为什么改，没有发布。",
            "请填写修订说明，例如“按局务会意见调整第3条牵头科室”。",
        ));
    }
    if !readiness(items).is_complete() && !command.accepts_open_items {
        return Err(Refusal::new(
            "plan.items_open",
            "还有条目没有核对、没有牵头科室或有建议未确认，没有发布。",
            "请处理完再发布，或勾选“按现状发布”。",
        ));
    }
    Ok(())
}

fn content(plan: &Plan, items: Vec<Item>, house: &Directory) -> PublishedPlan {
    PublishedPlan {
        title: plan.title.clone(),
        year: plan.year,
        issuer: plan.issuer.clone(),
        doc_number: plan.doc_number.clone(),
        issued_on: plan.issued_on,
        items: items
            .into_iter()
            .map(|item| {
                let seats = seats(&item, house);
                PublishedItem::of(item, seats)
            })
            .collect(),
    }
}

/// The accepted seats of an item with the names of today, lead first.
fn seats(item: &Item, house: &Directory) -> Vec<Seat> {
    let mut seats: Vec<Seat> = item
        .assignments
        .iter()
        .filter(|assignment| !assignment.is_suggestion)
        .filter_map(|assignment| seat(assignment.part, &assignment.holder, house))
        .collect();
    seats.sort_by_key(|seat| seat.part);
    seats
}

fn seat(part: Part, holder: &Holder, house: &Directory) -> Option<Seat> {
    Some(match holder {
        Holder::Unit(unit) => Seat {
            part,
            units: vec![*unit],
            person: None,
            name: house.unit(*unit)?.short_name.clone(),
        },
        Holder::Person(person) => Seat {
            part,
            units: Vec::new(),
            person: Some(*person),
            name: house
                .leaders()
                .iter()
                .find(|leader| leader.person == *person)?
                .name
                .clone(),
        },
        Holder::Group(name) => match house.find(name)?.who {
            Named::Group(units) => Seat {
                part,
                units,
                person: None,
                name: name.clone(),
            },
            Named::Unit(_) | Named::Person(_) => return None,
        },
    })
}
