//! A year of reports taken along its road without pages: for the demo county and for tests.

use super::{
    actions::{self, GiveBack, Seen, SetUp, Typed, TypedField},
    material::{self, PlanName},
    model::{
        DONE, FieldKind, NEEDED_FROM, NEEDS, NEXT, OVERDUE_STEPS, PROBLEMS, PROMISED, ReportField,
        ReportHead, ReportId, ReportState, StepKind,
    },
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

/// What somebody says in a report beside what came prefilled.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Said {
    /// By label: numbers no data item has.
    pub(crate) numbers: BTreeMap<String, String>,
    /// Why a number is not there, wherever one is asked for and not said.
    pub(crate) no_number: String,
    /// Added to the progress that came prefilled.
    pub(crate) done: String,
    pub(crate) problems: String,
    pub(crate) needs: String,
    pub(crate) needed_from: String,
    pub(crate) next: String,
}

/// What is said of a period in which no step was done.
const NOTHING_DUE: &str = "本期没有到期的节点，各项工作按计划推进。";

impl Said {
    /// What a field says after it was read: what came prefilled stays unless there is more to say, and
    /// troubles of the last time that are over are struck out.
    fn value(&self, field: &ReportField) -> String {
        let ours = match field.key.as_str() {
            DONE if field.source.ends_with(PROMISED) && !self.done.is_empty() => &self.done,
            DONE if field.value.trim().is_empty() && self.done.is_empty() => {
                return NOTHING_DUE.to_owned();
            }
            DONE => return format!("{}{}", field.value, self.done),
            PROBLEMS if field.source == OVERDUE_STEPS => {
                return format!("{}{}", field.value, self.problems);
            }
            PROBLEMS => return self.problems.clone(),
            NEEDS => return self.needs.clone(),
            NEEDED_FROM => return self.needed_from.clone(),
            NEXT => &self.next,
            _ if field.kind == FieldKind::Number && field.fact().is_none() => {
                match self.numbers.get(&field.label) {
                    Some(number) => number,
                    None => return field.value.clone(),
                }
            }
            _ => return field.value.clone(),
        };
        match ours.is_empty() {
            true => field.value.clone(),
            false => ours.clone(),
        }
    }
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

/// Sets up a year of these rhythms for the newest published plan, also what should have been in before.
pub(crate) async fn set_up_year(ctx: &Ctx, grains: &[Grain]) -> Result<ReportYear> {
    let plans = material::plans(&ctx.db, ctx.today().year()).await?;
    let plan = plans.into_iter().next().ok_or(Error::NotFound)?;
    let set_up = SetUp::whole_year(grains, plan.year);
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
    /// The task it is about.
    pub(crate) fn heading(&self) -> &str {
        &self.heading
    }

    /// Fills it in as somebody of its unit and, when asked so, hands it in.
    pub(crate) async fn fill_in(&self, ctx: &Ctx, said: &Said, hands_in: bool) -> Result<()> {
        let ctx = self.as_clerk(ctx).await?;
        let view = actions::report(&ctx, self.id).await?;
        let form = view.form.unwrap_or_default();
        let typed = form.0.iter().map(|field| {
            let value = said.value(field);
            let remark = match field.kind == FieldKind::Number && value.is_empty() {
                true => said.no_number.clone(),
                false => String::new(),
            };
            let typed = TypedField { value, remark };
            (field.key.clone(), typed)
        });
        let typed = Typed(typed.collect());
        if hands_in {
            let handed_in = actions::submit(&ctx, self.id, view.head.revision, &typed).await?;
            return handed_in
                .map(|_| ())
                .map_err(|_| Error::Corrupt(self.heading.clone()));
        }
        let saved = actions::save(&ctx, self.id, view.head.revision, &typed).await?;
        saved
            .map(|_| ())
            .map_err(|_| Error::Corrupt(self.heading.clone()))
    }

    /// Consent of the first person it waits for, at each of this many steps.
    pub(crate) async fn consented(&self, ctx: &Ctx, n_steps: usize) -> Result<()> {
        for _ in 0..n_steps {
            let Some(acting) = self.as_reviewer(ctx).await? else {
                break;
            };
            actions::consent(&acting, (self.id, Seen::default()), "", &BTreeMap::new()).await?;
        }
        Ok(())
    }

    /// Returned for its first number (or, without one, its first field) alone.
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
            ..GiveBack::default()
        };
        actions::give_back(&acting, (self.id, Seen::default()), &command).await?;
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
