//! What is counted, its values, and what is checked about them.

mod amount;
mod check;
mod fact;
mod item;

pub(crate) use amount::{Amount, MOST_DECIMALS};
pub(in crate::facts) use amount::{divided_half_up, power};
pub(crate) use check::{Check, Flag, FlagId, Operator, Rule};
pub(in crate::facts) use check::{jumps, modified_z};
pub(crate) use fact::{
    Fact, FactId, FactKey, FactValue, Happening, ImportId, SourceRef, State, Supply,
};
pub(crate) use item::{DataItem, ItemCode, Reporter, Source, SourceKind, ValueKind};
