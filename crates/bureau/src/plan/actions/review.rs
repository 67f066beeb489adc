//! Review: what was read is accepted, corrected, added to, removed; and any step taken back.

use super::{directory, plan_at_work, store};
use crate::plan::{
    facts,
    model::{DeadlineValue, Entry, EntryId, Item, ItemId, PartyValue, PlanId, TargetValue},
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::Refusal;

/// The words of an item as a person gives them.
#[derive(Debug, Clone)]
pub(crate) struct Words {
    pub(crate) marker: String,
    pub(crate) path: Vec<String>,
    pub(crate) title: String,
    pub(crate) body: String,
}

/// A whole item as a person gives it. Values that name an entry correct it, those that name none
/// are added, and entries nobody names are removed.
#[derive(Debug, Clone)]
pub(crate) struct ItemEdit {
    pub(crate) words: Words,
    pub(crate) targets: Vec<(Option<EntryId>, TargetValue)>,
    pub(crate) deadlines: Vec<(Option<EntryId>, DeadlineValue)>,
    pub(crate) parties: Vec<(Option<EntryId>, PartyValue)>,
    /// Whether the item is thereby done with.
    pub(crate) accepts: bool,
}

/// Which value of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryRef {
    Target(EntryId),
    Deadline(EntryId),
    Party(EntryId),
}

/// Everything in an item is right as it stands.
pub(crate) async fn accept_item(ctx: &Ctx, plan: PlanId, item: ItemId) -> Result<()> {
    change(ctx, plan, item, None, "核对", |item| {
        item.accept();
        Ok(())
    })
    .await
}

/// An item was not done with after all.
pub(crate) async fn reopen_item(ctx: &Ctx, plan: PlanId, item: ItemId) -> Result<()> {
    change(ctx, plan, item, None, "取消核对", |item| {
        item.is_checked = false;
        Ok(())
    })
    .await
}

/// Corrects an item: its words, and what was read from them.
pub(crate) async fn edit_item(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    revision: i64,
    edit: ItemEdit,
) -> Result<()> {
    change(ctx, plan, item, Some(revision), "修改", |item| {
        item.marker = edit.words.marker;
        item.path = edit.words.path;
        item.title = edit.words.title;
        item.body = edit.words.body;
        item.targets = corrected(&item.targets, edit.targets)?;
        item.deadlines = corrected(&item.deadlines, edit.deadlines)?;
        item.parties = corrected(&item.parties, edit.parties)?;
        if edit.accepts {
            item.accept();
        }
        Ok(())
    })
    .await
}

/// The entries of an item after a person has been through them.
fn corrected<T: Clone + PartialEq>(
    before: &[Entry<T>],
    given: Vec<(Option<EntryId>, T)>,
) -> Result<Vec<Entry<T>>> {
    given
        .into_iter()
        .map(|(id, value)| {
            let Some(id) = id else {
                return Ok(Entry::added(value));
            };
            let mut entry = before
                .iter()
                .find(|entry| entry.id == id)
                .cloned()
                .ok_or(Error::Conflict)?;
            if entry.value != value {
                entry.correct(value);
            }
            Ok(entry)
        })
        .collect()
}

/// A value is right as it stands.
pub(crate) async fn accept_entry(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    entry: EntryRef,
) -> Result<()> {
    change(ctx, plan, item, None, "确认字段", |item| {
        match entry {
            EntryRef::Target(id) => find(&mut item.targets, id)?.is_accepted = true,
            EntryRef::Deadline(id) => find(&mut item.deadlines, id)?.is_accepted = true,
            EntryRef::Party(id) => find(&mut item.parties, id)?.is_accepted = true,
        }
        Ok(())
    })
    .await
}

/// A value that is none.
pub(crate) async fn remove_entry(
    ctx: &Ctx,
    plan: PlanId,
    item: ItemId,
    entry: EntryRef,
) -> Result<()> {
    change(ctx, plan, item, None, "删除字段", |item| match entry {
        EntryRef::Target(id) => remove(&mut item.targets, id),
        EntryRef::Deadline(id) => remove(&mut item.deadlines, id),
        EntryRef::Party(id) => remove(&mut item.parties, id),
    })
    .await
}

/// Accepts everything not yet accepted, when a person has been through the whole paper.
pub(crate) async fn accept_all(ctx: &Ctx, plan: PlanId) -> Result<usize> {
    let mut tx = ctx.db.begin_write().await?;
    let title = plan_at_work(ctx, &tx, plan).await?.title;
    let mut open = store::items(&tx, plan).await?;
    open.retain(|item| !item.is_checked);
    if open.is_empty() {
        return Ok(0);
    }
    let ids: Vec<ItemId> = open.iter().map(|item| item.id).collect();
    store::add_edit(
        &mut tx,
        ctx,
        plan,
        &format!("核对全部{}条", open.len()),
        &open,
        &ids,
    )
    .await?;
    store::accept_all(&mut tx, plan).await?;
    store::touch(&mut tx, plan).await?;
    let checked = |words: &str| Facts::none().with("核对", words);
    let line = Line::new("plan.all_accepted", plan)
        .named(title)
        .saying(format!("{}条", open.len()))
        .changing(&checked("未核对"), &checked("已核对"));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(open.len())
}

