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
        let numbers: Vec<String> = fields
            .iter()
            .filter(|field| field.is_number() && !field.value.is_empty())
            .map(|field| format!("{}{}{}", field.label, field.value, field.unit))
            .collect();
        let known_by = |source: &str| source.to_owned();
        let last_source = last.map_or_else(String::new, |last| format!("{}报送", last.period));
        let promised = last_value(NEXT);
        let mut done: Vec<String> = task
            .steps
            .iter()
            .filter(|step| step.done_on.is_some_and(|day| period.holds(day)))
            .map(|step| format!("完成“{}”", step.title))
            .collect();
        if !numbers.is_empty() {
            done.push(format!("累计{}", numbers.join("、")));
        }
        let (done, done_source) = match (done.is_empty(), promised.is_empty()) {
            (false, _) => (sentence(&done.join("，")), known_by("节点和数据")),
            (true, false) => (promised.to_owned(), format!("{last_source}的下一步")),
            (true, true) => (String::new(), String::new()),
        };
        let overdue: Vec<String> = task
            .steps
            .iter()
            .filter(|step| step.done_on.is_none() && step.due < period.first())
            .map(|step| format!("“{}”未按期完成", step.title))
            .collect();
        let (problems, problems_source) = match overdue.is_empty() {
            false => (sentence(&overdue.join("，")), known_by("逾期节点")),
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

    /// Returned for some fields alone: what other sources supply of these is as it stands now, all
    /// else as it was handed in.
    pub(crate) fn with_supplied(&self, fresh: &Self, open: &BTreeSet<String>) -> Self {
        let mut form = self.clone();
        for field in &mut form.0 {
            let now = fresh.field(&field.key);
            let is_wanted = open.contains(&field.key) && field.kind == FieldKind::Supplied;
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

    /// Why it cannot be handed in yet: fields that must say something and do not.
    pub(crate) fn gaps(&self) -> Vec<&ReportField> {
        self.0
            .iter()
            .filter(|field| field.key == DONE && field.value.trim().is_empty())
            .chain(self.0.iter().filter(|field| !field.is_well_written()))
            .collect()
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

fn sentence(words: &str) -> String {
    format!("{words}。")
}

#[cfg(test)]
mod tests {
    use super::{DONE, LastTime, NEXT, PROBLEMS, ReportForm};
    use crate::report::model::{
        FieldKind, Task,
        field::is_number,
        owed::tests::{quantity, step, task},
    };

    fn hiring() -> Task {
        Task {
            targets: vec![quantity("招聘教师", Some("128"))],
            steps: vec![
                step("制定方案", "2026-02-10", None),
                step("发布公告", "2026-03-20", Some("2026-03-18")),
                step("组织面试", "2026-05-15", None),
            ],
            ..task()
        }
    }

    fn march(last: Option<&LastTime>) -> ReportForm {
        ReportForm::prefilled(&hiring(), "2026-03".parse().unwrap(), last)
    }

    #[test]
    fn a_report_opens_with_everything_that_is_known() {
        let form = march(None);
        assert_eq!(form.value("n:招聘教师"), "128");
        assert_eq!(form.value("s:发布公告"), "2026-03-18");
        assert_eq!(form.value("s:制定方案"), "");
        assert!(form.field("s:组织面试").is_none());
        assert_eq!(form.value(DONE), "完成“发布公告”，累计招聘教师128名。");
        assert_eq!(form.value(PROBLEMS), "“制定方案”未按期完成。");
        assert_eq!(form.value(NEXT), "5月15日前完成“组织面试”。");
        let (n_fields, n_prefilled) = form.counts();
        assert_eq!((n_fields, n_prefilled), (6, 6));
        assert!(form.gaps().is_empty());
    }

    #[test]
    fn a_number_nobody_supplies_opens_with_what_was_said_last_time() {
        let mut without = hiring();
        without.targets[0].value = None;
        without.steps.clear();
        let mut february = ReportForm::prefilled(&without, "2026-02".parse().unwrap(), None);
        assert_eq!(february.value("n:招聘教师"), "");
        for field in &mut february.0 {
            if field.kind == FieldKind::Number {
                field.value = "90".into();
            }
        }
        let last = LastTime {
            period: "2026年2月".into(),
            form: february,
        };
        let form = ReportForm::prefilled(&without, "2026-03".parse().unwrap(), Some(&last));
        let number = form.field("n:招聘教师").unwrap();
        assert_eq!(
            (number.value.as_str(), number.source.as_str()),
            ("90", "2026年2月报送")
        );
    }

    #[test]
    fn what_nobody_touched_follows_its_source_and_what_was_corrected_stays() {
        let mut saved = march(None);
        for field in &mut saved.0 {
            if field.key == DONE {
                field.value = "公告已发布。".into();
            }
        }
        let mut later = hiring();
        later.targets[0].value = Some("150".into());
        let fresh = ReportForm::prefilled(&later, "2026-03".parse().unwrap(), None);
        let form = fresh.with_saved(&saved);
        assert_eq!(form.value("n:招聘教师"), "150");
        assert_eq!(form.value(DONE), "公告已发布。");
        let labels: Vec<String> = form
            .changes_since(&saved)
            .into_iter()
            .map(|change| format!("{} {}→{}", change.label, change.before, change.after))
            .collect();
        assert_eq!(labels, ["招聘教师 128名→150名"]);
    }

    #[test]
    fn a_number_of_another_source_is_remarked_on_and_never_changed() {
        let mut supplied = hiring();
        supplied.targets[0].is_supplied = true;
        let form = || ReportForm::prefilled(&supplied, "2026-03".parse().unwrap(), None);
        let mut saved = form();
        for field in &mut saved.0 {
            if field.kind == FieldKind::Supplied {
                field.value = "999".into();
                field.remark = "少计特岗教师12名".into();
            }
        }
        let form = form().with_saved(&saved);
        let number = form.field("n:招聘教师").unwrap();
        assert_eq!(number.shown(), "128名（对来源的意见：少计特岗教师12名）");
    }

    #[test]
    fn numbers_are_told_from_words() {
        for right in ["0", "128", "1,234.50", "-3", "98.5"] {
            assert!(is_number(right), "{right}");
        }
        for wrong in ["约128", "1.2.3", "12.", ".5", "128名", "-", "1e5"] {
            assert!(!is_number(wrong), "{wrong}");
        }
    }
}
