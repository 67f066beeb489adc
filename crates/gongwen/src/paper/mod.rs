//! The papers a bureau writes in its year, each as what its writer has to say.
//!
//! Five of them are 文种 of the 党政机关公文处理工作条例 (中办发〔2012〕14号, 第八条): 通知, 通报, 报告, 函, 纪要.
//! The others are none and go out under a notice or stay in the house. A paper knows the parts its kind must have: 通报 has its counts, 督办通知单 its 回执, 自评报告 its table of indicators. [`Paper::document`]
//! puts them into the order and words of the kind and gives a [`Document`] that a back end lays out.
//!
//! Nothing is invented on the way: rates and differences are computed from the counts given, and what
//! is missing is told by [`Incomplete`] rather than filled in.

mod breakdown;
mod circular;
mod dispatch;
mod examples;
mod issue;
mod letter;
mod minutes;
mod notice;
mod report;
mod section;
mod self_evaluation;
mod summary;
mod supervision;
mod tables;
#[cfg(test)]
mod tests;

pub use breakdown::Breakdown;
pub use circular::{Circular, Matter, Praise, Problem};
pub use dispatch::{DispatchPack, DispatchRow};
pub use examples::{EXAMPLES, Example};
pub use issue::Issue;
pub use letter::{Letter, LetterPurpose};
pub use minutes::Minutes;
pub use notice::Notice;
pub use report::Report;
pub use section::{Section, Words};
pub use self_evaluation::{IndicatorResult, SelfEvaluation};
pub use summary::YearSummary;
pub use supervision::SupervisionNotice;

use crate::document::Document;
use serde::{Deserialize, Serialize};

/// A paper of one of the kinds of the year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "paper", rename_all = "snake_case")]
pub enum Paper {
    /// 通知 (条例 第八条（八）).
    Notice(Notice),
    /// 通报 (条例 第八条（九）).
    Circular(Circular),
    /// 报告 (条例 第八条（十）).
    Report(Report),
    /// 函 (条例 第八条（十四）).
    Letter(Letter),
    /// 纪要 (条例 第八条（十五）).
    Minutes(Minutes),
    /// 责任分解表: what the year's plan lays on whom.
    Breakdown(Breakdown),
    /// 督办通知单 with its 回执: one matter handed to one unit.
    SupervisionNotice(SupervisionNotice),
    /// 调度材料: for the leader's meeting.
    DispatchPack(DispatchPack),
    /// 自评报告: a self-evaluation against a framework of indicators.
    SelfEvaluation(SelfEvaluation),
    /// 工作总结: what the year came to.
    YearSummary(YearSummary),
    /// Any other paper, part by part.
    Document(Document),
}

/// What a paper must have and has not, a Chinese sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join(""))]
pub struct Incomplete(pub Vec<String>);

impl Paper {
    /// The paper as a document, in the order and words of its kind.
    ///
    /// # Errors
    /// [`Incomplete`] names every part the kind cannot do without.
    pub fn document(&self) -> Result<Document, Incomplete> {
        match self {
            Self::Notice(paper) => paper.document(),
            Self::Circular(paper) => paper.document(),
            Self::Report(paper) => paper.document(),
            Self::Letter(paper) => paper.document(),
            Self::Minutes(paper) => paper.document(),
            Self::Breakdown(paper) => paper.document(),
            Self::SupervisionNotice(paper) => paper.document(),
            Self::DispatchPack(paper) => paper.document(),
            Self::SelfEvaluation(paper) => paper.document(),
            Self::YearSummary(paper) => paper.document(),
            Self::Document(document) => Ok(document.clone()),
        }
    }
}

/// Gathers what is missing.
#[derive(Debug, Default)]
struct Missing(Vec<String>);

impl Missing {
    /// Notes a part that is empty.
    fn need(&mut self, is_there: bool, part: &str) {
        if !is_there {
            self.0.push(format!("缺少{part}。"));
        }
    }

    /// The document, when nothing is missing.
    fn or(self, document: Document) -> Result<Document, Incomplete> {
        if self.0.is_empty() {
            Ok(document)
        } else {
            Err(Incomplete(self.0))
        }
    }
}