/// Takes the last step back and tells what it was.
pub(crate) async fn undo(ctx: &Ctx, plan: PlanId) -> Result<String> {
    let mut tx = ctx.db.begin_write().await?;
    let title = plan_at_work(ctx, &tx, plan).await?.title;
    let Some(edit) = store::last_edit(&tx, plan).await? else {
        return Err(Refusal::new(
            "plan.nothing_to_undo",
            "没有可以撤销的步骤。",
            "只能撤销核对过程中最近的修改。",
        )
        .into());
    };
    let mut stale: Vec<ItemId> = edit.after.clone();
    stale.extend(
        edit.before
            .iter()
            .map(|item| item.id)
            .filter(|id| !edit.after.contains(id)),
    );
    let revisions = store::revisions(&tx, plan).await?;
    store::delete_items(&mut tx, plan, &stale).await?;
    let mut restored = edit.before;
    for item in &mut restored {
        // Never a revision that was seen before with other content.
        item.revision = revisions.get(&item.id).copied().unwrap_or(item.revision) + 1;
    }
    store::insert_items(&mut tx, plan, &restored).await?;
    store::remove_edit(&mut tx, plan, edit.number).await?;
    store::touch(&mut tx, plan).await?;
    let line = Line::new("plan.step_undone", plan)
        .named(title)
        .saying(edit.what.clone());
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(edit.what)
}

/// One change of one item: loaded, changed, saved, remembered, audited.
async fn change(
    ctx: &Ctx,
    plan: PlanId,
    id: ItemId,
    revision: Option<i64>,
    act: &str,
    by: impl FnOnce(&mut Item) -> Result<()>,
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    plan_at_work(ctx, &tx, plan).await?;
    let before = store::item(&tx, plan, id).await?.ok_or(Error::NotFound)?;
    if revision.is_some_and(|revision| revision != before.revision) {
        return Err(Error::Conflict);
    }
    let mut item = before.clone();
    by(&mut item)?;
    if item == before {
        return Ok(());
    }
    store::save_item(&mut tx, plan, &mut item).await?;
    let what = format!("{act}“{}{}”", before.marker, before.heading());
    finish(ctx, tx, plan, &what, &[before], &[item]).await
}

/// Remembers a step, counts and audits it, and makes it last. `before` and `after` are the items
/// it touched: only before when it removed them, only after when it made them.
pub(super) async fn finish(
    ctx: &Ctx,
    mut tx: Tx,
    plan: PlanId,
    what: &str,
    before: &[Item],
    after: &[Item],
) -> Result<()> {
    note(ctx, &mut tx, plan, what, before, after).await?;
    tx.commit().await
}

/// Remembers a step, counts and audits it, within a transaction that goes on.
pub(super) async fn note(
    ctx: &Ctx,
    tx: &mut Tx,
    plan: PlanId,
    what: &str,
    before: &[Item],
    after: &[Item],
) -> Result<()> {
    let ids: Vec<ItemId> = after.iter().map(|item| item.id).collect();
    store::add_edit(tx, ctx, plan, what, before, &ids).await?;
    store::touch(tx, plan).await?;
    let pairs: Vec<(Option<&Item>, Option<&Item>)> = before
        .iter()
        .map(|old| (Some(old), after.iter().find(|new| new.id == old.id)))
        .chain(
            after
                .iter()
                .filter(|new| before.iter().all(|old| old.id != new.id))
                .map(|new| (None, Some(new))),
        )
        .collect();
    let seats = |item: Option<&Item>| {
        item.map(|item| item.assignments.clone())
            .unwrap_or_default()
    };
    let house = match pairs.iter().any(|(old, new)| seats(*old) != seats(*new)) {
        true => Some(directory(&*tx).await?),
        false => None,
    };
    for (old, new) in pairs {
        let Some(item) = new.or(old) else { continue };
        let in_words = |item: Option<&Item>| {
            item.map_or_else(Facts::none, |item| facts::of_item(item, house.as_ref()))
        };
        let line = Line::new("plan.item_changed", item.id)
            .named(facts::name_of(item))
            .saying(what)
            .changing(&in_words(old), &in_words(new));
        tx.audit_line(ctx, line);
    }
    Ok(())
}

fn find<T>(entries: &mut [Entry<T>], id: EntryId) -> Result<&mut Entry<T>> {
    entries
        .iter_mut()
        .find(|entry| entry.id == id)
        .ok_or(Error::NotFound)
}

fn remove<T>(entries: &mut Vec<Entry<T>>, id: EntryId) -> Result<()> {
    find(entries, id)?;
    entries.retain(|entry| entry.id != id);
    Ok(())
}
