//! What a number format makes of a number, where the number alone would say something else: 98.5% is kept as
//! 0.985, the code 00123 as 123.

use super::{plain, words::written_alike};

/// The longest format that is followed; a longer one is no code and no percentage.
const LONGEST: usize = 60;

/// A number format that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Look {
    Percent,
    /// Digits in their places, and the words between them: `00000`, `"鲁C"00000`, `000-0000`.
    Digits(Vec<Place>),
    /// So many tens of what is kept (`0!.0000`, `0.0,`: empty), or a unit behind the number: `0.00"万元"`.
    Otherwise(String),
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
    Otherwise(String),
}

impl Look {
    /// Reads a format code (ECMA-376 Part 1, 18.8.31): its first section, that of numbers that are not negative.
    pub(crate) fn of(code: &str) -> Option<Self> {
        let mut places = Vec::new();
        let (mut literal, mut last) = (String::new(), ' ');
        let (mut is_digits, mut is_percent, mut is_quoted) = (true, false, false);
        let mut chars = code.chars();
        if code.len() > LONGEST {
            return None;
        }
        while let Some(char) = chars.next() {
            match char {
                '"' => is_quoted = !is_quoted,
                word if is_quoted => {
                    literal.push(word);
                    places.push(Place::Word(word));
                }
                ';' => break,
                // What follows stands for itself.
                '\\' | '!' => {
                    let word = chars.next();
                    literal.extend(word);
                    places.extend(word.map(Place::Word));
                }
                '0' => {
                    last = '0';
                    places.push(Place::Digit);
                }
                '-' | ' ' | '(' | ')' | '+' | ':' => places.push(Place::Word(char)),
                // Colours, languages and conditions show nothing: [红色], [$-804].
                '[' => while chars.next().is_some_and(|char| char != ']') {},
                '%' => is_percent = true,
                _ => {
                    if matches!(char, '#' | '?' | ',' | '.') {
                        last = char;
                    }
                    is_digits = false;
                }
            }
        }
        if is_percent {
            return Some(Self::Percent);
        }
        // A single nought alone is how every whole number is written.
        let says_something = places.contains(&Place::Digit) && places.len() >= 2;
        if is_digits && says_something {
            return Some(Self::Digits(places));
        }
        let label = literal.trim();
        // Behind the last digit a comma leaves a thousand out.
        let is_scaled = last == ',' || literal.contains('.');
        match is_scaled {
            true => Some(Self::Otherwise(String::new())),
            false if label.contains(['万', '亿', '千', '百']) => {
                Some(Self::Otherwise(label.to_owned()))
            }
            false => None,
        }
    }

    /// Whether what shows is so many tens of the number that is kept.
    pub(crate) fn misleads(&self) -> bool {
        match self {
            Self::Percent => false,
            Self::Digits(places) => places.contains(&Place::Word('.')),
            Self::Otherwise(unit) => unit.is_empty(),
        }
    }

    /// What a number shows as.
    pub(crate) fn shown(&self, number: f64) -> Option<Shown> {
        /// The first whole number of sixteen digits: a spreadsheet keeps fifteen.
        const SIXTEEN: f64 = 1e15;
        match self {
            Self::Otherwise(unit) => Some(Shown::Otherwise(unit.clone())),
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

impl Shown {
    /// Whether it is another number, or one of another unit, than what is kept and read in a unit.
    pub(crate) fn misleads(&self, unit: &str) -> bool {
        match self {
            Self::Percent(_) => false,
            Self::Digits(digits) => digits.contains('.'),
            Self::Otherwise(other) => {
                other.is_empty() || written_alike(other) != written_alike(unit)
            }
        }
    }
}

/// What is said of such a cell.
pub(crate) const MISLEADING: &str = "单元格按格式显示的与它保存的数不是同一个（如显示1.2、保存12000），没有读。                                     请把单元格的格式设为常规，核对后再导入。";

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
            ("0!.0000", 12_345.0, Some("1.2345")),
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
        for (code, shown) in [
            ("#,##0,", ""),
            ("0.0,,", ""),
            ("0!.0,", ""),
            ("#!.0000", ""),
            ("0.00\"万元\"", "万元"),
        ] {
            let found = Look::of(code).and_then(|look| look.shown(23_000.0));
            assert_eq!(found, Some(Shown::Otherwise(shown.to_owned())), "{code}");
        }
        assert!(Shown::Otherwise("万元".to_owned()).misleads("元"));
        assert!(!Shown::Otherwise("万元".to_owned()).misleads("万元"));
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
