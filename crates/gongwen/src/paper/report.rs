//! 报告: tells a higher authority how things stand; it carries a 签发人 and asks for nothing.

use super::{Incomplete, Issue, Missing, Section, Words, section};
use crate::document::{Attachment, Document, Form};
use serde::{Deserialize, Serialize};

/// 报告: asks for nothing (条例 第十五条 keeps requests out of it) and names its 签发人 (GB/T 9704-2012 7.2.6).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Report {
    /// Who issues it, to whom, when.
    pub issue: Issue,
    /// 事由 without 关于 and 的报告.
    pub subject: String,
    /// Paragraphs before the sections.
    pub lead: Vec<Words>,
    /// Sections.
    pub sections: Vec<Section>,
    /// Papers bound with it.
    pub attachments: Vec<Attachment>,
}

impl Report {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        self.issue.check(&mut missing);
        missing.need(!self.subject.is_empty(), "事由（subject）");
        missing.need(!self.issue.addressees.is_empty(), "主送机关（addressees）");
        missing.need(
            !self.issue.signers.is_empty(),
            "签发人（signers），上行文应当标注",
        );
        let mut body = section::paragraphs(&self.lead);
        body.extend(section::blocks(&self.sections));
        body.push(Words::from("特此报告。").paragraph());
        missing.or(Document {
            title: vec![self.issue.title(&self.subject, "报告")],
            body,
            attachments: self.attachments.clone(),
            ..self.issue.frame(Form::File)
        })
    }
}
