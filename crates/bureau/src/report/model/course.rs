//! 审阅流程: the way of one report from the person who fills it in to the file of the general office.
//!
//! Pure: who acts is an argument, and every act gives the next state or says why not. Three things
//! hold whatever is done (property tests beside this file): no report is filed without the consent of
//! every step that needs one; what was filed changes only after it was reopened, which leaves a
//! trace; whatever is returned can be handed in again.

use base::{Refusal, actor::PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The steps a report goes through, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Chain(pub(crate) Vec<ChainStep>);

/// One step: who looks at it, and how many of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ChainStep {
    pub(crate) kind: StepKind,
    pub(crate) needs: Needs,
}

/// Whose step it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StepKind {
    /// 科室（单位）负责人 of the unit that reports.
    Head,
    /// 牵头科室 of the task, for units that support.
    LeadOffice,
    /// 分管领导.
    Leader,
    /// 办公室归档.
    Archive,
}

/// How many of those who may look must consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Needs {
    /// 任一人.
    Any,
    /// 全部.
    All,
    /// 不需要: the step is passed over.
    Nobody,
}

/// A person on the way of a report, with the name of the time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reviewer {
    pub(crate) id: PersonId,
    pub(crate) name: String,
}

/// A step of one report: who may look, who has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Stage {
    pub(crate) kind: StepKind,
    pub(crate) needs: Needs,
    /// Who may consent here.
    pub(crate) people: Vec<Reviewer>,
    /// 会签: asked by somebody of this step to consent as well; all of them are needed.
    pub(crate) countersigners: Vec<Reviewer>,
    /// Who has consented since it came here last.
    pub(crate) signed: BTreeSet<PersonId>,
}

/// Where a report is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// With the unit that reports.
    Writing,
    /// At this step.
    At(usize),
    /// 已归档: what it says counts.
    Filed,
}

/// What of a report may be changed while it is with its unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Unlocked {
    /// Everything.
    All,
    /// Only the fields somebody returned.
    Only(BTreeSet<String>),
}

/// The way of one report and where on it the report is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Course {
    pub(crate) place: Place,
    pub(crate) stages: Vec<Stage>,
    pub(crate) unlocked: Unlocked,
    /// Whether it was returned and has not been handed in since.
    pub(crate) is_returned: bool,
    /// Who handed it in last.
    pub(crate) submitter: Option<PersonId>,
}

impl StepKind {
    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Head => "单位负责人",
            Self::LeadOffice => "牵头科室",
            Self::Leader => "分管领导",
            Self::Archive => "办公室归档",
        }
    }
}

impl Needs {
    /// Every way.
    pub(crate) const ALL: [Self; 3] = [Self::Any, Self::All, Self::Nobody];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Any => "任一人同意",
            Self::All => "全部同意",
            Self::Nobody => "不设这一步",
        }
    }

    /// The word in forms.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::All => "all",
            Self::Nobody => "nobody",
        }
    }

    /// The way with this word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|needs| needs.code() == code)
    }
}

impl Stage {
    /// A step with nobody's consent yet.
    pub(crate) fn new(step: ChainStep, people: Vec<Reviewer>) -> Self {
        Self {
            kind: step.kind,
            needs: step.needs,
            people,
            countersigners: Vec::new(),
            signed: BTreeSet::new(),
        }
    }

    /// Whether everybody needed has consented.
    pub(crate) fn is_settled(&self) -> bool {
        let has_signed = |reviewer: &Reviewer| self.signed.contains(&reviewer.id);
        let own = match self.needs {
            Needs::Nobody => true,
            Needs::Any => self.people.iter().any(has_signed),
            Needs::All => !self.people.is_empty() && self.people.iter().all(has_signed),
        };
        own && self.countersigners.iter().all(has_signed)
    }

