//! A step as pages show it: everything in words, with its addresses.

use crate::plan::{
    model::{
        PlanId,
        milestone::{Light, LightRules, Step, StepState, Steps, warnings},
    },
    paths, policy,
};
use crate::{calendar::WorkingDays, plan::model::PublishedItem};
use base::{
    Actor,
    day::{Date, in_table},
};
use shell::Field;

/// A step in a list.
pub(super) struct StepRow {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) begins: String,
    pub(super) due: String,
    /// The time agreed to, where it is another.
    pub(super) baseline: String,
    /// It was added after the plan had been agreed.
    pub(super) is_extra: bool,
    pub(super) is_dropped: bool,
    pub(super) owner: String,
    pub(super) weight: i64,
    pub(super) after: String,
    pub(super) evidence: String,
    pub(super) origin: String,
    pub(super) state: &'static str,
    pub(super) is_done: bool,
    /// A report says so, and nobody has let it pass yet.
    pub(super) is_claimed: bool,
    /// 「06-02完成，王敏登记」, with what proves it.
    pub(super) done: String,
    pub(super) proof_words: String,
    /// Name and address of the file that proves it.
    pub(super) proof: Option<(String, String)>,
    pub(super) light: &'static str,
    pub(super) warnings: Vec<String>,
    pub(super) revision: i64,
    /// What this person may do with it now; empty addresses for what they may not.
    pub(super) edit: String,
    pub(super) start: String,
    pub(super) finish: String,
    pub(super) reopen: String,
    pub(super) why_reopen: Field,
}

impl StepRow {
    /// What the field is called in which its completion is taken back with a reason.
    pub(super) fn reopen_field(&self) -> String {
        format!("reopen-{}", self.id)
    }
}

/// What the rows of an item's steps have in common.
pub(super) struct Rows<'a> {
    pub(super) actor: &'a Actor,
    pub(super) plan: PlanId,
    pub(super) item: &'a PublishedItem,
    pub(super) steps: &'a [Step],
    /// Whether the plan can be changed as it stands now.
    pub(super) is_open: bool,
    pub(super) is_agreed: bool,
    pub(super) days: &'a WorkingDays,
    pub(super) rules: &'a LightRules,
    pub(super) today: Date,
    pub(super) year: i16,
}

impl Rows<'_> {
    /// The rows in the order of the steps.
    pub(super) fn all(&self) -> Vec<StepRow> {
        self.steps.iter().map(|step| self.row(step)).collect()
    }

    fn row(&self, step: &Step) -> StepRow {
        let beside = Steps(self.steps);
        let may_change =
            policy::may_draw_up(self.actor, self.item) && self.is_open && !step.is_dropped;
        let may_do = policy::may_do(self.actor, self.item, step) && !step.is_dropped;
        let address = |may: bool, act: &str| match may {
            true => paths::step_act(self.plan, self.item.id, step.id, act),
            false => String::new(),
        };
        let day = |day: Date| in_table(day, self.year);
        let baseline = step.baseline.filter(|_| step.is_replanned());
        let item_due = self
            .item
            .due()
            .and_then(crate::plan::model::milestone::date);
        StepRow {
            id: step.id.to_string(),
            name: step.name.clone(),
            begins: step.begins.map(day).unwrap_or_default(),
            due: step.due.label(self.year),
            baseline: baseline
                .map(|was| was.due.label(self.year))
                .unwrap_or_default(),
            is_extra: self.is_agreed && step.baseline.is_none(),
            is_dropped: step.is_dropped,
            owner: step.owner_name().to_owned(),
            weight: step.weight,
            after: self
                .steps
                .iter()
                .filter(|other| step.after.contains(&other.id) && !other.is_dropped)
                .map(|other| other.name.as_str())
                .collect::<Vec<_>>()
                .join("、"),
            evidence: step.evidence.clone(),
            origin: step.origin.clone(),
            state: step.state.label(),
            is_done: step.done().is_some(),
            is_claimed: step.is_claimed(),
            done: step
                .reported()
                .map(|done| format!("{}完成，{}登记", day(done.on), done.by_name))
                .unwrap_or_default(),
            proof_words: step
                .reported()
                .map(|done| done.words.clone())
                .unwrap_or_default(),
            proof: step
                .done()
                .filter(|done| !done.file.is_empty())
                .map(|done| {
                    (
                        done.file_name.clone(),
                        paths::step_act(self.plan, self.item.id, step.id, "proof"),
                    )
                }),
            light: Light::of_step(step, beside, self.today, self.days, self.rules).name(),
            warnings: warnings(step, beside, item_due, self.days),
            revision: step.revision,
            edit: address(may_change, "edit"),
            start: address(may_do && step.state == StepState::NotStarted, "start"),
            finish: address(may_do && step.done().is_none(), "done"),
            reopen: address(may_do && step.reported().is_some(), "reopen"),
            why_reopen: Field::new("reason", "撤销原因").required(),
        }
    }
}
