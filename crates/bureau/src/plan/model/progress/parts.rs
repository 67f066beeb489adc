//! 分解: a target divided among units, whose parts must add up.

use crate::facts::Amount;
use base::actor::UnitId;

/// The part of one unit.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct PartValue {
    pub(crate) unit: UnitId,
    /// Its name as it was when the part was given.
    pub(crate) unit_name: String,
    pub(crate) value: Amount,
}

/// What the parts are short of the whole (positive), or beyond it (negative); nothing when they
/// cannot be added.
pub(crate) fn parts_difference(whole: Amount, parts: &[PartValue]) -> Option<Amount> {
    let sum = parts
        .iter()
        .try_fold(Amount::ZERO, |sum, part| sum.plus(part.value))?;
    whole.minus(sum)
}
