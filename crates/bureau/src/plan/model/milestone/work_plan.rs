//! 工作计划: the plan of one item, from draft to agreed.

use super::{Baseline, Step, StepId, check_order};
use crate::plan::model::{ItemId, PlanId};
use base::Refusal;

/// The plan of the work on one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorkPlan {
    pub(crate) item: ItemId,
    pub(crate) plan: PlanId,
    /// Code of the kind of matter it was drawn up for; empty when none was chosen.
    pub(crate) kind: String,
    pub(crate) state: Agreement,
    /// Grows with every change of the plan or its steps.
    pub(crate) revision: i64,
    /// When its state last changed, by whom, and why.
    pub(crate) at_ms: i64,
    pub(crate) by_name: String,
    pub(crate) note: String,
    /// When the baseline was agreed, and by whom.
    pub(crate) agreed_ms: Option<i64>,
    pub(crate) agreed_by: String,
}

/// How far a work plan is on its way to being agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Agreement {
    /// 草拟: the office works on it.
    Draft,
    /// 报审: the leader in charge has it.
    Submitted,
    /// 退回: the leader in charge wants it otherwise.
    Returned,
    /// 已同意: it stands, and every change of it needs a reason.
    Agreed,
}

/// A change of a step after it was drawn up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StepChange {
    pub(crate) step: StepId,
    pub(crate) step_name: String,
    pub(crate) at_ms: i64,
    pub(crate) by_name: String,
    /// 改期, 修改, 新增, 取消, 完成, 撤销完成.
    pub(crate) what: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) reason: String,
}

impl Agreement {
    pub(crate) const ALL: [Self; 4] = [Self::Draft, Self::Submitted, Self::Returned, Self::Agreed];

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Agreed => "agreed",
        }
    }

    /// The state with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Draft => "草拟",
            Self::Submitted => "报审",
            Self::Returned => "退回",
            Self::Agreed => "已同意",
        }
    }
}

impl WorkPlan {
    /// A plan somebody begins to draw up.
    pub(crate) fn begun(plan: PlanId, item: ItemId, kind: &str, at_ms: i64, by: &str) -> Self {
        Self {
            item,
            plan,
            kind: kind.to_owned(),
            state: Agreement::Draft,
            revision: 1,
            at_ms,
            by_name: by.to_owned(),
            note: String::new(),
            agreed_ms: None,
            agreed_by: String::new(),
        }
    }

    /// Hands it to the leader in charge.
    pub(crate) fn submit(
        &mut self,
        steps: &[Step],
        at_ms: i64,
        by: &str,
    ) -> std::result::Result<(), Refusal> {
        if !matches!(self.state, Agreement::Draft | Agreement::Returned) {
            return Err(self.not_now("报审"));
        }
        if steps.iter().all(|step| step.is_dropped) {
            return Err(Refusal::new(
                "plan.steps.none",
                "还没有节点，不能报审。",
                "请先添加节点，或由系统拟一份再修改。",
            ));
        }
        if let Some(step) = steps
            .iter()
            .find(|step| step.owner.is_none() && !step.is_dropped)
        {
            return Err(Refusal::new(
                "plan.steps.no_owner",
                format!("节点“{}”没有责任单位或责任人，不能报审。", step.name),
                "请先定下由谁完成。",
            ));
        }
        check_order(steps)?;
        self.turn(Agreement::Submitted, at_ms, by, "");
        Ok(())
    }

    /// The leader in charge agrees; the times as they are become the baseline.
    pub(crate) fn agree(
        &mut self,
        steps: &mut [Step],
        at_ms: i64,
        by: &str,
    ) -> std::result::Result<(), Refusal> {
        if self.state != Agreement::Submitted {
            return Err(self.not_now("同意"));
        }
        for step in steps.iter_mut().filter(|step| !step.is_dropped) {
            step.baseline = Some(Baseline {
                begins: step.begins,
                due: step.due,
            });
        }
        self.agreed_ms = Some(at_ms);
        self.agreed_by = by.to_owned();
        self.turn(Agreement::Agreed, at_ms, by, "");
        Ok(())
    }

    /// The leader in charge wants it otherwise, and says how.
    pub(crate) fn send_back(
        &mut self,
        reason: &str,
        at_ms: i64,
        by: &str,
    ) -> std::result::Result<(), Refusal> {
        if self.state != Agreement::Submitted {
            return Err(self.not_now("退回"));
        }
        if reason.trim().is_empty() {
            return Err(Refusal::new(
                "plan.steps.return_reason",
                "退回要说明原因，没有退回。",
                "请写明需要怎样修改，例如“第二个节点提前到5月”。",
            ));
        }
        self.turn(Agreement::Returned, at_ms, by, reason.trim());
        Ok(())
    }

    /// Whether a change of its steps may be made with this reason: none while it is with the leader,
    /// and only with a reason once it was agreed.
    pub(crate) fn check_change(&self, reason: &str) -> std::result::Result<(), Refusal> {
        match self.state {
            Agreement::Submitted => Err(Refusal::new(
                "plan.steps.submitted",
                "计划正在等分管领导审阅，节点不能修改。",
                "请等审阅后再改；急需修改的，请分管领导退回。",
            )),
            Agreement::Agreed if reason.trim().is_empty() => Err(Refusal::new(
                "plan.steps.reason",
                "计划已经同意，修改节点要说明原因，没有修改。",
                "请写明为什么调整，例如“招标流标，重新组织”。",
            )),
            _ => Ok(()),
        }
    }

    fn turn(&mut self, state: Agreement, at_ms: i64, by: &str, note: &str) {
        self.state = state;
        self.at_ms = at_ms;
        by.clone_into(&mut self.by_name);
        note.clone_into(&mut self.note);
    }

    fn not_now(&self, act: &str) -> Refusal {
        Refusal::new(
            "plan.steps.state",
            format!("计划目前是“{}”，不能{act}。", self.state.label()),
            "请刷新页面，按现在的状态办理。",
        )
    }
}
