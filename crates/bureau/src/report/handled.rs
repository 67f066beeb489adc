//! A year of reports taken along its road without pages: for the demo county and for tests.

use super::{
    actions::{self, GiveBack, SetUp, Typed, TypedField},
    material::{self, PlanName},
    model::{FieldKind, ReportHead, ReportId, ReportState, StepKind},
    store,
};
use crate::org;
use ::store::{Ctx, Error, Result};
use base::{Actor, Grain, Role, TimePeriod, actor::UnitId, day::Date};
use std::collections::BTreeMap;

/// The reports of a plan being handled.
pub(crate) struct ReportYear {
    plan: PlanName,
}

/// A report somebody owes.
#[derive(Debug, Clone)]
pub(crate) struct OwedReport {
    id: ReportId,
    unit: UnitId,
    heading: String,
    is_open: bool,
}

impl From<ReportHead> for OwedReport {
    fn from(head: ReportHead) -> Self {
        Self {
            id: head.id,
            unit: head.unit,
            is_open: head.state == ReportState::Open,
            heading: head.heading,
        }
    }
}

/// Sets up a year of these rhythms for the newest published plan.
pub(crate) async fn set_up_year(ctx: &Ctx, grains: &[Grain]) -> Result<ReportYear> {
    let plans = material::plans(&ctx.db, ctx.today().year()).await?;
    let plan = plans.into_iter().next().ok_or(Error::NotFound)?;
    let set_up = SetUp {
        grains: grains.to_vec(),
    };
    actions::set_up(ctx, &plan, &set_up).await?;
    Ok(ReportYear { plan })
}

impl ReportYear {
    /// Opens what has begun.
    pub(crate) async fn open_due(&self, ctx: &Ctx) -> Result<()> {
        actions::open_due(ctx).await?;
        Ok(())
    }

    /// What is owed in a period and not written yet, in the order of the plan.
    pub(crate) async fn owed(&self, ctx: &Ctx, period: TimePeriod) -> Result<Vec<OwedReport>> {
        let heads = store::heads_of_round(&ctx.db, self.plan.id, period).await?;
        let mut owed: Vec<OwedReport> = heads.into_iter().map(OwedReport::from).collect();
        owed.retain(|report| report.is_open);
        Ok(owed)
    }

    /// Locks a period.
    pub(crate) async fn lock(&self, ctx: &Ctx, period: TimePeriod) -> Result<()> {
        actions::lock(ctx, self.plan.id, period).await?;
        Ok(())
    }
}

impl OwedReport {
    /// Fills it in as somebody of its unit and, when asked so, hands it in. `words` are by label; a
    /// number that is blank takes `number`.
    pub(crate) async fn fill_in(
        &self,
        ctx: &Ctx,
        words: &[(&str, &str)],
        number: &str,
        hands_in: bool,
    ) -> Result<()> {
        let ctx = self.as_clerk(ctx).await?;
        let view = actions::report(&ctx, self.id).await?;
        let form = view.form.unwrap_or_default();
        let typed: BTreeMap<String, TypedField> = form
            .0
            .iter()
            .map(|field| {
                let said = words.iter().find(|(label, _)| *label == field.label);
                let value = match (said, field.kind, field.value.is_empty()) {
                    (Some((_, said)), ..) if field.prefilled.is_empty() => (*said).to_owned(),
                    (None, FieldKind::Number, true) => number.to_owned(),
                    _ => field.value.clone(),
                };
                let field_typed = TypedField {
                    value,
                    remark: String::new(),
                };
                (field.key.clone(), field_typed)
            })
            .collect();
        let typed = Typed(typed);
        if hands_in {
            let handed_in = actions::submit(&ctx, self.id, view.head.revision, &typed).await?;
            return handed_in
                .map(|_| ())
                .map_err(|_| Error::Corrupt(self.heading.clone()));
        }
        actions::save(&ctx, self.id, view.head.revision, &typed).await?;
        Ok(())
    }

    /// Consent of the first person it waits for, at each of this many steps.
    pub(crate) async fn consented(&self, ctx: &Ctx, n_steps: usize) -> Result<()> {
        for _ in 0..n_steps {
            let Some(acting) = self.as_reviewer(ctx).await? else {
                break;
            };
            actions::consent(&acting, self.id, "").await?;
        }
        Ok(())
    }

    /// Returned for its first number (or, without one, its progress) alone.
    pub(crate) async fn given_back(&self, ctx: &Ctx, words: &str) -> Result<()> {
        let Some(acting) = self.as_reviewer(ctx).await? else {
            return Ok(());
        };
        let content = store::content(&ctx.db, self.id)
            .await?
            .ok_or(Error::NotFound)?;
        let form = content.form.unwrap_or_default();
        let first = form.0.first().ok_or(Error::NotFound)?;
        let command = GiveBack {
            to: None,
            reason: String::new(),
            fields: BTreeMap::from([(first.key.clone(), words.to_owned())]),
        };
        actions::give_back(&acting, self.id, &command).await?;
        Ok(())
    }

    /// Put off to a day.
    pub(crate) async fn excused(&self, ctx: &Ctx, until: Date, reason: &str) -> Result<()> {
        actions::excuse(ctx, self.id, until, reason).await?;
        Ok(())
    }

    /// The same, as a member of its unit: staff before the head.
    async fn as_clerk(&self, ctx: &Ctx) -> Result<Ctx> {
        for role in [
            Role::OfficeStaff,
            Role::School,
            Role::OfficeHead,
            Role::GeneralOffice,
            Role::Inspector,
        ] {
            let people = org::holders(&ctx.db, Some(self.unit), &[role]).await?;
            if let Some((person, name)) = people.into_iter().next() {
                return Ok(acting(ctx, person, name, role, vec![self.unit]));
            }
        }
        Err(Error::NotFound)
    }

    async fn as_reviewer(&self, ctx: &Ctx) -> Result<Option<Ctx>> {
        let content = store::content(&ctx.db, self.id)
            .await?
            .ok_or(Error::NotFound)?;
        let Some(stage) = content.course.stage() else {
            return Ok(None);
        };
        let role = match stage.kind {
            StepKind::Head | StepKind::LeadOffice => Role::OfficeHead,
            StepKind::Leader => Role::Leader,
            StepKind::Archive => Role::GeneralOffice,
        };
        let first = stage.waits_for().next().cloned();
        Ok(first.map(|one| acting(ctx, one.id, one.name, role, Vec::new())))
    }
}

fn acting(
    ctx: &Ctx,
    person: base::actor::PersonId,
    name: String,
    role: Role,
    units: Vec<UnitId>,
) -> Ctx {
    Ctx {
        actor: Actor {
            person,
            name,
            units,
            roles: vec![role],
            ..ctx.actor.clone()
        },
        ..ctx.clone()
    }
}
