//! 调度材料: for the leader's meeting, a row a matter, how far it is against how far the time is.

use super::{
    Incomplete, Missing, Words, section,
    tables::{landscape, permille, table},
};
use crate::{
    day::Day,
    document::{Document, Form, words},
};
use serde::{Deserialize, Serialize};

/// 调度材料: the table stands on landscape pages; rates are rounded to tenths of a percent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DispatchPack {
    /// Title: `2026年第三季度重点工作调度材料`.
    pub title: String,
    /// Who put it together.
    pub prepared_by: String,
    /// Day of the figures.
    pub as_of: Option<Day>,
    /// What the leader should know before reading the table.
    pub lead: Vec<Words>,
    /// The matters.
    pub rows: Vec<DispatchRow>,
}

/// A matter of the pack.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DispatchRow {
    /// 事项.
    pub matter: String,
    /// 目标.
    pub target: String,
    /// 本期进展.
    pub progress: String,
    /// 累计完成, in tenths of a percent; nothing when it cannot be measured.
    pub done_permille: Option<u32>,
    /// 时间进度, in tenths of a percent.
    pub elapsed_permille: Option<u32>,
    /// 存在问题.
    pub problem: String,
    /// 需协调事项.
    pub to_settle: String,
    /// 下步措施.
    pub next: String,
    /// 责任科室.
    pub office: String,
}

impl DispatchPack {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        missing.need(!self.title.is_empty(), "标题（title）");
        missing.need(self.as_of.is_some(), "数据截止日期（as_of）");
        missing.need(!self.rows.is_empty(), "调度事项（rows）");
        let as_of = self.as_of.map(|day| format!("数据截至{}", words::day(day)));
        let subtitle = [Some(self.prepared_by.clone()), as_of];
        let subtitle: Vec<String> = subtitle
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        missing.or(Document {
            form: Form::Plain,
            title: vec![self.title.clone()],
            subtitle: vec![subtitle.join("　")],
            body: section::paragraphs(&self.lead),
            attachments: vec![landscape(
                "调度事项一览表".to_owned(),
                table(&COLUMNS, &[0, 4, 5, 6, 10], self.rows()),
                true,
            )],
            ..Document::default()
        })
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let percent = |tenths: Option<u32>| tenths.map_or_else(|| "—".to_owned(), permille);
        let rows = (1..).zip(&self.rows).map(|(number, row): (u32, _)| {
            vec![
                number.to_string(),
                row.matter.clone(),
                row.target.clone(),
                row.progress.clone(),
                percent(row.done_permille),
                percent(row.elapsed_permille),
                row.difference(),
                row.problem.clone(),
                row.to_settle.clone(),
                row.next.clone(),
                row.office.clone(),
            ]
        });
        rows.collect()
    }
}

impl DispatchRow {
    /// 差值: percentage points ahead of the time or behind it; `—` when either is unknown.
    fn difference(&self) -> String {
        let (Some(done), Some(elapsed)) = (self.done_permille, self.elapsed_permille) else {
            return "—".to_owned();
        };
        let points = permille(done.abs_diff(elapsed)).replace('%', "");
        match done.cmp(&elapsed) {
            std::cmp::Ordering::Less => format!("落后{points}个百分点"),
            std::cmp::Ordering::Equal => "持平".to_owned(),
            std::cmp::Ordering::Greater => format!("超前{points}个百分点"),
        }
    }
}

const COLUMNS: [(&str, u32); 11] = [
    ("序号", 5),
    ("事项", 15),
    ("目标", 12),
    ("本期进展", 18),
    ("累计完成", 8),
    ("时间进度", 8),
    ("差值", 9),
    ("存在问题", 13),
    ("需协调事项", 11),
    ("下步措施", 13),
    ("责任科室", 9),
];
