//! 报送规则: which periods are asked for, when they are due, what makes a task owe a report.

use super::{Chain, ChainStep};
use crate::calendar::Calendar;
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
    /// How many days after its last day, or before it, a period is due at most.
    #[serde(default)]
    pub(crate) due_days_most: Option<i8>,
    /// How long a period has that is asked for after its day; none in packs kept before there was such
    /// a rule.
    #[serde(default)]
    pub(crate) catch_up: Option<CatchUp>,
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

/// 补报: how long a period has that is set up after its day was due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CatchUp {
    /// Counted from the day it is set up.
    pub(crate) work_days: u32,
    /// Where the rule comes from.
    pub(crate) source: String,
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

/// When a report is due; where that is a day off, on the next working day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DueRule {
    /// So many days after the last day of the period.
    DaysAfter(i8),
    /// So many working days after the last day of the period.
    WorkDaysAfter(i8),
    /// The last working day of the period but so many, 1 the last one itself.
    WorkDaysBefore(i8),
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

    /// How many days from its last one a period is due at most; rules that do not say so have it from
    /// the shipped ones.
    pub(crate) fn most_due_days(&self) -> i8 {
        let shipped = || Self::shipped().and_then(|rules| rules.due_days_most);
        self.due_days_most.or_else(shipped).unwrap_or_default()
    }

    /// How long a period has that is asked for after its day; rules that do not say so have it from the
    /// shipped ones.
    pub(crate) fn catch_up(&self) -> Option<CatchUp> {
        let shipped = || Self::shipped().and_then(|rules| rules.catch_up);
        self.catch_up.clone().or_else(shipped)
    }

    /// The day a period is due that is set up today although its own day has gone by.
    pub(crate) fn caught_up(&self, calendar: &Calendar, today: Date) -> Date {
        let days = self.catch_up().map_or(0, |rule| rule.work_days);
        calendar.on_or_after(calendar.after(today, days))
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
    /// The day a period is due: always a working day.
    pub(crate) fn day(self, period: TimePeriod, calendar: &Calendar) -> Date {
        let last = period.last();
        let n = |days: i8| u32::try_from(days).unwrap_or_default();
        calendar.on_or_after(match self {
            Self::WorkDaysAfter(days) => calendar.after(last, n(days)),
            Self::WorkDaysBefore(days) => calendar.before(last.tomorrow().unwrap_or(last), n(days)),
            Self::DaysAfter(days) => last
                .checked_add(jiff::Span::new().days(i64::from(days)))
                .unwrap_or(last),
            Self::DayOfNextMonth(day) => {
                let next = TimePeriod::holding(Grain::Month, last).next();
                in_month(next.year(), next.number(), day)
            }
            Self::DayInYear(month, day) => in_month(period.year(), month, day),
        })
    }

    /// The rule in words: 「次月5日」.
    pub(crate) fn words(self) -> String {
        match self {
            Self::DaysAfter(days) => format!("期末后第{days}天"),
            Self::WorkDaysAfter(days) => format!("期末后第{days}个工作日"),
            Self::WorkDaysBefore(days) => format!("期末倒数第{days}个工作日"),
            Self::DayOfNextMonth(day) => format!("次月{day}日"),
            Self::DayInYear(month, day) => format!("当年{month}月{day}日"),
        }
    }
}

/// The kinds of due rules, as a form names them, with their words.
pub(crate) const DUE_KINDS: [(&str, &str); 5] = [
    ("days_after", "期末后第几天"),
    ("work_days_after", "期末后第几个工作日"),
    ("work_days_before", "期末倒数第几个工作日"),
    ("day_of_next_month", "次月几日"),
    ("day_in_year", "当年几月几日"),
];

impl DueRule {
    /// How a form shows it: the kind, and the number or the day.
    pub(crate) fn typed(self) -> (&'static str, String) {
        match self {
            Self::DaysAfter(days) => ("days_after", days.to_string()),
            Self::WorkDaysAfter(days) => ("work_days_after", days.to_string()),
            Self::WorkDaysBefore(days) => ("work_days_before", days.to_string()),
            Self::DayOfNextMonth(day) => ("day_of_next_month", day.to_string()),
            Self::DayInYear(month, day) => ("day_in_year", format!("{month}月{day}日")),
        }
    }

    /// What somebody typed into a form, within `most` days of the period's last one; else why not.
    pub(crate) fn from_typed(kind: &str, value: &str, most: i8) -> Result<Self, String> {
        let value = value.trim();
        let number = |least: i8, most: i8| {
            let number = value.parse().ok();
            number
                .filter(|number| (least..=most).contains(number))
                .ok_or_else(|| format!("填{least}到{most}的整数"))
        };
        match kind {
            "days_after" => number(1, most).map(Self::DaysAfter),
            "work_days_after" => number(1, most).map(Self::WorkDaysAfter),
            "work_days_before" => number(1, most).map(Self::WorkDaysBefore),
            "day_of_next_month" => number(1, 31).map(Self::DayOfNextMonth),
            "day_in_year" => month_and_day_of(value)
                .map(|(month, day)| Self::DayInYear(month, day))
                .ok_or_else(|| "写成11月30日或11-30".to_owned()),
            _ => Err("请选择怎样计算".to_owned()),
        }
    }
}