    /// Who is still waited for.
    pub(crate) fn waits_for(&self) -> impl Iterator<Item = &Reviewer> {
        let own_is_open = match self.needs {
            Needs::Nobody => false,
            Needs::Any => !self.people.iter().any(|one| self.signed.contains(&one.id)),
            Needs::All => true,
        };
        self.people
            .iter()
            .filter(move |_| own_is_open)
            .chain(&self.countersigners)
            .filter(|one| !self.signed.contains(&one.id))
    }

    fn may_sign(&self, person: PersonId) -> bool {
        self.waits_for().any(|one| one.id == person)
    }
}

impl Course {
    /// A report nobody has handed in.
    pub(crate) fn new() -> Self {
        Self {
            place: Place::Writing,
            stages: Vec::new(),
            unlocked: Unlocked::All,
            is_returned: false,
            submitter: None,
        }
    }

    /// Whether a field may be changed now.
    pub(crate) fn may_edit(&self, key: &str) -> bool {
        self.place == Place::Writing
            && match &self.unlocked {
                Unlocked::All => true,
                Unlocked::Only(keys) => keys.contains(key),
            }
    }

    /// The sentences of a field that alone may be changed, by their numbers when it was handed in; none
    /// where all of the field may be.
    pub(crate) fn open_sentences(&self, key: &str) -> BTreeSet<usize> {
        let Unlocked::Only(keys) = &self.unlocked else {
            return BTreeSet::new();
        };
        keys.iter()
            .filter_map(|open| open.strip_prefix(key)?.strip_prefix('#')?.parse().ok())
            .collect()
    }

    /// The step it is at.
    pub(crate) fn stage(&self) -> Option<&Stage> {
        match self.place {
            Place::At(at) => self.stages.get(at),
            Place::Writing | Place::Filed => None,
        }
    }

    /// Whether this person is waited for.
    pub(crate) fn waits_for(&self, person: PersonId) -> bool {
        self.stage().is_some_and(|stage| stage.may_sign(person))
    }

    /// 报送: handed in; goes the whole way again, whoever returned it. Whoever fills in and is waited
    /// for at the first step consents by handing in.
    pub(crate) fn submit(&self, by: PersonId, stages: Vec<Stage>) -> Result<Self, Refusal> {
        if self.place != Place::Writing {
            return Err(Refusal::new(
                "report.already_submitted",
                "这份报送已经交上去了，没有重复报送。",
                "需要修改时请先撤回；已有人审阅的，请审阅人退回。",
            ));
        }
        let mut next = Self {
            place: Place::At(0),
            stages,
            is_returned: false,
            submitter: Some(by),
            unlocked: self.unlocked.clone(),
        };
        next.move_on();
        if next.waits_for(by) {
            next = next.consent(by)?;
        }
        Ok(next)
    }

    /// 撤回: as long as nobody else has consented. What was locked stays locked.
    pub(crate) fn withdraw(&self) -> Result<Self, Refusal> {
        let is_reviewed = self
            .stages
            .iter()
            .flat_map(|stage| &stage.signed)
            .any(|person| Some(*person) != self.submitter);
        if !matches!(self.place, Place::At(_)) || is_reviewed {
            return Err(Refusal::new(
                "report.reviewed",
                "这份报送已有人审阅，不能撤回。",
                "如需修改，请联系当前审阅人退回。",
            ));
        }
        Ok(Self {
            place: Place::Writing,
            stages: Vec::new(),
            ..self.clone()
        })
    }

    /// 同意: the consent of one person; the report moves on when the step is settled.
    pub(crate) fn consent(&self, by: PersonId) -> Result<Self, Refusal> {
        let mut next = self.clone();
        let stage = next.waiting_stage(by)?;
        stage.signed.insert(by);
        next.move_on();
        Ok(next)
    }

