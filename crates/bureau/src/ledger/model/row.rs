//! Rows of a register.

use base::actor::UnitId;
use std::collections::BTreeMap;

/// Values by the codes of their fields, in the form they are kept in.
pub(crate) type Values = BTreeMap<String, String>;

/// How far a row is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowState {
    /// 待核.
    Pending,
    /// 已核.
    Verified,
    /// 退回.
    Returned,
}

impl RowState {
    /// Every state, in the order of the tabs.
    pub(crate) const ALL: [Self; 3] = [Self::Pending, Self::Verified, Self::Returned];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Pending => "待核",
            Self::Verified => "已核",
            Self::Returned => "退回",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Verified => "verified",
            Self::Returned => "returned",
        }
    }

    /// The state with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// A row of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its number in the register, from 1; never given twice.
    pub(crate) no: i64,
    /// Whose row it is.
    pub(crate) unit: UnitId,
    pub(crate) state: RowState,
    /// Grows with every change.
    pub(crate) version: i64,
    pub(crate) values: Values,
    pub(crate) made_ms: i64,
    pub(crate) made_by: String,
    /// The file and line it came from; empty when it was typed.
    pub(crate) origin: String,
    pub(crate) changed_ms: i64,
    /// What was said when it was returned; empty otherwise.
    pub(crate) comment: String,
}

/// What is drawn out of a row for typed columns: by these, lists of a million rows are filtered and
/// added up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Indexed {
    /// `2026-03`, the month of the register's date; empty without one.
    pub(crate) month: String,
    /// Choices, by which totals are kept.
    pub(crate) choices: [String; 3],
    /// Words that are looked up whole.
    pub(crate) texts: [Option<String>; 3],
    /// Numbers in units of their last decimal.
    pub(crate) numbers: [Option<i64>; 4],
    /// What must not occur twice.
    pub(crate) key: Option<String>,
    /// Who it is about, by the register's key of people.
    pub(crate) person: Option<String>,
}
