//! 目标进展: which fact says how far a target is, and how far that is.

mod measure;
mod parts;
mod reach;
mod suggest;
#[cfg(test)]
mod tests;
mod trend;

pub(crate) use measure::{Measure, MeasureId, MeasureKind};
pub(crate) use parts::{PartValue, parts_difference};
pub(crate) use reach::{Goal, Known, Reach, Reached, Scaled, progress_rules, reached};
pub(crate) use suggest::suggest_items;
pub(crate) use trend::trends;
