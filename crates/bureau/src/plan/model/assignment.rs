//! Who answers for an item in this bureau, as opposed to the names its paper uses.

use super::EntryId;
use base::actor::{PersonId, UnitId};
use serde::{Deserialize, Serialize};

/// One seat at an item: a unit or a leader, in a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Assignment {
    pub(crate) id: EntryId,
    pub(crate) part: Part,
    pub(crate) holder: Holder,
    /// Proposed by the program and not yet accepted by a person.
    pub(crate) is_suggestion: bool,
    /// Why it was proposed: 「原文“人事科”」, 「据“竞聘、考录”」.
    pub(crate) reason: String,
}

/// Parts at an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Part {
    /// 牵头科室: answers for it. At most one.
    Lead,
    /// 配合单位.
    Support,
    /// 分管领导.
    Leader,
}

impl Part {
    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Lead => "牵头",
            Self::Support => "配合",
            Self::Leader => "分管领导",
        }
    }
}

/// Who holds a seat.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Holder {
    /// A unit leads or supports.
    Unit(UnitId),
    /// Several units support under a collective name: 各学校. Who they are is settled when the plan
    /// is published, so that a school founded in between is among them.
    Group(String),
    /// A leader is in charge.
    Person(PersonId),
}

impl Assignment {
    /// A seat given by a person.
    pub(crate) fn given(part: Part, holder: Holder) -> Self {
        Self {
            id: EntryId::new(),
            part,
            holder,
            is_suggestion: false,
            reason: String::new(),
        }
    }

    /// A seat the program proposes.
    pub(crate) fn suggested(part: Part, holder: Holder, reason: String) -> Self {
        Self {
            id: EntryId::new(),
            part,
            holder,
            is_suggestion: true,
            reason,
        }
    }
}
