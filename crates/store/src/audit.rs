//! Who did what, when, from where: written in the same transaction as the change itself.

use crate::{Ctx, Read, Tx, args, error::Result};
use base::define_id;
use sea_orm::FromQueryResult;

define_id!(
    /// A line of the audit.
    AuditId
);

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Entry {
    /// When, milliseconds UTC.
    pub at_ms: i64,
    /// Name of the person, as it was then.
    pub actor_name: String,
    /// What was done, for example `plan.published`.
    pub act: String,
    /// Before and after, as JSON or plain words.
    pub detail: String,
}

impl Tx {
    /// Writes a line of the audit.
    pub async fn audit(
        &mut self,
        ctx: &Ctx,
        act: &str,
        object: impl ToString + Send,
        detail: impl Into<String> + Send,
    ) -> Result<()> {
        self.audit_each(ctx, act, &[object.to_string()], &detail.into())
            .await
    }

    /// Writes a line of the audit for each of the things one act touched.
    pub async fn audit_each(
        &mut self,
        ctx: &Ctx,
        act: &str,
        objects: &[String],
        detail: &str,
    ) -> Result<()> {
        const COLUMNS: [&str; 8] = [
            "id",
            "at_ms",
            "account_id",
            "actor_name",
            "from_address",
            "act",
            "object",
            "detail",
        ];
        let line = |object: &String| {
            args![
                AuditId::new().to_string(),
                ctx.now_ms(),
                ctx.actor.account.to_string(),
                ctx.actor.name.clone(),
                ctx.from.clone(),
                act,
                object.clone(),
                detail
            ]
        };
        self.insert_many("store_audit", &COLUMNS, objects.iter().map(line).collect())
            .await
    }
}

/// What happened to one thing, newest first.
pub async fn of(db: &impl Read, object: impl ToString, most: i64) -> Result<Vec<Entry>> {
    db.rows(
        "select at_ms, actor_name, act, detail from store_audit
         where object = $1 order by at_ms desc, id desc limit $2",
        args![object.to_string(), most],
    )
    .await
}
