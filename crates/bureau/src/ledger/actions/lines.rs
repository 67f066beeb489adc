//! What becomes of the lines of a spreadsheet.

use super::lookup::Unfound;
use crate::ledger::model::{CellFault, Row, Values};
use base::actor::UnitId;
use std::collections::BTreeMap;

/// What happens to rows that are there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duplicates {
    /// 更新原有记录.
    Update,
    /// 跳过.
    Skip,
}

/// What an import does with a line.
#[derive(Debug)]
pub(super) enum Effect {
    New(Values),
    Changed(Box<Row>, Values),
    Same,
    /// It is there already, and is left alone.
    Skipped,
    Wrong,
}

/// A line of the sheet.
#[derive(Debug)]
pub(super) struct ImportLine {
    /// Row of the sheet, from 0.
    pub(super) line: u32,
    pub(super) unit: Option<UnitId>,
    pub(super) effect: Effect,
}

/// How many lines there are of each sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct ImportCounts {
    pub(crate) n_new: usize,
    pub(crate) n_changed: usize,
    pub(crate) n_same: usize,
    pub(crate) n_skipped: usize,
    pub(crate) n_wrong: usize,
}

/// A line as it was read.
#[derive(Default)]
pub(super) struct ReadLine {
    pub(super) line: u32,
    /// Whether another table has begun before it.
    pub(super) is_below: bool,
    pub(super) no: i64,
    pub(super) unit_text: String,
    pub(super) unit: Option<UnitId>,
    pub(super) values: Values,
    /// By what it is known again, if it says so.
    pub(super) key: Option<String>,
    pub(super) faults: Vec<CellFault>,
    /// References that lead nowhere.
    pub(super) unfound: Vec<Unfound>,
    /// What stands in personal fields and is no value but a mask.
    pub(super) masks: Vec<(String, String)>,
    /// What stands in cells and could not be read, by the codes of their fields.
    pub(super) unread: BTreeMap<String, String>,
}

impl ReadLine {
    /// A line of another table that begins with the line `header`.
    pub(super) fn below(line: u32, header: u32) -> Self {
        let words = match line == header {
            true => {
                "从这一行起是另一张表：表头或单位与前面的不同，这一行和下面的都没有读。".to_owned()
            }
            false => format!("在第{}行起的另一张表里，没有读。", header + 1),
        };
        let mut below = Self {
            line,
            is_below: true,
            ..Self::default()
        };
        below.say("", format!("{words}请另存为一份表格，单独导入。"));
        below
    }

    /// Says what is wrong with a field; without one, with the row.
    pub(super) fn say(&mut self, field: &str, message: String) {
        self.faults.push(CellFault {
            field: field.to_owned(),
            message,
        });
    }

    /// Says what is wrong with a field of which nothing is said yet.
    pub(super) fn say_first(&mut self, fault: CellFault) {
        if self.faults.iter().all(|other| other.field != fault.field) {
            self.faults.push(fault);
        }
    }
}
