//! A later version of a plan comes into the periods that are open: what is owed is asked anew. Whatever
//! somebody wrote stays, what is due already is not asked again, and nobody is told more than once.

use super::open::owed;
use crate::{
    plan::PlanId,
    report::{acts, material, model::Round, notify, store},
};
use ::store::{Ctx, Result, Tx, audit::Line};

/// Brings the newest version of a plan into its open periods; tells how many reports came and went.
pub(in crate::report) async fn renew(
    tx: &mut Tx,
    ctx: &Ctx,
    plan: PlanId,
) -> Result<(usize, usize)> {
    let is_running =
        |round: &Round| round.opened_ms.is_some() && !round.is_locked() && round.due >= ctx.today();
    let mut rounds = store::rounds(tx, plan).await?;
    rounds.retain(is_running);
    if rounds.is_empty() {
        return Ok((0, 0));
    }
    let title = material::plan_named(tx, plan, ctx.today().year())
        .await?
        .title;
    let tasks = material::tasks(tx, plan).await?;
    let (mut n_new, mut n_gone) = (0, 0);
    for round in &rounds {
        let owed = owed(&tasks, &round.rules, round.period);
        let renewed = store::renew_owed(tx, round, &owed).await?;
        if renewed.n_new == 0 && renewed.n_gone == 0 {
            continue;
        }
        notify::renewed(tx, ctx, round, &renewed.units).await?;
        let line = Line::new("report.round.renewed", plan)
            .named(acts::name_of(round, &title))
            .saying(format!(
                "按要点新版本增加{}份，减少{}份",
                renewed.n_new, renewed.n_gone
            ));
        tx.audit_line(ctx, line);
        n_new += renewed.n_new;
        n_gone += renewed.n_gone;
    }
    Ok((n_new, n_gone))
}
