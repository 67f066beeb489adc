//! 谁要报: what makes a task owe a report for a period, said in words either way.

use super::{Ask, Rhythm};
use crate::{facts::FactKey, plan::ItemId};
use base::{
    Grain, TimePeriod,
    actor::{PersonId, UnitId},
    day::{Date, in_words},
};
use std::collections::BTreeSet;

/// A task of a plan, as far as reports ask about it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Task {
    pub(crate) item: ItemId,
    /// Its number in the plan, 1 the first.
    pub(crate) number: i64,
    pub(crate) marker: String,
    pub(crate) heading: String,
    /// 业务领域: the outermost heading over it.
    pub(crate) field: String,
    pub(crate) lead: Option<UnitOfTask>,
    pub(crate) support: Vec<UnitOfTask>,
    pub(crate) leader: Option<LeaderOfTask>,
    pub(crate) deadlines: Vec<TimeLimit>,
    pub(crate) targets: Vec<Quantity>,
    pub(crate) steps: Vec<WorkStep>,
}

/// A unit at a task, with its name of the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnitOfTask {
    pub(crate) id: UnitId,
    pub(crate) name: String,
}

/// The leader in charge of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LeaderOfTask {
    pub(crate) id: PersonId,
    pub(crate) name: String,
}

/// A time limit of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimeLimit {
    /// Its last day, when known.
    pub(crate) to: Option<Date>,
    /// How often it comes back; nothing when once.
    pub(crate) every: Option<Grain>,
}

/// A quantity to be reached, with where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Quantity {
    /// Key of its field in a report.
    pub(crate) key: String,
    pub(crate) subject: String,
    pub(crate) unit: String,
    /// What is to be reached, in words: 「200名」.
    pub(crate) goal: String,
    /// How strongly the paper promises it: 确保, 力争, or nothing.
    pub(crate) promise: &'static str,
    /// What stands now, when something does.
    pub(crate) value: Option<String>,
    /// Where it comes from: 「教师招聘台账」, with its page.
    pub(crate) source: String,
    pub(crate) href: String,
    /// Whether another source supplies it: then a report remarks on it and does not change it.
    pub(crate) is_supplied: bool,
    /// The one place the number is kept at; none where no data item measures it, or where it is
    /// taken together from many values.
    pub(crate) place: Option<FactKey>,
}

/// A step of the work plan of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WorkStep {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) due: Date,
    /// The day it was done, when it was.
    pub(crate) done_on: Option<Date>,
    /// What is to be shown as proof.
    pub(crate) evidence: String,
    /// Whether the unit that reports says how far it is; else another unit does.
    pub(crate) is_ours: bool,
}

/// Why a task owes a report for a period, or why not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Owes {
    /// It does, for this reason.
    Yes(String),
    /// It does not, for this reason.
    No(String),
}

/// A task in a period: whether it owes a report, and which units are asked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OwedTask<'t> {
    pub(crate) task: &'t Task,
    pub(crate) owes: Owes,
    /// Units, and whether each leads.
    pub(crate) units: Vec<(&'t UnitOfTask, bool)>,
}

/// A period with its days: whoever holds a plan's steps against it does not work them out each time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    period: TimePeriod,
    first: Date,
    last: Date,
    /// The first day of the period before.
    before: Date,
}

impl Span {
    pub(crate) fn of(period: TimePeriod) -> Self {
        Self {
            period,
            first: period.first(),
            last: period.last(),
            before: period.previous().first(),
        }
    }