    /// 退回 to the unit (`to` is none) or to an earlier step. `only` names the fields to be changed;
    /// empty means all.
    pub(crate) fn give_back(
        &self,
        by: PersonId,
        to: Option<usize>,
        only: BTreeSet<String>,
    ) -> Result<Self, Refusal> {
        let mut next = self.clone();
        next.waiting_stage(by)?;
        let Place::At(here) = self.place else {
            return Err(not_waited_for());
        };
        let Some(to) = to else {
            return Ok(Self {
                place: Place::Writing,
                stages: Vec::new(),
                unlocked: match only.is_empty() {
                    true => Unlocked::All,
                    false => Unlocked::Only(only),
                },
                is_returned: true,
                submitter: self.submitter,
            });
        };
        let is_earlier = to < here
            && self
                .stages
                .get(to)
                .is_some_and(|stage| stage.needs != Needs::Nobody);
        if !is_earlier {
            return Err(Refusal::new(
                "report.not_earlier",
                "只能退回给前面的环节，没有退回。",
                "请重新选择退回到哪一步。",
            ));
        }
        for stage in next.stages.iter_mut().skip(to) {
            stage.signed.clear();
        }
        next.place = Place::At(to);
        next.is_returned = true;
        Ok(next)
    }

    /// 转办: somebody else looks in this person's place.
    pub(crate) fn forward(&self, by: PersonId, to: Reviewer) -> Result<Self, Refusal> {
        let mut next = self.clone();
        let stage = next.waiting_stage(by)?;
        if stage.people.iter().any(|one| one.id == to.id)
            || stage.countersigners.iter().any(|one| one.id == to.id)
        {
            return Err(already_here(&to.name));
        }
        let place = stage
            .people
            .iter_mut()
            .chain(&mut stage.countersigners)
            .find(|one| one.id == by);
        match place {
            Some(place) => *place = to,
            None => return Err(not_waited_for()),
        }
        Ok(next)
    }

    /// 会签: somebody else must consent at this step as well.
    pub(crate) fn ask_as_well(&self, by: PersonId, also: Reviewer) -> Result<Self, Refusal> {
        let mut next = self.clone();
        let stage = next.waiting_stage(by)?;
        let is_here = |one: &Reviewer| one.id == also.id;
        if stage.people.iter().any(is_here) || stage.countersigners.iter().any(is_here) {
            return Err(already_here(&also.name));
        }
        stage.countersigners.push(also);
        Ok(next)
    }

    /// 重新打开: what was filed may be changed again, all of it or these fields only.
    pub(crate) fn reopen(&self, only: BTreeSet<String>) -> Result<Self, Refusal> {
        if self.place != Place::Filed {
            return Err(Refusal::new(
                "report.not_filed",
                "这份报送还没有归档，不需要重新打开。",
                "审阅中的报送由审阅人退回。",
            ));
        }
        Ok(Self {
            place: Place::Writing,
            stages: Vec::new(),
            unlocked: match only.is_empty() {
                true => Unlocked::All,
                false => Unlocked::Only(only),
            },
            is_returned: true,
            submitter: self.submitter,
        })
    }

    /// On to the first step that is not settled, or into the file.
    fn move_on(&mut self) {
        let Place::At(mut at) = self.place else {
            return;
        };
        while self.stages.get(at).is_some_and(Stage::is_settled) {
            at += 1;
        }
        self.place = match at < self.stages.len() {
            true => Place::At(at),
            false => Place::Filed,
        };
        if self.place == Place::Filed {
            self.is_returned = false;
        }
    }

    fn waiting_stage(&mut self, by: PersonId) -> Result<&mut Stage, Refusal> {
        let Place::At(at) = self.place else {
            return Err(not_waited_for());
        };
        self.stages
            .get_mut(at)
            .filter(|stage| stage.may_sign(by))
            .ok_or_else(not_waited_for)
    }
}

fn not_waited_for() -> Refusal {
    Refusal::new(
        "report.not_waited_for",
        "这份报送现在不在本人的审阅环节，没有改动。",
        "请刷新页面查看它到了哪一步。",
    )
}

fn already_here(name: &str) -> Refusal {
    Refusal::new(
        "report.already_here",
        format!("{name}已在这一步审阅，没有重复添加。"),
        "请选择其他人。",
    )
}
