//! Items merged, split, moved, added, removed.

use super::{
    plan_at_work,
    review::{ItemEdit, finish},
    store,
};
use crate::plan::model::{Entry, Item, ItemId, PlanId};
use ::store::{Ctx, Error, Result};
use base::Refusal;

/// Which way an item moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Up,
    Down,
}

/// Takes the following item into this one.
pub(crate) async fn merge_with_next(ctx: &Ctx, plan: PlanId, id: ItemId) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let items = store::items(&tx, plan).await?;
    let at = position(&items, id)?;
    let (Some(first), Some(second)) = (items.get(at), items.get(at + 1)) else {
        return Err(Refusal::new(
            "plan.nothing_to_merge",
            "这是最后一条，后面没有可以合并的条目。",
            "可以改为把它与前一条合并：在前一条上点“合并下一条”。",
        )
        .into());
    };
    let mut merged = first.clone();
    merged.absorb(second.clone());
    store::delete_items(&mut tx, plan, &[second.id]).await?;
    store::save_item(&mut tx, plan, &mut merged).await?;
    let what = format!("合并“{}”与“{}”", first.marker, second.marker);
    finish(
        ctx,
        tx,
        plan,
        &what,
        &[first.clone(), second.clone()],
        &[merged],
    )
    .await
}

/// Splits an item after so many characters of its body.
pub(crate) async fn split_item(
    ctx: &Ctx,
    plan: PlanId,
    id: ItemId,
    revision: i64,
    n_chars: usize,
) -> Result<ItemId> {
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let items = store::items(&tx, plan).await?;
    let at = position(&items, id)?;
    let before = items.get(at).ok_or(Error::NotFound)?.clone();
    if before.revision != revision {
        return Err(Error::Conflict);
    }
    let mut first = before.clone();
    let second = first.split(n_chars).map_err(|_| {
        Refusal::new(
            "plan.split_into_nothing",
            "拆分的位置在开头或末尾，会留下一条空的条目。",
            "请把光标放在两句话之间。",
        )
    })?;
    store::save_item(&mut tx, plan, &mut first).await?;
    store::insert_items(&mut tx, plan, std::slice::from_ref(&second)).await?;
    let mut order: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    order.insert(at + 1, second.id);
    store::set_places(&mut tx, plan, &order).await?;
    let what = format!("拆分“{}{}”", before.marker, before.heading());
    let id = second.id;
    finish(ctx, tx, plan, &what, &[before], &[first, second]).await?;
    Ok(id)
}

/// Changes the place of an item with its neighbour's.
pub(crate) async fn move_item(
    ctx: &Ctx,
    plan: PlanId,
    id: ItemId,
    direction: Direction,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let items = store::items(&tx, plan).await?;
    let at = position(&items, id)?;
    let other = match direction {
        Direction::Up => at.checked_sub(1),
        Direction::Down => Some(at + 1).filter(|&next| next < items.len()),
    };
    let Some(other) = other else { return Ok(()) };
    let mut order: Vec<ItemId> = items.iter().map(|item| item.id).collect();
    order.swap(at, other);
    store::set_places(&mut tx, plan, &order).await?;
    let moved: Vec<Item> = [at, other]
        .iter()
        .filter_map(|&index| items.get(index))
        .cloned()
        .collect();
    let mut after = moved.clone();
    if let [first, second] = after.as_mut_slice() {
        std::mem::swap(&mut first.place, &mut second.place);
    }
    let what = format!(
        "移动“{}”",
        items
            .get(at)
            .map(|item| item.marker.clone())
            .unwrap_or_default()
    );
    finish(ctx, tx, plan, &what, &moved, &after).await
}

/// Adds an item behind another, or at the end.
pub(crate) async fn add_item(
    ctx: &Ctx,
    plan: PlanId,
    behind: Option<ItemId>,
    given: ItemEdit,
) -> Result<ItemId> {
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let place = store::next_place(&tx, plan).await?;
    let words = given.words;
    let mut item = Item::added(place, words.marker, words.path, words.title, words.body);
    item.targets = given
        .targets
        .into_iter()
        .map(|(_, value)| Entry::added(value))
        .collect();
    item.deadlines = given
        .deadlines
        .into_iter()
        .map(|(_, value)| Entry::added(value))
        .collect();
    item.parties = given
        .parties
        .into_iter()
        .map(|(_, value)| Entry::added(value))
        .collect();
    store::insert_items(&mut tx, plan, std::slice::from_ref(&item)).await?;
    if let Some(behind) = behind {
        let items = store::items(&tx, plan).await?;
        let mut order: Vec<ItemId> = items
            .iter()
            .map(|other| other.id)
            .filter(|&other| other != item.id)
            .collect();
        let at = order
            .iter()
            .position(|&other| other == behind)
            .ok_or(Error::NotFound)?;
        order.insert(at + 1, item.id);
        store::set_places(&mut tx, plan, &order).await?;
    }
    let what = format!("添加“{}{}”", item.marker, item.heading());
    let id = item.id;
    finish(ctx, tx, plan, &what, &[], &[item]).await?;
    Ok(id)
}

/// Removes an item that is no work.
pub(crate) async fn remove_item(ctx: &Ctx, plan: PlanId, id: ItemId) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let item = store::item(&tx, plan, id).await?.ok_or(Error::NotFound)?;
    store::delete_items(&mut tx, plan, &[id]).await?;
    let what = format!("删除“{}{}”", item.marker, item.heading());
    finish(ctx, tx, plan, &what, &[item], &[]).await
}

fn position(items: &[Item], id: ItemId) -> Result<usize> {
    items
        .iter()
        .position(|item| item.id == id)
        .ok_or(Error::NotFound)
}
