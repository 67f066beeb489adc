//! 纪要: what a meeting settled, in 纪要格式, without seal.

use super::{Incomplete, Missing, Section, Words, section};
use crate::{
    day::Day,
    document::{Attendance, Document, Form, Head, Imprint, IssueNumber},
};
use serde::{Deserialize, Serialize};

/// 纪要, in 纪要格式 (GB/T 9704-2012 10.3): no seal; 出席, 请假 and 列席 follow the body.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Minutes {
    /// The mark in the head: `清禾县教育局局长办公会议纪要`.
    pub mark: String,
    /// 期号 or 发文字号.
    pub number: Option<IssueNumber>,
    /// The day the minutes are signed.
    pub date: Option<Day>,
    /// Title, when one stands under the head.
    pub title: String,
    /// Paragraphs before the sections: when, where, who led, about what.
    pub lead: Vec<Words>,
    /// What was settled.
    pub sections: Vec<Section>,
    /// 出席: names of those present.
    pub present: Vec<String>,
    /// 请假: names of members who were excused.
    pub absent: Vec<String>,
    /// 列席: names of those who sat in.
    pub sitting_in: Vec<String>,
    /// To whom copies go.
    pub copies: Vec<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
}

impl Minutes {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        missing.need(!self.mark.is_empty(), "纪要标志（mark）");
        missing.need(self.date.is_some(), "成文日期（date）");
        missing.need(!self.present.is_empty(), "出席人员（present）");
        missing.need(
            !(self.lead.is_empty() && self.sections.is_empty()),
            "正文（lead 或 sections）",
        );
        let mut body = section::paragraphs(&self.lead);
        body.extend(section::blocks(&self.sections));
        let attendance = [
            ("出席", &self.present),
            ("请假", &self.absent),
            ("列席", &self.sitting_in),
        ];
        missing.or(Document {
            form: Form::Minutes,
            head: Head {
                issuers: vec![self.mark.clone()],
                number: self.number.clone(),
                date: self.date,
                ..Head::default()
            },
            title: match self.title.as_str() {
                "" => Vec::new(),
                title => vec![title.to_owned()],
            },
            body,
            attendance: attendance
                .into_iter()
                .filter(|(_, names)| !names.is_empty())
                .map(|(label, names)| Attendance {
                    label: label.to_owned(),
                    names: names.clone(),
                })
                .collect(),
            imprint: self.printed_by.as_ref().map(|by| Imprint {
                addressees: Vec::new(),
                copies: self.copies.clone(),
                printed_by: Some(by.clone()),
                printed_on: self.date,
            }),
            ..Document::default()
        })
    }
}