    fn holds(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// Whether a day lies in the period just before.
    fn follows(&self, day: Date) -> bool {
        (self.before..self.first).contains(&day)
    }
}

/// What makes a task owe a report.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reason<'t> {
    Every,
    /// The first of so many steps.
    Steps(&'t str, usize),
    LateStep(&'t str),
    JustPast(Date),
    Deadline(Date),
    Rhythm(Grain),
    /// The first of so many targets.
    Targets(&'t Quantity, usize),
}

impl Reason<'_> {
    fn in_words(self, period: TimePeriod) -> String {
        match self {
            Self::Every => format!("{}报送全部任务", period.grain().label()),
            Self::Steps(first, 1) => format!("本期节点“{first}”"),
            Self::Steps(first, n) => format!("本期节点“{first}”等{n}个"),
            Self::LateStep(title) => format!("节点“{title}”逾期未完成"),
            Self::JustPast(day) => format!("{}到期，未确认完成", in_words(day)),
            Self::Deadline(day) => format!("{}到期", in_words(day)),
            Self::Rhythm(every) => format!("{}开展的工作", every_words(every)),
            Self::Targets(first, 1) => format!("量化目标“{}{}”", first.subject, first.goal),
            Self::Targets(_, n) => format!("{n}个量化目标"),
        }
    }
}

impl Task {
    /// Whether it owes a report. Any reason of the rhythm is enough; the first one is said.
    pub(crate) fn owes(&self, rhythm: &Rhythm, span: &Span) -> Owes {
        match self.first_reason(rhythm, span) {
            Some(reason) => Owes::Yes(reason.in_words(span.period)),
            None => Owes::No(self.why_not(rhythm, span)),
        }
    }

    /// The same without the words.
    pub(crate) fn is_owed(&self, rhythm: &Rhythm, span: &Span) -> bool {
        self.first_reason(rhythm, span).is_some()
    }

    fn first_reason(&self, rhythm: &Rhythm, span: &Span) -> Option<Reason<'_>> {
        rhythm.asks.iter().find_map(|ask| self.reason(*ask, span))
    }

    /// The units asked: the one that leads, and those that support when the rhythm asks them.
    pub(crate) fn asked(&self, rhythm: &Rhythm) -> impl Iterator<Item = (&UnitOfTask, bool)> {
        let lead = self.lead.as_ref();
        let lead_id = lead.map(|unit| unit.id);
        let mut seen = BTreeSet::new();
        let support = self
            .support
            .iter()
            .filter(|_| rhythm.supporting)
            .filter(move |unit| Some(unit.id) != lead_id && seen.insert(unit.id));
        lead.map(|unit| (unit, true))
            .into_iter()
            .chain(support.map(|unit| (unit, false)))
    }

    fn reason(&self, ask: Ask, span: &Span) -> Option<Reason<'_>> {
        match ask {
            Ask::Every => Some(Reason::Every),
            Ask::Step => {
                let mut steps = self.steps.iter().filter(|step| span.holds(step.due));
                let first = steps.next()?;
                Some(Reason::Steps(&first.title, 1 + steps.count()))
            }
            Ask::Overdue => self.overdue(span),
            Ask::Deadline => self
                .deadlines
                .iter()
                .filter_map(|limit| limit.to)
                .find(|day| span.holds(*day))
                .map(Reason::Deadline),
            Ask::Rhythm => self
                .deadlines
                .iter()
                .filter_map(|limit| limit.every)
                .find(|every| falls_due(*every, span.period))
                .map(Reason::Rhythm),
            Ask::Target => {
                let first = self.targets.first()?;
                Some(Reason::Targets(first, self.targets.len()))
            }
        }
    }

    /// Not done though its day has gone by before the period began.
    fn overdue(&self, span: &Span) -> Option<Reason<'_>> {
        let step = self
            .steps
            .iter()
            .find(|step| step.done_on.is_none() && step.due < span.first);
        if let Some(step) = step {
            return Some(Reason::LateStep(&step.title));
        }
        // Without a work plan nobody can say whether it is done: what is past its limit is asked
        // about once more, in the period after.
        let limit = self.deadlines.iter().filter_map(|limit| limit.to);
        let mut limit = limit.filter(|_| self.steps.is_empty());
        limit.find(|day| span.follows(*day)).map(Reason::JustPast)
    }

    fn why_not(&self, rhythm: &Rhythm, span: &Span) -> String {
        let next = self
            .steps
            .iter()
            .filter(|step| step.done_on.is_none())
            .map(|step| step.due)
            .chain(self.deadlines.iter().filter_map(|limit| limit.to))
            .filter(|day| *day > span.last)
            .min();
        let asks: Vec<&str> = rhythm.asks.iter().map(|ask| ask.label()).collect();
        let rule = format!("{}只报：{}", rhythm.grain.label(), asks.join("、"));
        match next {
            Some(day) => format!("{rule}；下一个时点是{}", in_words(day)),
            None => rule,
        }
    }
}

/// Whether work that comes back every so often is reported in this period: the period is at least as
/// long, or ends together with it (每季度 in March, June, September, December).
fn falls_due(every: Grain, period: TimePeriod) -> bool {
    every <= period.grain()
        || (every != Grain::SchoolYear
            && TimePeriod::holding(every, period.last()).last() <= period.last())
}

