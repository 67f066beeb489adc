//! What a person says of two numbers that look like one.

pub(in crate::facts) use super::duplicates::{held_already, twin};
use super::{
    duplicates::{HeldAlready, Twin, Twins, all_twins, sorted},
    items::define,
};
use crate::facts::{jobs, model::DataItem, policy, store};
use ::store::{Ctx, Error, Result, Tx, audit::Line, jobs::Job, settings};
use base::Refusal;
use serde::{Deserialize, Serialize};

/// More than a sentence or two nobody reads.
const MOST_REASON: usize = 200;

/// Where the check keeps what it found: it reads the rows of registers, too much for a page.
const FOUND: &str = "facts.twins";

/// What the check found once, whatever people said of it.
#[derive(Serialize, Deserialize)]
pub(in crate::facts) struct Found {
    at_ms: i64,
    twins: Vec<Twin>,
}

impl Found {
    /// How many pairs were found.
    pub(in crate::facts) fn n(&self) -> usize {
        self.twins.len()
    }
}

/// What the check found in this bureau when it last ran, with what people say of it now, and when that was;
/// found at once where it never ran.
pub(in crate::facts) async fn twins(ctx: &Ctx) -> Result<(Twins, i64)> {
    let kept = settings::get(&ctx.db, FOUND).await?;
    // What an earlier program kept may read otherwise.
    let kept = kept.and_then(|kept| serde_json::from_str(&kept).ok());
    let found: Found = match kept {
        Some(found) => found,
        None => check(ctx).await?,
    };
    Ok((sorted(&ctx.db, found.twins).await?, found.at_ms))
}

/// Runs the check.
pub(in crate::facts) async fn check(ctx: &Ctx) -> Result<Found> {
    Ok(Found {
        at_ms: ctx.now_ms(),
        twins: all_twins(&ctx.db, &crate::NUMBERS_ELSEWHERE).await?,
    })
}

/// Keeps what it found for the page.
pub(in crate::facts) async fn keep_found(tx: &mut Tx, found: &Found) -> Result<()> {
    settings::set(tx, FOUND, &serde_json::to_string(found)?).await
}

/// Has the check run again once this is committed: what is collected somewhere has changed.
pub(crate) async fn check_again(tx: &mut Tx, ctx: &Ctx) -> Result<()> {
    let job = Job::new(jobs::TWINS, serde_json::Value::Null);
    let job = job.unique(jobs::TWINS).of_program();
    tx.enqueue(ctx, job).await?;
    Ok(())
}

/// The same at once, for somebody who looks at what was found.
pub(in crate::facts) async fn check_now(ctx: &Ctx) -> Result<()> {
    policy::may_define(&ctx.actor)?;
    let found = check(ctx).await?;
    let mut tx = ctx.db.begin_write().await?;
    keep_found(&mut tx, &found).await?;
    tx.commit().await
}

/// Says that two numbers which may be one are two, with the reason: the check is content from then on.
pub(crate) async fn tell_apart(ctx: &Ctx, pair: &str, reason: &str) -> Result<()> {
    policy::may_define(&ctx.actor)?;
    let reason = told(reason)?;
    let twin = twin(&ctx.db, &crate::NUMBERS_ELSEWHERE, pair).await?;
    let Some(twin) = twin else {
        // One of the two is another number by now, or there never were two.
        let code = pair.split(' ').next().unwrap_or_default().parse().ok();
        let is_known = match &code {
            Some(code) => store::item(&ctx.db, code).await?.is_some(),
            None => false,
        };
        return Err(match is_known {
            true => Error::Conflict,
            false => Error::NotFound,
        });
    };
    if twin.is_same {
        return Err(the_same("请只留一个来源：改由台账汇总，或停用其中一项。").into());
    }
    // Somebody else has said it.
    match store::not_the_same(&ctx.db).await?.contains_key(pair) {
        true => Err(Error::Conflict),
        false => keep(ctx, &twin, reason, false).await,
    }
}

/// A reason as it is kept.
fn told(reason: &str) -> std::result::Result<&str, Refusal> {
    let reason = reason.trim();
    match reason.is_empty() || reason.chars().count() > MOST_REASON {
        false => Ok(reason),
        true => Err(Refusal::new(
            "facts.twin_reason",
            format!("没有写明为什么不是同一个数，或者超过{MOST_REASON}个字，没有保存。"),
            "请写明两个数的口径有什么不同。",
        )),
    }
}

fn the_same(next: &str) -> Refusal {
    let what = "名称、单位和周期都相同，就是同一个数，没有保存。";
    Refusal::new("facts.twin_same", what, next)
}

/// The registers that hold the number of an item that is about to be founded.
pub(in crate::facts) async fn held_for(ctx: &Ctx, item: &DataItem) -> Result<Vec<HeldAlready>> {
    held_already(&ctx.db, &crate::NUMBERS_ELSEWHERE, item).await
}

/// Refuses to found what is the same number as another, whatever is said of it.
fn refuse_same(held: &[HeldAlready]) -> Result<()> {
    let same = |is_item: bool| {
        let mut held = held.iter();
        held.find(|held| held.twin.is_same && held.is_item() == is_item)
    };
    match (same(true), same(false)) {
        (Some(item), _) => Err(Refusal::new(
            "facts.twin_same",
            format!("{}没有设立。", item.twin.words),
            "请直接使用已有的数据项，或者换一个能说明区别的名称。",
        )
        .into()),
        (None, Some(_)) => Err(the_same("请改由台账汇总，或者换一个能说明区别的名称。").into()),
        (None, None) => Ok(()),
    }
}

/// Founds an item whose number registers seem to hold: with the reason why they do not.
pub(in crate::facts) async fn found_apart(
    ctx: &Ctx,
    item: DataItem,
    held: &[HeldAlready],
    reason: &str,
) -> Result<DataItem> {
    refuse_same(held)?;
    let reason = told(reason)?;
    let mut tx = ctx.db.begin_write().await?;
    let item = define(&mut tx, ctx, item, "").await?;
    for held in held {
        keep_in(&mut tx, ctx, &held.twin, reason, false).await?;
    }
    tx.commit().await?;
    Ok(item)
}

/// Takes such an answer back: the check asks again.
pub(in crate::facts) async fn ask_again(ctx: &Ctx, pair: &str) -> Result<()> {
    policy::may_define(&ctx.actor)?;
    let is_answered = store::not_the_same(&ctx.db).await?.contains_key(pair);
    let twin = match is_answered {
        true => twin(&ctx.db, &crate::NUMBERS_ELSEWHERE, pair).await?,
        false => None,
    };
    let twin = twin.filter(|twin| !twin.is_same).ok_or(Error::Conflict)?;
    keep(ctx, &twin, "", true).await
}

async fn keep(ctx: &Ctx, twin: &Twin, reason: &str, is_withdrawn: bool) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    keep_in(&mut tx, ctx, twin, reason, is_withdrawn).await?;
    tx.commit().await
}

async fn keep_in(
    tx: &mut Tx,
    ctx: &Ctx,
    twin: &Twin,
    reason: &str,
    is_withdrawn: bool,
) -> Result<()> {
    let said = (reason, is_withdrawn);
    let by = (ctx.actor.name.as_str(), ctx.now_ms());
    store::insert_not_the_same(tx, &twin.pair, said, by).await?;
    let act = match is_withdrawn {
        false => "facts.twin.told_apart",
        true => "facts.twin.asked_again",
    };
    let line = Line::new(act, &twin.pair)
        .saying(&twin.words)
        .because(reason);
    tx.audit_line(ctx, line);
    Ok(())
}
