//! Who did what, when, from where: written in the same transaction as the change itself, and
//! chained, so that a line edited, removed, slipped in or cut off by hand is found.
//!
//! Lines are gathered while a transaction runs and written at its commit: the lock on the end of
//! the chain is then always the last one taken, and two transactions cannot wait for each other.

mod chain;
mod facts;
mod head;
mod list;
mod prune;
mod verify;

pub use chain::adopt;
pub use facts::Facts;
pub use head::{Head, HeadFile};
pub use list::{Filter, Found, find, n_found};
pub use prune::{KEEP_DAYS, LEAST_KEEP_DAYS, keep_days, prune, set_keep_days};
pub use verify::{Fault, Proof, verify};

pub(crate) use chain::append;

use crate::{Ctx, Read, Tx, args, error::Result};
use sea_orm::FromQueryResult;

/// One act, to be written down.
#[derive(Debug, Clone, Default)]
pub struct Line {
    act: String,
    object: String,
    object_name: String,
    detail: String,
    before: String,
    after: String,
    reason: String,
    on_behalf_of: String,
}

impl Line {
    /// An act (`plan.published`) on a thing, named by its id.
    #[must_use]
    pub fn new(act: &str, object: impl ToString) -> Self {
        Self {
            act: act.to_owned(),
            object: object.to_string(),
            ..Self::default()
        }
    }

    /// What the thing is called now: later it may be called otherwise, or be gone.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.object_name = name.into();
        self
    }

    /// What else there is to say, in words.
    #[must_use]
    pub fn saying(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    /// What was so before and is so after; only what differs is kept.
    #[must_use]
    pub fn changing(mut self, before: &Facts, after: &Facts) -> Self {
        (self.before, self.after) = Facts::differing(before, after);
        self
    }

    /// For whom the person acted; the line then bears both names.
    #[must_use]
    pub fn on_behalf_of(mut self, name: impl Into<String>) -> Self {
        self.on_behalf_of = name.into();
        self
    }

    /// Why, where a reason was asked.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }
}

/// A line with who wrote it, waiting for its place in the chain.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    at_ms: i64,
    account_id: String,
    actor_name: String,
    from_address: String,
    line: Line,
}

/// A line of the audit, as the life of one thing shows it.
#[derive(Debug, Clone, PartialEq, Eq, FromQueryResult)]
pub struct Entry {
    /// When, milliseconds UTC.
    pub at_ms: i64,
    /// Name of the person, as it was then.
    pub actor_name: String,
    /// What was done, for example `plan.published`.
    pub act: String,
    /// What else there is to say, in words.
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
        self.audit_line(ctx, Line::new(act, object).saying(detail));
        Ok(())
    }

    /// Writes a line of the audit for each of the things one act touched.
    pub async fn audit_each(
        &mut self,
        ctx: &Ctx,
        act: &str,
        objects: &[String],
        detail: &str,
    ) -> Result<()> {
        for object in objects {
            self.audit_line(ctx, Line::new(act, object).saying(detail));
        }
        Ok(())
    }

    /// Writes a line of the audit in full: name, before and after, reason.
    pub fn audit_line(&mut self, ctx: &Ctx, line: Line) {
        self.pending_audit.push(Pending {
            at_ms: ctx.now_ms(),
            account_id: match ctx.actor.is_program() {
                true => String::new(),
                false => ctx.actor.account.to_string(),
            },
            actor_name: match line.on_behalf_of.as_str() {
                "" => ctx.actor.name.clone(),
                other => format!("{}（代{other}）", ctx.actor.name),
            },
            from_address: ctx.from.clone(),
            line,
        });
    }

    /// Writes a line about what the program does by itself; `from` names the command.
    pub fn audit_of_program(&mut self, now_ms: i64, from: &str, line: Line) {
        self.pending_audit.push(Pending {
            at_ms: now_ms,
            account_id: String::new(),
            actor_name: "系统".to_owned(),
            from_address: from.to_owned(),
            line,
        });
    }
}

/// What happened to one thing, newest first.
pub async fn of(db: &impl Read, object: impl ToString, most: i64) -> Result<Vec<Entry>> {
    db.rows(
        "select at_ms, actor_name, act, detail from store_audit
         where object = $1 order by sequence desc limit $2",
        args![object.to_string(), most],
    )
    .await
}
