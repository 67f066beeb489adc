//! 在别处的登录: where an account is signed in, for its owner and for the administrator of security.

use super::{accounts::named_account, administrators, rules::sign_in_rules};
use crate::org::{model::Account, store};
use ::store::{
    Ctx, Result,
    audit::Line,
    sessions::{self, Session, SessionId},
};
use base::actor::PersonId;

/// One's own live sessions.
pub(in crate::org) async fn own_sessions(ctx: &Ctx, token: &str) -> Result<Vec<Session>> {
    sessions::of(&ctx.db, ctx.actor.account, token, ctx.now_ms()).await
}

/// Ends one of one's own sessions.
pub(in crate::org) async fn end_own_session(ctx: &Ctx, id: SessionId) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    sessions::end_one(&mut tx, ctx.actor.account, id).await?;
    tx.commit().await
}

/// Ends one's own sessions but the one at hand.
pub(in crate::org) async fn end_other_sessions(ctx: &Ctx, token: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    sessions::end_others(&mut tx, ctx.actor.account, token).await?;
    tx.commit().await
}

/// How somebody's log-in stands, for the administrator of security.
pub(in crate::org) struct LogInRecord {
    pub(in crate::org) name: String,
    pub(in crate::org) account: Account,
    pub(in crate::org) is_locked: bool,
    pub(in crate::org) has_second_factor: bool,
    pub(in crate::org) sessions: Vec<Session>,
}

pub(in crate::org) async fn log_in_record(ctx: &Ctx, person: PersonId) -> Result<LogInRecord> {
    administrators::filling(ctx, &ctx.db).await?.may_secure()?;
    let (account, name) = named_account(&ctx.db, person).await?;
    let rules = sign_in_rules(&ctx.db).await?;
    let since_ms = ctx.now_ms() - rules.locked_minutes() * 60_000;
    let n_failures = store::failures(&ctx.db, &account.login, since_ms).await?;
    Ok(LogInRecord {
        name,
        is_locked: n_failures >= rules.most_failures(),
        has_second_factor: store::second_factor(&ctx.db, account.id).await?.is_some(),
        sessions: sessions::of(&ctx.db, account.id, "", ctx.now_ms()).await?,
        account,
    })
}

/// Lifts a lock before its time.
pub(in crate::org) async fn unlock_account(ctx: &Ctx, person: PersonId) -> Result<()> {
    administrators::filling(ctx, &ctx.db).await?.may_secure()?;
    let mut tx = ctx.db.begin_write().await?;
    let (account, name) = named_account(&tx, person).await?;
    store::forget_failures(&mut tx, &account.login).await?;
    tx.audit_line(ctx, Line::new("org.account.unlocked", person).named(name));
    tx.commit().await
}

/// Ends one session of somebody, or all of them.
pub(in crate::org) async fn end_sessions_of(
    ctx: &Ctx,
    person: PersonId,
    one: Option<SessionId>,
) -> Result<()> {
    administrators::filling(ctx, &ctx.db).await?.may_secure()?;
    let mut tx = ctx.db.begin_write().await?;
    let (account, name) = named_account(&tx, person).await?;
    match one {
        Some(id) => sessions::end_one(&mut tx, account.id, id).await?,
        None => sessions::end_all(&mut tx, account.id).await?,
    }
    tx.audit_line(ctx, Line::new("org.account.signed_out", person).named(name));
    tx.commit().await
}
