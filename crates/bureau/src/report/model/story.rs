//! 经过: what happened to a report, one sentence an event.

use base::day::{Date, in_words};
use serde::{Deserialize, Serialize};

/// Something that happened to a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub(crate) enum Happening {
    /// The period was opened and the report asked for.
    Asked { due: Date },
    /// Handed in, with how many fields were corrected since the last time it was.
    Submitted { n_changed: usize },
    /// Taken back before anybody looked.
    Withdrawn,
    /// Consented to at a step.
    Consented { step: String, words: String },
    /// Filed: what it says counts now; how many numbers were verified by that.
    Filed {
        #[serde(default)]
        n_verified: Option<usize>,
    },
    /// Returned, to whom, why, and what of it is to be changed.
    Returned {
        to: String,
        reason: String,
        fields: Vec<String>,
    },
    /// Handed to somebody else to look at.
    Forwarded { to: String, words: String },
    /// Somebody else was asked to consent as well.
    AskedAsWell { also: String, words: String },
    /// A remark on one number or sentence.
    Commented { field: String, words: String },
    /// Filed, and opened again for corrections.
    Reopened { reason: String, fields: Vec<String> },
    /// The day was put off, or a locked period opened for this report alone.
    Excused { until: Date, reason: String },
    /// 交接: somebody it waited for left, and another looks at it in their place.
    PassedOn { from: String, to: String },
}

/// An event with who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoryLine {
    pub(crate) at_ms: i64,
    /// 「王敏」, 「王敏（代陆明远）」.
    pub(crate) by: String,
    pub(crate) happening: Happening,
}

impl StoryLine {
    /// The event as a sentence.
    pub(crate) fn sentence(&self) -> String {
        let by = &self.by;
        let said = |words: &str| match words.trim() {
            "" => "。".to_owned(),
            words => format!("：“{words}”。"),
        };
        match &self.happening {
            Happening::Asked { due } => {
                format!("{by}开启本期，报送截止{}。", in_words(*due))
            }
            Happening::Submitted { n_changed: 0 } => format!("{by}报送。"),
            Happening::Submitted { n_changed } => {
                format!("{by}改动{n_changed}处后重新报送。")
            }
            Happening::Withdrawn => format!("{by}撤回，继续修改。"),
            Happening::Consented { step, words } => {
                format!("{by}在“{step}”一步同意{}", said(words))
            }
            Happening::Filed { n_verified: None } => "审阅完毕，已归档，数据转为已核。".to_owned(),
            Happening::Filed {
                n_verified: Some(0),
            } => "审阅完毕，已归档。".to_owned(),
            Happening::Filed {
                n_verified: Some(n),
            } => format!("审阅完毕，已归档，{n}个数据转为已核。"),
            Happening::Returned { to, reason, fields } => match fields.is_empty() {
                true => format!("{by}退回{to}{}", said(reason)),
                false => format!("{by}退回{to}，只改{}{}", fields.join("、"), said(reason)),
            },
            Happening::Forwarded { to, words } => format!("{by}转请{to}审阅{}", said(words)),
            Happening::AskedAsWell { also, words } => format!("{by}请{also}会签{}", said(words)),
            Happening::Commented { field, words } => {
                format!("{by}对“{field}”提出意见{}", said(words))
            }
            Happening::Reopened { reason, fields } => match fields.is_empty() {
                true => format!("{by}重新打开，可以更正全部内容{}", said(reason)),
                false => format!("{by}重新打开，只更正{}{}", fields.join("、"), said(reason)),
            },
            Happening::Excused { until, reason } => {
                format!("{by}同意延至{}{}", in_words(*until), said(reason))
            }
            Happening::PassedOn { from, to } => format!("{from}的工作交接，改由{to}审阅。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Happening, StoryLine};

    #[test]
    fn the_life_of_a_report_reads_as_sentences() {
        let line = |happening| {
            let line = StoryLine {
                at_ms: 0,
                by: "王敏".into(),
                happening,
            };
            line.sentence()
        };
        for (happening, sentence) in [
            (Happening::Submitted { n_changed: 0 }, "王敏报送。"),
            (
                Happening::Returned {
                    to: "人事科".into(),
                    reason: "人数与台账不符".into(),
                    fields: vec!["招聘教师".into()],
                },
                "王敏退回人事科，只改招聘教师：“人数与台账不符”。",
            ),
            (
                Happening::Consented {
                    step: "分管领导".into(),
                    words: String::new(),
                },
                "王敏在“分管领导”一步同意。",
            ),
            (
                Happening::Excused {
                    until: "2026-06-20".parse().unwrap(),
                    reason: "全员参加高考考务".into(),
                },
                "王敏同意延至2026年6月20日：“全员参加高考考务”。",
            ),
            (
                Happening::PassedOn {
                    from: "陆明远".into(),
                    to: "王敏".into(),
                },
                "陆明远的工作交接，改由王敏审阅。",
            ),
        ] {
            assert_eq!(line(happening), sentence);
        }
    }
}
