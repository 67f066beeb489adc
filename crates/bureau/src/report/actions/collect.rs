//! Collecting: lock, put off, and put together what was approved.

use super::{fits_reason, known, open::plan_named};
use crate::{
    plan::PlanId,
    report::{
        acts,
        material::PlanName,
        model::{Happening, ReportForm, ReportHead, ReportId, Round},
        notify::{self, Reminded},
        policy, store,
    },
};
use ::store::{Ctx, Error, Result, audit::Line};
use base::{Refusal, TimePeriod, day::Date};

/// Locks a period: no more is taken without an exception.
pub(in crate::report) async fn lock(ctx: &Ctx, plan: PlanId, period: TimePeriod) -> Result<Round> {
    policy::may_collect(&ctx.actor)?;
    let plan = plan_named(ctx, plan).await?;
    let mut tx = ctx.db.begin_write().await?;
    let round = store::round(&tx, plan.id, period)
        .await?
        .ok_or(Error::NotFound)?;
    if round.opened_ms.is_none() {
        return Err(Refusal::new(
            "report.not_open",
            "这一期还没有开启，不需要锁定。",
            "开启后、收齐报送再锁定。",
        )
        .into());
    }
    store::lock(&mut tx, ctx, &round).await?;
    let locked = store::round(&tx, plan.id, period)
        .await?
        .ok_or(Error::NotFound)?;
    notify::locked_or_not(&mut tx, ctx, &locked).await?;
    notify::collecting(&mut tx, ctx, plan.id).await?;
    let line = Line::new("report.round.locked", plan.id).named(acts::name_of(&round, &plan.title));
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(round)
}

/// 催报: everybody whose unit owes something in the period is told once, whatever the number of
/// reports, and once a day. Tells whom that is, and how many reports are missing.
pub(in crate::report) async fn remind(
    ctx: &Ctx,
    plan: PlanId,
    period: TimePeriod,
) -> Result<(Reminded, usize)> {
    policy::may_collect(&ctx.actor)?;
    let plan = plan_named(ctx, plan).await?;
    let mut tx = ctx.db.begin_write().await?;
    let round = store::round(&tx, plan.id, period)
        .await?
        .ok_or(Error::NotFound)?;
    let mut missing = store::heads_with_units(&tx, plan.id, period).await?;
    missing.retain(|head| head.is_taken(round.is_locked(), ctx.today()));
    if missing.is_empty() {
        let (what, next) = match round.is_locked() {
            true => (
                "这一期已锁定，没有可以补报的，不需要催报。",
                "要某个单位补报的，请先对那一份办理延期。",
            ),
            false => (
                "这一期没有未报的，不需要催报。",
                "审阅中的报送请联系当前审阅人。",
            ),
        };
        return Err(Refusal::new("report.nothing_missing", what, next).into());
    }
    let reminded = notify::reminded(&mut tx, ctx, &round, &plan.title, &missing).await?;
    if reminded.n_told > 0 {
        let line = Line::new("report.round.reminded", plan.id)
            .named(acts::name_of(&round, &plan.title))
            .saying(format!("{}人，未报{}份", reminded.n_told, missing.len()));
        tx.audit_line(ctx, line);
    }
    tx.commit().await?;
    Ok((reminded, missing.len()))
}

/// Takes the lock off a period, with a reason.
pub(in crate::report) async fn unlock(
    ctx: &Ctx,
    plan: PlanId,
    period: TimePeriod,
    reason: &str,
) -> Result<Round> {
    policy::may_collect(&ctx.actor)?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "report.reason_missing",
            "解除锁定要说明原因，没有改动。",
            "请填写原因；只为个别单位补报的，请对那一份办理延期。",
        )
        .into());
    }
    fits_reason(reason)?;
    let plan = plan_named(ctx, plan).await?;
    let mut tx = ctx.db.begin_write().await?;
    let round = store::round(&tx, plan.id, period)
        .await?
        .ok_or(Error::NotFound)?;
    store::unlock(&mut tx, &round).await?;
    let unlocked = store::round(&tx, plan.id, period)
        .await?
        .ok_or(Error::NotFound)?;
    notify::locked_or_not(&mut tx, ctx, &unlocked).await?;
    notify::collecting(&mut tx, ctx, plan.id).await?;
    let line = Line::new("report.round.unlocked", plan.id)
        .named(acts::name_of(&round, &plan.title))
        .because(reason);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(round)
}

