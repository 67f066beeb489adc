//! 灯: how a step or an item stands, computed from its days and never declared.

use super::{Step, Steps};
use crate::calendar::WorkingDays;
use base::day::Date;
use serde::Deserialize;

/// Colours of progress.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Light {
    /// 逾期.
    Red,
    /// 滞后.
    Yellow,
    /// 临期.
    Blue,
    /// 正常, or done.
    Green,
    /// 未到期.
    Grey,
}

/// The thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct LightRules {
    pub(crate) version: i64,
    pub(crate) source: String,
    pub(crate) blue_working_days: u32,
    pub(crate) yellow_gap_points: i64,
    pub(crate) years_around: i16,
}

/// The thresholds that come with the program.
pub(crate) fn light_rules() -> LightRules {
    toml::from_str(include_str!("../../light_rules.toml")).unwrap_or(LightRules {
        version: 0,
        source: String::new(),
        blue_working_days: 0,
        yellow_gap_points: 0,
        years_around: 0,
    })
}

impl Light {
    pub(crate) const ALL: [Self; 5] =
        [Self::Red, Self::Yellow, Self::Blue, Self::Green, Self::Grey];

    /// Name in templates and addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Blue => "blue",
            Self::Green => "green",
            Self::Grey => "grey",
        }
    }

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Red => "逾期",
            Self::Yellow => "滞后",
            Self::Blue => "临期",
            Self::Green => "正常",
            Self::Grey => "未到期",
        }
    }

    /// The light of a step.
    pub(crate) fn of_step(
        step: &Step,
        beside: Steps<'_>,
        today: Date,
        days: &WorkingDays,
        rules: &LightRules,
    ) -> Self {
        if step.reported().is_some() {
            return Self::Green;
        }
        if step.is_overdue(today) {
            return Self::Red;
        }
        let waits_for_late = beside
            .live()
            .any(|other| step.after.contains(&other.id) && other.is_overdue(today));
        if waits_for_late {
            return Self::Yellow;
        }
        if days.before(step.last(), rules.blue_working_days) <= today {
            return Self::Blue;
        }
        if step.first() <= today {
            Self::Green
        } else {
            Self::Grey
        }
    }

    /// The light of an item by its steps: red when its own end has gone by, yellow when it is behind
    /// what should be done by now.
    pub(crate) fn of_item(
        steps: Steps<'_>,
        today: Date,
        days: &WorkingDays,
        rules: &LightRules,
    ) -> Self {
        let Some(ends) = steps.ends() else {
            return Self::Grey;
        };
        // What waits to be let pass is late with nobody who does the work.
        let done = steps.reported_share();
        if done == 100 {
            return Self::Green;
        }
        if ends < today {
            return Self::Red;
        }
        // What is due today has until the end of the day.
        let yesterday = today.yesterday().unwrap_or(today);
        if steps.planned_share(yesterday) - done >= rules.yellow_gap_points
            || steps.live().any(|step| step.is_overdue(today))
        {
            return Self::Yellow;
        }
        steps
            .live()
            .filter(|step| step.reported().is_none())
            .map(|step| Self::of_step(step, steps, today, days, rules))
            .min()
            .unwrap_or(Self::Grey)
    }
}
