//! 承接: an item that goes on from one year's plan to the next.

use super::{ItemId, PlanId};

/// An item of a plan with the one it goes on from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Carried {
    pub(crate) item: ItemId,
    pub(crate) plan: PlanId,
    pub(crate) from_item: ItemId,
    pub(crate) from_plan: PlanId,
    pub(crate) from_year: Option<i16>,
    /// Its number in the plan it comes from, 1 the first.
    pub(crate) from_number: i64,
    /// What stood there.
    pub(crate) from_words: String,
    pub(crate) by_name: String,
    pub(crate) at_ms: i64,
}

impl Carried {
    /// Where it comes from: 承接2025年第3条.
    pub(crate) fn origin(&self) -> String {
        match self.from_year {
            Some(year) => format!("承接{year}年第{}条", self.from_number),
            None => format!("承接上一份要点第{}条", self.from_number),
        }
    }
}
