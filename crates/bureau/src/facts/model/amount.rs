//! Numbers as they are counted: exact decimals, never rounded behind anybody's back.

use std::{cmp::Ordering, fmt};

/// An exact decimal number: so many of its smallest places (559.04 is 55904 with two places).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Amount {
    minor: i64,
    decimals: u8,
}

/// The text is no number that can be kept exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotAnAmount {
    #[error("不是数字")]
    NoNumber,
    #[error("小数超过 {MOST_DECIMALS} 位")]
    TooFine,
    #[error("数字太大")]
    TooLarge,
}

/// Places after the point that can be kept.
pub(crate) const MOST_DECIMALS: u8 = 6;

impl Amount {
    /// Nothing, which is not the same as no number.
    pub(crate) const ZERO: Self = Self {
        minor: 0,
        decimals: 0,
    };

    /// So many of the smallest places; nothing when there are more places than are kept.
    pub(crate) fn new(minor: i64, decimals: u8) -> Option<Self> {
        (decimals <= MOST_DECIMALS).then_some(Self { minor, decimals })
    }

    /// A whole number.
    pub(crate) const fn whole(number: i64) -> Self {
        Self {
            minor: number,
            decimals: 0,
        }
    }

    /// How many of the smallest places.
    pub(crate) fn minor(self) -> i64 {
        self.minor
    }

    /// How many places after the point.
    pub(crate) fn decimals(self) -> u8 {
        self.decimals
    }

    /// Reads what people and spreadsheets write: 1,234.50, １２３４, 35%, 1.2万, −3.
    pub(crate) fn parse(text: &str) -> Result<Self, NotAnAmount> {
        let text = narrow(text);
        let (text, is_negative) = match text.strip_prefix('-') {
            Some(rest) => (rest, true),
            None => (text.strip_prefix('+').unwrap_or(&text), false),
        };
        let (digits, shift) = without_scale(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let whole = crate::units::ungrouped(whole).ok_or(NotAnAmount::NoNumber)?;
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !is_number(&whole) || !is_number(fraction) {
            return Err(NotAnAmount::NoNumber);
        }
        let mut decimals = i32::try_from(fraction.len()).map_err(|_| NotAnAmount::TooFine)?;
        let mut minor = 0i128;
        for digit in whole.bytes().chain(fraction.bytes()) {
            minor = minor
                .checked_mul(10)
                .and_then(|minor| minor.checked_add(i128::from(digit - b'0')))
                .ok_or(NotAnAmount::TooLarge)?;
        }
        decimals -= shift;
        // 0.500000000 needs one place, whatever was written.
        while decimals > i32::from(MOST_DECIMALS) && minor % 10 == 0 {
            minor /= 10;
            decimals -= 1;
        }
        while decimals < 0 {
            minor = minor.checked_mul(10).ok_or(NotAnAmount::TooLarge)?;
            decimals += 1;
        }
        if decimals > i32::from(MOST_DECIMALS) {
            return Err(NotAnAmount::TooFine);
        }
        let minor = if is_negative { -minor } else { minor };
        Ok(Self {
            minor: i64::try_from(minor).map_err(|_| NotAnAmount::TooLarge)?,
            decimals: u8::try_from(decimals).map_err(|_| NotAnAmount::TooFine)?,
        })
    }

    /// The same number with so many places; nothing when that would lose some of it.
    pub(crate) fn with_decimals(self, decimals: u8) -> Option<Self> {
        let rounded = self.rounded(decimals)?;
        (rounded == self).then_some(rounded)
    }

    /// Rounded half up (away from zero) to so many places; nothing when it grows too large.
    pub(crate) fn rounded(self, decimals: u8) -> Option<Self> {
        if decimals > MOST_DECIMALS {
            return None;
        }
        let minor = i128::from(self.minor);
        let minor = match decimals.checked_sub(self.decimals) {
            Some(more) => minor.checked_mul(power(more))?,
            None => divided_half_up(minor, power(self.decimals - decimals))?,
        };
        Some(Self {
            minor: i64::try_from(minor).ok()?,
            decimals,
        })
    }

    /// Both together; nothing when it grows too large.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        let decimals = self.decimals.max(other.decimals);
        let minor = self.at(decimals).checked_add(other.at(decimals))?;
        Some(Self {
            minor: i64::try_from(minor).ok()?,
            decimals,
        })
    }

    /// What is left; nothing when it grows too large.
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            minor: other.minor.checked_neg()?,
            ..other
        })
    }

    /// Without separators: 1234.50.
    pub(crate) fn plain(self) -> String {
        self.written(false)
    }

    /// As a fraction, for rules that draw pictures or estimate; never for what is kept.
    pub(crate) fn approximately(self) -> f64 {
        // What is kept stays below 2^63; a picture does not show the digits lost beyond 2^53.
        self.minor as f64 / power(self.decimals) as f64
    }

    fn at(self, decimals: u8) -> i128 {
        i128::from(self.minor) * power(decimals.saturating_sub(self.decimals))
    }

    fn written(self, grouped: bool) -> String {
        let one = power(self.decimals).unsigned_abs();
        let minor = u128::from(self.minor.unsigned_abs());
        let mut text = String::new();
        if self.minor < 0 {
            text.push('-');
        }
        let whole = (minor / one).to_string();
        for (place, digit) in whole.chars().enumerate() {
            if grouped && place > 0 && (whole.len() - place).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        if self.decimals > 0 {
            let width = usize::from(self.decimals);
            text.push_str(&format!(".{:0width$}", minor % one));
        }
        text
    }
}

