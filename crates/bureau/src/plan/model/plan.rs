//! A plan: one 工作要点 on its way from paper to published versions.

use base::define_id;
use gongwen::{
    day::Day,
    ledger::{DocKind, FindingCode},
    span::Span,
};
use serde::{Deserialize, Serialize};

define_id!(
    /// A plan.
    PlanId
);
define_id!(
    /// A finding about its paper.
    FindingId
);

/// One 工作要点 (or 责任分解表, 方案) and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plan {
    pub(crate) id: PlanId,
    pub(crate) title: String,
    /// The year planned; a paper may not say.
    pub(crate) year: Option<i16>,
    pub(crate) kind: DocKind,
    pub(crate) issuer: String,
    pub(crate) doc_number: String,
    pub(crate) issued_on: Option<Day>,
    /// Where the fields above were read.
    pub(crate) metadata_spans: MetadataSpans,
    /// Name of the original in the file store; empty for pasted text.
    pub(crate) file: String,
    pub(crate) file_name: String,
    /// Grows with every change of the working copy; a form that was opened before another change
    /// is told so.
    pub(crate) revision: i64,
    /// The revision that was published last.
    pub(crate) published_revision: Option<i64>,
    pub(crate) created_ms: i64,
    pub(crate) created_by: String,
}

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stage {
    /// 核对中: never published.
    Draft,
    /// 已发布, and the working copy is the same.
    Published,
    /// 修订中: published, and changed since.
    Revising,
}

impl Stage {
    /// The word shown.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Draft => "核对中",
            Self::Published => "已发布",
            Self::Revising => "修订中",
        }
    }
}

impl Plan {
    /// Where it stands.
    pub(crate) fn stage(&self) -> Stage {
        match self.published_revision {
            None => Stage::Draft,
            Some(revision) if revision == self.revision => Stage::Published,
            Some(_) => Stage::Revising,
        }
    }
}

/// Where the fields of a plan were read in its paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MetadataSpans {
    pub(crate) title: Option<Span>,
    pub(crate) issuer: Option<Span>,
    pub(crate) doc_number: Option<Span>,
    pub(crate) year: Option<Span>,
    pub(crate) issued_on: Option<Span>,
}

/// The paper as text, what every span points into. Never changed after import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) format: String,
    pub(crate) text: String,
    pub(crate) noise: Vec<Span>,
}

/// Something in the paper a person should look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) id: FindingId,
    pub(crate) code: FindingCode,
    pub(crate) span: Span,
    pub(crate) what: String,
    pub(crate) why: String,
    pub(crate) suggestion: String,
    /// Somebody has looked and is content.
    pub(crate) is_settled: bool,
}

#[cfg(test)]
mod tests {
    use super::{MetadataSpans, Plan, PlanId, Stage};

    #[test]
    fn a_published_plan_that_was_changed_is_under_revision() {
        let mut plan = Plan {
            id: PlanId::new(),
            title: "工作要点".into(),
            year: Some(2026),
            kind: gongwen::ledger::DocKind::WorkPlan,
            issuer: String::new(),
            doc_number: String::new(),
            issued_on: None,
            metadata_spans: MetadataSpans::default(),
            file: String::new(),
            file_name: String::new(),
            revision: 3,
            published_revision: None,
            created_ms: 0,
            created_by: String::new(),
        };
        assert_eq!(plan.stage(), Stage::Draft);
        plan.published_revision = Some(3);
        assert_eq!(plan.stage(), Stage::Published);
        plan.revision += 1;
        assert_eq!(plan.stage(), Stage::Revising);
    }
}
