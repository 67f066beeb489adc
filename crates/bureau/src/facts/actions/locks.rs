//! Locking a period: from then on its values are corrected with a reason only.

use crate::facts::{policy, store};
use ::store::{Ctx, Read, Result, Tx, audit::Line};
use base::{Refusal, TimePeriod};
use std::collections::BTreeSet;

/// Periods that have values, newest first, with how many and how many verified; and what is locked.
pub(in crate::facts) async fn period_list(
    ctx: &Ctx,
) -> Result<(Vec<store::PeriodCount>, Vec<store::Lock>)> {
    let periods = store::periods(&ctx.db, None).await?;
    Ok((periods, store::locks(&ctx.db).await?))
}

/// The periods that are locked, for a source whose rows change.
pub(crate) async fn locked_periods(db: &impl Read) -> Result<BTreeSet<TimePeriod>> {
    let locks = store::locks(db).await?.into_iter();
    Ok(locks.map(|lock| lock.period).collect())
}

/// Locks a period.
pub(crate) async fn lock(tx: &mut Tx, ctx: &Ctx, period: TimePeriod) -> Result<()> {
    policy::may_lock(&ctx.actor)?;
    let lock = store::Lock {
        period,
        at_ms: ctx.now_ms(),
        by: ctx.actor.name.clone(),
    };
    if store::insert_lock(tx, &lock).await? {
        tx.audit_line(
            ctx,
            Line::new("facts.period.locked", period).named(period.label()),
        );
    }
    Ok(())
}

/// Opens a period again, with the reason.
pub(crate) async fn unlock(tx: &mut Tx, ctx: &Ctx, period: TimePeriod, reason: &str) -> Result<()> {
    policy::may_lock(&ctx.actor)?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "facts.unlock_reason",
            "解除锁定要写明原因。",
            "请写明原因后再解除。",
        )
        .into());
    }
    if store::remove_lock(tx, period).await? {
        let line = Line::new("facts.period.unlocked", period)
            .named(period.label())
            .because(reason);
        tx.audit_line(ctx, line);
    }
    Ok(())
}
