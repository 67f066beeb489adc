//! 工作总结: what the year came to, and what the next one will bring. It is no 文种: it stands by itself
//! inside the house, or a notice carries it, alone or bundled with the next year's 要点.

use super::{Incomplete, Missing, Notice, Section, Words, section};
use crate::{
    day::Day,
    document::{Attachment, Document, Form, Level, Seal, Signature},
};
use serde::{Deserialize, Serialize};

/// 工作总结: sections, what is wrong, what comes next; figures may carry their sources as footnotes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct YearSummary {
    /// The notice that carries the summary; without one it stands by itself.
    pub notice: Option<Notice>,
    /// Title: `清禾县教育局2026年工作总结`.
    pub title: String,
    /// Who sums up.
    pub issuer: String,
    /// Day of the summary.
    pub date: Option<Day>,
    /// Year, leadership, overall result.
    pub lead: Vec<Words>,
    /// What was done.
    pub sections: Vec<Section>,
    /// 存在的问题.
    pub problems: Vec<Words>,
    /// 下一年打算.
    pub plans: Vec<Words>,
    /// Whether the sources of figures are printed as footnotes.
    pub footnotes: bool,
    /// The next year's 要点, issued under the same number.
    pub next_plan: Option<NextPlan>,
}

/// 工作要点 of the next year, bundled with the summary.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NextPlan {
    /// Title.
    pub title: String,
    /// Paragraphs before the sections.
    pub lead: Vec<Words>,
    /// Sections; the items of the third level are counted through the whole paper.
    pub sections: Vec<Section>,
}

impl YearSummary {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        missing.need(!self.title.is_empty(), "标题（title）");
        missing.need(!self.sections.is_empty(), "正文（sections）");
        let mut sections = self.sections.clone();
        for (title, text) in [("存在的问题", &self.problems), ("下一年打算", &self.plans)]
        {
            if !text.is_empty() {
                sections.push(Section::new(title, text.clone()));
            }
        }
        let mut body = section::paragraphs(&self.lead);
        body.extend(section::blocks(&sections));
        let next_plan = self.next_plan.as_ref().map(NextPlan::attachment);
        let Some(notice) = &self.notice else {
            missing.need(self.date.is_some(), "成文日期（date）");
            missing.need(!self.issuer.is_empty(), "发文机关（issuer）");
            return missing.or(Document {
                form: Form::Plain,
                title: vec![self.title.clone()],
                body,
                attachments: next_plan.into_iter().collect(),
                signature: Some(Signature {
                    names: vec![self.issuer.clone()],
                    date: self.date,
                    seal: Seal::Unstamped,
                }),
                footnotes: self.footnotes,
                ..Document::default()
            });
        };
        let bearer = match notice.document() {
            Ok(document) => document,
            Err(Incomplete(sentences)) => {
                missing.0.extend(sentences);
                Document::default()
            }
        };
        let summary = Attachment {
            title: self.title.clone(),
            body,
            ..Attachment::default()
        };
        let attachments = [summary].into_iter().chain(next_plan);
        missing.or(Document {
            attachments: attachments.chain(bearer.attachments.clone()).collect(),
            footnotes: self.footnotes,
            ..bearer
        })
    }
}

impl NextPlan {
    fn attachment(&self) -> Attachment {
        let mut body = section::paragraphs(&self.lead);
        body.extend(section::blocks(&self.sections));
        Attachment {
            title: self.title.clone(),
            body,
            running_level: Some(Level::Third),
            ..Attachment::default()
        }
    }
}
