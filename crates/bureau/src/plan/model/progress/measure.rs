//! 目标依据: the data item a target is measured by.

use super::{Goal, Scaled};
use crate::{
    facts::{Amount, ItemCode},
    plan::model::{EntryId, ItemId, PlanId, TargetValue, target_words},
};
use base::define_id;

define_id!(
    /// A measure.
    MeasureId
);

/// What a target is measured by. It belongs to the item, not to a version: a new version that leaves
/// the target as it was leaves the measure too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Measure {
    pub(crate) id: MeasureId,
    pub(crate) plan: PlanId,
    pub(crate) item: ItemId,
    pub(crate) kind: MeasureKind,
    /// The target in words as it was when the data item was chosen; when it says something else now,
    /// somebody has to look.
    pub(crate) words: String,
    pub(crate) data_item: ItemCode,
    pub(crate) by_name: String,
    pub(crate) at_ms: i64,
}

impl Measure {
    /// Whether a target still says what it said when the data item was chosen: the same quantity of
    /// the same thing. 教师 that became 招聘教师 is the same thing in other words; another number,
    /// another bound, or a thing that shares no words with the old one is not.
    pub(crate) fn fits_words_of(&self, target: &TargetValue) -> bool {
        let quantity = bare(&target_words(target));
        let Some(subject) = bare(&self.words)
            .strip_suffix(quantity.as_str())
            .map(str::to_owned)
        else {
            return false;
        };
        // 「1」 left of 「1200名」 by 「200名」, or 「不少于」: the quantity was another one.
        let is_cut = subject.ends_with(|end: char| end.is_ascii_digit() || ".—".contains(end))
            || BOUNDS.iter().any(|bound| subject.ends_with(bound));
        let now = bare(&target.subject);
        !is_cut && !subject.is_empty() && (now.contains(&subject) || subject.contains(&now))
    }
}

/// Words of bounds and places that stand before a number.
const BOUNDS: [&str; 6] = ["不少于", "不超过", "超过", "低于", "约", "第"];

/// Letters and numbers alone: spaces and punctuation change nothing.
fn bare(words: &str) -> String {
    let keeps = |one: &char| one.is_alphanumeric() || ".—%％".contains(*one);
    words.chars().filter(keeps).collect()
}

/// What sort of target it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MeasureKind {
    /// A quantity of the paper.
    Quantity(EntryId),
    /// 好于去年, 增长.
    Up,
    /// 低于去年, 下降.
    Down,
    /// 不低于去年.
    NotBelow,
    /// 是否做成: a fact that is yes or no.
    YesNo,
}

impl MeasureKind {
    /// The sorts that are no quantity of the paper.
    pub(crate) const WITHOUT_NUMBER: [Self; 4] =
        [Self::Up, Self::Down, Self::NotBelow, Self::YesNo];

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Quantity(_) => "quantity",
            Self::Up => "up",
            Self::Down => "down",
            Self::NotBelow => "not_below",
            Self::YesNo => "yes_no",
        }
    }

    /// The sort with this stored word; a quantity needs the target it measures.
    pub(crate) fn from_code(code: &str, target: Option<EntryId>) -> Option<Self> {
        match target {
            Some(target) if code == "quantity" => Some(Self::Quantity(target)),
            _ => Self::WITHOUT_NUMBER
                .into_iter()
                .find(|kind| kind.code() == code),
        }
    }

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Quantity(_) => "数量",
            Self::Up => "高于上年",
            Self::Down => "低于上年",
            Self::NotBelow => "不低于上年",
            Self::YesNo => "是否完成",
        }
    }

    /// The target a quantity measures.
    pub(crate) fn target(self) -> Option<EntryId> {
        match self {
            Self::Quantity(target) => Some(target),
            Self::Up | Self::Down | Self::NotBelow | Self::YesNo => None,
        }
    }

    /// The goal; of a quantity the value it has now, in the unit of the data item.
    pub(crate) fn goal(self, target: Option<&TargetValue>, unit: &str) -> Option<Goal> {
        Some(match self {
            Self::Up => Goal::Above,
            Self::Down => Goal::Below,
            Self::NotBelow => Goal::NotBelow,
            Self::YesNo => Goal::Yes,
            Self::Quantity(_) => {
                let target = target?;
                let scaled = |value: f64| {
                    let amount = Amount::parse(&value.to_string()).ok()?;
                    Scaled::new(amount, &target.unit).in_unit(unit)
                };
                Goal::Quantity {
                    comparator: target.comparator,
                    value: scaled(target.value)?,
                    most: target.max.and_then(scaled),
                    is_rank: target.kind == gongwen::ledger::TargetKind::Rank,
                }
            }
        })
    }
}
