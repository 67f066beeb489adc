//! What of published plans can be found by words.

use super::{
    FILES_OF,
    model::{Part, PlanId, PublishedItem, PublishedPlan},
    paths, policy, store,
};
use crate::files;
use ::store::{
    Db, Result, Tx,
    search::{self, Audience, Entry},
};
use base::{Actor, Role, actor::UnitId};
use shell::{Holder, Searchable};
use std::{collections::BTreeSet, pin::Pin};

const PLAN: &str = "plan.plan";
const ITEM: &str = "plan.item";

/// The kinds, in the order their tabs are shown.
pub(super) const SEARCHABLE: [Searchable; 2] = [
    Searchable {
        kind: ITEM,
        word: "要点条目",
        entries: all_items,
    },
    Searchable {
        kind: PLAN,
        word: "要点",
        entries: all_plans,
    },
];

/// Lets a version just published be found instead of the one before it.
pub(super) async fn put(
    tx: &mut Tx,
    id: PlanId,
    before: Option<&PublishedPlan>,
    plan: &PublishedPlan,
    at_ms: i64,
) -> Result<()> {
    let gone = before.into_iter().flat_map(|before| &before.items);
    let gone = gone.filter(|item| plan.items.iter().all(|kept| kept.id != item.id));
    search::remove_many(tx, &gone.map(item_key).collect::<Vec<_>>()).await?;
    let items = plan.items.iter();
    let mut entries: Vec<Entry> = items
        .map(|item| item_entry(id, plan, item, at_ms))
        .collect();
    entries.push(plan_entry(id, plan, at_ms));
    search::put_many(tx, &entries).await?;
    files::found_again(tx, &files_of(id, plan)).await
}

fn item_key(item: &PublishedItem) -> String {
    format!("{ITEM}:{}", item.id)
}

fn plan_entry(id: PlanId, plan: &PublishedPlan, at_ms: i64) -> Entry {
    let year = plan.year.map(|year| format!("{year}年"));
    let context = [year.as_deref().unwrap_or_default(), &plan.doc_number];
    Entry {
        key: format!("{PLAN}:{id}"),
        kind: PLAN,
        title: plan.title.clone(),
        context: joined(&context),
        words: plan.issuer.clone(),
        href: paths::show(id),
        at_ms,
        audience: audience(plan.items.iter()),
    }
}

fn item_entry(id: PlanId, plan: &PublishedPlan, item: &PublishedItem, at_ms: i64) -> Entry {
    Entry {
        key: item_key(item),
        kind: ITEM,
        title: item.heading(),
        context: joined(&[&plan.title, &item.marker, &item.names(Part::Lead)]),
        words: joined(&[&item.title, &item.body, &item.names(Part::Support)]),
        href: paths::item(id, item.id),
        at_ms,
        audience: audience(std::iter::once(item)),
    }
}

/// Whoever sees one of these items: the whole bureau, and the schools that take part.
fn audience<'a>(items: impl Iterator<Item = &'a PublishedItem>) -> Vec<Audience> {
    let seats = items.flat_map(|item| &item.seats);
    let units: BTreeSet<UnitId> = seats.flat_map(|seat| &seat.units).copied().collect();
    let bureau = policy::WHOLE_PLAN.iter().copied().map(Audience::Role);
    let schools = units.into_iter().map(|unit| Audience::Key(key_of(unit)));
    bureau.chain(schools).collect()
}

fn key_of(unit: UnitId) -> String {
    format!("plan:{unit}")
}

/// The units whose part of a plan somebody sees; whoever sees all of it needs no key.
pub(super) fn keys(
    _: Db,
    actor: Actor,
) -> Pin<Box<dyn Future<Output = Result<Vec<String>>> + Send>> {
    Box::pin(async move {
        Ok(match actor.is(Role::School) {
            true => actor.units.into_iter().map(key_of).collect(),
            false => Vec::new(),
        })
    })
}

/// The files of a published plan, found by whoever finds the plan.
fn files_of(id: PlanId, plan: &PublishedPlan) -> Holder {
    Holder {
        kind: FILES_OF,
        object: id.to_string(),
        name: plan.title.clone(),
        audience: audience(plan.items.iter()),
    }
}

/// The same, for a file just attached.
pub(super) async fn holder(db: Db, plan: String) -> Result<Option<Holder>> {
    let id: PlanId = plan.parse()?;
    let latest = store::latest_version(&db, id).await?;
    Ok(latest.map(|(_, plan)| files_of(id, &plan)))
}

fn joined(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

type Gathering = Pin<Box<dyn Future<Output = Result<Vec<Entry>>> + Send>>;

fn all_plans(db: Db) -> Gathering {
    Box::pin(async move {
        let published = store::published(&db).await?;
        let mut entries = Vec::new();
        for (id, at_ms, plan) in &published {
            entries.push(plan_entry(*id, plan, *at_ms));
            entries.extend(files::found(&db, &files_of(*id, plan)).await?);
        }
        Ok(entries)
    })
}

fn all_items(db: Db) -> Gathering {
    Box::pin(async move {
        let published = store::published(&db).await?;
        let entries = published.iter().flat_map(|(id, at_ms, plan)| {
            let items = plan.items.iter();
            items.map(|item| item_entry(*id, plan, item, *at_ms))
        });
        Ok(entries.collect())
    })
}
