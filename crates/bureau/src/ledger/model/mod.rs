//! Registers, their fields, rows and roll-ups; what is a right value and what is not.

mod check;
mod definition;
mod difference;
mod field;
mod keeping;
mod mask;
mod reading;
mod rollup;
mod row;

#[cfg(test)]
mod tests;

pub(super) use definition::{CrossRule, Definition, Keeping, Rights, Sight};
pub(super) use difference::{DefinitionChange, differences, unconvertible};
pub(super) use field::{FieldKind, FieldSpec, Personal, file_name, with_thousands};
pub(super) use keeping::Eraser;
pub(super) use mask::{ERASED, looks_masked, masked};
pub(super) use reading::{CellFault, Names, Reader};
pub(super) use rollup::{Condition, Contribution, Measure, RollupSpec, Tally, contributions};
pub(super) use row::{Indexed, Row, RowState, Values};
