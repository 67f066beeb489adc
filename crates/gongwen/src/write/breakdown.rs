//! 责任分解表 as a value: what a row says, independent of where it came from.

use crate::{
    day::Day,
    ledger::{Commitment, Item, Ledger, Role, Target},
};
use serde::{Deserialize, Serialize};

/// 责任分解表: the whole table with its heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BreakdownTable {
    /// Title over the table, for example `2026年工作要点责任分解表`.
    pub title: String,
    /// 附件 mark at the top left, for example `附件` or `附件1`, when the table is one.
    pub attachment: Option<String>,
    /// 发文机关.
    pub issuer: Option<String>,
    /// 发文字号.
    pub doc_number: Option<String>,
    /// 成文日期.
    pub date: Option<Day>,
    /// One row a task, in the order they are printed.
    pub rows: Vec<BreakdownRow>,
}

/// One task.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BreakdownRow {
    /// 序号.
    pub number: String,
    /// Section headings over the task, outermost first.
    pub path: Vec<String>,
    /// 工作任务.
    pub task: String,
    /// 量化目标, one a line.
    pub targets: Vec<String>,
    /// 牵头单位.
    pub lead: Vec<String>,
    /// 配合单位.
    pub support: Vec<String>,
    /// 分管领导.
    pub leaders: Vec<String>,
    /// 完成时限.
    pub deadlines: Vec<BreakdownDeadline>,
    /// 备注.
    pub note: String,
}

/// A time limit in words and, when it can be told, the last day it means.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BreakdownDeadline {
    /// The words, for example `6月底前`.
    pub text: String,
    /// The last day.
    pub due: Option<Day>,
}

impl BreakdownTable {
    /// The table of everything that was read from a paper, numbered from 1.
    #[must_use]
    pub fn from_ledger(ledger: &Ledger) -> Self {
        let title = ledger
            .title
            .as_ref()
            .map_or("", |title| title.value.as_str());
        let is_table = title.contains("分解") || title.contains("分工");
        Self {
            title: format!("{title}{}", if is_table { "" } else { "责任分解表" }),
            attachment: None,
            issuer: ledger.issuer.as_ref().map(|issuer| issuer.value.clone()),
            doc_number: ledger
                .doc_number
                .as_ref()
                .map(|number| number.value.clone()),
            date: ledger.issued_on.as_ref().map(|day| day.value),
            rows: (1..)
                .zip(&ledger.items)
                .map(BreakdownRow::from_item)
                .collect(),
        }
    }
}

impl BreakdownRow {
    fn from_item((number, item): (usize, &Item)) -> Self {
        let names = |role: Role| -> Vec<String> {
            let named = item.responsible.iter().filter(|unit| unit.role == role);
            named.map(|unit| one_line(&unit.name)).collect()
        };
        // 责任单位 without a 牵头单位 leads; beside one it takes part.
        let (mut lead, mut support) = (names(Role::Lead), names(Role::Support));
        if lead.is_empty() {
            lead = names(Role::Responsible);
        } else {
            support.extend(names(Role::Responsible));
        }
        Self {
            number: number.to_string(),
            path: item.path.clone(),
            task: task_of(item),
            targets: item.targets.iter().map(target_line).collect(),
            lead,
            support,
            leaders: names(Role::Leader),
            deadlines: item
                .deadlines
                .iter()
                .map(|deadline| BreakdownDeadline {
                    text: one_line(&deadline.quote),
                    due: deadline.to,
                })
                .collect(),
            note: String::new(),
        }
    }

    /// The last day any of the time limits means.
    #[must_use]
    pub fn due(&self) -> Option<Day> {
        self.deadlines
            .iter()
            .filter_map(|deadline| deadline.due)
            .max()
    }

    /// The time limits in words, one a line.
    #[must_use]
    pub fn deadline_text(&self) -> String {
        let texts: Vec<&str> = self
            .deadlines
            .iter()
            .map(|deadline| deadline.text.as_str())
            .collect();
        texts.join("\n")
    }
}

/// The words of the task. A table row brings its other cells along: lines that say nothing but who
/// or by when have columns of their own.
fn task_of(item: &Item) -> String {
    let is_said_elsewhere = |line: &str| {
        let mut rest = one_line(line);
        for unit in &item.responsible {
            rest = rest.replace(&one_line(&unit.name), "");
        }
        for deadline in &item.deadlines {
            rest = rest.replace(&one_line(&deadline.quote), "");
        }
        !rest.chars().any(char::is_alphanumeric)
    };
    let lines: Vec<&str> = item.body.lines().map(str::trim).collect();
    let mut task = String::new();
    let mut previous = "";
    for line in &lines {
        if lines.len() > 1 && is_said_elsewhere(line) {
            continue;
        }
        if !task.is_empty() && !runs_on(previous) {
            task.push('\n');
        }
        task.push_str(line);
        previous = line;
    }
    task
}

/// Whether a line was broken for want of room rather than ended: long, in the middle of a sentence
/// that already has a comma. The words of a table cell that end without a stop are shorter.
fn runs_on(line: &str) -> bool {
    const COMMAS: [char; 6] = ['，', '、', '；', ',', ';', '。'];
    let ends_open = !line.ends_with(['。', '；', '：', '！', '？', '）', ';', ':', ')']);
    ends_open && line.contains(COMMAS) && line.chars().count() >= 20
}

/// `招考公办幼儿教师：56名`, with 确保 or 力争 before it when the paper says so.
fn target_line(target: &Target) -> String {
    let commitment = match target.commitment {
        Commitment::Plain => "",
        Commitment::Binding => "确保",
        Commitment::Stretch => "力争",
    };
    let (subject, quote) = (one_line(&target.subject), one_line(&target.quote));
    if subject.is_empty() {
        format!("{commitment}{quote}")
    } else {
        format!("{subject}：{commitment}{quote}")
    }
}

/// Words that ran over a line end in the source, on one line.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).collect()
}
