//! 承接: what was left unfinished goes on in the next year's plan.

use super::{
    directory, plan_at_work,
    progress::{Counted, Line as TargetLine, progress_of},
    review::finish,
    store,
};
use crate::{
    facts::{self, ItemFilter},
    plan::{
        model::{
            Assignment, Carried, Entry, Holder, Item, ItemId, Part, Plan, PlanId, PublishedItem,
            TargetValue, milestone::Steps, progress::Reach,
        },
        policy,
    },
};
use ::store::{Ctx, Error, Read, Result};
use base::Refusal;
use std::collections::{HashMap, hash_map};

/// An item of the earlier plan that may go on.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    pub(crate) item: PublishedItem,
    pub(crate) number: usize,
    /// Why it counts as unfinished, in words; empty when nothing says so.
    pub(crate) why: String,
    /// The title of the plan it went on in already.
    pub(crate) carried_to: Option<String>,
}

/// The plan of the year before with what may go on from it.
#[derive(Debug)]
pub(crate) struct Candidates {
    pub(crate) plan: Plan,
    /// The plan they come from; none when there is no published one of an earlier year.
    pub(crate) from: Option<Plan>,
    pub(crate) candidates: Vec<Candidate>,
}

/// What may be carried over into a plan that is being worked on.
pub(crate) async fn carry_candidates(ctx: &Ctx, id: PlanId) -> Result<Candidates> {
    let plan = plan_at_work(ctx, &ctx.db, id).await?;
    let Some(from) = plan_before(&ctx.db, &plan).await? else {
        return Ok(Candidates {
            plan,
            from: None,
            candidates: Vec::new(),
        });
    };
    let (_, content) = store::latest_version(&ctx.db, from.id)
        .await?
        .ok_or(Error::NotFound)?;
    let items = facts::items(&ctx.db, &ItemFilter::default()).await?;
    let counted = (Counted::All, ctx.today());
    let lines = progress_of(&ctx.db, &from, &content.items, &items, counted).await?;
    let steps = store::steps_of_plan(&ctx.db, from.id).await?;
    let carried = carried_on(&ctx.db, from.id).await?;
    let candidates = (1..)
        .zip(content.items)
        .map(|(number, item)| Candidate {
            why: why(
                Steps(steps.get(&item.id).map_or(&[][..], Vec::as_slice)),
                lines.get(&item.id).map_or(&[][..], Vec::as_slice),
            ),
            carried_to: carried.get(&item.id).cloned(),
            number,
            item,
        })
        .collect();
    Ok(Candidates {
        plan,
        from: Some(from),
        candidates,
    })
}

/// The items of a plan that went on already, with the title of the plan each went on in.
async fn carried_on(db: &impl Read, from: PlanId) -> Result<HashMap<ItemId, String>> {
    let mut titles: HashMap<PlanId, String> = HashMap::new();
    let mut carried = HashMap::new();
    for one in store::carried(db, from).await? {
        if one.from_plan != from {
            continue;
        }
        if let hash_map::Entry::Vacant(vacant) = titles.entry(one.plan) {
            let Some(plan) = store::plan(db, one.plan).await? else {
                continue;
            };
            vacant.insert(plan.title);
        }
        if let Some(title) = titles.get(&one.plan) {
            carried.insert(one.from_item, title.clone());
        }
    }
    Ok(carried)
}

/// What is left of an item, in words.
fn why(steps: Steps<'_>, lines: &[TargetLine]) -> String {
    let mut words = Vec::new();
    let n_open = steps.live().filter(|step| step.done().is_none()).count();
    if n_open > 0 {
        words.push(format!(
            "{n_open}个节点没有完成（完成{}%）",
            steps.done_share()
        ));
    }
    for line in lines {
        let is_short = matches!(line.reached.reach, Reach::Short | Reach::Broken);
        if line.measure.is_some() && is_short {
            words.push(format!("{}{}，现值{}", line.name, line.goal, line.value));
        }
    }
    words.join("；")
}

/// The newest published plan of an earlier year.
async fn plan_before(db: &impl Read, plan: &Plan) -> Result<Option<Plan>> {
    let heads = store::plan_heads(db).await?;
    let mut earlier: Vec<Plan> = heads
        .into_iter()
        .filter(|head| head.n_versions > 0 && head.plan.id != plan.id)
        .map(|head| head.plan)
        .filter(|other| match (other.year, plan.year) {
            (Some(other), Some(year)) => other < year,
            _ => false,
        })
        .collect();
    earlier.sort_by_key(|other| std::cmp::Reverse((other.year, other.created_ms)));
    Ok(earlier.into_iter().next())
}