fn every_words(every: Grain) -> &'static str {
    match every {
        Grain::Week => "每周",
        Grain::Month => "每月",
        Grain::Quarter => "每季度",
        Grain::HalfYear => "每半年",
        Grain::Year => "每年",
        Grain::SchoolYear => "每学年",
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Owes, Quantity, Span, Task, TimeLimit, UnitOfTask, WorkStep};
    use crate::{plan::ItemId, report::model::RulePack};
    use base::{Grain, TimePeriod, actor::UnitId, day::Date};

    /// A task with nothing that is ever due.
    pub(crate) fn task() -> Task {
        Task {
            item: ItemId::new(),
            number: 3,
            marker: "3.".into(),
            heading: "加强教师招聘".into(),
            field: "队伍建设".into(),
            lead: Some(unit("人事科")),
            support: vec![],
            leader: None,
            deadlines: vec![],
            targets: vec![],
            steps: vec![],
        }
    }

    pub(crate) fn unit(name: &str) -> UnitOfTask {
        UnitOfTask {
            id: UnitId::new(),
            name: name.into(),
        }
    }

    pub(crate) fn step(title: &str, due: &str, done: Option<&str>) -> WorkStep {
        WorkStep {
            key: format!("s:{title}"),
            title: title.into(),
            due: due.parse().unwrap(),
            done_on: done.map(|day| day.parse().unwrap()),
            evidence: String::new(),
            is_ours: true,
        }
    }

    pub(crate) fn quantity(subject: &str, value: Option<&str>) -> Quantity {
        Quantity {
            key: format!("n:{subject}"),
            subject: subject.into(),
            unit: "名".into(),
            goal: "200名".into(),
            promise: "",
            value: value.map(str::to_owned),
            source: "教师招聘台账".into(),
            href: "#".into(),
            is_supplied: false,
            place: None,
        }
    }

    fn limit(day: &str) -> TimeLimit {
        TimeLimit {
            to: Some(day.parse::<Date>().unwrap()),
            every: None,
        }
    }

    fn owes(task: &Task, period: &str) -> Owes {
        let period: TimePeriod = period.parse().unwrap();
        let rules = RulePack::shipped().unwrap();
        let (rhythm, span) = (rules.rhythm(period.grain()).unwrap(), Span::of(period));
        let owes = task.owes(rhythm, &span);
        let is_owed = matches!(owes, Owes::Yes(_));
        assert_eq!(task.is_owed(rhythm, &span), is_owed, "{period}");
        owes
    }

    #[test]
    fn each_reason_to_owe_a_report_is_said_in_words() {
        let mut with_step = task();
        with_step.steps = vec![step("发布公告", "2026-03-20", None)];
        let mut with_limit = task();
        with_limit.deadlines = vec![limit("2026-04-30")];
        let mut quarterly = task();
        quarterly.deadlines = vec![TimeLimit {
            to: None,
            every: Some(Grain::Quarter),
        }];
        let mut with_target = task();
        with_target.targets = vec![quantity("招聘教师", None)];
        for (task, period, reason) in [
            (&with_step, "2026-03", "本期节点“发布公告”"),
            (&with_step, "2026-W12", "本期节点“发布公告”"),
            (&with_step, "2026-05", "节点“发布公告”逾期未完成"),
            (&with_limit, "2026-04", "2026年4月30日到期"),
            (&with_limit, "2026-05", "2026年4月30日到期，未确认完成"),
            (&quarterly, "2026-06", "每季度开展的工作"),
            (&quarterly, "2026-Q3", "每季度开展的工作"),
            (&with_target, "2026-Q1", "量化目标“招聘教师200名”"),
            (&with_target, "2026-H1", "半年报送全部任务"),
        ] {
            assert_eq!(owes(task, period), Owes::Yes(reason.to_owned()), "{period}");
        }
    }

    #[test]
    fn nothing_is_owed_where_nothing_is_due_and_the_rule_is_told() {
        let mut later = task();
        later.deadlines = vec![limit("2026-10-31")];
        let mut done = task();
        done.steps = vec![step("发布公告", "2026-03-20", Some("2026-03-18"))];
        let mut quarterly = task();
        quarterly.deadlines = vec![TimeLimit {
            to: None,
            every: Some(Grain::Quarter),
        }];
        for (task, period) in [
            (&task(), "2026-03"),
            (&later, "2026-03"),
            (&done, "2026-05"),
            (&quarterly, "2026-05"),
        ] {
            assert!(matches!(owes(task, period), Owes::No(_)), "{period}");
        }
        let Owes::No(why) = owes(&later, "2026-03") else {
            panic!()
        };
        assert!(why.contains("月只报：本期有节点"), "{why}");
        assert!(why.ends_with("下一个时点是2026年10月31日"), "{why}");
    }

    #[test]
    fn who_supports_is_asked_only_where_the_rhythm_says_so_and_never_twice() {
        let rules = RulePack::shipped().unwrap();
        let (school, lead) = (unit("清禾一中"), unit("人事科"));
        let mut shared = task();
        shared.lead = Some(lead.clone());
        shared.support = vec![school.clone(), lead, school];
        let asked = |grain| shared.asked(rules.rhythm(grain).unwrap()).count();
        assert_eq!(asked(Grain::Month), 1);
        assert_eq!(asked(Grain::HalfYear), 2);
    }
}
