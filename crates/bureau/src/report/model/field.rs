//! 报送栏: one thing a report says, with where it came from.

use super::{LastTime, Quantity, WorkStep};
use crate::facts::FactKey;
use base::{
    actor::UnitId,
    day::{Date, kept_in_words},
};
use serde::{Deserialize, Serialize};

/// How a number is shown that nobody gave.
const NOT_GIVEN: &str = "未填";

/// One thing a report says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReportField {
    pub(crate) key: String,
    pub(crate) kind: FieldKind,
    pub(crate) label: String,
    /// Unit of a number; for a step the day it is due.
    #[serde(default)]
    pub(crate) unit: String,
    /// What is to be reached, in words.
    #[serde(default)]
    pub(crate) goal: String,
    /// What the system brought out; empty when it had nothing.
    #[serde(default)]
    pub(crate) prefilled: String,
    /// Where that comes from, in words.
    #[serde(default)]
    pub(crate) source: String,
    /// The page of the source.
    #[serde(default)]
    pub(crate) href: String,
    /// What is reported.
    pub(crate) value: String,
    /// What is wrong with a number that another source supplies, told to that source; of a number that
    /// is blank, why there is none; of a step, what proves it.
    #[serde(default)]
    pub(crate) remark: String,
    /// The one value the number is kept at (一数一源); none where it is kept here alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<NumberPlace>,
}

/// The value a number of a report is kept at, as a report writes it down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NumberPlace {
    item: String,
    unit: UnitId,
    period: String,
}

/// Kinds of things a report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldKind {
    /// A number this report is the source of.
    Number,
    /// A number another source supplies: shown, remarked on, never typed.
    Supplied,
    /// A step of the work plan: the day it was done, or empty.
    Step,
    /// A step somebody of their own does, whose act it is: shown, never typed.
    StepOfOthers,
    /// Words.
    Words,
    /// A name: whom something is needed from.
    Name,
}

impl NumberPlace {
    /// As a report writes it down.
    pub(crate) fn of(key: &FactKey) -> Self {
        Self {
            item: key.item.to_string(),
            unit: key.unit,
            period: key.period.to_string(),
        }
    }

    fn key(&self) -> Option<FactKey> {
        let (item, period) = (self.item.parse().ok()?, self.period.parse().ok()?);
        Some(FactKey::new(&item, self.unit, period))
    }
}

impl ReportField {
    /// Whether it is a number, whoever supplies it.
    pub(crate) fn is_number(&self) -> bool {
        matches!(self.kind, FieldKind::Number | FieldKind::Supplied)
    }

    /// Whether somebody wrote something else than the system brought out.
    pub(crate) fn is_touched(&self) -> bool {
        self.value != self.prefilled || !self.remark.is_empty()
    }

    /// Whether a number was asked for that nobody gave: missing, which is not 0.
    pub(crate) fn is_blank_number(&self) -> bool {
        self.kind == FieldKind::Number && self.value.trim().is_empty()
    }

    /// Whether it says nothing: not where a reason stands for a number.
    pub(crate) fn is_silent(&self) -> bool {
        self.value.is_empty() && self.remark.is_empty()
    }

    /// The value with its unit and the remark on it; a number that is missing says so.
    pub(crate) fn shown(&self) -> String {
        if self.is_blank_number() {
            return match self.remark.trim() {
                "" => NOT_GIVEN.to_owned(),
                reason => format!("{NOT_GIVEN}（{reason}）"),
            };
        }
        let value = match (self.kind, self.value.is_empty()) {
            (FieldKind::Number | FieldKind::Supplied, false) => {
                format!("{}{}", self.value, self.unit)
            }
            (FieldKind::Supplied, true) => "来源尚无数据".to_owned(),
            (FieldKind::Step | FieldKind::StepOfOthers, _) => kept_in_words(&self.value),
            _ => self.value.clone(),
        };
        match (self.remark.is_empty(), self.kind) {
            (true, _) => value,
            (false, FieldKind::Step) => format!("{value}（佐证：{}）", self.remark),
            (false, _) => format!("{value}（对来源的意见：{}）", self.remark),
        }
    }

