//! 督办通知单 with its 回执: one matter, handed to one unit, by one day.

use super::{Incomplete, Missing};
use crate::{
    day::Day,
    document::{
        Align, Attachment, Block, Cell, Document, Form, Inline, Paragraph, Seal, Signature, Table,
        Urgency, words,
    },
};
use serde::{Deserialize, Serialize};

/// 督办通知单; its 回执 is bound with it for the unit to fill in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SupervisionNotice {
    /// Who supervises: `清禾县教育局`.
    pub issuer: String,
    /// 编号, one series a year: `督〔2026〕12号`.
    pub number: String,
    /// 紧急程度.
    pub urgency: Option<Urgency>,
    /// 事项名称.
    pub matter: String,
    /// 立项依据: a paper, a meeting, an instruction, an item of the plan.
    pub basis: String,
    /// 领导批示, when the matter comes from one.
    pub instruction: Option<Instruction>,
    /// 承办单位 (主办).
    pub lead_unit: String,
    /// 协办单位.
    pub support_units: Vec<String>,
    /// 办理要求.
    pub demand: String,
    /// 办结时限.
    pub due: Option<Day>,
    /// 反馈方式与频次.
    pub feedback: String,
    /// 签发人.
    pub signer: String,
    /// 交办日期.
    pub assigned_on: Option<Day>,
    /// 联系人 and telephone.
    pub contact: String,
}

/// 领导批示.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Instruction {
    /// Its words.
    pub words: String,
    /// 批示人.
    pub by: String,
    /// 批示日期.
    pub on: Option<Day>,
}

impl SupervisionNotice {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        missing.need(!self.issuer.is_empty(), "督办单位（issuer）");
        missing.need(!self.number.is_empty(), "编号（number）");
        missing.need(!self.matter.is_empty(), "事项名称（matter）");
        missing.need(!self.lead_unit.is_empty(), "承办单位（lead_unit）");
        missing.need(!self.demand.is_empty(), "办理要求（demand）");
        missing.need(self.due.is_some(), "办结时限（due）");
        missing.need(self.assigned_on.is_some(), "交办日期（assigned_on）");
        let body = vec![
            line(Align::Right, &format!("编号：{}", self.number)),
            Block::Table(self.slip()),
        ];
        let return_slip = Attachment {
            title: "督办事项办理情况回执".to_owned(),
            body: vec![
                line(Align::Right, &format!("编号：{}", self.number)),
                Block::Table(self.return_slip()),
            ],
            ..Attachment::default()
        };
        missing.or(Document {
            form: Form::Plain,
            title: vec![format!("{}督办通知单", self.issuer)],
            body,
            attachments: vec![return_slip],
            signature: Some(Signature {
                names: vec![self.issuer.clone()],
                date: self.assigned_on,
                seal: Seal::Stamped,
            }),
            ..Document::default()
        })
    }

    fn slip(&self) -> Table {
        let mut form = FormTable::default();
        let urgency = self.urgency.map_or("一般", words::urgency);
        form.pair(("紧急程度", urgency), ("交办日期", &day(self.assigned_on)));
        form.wide("事项名称", &self.matter);
        form.wide("立项依据", &self.basis);
        if let Some(instruction) = &self.instruction {
            form.wide("批示内容", &instruction.words);
            form.pair(
                ("批示人", &instruction.by),
                ("批示日期", &day(instruction.on)),
            );
        }
        form.pair(
            ("承办单位", &self.lead_unit),
            ("协办单位", &words::names(&self.support_units)),
        );
        form.wide("办理要求", &self.demand);
        form.pair(("办结时限", &day(self.due)), ("反馈方式", &self.feedback));
        form.pair(("签发人", &self.signer), ("联系人及电话", &self.contact));
        form.pair(("签收人", ""), ("签收时间", HAND_DATED));
        form.table
    }

    fn return_slip(&self) -> Table {
        let mut form = FormTable::default();
        form.wide("事项名称", &self.matter);
        form.pair(("承办单位", &self.lead_unit), ("办结时限", &day(self.due)));
        for part in [
            "办理情况",
            "存在问题",
            "下一步打算",
            "单位负责人意见（盖章）",
        ] {
            form.wide(part, ROOM_TO_WRITE);
        }
        form.pair(("承办人", ""), ("填报日期", HAND_DATED));
        form.table
    }
}

/// Lines left empty for a hand.
const ROOM_TO_WRITE: &str = "　\n　\n　";
/// A date to be written by hand.
const HAND_DATED: &str = "　　年　　月　　日";

fn day(day: Option<Day>) -> String {
    day.map_or_else(String::new, words::day)
}

fn line(align: Align, text: &str) -> Block {
    Block::Paragraph(Paragraph {
        id: None,
        align,
        content: vec![Inline::Text(text.to_owned())],
    })
}

/// A form: labels and what is filled in.
struct FormTable {
    table: Table,
}

impl Default for FormTable {
    fn default() -> Self {
        Self {
            table: Table {
                widths: vec![17, 33, 17, 33],
                ..Table::default()
            },
        }
    }
}

impl FormTable {
    fn pair(&mut self, left: (&str, &str), right: (&str, &str)) {
        self.table.rows.push(vec![
            label(left.0),
            Cell::text(left.1),
            label(right.0),
            Cell::text(right.1),
        ]);
    }

    fn wide(&mut self, name: &str, text: &str) {
        self.table.rows.push(vec![
            label(name),
            Cell {
                column_span: 3,
                ..Cell::text(text)
            },
        ]);
    }
}

fn label(name: &str) -> Cell {
    Cell {
        heading: true,
        ..Cell::centred(name)
    }
}
