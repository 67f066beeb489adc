//! Spans and rules in words, as the audit keeps them.

use super::model::{Difference, DueRule, Period};
use base::day::in_words;
use store::audit::Facts;

/// What is done with the calendar, as the audit names it, with its words.
pub(crate) const ACTS: &[(&str, &str)] = &[
    ("calendar.table.imported", "导入节假日安排"),
    ("calendar.period.created", "登记学期、假期或考试"),
    ("calendar.period.changed", "修改学期、假期或考试"),
    ("calendar.period.removed", "删除学期、假期或考试"),
    ("calendar.rule.changed", "修改期限规定"),
];

/// The days of a year's table that differ.
pub(super) fn of_days(differences: &[Difference]) -> Facts {
    let days: Vec<String> = differences
        .iter()
        .map(|difference| in_words(difference.date))
        .collect();
    Facts::none().with("变动的日期", days.join("、"))
}

/// A span of school days.
pub(super) fn of_period(period: &Period) -> Facts {
    Facts::none()
        .with("类别", period.kind.label())
        .with("名称", &period.name)
        .with("第一天", in_words(period.first))
        .with("最后一天", in_words(period.last))
}

/// A rule of when a matter is due.
pub(super) fn of_rule(rule: &DueRule) -> Facts {
    let remind: Vec<String> = rule.remind.iter().map(u32::to_string).collect();
    Facts::none()
        .with("期限", rule.term.unit.counted(rule.term.days))
        .with("期满日为休息日", rule.term.off_day.label())
        .with("提前几个工作日提醒", remind.join("、"))
}
