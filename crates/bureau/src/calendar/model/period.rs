//! 学期, 假期, 考试周: spans of days a school lives by. They change no working day of the bureau.

use base::{day::Date, define_id};

define_id!(
    /// A span of school days.
    PeriodId
);

/// A span of days, both ends in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::calendar) struct Period {
    pub(in crate::calendar) id: PeriodId,
    pub(in crate::calendar) kind: PeriodKind,
    /// 2026年春季学期, 高考.
    pub(in crate::calendar) name: String,
    pub(in crate::calendar) first: Date,
    pub(in crate::calendar) last: Date,
    pub(in crate::calendar) version: i64,
}

/// What a span is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PeriodKind {
    /// 学期.
    Term,
    /// 寒假, 暑假.
    Vacation,
    /// 考试静默期: schools are asked for nothing.
    Examination,
}

impl PeriodKind {
    pub(in crate::calendar) const ALL: [Self; 3] = [Self::Term, Self::Vacation, Self::Examination];

    /// Code in tables and forms.
    pub(in crate::calendar) fn code(self) -> &'static str {
        match self {
            Self::Term => "term",
            Self::Vacation => "vacation",
            Self::Examination => "examination",
        }
    }

    /// Word on pages.
    pub(in crate::calendar) fn label(self) -> &'static str {
        match self {
            Self::Term => "学期",
            Self::Vacation => "假期",
            Self::Examination => "考试静默期",
        }
    }

    /// The kind with this code.
    pub(in crate::calendar) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Period {
    /// Whether the day lies in it.
    pub(in crate::calendar) fn holds(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }
}
