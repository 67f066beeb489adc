//! 报送内容: what one report says. Numbers and steps come prefilled from where they are kept, words
//! from what the numbers, steps and the last report say; whoever reports confirms or corrects.

use super::{FieldKind, ReportField, Task, WorkStep, field};
use base::{TimePeriod, day::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Key of 进展.
pub(crate) const DONE: &str = "done";
/// Key of 存在问题.
pub(crate) const PROBLEMS: &str = "problems";
/// Key of 需协调事项.
pub(crate) const NEEDS: &str = "needs";
/// Key of 请谁协调.
pub(crate) const NEEDED_FROM: &str = "needed_from";
/// Key of 下一步.
pub(crate) const NEXT: &str = "next";

/// Where problems come from that the plan itself shows.
pub(crate) const OVERDUE_STEPS: &str = "逾期节点";

/// Where progress comes from when nothing but the promise of the last report is known.
pub(crate) const PROMISED: &str = "的下一步";
/// Units of numbers that do not add up: a share is so high and a day so long, not so much in all.
const RATES: [&str; 5] = ["%", "％", "‰", "百分点", "小时"];

/// What a report says, in the order of its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReportForm(pub(crate) Vec<ReportField>);

/// What an earlier report said of the same task, for the next one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LastTime {
    pub(crate) period: String,
    pub(crate) form: ReportForm,
}

/// A value that differs between two forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FieldChange {
    pub(crate) key: String,
    pub(crate) label: String,
    pub(crate) before: String,
    pub(crate) after: String,
}

impl ReportForm {
    /// The form as it opens for a task and period: everything known is in it.
    pub(crate) fn prefilled(task: &Task, period: TimePeriod, last: Option<&LastTime>) -> Self {
        let last_value = |key: &str| last.map_or("", |last| last.form.value(key));
        let mut fields: Vec<ReportField> = task
            .targets
            .iter()
            .map(|target| field::number(target, last))
            .collect();
        let shown = |step: &&WorkStep| {
            period.holds(step.due)
                || (step.done_on.is_none() && step.due < period.first())
                || step.done_on.is_some_and(|day| period.holds(day))
        };
        fields.extend(task.steps.iter().filter(shown).map(field::step));
        // Not what nobody has said of this period yet, nor what is measured besides the targets of the
        // paper, which repeats what these say.
        let is_known = |field: &&ReportField| {
            let mut targets = task.targets.iter();
            field.key.starts_with("n:")
                && targets.any(|target| target.key == field.key && target.value.is_some())
        };
        let (rates, sums): (Vec<&ReportField>, Vec<&ReportField>) = fields
            .iter()
            .filter(is_known)
            .filter(|field| has_something(&field.value))
            .partition(|field| RATES.iter().any(|unit| field.unit.ends_with(unit)));
        let in_words = |numbers: &[&ReportField]| -> Vec<String> {
            let one =
                |field: &&ReportField| format!("{}{}{}", field.label, field.value, field.unit);
            numbers.iter().map(one).collect()
        };
        let (rates, sums) = (in_words(&rates), in_words(&sums));
        let known_by = |source: &str| source.to_owned();
        let last_source = last.map_or_else(String::new, |last| format!("{}报送", last.period));
        let promised = last_value(NEXT);
        let mut done: Vec<String> = task
            .steps
            .iter()
            .filter(|step| step.done_on.is_some_and(|day| period.holds(day)))
            .map(|step| format!("完成“{}”", step.title))
            .collect();
        if !sums.is_empty() {
            done.push(format!("累计{}", sums.join("、")));
        }
        if !rates.is_empty() {
            done.push(rates.join("、"));
        }
        let (done, done_source) = match (done.is_empty(), promised.is_empty()) {
            (false, _) => (sentence(&done.join("，")), known_by("节点和数据")),
            (true, false) => (promised.to_owned(), format!("{last_source}{PROMISED}")),
            (true, true) => (String::new(), String::new()),
        };
        let overdue: Vec<String> = task
            .steps
            .iter()
            .filter(|step| step.done_on.is_none() && step.due < period.first())
            .map(|step| format!("“{}”未按期完成", step.title))
            .collect();
        let (problems, problems_source) = match overdue.is_empty() {
            false => (sentence(&overdue.join("，")), known_by(OVERDUE_STEPS)),
            true => (
                last_value(PROBLEMS).to_owned(),
                match last_value(PROBLEMS).is_empty() {
                    true => String::new(),
                    false => last_source.clone(),
                },
            ),
        };
        let ahead = task
            .steps
            .iter()
            .filter(|step| step.done_on.is_none() && step.due > period.last())
            .min_by_key(|step| step.due);
        let (next, next_source) = match (ahead, task.next_limit(period)) {
            (Some(step), _) => (
                format!(
                    "{}月{}日前完成“{}”。",
                    step.due.month(),
                    step.due.day(),
                    step.title
                ),
                known_by("下一个节点"),
            ),
            (None, Some(day)) => (
                format!("{}月{}日前完成本项任务。", day.month(), day.day()),
                known_by("完成时限"),
            ),
            (None, None) => match task.deadlines.iter().any(|limit| limit.every.is_some()) {
                true => ("按周期继续开展。".to_owned(), known_by("任务周期")),
                false => (String::new(), String::new()),
            },
        };
        for (key, kind, label, prefilled, source) in [
            (DONE, FieldKind::Words, "进展", done, done_source),
            (
                PROBLEMS,
                FieldKind::Words,
                "存在问题",
                problems,
                problems_source,
            ),
            (
                NEEDS,
                FieldKind::Words,
                "需协调事项",
                last_value(NEEDS).to_owned(),
                last_source.clone(),
            ),
            (
                NEEDED_FROM,
                FieldKind::Name,
                "请谁协调",
                last_value(NEEDED_FROM).to_owned(),
                last_source,
            ),
            (NEXT, FieldKind::Words, "下一步", next, next_source),
        ] {
            fields.push(ReportField {
                key: key.to_owned(),
                kind,
                label: label.to_owned(),
                unit: String::new(),
                goal: String::new(),
                source: match prefilled.is_empty() {
                    true => String::new(),
                    false => source,
                },
                href: String::new(),
                value: prefilled.clone(),
                prefilled,
                remark: String::new(),
                place: None,
            });
        }
        Self(fields)
    }

