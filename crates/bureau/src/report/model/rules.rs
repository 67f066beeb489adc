//! 报送规则: which periods are asked for, when they are due, what makes a task owe a report.

use super::{Chain, ChainStep};
use base::{Grain, TimePeriod, day::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The rules of one plan: shipped ones, or those ones as the general office changed them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RulePack {
    /// Which shipped set they began as.
    pub(crate) version: String,
    /// How many months after this one a report is put off at most; none in packs kept before there was
    /// such a rule.
    #[serde(default)]
    pub(crate) excuse_months: Option<i8>,
    /// Every rhythm there is, shortest first.
    #[serde(rename = "rhythm")]
    pub(crate) rhythms: Vec<Rhythm>,
    /// The way of a report by the unit that leads.
    #[serde(rename = "lead_step")]
    pub(crate) lead_steps: Vec<ChainStep>,
    /// The way of a report by a unit that supports.
    #[serde(rename = "support_step")]
    pub(crate) support_steps: Vec<ChainStep>,
}

/// One rhythm of reporting: months, quarters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Rhythm {
    #[serde(with = "grain_code")]
    pub(crate) grain: Grain,
    pub(crate) due: DueRule,
    /// What makes a task owe a report; any one of them.
    pub(crate) asks: Vec<Ask>,
    /// Whether the units that support are asked too.
    pub(crate) supporting: bool,
    /// Where the rule comes from.
    pub(crate) source: String,
}

/// When a report is due, before days off are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DueRule {
    /// So many days after the last day of the period.
    DaysAfter(i8),
    /// That day of the month after the period.
    DayOfNextMonth(i8),
    /// That day of the period's own year.
    #[serde(with = "month_and_day")]
    DayInYear(i8, i8),
}

/// A reason to owe a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ask {
    /// A step of the work plan falls into the period.
    Step,
    /// A step or a time limit from before is not done.
    Overdue,
    /// A time limit falls into the period.
    Deadline,
    /// The work comes back in this rhythm.
    Rhythm,
    /// There is a quantity to reach.
    Target,
    /// Always.
    Every,
}

impl RulePack {
    /// The newest shipped rules; none when the file that came with the program is damaged.
    pub(crate) fn shipped() -> Option<Self> {
        toml::from_str(include_str!("../rules/2026-1.toml")).ok()
    }

    /// The rhythm of a grain.
    pub(crate) fn rhythm(&self, grain: Grain) -> Option<&Rhythm> {
        self.rhythms.iter().find(|rhythm| rhythm.grain == grain)
    }

    /// The last day a report may be put off to today; rules that do not say so have it from the
    /// shipped ones.
    pub(crate) fn latest_excuse(&self, today: Date) -> Option<Date> {
        let shipped = || Self::shipped().and_then(|rules| rules.excuse_months);
        let months = self.excuse_months.or_else(shipped)?;
        let day = today.first_of_month();
        let day = day.checked_add(jiff::Span::new().months(i64::from(months)));
        day.ok().map(Date::last_of_month)
    }

    /// The way of a report.
    pub(crate) fn chain(&self, is_lead: bool) -> Chain {
        Chain(match is_lead {
            true => self.lead_steps.clone(),
            false => self.support_steps.clone(),
        })
    }
}

impl DueRule {
    /// The day a period is due, wherever it falls in the week.
    pub(crate) fn day(self, period: TimePeriod) -> Date {
        let last = period.last();
        match self {
            Self::DaysAfter(days) => last
                .checked_add(jiff::Span::new().days(i64::from(days)))
                .unwrap_or(last),
            Self::DayOfNextMonth(day) => {
                let next = TimePeriod::holding(Grain::Month, last).next();
                in_month(next.year(), next.number(), day)
            }
            Self::DayInYear(month, day) => in_month(period.year(), month, day),
        }
    }

    /// The rule in words: 「次月5日」.
    pub(crate) fn words(self) -> String {
        match self {
            Self::DaysAfter(days) => format!("期末后第{days}天"),
            Self::DayOfNextMonth(day) => format!("次月{day}日"),
            Self::DayInYear(month, day) => format!("当年{month}月{day}日"),
        }
    }
}

/// A day of a month; the last one when the month is shorter.
fn in_month(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day)
        .or_else(|_| Date::new(year, month, 1).map(Date::last_of_month))
        .unwrap_or(Date::MAX)
}

impl Ask {
    /// The word shown in the rules.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Step => "本期有节点",
            Self::Overdue => "有逾期未完成的节点或时限",
            Self::Deadline => "时限在本期",
            Self::Rhythm => "按本周期开展",
            Self::Target => "有量化目标",
            Self::Every => "全部任务",
        }
    }
}

mod grain_code {
    use super::{Deserialize, Deserializer, Grain, Serializer};

    pub(super) fn serialize<S: Serializer>(grain: &Grain, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(grain.code())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Grain, D::Error> {
        let code = String::deserialize(from)?;
        Grain::from_code(&code).ok_or_else(|| serde::de::Error::custom("no grain"))
    }
}

mod month_and_day {
    use super::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(month: &i8, day: &i8, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&format!("{month:02}-{day:02}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<(i8, i8), D::Error> {
        let text = String::deserialize(from)?;
        text.split_once('-')
            .and_then(|(month, day)| Some((month.parse().ok()?, day.parse().ok()?)))
            .ok_or_else(|| serde::de::Error::custom("no day of a year"))
    }
}

#[cfg(test)]
mod tests {
    use super::{DueRule, RulePack};
    use base::{Grain, TimePeriod};

    #[test]
    fn the_shipped_rules_say_when_each_period_is_due() {
        let rules = RulePack::shipped().unwrap();
        for (period, due) in [
            ("2026-W10", "2026-03-09"),
            ("2026-01", "2026-02-05"),
            ("2026-12", "2027-01-05"),
            ("2026-Q2", "2026-07-05"),
            ("2026-H1", "2026-07-05"),
            ("2026", "2026-11-30"),
        ] {
            let period: TimePeriod = period.parse().unwrap();
            let rhythm = rules.rhythm(period.grain()).unwrap();
            assert_eq!(rhythm.due.day(period).to_string(), due);
            assert!(!rhythm.source.is_empty());
        }
        assert!(rules.rhythm(Grain::SchoolYear).is_none());
    }

    #[test]
    fn a_month_that_is_too_short_gives_its_last_day() {
        let january: TimePeriod = "2026-01".parse().unwrap();
        assert_eq!(
            DueRule::DayOfNextMonth(31).day(january).to_string(),
            "2026-02-28"
        );
    }

    #[test]
    fn a_report_is_put_off_to_the_end_of_the_next_month_at_most_whatever_rules_were_kept() {
        let mut rules = RulePack::shipped().unwrap();
        for months in [rules.excuse_months, None] {
            rules.excuse_months = months;
            let latest = |today: &str| rules.latest_excuse(today.parse().unwrap()).unwrap();
            assert_eq!(latest("2026-03-05").to_string(), "2026-04-30");
            assert_eq!(latest("2026-12-31").to_string(), "2027-01-31");
        }
    }

    #[test]
    fn rules_are_kept_as_they_are() {
        let rules = RulePack::shipped().unwrap();
        let kept = serde_json::to_string(&rules).unwrap();
        assert_eq!(serde_json::from_str::<RulePack>(&kept).unwrap(), rules);
    }
}
