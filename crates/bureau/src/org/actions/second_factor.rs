//! 两步验证: binding one's telephone, new recovery codes, giving it up; taking it from somebody who
//! lost theirs.

use super::{administrators, rules::sign_in_rules, sign_in::takes_code};
use crate::org::{
    model::SecondFactor,
    store,
    totp::{self, Secret},
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::{
    Refusal,
    actor::{AccountId, PersonId},
};

/// How one's own second step stands.
pub(in crate::org) struct OwnSecondFactor {
    pub(in crate::org) login: String,
    pub(in crate::org) kept: Option<SecondFactor>,
    pub(in crate::org) n_recovery_codes: i64,
    /// Whether a role of theirs needs it.
    pub(in crate::org) is_needed: bool,
}

pub(in crate::org) async fn own_second_factor(ctx: &Ctx) -> Result<OwnSecondFactor> {
    let account = ctx.actor.account;
    let state = store::account_state(&ctx.db, account)
        .await?
        .ok_or(Error::NotFound)?;
    let rules = sign_in_rules(&ctx.db).await?;
    Ok(OwnSecondFactor {
        login: state.login,
        kept: store::any_second_factor(&ctx.db, account).await?,
        n_recovery_codes: store::n_recovery_codes(&ctx.db, account).await?,
        is_needed: rules.need_second_factor(&ctx.actor.roles),
    })
}

/// Makes a secret for a telephone to be bound; what was begun before and not finished is replaced.
pub(in crate::org) async fn begin_second_factor(ctx: &Ctx) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    if store::second_factor(&tx, ctx.actor.account)
        .await?
        .is_some()
    {
        return Err(is_bound_already().into());
    }
    store::put_second_factor(&mut tx, ctx.actor.account, &Secret::random()).await?;
    tx.commit().await
}

/// Binds the telephone that shows this code; gives the recovery codes, told once.
pub(in crate::org) async fn confirm_second_factor(ctx: &Ctx, code: &str) -> Result<Vec<String>> {
    let account = ctx.actor.account;
    let mut tx = ctx.db.begin_write().await?;
    let kept = store::any_second_factor(&tx, account)
        .await?
        .ok_or(Error::NotFound)?;
    if kept.is_confirmed {
        return Err(is_bound_already().into());
    }
    let digits: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    let now_ms = ctx.clock.machine_ms();
    let step = kept.secret.step_of(&digits, now_ms, kept.last_step);
    let step = step.ok_or_else(wrong_code)?;
    store::confirm_second_factor(&mut tx, account, step).await?;
    let codes = new_codes(&mut tx, account).await?;
    audit(&mut tx, ctx, "org.second_factor.bound");
    tx.commit().await?;
    Ok(codes)
}

/// Ten new recovery codes in place of those there were, for whoever has the telephone at hand.
pub(in crate::org) async fn renew_recovery_codes(ctx: &Ctx, code: &str) -> Result<Vec<String>> {
    let account = ctx.actor.account;
    if !takes_code(ctx, account, code).await? {
        return Err(wrong_code().into());
    }
    let mut tx = ctx.db.begin_write().await?;
    let codes = new_codes(&mut tx, account).await?;
    audit(&mut tx, ctx, "org.second_factor.codes_renewed");
    tx.commit().await?;
    Ok(codes)
}

/// Gives one's own second step up, where no role needs it.
pub(in crate::org) async fn give_up_second_factor(ctx: &Ctx, code: &str) -> Result<()> {
    let account = ctx.actor.account;
    let rules = sign_in_rules(&ctx.db).await?;
    if rules.need_second_factor(&ctx.actor.roles) {
        return Err(is_needed().into());
    }
    if !takes_code(ctx, account, code).await? {
        return Err(wrong_code().into());
    }
    let mut tx = ctx.db.begin_write().await?;
    store::remove_second_factor(&mut tx, account).await?;
    audit(&mut tx, ctx, "org.second_factor.given_up");
    tx.commit().await
}

/// Takes the second step from somebody who lost the telephone and the codes. Where a role needs one,
/// they bind a new telephone at the next log-in.
pub(in crate::org) async fn reset_second_factor(ctx: &Ctx, person: PersonId) -> Result<()> {
    administrators::filling(ctx, &ctx.db).await?.may_secure()?;
    if ctx.actor.person == person {
        return Err(not_ones_own().into());
    }
    let mut tx = ctx.db.begin_write().await?;
    let (account, name) = super::accounts::named_account(&tx, person).await?;
    store::remove_second_factor(&mut tx, account.id).await?;
    ::store::sessions::end_all(&mut tx, account.id).await?;
    tx.audit_line(
        ctx,
        Line::new("org.second_factor.reset", person).named(name),
    );
    tx.commit().await
}

async fn new_codes(tx: &mut Tx, account: AccountId) -> Result<Vec<String>> {
    let codes = totp::recovery_codes();
    let hashes: Vec<String> = codes.iter().map(|code| totp::recovery_hash(code)).collect();
    store::set_recovery_codes(tx, account, &hashes).await?;
    Ok(codes)
}

fn audit(tx: &mut Tx, ctx: &Ctx, act: &str) {
    tx.audit_line(ctx, Line::new(act, ctx.actor.person).named(&ctx.actor.name));
}

fn wrong_code() -> Refusal {
    Refusal::new(
        "org.second_factor.wrong",
        "验证码不对，或者已经用过。",
        "请等手机上换出下一个验证码再填；手机的时间要准确。",
    )
}

fn is_bound_already() -> Refusal {
    Refusal::new(
        "org.second_factor.bound_already",
        "已经绑定了手机。",
        "如需更换手机，请先解除绑定。",
    )
}

fn is_needed() -> Refusal {
    Refusal::new(
        "org.second_factor.needed",
        "所任角色必须两步验证，不能解除绑定。",
        "更换手机请联系安全管理员重置。",
    )
}

fn not_ones_own() -> Refusal {
    Refusal::new(
        "org.second_factor.own",
        "不能重置自己的两步验证。",
        "请由另一位安全管理员操作，或在“两步验证”中解除绑定。",
    )
}
