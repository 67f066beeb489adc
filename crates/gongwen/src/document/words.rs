//! The fixed lines of a paper as GB/T 9704-2012 wants them worded. Pure text: where they stand and
//! in which font is the back ends' business.

use super::{Attachment, Form, Head, Imprint, IssueNumber, Secrecy, SecrecyLevel, Urgency};
use crate::day::Day;

/// 结构层次序数 in Chinese: `十二`.
#[must_use]
pub fn chinese_number(number: u32) -> String {
    crate::read::chinese_number(number)
}

/// 成文日期 and 印发日期: Arabic digits, no leading zeros (7.3.5.4).
#[must_use]
pub fn day(day: Day) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 份号: six digits (7.2.1).
#[must_use]
pub fn copy_number(number: u32) -> String {
    format!("{number:06}")
}

/// 密级和保密期限: `机密★1年` (7.2.2).
#[must_use]
pub fn secrecy(secrecy: &Secrecy) -> String {
    let level = match secrecy.level {
        SecrecyLevel::Confidential => "秘密",
        SecrecyLevel::Secret => "机密",
        SecrecyLevel::TopSecret => "绝密",
    };
    match &secrecy.period {
        Some(period) => format!("{level}★{period}"),
        None => level.to_owned(),
    }
}

/// 紧急程度 (7.2.3).
#[must_use]
pub fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Flash => "特急",
        Urgency::Urgent => "加急",
    }
}

/// 发文机关标志 of a paper that one agency issues (7.2.4, 10.1, 10.2); nothing without a name.
/// 文件 follows the name when the head says so, 令 follows it in 命令格式. The names of a joint paper
/// stand one under the other with 文件 beside them, which is the back ends' business.
#[must_use]
pub fn issuer_mark(form: Form, head: &Head) -> Option<String> {
    let name = head.issuers.first()?;
    let ending = match form {
        Form::Order if !name.ends_with('令') => "令",
        Form::File if head.says_file => "文件",
        _ => "",
    };
    Some(format!("{name}{ending}"))
}

/// 发文字号: 机关代字, the year in 六角括号, the serial without leading zeros and without 第 (7.2.5).
#[must_use]
pub fn issue_number(number: &IssueNumber) -> String {
    match number {
        IssueNumber::Serial { code, year, serial } => format!("{code}〔{year}〕{serial}号"),
        IssueNumber::Order(number) => format!("第{number}号"),
        IssueNumber::Issue(number) => format!("第{number}期"),
    }
}

/// 主送机关, closed by a full-width colon (7.3.2).
#[must_use]
pub fn addressees(names: &[String]) -> String {
    format!("{}：", names.join("，"))
}

/// 附件说明, a line each: one attachment has no numeral, several have `1.` `2.`; no punctuation after
/// the names (7.3.4). Empty when nothing is listed.
#[must_use]
pub fn attachment_note(attachments: &[Attachment]) -> Vec<String> {
    let listed: Vec<&Attachment> = attachments.iter().filter(|one| one.listed).collect();
    match listed.as_slice() {
        [] => Vec::new(),
        [one] => vec![format!("附件：{}", bare(&one.title))],
        several => (1..)
            .zip(several)
            .map(|(place, one)| {
                let label = if place == 1 { "附件：" } else { "" };
                format!("{label}{place}.{}", bare(&one.title))
            })
            .collect(),
    }
}

fn bare(title: &str) -> &str {
    title.trim_end_matches(['。', '；', '，', '.', ';', ','])
}

/// The mark at the top left of each attachment: its own, or the one its place gives it; nothing for
/// one that is not listed (7.3.7).
#[must_use]
pub fn attachment_marks(attachments: &[Attachment]) -> Vec<Option<String>> {
    let n_listed = attachments.iter().filter(|one| one.listed).count();
    let mut place = 0;
    let mut mark = |listed: bool| {
        listed.then(|| {
            place += 1;
            match n_listed {
                1 => "附件".to_owned(),
                _ => format!("附件{place}"),
            }
        })
    };
    let marks = attachments.iter().map(|one| {
        let counted = mark(one.listed);
        one.mark.clone().or(counted)
    });
    marks.collect()
}

/// 附注 in its parentheses (7.3.6).
#[must_use]
pub fn note(words: &str) -> String {
    let bare = words.trim().trim_start_matches('（').trim_end_matches('）');
    format!("（{bare}）")
}

/// 出席, 请假 or 列席 with its colon (10.3).
#[must_use]
pub fn attendance_label(label: &str) -> String {
    format!("{label}：")
}

/// Names of people in a row.
#[must_use]
pub fn names(names: &[String]) -> String {
    names.join("、")
}

/// 主送 moved to the 版记 (7.4.2).
#[must_use]
pub fn imprint_addressees(imprint: &Imprint) -> Option<(&'static str, String)> {
    list("主送：", &imprint.addressees)
}

/// 抄送机关, closed by a full stop (7.4.2).
#[must_use]
pub fn copies(imprint: &Imprint) -> Option<(&'static str, String)> {
    list("抄送：", &imprint.copies)
}

fn list(label: &'static str, names: &[String]) -> Option<(&'static str, String)> {
    (!names.is_empty()).then(|| {
        let names = names.join("，");
        (label, format!("{}。", names.trim_end_matches('。')))
    })
}

/// 印发日期 with its word (7.4.3).
#[must_use]
pub fn printed_on(on: Day) -> String {
    format!("{}印发", day(on))
}

/// Page number: a dash on each side (7.5).
#[must_use]
pub fn page_number(number: u32) -> String {
    format!("— {number} —")
}
