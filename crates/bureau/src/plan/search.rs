//! What of published plans can be found by words.

use super::{
    model::{Part, PlanId, PublishedItem, PublishedPlan},
    paths, policy, store,
};
use ::store::{
    Db, Result, Tx,
    search::{self, Audience, Entry},
};
use shell::Searchable;
use std::pin::Pin;

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
    for item in gone.filter(|item| plan.items.iter().all(|kept| kept.id != item.id)) {
        search::remove(tx, &item_key(item)).await?;
    }
    search::put(tx, &plan_entry(id, plan, at_ms)).await?;
    for item in &plan.items {
        search::put(tx, &item_entry(id, plan, item, at_ms)).await?;
    }
    Ok(())
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
        audience: roles(policy::READERS),
    }
}

fn item_entry(id: PlanId, plan: &PublishedPlan, item: &PublishedItem, at_ms: i64) -> Entry {
    let mut audience = roles(policy::WHOLE_PLAN);
    let units = item.seats.iter().flat_map(|seat| &seat.units);
    audience.extend(units.map(|unit| Audience::Member(*unit)));
    Entry {
        key: item_key(item),
        kind: ITEM,
        title: item.heading(),
        context: joined(&[&plan.title, &item.marker, &item.names(Part::Lead)]),
        words: joined(&[&item.title, &item.body, &item.names(Part::Support)]),
        href: paths::item(id, item.id),
        at_ms,
        audience,
    }
}

fn roles(roles: &[base::Role]) -> Vec<Audience> {
    roles.iter().map(|role| Audience::Role(*role)).collect()
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
        Ok(published
            .iter()
            .map(|(id, at_ms, plan)| plan_entry(*id, plan, *at_ms))
            .collect())
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