/// Ten to this power.
pub(in crate::facts) fn power(decimals: u8) -> i128 {
    10i128.pow(u32::from(decimals.min(30)))
}

/// A division rounded half away from zero.
pub(in crate::facts) fn divided_half_up(number: i128, by: i128) -> Option<i128> {
    let quotient = number.checked_div(by)?;
    let rest = number.checked_rem(by)?;
    let reaches_half = rest.unsigned_abs() >= by.unsigned_abs() - rest.unsigned_abs();
    let step = match (number < 0) == (by < 0) {
        true => 1,
        false => -1,
    };
    Some(if rest != 0 && reaches_half {
        quotient + step
    } else {
        quotient
    })
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Amount {}

impl PartialOrd for Amount {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Amount {
    fn cmp(&self, other: &Self) -> Ordering {
        let decimals = self.decimals.max(other.decimals);
        self.at(decimals).cmp(&other.at(decimals))
    }
}

/// With separators, as pages show it: 1,234.50.
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written(true))
    }
}

/// Full-width characters as narrow ones, blanks left out.
fn narrow(text: &str) -> String {
    text.chars()
        .filter(|char| !char.is_whitespace())
        .map(|char| match char {
            '０'..='９' | '．' | '，' | '％' | '－' | '＋' => {
                char::from_u32(u32::from(char) - 0xFEE0).unwrap_or(char)
            }
            '−' | '—' | '–' => '-',
            other => other,
        })
        .collect()
}

/// The digits, and by how many places the word after them moves the point.
fn without_scale(text: &str) -> (&str, i32) {
    for (word, shift) in [("%", -2), ("‰", -3), ("万", 4), ("亿", 8)] {
        if let Some(digits) = text.strip_suffix(word) {
            return (digits, shift);
        }
    }
    (text, 0)
}

#[cfg(test)]
mod tests {
    use super::{Amount, NotAnAmount};
    use proptest::prelude::*;

    fn amount(text: &str) -> Amount {
        Amount::parse(text).unwrap()
    }

    #[test]
    fn what_people_write_is_read() {
        for (text, plain) in [
            ("1,234.50", "1234.50"),
            ("559.04", "559.04"),
            ("35%", "0.35"),
            ("99.5％", "0.995"),
            ("１，２３４．５", "1234.5"),
            (" 1 234 ", "1234"),
            ("−3", "-3"),
            ("1.2万", "12000"),
            ("0.80亿", "80000000"),
            (".5", "0.5"),
            ("0.5000000000", "0.500000"),
            ("-0", "0"),
        ] {
            assert_eq!(amount(text).plain(), plain, "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_told_from_what_is_too_fine_or_too_large() {
        for text in [
            "", "—", "约300", "1,23", "1,2345", "1.2.3", "NaN", "1e3", "十二", "0x1f", ",",
        ] {
            assert_eq!(Amount::parse(text), Err(NotAnAmount::NoNumber), "{text}");
        }
        assert_eq!(Amount::parse("0.1234567"), Err(NotAnAmount::TooFine));
        let large = "9".repeat(30);
        assert_eq!(Amount::parse(&large), Err(NotAnAmount::TooLarge));
        assert_eq!(Amount::parse(&"9".repeat(80)), Err(NotAnAmount::TooLarge));
    }

    #[test]
    fn rounding_goes_half_away_from_zero() {
        for (text, decimals, rounded) in [
            ("0.125", 2, "0.13"),
            ("-0.125", 2, "-0.13"),
            ("0.124", 2, "0.12"),
            ("2.5", 0, "3"),
            ("2", 2, "2.00"),
        ] {
            assert_eq!(amount(text).rounded(decimals).unwrap().plain(), rounded);
        }
        assert_eq!(amount("1.50").with_decimals(1).unwrap().plain(), "1.5");
        assert!(amount("1.55").with_decimals(1).is_none());
    }

    #[test]
    fn the_same_number_with_more_places_is_the_same() {
        assert_eq!(amount("1.5"), amount("1.500"));
        assert!(amount("1.49") < amount("1.5"));
        assert_eq!(Amount::whole(1_234_567).to_string(), "1,234,567");
        assert_eq!(amount("-1234.5").to_string(), "-1,234.5");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in any::<i64>(), decimals in 0u8..=6) {
            let amount = Amount::new(minor, decimals).unwrap();
            prop_assert_eq!(Amount::parse(&amount.plain()).unwrap(), amount);
            prop_assert_eq!(Amount::parse(&amount.to_string()).unwrap(), amount);
        }

        #[test]
        fn nothing_that_is_typed_panics(text in "\\PC{0,40}") {
            let _ = Amount::parse(&text);
        }

        #[test]
        fn sums_are_exact_and_can_be_undone(a in -1_000_000_000_000i64..1_000_000_000_000, b in -1_000_000_000_000i64..1_000_000_000_000, x in 0u8..=6, y in 0u8..=6) {
            let (a, b) = (Amount::new(a, x).unwrap(), Amount::new(b, y).unwrap());
            let sum = a.plus(b).unwrap();
            prop_assert_eq!(sum, b.plus(a).unwrap());
            prop_assert_eq!(sum.minus(b).unwrap(), a);
        }

        #[test]
        fn rounding_moves_by_half_a_place_at_most(minor in -1_000_000_000_000i64..1_000_000_000_000, from in 0u8..=6, to in 0u8..=6) {
            let amount = Amount::new(minor, from).unwrap();
            let rounded = amount.rounded(to).unwrap();
            let off = amount.minus(rounded).unwrap().approximately().abs();
            prop_assert!(off <= 0.5 / 10f64.powi(i32::from(to)) + 1e-9);
        }
    }
}
