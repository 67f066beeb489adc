//! Exact decimal numbers, as registers add them up: no sum of money is ever a floating one.

/// Digits after the point that are kept.
pub(super) const MOST_DECIMALS: u8 = 6;
const ONE: i128 = 1_000_000;

/// An exact number with at most six decimals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Decimal {
    millionths: i128,
}

impl Decimal {
    /// Reads a number as people type it: `1,234.50`, `－12`, `３５．５`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        // Most numbers are written as they are kept, and need no other form first.
        let is_plain = |b: u8| b.is_ascii_digit() || matches!(b, b'.' | b'-');
        if text.bytes().all(is_plain) {
            return Self::of_plain(text);
        }
        let plain: String = text
            .chars()
            .filter(|c| !matches!(c, ' ' | '\u{a0}'))
            .map(half_width)
            .collect();
        Self::of_plain(&without_commas(&plain)?)
    }

    /// Reads `-1234.5`.
    fn of_plain(plain: &str) -> Option<Self> {
        let (is_negative, digits) = match plain.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, plain.strip_prefix('+').unwrap_or(plain)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let part = part.trim_end_matches('0');
        if digits.is_empty() || digits == "." || !is_digits(whole) || !is_digits(part) {
            return None;
        }
        if whole.len() > 18 || part.len() > usize::from(MOST_DECIMALS) {
            return None;
        }
        let whole: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        let n_decimals = u8::try_from(part.len()).ok()?;
        let part: i128 = match part {
            "" => 0,
            part => part.parse().ok()?,
        };
        let millionths = whole * ONE + part * unit(n_decimals);
        Some(Self {
            millionths: if is_negative { -millionths } else { millionths },
        })
    }

    /// So many units of the last decimal.
    pub(super) fn from_minor(minor: i64, decimals: u8) -> Self {
        Self {
            millionths: i128::from(minor) * unit(decimals),
        }
    }

    /// In units of the last decimal; nothing when there are more decimals, or the number is too large.
    pub(super) fn minor(self, decimals: u8) -> Option<i64> {
        let unit = unit(decimals);
        (self.millionths % unit == 0)
            .then(|| i64::try_from(self.millionths / unit).ok())
            .flatten()
    }

    /// Rounded half away from zero, as sums of money are (四舍五入).
    pub(super) fn rounded(self, decimals: u8) -> Self {
        let unit = unit(decimals);
        let half = if self.millionths < 0 {
            -unit / 2
        } else {
            unit / 2
        };
        Self {
            millionths: (self.millionths + half) / unit * unit,
        }
    }

    /// Written plainly, without needless zeros: how a value is kept.
    pub(super) fn written(self) -> String {
        if self.millionths % ONE == 0 {
            return (self.millionths / ONE).to_string();
        }
        let text = self.written_with(MOST_DECIMALS);
        match text.contains('.') {
            true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
            false => text,
        }
    }

    /// Written with so many decimals.
    pub(super) fn written_with(self, decimals: u8) -> String {
        let unit = unit(decimals);
        let minor = self.rounded(decimals).millionths / unit;
        let sign = if minor < 0 { "-" } else { "" };
        let power = ONE / unit;
        let (whole, part) = (minor.abs() / power, minor.abs() % power);
        match decimals {
            0 => format!("{sign}{whole}"),
            _ => format!(
                "{sign}{whole}.{part:0width$}",
                width = usize::from(decimals)
            ),
        }
    }

    pub(super) fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            millionths: self.millionths.checked_add(other.millionths)?,
        })
    }

    pub(super) fn minus(self, other: Self) -> Option<Self> {
        Some(Self {
            millionths: self.millionths.checked_sub(other.millionths)?,
        })
    }

    pub(super) fn times(self, other: Self) -> Option<Self> {
        let product = self.millionths.checked_mul(other.millionths)?;
        Some(Self {
            millionths: divided(product, ONE),
        })
    }

    /// Nothing when divided by nothing.
    pub(super) fn over(self, other: Self) -> Option<Self> {
        if other.millionths == 0 {
            return None;
        }
        let scaled = self.millionths.checked_mul(ONE)?;
        Some(Self {
            millionths: divided(scaled, other.millionths),
        })
    }
}

/// The value of one unit of the last decimal.
fn unit(decimals: u8) -> i128 {
    10_i128.pow(u32::from(MOST_DECIMALS.saturating_sub(decimals)))
}

fn divided(number: i128, by: i128) -> i128 {
    let (quotient, rest) = (number / by, number % by);
    if rest.abs() * 2 >= by.abs() {
        quotient + if (number < 0) == (by < 0) { 1 } else { -1 }
    } else {
        quotient
    }
}

/// Digits and signs of the full width, as Chinese keyboards type them, in half width.
pub(super) fn half_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '．' | '－' | '＋' | '／' | '：' => {
            char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
        }
        '−' | '—' => '-',
        _ => c,
    }
}

/// A number without the commas between its thousands; nothing when one stands elsewhere: whether 1,0 is
/// ten or one nobody can tell.
fn without_commas(plain: &str) -> Option<String> {
    let is_comma = |c: char| matches!(c, ',' | '，');
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let mut groups = whole.trim_start_matches(['-', '+']).split(is_comma);
    let first = groups.next().unwrap_or_default();
    let mut has_commas = false;
    for group in groups {
        has_commas = true;
        if group.len() != 3 {
            return None;
        }
    }
    let begins_well = !has_commas || (1..=3).contains(&first.len());
    (begins_well && !part.contains(is_comma)).then(|| plain.replace(is_comma, ""))
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, kept) in [
            ("1,234.50", "1234.5"),
            ("３５．５", "35.5"),
            ("－12", "-12"),
            ("0.000001", "0.000001"),
            (".5", "0.5"),
            ("12.", "12"),
            ("-0", "0"),
        ] {
            assert_eq!(
                Decimal::parse(typed).map(Decimal::written).as_deref(),
                Some(kept)
            );
        }
        for wrong in ["", "-", ".", "1.2.3", "12人", "1e5", "0.0000001"] {
            assert_eq!(Decimal::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_comma_stands_between_thousands_or_the_number_is_none() {
        for (typed, kept) in [("12,345,678", "12345678"), ("-1，234", "-1234")] {
            let read = Decimal::parse(typed).map(Decimal::written);
            assert_eq!(read.as_deref(), Some(kept));
        }
        for wrong in ["1,0", "1,2345", ",123", "1234,567", "1,23,456", "1.5,000"] {
            assert_eq!(Decimal::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn arithmetic_is_exact_and_rounds_half_up() {
        let n = |text: &str| Decimal::parse(text).unwrap();
        assert_eq!(n("0.1").plus(n("0.2")), Some(n("0.3")));
        assert_eq!(n("2.005").rounded(2), n("2.01"));
        assert_eq!(n("-2.005").rounded(2), n("-2.01"));
        assert_eq!(n("1").over(n("3")), Some(n("0.333333")));
        assert_eq!(n("2").over(n("3")), Some(n("0.666667")));
        assert_eq!(n("1").over(n("0")), None);
        assert_eq!(n("12.3").written_with(2), "12.30");
        assert_eq!(n("559.04").minor(2), Some(55904));
        assert_eq!(n("559.045").minor(2), None);
        assert_eq!(Decimal::from_minor(-5, 1), n("-0.5"));
    }
}
