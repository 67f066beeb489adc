//! Use cases of the inbox. What other slices do to it happens inside their own transactions and is
//! told by their own lines of the audit; what a person has read is nobody's business and is not told.

mod desk;
mod out;
mod remind;
mod robots;
mod rules;
mod send;
mod settings;
#[cfg(test)]
mod tests;

pub(crate) use desk::DESK;
pub(super) use out::{Outwardness, PARCEL, Reach, hold, outward, pack, reach, retry_address};
pub(crate) use remind::remind;
pub(super) use robots::{Keeping, RobotDraft, change_robot, create_robot, remove_robot, robot};
pub(super) use rules::{KnownRule, change_rule, known_rule, known_rules};
pub(super) use send::{MOST_ATTEMPTS, TRIAL, Trial, send, trial, try_out};
pub(super) use settings::{change_settings, settings};

use super::{
    model::{Addressee, Counts, KeptNotice, Notice, NoticeId, OpenTodo, Todo, rule},
    store::{self, NoticeFilter},
};
use crate::calendar::{self, Calendar};
use ::store::{Ctx, Error, Read, Result, Tx};
use base::{Actor, actor::PersonId, day::Date};
use std::collections::BTreeSet;

/// Tells people something, in the caller's transaction.
pub(crate) async fn tell(tx: &mut Tx, ctx: &Ctx, mut notice: Notice) -> Result<()> {
    notice.to.sort_unstable();
    notice.to.dedup();
    notice.to.retain(|person| *person != ctx.actor.person);
    store::put_notice(tx, &notice, ctx.now_ms()).await
}

/// Puts something to be done before people, in the caller's transaction. An open one about the same
/// thing and of the same kind is replaced; as long as its day stays, so do its reminders.
pub(crate) async fn ask(tx: &mut Tx, ctx: &Ctx, todo: Todo) -> Result<()> {
    ask_all(tx, ctx, &[todo]).await
}

/// The same for many at once.
pub(crate) async fn ask_all(tx: &mut Tx, ctx: &Ctx, todos: &[Todo]) -> Result<()> {
    // What is due on no day is never reminded of.
    let is_due = todos.iter().any(|todo| todo.due.is_some());
    let known = match is_due {
        true => Some((calendar::calendar(tx).await?, rules::in_force(tx).await?)),
        false => None,
    };
    for todo in todos {
        let reminders = match (todo.due, &known) {
            (Some(due), Some((calendar, rules))) => rule(rules, todo.remind)
                .map(|rule| {
                    let escalates = todo.escalates_in.is_some();
                    rule.reminders(calendar, ctx.today(), due, escalates)
                })
                .unwrap_or_default(),
            _ => Vec::new(),
        };
        store::put_todo(tx, todo, &reminders, ctx.now_ms()).await?;
    }
    Ok(())
}

/// The matter is done: its to-do goes, and the reminders with it. Nothing happens when there is none.
pub(crate) async fn settle(tx: &mut Tx, about: impl ToString, kind: &str) -> Result<()> {
    store::delete_todo(tx, &about.to_string(), kind).await
}

/// The matter is gone: what people were told of it and have not read goes with it.
pub(crate) async fn withdraw(tx: &mut Tx, about: impl ToString, kind: &str) -> Result<()> {
    store::delete_unread(tx, &about.to_string(), kind).await
}

/// Who was told of a matter since an instant, whether they have read it or not.
pub(crate) async fn told_since(
    db: &impl Read,
    about: impl ToString,
    kind: &str,
    since_ms: i64,
) -> Result<BTreeSet<PersonId>> {
    store::told_since(db, &about.to_string(), kind, since_ms).await
}

/// An open to-do says how much of it is left; nothing happens when there is none.
pub(crate) async fn retitle(
    tx: &mut Tx,
    about: impl ToString,
    kind: &str,
    title: &str,
) -> Result<()> {
    store::rename_todo(tx, &about.to_string(), kind, title).await
}

/// How many things wait for this person, in one statement: every page asks.
pub(crate) async fn n_waiting(db: &impl Read, actor: &Actor) -> Result<i64> {
    // Nothing is overdue on the first of all days: how late it is nobody asks here.
    let counts = counts(db, actor, Date::ZERO).await?;
    Ok(counts.n_todos + counts.n_unread)
}

async fn counts(db: &impl Read, actor: &Actor, today: Date) -> Result<Counts> {
    store::counts(db, actor.person, &Addressee::all_of(actor), today).await
}

/// What waits for this person: what was returned first, then by the day it is due.
pub(super) async fn open_todos(db: &impl Read, actor: &Actor) -> Result<Vec<OpenTodo>> {
    let mut todos = store::todos(db, &Addressee::all_of(actor)).await?;
    todos.sort_by_key(|todo| {
        let due = todo.due.unwrap_or(Date::MAX);
        (todo.standing, due, todo.asked_ms)
    });
    Ok(todos)
}

/// What the page of the inbox shows.
pub(super) struct Inbox {
    pub(super) counts: Counts,
    pub(super) todos: Vec<OpenTodo>,
    pub(super) notices: Vec<KeptNotice>,
    /// How many notices there are on all pages.
    pub(super) n_notices: i64,
    pub(super) calendar: Calendar,
}

/// The inbox at its to-dos.
pub(super) async fn todo_inbox(ctx: &Ctx) -> Result<Inbox> {
    Ok(Inbox {
        counts: counts(&ctx.db, &ctx.actor, ctx.today()).await?,
        todos: open_todos(&ctx.db, &ctx.actor).await?,
        notices: Vec::new(),
        n_notices: 0,
        calendar: calendar::calendar(&ctx.db).await?,
    })
}

/// The inbox at a page of its notices.
pub(super) async fn notice_inbox(
    ctx: &Ctx,
    filter: NoticeFilter,
    n_skipped: i64,
    most: i64,
) -> Result<Inbox> {
    let (notices, n_notices) =
        store::notices(&ctx.db, ctx.actor.person, filter, n_skipped, most).await?;
    Ok(Inbox {
        counts: counts(&ctx.db, &ctx.actor, ctx.today()).await?,
        todos: Vec::new(),
        notices,
        n_notices,
        calendar: calendar::calendar(&ctx.db).await?,
    })
}

/// A notice of this person, marked as read.
pub(super) async fn open_notice(ctx: &Ctx, id: NoticeId) -> Result<KeptNotice> {
    let notice = store::notice(&ctx.db, ctx.actor.person, id)
        .await?
        .ok_or(Error::NotFound)?;
    if !notice.is_read {
        read(ctx, &[id]).await?;
    }
    Ok(notice)
}

/// Marks these of a person's notices as read; tells how many were not.
pub(super) async fn read(ctx: &Ctx, ids: &[NoticeId]) -> Result<u64> {
    let mut tx = ctx.db.begin_write().await?;
    let n = store::read_notices(&mut tx, ctx.actor.person, ids, ctx.now_ms()).await?;
    tx.commit().await?;
    Ok(n)
}

/// Marks everything that had come by an instant as read; tells how many were not.
pub(super) async fn read_all(ctx: &Ctx, until_ms: i64) -> Result<u64> {
    let mut tx = ctx.db.begin_write().await?;
    let n = store::read_all_notices(&mut tx, ctx.actor.person, until_ms, ctx.now_ms()).await?;
    tx.commit().await?;
    Ok(n)
}