    /// A step in words: 「2026年3月18日完成（佐证：公告）」, 「未完成」.
    pub(crate) fn step_in_words(&self) -> String {
        let done = match self.value.is_empty() {
            true => "未完成".to_owned(),
            false => format!("{}完成", kept_in_words(&self.value)),
        };
        match self.remark.as_str() {
            "" => done,
            proof => format!("{done}（佐证：{proof}）"),
        }
    }

    /// Whether it is a step, whoever does it.
    pub(crate) fn is_step(&self) -> bool {
        matches!(self.kind, FieldKind::Step | FieldKind::StepOfOthers)
    }

    /// Whether whoever reports may say anything here: not where another unit does a step, nor where
    /// its plan says already that it is done.
    pub(crate) fn is_open(&self) -> bool {
        match self.kind {
            FieldKind::StepOfOthers => false,
            FieldKind::Step => self.prefilled.is_empty(),
            _ => true,
        }
    }

    /// The value the number is kept at.
    pub(crate) fn fact(&self) -> Option<FactKey> {
        self.place.as_ref().and_then(NumberPlace::key)
    }

    /// Whether a number is one and a day is one.
    pub(crate) fn is_well_written(&self) -> bool {
        let value = self.value.trim();
        match self.kind {
            _ if value.is_empty() => true,
            // Whether its data item may be below zero, the data item knows; what is counted cannot.
            FieldKind::Number => {
                is_number(value) && (self.place.is_some() || !value.starts_with('-'))
            }
            FieldKind::Step => value.parse::<Date>().is_ok(),
            FieldKind::Supplied | FieldKind::StepOfOthers | FieldKind::Words | FieldKind::Name => {
                true
            }
        }
    }
}

/// Digits with at most one point, commas between thousands allowed.
pub(super) fn is_number(text: &str) -> bool {
    let digits = text.replace([',', '，'], "");
    let digits = digits.strip_prefix('-').unwrap_or(&digits);
    let mut parts = digits.splitn(2, '.');
    let all_digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    digits.len() <= 18
        && parts.next().is_some_and(all_digits)
        && parts.next().is_none_or(all_digits)
}

pub(super) fn number(target: &Quantity, last: Option<&LastTime>) -> ReportField {
    // What another source supplies is missing until that source has it.
    let said = last
        .filter(|_| !target.is_supplied)
        .map(|last| (last.form.value(&target.key), &last.period))
        .filter(|(value, _)| !value.is_empty());
    // Why there was no number last time is offered again as long as there is none.
    let reason = last
        .and_then(|last| last.form.field(&target.key))
        .filter(|old| old.is_blank_number() && !target.is_supplied && target.value.is_none())
        .map_or_else(String::new, |old| old.remark.clone());
    let (value, source) = match (&target.value, said) {
        (Some(value), _) => (value.clone(), target.source.clone()),
        (None, Some((value, period))) => (value.to_owned(), format!("{period}报送")),
        // Where it will come from, or why it does not.
        (None, None) if target.is_supplied => (String::new(), target.source.clone()),
        (None, None) => (String::new(), String::new()),
    };
    ReportField {
        key: target.key.clone(),
        kind: match target.is_supplied {
            true => FieldKind::Supplied,
            false => FieldKind::Number,
        },
        label: target.subject.clone(),
        unit: target.unit.clone(),
        goal: format!("{}{}", target.promise, target.goal),
        prefilled: value.clone(),
        source,
        href: target.href.clone(),
        value,
        remark: reason,
        place: target.place.as_ref().map(NumberPlace::of),
    }
}

pub(super) fn step(step: &WorkStep) -> ReportField {
    let done = step.done_on.map(|day| day.to_string()).unwrap_or_default();
    ReportField {
        key: step.key.clone(),
        kind: match step.is_ours {
            true => FieldKind::Step,
            false => FieldKind::StepOfOthers,
        },
        label: step.title.clone(),
        unit: step.due.to_string(),
        goal: String::new(),
        prefilled: done.clone(),
        source: match step.evidence.as_str() {
            "" => "工作节点".to_owned(),
            evidence => format!("工作节点，佐证要求：{evidence}"),
        },
        href: String::new(),
        value: done,
        remark: String::new(),
        place: None,
    }
}
