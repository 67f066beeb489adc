//! Registers, their fields, rows and roll-ups; what is a right value and what is not.

mod check;
mod definition;
mod difference;
mod field;
mod reading;
mod rollup;
mod row;
mod stages;

#[cfg(test)]
mod tests;

pub(crate) use definition::Definition;
pub(super) use definition::{CrossRule, Rights, Sight};
pub(super) use difference::{DefinitionChange, differences, unconvertible};
pub(crate) use field::{FieldKind, FieldSpec};
pub(super) use field::{Personal, file_name, with_thousands};
pub(super) use reading::{CellFault, Names, Reader};
pub(super) use rollup::{Condition, Contribution, Measure, RollupSpec, Tally, contributions};
pub(super) use row::{Indexed, Row, RowState, Values};
pub(super) use stages::{Mover, StageSpec};
