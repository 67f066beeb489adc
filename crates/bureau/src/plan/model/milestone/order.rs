//! Which step waits for which.

use super::{Step, StepId};
use base::Refusal;
use std::collections::HashMap;

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
