//! What a person says of two numbers that look like one.

pub(in crate::facts) use super::duplicates::twin;
use super::{
    duplicates::{HeldAlready, Twin, Twins, duplicates, held_already},
    items::define,
};
use crate::facts::{model::DataItem, policy, store};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::Refusal;

/// More than a sentence or two nobody reads.
const MOST_REASON: usize = 200;

/// What the check finds in this bureau.
pub(in crate::facts) async fn twins(ctx: &Ctx) -> Result<Twins> {
    duplicates(&ctx.db, &crate::NUMBERS_ELSEWHERE).await
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

/// Founds an item whose number registers seem to hold: with the reason why they do not.
pub(in crate::facts) async fn found_apart(
    ctx: &Ctx,
    item: DataItem,
    held: &[HeldAlready],
    reason: &str,
) -> Result<DataItem> {
    let reason = told(reason)?;
    if held.iter().any(|held| held.twin.is_same) {
        return Err(the_same("请改由台账汇总，或者换一个能说明区别的名称。").into());
    }
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