/// Puts off the day of one report, with a reason; also opens a locked period for it until then.
pub(in crate::report) async fn excuse(
    ctx: &Ctx,
    id: ReportId,
    until: Date,
    reason: &str,
) -> Result<ReportHead> {
    policy::may_collect(&ctx.actor)?;
    let mut tx = ctx.db.begin_write().await?;
    let (head, round) = known(ctx, &tx, id).await?;
    if until < ctx.today() {
        return Err(Refusal::new(
            "report.until_past",
            "延期的日子已经过去，没有改动。",
            "请选择今天或以后的日子。",
        )
        .into());
    }
    let latest = round.rules.latest_excuse(ctx.today());
    if let Some(latest) = latest.filter(|latest| until > *latest) {
        return Err(Refusal::new(
            "report.until_too_far",
            format!("现在最多延到{}，没有改动。", base::day::in_words(latest)),
            "请选择这一天或更早的日子；到时仍报不了的，再办理一次延期。",
        )
        .into());
    }
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "report.reason_missing",
            "延期要说明原因，没有改动。",
            "请填写原因。",
        )
        .into());
    }
    fits_reason(reason)?;
    store::excuse(&mut tx, id, until, reason.trim()).await?;
    if head.state.is_with_unit() {
        notify::excused(&mut tx, ctx, &round, &head, until).await?;
    }
    let happening = Happening::Excused {
        until,
        reason: reason.trim().to_owned(),
    };
    store::tell(&mut tx, ctx, id, &ctx.actor.name, &happening).await?;
    let line = Line::new("report.excused", id)
        .named(super::fill::name_of(&head))
        .saying(format!("延至{}", base::day::in_words(until)))
        .because(reason.trim());
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(head)
}

/// How a summary is ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::report) enum SummaryBy {
    /// 按科室.
    #[default]
    Office,
    /// 按领域.
    Field,
    /// 按分管领导.
    Leader,
}

/// How many missing reports of a unit are named; the workbook has them all.
const MISSING_NAMED: i64 = 20;

/// 汇总 of a period from what was approved.
#[derive(Debug, Clone)]
pub(in crate::report) struct Summary {
    pub(in crate::report) plan: PlanName,
    pub(in crate::report) round: Round,
    /// Whether reports that are not approved yet are among them.
    pub(in crate::report) with_unapproved: bool,
    /// Headings with the reports under them.
    pub(in crate::report) groups: Vec<(String, Vec<SummaryItem>)>,
    /// What is missing, asked for and not approved, unit by unit.
    pub(in crate::report) missing: Vec<store::MissingOfUnit>,
    pub(in crate::report) n_missing: i64,
    pub(in crate::report) n_asked: i64,
}

/// A report in a summary.
#[derive(Debug, Clone)]
pub(in crate::report) struct SummaryItem {
    pub(in crate::report) head: ReportHead,
    pub(in crate::report) form: ReportForm,
}

impl SummaryBy {
    /// Every order.
    pub(in crate::report) const ALL: [Self; 3] = [Self::Office, Self::Field, Self::Leader];

    /// The word shown.
    pub(in crate::report) fn label(self) -> &'static str {
        match self {
            Self::Office => "按科室",
            Self::Field => "按领域",
            Self::Leader => "按分管领导",
        }
    }

    /// The word in addresses.
    pub(in crate::report) fn code(self) -> &'static str {
        match self {
            Self::Office => "office",
            Self::Field => "field",
            Self::Leader => "leader",
        }
    }

    /// The order with this word.
    pub(in crate::report) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|by| by.code() == code)
    }

    fn heading(self, head: &ReportHead) -> String {
        let (word, none) = match self {
            Self::Office => (&head.unit_name, "未指派"),
            Self::Field => (&head.field, "其他工作"),
            Self::Leader => (&head.leader_name, "未明确分管领导"),
        };
        match word.is_empty() {
            true => none.to_owned(),
            false => word.clone(),
        }
    }
}

/// Puts a period together.
pub(in crate::report) async fn summary(
    ctx: &Ctx,
    plan: PlanId,
    period: TimePeriod,
    by: SummaryBy,
    with_unapproved: bool,
) -> Result<Summary> {
    if !policy::oversees(&ctx.actor) {
        return Err(Error::NotFound);
    }
    let plan = plan_named(ctx, plan).await?;
    let round = store::round(&ctx.db, plan.id, period)
        .await?
        .ok_or(Error::NotFound)?;
    let counts = store::round_counts(&ctx.db, plan.id, &[period], ctx.today()).await?;
    let counts = counts.into_iter().next().unwrap_or_default();
    let mut groups: Vec<(String, Vec<SummaryItem>)> = Vec::new();
    for (head, form) in store::reports_in(&ctx.db, plan.id, period, with_unapproved).await? {
        let heading = by.heading(&head);
        let item = SummaryItem { head, form };
        match groups.iter_mut().find(|(word, _)| *word == heading) {
            Some((_, items)) => items.push(item),
            None => groups.push((heading, vec![item])),
        }
    }
    Ok(Summary {
        missing: store::missing_by_unit(&ctx.db, plan.id, period, MISSING_NAMED).await?,
        n_missing: counts.n_reports - counts.n_filed,
        n_asked: counts.n_reports,
        plan,
        round,
        with_unapproved,
        groups,
    })
}

/// Everything that is missing in a period, for the workbook.
pub(in crate::report) async fn missing(ctx: &Ctx, summary: &Summary) -> Result<Vec<ReportHead>> {
    store::heads_missing(&ctx.db, summary.plan.id, summary.round.period).await
}
