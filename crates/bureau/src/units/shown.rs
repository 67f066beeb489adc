//! What a number format makes of a number, where the number alone would say something else: 98.5% is kept as
//! 0.985, the code 00123 as 123.

use super::plain;

/// The longest format that is followed; a longer one is no code and no percentage.
const LONGEST: usize = 60;

/// A number format that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    Percent,
    /// Digits in their places, and the words between them: `00000`, `"鲁C"00000`, `000-0000`.
    Digits(Vec<Place>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Digit,
    Word(char),
}

/// What a cell shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// 98.5, of a hundred.
    Percent(String),
    Digits(String),
}

impl Look {
    /// Reads a format code (ECMA-376 Part 1, 18.8.31): its first section, that of numbers that are not negative.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let mut places = Vec::new();
        let (mut is_digits, mut is_percent, mut is_quoted) = (true, false, false);
        let mut chars = code.chars();
        if code.len() > LONGEST {
            return None;
        }
        while let Some(char) = chars.next() {
            match char {
                '"' => is_quoted = !is_quoted,
                word if is_quoted => places.push(Place::Word(word)),
                ';' => break,
                // What follows stands for itself.
                '\\' | '!' => places.extend(chars.next().map(Place::Word)),
                '0' => places.push(Place::Digit),
                '-' | ' ' | '(' | ')' | '+' | ':' => places.push(Place::Word(char)),
                // Colours, languages and conditions show nothing: [红色], [$-804].
                '[' => while chars.next().is_some_and(|char| char != ']') {},
                '%' => is_percent = true,
                _ => is_digits = false,
            }
        }
        if is_percent {
            return Some(Self::Percent);
        }
        // A single nought alone is how every whole number is written.
        let says_something = places.contains(&Place::Digit) && places.len() >= 2;
        (is_digits && says_something).then_some(Self::Digits(places))
    }

    /// Whether a share shows as so many of a hundred.
    pub(crate) fn is_percent(code: &str) -> bool {
        Self::of(code) == Some(Self::Percent)
    }

    /// What a number shows as.
    pub(crate) fn shown(&self, number: f64) -> Option<Shown> {
        /// The first whole number of sixteen digits: a spreadsheet keeps fifteen.
        const SIXTEEN: f64 = 1e15;
        match self {
            Self::Percent => Some(Shown::Percent(plain(number * 100.0))),
            Self::Digits(places) => {
                if number < 0.0 || number.fract() != 0.0 || number >= SIXTEEN {
                    return None;
                }
                let digits = plain(number);
                Some(Shown::Digits(in_places(&digits, places)))
            }
        }
    }
}

/// Puts digits into their places from the last one; those there are no places for stand before the first.
fn in_places(digits: &str, places: &[Place]) -> String {
    let mut digits = digits.chars().rev();
    let first = places.iter().position(|place| *place == Place::Digit);
    let mut shown = Vec::new();
    for (at, place) in places.iter().enumerate().rev() {
        match place {
            Place::Word(word) => shown.push(*word),
            Place::Digit => {
                shown.push(digits.next().unwrap_or('0'));
                if Some(at) == first {
                    shown.extend(digits.by_ref());
                }
            }
        }
    }
    shown.iter().rev().collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Look, Shown};

    #[test]
    fn numbers_show_as_their_format_says() {
        for (code, number, shown) in [
            ("00000", 123.0, Some("00123")),
            ("00000", 1_234_567.0, Some("1234567")),
            ("\"鲁C\"00000", 123.0, Some("鲁C00123")),
            ("0000000\\-0", 2_101.0, Some("0000210-1")),
            ("000-0000", 5_551_234.0, Some("555-1234")),
            ("0!年", 2026.0, Some("2026年")),
            ("[红色]00000;[$-804]-0", 7.0, Some("00007")),
            ("0\"%\"", 98.0, Some("98%")),
            ("0", 7.0, None),
            ("0.00", 7.0, None),
            ("#,##0", 7.0, None),
            ("General", 7.0, None),
            ("@", 7.0, None),
            ("yyyy-mm", 46_082.0, None),
            ("00000", 1.5, None),
            ("00000", -1.0, None),
        ] {
            let found = Look::of(code).and_then(|look| look.shown(number));
            let expected = shown.map(|shown| Shown::Digits(shown.to_owned()));
            assert_eq!(found, expected, "{code}");
        }
        for (code, number, shown) in [
            ("0%", 1.0, "100"),
            ("0.0%", 0.985, "98.5"),
            ("0.00%;[Red]-0.00%", -0.07, "-7"),
            ("#,##0.0 %", 0.1 + 0.2, "30"),
        ] {
            let found = Look::of(code).and_then(|look| look.shown(number));
            assert_eq!(found, Some(Shown::Percent(shown.to_owned())), "{code}");
        }
    }
}
