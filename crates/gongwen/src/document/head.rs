//! 版头: what stands above the red rule of page 1 (GB/T 9704-2012 7.2).

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// 版头.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Head {
    /// 份号, printed with six digits (7.2.1).
    pub copy_number: Option<u32>,
    /// 密级和保密期限 (7.2.2).
    pub secrecy: Option<Secrecy>,
    /// 紧急程度 (7.2.3).
    pub urgency: Option<Urgency>,
    /// Names in the 发文机关标志, the lead agency first when several issue jointly (7.2.4). For 纪要
    /// the one name is the mark itself, 「××县教育局办公会议纪要」.
    pub issuers: Vec<String>,
    /// Whether 「文件」 follows the names.
    pub says_file: bool,
    /// 发文字号, 令号 or 期号 (7.2.5).
    pub number: Option<IssueNumber>,
    /// 签发人 of a paper to a higher authority, the lead agency's first (7.2.6).
    pub signers: Vec<Signer>,
    /// The day beside the number of 纪要, where the house prints it in the head.
    pub date: Option<Day>,
}

/// 发文字号 in its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueNumber {
    /// 机关代字, year and serial: `岳教发〔2012〕1号`.
    Serial {
        /// 机关代字, for example `岳教发`.
        code: String,
        /// Year in four digits.
        year: i16,
        /// Running number of that code and year, from 1.
        serial: u32,
    },
    /// 令号, which runs on regardless of years: `第12号`.
    Order(u32),
    /// 期号 of 纪要 and 简报: `第3期`.
    Issue(u32),
}

/// 密级和保密期限.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Secrecy {
    /// 密级.
    pub level: SecrecyLevel,
    /// 保密期限 in words, for example `1年`.
    #[serde(default)]
    pub period: Option<String>,
}

/// 密级.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecrecyLevel {
    /// 秘密.
    Confidential,
    /// 机密.
    Secret,
    /// 绝密.
    TopSecret,
}

/// 紧急程度.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// 特急.
    Flash,
    /// 加急.
    Urgent,
}

/// 签发人.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Name.
    pub name: String,
}
