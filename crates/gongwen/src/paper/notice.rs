//! 通知: tells what is to be done, or carries a paper that is no 文种 by itself (要点, 总结, 方案).

use super::{Incomplete, Issue, Missing, Section, Words, section};
use crate::document::{Attachment, Document, Form};
use serde::{Deserialize, Serialize};

/// 通知, in 文件格式; it cannot do without 主送机关.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Notice {
    /// Who issues it, to whom, when.
    pub issue: Issue,
    /// 事由 without 关于 and 的通知: `做好2026年秋季学期开学检查工作`.
    pub subject: String,
    /// Paragraphs before the sections.
    pub lead: Vec<Words>,
    /// Sections.
    pub sections: Vec<Section>,
    /// Paragraphs after the sections: `特此通知。`.
    pub close: Vec<Words>,
    /// Papers bound with it.
    pub attachments: Vec<Attachment>,
}

impl Notice {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        self.issue.check(&mut missing);
        missing.need(!self.subject.is_empty(), "事由（subject）");
        missing.need(!self.issue.addressees.is_empty(), "主送机关（addressees）");
        missing.need(
            !(self.lead.is_empty() && self.sections.is_empty()),
            "正文（lead 或 sections）",
        );
        let mut body = section::paragraphs(&self.lead);
        body.extend(section::blocks(&self.sections));
        body.extend(section::paragraphs(&self.close));
        missing.or(Document {
            title: vec![self.issue.title(&self.subject, "通知")],
            body,
            attachments: self.attachments.clone(),
            ..self.issue.frame(Form::File)
        })
    }
}
