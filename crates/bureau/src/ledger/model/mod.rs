//! Registers, their fields, rows and roll-ups; what is a right value and what is not.

mod bus;
mod check;
mod credits;
mod definition;
mod difference;
mod field;
mod growth;
mod invitation;
mod keeping;
mod locked;
mod mask;
mod reading;
mod renaming;
mod restaging;
mod rollup;
mod row;
mod stages;
mod title;

#[cfg(test)]
mod tests;

pub(super) use bus::{
    BusDevice, BusDeviceId, BusMessage, Position, bus_rules, degrees, read_message, span_of,
};
pub(super) use credits::{
    CreditAccount, CreditAccountId, CreditEntry, CreditEntryId, EntryKind, ISSUED, RECOGNISED,
    StatementLine, credits_in_words,
};
pub(crate) use definition::Definition;
pub(super) use definition::{CrossRule, Keeping, Rights, Sight};
pub(super) use difference::{DefinitionChange, differences, unconvertible};
pub(crate) use field::{FieldKind, FieldSpec};
pub(super) use field::{Gathers, Personal, file_name, with_thousands};
pub(super) use growth::{Addition, Wanted};
pub(super) use invitation::{Answer, Invitation};
pub(super) use keeping::Eraser;
pub(super) use locked::{Figure, comment_with_reason, corrections};
pub(super) use mask::{ERASED, looks_masked, masked};
pub(super) use reading::{
    CellFault, Names, Reader, day, is_id_card, name_without_gaps, no_such_unit, plain_text,
};
pub(super) use renaming::{GoneOption, NewNames, Renaming, says};
pub(super) use restaging::renamed_in_query;
pub(super) use rollup::{
    Condition, Contribution, ContributionPlace, Measure, RollupSpec, Tally, contributions,
};
pub(super) use row::{Indexed, Row, RowState, Values};
pub(super) use stages::{LimitDays, Mover, MustSpec, StageSpec, ViewSpec, left_to_stage};
