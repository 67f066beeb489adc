//! 函: between authorities of no rank over each other, in 信函格式.

use super::{Incomplete, Issue, Missing, Words, section};
use crate::document::{Attachment, Document, Form};
use serde::{Deserialize, Serialize};

/// 函, in 信函格式 (GB/T 9704-2012 10.1).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Letter {
    /// Who issues it, to whom, when.
    pub issue: Issue,
    /// 事由 without 关于 and 的函.
    pub subject: String,
    /// What the letter is for, which decides its title and closing words.
    pub purpose: LetterPurpose,
    /// Paragraphs.
    pub text: Vec<Words>,
    /// Papers bound with it.
    pub attachments: Vec<Attachment>,
}

/// What a 函 is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterPurpose {
    /// 商洽, 告知.
    #[default]
    Tell,
    /// 询问, 请求批准: an answer is asked for.
    Ask,
    /// 答复: the paper is a 复函.
    Answer,
}

impl Letter {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        self.issue.check(&mut missing);
        missing.need(!self.subject.is_empty(), "事由（subject）");
        missing.need(!self.issue.addressees.is_empty(), "主送机关（addressees）");
        missing.need(!self.text.is_empty(), "正文（text）");
        let (kind, close) = match self.purpose {
            LetterPurpose::Tell => ("函", "特此函告。"),
            LetterPurpose::Ask => ("函", "请予函复。"),
            LetterPurpose::Answer => ("复函", "特此函复。"),
        };
        let mut body = section::paragraphs(&self.text);
        body.push(Words::from(close).paragraph());
        let frame = self.issue.frame(Form::Letter);
        // 版记 of a letter has no 印发机关 and no date (GB/T 9704-2012 10.1).
        let imprint = frame.imprint.clone().map(|mut imprint| {
            imprint.printed_by = None;
            imprint.printed_on = None;
            imprint
        });
        missing.or(Document {
            title: vec![self.issue.title(&self.subject, kind)],
            body,
            attachments: self.attachments.clone(),
            imprint: imprint.filter(|imprint| !imprint.copies.is_empty()),
            ..frame
        })
    }
}
