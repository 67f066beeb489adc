//! 邀请 of people of the pools, each with its own answer.

/// What the unit of somebody who was invited said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// 接受.
    Accepted,
    /// 婉拒.
    Declined,
}

impl Answer {
    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Accepted => "接受",
            Self::Declined => "婉拒",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
        }
    }

    /// The answer with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        [Self::Accepted, Self::Declined]
            .into_iter()
            .find(|answer| answer.code() == code)
    }
}

/// 邀请: who asked whom, when and for what, and what was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Invitation {
    pub(crate) id: String,
    pub(crate) by_unit: String,
    pub(crate) by_name: String,
    /// Who is told the answer.
    pub(crate) by_person: String,
    pub(crate) made_ms: i64,
    /// The day it is for.
    pub(crate) held_on: String,
    pub(crate) matter: String,
    /// Nothing until it is answered.
    pub(crate) answer: Option<Answer>,
    pub(crate) answered_ms: i64,
    pub(crate) answered_by: String,
    pub(crate) remark: String,
}
