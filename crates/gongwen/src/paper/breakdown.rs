//! 责任分解表 as a paper: bound to the notice that issues it, or by itself.

use super::{
    Incomplete, Missing, Notice,
    tables::{landscape, table},
};
use crate::{
    document::{Attachment, Cell, Document, Form, Table, words},
    write::{BreakdownRow, BreakdownTable},
};
use serde::{Deserialize, Serialize};

/// 责任分解表: the year's tasks with target, owner and time limit, a row each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Breakdown {
    /// The notice that issues the table; without one the table stands by itself.
    pub notice: Option<Notice>,
    /// The table.
    pub table: BreakdownTable,
}

impl Breakdown {
    pub(super) fn document(&self) -> Result<Document, Incomplete> {
        let mut missing = Missing::default();
        missing.need(
            !self.table.title.is_empty(),
            "责任分解表的标题（table.title）",
        );
        missing.need(
            !self.table.rows.is_empty(),
            "责任分解表的任务（table.rows）",
        );
        let Some(notice) = &self.notice else {
            return missing.or(self.table.document());
        };
        let bearer = match notice.document() {
            Ok(document) => document,
            Err(Incomplete(sentences)) => {
                missing.0.extend(sentences);
                Document::default()
            }
        };
        let mut attachments = bearer.attachments.clone();
        attachments.push(self.table.attachment(true));
        missing.or(Document {
            attachments,
            ..bearer
        })
    }
}

impl BreakdownTable {
    /// The table as an attachment on landscape pages.
    #[must_use]
    pub fn attachment(&self, listed: bool) -> Attachment {
        let facts = [
            self.issuer.clone(),
            self.doc_number.clone(),
            self.date.map(words::day),
        ];
        let facts: Vec<String> = facts.into_iter().flatten().collect();
        let subtitle = match facts.as_slice() {
            [] => Vec::new(),
            facts => vec![facts.join("　")],
        };
        Attachment {
            subtitle,
            ..landscape(self.title.clone(), self.block(), listed)
        }
    }

    /// The table as a paper of its own.
    #[must_use]
    pub fn document(&self) -> Document {
        Document {
            form: Form::Plain,
            attachments: vec![Attachment {
                mark: self.attachment.clone(),
                ..self.attachment(false)
            }],
            ..Document::default()
        }
    }

    /// The rows, divided by the section headings of the tasks.
    fn block(&self) -> Table {
        let mut block = table(&COLUMNS, &[], Vec::new());
        let mut path: &[String] = &[];
        for row in &self.rows {
            if row.path != path {
                path = &row.path;
                if !path.is_empty() {
                    block.rows.push(vec![division(path)]);
                }
            }
            block.rows.push(task(row));
        }
        block
    }
}

/// Columns with their shares of the width.
const COLUMNS: [(&str, u32); 8] = [
    ("序号", 620),
    ("工作任务", 4206),
    ("目标要求", 2250),
    ("牵头单位", 1300),
    ("配合单位", 1500),
    ("分管领导", 1020),
    ("完成时限", 1240),
    ("备注", 620),
];

fn division(path: &[String]) -> Cell {
    Cell {
        heading: true,
        column_span: u32::try_from(COLUMNS.len()).unwrap_or(1),
        ..Cell::text(&path.join("　"))
    }
}

fn task(row: &BreakdownRow) -> Vec<Cell> {
    vec![
        Cell::centred(&row.number),
        Cell::text(&row.task),
        Cell::text(&row.targets.join("\n")),
        Cell::text(&row.lead.join("、")),
        Cell::text(&row.support.join("、")),
        Cell::text(&row.leaders.join("、")),
        Cell::text(&row.deadline_text()),
        Cell::text(&row.note),
    ]
}
