//! How long lines are kept. Old ones are cleared away from the beginning of the chain only, and a
//! line in the chain says so: what is left can still be proved whole.

use super::{Facts, Head, Line};
use crate::{Ctx, Db, Read, args, error::Result, settings};
use base::Refusal;

/// 默认保存三年.
pub const KEEP_DAYS: i64 = 3 * 365;

/// 《网络安全法》: logs are kept for no less than six months.
pub const LEAST_KEEP_DAYS: i64 = 184;

/// The act of the line that says what was cleared away.
pub(super) const PRUNED: &str = "store.audit.pruned";

const SETTING: &str = "store.audit_keep_days";
const DAY_MS: i64 = 86_400_000;

/// How many days lines are kept.
pub async fn keep_days(db: &impl Read) -> Result<i64> {
    let set = settings::get(db, SETTING).await?;
    let days = set.and_then(|days| days.parse().ok()).unwrap_or(KEEP_DAYS);
    Ok(days.max(LEAST_KEEP_DAYS))
}

/// Sets how many days lines are kept.
pub async fn set_keep_days(ctx: &Ctx, days: i64) -> Result<()> {
    if !(LEAST_KEEP_DAYS..=36_500).contains(&days) {
        return Err(Refusal::new(
            "store.audit_keep_days",
            format!("审计记录至少保存 {LEAST_KEEP_DAYS} 天（《网络安全法》要求不少于六个月），最多 36500 天。"),
            "请改填这个范围内的天数。",
        )
        .into());
    }
    let mut tx = ctx.db.begin_write().await?;
    let before = keep_days(&tx).await?;
    settings::set(&mut tx, SETTING, &days.to_string()).await?;
    let in_words = |days: i64| Facts::none().with("保存期限", format!("{days} 天"));
    let line = Line::new("store.audit.keep_days", "")
        .named("审计记录")
        .changing(&in_words(before), &in_words(days));
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Clears away what is older than the policy says; tells how many lines that were.
pub async fn prune(db: &Db, now_ms: i64) -> Result<i64> {
    let keep_ms = keep_days(db).await? * DAY_MS;
    // Looked at without the lock first: nearly always there is nothing to do.
    if expired(db, now_ms - keep_ms).await?.is_none() {
        return Ok(0);
    }
    let mut tx = db.begin_write().await?;
    let mut head = Head::lock(&tx).await?;
    let Some(last) = expired(&tx, now_ms - keep_ms).await? else {
        return Ok(0);
    };
    let n_cleared = last.sequence - head.pruned_sequence;
    head.pruned_sequence = last.sequence;
    head.pruned_hash = last.hash;
    head.save(&mut tx).await?;
    tx.run(
        "delete from store_audit where sequence <= $1",
        args![head.pruned_sequence],
    )
    .await?;
    let line = Line::new(PRUNED, place(head.pruned_sequence, &head.pruned_hash))
        .named("审计记录")
        .saying(format!(
            "清理保存期满的 {n_cleared} 条，到第 {} 条为止",
            head.pruned_sequence
        ));
    tx.audit_of_program(now_ms, "保存期限", line);
    tx.commit().await?;
    Ok(n_cleared)
}

/// Up to where was cleared, as the object of the line that says so.
pub(super) fn place(sequence: i64, hash: &str) -> String {
    format!("{sequence}:{hash}")
}

/// The last line before the first that is still to be kept. The newest line of all stays.
async fn expired(db: &impl Read, before_ms: i64) -> Result<Option<Expired>> {
    db.row(
        "select sequence, hash from store_audit
         where sequence = (select coalesce(
             (select min(sequence) from store_audit where at_ms >= $1),
             (select max(sequence) from store_audit)) - 1)",
        args![before_ms],
    )
    .await
}

#[derive(sea_orm::FromQueryResult)]
struct Expired {
    sequence: i64,
    hash: String,
}
