//! 自评报告: a school or a county measured against a framework, indicator by indicator.

use super::{
    Incomplete, Issue, Missing, Section, Words, section,
    tables::{landscape, table},
};
use crate::document::{Attachment, Cell, Document, Form, Table};
use serde::{Deserialize, Serialize};

/// 自评报告. The total is added up from the indicators; nobody types it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SelfEvaluation {
    /// Who evaluates itself, and when.
    pub issue: Issue,
    /// Title: `清禾县义务教育优质均衡发展自评报告`.
    pub title: String,
    /// 基本情况.
    pub situation: Vec<Words>,
    /// 自评组织.
    pub organisation: Vec<Words>,
    /// The indicators.
    pub indicators: Vec<IndicatorResult>,
    /// 主要做法与成效.
    pub achievements: Vec<Section>,
    /// 存在问题.
    pub problems: Vec<Words>,
    /// 整改措施.
    pub measures: Vec<Words>,
    /// 备查资料目录: number and name.
    pub files: Vec<EvidenceFile>,
}

/// An indicator and what the self-evaluation says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct IndicatorResult {
    /// 指标代码.
    pub code: String,
    /// A级指标.
    pub level_a: String,
    /// B级指标.
    pub level_b: String,
    /// 评估标准.
    pub standard: String,
    /// 分值, in hundredths of a point.
    pub full_hundredths: u32,
    /// 自评情况, with the actual value and its source.
    pub finding: String,
    /// 自评得分, in hundredths of a point.
    pub score_hundredths: u32,
    /// 备查资料编号.
    pub evidence: Vec<String>,
    /// 扣分原因.
    pub lost_because: String,
    /// Whether the standard is met.
    pub met: bool,
}

/// A file kept for inspection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EvidenceFile {
    /// 编号.
    pub number: String,
    /// 名称.
    pub name: String,
}

impl SelfEvaluation {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        self.issue.check(&mut missing);
        missing.need(!self.title.is_empty(), "标题（title）");
        missing.need(!self.indicators.is_empty(), "指标（indicators）");
        for indicator in &self.indicators {
            let IndicatorResult { code, .. } = indicator;
            if indicator.score_hundredths > indicator.full_hundredths {
                missing.0.push(format!("指标{code}的自评得分高于分值。"));
            }
            let lost = indicator.score_hundredths < indicator.full_hundredths;
            missing.need(
                !lost || !indicator.lost_because.is_empty(),
                &format!("指标{code}的扣分原因（lost_because）"),
            );
        }
        let sections: Vec<Section> = [
            Section::new("基本情况", self.situation.clone()),
            Section::new("自评组织", self.organisation.clone()),
            Section::new("各级指标达标情况", vec![Words::Plain(self.overall())]),
            Section {
                sections: self.achievements.clone(),
                ..Section::new("主要做法与成效", Vec::new())
            },
            Section::new("存在问题", self.problems.clone()),
            Section::new("整改措施", self.measures.clone()),
        ]
        .into_iter()
        .filter(|section| !(section.text.is_empty() && section.sections.is_empty()))
        .collect();
        let frame = self.issue.frame(Form::Plain);
        missing.or(Document {
            title: vec![self.title.clone()],
            body: section::blocks(&sections),
            attachments: self.attachments(),
            imprint: None,
            ..frame
        })
    }

    /// How many indicators are met and what they add up to.
    fn overall(&self) -> String {
        let n = self.indicators.len();
        let met = self.indicators.iter().filter(|one| one.met).count();
        let (full, score) = self.totals();
        format!(
            "自评指标共{n}项，达标{met}项；分值合计{}分，自评得分{}分。逐项情况见自评得分表。",
            points(full),
            points(score)
        )
    }

    fn totals(&self) -> (u64, u64) {
        let full = self
            .indicators
            .iter()
            .map(|one| u64::from(one.full_hundredths));
        let score = self
            .indicators
            .iter()
            .map(|one| u64::from(one.score_hundredths));
        (full.sum(), score.sum())
    }

    fn attachments(&self) -> Vec<Attachment> {
        let mut attachments = vec![landscape("自评得分表".to_owned(), self.scores(), true)];
        if !self.files.is_empty() {
            let rows = (1..).zip(&self.files).map(|(place, file): (u32, _)| {
                vec![place.to_string(), file.number.clone(), file.name.clone()]
            });
            let columns = [("序号", 10), ("编号", 25), ("备查资料名称", 65)];
            attachments.push(Attachment {
                title: "备查资料目录".to_owned(),
                listed: true,
                body: vec![crate::document::Block::Table(table(
                    &columns,
                    &[0, 1],
                    rows.collect(),
                ))],
                ..Attachment::default()
            });
        }
        attachments
    }

    fn scores(&self) -> Table {
        const COLUMNS: [(&str, u32); 9] = [
            ("指标代码", 8),
            ("A级指标", 11),
            ("B级指标", 13),
            ("评估标准", 22),
            ("分值", 6),
            ("自评情况", 22),
            ("自评得分", 7),
            ("备查资料编号", 11),
            ("扣分原因", 14),
        ];
        let rows = self.indicators.iter().map(|one| {
            vec![
                one.code.clone(),
                one.level_a.clone(),
                one.level_b.clone(),
                one.standard.clone(),
                points(one.full_hundredths.into()),
                one.finding.clone(),
                points(one.score_hundredths.into()),
                one.evidence.join("\n"),
                one.lost_because.clone(),
            ]
        });
        let mut scores = table(&COLUMNS, &[0, 4, 6, 7], rows.collect());
        let (full, score) = self.totals();
        scores.rows.push(vec![
            Cell {
                column_span: 4,
                heading: true,
                ..Cell::centred("合计")
            },
            Cell::centred(&points(full)),
            Cell::text(""),
            Cell::centred(&points(score)),
            Cell::text(""),
            Cell::text(""),
        ]);
        scores
    }
}

/// Hundredths of a point as points: `12`, `11.5`, `11.25`.
fn points(hundredths: u64) -> String {
    let decimal = format!("{}.{:02}", hundredths / 100, hundredths % 100);
    decimal
        .trim_end_matches('0')
        .trim_end_matches('.')
        .to_owned()
}
