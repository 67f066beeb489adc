//! Which step waits for which.

use super::{LightRules, Step, StepId};
use base::{
    Refusal,
    day::{Date, in_words},
};
use std::collections::HashMap;

/// Refuses a step whose days lie too far from the year of its plan: a year typed wrong, as a rule.
pub(crate) fn check_years(
    (begins, due): (Option<Date>, Date),
    year: i16,
    rules: &LightRules,
) -> Result<(), Refusal> {
    let (first, last) = (year - rules.years_around, year + rules.years_around);
    let is_far = |day: &Date| day.year() < first || day.year() > last;
    match begins.into_iter().chain([due]).find(is_far) {
        None => Ok(()),
        Some(day) => Err(Refusal::new(
            "plan.steps.far",
            format!("{}离要点的年度{year}年太远，节点没有保存。", in_words(day)),
            format!("请核对年份，节点日期应在{first}年至{last}年之间。"),
        )),
    }
}

/// Refuses, unless a reason is given, that a step ends before one it waits for, where it did not before.
pub(crate) fn check_waits(before: &[Step], after: &[Step], reason: &str) -> Result<(), Refusal> {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    let known = upside_down(before);
    let new = upside_down(after).into_iter();
    match new.into_iter().find(|(pair, _)| {
        let mut known = known.iter();
        !known.any(|(other, _)| other == pair)
    }) {
        None => Ok(()),
        Some((_, words)) => Err(Refusal::new(
            "plan.steps.before_predecessor",
            format!("{words}没有保存。"),
            "请改好时间；确需这样安排的，写明原因后再保存。",
        )),
    }
}

/// Steps that end before one they wait for: both, and what is odd in words.
fn upside_down(steps: &[Step]) -> Vec<((StepId, StepId), String)> {
    let live: Vec<&Step> = steps.iter().filter(|step| !step.is_dropped).collect();
    let mut found = Vec::new();
    for step in &live {
        for first in live.iter().filter(|other| step.after.contains(&other.id)) {
            if step.last() < first.last() {
                let words = format!(
                    "节点“{}”{}到期，早于它的前置节点“{}”完成的{}，",
                    step.name,
                    in_words(step.last()),
                    first.name,
                    in_words(first.last())
                );
                found.push(((step.id, first.id), words));
            }
        }
    }
    found
}

/// Refuses steps that wait for each other in a circle.
pub(crate) fn check_order(steps: &[Step]) -> Result<(), Refusal> {
    let by_id: HashMap<StepId, &Step> = steps.iter().map(|step| (step.id, step)).collect();
    // A step is free when all it waits for are; whatever is left waits in a circle.
    let mut free: HashMap<StepId, bool> = HashMap::new();
    loop {
        let n_before = free.len();
        for step in steps {
            let waits = step
                .after
                .iter()
                .any(|id| by_id.contains_key(id) && !free.contains_key(id));
            if !waits {
                free.insert(step.id, true);
            }
        }
        if free.len() == n_before {
            break;
        }
    }
    match steps.iter().find(|step| !free.contains_key(&step.id)) {
        None => Ok(()),
        Some(step) => Err(Refusal::new(
            "plan.steps.circle",
            format!(
                "节点“{}”的前置节点绕了一圈又回到它自己，没有保存。",
                step.name
            ),
            "请去掉其中一个前置关系。",
        )),
    }
}
