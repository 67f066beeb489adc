//! One step, and the steps of an item taken together.

use super::When;
use crate::plan::model::{ItemId, PlanId};
use base::{
    actor::{PersonId, UnitId},
    day::Date,
    define_id,
};

define_id!(
    /// A step.
    StepId
);

/// 节点: something that is done by a day on the way to an item's end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) id: StepId,
    pub(crate) plan: PlanId,
    pub(crate) item: ItemId,
    /// Order within the item.
    pub(crate) place: i64,
    pub(crate) name: String,
    /// When work on it begins; without, the first day of its time.
    pub(crate) begins: Option<Date>,
    pub(crate) due: When,
    pub(crate) owner: Option<Owner>,
    /// Its share of the item's work, against the weights beside it.
    pub(crate) weight: i64,
    /// Steps that must be done before it begins (完成后才能开始).
    pub(crate) after: Vec<StepId>,
    /// What is to be shown as proof.
    pub(crate) evidence: String,
    /// Where it was proposed from: 「原文“8月底前”」, 「模板“教师培训”」; empty when a person added it.
    pub(crate) origin: String,
    pub(crate) state: StepState,
    /// What the leader in charge agreed to; none before that, or when it was added later.
    pub(crate) baseline: Option<Baseline>,
    /// 取消: given up after it had been agreed.
    pub(crate) is_dropped: bool,
    pub(crate) revision: i64,
}

/// Who does a step, with their name as it was when it was given to them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) unit: Option<UnitId>,
    pub(crate) person: Option<PersonId>,
    pub(crate) name: String,
}

/// How far a step is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum StepState {
    /// 未开始.
    NotStarted,
    /// 进行中.
    InProgress,
    /// 报完成待核: a report says that it is done, and nobody has let the report pass yet.
    Claimed(Done),
    /// 已完成.
    Done(Done),
}

/// That a step was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Done {
    pub(crate) on: Date,
    pub(crate) by_name: String,
    /// What proves it, in words.
    pub(crate) words: String,
    /// A file that proves it; empty without one.
    pub(crate) file: String,
    pub(crate) file_name: String,
}

/// 基准: the times that were agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Baseline {
    pub(crate) begins: Option<Date>,
    pub(crate) due: When,
}

impl StepState {
    /// The word stored.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::Claimed(_) => "claimed",
            Self::Done(_) => "done",
        }
    }

    /// The word shown.
    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::NotStarted => "未开始",
            Self::InProgress => "进行中",
            Self::Claimed(_) => "报完成待核",
            Self::Done(_) => "已完成",
        }
    }
}

impl Step {
    /// The first day of its work.
    pub(crate) fn first(&self) -> Date {
        self.begins.unwrap_or_else(|| self.due.first())
    }

    /// The last day of its time.
    pub(crate) fn last(&self) -> Date {
        self.due.last()
    }

    /// That it was done.
    pub(crate) fn done(&self) -> Option<&Done> {
        match &self.state {
            StepState::Done(done) => Some(done),
            _ => None,
        }
    }

    /// That it was done, or that a report says so.
    pub(crate) fn reported(&self) -> Option<&Done> {
        match &self.state {
            StepState::Done(done) | StepState::Claimed(done) => Some(done),
            StepState::NotStarted | StepState::InProgress => None,
        }
    }

    /// Whether a report says so, and nobody has let it pass yet.
    pub(crate) fn is_claimed(&self) -> bool {
        matches!(self.state, StepState::Claimed(_))
    }

    /// Whether its time has gone by and nobody says that it is done.
    pub(crate) fn is_overdue(&self, today: Date) -> bool {
        self.reported().is_none() && !self.is_dropped && self.last() < today
    }

    /// The same seen from an earlier day: what was done since was not done then.
    #[must_use]
    pub(crate) fn as_of(&self, day: Date) -> Self {
        match self.reported() {
            Some(done) if done.on > day => Self {
                state: StepState::InProgress,
                ..self.clone()
            },
            _ => self.clone(),
        }
    }

    /// Whether its time is another than was agreed.
    pub(crate) fn is_replanned(&self) -> bool {
        self.baseline
            .is_some_and(|baseline| baseline.due != self.due || baseline.begins != self.begins)
    }

    /// Name of its owner; empty without one.
    pub(crate) fn owner_name(&self) -> &str {
        self.owner.as_ref().map_or("", |owner| owner.name.as_str())
    }
}

/// The steps of one item that still count, in their order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Steps<'a>(pub(crate) &'a [Step]);

impl<'a> Steps<'a> {
    /// Those that were not given up.
    pub(crate) fn live(self) -> impl Iterator<Item = &'a Step> {
        self.0.iter().filter(|step| !step.is_dropped)
    }

    /// How much of the work is done, in percent of the weights.
    pub(crate) fn done_share(self) -> i64 {
        self.share(|step| step.done().is_some())
    }

    /// How much of the work is done or said to be, in percent of the weights.
    pub(crate) fn reported_share(self) -> i64 {
        self.share(|step| step.reported().is_some())
    }

    /// How much of the work should be done by the end of a day.
    pub(crate) fn planned_share(self, today: Date) -> i64 {
        self.share(|step| step.last() <= today)
    }

    /// The last day of the last step.
    pub(crate) fn ends(self) -> Option<Date> {
        self.live().map(Step::last).max()
    }

    fn share(self, counts: impl Fn(&Step) -> bool) -> i64 {
        let whole: i64 = self.live().map(|step| step.weight).sum();
        let part: i64 = self
            .live()
            .filter(|step| counts(step))
            .map(|step| step.weight)
            .sum();
        if whole == 0 { 0 } else { part * 100 / whole }
    }
}