    /// What was saved, on the ground of what is known now: what nobody touched follows its source.
    pub(crate) fn with_saved(mut self, saved: &Self) -> Self {
        for field in &mut self.0 {
            let Some(old) = saved.field(&field.key) else {
                continue;
            };
            // What its plan says is done is done, whatever a draft said.
            if !field.is_open() {
                continue;
            }
            field.remark.clone_from(&old.remark);
            if old.is_touched() && field.kind != FieldKind::Supplied {
                field.value.clone_from(&old.value);
            }
        }
        // What was reported and is no longer asked (a step taken out of the plan) stays as it was said.
        let gone = saved.0.iter().filter(|old| {
            old.is_touched() && self.field(&old.key).is_none() && old.kind != FieldKind::Supplied
        });
        let gone: Vec<ReportField> = gone.cloned().collect();
        self.0.extend(gone);
        self
    }

    /// Returned for some fields alone: what other sources supply of these, and whether their steps are
    /// done, is as it stands now, all else as it was handed in.
    pub(crate) fn with_supplied(&self, fresh: &Self, open: &BTreeSet<String>) -> Self {
        let mut form = self.clone();
        for field in &mut form.0 {
            let now = fresh.field(&field.key);
            let is_kept_elsewhere = matches!(field.kind, FieldKind::Supplied | FieldKind::Step);
            let is_wanted = open.contains(&field.key) && is_kept_elsewhere;
            if let Some(now) = now.filter(|_| is_wanted) {
                field.value.clone_from(&now.value);
                field.prefilled.clone_from(&now.prefilled);
                field.source.clone_from(&now.source);
            }
        }
        form
    }

    /// One field.
    pub(crate) fn field(&self, key: &str) -> Option<&ReportField> {
        self.0.iter().find(|field| field.key == key)
    }

    /// What a field says; empty when there is none.
    pub(crate) fn value(&self, key: &str) -> &str {
        self.field(key).map_or("", |field| &field.value)
    }

    /// How many fields there are and how many the system filled.
    pub(crate) fn counts(&self) -> (i64, i64) {
        // A blank need is an answer (nothing is needed), and so is a blank problem: they count as
        // fields only where something stands in them.
        let counted = |field: &&ReportField| {
            let may_be_blank = [PROBLEMS, NEEDS, NEEDED_FROM].contains(&field.key.as_str());
            !(may_be_blank && field.value.is_empty() && field.prefilled.is_empty())
        };
        let n = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let fields = self.0.iter().filter(counted);
        // Whether a step is done is known either way: an empty day says it is not.
        let is_prefilled = |field: &&ReportField| field.is_step() || !field.prefilled.is_empty();
        let prefilled = fields.clone().filter(is_prefilled);
        (n(fields.count()), n(prefilled.count()))
    }

    /// What differs from an earlier form, in the order of this one.
    pub(crate) fn changes_since(&self, before: &Self) -> Vec<FieldChange> {
        self.0
            .iter()
            .filter(|field| {
                field.value != before.value(&field.key)
                    || field.remark != before.field(&field.key).map_or("", |old| &old.remark)
            })
            .map(|field| FieldChange {
                key: field.key.clone(),
                label: field.label.clone(),
                before: before
                    .field(&field.key)
                    .map(ReportField::shown)
                    .unwrap_or_default(),
                after: field.shown(),
            })
            .collect()
    }

    /// Why it cannot be handed in yet: fields that must say something and do not, among those that may
    /// be changed. A number that is asked for stands there, or the reason why there is none.
    pub(crate) fn gaps(&self, may_edit: impl Fn(&str) -> bool) -> Vec<&ReportField> {
        let is_gap = |field: &&ReportField| {
            (field.key == DONE && field.value.trim().is_empty())
                || (field.is_blank_number() && field.remark.trim().is_empty())
                || !field.is_well_written()
        };
        let open = self.0.iter().filter(|field| may_edit(&field.key));
        open.filter(is_gap).collect()
    }
}

impl Task {
    fn next_limit(&self, period: TimePeriod) -> Option<Date> {
        self.deadlines
            .iter()
            .filter_map(|limit| limit.to)
            .filter(|day| *day > period.last())
            .min()
    }
}

/// Whether a number is worth a word of prose: what has not begun, and 是 or 否, is seen in its own field.
fn has_something(value: &str) -> bool {
    value.chars().any(|digit| ('1'..='9').contains(&digit))
}

fn sentence(words: &str) -> String {
    format!("{words}。")
}

#[cfg(test)]
mod tests;
