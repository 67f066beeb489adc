//! 日历订阅: a person's steps in whatever calendar they use, under a secret address.

use super::store;
use crate::{
    org,
    plan::model::{CalendarEntry, calendar_file},
};
use ::store::{Ctx, Db, Error, Result, audit::Line};

/// When this person's subscription was made; none without one.
pub(crate) async fn my_feed(ctx: &Ctx) -> Result<Option<i64>> {
    let feed = store::feed_of(&ctx.db, ctx.actor.person).await?;
    Ok(feed.map(|feed| feed.created_ms))
}

/// Makes this person's subscription under a secret word, which is kept nowhere; an older one ends.
pub(crate) async fn begin_feed(ctx: &Ctx, token: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    store::begin_feed(&mut tx, ctx.actor.person, token, ctx.now_ms()).await?;
    let line = Line::new("plan.feed.begun", ctx.actor.person).named(&ctx.actor.name);
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Ends this person's subscription.
pub(crate) async fn end_feed(ctx: &Ctx) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    if store::revoke_feed(&mut tx, ctx.actor.person, ctx.now_ms()).await? {
        let line = Line::new("plan.feed.ended", ctx.actor.person).named(&ctx.actor.name);
        tx.audit_line(ctx, line);
    }
    tx.commit().await
}

/// The calendar file a secret word opens.
pub(crate) async fn feed_file(db: &Db, token: &str, now_ms: i64) -> Result<String> {
    let person = store::person_of_feed(db, token)
        .await?
        .ok_or(Error::NotFound)?;
    // Somebody who holds no post any more sees nothing of the bureau's work.
    let units = org::units_of(db, person).await?;
    if units.is_empty() {
        return Err(Error::NotFound);
    }
    let filter = store::StepFilter {
        person,
        units,
        only_open: false,
    };
    let entries: Vec<CalendarEntry> = store::steps_where(db, &filter)
        .await?
        .into_iter()
        .map(|step| CalendarEntry {
            uid: format!("{}@luoshi", step.id),
            day: step.last(),
            is_done: step.done().is_some(),
            revision: step.revision,
            title: step.name,
        })
        .collect();
    Ok(calendar_file("落实：我的节点", &entries, now_ms))
}
