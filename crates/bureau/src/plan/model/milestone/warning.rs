//! What to look at before a work plan is agreed. Nothing of it forbids anything.

use super::{Step, Steps};
use crate::calendar::WorkingDays;
use base::day::{Date, in_words};

/// What is odd about a step, in words.
pub(crate) fn warnings(
    step: &Step,
    beside: Steps<'_>,
    item_due: Option<Date>,
    days: &WorkingDays,
) -> Vec<String> {
    let mut found = Vec::new();
    if step.reported().is_some() || step.is_dropped {
        return found;
    }
    let due = step.last();
    if matches!(step.due, super::When::Day(_)) && !days.is_working(due) {
        found.push(format!(
            "{}不是工作日，前一个工作日是{}。",
            in_words(due),
            in_words(days.on_or_before(due))
        ));
    }
    if let Some(name) = days.examination(due) {
        found.push(format!(
            "{}在“{name}”考试静默期内，不宜要求学校办理。",
            in_words(due)
        ));
    }
    if !days.has_table(due.year()) {
        found.push(format!(
            "{}年节假日安排未导入，工作日按周末推算。",
            due.year()
        ));
    }
    if let Some(limit) = item_due.filter(|limit| due > *limit) {
        found.push(format!("晚于这一条的完成时限{}。", in_words(limit)));
    }
    if step.begins.is_some_and(|begins| begins > due) {
        found.push("开始日期晚于节点日期。".to_owned());
    }
    for before in beside.live().filter(|other| step.after.contains(&other.id)) {
        if before.last() > due {
            found.push(format!("前置节点“{}”排在它之后完成。", before.name));
        }
    }
    if step.owner.is_none() {
        found.push("没有责任单位或责任人。".to_owned());
    }
    found
}
