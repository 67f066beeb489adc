//! What becomes of the lines of a spreadsheet.

use crate::ledger::model::{Row, Values};
use base::actor::UnitId;

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
