//! Looking through the audit, taking it out, proving it whole, saying how long it is kept.

use super::policy;
use base::Refusal;
use store::{
    Ctx, Result,
    audit::{self, Filter, Found, Line, Proof},
};

/// The most lines that go into one file.
const MOST_LINES: i64 = 50_000;

/// A page of the audit.
pub(super) struct Page {
    pub(super) lines: Vec<Found>,
    pub(super) n_all: i64,
    pub(super) keep_days: i64,
}

/// The lines of a page, newest first: three statements however many there are.
pub(super) async fn page(ctx: &Ctx, filter: &Filter, n_skipped: i64, most: i64) -> Result<Page> {
    policy::may_audit(&ctx.actor)?;
    Ok(Page {
        lines: audit::find(&ctx.db, filter, n_skipped, most).await?,
        n_all: audit::n_found(&ctx.db, filter).await?,
        keep_days: audit::keep_days(&ctx.db).await?,
    })
}

/// All lines a filter leaves, for a file; that they were taken out is written down too.
pub(super) async fn export(ctx: &Ctx, filter: &Filter) -> Result<Vec<Found>> {
    policy::may_audit(&ctx.actor)?;
    let n_found = audit::n_found(&ctx.db, filter).await?;
    if n_found > MOST_LINES {
        return Err(Refusal::new(
            "audit.too_many_lines",
            format!("符合条件的有 {n_found} 条，一次最多导出 {MOST_LINES} 条，没有导出。"),
            "请缩小时间范围，分几次导出。",
        )
        .into());
    }
    let lines = audit::find(&ctx.db, filter, 0, MOST_LINES).await?;
    let mut tx = ctx.db.begin_write().await?;
    let line = Line::new("audit.exported", "")
        .named("审计记录")
        .saying(format!("{} 条", lines.len()));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(lines)
}

/// Walks the whole chain.
pub(super) async fn verify(ctx: &Ctx) -> Result<Proof> {
    policy::may_audit(&ctx.actor)?;
    let snapshot = ctx.db.snapshot().await?;
    audit::verify(&snapshot, ctx.db.head_file(), None).await
}

/// Says how long lines are kept.
pub(super) async fn keep(ctx: &Ctx, days: i64) -> Result<()> {
    policy::may_audit(&ctx.actor)?;
    audit::set_keep_days(ctx, days).await
}
