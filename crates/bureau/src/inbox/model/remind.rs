//! 提醒与催办: on which days somebody is reminded, and who is told when a matter is late.

use crate::calendar::Calendar;
use base::day::Date;
use serde::Deserialize;
use std::{fmt, str::FromStr};

/// When to remind of matters of one sort. All numbers count working days.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::inbox) struct RemindRule {
    pub(in crate::inbox) code: String,
    /// 报送和审核.
    pub(in crate::inbox) name: String,
    /// So many days before the day something is due.
    pub(in crate::inbox) before: Vec<u32>,
    /// Whether on the day itself.
    pub(in crate::inbox) on_day: bool,
    /// So many days after it.
    pub(in crate::inbox) after: Vec<u32>,
    /// So many days after it the head of the unit is told; 0 for never.
    pub(in crate::inbox) head_after: u32,
    /// So many days after it the leader in charge is told; 0 for never.
    pub(in crate::inbox) leader_after: u32,
    /// Where the default was read.
    pub(in crate::inbox) source: String,
}

/// A step of reminding. Each is taken once, the later ones after the earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Step {
    /// So many working days before the day.
    Before(u32),
    OnDay,
    /// So many working days after it.
    After(u32),
    /// 催办: the head of the unit is told.
    Head(u32),
    /// 催办: the leader in charge is told.
    Leader(u32),
}

/// A step with the day it is taken on, as it was computed once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::inbox) struct Reminder {
    pub(in crate::inbox) step: Step,
    pub(in crate::inbox) on: Date,
}

#[derive(Deserialize)]
struct Pack {
    rule: Vec<RemindRule>,
}

/// The rules that come with the program.
pub(in crate::inbox) fn shipped_rules() -> Vec<RemindRule> {
    let pack: Result<Pack, toml::de::Error> = toml::from_str(include_str!("../remind_rules.toml"));
    pack.map(|pack| pack.rule).unwrap_or_default()
}

/// The rule of a code, the ordinary one for an unknown code.
pub(in crate::inbox) fn rule(rules: &[RemindRule], code: &str) -> Option<RemindRule> {
    let named = |code: &str| rules.iter().find(|rule| rule.code == code).cloned();
    named(code).or_else(|| named("ordinary"))
}

impl RemindRule {
    /// The steps for a matter asked for on `from` and due on `due`; those whose day had passed by
    /// then are left out, and of two that fall on one day the later step stays.
    pub(in crate::inbox) fn reminders(
        &self,
        calendar: &Calendar,
        from: Date,
        due: Date,
        escalates: bool,
    ) -> Vec<Reminder> {
        let mut steps: Vec<Step> = self.before.iter().copied().map(Step::Before).collect();
        steps.extend(self.on_day.then_some(Step::OnDay));
        steps.extend(self.after.iter().copied().map(Step::After));
        if escalates {
            steps.extend((self.head_after > 0).then_some(Step::Head(self.head_after)));
            steps.extend((self.leader_after > 0).then_some(Step::Leader(self.leader_after)));
        }
        let mut reminders: Vec<Reminder> = steps
            .into_iter()
            .map(|step| Reminder {
                step,
                on: step.day(calendar, due),
            })
            .filter(|reminder| reminder.on > from)
            .collect();
        reminders.sort_by_key(|reminder| (reminder.on, reminder.step));
        // Told to other people, the steps of the ladder never stand in for one another.
        let mut kept: Vec<Reminder> = Vec::new();
        for reminder in reminders {
            kept.retain(|earlier| {
                earlier.on != reminder.on
                    || earlier.step.is_escalation()
                    || reminder.step.is_escalation()
            });
            kept.push(reminder);
        }
        kept
    }
}

impl Reminder {
    /// The same step after the holidays of a year were changed: on its new day, but never before
    /// tomorrow's work, so that a new table makes nothing due at once.
    pub(in crate::inbox) fn moved(self, calendar: &Calendar, today: Date, due: Date) -> Self {
        let earliest = calendar.after(today, 1);
        Self {
            on: self.step.day(calendar, due).max(earliest),
            ..self
        }
    }
}

impl Step {
    /// The day it is taken on. Nobody is reminded on a day off: of a matter due on one, on the last
    /// working day before.
    pub(in crate::inbox) fn day(self, calendar: &Calendar, due: Date) -> Date {
        match self {
            Self::Before(n) => calendar.before(due, n.max(1)),
            Self::OnDay if calendar.is_working(due) => due,
            Self::OnDay => calendar.before(due, 1),
            Self::After(n) | Self::Head(n) | Self::Leader(n) => calendar.after(due, n.max(1)),
        }
    }

