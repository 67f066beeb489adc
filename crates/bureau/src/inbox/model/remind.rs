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
    /// 0 for the default, then counted up with each change.
    #[serde(skip)]
    pub(in crate::inbox) version: i64,
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

    /// The steps still to come when a bureau changes the rule on `today`: none at once, none that was
    /// taken, and nobody is told a second time that a matter is late.
    pub(in crate::inbox) fn reminders_from_now(
        &self,
        calendar: &Calendar,
        today: Date,
        due: Date,
        escalates: bool,
        taken: &[Step],
    ) -> Vec<Reminder> {
        let mut reminders = self.reminders(calendar, today, due, escalates);
        reminders.retain(|reminder| {
            let is_same = |step: &Step| match (step, reminder.step) {
                (Step::Head(_), Step::Head(_)) | (Step::Leader(_), Step::Leader(_)) => true,
                (taken, coming) => *taken == coming,
            };
            !taken.iter().any(is_same)
        });
        reminders
    }

    /// Whether it reminds of nothing: such a rule says so by its name and stays as it is.
    pub(in crate::inbox) fn is_silent(&self) -> bool {
        self.before.is_empty()
            && !self.on_day
            && self.after.is_empty()
            && self.head_after == 0
            && self.leader_after == 0
    }

    /// Whether both rules remind alike.
    pub(in crate::inbox) fn reminds_like(&self, other: &Self) -> bool {
        let steps = |rule: &Self| {
            (
                rule.before.clone(),
                rule.on_day,
                rule.after.clone(),
                rule.head_after,
                rule.leader_after,
            )
        };
        steps(self) == steps(other)
    }

    /// 「到期前 3、1 个工作日，当天，逾期 1 个工作日」.
    pub(in crate::inbox) fn reminding_in_words(&self) -> String {
        let days = |days: &[u32]| {
            let days: Vec<String> = days.iter().map(u32::to_string).collect();
            days.join("、")
        };
        let mut words = Vec::new();
        if !self.before.is_empty() {
            words.push(format!("到期前 {} 个工作日", days(&self.before)));
        }
        if self.on_day {
            words.push("到期当天".to_owned());
        }
        if !self.after.is_empty() {
            words.push(format!("逾期后 {} 个工作日", days(&self.after)));
        }
        match words.is_empty() {
            true => "不提醒".to_owned(),
            false => words.join("，"),
        }
    }

    /// 「逾期 2 个工作日告知单位负责人，4 个工作日告知分管领导」.
    pub(in crate::inbox) fn ladder_in_words(&self) -> String {
        match (self.head_after, self.leader_after) {
            (0, 0) => "不逐级告知".to_owned(),
            (head, 0) => format!("逾期 {head} 个工作日告知单位负责人"),
            (0, leader) => format!("逾期 {leader} 个工作日告知分管领导"),
            (head, leader) => {
                format!("逾期 {head} 个工作日告知单位负责人，{leader} 个工作日告知分管领导")
            }
        }
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
    fn a_changed_rule_makes_nothing_due_today_and_tells_nobody_twice_that_a_matter_is_late() {
        let calendar = Calendar::shipped();
        let mut changed = rule(&shipped_rules(), "report").unwrap();
        changed.before = vec![5, 2];
        changed.head_after = 3;
        let coming = |today: &str, taken: &[Step]| -> Vec<(Step, String)> {
            let due = day("2026-06-15");
            let coming = changed.reminders_from_now(&calendar, day(today), due, true, taken);
            coming
                .into_iter()
                .map(|reminder| (reminder.step, reminder.on.to_string()))
                .collect()
        };
        let on = |step, on: &str| (step, on.to_owned());
        assert_eq!(
            coming("2026-06-11", &[Step::Before(3)])[..2],
            [
                // Five days before was over, two days before is today: neither comes.
                on(Step::OnDay, "2026-06-15"),
                on(Step::After(1), "2026-06-16"),
            ]
        );
        let taken = [Step::OnDay, Step::After(1), Step::Head(2)];
        assert_eq!(
            coming("2026-06-17", &taken),
            [on(Step::Leader(4), "2026-06-22")]
        );
    }

    #[test]
    fn a_rule_says_in_words_what_it_does() {
        let rules = shipped_rules();
        let report = rule(&rules, "report").unwrap();
        assert_eq!(
            report.reminding_in_words(),
            "到期前 3、1 个工作日，到期当天，逾期后 1 个工作日"
        );
        assert_eq!(
            report.ladder_in_words(),
            "逾期 2 个工作日告知单位负责人，4 个工作日告知分管领导"
        );
        let silent = rule(&rules, "silent").unwrap();
        assert!(silent.is_silent() && !report.is_silent());
        assert_eq!(silent.reminding_in_words(), "不提醒");
        assert!(report.reminds_like(&report) && !report.reminds_like(&silent));
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
