//! 事实: the one value of an item for a unit and a period, with where it came from.

use super::{
    amount::Amount,
    item::{ItemCode, SourceKind},
};
use base::{
    Actor, TimePeriod,
    actor::{PersonId, UnitId},
    define_id,
};
use serde::{Deserialize, Serialize};

define_id!(
    /// A value: the place of one item, unit and period.
    FactId
);

define_id!(
    /// A file on its way into the facts.
    ImportId
);

/// Which value: the item, the unit and the period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct FactKey {
    pub(crate) item: ItemCode,
    pub(crate) unit: UnitId,
    pub(crate) period: TimePeriod,
}

impl FactKey {
    pub(crate) fn new(item: &ItemCode, unit: UnitId, period: TimePeriod) -> Self {
        Self {
            item: item.clone(),
            unit,
            period,
        }
    }
}

/// The word for a place that should hold a value and does not: that is no zero, and waits for nobody's look.
pub(in crate::facts) const MISSING: &str = "缺";

/// Where a value stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum State {
    /// 待核: given, nobody looked at it yet.
    Open,
    /// 已核: somebody stands for it.
    Verified,
    /// 退回: its source is asked to look again.
    Returned,
}

impl State {
    pub(crate) const ALL: [Self; 3] = [Self::Open, Self::Verified, Self::Returned];

    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Open => "待核",
            Self::Verified => "已核",
            Self::Returned => "退回",
        }
    }

    /// The word stored.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Verified => "verified",
            Self::Returned => "returned",
        }
    }

    /// The state with this stored word.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// The tag that shows it.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Verified => "done",
            Self::Returned => "finding",
        }
    }

    /// The word and the tag of a value. Where none stands there is nothing to verify: it is missing, unless
    /// its source was asked to look again.
    pub(in crate::facts) fn shown(self, value: Option<Amount>) -> (&'static str, &'static str) {
        match (self, value) {
            (Self::Open | Self::Verified, None) => (MISSING, "plain"),
            (state, _) => (state.label(), state.tag()),
        }
    }
}

/// Where a value came from, as whoever supplied it says: words, and a page that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SourceRef {
    /// The word of the [`SourceKind`].
    kind: String,
    /// The roll-up or the survey; empty for the others.
    #[serde(default)]
    id: String,
    /// 「学年基表.xlsx 第12行 F列」「教师培训台账，860 行」; empty for what somebody typed.
    #[serde(default)]
    pub(crate) words: String,
    /// A page of this program that shows it; empty when there is none.
    #[serde(default)]
    pub(crate) href: String,
    /// Only the office that keeps its rows sees them, beside the general office and the leaders.
    #[serde(default)]
    pub(crate) is_closed: bool,
    /// Everything it was computed from had been verified.
    #[serde(default)]
    pub(crate) is_verified: bool,
    /// Who gave it: names are shared, and change. None of what was kept before that was noted.
    #[serde(default)]
    giver: Option<PersonId>,
}

