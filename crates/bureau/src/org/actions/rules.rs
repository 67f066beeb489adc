//! Reading and setting the rules for passwords and log-ins.

use super::administrators;
use crate::org::sign_in_rules::SignInRules;
use ::store::{Ctx, Error, Read, Result, audit::Line, sessions, settings};

const SETTING: &str = "org.sign_in_rules";

/// The rules in force.
pub(in crate::org) async fn sign_in_rules(db: &impl Read) -> Result<SignInRules> {
    match settings::get(db, SETTING).await? {
        Some(text) => Ok(serde_json::from_str(&text)?),
        None => Ok(SignInRules::default()),
    }
}

/// Sets rules that were drawn from this version. What they say of sessions holds for those that have
/// begun, too; what they say of passwords, from the next log-in or change on.
pub(in crate::org) async fn set_sign_in_rules(ctx: &Ctx, mut rules: SignInRules) -> Result<()> {
    administrators::filling(ctx, &ctx.db).await?.may_secure()?;
    let mut tx = ctx.db.begin_write().await?;
    let before = sign_in_rules(&tx).await?;
    if before.version != rules.version {
        return Err(Error::Conflict);
    }
    rules.version += 1;
    settings::set(&mut tx, SETTING, &serde_json::to_string(&rules)?).await?;
    sessions::set_limits(&mut tx, rules.limits()).await?;
    let line = Line::new("org.sign_in_rules.changed", "")
        .named("密码和登录规则")
        .changing(&before.facts(), &rules.facts());
    tx.audit_line(ctx, line);
    tx.commit().await
}