/// 「11月30日」 or 「11-30」, of a year that has 29 February.
fn month_and_day_of(words: &str) -> Option<(i8, i8)> {
    let words = words.strip_suffix('日').unwrap_or(words);
    let (month, day) = words.split_once(['月', '-'])?;
    let (month, day) = (month.trim().parse().ok()?, day.trim().parse().ok()?);
    Date::new(2028, month, day).ok()?;
    Some((month, day))
}

/// A day of a month; the last one when the month is shorter.
fn in_month(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day)
        .or_else(|_| Date::new(year, month, 1).map(Date::last_of_month))
        .unwrap_or(Date::MAX)
}

impl Ask {
    /// Every reason, in the order of the page.
    pub(crate) const ALL: [Self; 6] = [
        Self::Step,
        Self::Overdue,
        Self::Deadline,
        Self::Rhythm,
        Self::Target,
        Self::Every,
    ];

    /// The word in forms.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::Overdue => "overdue",
            Self::Deadline => "deadline",
            Self::Rhythm => "rhythm",
            Self::Target => "target",
            Self::Every => "every",
        }
    }

    /// The reason with this word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|ask| ask.code() == code)
    }

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
    use crate::calendar::Calendar;
    use base::{Grain, TimePeriod};

    #[test]
    fn the_shipped_rules_say_when_each_period_is_due() {
        let rules = RulePack::shipped().unwrap();
        let calendar = Calendar::shipped();
        for (period, due) in [
            ("2026-W10", "2026-03-09"),
            ("2026-01", "2026-02-05"),
            ("2026-12", "2027-01-05"),
            // 5 July is a Sunday.
            ("2026-Q2", "2026-07-06"),
            ("2026-H1", "2026-07-06"),
            ("2026", "2026-11-30"),
        ] {
            let period: TimePeriod = period.parse().unwrap();
            let rhythm = rules.rhythm(period.grain()).unwrap();
            assert_eq!(rhythm.due.day(period, &calendar).to_string(), due);
            assert!(!rhythm.source.is_empty());
        }
        assert!(rules.rhythm(Grain::SchoolYear).is_none());
    }

    #[test]
    fn a_month_that_is_too_short_gives_its_last_day() {
        let january: TimePeriod = "2026-01".parse().unwrap();
        // 28 February is worked, by the table of holidays.
        let due = DueRule::DayOfNextMonth(31).day(january, &Calendar::shipped());
        assert_eq!(due.to_string(), "2026-02-28");
    }

    #[test]
    fn working_days_are_counted_from_the_last_day_of_the_period_either_way() {
        let (april, calendar) = ("2026-04".parse().unwrap(), Calendar::shipped());
        for (due, day) in [
            // The first days of May are off.
            (DueRule::WorkDaysAfter(1), "2026-05-06"),
            (DueRule::WorkDaysAfter(3), "2026-05-08"),
            (DueRule::WorkDaysBefore(1), "2026-04-30"),
            (DueRule::WorkDaysBefore(4), "2026-04-27"),
        ] {
            assert_eq!(due.day(april, &calendar).to_string(), day, "{due:?}");
        }
    }

    #[test]
    fn what_is_typed_as_a_due_rule_is_taken_or_refused_with_how_to_write_it() {
        for rule in [
            DueRule::DaysAfter(3),
            DueRule::WorkDaysAfter(2),
            DueRule::WorkDaysBefore(1),
            DueRule::DayOfNextMonth(31),
            DueRule::DayInYear(11, 30),
        ] {
            let (kind, value) = rule.typed();
            assert_eq!(DueRule::from_typed(kind, &value, 60), Ok(rule));
        }
        let in_year = DueRule::from_typed("day_in_year", "11-30", 60);
        assert_eq!(in_year, Ok(DueRule::DayInYear(11, 30)));
        for (kind, value, why) in [
            ("days_after", "0", "填1到60的整数"),
            ("work_days_before", "61", "填1到60的整数"),
            ("day_of_next_month", "五", "填1到31的整数"),
            ("day_in_year", "13-01", "写成11月30日或11-30"),
            ("no_such_kind", "1", "请选择怎样计算"),
        ] {
            let refused = DueRule::from_typed(kind, value, 60);
            assert_eq!(refused, Err(why.to_owned()));
        }
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
    fn what_is_asked_for_late_has_its_days_from_the_rules_whatever_rules_were_kept() {
        let mut rules = RulePack::shipped().unwrap();
        let calendar = Calendar::shipped();
        assert!(!rules.catch_up().unwrap().source.is_empty());
        let due = |rules: &RulePack| {
            let today = "2026-04-29".parse().unwrap();
            rules.caught_up(&calendar, today).to_string()
        };
        // The first days of May are off, the 9th is worked.
        for kept in [rules.catch_up.clone(), None] {
            rules.catch_up = kept;
            assert_eq!(due(&rules), "2026-05-09");
        }
        let mut own = rules.catch_up().unwrap();
        own.work_days = 2;
        rules.catch_up = Some(own);
        assert_eq!(due(&rules), "2026-05-06");
    }

    #[test]
    fn rules_are_kept_as_they_are() {
        let rules = RulePack::shipped().unwrap();
        let kept = serde_json::to_string(&rules).unwrap();
        assert_eq!(serde_json::from_str::<RulePack>(&kept).unwrap(), rules);
    }
}
