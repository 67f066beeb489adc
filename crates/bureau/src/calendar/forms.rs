//! Forms of the calendar.

use super::{
    actions::PeriodDraft,
    model::{DayUnit, DueRule, OffDay, Period, PeriodKind, Term},
};
use base::day::Date;
use shell::{Field, Posted};

/// The longest name of a span.
const MOST_CHARS: usize = 60;

/// A term, a vacation, an exam week.
pub(super) struct PeriodForm {
    pub(super) kind: Field,
    pub(super) name: Field,
    pub(super) first: Field,
    pub(super) last: Field,
    /// Version of the span the form was drawn from.
    pub(super) version: i64,
}

impl PeriodForm {
    pub(super) fn new() -> Self {
        Self {
            kind: Field::new("kind", "类型").required(),
            name: Field::new("name", "名称")
                .required()
                .hint("如“2026年秋季学期”“高考”。"),
            first: Field::new("first", "第一天").required(),
            last: Field::new("last", "最后一天").required(),
            version: 0,
        }
    }

    pub(super) fn of(period: &Period) -> Self {
        let mut form = Self::new();
        form.kind.value = period.kind.code().to_owned();
        form.name.value = period.name.clone();
        form.first.value = period.first.to_string();
        form.last.value = period.last.to_string();
        form.version = period.version;
        form
    }

    pub(super) fn posted(posted: &Posted) -> Self {
        let mut form = Self::new();
        for field in form.fields_mut() {
            field.value = posted.get(field.name).to_owned();
        }
        form.version = posted.get("version").parse().unwrap_or_default();
        form
    }

    /// What the span is to be; none when a field is wrong and says so.
    pub(super) fn check(&mut self) -> Option<PeriodDraft> {
        for field in self.fields_mut() {
            field.check_filled();
        }
        if self.name.value.chars().count() > MOST_CHARS {
            self.name.refuse(format!("名称不能超过{MOST_CHARS}个字。"));
        }
        let kind = PeriodKind::from_code(&self.kind.value);
        if kind.is_none() && self.kind.error.is_none() {
            self.kind.refuse("请选择类型。");
        }
        let first = date(&mut self.first);
        let last = date(&mut self.last);
        if let (Some(first), Some(last)) = (first, last)
            && last < first
        {
            self.last.refuse("最后一天不能早于第一天。");
        }
        if self.is_wrong() {
            return None;
        }
        Some(PeriodDraft {
            kind: kind?,
            name: self.name.value.clone(),
            first: first?,
            last: last?,
        })
    }

    pub(super) fn fields(&self) -> [&Field; 4] {
        [&self.kind, &self.name, &self.first, &self.last]
    }

    pub(super) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }

    fn fields_mut(&mut self) -> [&mut Field; 4] {
        [
            &mut self.kind,
            &mut self.name,
            &mut self.first,
            &mut self.last,
        ]
    }
}

/// A rule of due dates.
pub(super) struct RuleForm {
    pub(super) days: Field,
    pub(super) unit: Field,
    pub(super) off_day: Field,
    pub(super) remind: Field,
    /// Version of the rule the form was drawn from.
    pub(super) version: i64,
}

/// No matter is given more days than two years.
const MOST_DAYS: u32 = 730;
/// More reminders than this would be a nuisance.
const MOST_REMINDERS: usize = 5;

impl RuleForm {
    pub(super) fn new() -> Self {
        Self {
            days: Field::new("days", "期限").required(),
            unit: Field::new("unit", "计算方法").required(),
            off_day: Field::new("off_day", "最后一天是节假日时").required(),
            remind: Field::new("remind", "提前提醒")
                .hint("到期前几个工作日提醒，多次用顿号隔开，如“5、1”；不提醒就留空。"),
            version: 0,
        }
    }

    pub(super) fn of(rule: &DueRule) -> Self {
        let mut form = Self::new();
        form.days.value = rule.term.days.to_string();
        form.unit.value = rule.term.unit.code().to_owned();
        form.off_day.value = rule.term.off_day.code().to_owned();
        let remind: Vec<String> = rule.remind.iter().map(ToString::to_string).collect();
        form.remind.value = remind.join("、");
        form.version = rule.version;
        form
    }

    pub(super) fn posted(posted: &Posted) -> Self {
        let mut form = Self::new();
        for field in form.fields_mut() {
            field.value = posted.get(field.name).to_owned();
        }
        form.version = posted.get("version").parse().unwrap_or_default();
        form
    }

    /// The rule as it is to be; none when a field is wrong and says so.
    pub(super) fn check(&mut self, rule: DueRule) -> Option<DueRule> {
        for field in self.fields_mut() {
            field.check_filled();
        }
        let days = days(&mut self.days);
        let unit = DayUnit::from_code(&self.unit.value);
        if unit.is_none() && self.unit.error.is_none() {
            self.unit.refuse("请选择计算方法。");
        }
        let off_day = OffDay::from_code(&self.off_day.value);
        if off_day.is_none() && self.off_day.error.is_none() {
            self.off_day.refuse("请选择是否顺延。");
        }
        let remind = reminders(&mut self.remind);
        if self.is_wrong() {
            return None;
        }
        Some(DueRule {
            term: Term {
                days: days?,
                unit: unit?,
                off_day: off_day?,
            },
            remind: remind?,
            version: self.version,
            ..rule
        })
    }

    pub(super) fn fields(&self) -> [&Field; 4] {
        [&self.days, &self.unit, &self.off_day, &self.remind]
    }

    pub(super) fn is_wrong(&self) -> bool {
        self.fields().iter().any(|field| field.error.is_some())
    }

    fn fields_mut(&mut self) -> [&mut Field; 4] {
        [
            &mut self.days,
            &mut self.unit,
            &mut self.off_day,
            &mut self.remind,
        ]
    }
}

/// The day of a field; the field says so when it is none.
pub(super) fn date(field: &mut Field) -> Option<Date> {
    let date = field.value.trim().parse().ok();
    if date.is_none() && field.error.is_none() {
        field.refuse(format!("{}要填日期，如 2026-09-01。", field.label));
    }
    date
}

/// The number of days of a field.
pub(super) fn days(field: &mut Field) -> Option<u32> {
    let days = field.value.trim().parse().ok();
    let days = days.filter(|days| (1..=MOST_DAYS).contains(days));
    if days.is_none() && field.error.is_none() {
        field.refuse(format!("{}要填1至{MOST_DAYS}的整数。", field.label));
    }
    days
}

fn reminders(field: &mut Field) -> Option<Vec<u32>> {
    let words = field.value.split(['、', '，', ',', ' ', '　']);
    let numbers: Option<Vec<u32>> = words
        .filter(|word| !word.trim().is_empty())
        .map(|word| word.trim().parse().ok().filter(|n| (1..=60).contains(n)))
        .collect();
    let numbers = numbers.filter(|numbers| numbers.len() <= MOST_REMINDERS);
    if numbers.is_none() {
        field.refuse(format!(
            "提前提醒填1至60的整数，用顿号隔开，最多{MOST_REMINDERS}次。"
        ));
    }
    numbers
}
