//! How far a target is, computed from the fact and never declared.

use crate::{
    facts::Amount,
    plan::model::milestone::{Light, LightRules},
};
use gongwen::ledger::Comparator;
use serde::Deserialize;

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Goal {
    /// A number, a floor, a ceiling, a range.
    Quantity {
        comparator: Comparator,
        value: Amount,
        /// Upper end of a range.
        most: Option<Amount>,
        /// A place in a ranking: the first is better than the second.
        is_rank: bool,
    },
    /// More than the year before.
    Above,
    /// Less than the year before.
    Below,
    /// No less than the year before.
    NotBelow,
    /// A fact that is to be so.
    Yes,
}

/// What is known.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Known {
    pub(crate) now: Option<Amount>,
    /// The same a year before.
    pub(crate) before: Option<Amount>,
}

/// How a target stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Reach {
    /// 已突破: a ceiling or a range was overstepped.
    Broken,
    /// 未达到.
    Short,
    /// 暂无数据: missing is not zero.
    Unknown,
    /// 已达到, or within the limit so far.
    Reached,
}

/// How a target stands, and how much of it is there.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reached {
    pub(crate) reach: Reach,
    /// In percent of the number; none where there is no number to be a share of.
    pub(crate) percent: Option<i64>,
    /// Why, where the bare state does not say it: 「上年没有数据」.
    pub(crate) note: &'static str,
}

impl Reached {
    /// Its light, by the rules that steps and items go by: what is not reached is red once its time is
    /// over, yellow when its share is behind the time, else green. None where no share can be told.
    pub(crate) fn light(
        &self,
        time_percent: i64,
        is_over: bool,
        rules: &LightRules,
    ) -> Option<Light> {
        match (self.reach, self.percent) {
            (Reach::Unknown, _) => None,
            (Reach::Reached, _) => Some(Light::Green),
            (Reach::Broken, _) => Some(Light::Red),
            (Reach::Short, _) if is_over => Some(Light::Red),
            (Reach::Short, None) => None,
            (Reach::Short, Some(percent)) => {
                match time_percent - percent >= rules.yellow_gap_points {
                    true => Some(Light::Yellow),
                    false => Some(Light::Green),
                }
            }
        }
    }
}

/// The thresholds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct ProgressRules {
    /// 约: not further away than so many percent.
    pub(crate) approx_percent: i64,
}

/// The thresholds that come with the program.
pub(crate) fn progress_rules() -> ProgressRules {
    toml::from_str(include_str!("../../progress_rules.toml"))
        .unwrap_or(ProgressRules { approx_percent: 0 })
}

impl Reach {
    pub(crate) const ALL: [Self; 4] = [Self::Broken, Self::Short, Self::Unknown, Self::Reached];

    /// The word in addresses.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Short => "short",
            Self::Unknown => "unknown",
            Self::Reached => "reached",
        }
    }

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Broken => "已突破",
            Self::Short => "未达到",
            Self::Unknown => "暂无数据",
            Self::Reached => "已达到",
        }
    }
}

/// How a goal stands by what is known.
pub(crate) fn reached(goal: &Goal, known: Known, rules: &ProgressRules) -> Reached {
    let Some(now) = known.now else {
        return said(Reach::Unknown, None, "");
    };
    match *goal {
        Goal::Yes => said(either(now == Amount::whole(1), Reach::Short), None, ""),
        Goal::Above | Goal::Below | Goal::NotBelow => {
            let Some(before) = known.before else {
                return said(Reach::Unknown, None, "上年没有数据，无法比较");
            };
            let is_reached = match goal {
                Goal::Above => now > before,
                Goal::Below => now < before,
                _ => now >= before,
            };
            said(either(is_reached, Reach::Short), None, "")
        }
        Goal::Quantity {
            comparator,
            value,
            most,
            is_rank,
        } => {
            let percent = share(now, value);
            let reach = match comparator {
                _ if is_rank => either(now <= value, Reach::Short),
                Comparator::Eq | Comparator::Ge => either(now >= value, Reach::Short),
                Comparator::Gt => either(now > value, Reach::Short),
                Comparator::Le => either(now <= value, Reach::Broken),
                Comparator::Lt => either(now < value, Reach::Broken),
                Comparator::Range if now < value => Reach::Short,
                Comparator::Range => either(most.is_none_or(|most| now <= most), Reach::Broken),
                Comparator::Approx => either(
                    percent.is_some_and(|percent| percent >= 100 - rules.approx_percent),
                    Reach::Short,
                ),
            };
            said(reach, percent.filter(|_| !is_rank), "")
        }
    }
}

fn said(reach: Reach, percent: Option<i64>, note: &'static str) -> Reached {
    Reached {
        reach,
        percent,
        note,
    }
}

fn either(is_reached: bool, otherwise: Reach) -> Reach {
    if is_reached {
        Reach::Reached
    } else {
        otherwise
    }
}

/// One number in percent of another, cut, so that 99.9 % is not 100.
pub(super) fn share(part: Amount, whole: Amount) -> Option<i64> {
    const PLACES: u8 = 6;
    let part = i128::from(part.with_decimals(PLACES)?.minor());
    let whole = i128::from(whole.with_decimals(PLACES)?.minor());
    let percent = (part * 100).checked_div(whole)?;
    i64::try_from(percent).ok()
}

/// A number with the unit it is counted in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Scaled<'a> {
    amount: Amount,
    unit: &'a str,
}

impl<'a> Scaled<'a> {
    pub(crate) fn new(amount: Amount, unit: &'a str) -> Self {
        Self { amount, unit }
    }

    /// The same number in another unit; nothing when they count different things: 人 is not 人次.
    pub(crate) fn in_unit(self, unit: &str) -> Option<Amount> {
        let (mine, from) = parted(self.unit);
        let (its, to) = parted(unit);
        if !is_same(mine, its) {
            return None;
        }
        // 20 000 in 万 are 2: the point moves by four places.
        let mut minor = i128::from(self.amount.minor());
        let mut decimals = i32::from(self.amount.decimals()) - from + to;
        while decimals < 0 {
            minor = minor.checked_mul(10)?;
            decimals += 1;
        }
        while decimals > 0 && minor % 10 == 0 {
            minor /= 10;
            decimals -= 1;
        }
        Amount::new(i64::try_from(minor).ok()?, u8::try_from(decimals).ok()?)
    }
}

/// A unit without 万 and 亿, and how many places these are.
fn parted(unit: &str) -> (&str, i32) {
    let unit = unit.trim();
    for (prefix, places) in [("亿", 8), ("万", 4)] {
        if let Some(rest) = unit.strip_prefix(prefix) {
            return (rest, places);
        }
    }
    (unit, 0)
}

/// Words that count the same: persons are 人 and 名, percent is written in two widths.
fn is_same(one: &str, other: &str) -> bool {
    const SAME: [&[&str]; 6] = [
        &["人", "名", "位"],
        &["%", "％"],
        // A difference of percentages is no percentage: 下降1个百分点 is not 1%.
        &["个百分点", "百分点"],
        &["所", "处", "个", "家"],
        &["平方米", "㎡", "m²"],
        &["期", "次", "场", "轮"],
    ];
    one == other
        || SAME
            .iter()
            .any(|same| same.contains(&one) && same.contains(&other))
}
