//! 计划节点: the steps by which an item's work is done, and how they were agreed.

mod light;
mod order;
mod propose;
mod step;
mod template;
#[cfg(test)]
mod tests;
mod warning;
mod when;
mod work_plan;

pub(crate) use light::{Light, LightRules, light_rules};
pub(crate) use order::{check_order, check_waits, check_years};
pub(crate) use propose::{Proposal, propose};
pub(crate) use step::{Baseline, Done, Owner, Step, StepId, StepState, Steps};
pub(crate) use template::{Template, suggest_template, templates};
pub(crate) use warning::warnings;
pub(crate) use when::{When, date};
pub(crate) use work_plan::{Agreement, StepChange, WorkPlan};
