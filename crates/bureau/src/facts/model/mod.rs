//! What is counted, its values, and what is checked about them.

mod amount;
mod fact;
mod item;

pub(crate) use amount::{Amount, MOST_DECIMALS};
pub(in crate::facts) use amount::{divided_half_up, power};
pub(crate) use fact::{Fact, FactId, FactKey, FactValue, Happening, SourceRef, State, Supply};
pub(crate) use item::{DataItem, ItemCode, Reporter, Source, SourceKind, ValueKind};