/// Carries items over: each becomes an item of this plan, with the words it had and where it comes from.
pub(crate) async fn carry_over(ctx: &Ctx, id: PlanId, items: &[ItemId]) -> Result<usize> {
    let found = carry_candidates(ctx, id).await?;
    let from = found.from.ok_or(Error::NotFound)?;
    let chosen: Vec<Candidate> = found
        .candidates
        .into_iter()
        .filter(|candidate| items.contains(&candidate.item.id) && candidate.carried_to.is_none())
        .collect();
    if chosen.is_empty() {
        return Err(Refusal::new(
            "plan.carry.nothing_chosen",
            "没有选中任何条目，没有改动。",
            "请勾选要承接的条目。",
        )
        .into());
    }
    let house = directory(&ctx.db).await?;
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, id).await?;
    let first_place = store::next_place(&tx, id).await?;
    let year = from
        .year
        .map(|year| format!("{year}年"))
        .unwrap_or_default();
    let section = format!("承接{year}未完成事项");
    let mut added = Vec::new();
    let mut carried = Vec::new();
    for (place, candidate) in (first_place..).zip(chosen) {
        let old = candidate.item;
        let mut item = Item::added(
            place,
            String::new(),
            vec![section.clone()],
            old.title.clone(),
            old.body.clone(),
        );
        // Whoever had it and what it was to reach is proposed; a person decides for the new year. Its
        // time limits were those of the old year and are set anew.
        item.is_checked = false;
        item.targets = old.targets.iter().map(proposed).collect();
        for seat in &old.seats {
            let holder = match (seat.part, seat.person, seat.units.as_slice()) {
                (_, Some(person), _) => Holder::Person(person),
                (_, None, [unit]) if house.unit(*unit).is_some() => Holder::Unit(*unit),
                _ => continue,
            };
            let seat_of_old = Assignment::suggested(seat.part, holder, format!("承接{year}指派"));
            match seat.part {
                Part::Lead => item.give_lead(seat_of_old),
                Part::Support | Part::Leader => item.add_seat(seat_of_old),
            }
        }
        carried.push(Carried {
            item: item.id,
            plan: id,
            from_item: old.id,
            from_plan: from.id,
            from_year: from.year,
            from_number: i64::try_from(candidate.number).unwrap_or_default(),
            from_words: format!("{}{}", old.marker, old.body),
            by_name: ctx.actor.name.clone(),
            at_ms: ctx.now_ms(),
        });
        added.push(item);
    }
    store::insert_items(&mut tx, id, &added).await?;
    store::insert_carried(&mut tx, &carried).await?;
    let n_carried = added.len();
    let what = format!("承接{year}{n_carried}条");
    finish(ctx, tx, id, &what, &[], &added).await?;
    Ok(n_carried)
}

/// A target of the year before as a proposal: what it counts and how much, not where it stood.
fn proposed(old: &Entry<TargetValue>) -> Entry<TargetValue> {
    Entry {
        is_accepted: false,
        ..Entry::added(old.value.clone())
    }
}

/// Where an item comes from, and where it went on to, for those who see both.
#[derive(Debug, Default)]
pub(crate) struct Lineage {
    pub(crate) from: Option<Carried>,
    /// Where it went on to, with the year and the number it has there; only what is published.
    pub(crate) to: Option<(Carried, Option<i16>, usize)>,
}

/// The lineage of an item.
pub(crate) async fn lineage(ctx: &Ctx, plan: PlanId, item: ItemId) -> Result<Lineage> {
    let all = store::carried(&ctx.db, plan).await?;
    let from = all.iter().find(|carried| carried.item == item).cloned();
    let next = all.into_iter().find(|carried| carried.from_item == item);
    let to = match next {
        None => None,
        Some(carried) => {
            let next = store::plan(&ctx.db, carried.plan).await?;
            let version = store::latest_version(&ctx.db, carried.plan).await?;
            version.and_then(|(_, content)| {
                let place = content.items.iter().position(|other| {
                    other.id == carried.item && policy::sees_item(&ctx.actor, other)
                })?;
                Some((carried, next.and_then(|plan| plan.year), place + 1))
            })
        }
    };
    Ok(Lineage { from, to })
}