impl SourceRef {
    fn of(kind: SourceKind, id: &str, words: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            kind: kind.code().to_owned(),
            id: id.to_owned(),
            words: words.into(),
            href: href.into(),
            is_closed: false,
            is_verified: false,
            giver: None,
        }
    }

    /// The same, given by this person; whoever gave it first stays.
    #[must_use]
    pub(in crate::facts) fn given_by(self, person: Option<PersonId>) -> Self {
        Self {
            giver: self.giver.or(person),
            ..self
        }
    }

    /// A roll-up of a register; `href` leads to the rows that were counted.
    pub(crate) fn register(
        rollup: &str,
        words: impl Into<String>,
        href: impl Into<String>,
        all_rows_verified: bool,
    ) -> Self {
        Self {
            is_verified: all_rows_verified,
            ..Self::of(SourceKind::Register, rollup, words, href)
        }
    }

    /// The same, where few see the rows.
    pub(crate) fn closed(self, is_closed: bool) -> Self {
        Self { is_closed, ..self }
    }

    /// A cell of an imported file.
    pub(crate) fn dataset(words: impl Into<String>, href: impl Into<String>) -> Self {
        Self::of(SourceKind::Dataset, "", words, href)
    }

    /// Other items.
    pub(in crate::facts) fn formula(words: impl Into<String>, all_verified: bool) -> Self {
        Self {
            is_verified: all_verified,
            ..Self::of(SourceKind::Formula, "", words, "")
        }
    }

    /// The person who acts, typing it.
    pub(crate) fn typed() -> Self {
        Self::of(SourceKind::Reporter, "", "", "")
    }

    /// A report of work somebody typed it in.
    pub(crate) fn reported(words: impl Into<String>, href: impl Into<String>) -> Self {
        Self::of(SourceKind::Reporter, "", words, href)
    }

    /// Its kind.
    pub(crate) fn kind(&self) -> Option<SourceKind> {
        SourceKind::from_code(&self.kind)
    }

    /// The roll-up or the survey.
    pub(crate) fn id(&self) -> &str {
        &self.id
    }
}

/// A value to be kept.
#[derive(Debug, Clone)]
pub(crate) struct Supply {
    pub(crate) item: ItemCode,
    pub(crate) unit: UnitId,
    pub(crate) period: TimePeriod,
    /// Nothing takes the value away: missing is not zero.
    pub(crate) value: Option<Amount>,
    pub(crate) reference: SourceRef,
    /// Why; needed once the period is locked.
    pub(crate) reason: String,
}

impl Supply {
    /// A value with its source.
    pub(crate) fn new(
        item: &ItemCode,
        unit: UnitId,
        period: TimePeriod,
        value: Option<Amount>,
        reference: SourceRef,
    ) -> Self {
        Self {
            item: item.clone(),
            unit,
            period,
            value,
            reference,
            reason: String::new(),
        }
    }

    /// With the reason for a correction.
    #[must_use]
    pub(crate) fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    /// Which value it is.
    pub(crate) fn key(&self) -> FactKey {
        FactKey::new(&self.item, self.unit, self.period)
    }
}

/// A value in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) id: FactId,
    pub(crate) key: FactKey,
    /// Missing when it was taken away, or a formula lacks one of its inputs.
    pub(crate) value: Option<Amount>,
    pub(crate) state: State,
    pub(crate) reference: SourceRef,
    pub(crate) at_ms: i64,
    /// Who gave it, as they were called then.
    pub(crate) by: String,
    /// Why it was returned, corrected, or could not be computed.
    pub(crate) note: String,
    /// What stood here when the period was locked, if it was corrected since.
    pub(crate) struck: Option<Amount>,
    /// Grows with every change.
    pub(crate) version: i64,
}

impl Fact {
    /// Whether this person gave it: by who they are; of what was kept before that was noted, by name.
    pub(in crate::facts) fn is_given_by(&self, actor: &Actor) -> bool {
        match self.reference.giver {
            Some(giver) => giver == actor.person,
            None => self.by == actor.name,
        }
    }
}

/// A value in short, as tables and formulas need it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FactValue {
    pub(crate) id: FactId,
    pub(crate) value: Option<Amount>,
    pub(crate) state: State,
    pub(crate) struck: Option<Amount>,
    /// When it was given.
    pub(crate) at_ms: i64,
    pub(crate) version: i64,
}

/// What happened to a value once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Happening {
    pub(crate) at_ms: i64,
    pub(crate) by: String,
    /// supplied, verified, returned, corrected, computed.
    pub(crate) act: String,
    pub(crate) value: Option<Amount>,
    pub(crate) reference: SourceRef,
    pub(crate) reason: String,
}

impl Happening {
    /// What was done, in a word.
    pub(crate) fn word(&self) -> &'static str {
        match self.act.as_str() {
            "verified" => "核实",
            "returned" => "退回",
            "corrected" => "锁定后更正",
            "computed" => "重新计算",
            "removed" => "撤去",
            _ => "填入",
        }
    }
}