    /// Whether somebody other than the one it waits for is told.
    pub(in crate::inbox) fn is_escalation(self) -> bool {
        matches!(self, Self::Head(_) | Self::Leader(_))
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(n) => write!(f, "before {n}"),
            Self::OnDay => write!(f, "day 0"),
            Self::After(n) => write!(f, "after {n}"),
            Self::Head(n) => write!(f, "head {n}"),
            Self::Leader(n) => write!(f, "leader {n}"),
        }
    }
}

impl FromStr for Step {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (word, n) = text.split_once(' ').ok_or(())?;
        let n = n.parse().map_err(|_| ())?;
        match word {
            "before" => Ok(Self::Before(n)),
            "day" => Ok(Self::OnDay),
            "after" => Ok(Self::After(n)),
            "head" => Ok(Self::Head(n)),
            "leader" => Ok(Self::Leader(n)),
            _ => Err(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Reminder, Step, rule, shipped_rules};
    use crate::calendar::Calendar;
    use base::day::Date;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn steps(code: &str, from: &str, due: &str) -> Vec<(Step, String)> {
        let calendar = Calendar::shipped();
        let rule = rule(&shipped_rules(), code).unwrap();
        rule.reminders(&calendar, day(from), day(due), true)
            .into_iter()
            .map(|reminder| (reminder.step, reminder.on.to_string()))
            .collect()
    }

    #[test]
    fn the_shipped_rules_can_all_be_read_and_say_where_they_come_from() {
        let n = include_str!("../remind_rules.toml")
            .matches("[[rule]]")
            .count();
        assert_eq!(shipped_rules().len(), n);
        assert!(shipped_rules().iter().all(|rule| !rule.source.is_empty()));
        let unknown = rule(&shipped_rules(), "nonsense").unwrap();
        assert_eq!(unknown.code, "ordinary");
    }

    #[test]
    fn people_are_reminded_on_working_days_before_on_and_after_the_day() {
        // The Dragon Boat holiday of 2026 is 19 to 21 June.
        let expected = [
            (Step::Before(3), "2026-06-16"),
            (Step::Before(1), "2026-06-18"),
            (Step::OnDay, "2026-06-22"),
            (Step::After(1), "2026-06-23"),
            (Step::Head(2), "2026-06-24"),
            (Step::Leader(4), "2026-06-26"),
        ]
        .map(|(step, on)| (step, on.to_owned()));
        // 2026-06-22 is a Monday: three working days before it is Tuesday of the week before.
        assert_eq!(steps("report", "2026-06-01", "2026-06-22"), expected);
    }

    #[test]
    fn steps_that_were_over_when_it_was_asked_are_left_out() {
        let words: Vec<Step> = steps("report", "2026-06-22", "2026-06-22")
            .into_iter()
            .map(|(step, _)| step)
            .collect();
        assert_eq!(words, [Step::After(1), Step::Head(2), Step::Leader(4)]);
        assert!(steps("silent", "2026-06-01", "2026-06-22").is_empty());
    }

    #[test]
    fn what_is_due_on_a_day_off_is_reminded_of_once_on_the_last_working_day() {
        // Saturday: one working day before it and the day itself are both Friday the 12th.
        let due = steps("short", "2026-06-01", "2026-06-13");
        assert_eq!(due[0], (Step::OnDay, "2026-06-12".to_owned()));
        assert_eq!(due.len(), 4);
    }

    #[test]
    fn a_new_table_moves_a_reminder_but_never_to_today_or_earlier() {
        let calendar = Calendar::shipped();
        let reminder = Reminder {
            step: Step::Before(5),
            on: day("2026-06-17"),
        };
        for (today, due, expected) in [
            ("2026-06-15", "2026-06-30", "2026-06-23"),
            ("2026-06-15", "2026-06-16", "2026-06-16"),
            ("2026-06-18", "2026-06-22", "2026-06-22"),
        ] {
            let moved = reminder.moved(&calendar, day(today), day(due));
            assert_eq!(moved.on, day(expected), "{today} {due}");
        }
    }

    #[test]
    fn a_step_is_read_back_as_it_was_stored() {
        for step in [
            Step::Before(3),
            Step::OnDay,
            Step::After(1),
            Step::Head(2),
            Step::Leader(5),
        ] {
            assert_eq!(step.to_string().parse(), Ok(step));
        }
        assert_eq!("later 1".parse::<Step>(), Err(()));
    }
}
