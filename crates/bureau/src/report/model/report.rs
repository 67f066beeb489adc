//! 报送件: one report of one unit on one task for one period, and the period it belongs to.

use super::{Chain, RulePack, lateness};
use crate::plan::{ItemId, PlanId};
use base::{
    TimePeriod,
    actor::{PersonId, UnitId},
    day::{Date, in_words},
    define_id,
};

define_id!(
    /// A report.
    ReportId
);

/// A period of a plan that reports are asked for (报送期).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Round {
    pub(crate) plan: PlanId,
    pub(crate) period: TimePeriod,
    pub(crate) due: Date,
    /// When it was opened; nothing while it is only planned.
    pub(crate) opened_ms: Option<i64>,
    /// 锁定: when no more is taken without an exception.
    pub(crate) locked_ms: Option<i64>,
    pub(crate) locked_by: String,
    /// The rules it was opened with.
    pub(crate) rules: RulePack,
}

/// Where a report stands, for lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ReportState {
    /// 未报送, nothing written yet.
    Open,
    /// 填报中.
    Draft,
    /// 已退回.
    Returned,
    /// 审阅中.
    InReview,
    /// 已归档.
    Filed,
}

/// Which reports of a period are looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Which {
    #[default]
    All,
    /// 逾期未报: with its unit after its day.
    Late,
    In(ReportState),
}

/// A report without what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportHead {
    pub(crate) id: ReportId,
    pub(crate) plan: PlanId,
    pub(crate) period: TimePeriod,
    pub(crate) item: ItemId,
    pub(crate) number: i64,
    pub(crate) marker: String,
    pub(crate) heading: String,
    pub(crate) field: String,
    pub(crate) unit: UnitId,
    pub(crate) unit_name: String,
    /// Whether the unit leads the task or supports it.
    pub(crate) is_lead: bool,
    pub(crate) lead: Option<UnitId>,
    pub(crate) leader: Option<PersonId>,
    pub(crate) leader_name: String,
    /// Why it is owed.
    pub(crate) why: String,
    pub(crate) due: Date,
    pub(crate) state: ReportState,
    /// Whom it waits for, in words: 「分管领导 · 陆明远」.
    pub(crate) waits_for: String,
    pub(crate) submitted_on: Option<Date>,
    /// 例外: until when it is taken although the period is locked.
    pub(crate) excused_until: Option<Date>,
    pub(crate) excuse: String,
    /// Fields of the form and how many of them came prefilled, as it was handed in last.
    pub(crate) n_fields: i64,
    pub(crate) n_prefilled: i64,
    /// Grows with every change.
    pub(crate) revision: i64,
}

impl Round {
    /// The way of a report in this period.
    pub(crate) fn chain(&self, is_lead: bool) -> Chain {
        self.rules.chain(is_lead)
    }

    /// Whether it is locked.
    pub(crate) fn is_locked(&self) -> bool {
        self.locked_ms.is_some()
    }
}

impl ReportState {
    /// Every state, in the order of work.
    pub(crate) const ALL: [Self; 5] = [
        Self::Returned,
        Self::Open,
        Self::Draft,
        Self::InReview,
        Self::Filed,
    ];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Open => "未报送",
            Self::Draft => "填报中",
            Self::Returned => "已退回",
            Self::InReview => "审阅中",
            Self::Filed => "已归档",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Draft => "draft",
            Self::Returned => "returned",
            Self::InReview => "review",
            Self::Filed => "filed",
        }
    }

    /// The state with this word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it still lies with the unit.
    pub(crate) fn is_with_unit(self) -> bool {
        matches!(self, Self::Open | Self::Draft | Self::Returned)
    }
}

impl Which {
    /// The word in addresses; a word that says nothing means all.
    pub(crate) fn from_code(code: &str) -> Self {
        match code {
            "late" => Self::Late,
            code => ReportState::from_code(code).map_or(Self::All, Self::In),
        }
    }
}

impl ReportHead {
    /// Calendar days it came (or is) late.
    pub(crate) fn days_late(&self, today: Date) -> i32 {
        lateness::days_late(self.state, self.submitted_on, self.last_day(), today)
    }

    /// Until when it is in time.
    pub(crate) fn last_day(&self) -> Date {
        lateness::last_day(self.due, self.excused_until)
    }

    /// 逾期未报: it is late and still with its unit.
    pub(crate) fn is_late(&self, today: Date) -> bool {
        lateness::is_late(self.state, self.days_late(today))
    }

    /// Whether anything of it is taken today: the period is not locked, or there is an exception.
    pub(crate) fn is_taken(&self, is_locked: bool, today: Date) -> bool {
        !is_locked || self.excused_until.is_some_and(|until| today <= until)
    }

    /// Where it stands, for a list of what is missing: who was given another day is not behind.
    pub(crate) fn standing(&self) -> String {
        match self.excused_until {
            Some(day) => format!("{}，延至{}", self.state.label(), in_words(day)),
            None => self.state.label().to_owned(),
        }
    }

    /// The task in the words of a list.
    pub(crate) fn task(&self) -> String {
        format!("{}{}", self.marker, self.heading)
    }
}

#[cfg(test)]
mod tests {
    use super::{ReportHead, ReportId, ReportState};
    use crate::plan::{ItemId, PlanId};
    use base::{actor::UnitId, day::Date};

    fn head(state: ReportState, submitted: Option<&str>, excused: Option<&str>) -> ReportHead {
        let day = |text: &str| text.parse::<Date>().unwrap();
        ReportHead {
            id: ReportId::new(),
            plan: PlanId::new(),
            period: "2026-05".parse().unwrap(),
            item: ItemId::new(),
            number: 1,
            marker: String::new(),
            heading: String::new(),
            field: String::new(),
            unit: UnitId::new(),
            unit_name: String::new(),
            is_lead: true,
            lead: None,
            leader: None,
            leader_name: String::new(),
            why: String::new(),
            due: day("2026-06-05"),
            state,
            waits_for: String::new(),
            submitted_on: submitted.map(day),
            excused_until: excused.map(day),
            excuse: String::new(),
            n_fields: 0,
            n_prefilled: 0,
            revision: 1,
        }
    }

    #[test]
    fn lateness_is_counted_to_the_day_it_was_handed_in_and_from_the_day_it_was_put_off_to() {
        let today: Date = "2026-06-15".parse().unwrap();
        for (head, late) in [
            (head(ReportState::Open, None, None), 10),
            (head(ReportState::Draft, None, Some("2026-06-20")), 0),
            (head(ReportState::InReview, Some("2026-06-05"), None), 0),
            (head(ReportState::Filed, Some("2026-06-08"), None), 3),
            (head(ReportState::Returned, Some("2026-06-04"), None), 0),
        ] {
            assert_eq!(head.days_late(today), late, "{:?}", head.state);
        }
    }

    #[test]
    fn a_list_of_what_is_missing_says_until_when_a_report_was_put_off() {
        let excused = head(ReportState::Open, None, Some("2026-06-20"));
        assert_eq!(excused.standing(), "未报送，延至2026年6月20日");
        assert_eq!(head(ReportState::Draft, None, None).standing(), "填报中");
    }

    #[test]
    fn a_locked_period_takes_only_what_has_an_exception_that_has_not_run_out() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let excused = head(ReportState::Open, None, Some("2026-06-20"));
        assert!(excused.is_taken(true, day("2026-06-20")));
        assert!(!excused.is_taken(true, day("2026-06-21")));
        assert!(excused.is_taken(false, day("2026-06-21")));
        assert!(!head(ReportState::Open, None, None).is_taken(true, day("2026-06-01")));
    }
}
