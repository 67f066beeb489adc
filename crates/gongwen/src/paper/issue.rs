//! What every issued paper has around its words: who issues it, to whom, when, with which number.

use super::Missing;
use crate::{
    day::Day,
    document::{
        Document, Form, Head, Imprint, IssueNumber, Seal, Secrecy, Signature, Signer, Urgency,
    },
};
use serde::{Deserialize, Serialize};

/// The bearer's data of an issued paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Issue {
    /// 发文机关, the lead agency first (GB/T 9704-2012 7.2.4).
    pub issuers: Vec<String>,
    /// 发文字号 (7.2.5).
    pub number: Option<IssueNumber>,
    /// 份号, printed with six digits; only of classified papers (7.2.1).
    pub copy_number: Option<u32>,
    /// 密级和保密期限 (7.2.2).
    pub secrecy: Option<Secrecy>,
    /// 紧急程度 (7.2.3).
    pub urgency: Option<Urgency>,
    /// 签发人, for papers to a higher authority (7.2.6).
    pub signers: Vec<String>,
    /// 主送机关, in order (7.3.2).
    pub addressees: Vec<String>,
    /// 成文日期: the day the paper was signed (7.3.5.4).
    pub date: Option<Day>,
    /// How it is made valid (7.3.5).
    pub seal: Seal,
    /// 附注 without its parentheses (7.3.6), for example `此件公开发布`.
    pub note: Option<String>,
    /// 抄送机关 (7.4.2).
    pub copies: Vec<String>,
    /// 印发机关 (7.4.3), for example `清禾县教育局办公室`.
    pub printed_by: Option<String>,
    /// 印发日期 (7.4.3); the 成文日期 when not said.
    pub printed_on: Option<Day>,
}

impl Issue {
    /// The title: 发文机关 + 关于 + 事由 + 的 + 文种 (GB/T 9704-2012 7.3.1).
    pub(super) fn title(&self, subject: &str, kind: &str) -> String {
        let issuers = self.issuers.join(" ");
        format!("{issuers}关于{subject}的{kind}")
    }

    /// A document with everything but title and words.
    pub(super) fn frame(&self, form: Form) -> Document {
        let imprint = Imprint {
            addressees: Vec::new(),
            copies: self.copies.clone(),
            printed_by: self.printed_by.clone(),
            printed_on: self.printed_by.as_ref().and(self.printed_on.or(self.date)),
        };
        Document {
            form,
            head: Head {
                copy_number: self.copy_number,
                secrecy: self.secrecy.clone(),
                urgency: self.urgency,
                issuers: self.issuers.clone(),
                says_file: form == Form::File,
                number: self.number.clone(),
                signers: self
                    .signers
                    .iter()
                    .map(|name| Signer { name: name.clone() })
                    .collect(),
                date: None,
            },
            addressees: self.addressees.clone(),
            signature: Some(Signature {
                names: self.issuers.clone(),
                date: self.date,
                seal: self.seal.clone(),
            }),
            note: self.note.clone(),
            imprint: (imprint != Imprint::default()).then_some(imprint),
            ..Document::default()
        }
    }

    /// What no issued paper can do without.
    pub(super) fn check(&self, missing: &mut Missing) {
        missing.need(!self.issuers.is_empty(), "发文机关（issuers）");
        missing.need(self.date.is_some(), "成文日期（date）");
    }
}
