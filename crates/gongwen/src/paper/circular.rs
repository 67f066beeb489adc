//! 通报 of supervision: how matters stand, by the numbers, who did well, what is wrong and where.

use super::{
    Incomplete, Issue, Missing, Section, Words, section,
    tables::{landscape, rate, table},
};
use crate::{
    day::Day,
    document::{Document, Form, words},
};
use serde::{Deserialize, Serialize};

/// 通报. Counts are taken from [`Circular::matters`]; nobody types them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Circular {
    /// Who issues it, to whom, when.
    pub issue: Issue,
    /// 事由 without 关于 and 的通报.
    pub subject: String,
    /// 依据与范围.
    pub basis: Vec<Words>,
    /// The matters spoken of; they become the attached table.
    pub matters: Vec<Matter>,
    /// 做得好的单位.
    pub praised: Vec<Praise>,
    /// 存在的问题.
    pub problems: Vec<Problem>,
    /// 下一步要求.
    pub demands: Vec<Words>,
}

/// 督办事项 as the table shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Matter {
    /// 事项.
    pub name: String,
    /// 责任单位.
    pub unit: String,
    /// 办结时限.
    pub due: Option<Day>,
    /// 办结日期, when it is closed.
    pub closed: Option<Day>,
    /// How it stands, in a sentence.
    pub progress: String,
    /// Whether its time ran out while it was open.
    pub overdue: bool,
}

/// A unit that did well, and in what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Praise {
    /// Unit.
    pub unit: String,
    /// In what: a fact, no judgement.
    pub fact: String,
}

/// A unit and the matter that is wrong there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Problem {
    /// Unit.
    pub unit: String,
    /// 事项.
    pub matter: String,
    /// What is wrong.
    pub what: String,
}

impl Circular {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        self.issue.check(&mut missing);
        missing.need(!self.subject.is_empty(), "事由（subject）");
        missing.need(!self.issue.addressees.is_empty(), "主送机关（addressees）");
        missing.need(!self.matters.is_empty(), "督办事项（matters）");
        let praised = self
            .praised
            .iter()
            .map(|praise| Words::Plain(format!("{}：{}", praise.unit, praise.fact)))
            .collect();
        let problems = self
            .problems
            .iter()
            .map(|problem| {
                let Problem { unit, matter, what } = problem;
                Words::Plain(format!("{unit}：“{matter}”{what}"))
            })
            .collect();
        let sections: Vec<Section> = [
            Section::new("总体情况", vec![Words::Plain(self.overall())]),
            Section::new("做得好的单位", praised),
            Section::new("存在的问题", problems),
            Section::new("下一步要求", self.demands.clone()),
        ]
        .into_iter()
        .filter(|section| !section.text.is_empty())
        .collect();
        let mut body = section::paragraphs(&self.basis);
        body.extend(section::blocks(&sections));
        missing.or(Document {
            title: vec![self.issue.title(&self.subject, "通报")],
            body,
            attachments: vec![landscape("事项办理情况表".to_owned(), self.table(), true)],
            ..self.issue.frame(Form::File)
        })
    }

    /// The counts in a sentence.
    fn overall(&self) -> String {
        let count = |is: fn(&Matter) -> bool| {
            let n = self.matters.iter().filter(|matter| is(matter)).count();
            u32::try_from(n).unwrap_or(u32::MAX)
        };
        let all = count(|_| true);
        let closed = count(|matter| matter.closed.is_some());
        let in_time = count(|matter| {
            matter
                .closed
                .is_some_and(|closed| matter.due.is_none_or(|due| closed <= due))
        });
        let overdue = count(|matter| matter.overdue);
        format!(
            "共立项{all}项，已办结{closed}项，办结率{}；其中按期办结{in_time}项，按期办结率{}；超期{overdue}项。",
            rate(closed, all),
            rate(in_time, closed),
        )
    }

    fn table(&self) -> crate::document::Table {
        const COLUMNS: [(&str, u32); 6] = [
            ("序号", 5),
            ("事项", 30),
            ("责任单位", 14),
            ("办结时限", 14),
            ("办理情况", 30),
            ("办结日期", 14),
        ];
        let day = |day: Option<Day>| day.map_or_else(|| "—".to_owned(), words::day);
        let rows = (1..).zip(&self.matters).map(|(number, matter): (u32, _)| {
            vec![
                number.to_string(),
                matter.name.clone(),
                matter.unit.clone(),
                day(matter.due),
                matter.progress.clone(),
                match (matter.closed, matter.overdue) {
                    (None, true) => "超期未办结".to_owned(),
                    (closed, _) => day(closed),
                },
            ]
        });
        table(&COLUMNS, &[0, 2, 3, 5], rows.collect())
    }
}
