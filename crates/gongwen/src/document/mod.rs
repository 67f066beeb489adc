//! A paper to be written (公文), as one value: what it says and which part each piece is.
//!
//! The value knows nothing of fonts, lengths or files. Two back ends lay it out by GB/T 9704-2012:
//! the .docx writer in [`mod@crate::write`] and the crate `gongwen-pdf`; both ask [`Document::numbered`] for the
//! numbers of headings and [`words`] for the fixed lines, so that they cannot disagree.
//!
//! The parts follow the standard: 版头 ([`Head`]), 主体 (title to 附注), 版记 ([`Imprint`]).
mod block;
mod head;
mod numbering;
#[cfg(test)]
mod tests;
pub mod title;
pub mod words;

pub use block::{
    Align, Block, Cell, Citation, Heading, Inline, Level, MAX_BLANK, Paragraph, Table, plain,
};
pub use head::{Head, IssueNumber, Secrecy, SecrecyLevel, Signer, Urgency};
pub(crate) use numbering::Counter;
pub use numbering::Numbered;

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// A paper to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Document {
    /// Which layout of the standard.
    pub form: Form,
    /// 版头; ignored in [`Form::Plain`].
    pub head: Head,
    /// 标题, in one piece or a line each (GB/T 9704 7.3.1); see [`Document::title_lines`].
    pub title: Vec<String>,
    /// Lines under the title: who speaks, when, 征求意见稿; 3号楷体, centred.
    pub subtitle: Vec<String>,
    /// 主送机关, in order (7.3.2).
    pub addressees: Vec<String>,
    /// 正文 (7.3.3).
    pub body: Vec<Block>,
    /// The level whose numbers run on through the whole body instead of beginning anew under each
    /// heading, as the items of a 工作要点 do.
    pub running_level: Option<Level>,
    /// 出席, 请假, 列席 after the body of 纪要 (10.3).
    pub attendance: Vec<Attendance>,
    /// 附件, in order (7.3.4, 7.3.7).
    pub attachments: Vec<Attachment>,
    /// 发文机关署名 and 成文日期 (7.3.5).
    pub signature: Option<Signature>,
    /// 附注, without its parentheses (7.3.6).
    pub note: Option<String>,
    /// 版记 (7.4).
    pub imprint: Option<Imprint>,
    /// Whether the sources of figures are printed as footnotes.
    pub footnotes: bool,
}

/// Layouts of GB/T 9704-2012, and the plain one for papers that are no 公文 by themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// 文件格式: red name, number, red rule.
    #[default]
    File,
    /// 信函格式 (10.1): double rules, no page number on page 1.
    Letter,
    /// 命令（令）格式 (10.2).
    Order,
    /// 纪要格式 (10.3).
    Minutes,
    /// No 版头: 工作总结, 调度材料, 自评报告 as they are handed round inside the house or attached.
    Plain,
}

/// One line of people after the body of 纪要.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// 出席, 请假 or 列席; the colon is added.
    pub label: String,
    /// The names.
    pub names: Vec<String>,
}

/// A paper bound with the document.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Attachment {
    /// Its title; also its name in 附件说明.
    pub title: String,
    /// Whether it is an 附件 with its mark and its line in 附件说明. What a 「关于印发《…》的通知」
    /// issues follows without either.
    pub listed: bool,
    /// Its mark where that is not the one of its place: `附件1` of a paper it is not bound with, or
    /// that paper's number before it (7.3.7).
    pub mark: Option<String>,
    /// Lines under its title.
    pub subtitle: Vec<String>,
    /// What it says; numbers of headings begin anew. Nothing when it goes its own way and is only named
    /// in 附件说明.
    pub body: Vec<Block>,
    /// See [`Document::running_level`].
    pub running_level: Option<Level>,
    /// On landscape pages, for wide tables (GB/T 9704 8).
    pub landscape: bool,
}

/// Who issues the paper and when it became valid.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Signature {
    /// 署名, the lead agency first.
    pub names: Vec<String>,
    /// 成文日期.
    pub date: Option<Day>,
    /// How it is made valid, which decides where name and date stand.
    pub seal: Seal,
}

/// How a paper is made valid (7.3.5).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seal {
    /// 加盖印章: the name is centred over the date, the date stands four characters from the right.
    #[default]
    Stamped,
    /// 不加盖印章: the name stands two characters from the right, the date two further in.
    Unstamped,
    /// 加盖签发人签名章: post and name of the person who signs.
    Signed {
        /// 职务, for example 局长.
        post: String,
        /// Name under the signature seal.
        name: String,
    },
}

/// 版记.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Imprint {
    /// 主送机关 that were too many for page 1.
    pub addressees: Vec<String>,
    /// 抄送机关.
    pub copies: Vec<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// 印发日期.
    pub printed_on: Option<Day>,
}
