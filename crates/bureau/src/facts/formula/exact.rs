//! Fractions: what a formula is computed with, so that nothing is rounded before its end.

use crate::facts::model::{Amount, MOST_DECIMALS, divided_half_up, power};

/// An exact fraction in lowest terms, its denominator above zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::facts) struct Exact {
    numerator: i128,
    denominator: i128,
}

impl Exact {
    pub(in crate::facts) const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };

    /// A kept number.
    pub(in crate::facts) fn of(amount: Amount) -> Self {
        Self::new(i128::from(amount.minor()), power(amount.decimals())).unwrap_or(Self::ZERO)
    }

    fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let by =
            i128::try_from(common(numerator.unsigned_abs(), denominator.unsigned_abs())).ok()?;
        let by = if denominator < 0 { -by } else { by };
        Some(Self {
            numerator: numerator.checked_div(by)?,
            denominator: denominator.checked_div(by)?,
        })
    }

    pub(super) fn is_zero(self) -> bool {
        self.numerator == 0
    }

    pub(super) fn negated(self) -> Option<Self> {
        Some(Self {
            numerator: self.numerator.checked_neg()?,
            ..self
        })
    }

    pub(in crate::facts) fn plus(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(
            left.checked_add(right)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        Self::new(
            self.numerator.checked_mul(other.numerator)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    pub(super) fn divided_by(self, other: Self) -> Option<Self> {
        Self::new(
            self.numerator.checked_mul(other.denominator)?,
            self.denominator.checked_mul(other.numerator)?,
        )
    }

    /// As a number that can be kept, rounded half up to so many places.
    pub(in crate::facts) fn rounded(self, decimals: u8) -> Option<Amount> {
        let decimals = decimals.min(MOST_DECIMALS);
        let scaled = self.numerator.checked_mul(power(decimals))?;
        let minor = divided_half_up(scaled, self.denominator)?;
        Amount::new(i64::try_from(minor).ok()?, decimals)
    }
}

/// The greatest common divisor; 1 when both are 0.
fn common(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}
