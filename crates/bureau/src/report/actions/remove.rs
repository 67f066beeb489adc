//! 撤销: periods that were set up by mistake go, with all that was asked in them, as long as nobody has
//! written anything.

use super::{FILES_OF, fits_reason, open::plan_named};
use crate::{
    files,
    plan::PlanId,
    report::{acts, model::Round, notify, policy, search, store},
};
use ::store::{Ctx, Result, Tx, audit::Line};
use base::{Grain, Refusal, TimePeriod, day::instant_in_words};
use std::collections::{BTreeMap, BTreeSet};

/// Which periods of a plan go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Removal {
    One(TimePeriod),
    /// Every one of a rhythm.
    Rhythm(Grain),
}

impl Removal {
    /// What an address or a form names: the code of a rhythm, or of a period.
    pub(in crate::report) fn from_code(code: &str) -> Option<Self> {
        match Grain::from_code(code) {
            Some(grain) => Some(Self::Rhythm(grain)),
            None => code.parse().ok().map(Self::One),
        }
    }

    fn holds(self, period: TimePeriod) -> bool {
        match self {
            Self::One(one) => one == period,
            Self::Rhythm(grain) => period.grain() == grain,
        }
    }
}

/// Takes periods away, with a reason; tells which. Nothing goes when something was written in one of
/// them.
pub(in crate::report) async fn remove(
    ctx: &Ctx,
    plan: PlanId,
    removal: Removal,
    reason: &str,
) -> Result<Vec<TimePeriod>> {
    policy::may_collect(&ctx.actor)?;
    let plan = plan_named(ctx, plan).await?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "report.reason_missing",
            "撤销报送期要说明原因，没有撤销。",
            "请填写原因。",
        )
        .into());
    }
    fits_reason(reason)?;
    let mut tx = ctx.db.begin_write().await?;
    let mut rounds = store::rounds(&tx, plan.id).await?;
    rounds.retain(|round| removal.holds(round.period));
    if rounds.is_empty() {
        return Err(Refusal::new(
            "report.nothing_to_remove",
            "所选的报送期没有设置或已经撤销，没有改动。",
            "请刷新页面查看现在有哪些报送期。",
        )
        .into());
    }
    let periods: Vec<TimePeriod> = rounds.iter().map(|round| round.period).collect();
    let asked = store::asked(&tx, plan.id, &periods).await?;
    let standing = stands_against(&tx, &asked).await?;
    if !standing.is_empty() {
        return Err(written(removal, &standing).into());
    }
    for round in &rounds {
        let of_round = asked.iter().filter(|one| one.period == round.period);
        let units: BTreeSet<_> = of_round.map(|one| one.unit).collect();
        notify::removed(&mut tx, round, &units).await?;
    }
    search::let_go(&mut tx, asked.iter().map(|one| one.id)).await?;
    store::remove_rounds(&mut tx, plan.id, &periods).await?;
    notify::collecting(&mut tx, ctx, plan.id).await?;
    tx.audit_line(
        ctx,
        line(&plan.title, plan.id, &rounds, asked.len(), reason),
    );
    tx.commit().await?;
    Ok(periods)
}

fn line(title: &str, plan: PlanId, rounds: &[Round], n_asked: usize, reason: &str) -> Line {
    let line = Line::new("report.round.removed", plan);
    let line = match rounds {
        [one] => line
            .named(acts::name_of(one, title))
            .saying(format!("应报{n_asked}份，都没有填写")),
        many => {
            let labels: Vec<String> = many.iter().map(|one| one.period.label()).collect();
            line.named(title).saying(format!(
                "{}期：{}；应报{n_asked}份，都没有填写",
                many.len(),
                labels.join("、")
            ))
        }
    };
    line.because(reason.trim())
}

/// What was written in these reports: where, and by whom as far as that is known.
async fn stands_against(tx: &Tx, asked: &[store::Asked]) -> Result<Vec<String>> {
    let ids: Vec<String> = asked.iter().map(|one| one.id.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut attached: BTreeMap<String, String> = BTreeMap::new();
    for held in files::held(tx, FILES_OF, &ids).await? {
        attached.entry(held.object).or_insert(held.person);
    }
    let mut standing = Vec::new();
    for one in asked {
        let place = format!("{}“{}”", one.unit_name, one.task);
        if one.is_written() {
            let when = one.saved_ms.map(instant_in_words).unwrap_or_default();
            let by = [one.saved_by.as_str(), &when, one.state.label()];
            let by: Vec<&str> = by.into_iter().filter(|part| !part.is_empty()).collect();
            standing.push(format!("{place}（{}）", by.join("，")));
        } else if let Some(person) = attached.get(&one.id.to_string()) {
            standing.push(format!("{place}（{person}，上传了附件）"));
        }
    }
    Ok(standing)
}

fn written(removal: Removal, standing: &[String]) -> Refusal {
    /// More names nobody reads.
    const MOST_NAMED: usize = 3;
    let named: Vec<&str> = standing
        .iter()
        .take(MOST_NAMED)
        .map(String::as_str)
        .collect();
    let more = match standing.len() {
        n if n > MOST_NAMED => format!("等{n}份"),
        _ => String::new(),
    };
    Refusal::new(
        "report.round_written",
        format!("已有填写的内容，没有撤销：{}{more}。", named.join("、")),
        match removal {
            Removal::One(_) => "写下的内容不随报送期删去；不再收报的，请锁定这一期。",
            Removal::Rhythm(_) => {
                "没有填写过的各期可以逐期撤销；有内容的不删去，不再收报的请锁定那一期。"
            }
        },
    )
}
