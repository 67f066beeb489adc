//! Numbers as they are written: 1,290.6, 3千万, 一千五百, 二〇二六, 二三十.

use super::scan::{char_at, starts};

/// A number and where it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Numeral {
    /// Offset after its last character.
    pub(super) end: usize,
    /// The number, 万 and 亿 multiplied out.
    pub(super) value: f64,
    /// The other end of 二三十, 三五.
    pub(super) upper: Option<f64>,
    /// Whether it begins with a Chinese numeral.
    pub(super) chinese: bool,
    /// Whether it has a decimal point.
    pub(super) decimal: bool,
    /// 百, 千, 万 without a digit before it, as in 千名教师进万家.
    pub(super) bare: bool,
    /// Arabic digits before a point, 0 for a Chinese numeral.
    pub(super) digits: usize,
}

/// Powers of ten that doubles hold exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// The longest Chinese numeral; more of its characters in a row are no number, and reading them all
/// again at every one of them would make reading slow.
const LONGEST: usize = 40;

/// The number that begins at `at`.
pub(super) fn numeral(text: &[char], at: usize) -> Option<Numeral> {
    let first = *text.get(at)?;
    if first.is_ascii_digit() {
        arabic(text, at, 2)
    } else if digit(first).is_some() || power(first).is_some() {
        chinese(text, at)
    } else {
        None
    }
}

/// The value of a Chinese digit.
pub(crate) fn digit(char: char) -> Option<u8> {
    Some(match char {
        '〇' | '零' | '○' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// The power of ten of 十, 百, 千, 万, 亿.
pub(crate) fn power(char: char) -> Option<usize> {
    Some(match char {
        '十' | '拾' => 1,
        '百' | '佰' => 2,
        '千' | '仟' => 3,
        '万' => 4,
        '亿' => 8,
        _ => return None,
    })
}

/// 万, 亿, 千万 and the like that begin at `at`, and where they end.
pub(super) fn powers_at(text: &[char], at: usize) -> Option<(f64, usize)> {
    let mut exponent = 0;
    let mut index = at;
    while let Some(more) = power(char_at(text, index)) {
        if is_other_word(text, index) {
            break;
        }
        exponent += more;
        index += 1;
    }
    (index > at)
        .then(|| TENS.get(exponent).map(|ten| (*ten, index)))
        .flatten()
}

/// Digits with thousands separators and a decimal point, then 万, 千万, 亿; `parts` smaller parts may
/// follow.
fn arabic(text: &[char], at: usize, parts: usize) -> Option<Numeral> {
    let mut mantissa = 0_f64;
    let mut scale = 0;
    let mut digits = 0;
    let mut decimal = false;
    let mut index = at;
    loop {
        let char = char_at(text, index);
        if let Some(value) = char.to_digit(10) {
            mantissa = mantissa * 10.0 + f64::from(value);
            if decimal {
                scale += 1;
            } else {
                digits += 1;
            }
            index += 1;
        } else if char == '.' && !decimal && char_at(text, index + 1).is_ascii_digit() {
            decimal = true;
            index += 1;
        } else if char == ',' && !decimal && separates_thousands(text, index, digits) {
            index += 1;
        } else {
            break;
        }
    }
    let mut exponent = 0;
    while let Some(more) = power(char_at(text, index)) {
        if is_other_word(text, index) {
            break;
        }
        exponent += more;
        index += 1;
    }
    let mut value = scaled(mantissa, scale, exponent)?;
    // 2万5千: a smaller part follows.
    if parts > 0 && exponent >= 4 && char_at(text, index).is_ascii_digit() {
        let rest = arabic(text, index, parts - 1)?;
        if rest.value >= 100.0 && power(char_at(text, rest.end - 1)).is_some() {
            value += rest.value;
            index = rest.end;
        }
    }
    Some(Numeral {
        end: index,
        value,
        upper: None,
        chinese: false,
        decimal,
        bare: false,
        digits,
    })
}

/// 千米, 千克, 百分点 begin with what looks like a power of ten.
fn is_other_word(text: &[char], at: usize) -> bool {
    let next = char_at(text, at + 1);
    match text[at] {
        '千' => matches!(next, '米' | '克' | '瓦'),
        '百' => next == '分',
        '十' => matches!(next, '三' | '四' | '五') && starts(text, at + 2, "五"),
        _ => false,
    }
}

/// A comma between a group of one to three digits and a group of exactly three.
fn separates_thousands(text: &[char], comma: usize, digits: usize) -> bool {
    let group = text[..comma]
        .iter()
        .rev()
        .take_while(|char| char.is_ascii_digit())
        .count();
    let following = text[comma + 1..]
        .iter()
        .take(4)
        .take_while(|char| char.is_ascii_digit())
        .count();
    following == 3 && (group == 3 || group == digits) && group <= 3 && digits > 0
}

/// mantissa · 10^exponent / 10^scale without needless rounding.
fn scaled(mantissa: f64, scale: usize, exponent: usize) -> Option<f64> {
    if exponent >= scale {
        TENS.get(exponent - scale).map(|ten| mantissa * ten)
    } else {
        TENS.get(scale - exponent).map(|ten| mantissa / ten)
    }
}

/// What a Chinese numeral is built from while it is read.
#[derive(Default)]
struct Reading {
    total: f64,
    section: f64,
    /// Digits since the last power of ten.
    pending: Vec<u8>,
    last_power: usize,
}

impl Reading {
    fn pending_value(&self) -> f64 {
        self.pending
            .iter()
            .fold(0.0, |value, digit| value * 10.0 + f64::from(*digit))
    }

    fn take(&mut self, power: usize) {
        let nothing_yet = self.pending.is_empty() && self.section == 0.0;
        let value = if self.pending.is_empty() && (power < 4 || nothing_yet && self.total == 0.0) {
            1.0
        } else {
            self.pending_value()
        };
        self.pending.clear();
        if power >= 4 {
            let section = self.section + value;
            if power == 8 {
                self.total = (self.total + section) * 1e8;
            } else {
                self.total += section * 1e4;
            }
            self.section = 0.0;
        } else {
            self.section += value * TENS[power];
        }
        self.last_power = power;
    }
}

/// 一千五百, 两千三百万, 二〇一〇, 三点五, 二三十.
fn chinese(text: &[char], at: usize) -> Option<Numeral> {
    let bare = power(text[at]).is_some_and(|power| power >= 2);
    let mut reading = Reading::default();
    let mut upper = None;
    let mut index = at;
    let mut powers = 0;
    while index < at + LONGEST {
        let char = char_at(text, index);
        if let Some(value) = digit(char) {
            reading.pending.push(value);
        } else if let Some(power) = power(char) {
            if is_other_word(text, index) {
                break;
            }
            if let Some((low, high)) = neighbours(&reading.pending) {
                // 二三十: the digits are alternatives.
                upper = Some((f64::from(high) - f64::from(low)) * TENS[power]);
                reading.pending = vec![low];
            }
            reading.take(power);
            powers += 1;
        } else if !(char == '\n' && index > at && continues(text, index)) {
            break;
        }
        index += 1;
    }
    if index == at {
        return None;
    }
    let mut decimal = 0.0;
    let mut has_point = false;
    if char_at(text, index) == '点' && digit(char_at(text, index + 1)).is_some() && text[at] != '第'
    {
        has_point = true;
        let mut place = 1;
        index += 1;
        while let (Some(value), Some(ten)) = (digit(char_at(text, index)), TENS.get(place)) {
            decimal += f64::from(value) / ten;
            place += 1;
            index += 1;
        }
    }
    if powers == 0
        && upper.is_none()
        && !has_point
        && let Some((low, high)) = neighbours(&reading.pending)
    {
        return Some(Numeral {
            end: index,
            value: f64::from(low),
            upper: Some(f64::from(high)),
            chinese: true,
            decimal: false,
            bare,
            digits: 0,
        });
    }
    let colloquial = colloquial_tail(&reading, text, index);
    let value = reading.total + reading.section + reading.pending_value() * colloquial + decimal;
    Some(
        Numeral {
            end: index,
            value: if has_point && power(char_at(text, index)).is_some() {
                let power = power(char_at(text, index)).unwrap_or(0);
                index += 1;
                value * TENS[power]
            } else {
                value
            },
            upper: upper.map(|more| value + more),
            chinese: true,
            decimal: has_point,
            bare,
            digits: 0,
        }
        .ending(index),
    )
}

impl Numeral {
    fn ending(mut self, end: usize) -> Self {
        self.end = end;
        self
    }
}

/// 一千五 is 1500 when nothing that could go on with 五 follows; 一百零五 keeps its 5.
fn colloquial_tail(reading: &Reading, text: &[char], end: usize) -> f64 {
    let one_digit = reading.pending.len() == 1;
    let before = end.checked_sub(2).map_or('\n', |at| char_at(text, at));
    if one_digit && reading.last_power >= 2 && power(before).is_some() {
        TENS[if reading.last_power == 8 {
            7
        } else {
            reading.last_power - 1
        }]
    } else {
        1.0
    }
}

/// Whether the numeral goes on after a line break that the page made.
fn continues(text: &[char], at: usize) -> bool {
    power(char_at(text, at + 1)).is_some()
}

/// 二三, 三五, 七八: two digits said for "two or three".
fn neighbours(pending: &[u8]) -> Option<(u8, u8)> {
    match pending {
        [low, high]
            if *low > 0 && (high.checked_sub(*low) == Some(1) || (*low, *high) == (3, 5)) =>
        {
            Some((*low, *high))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_are_read_in_every_script_they_are_written_in() {
        for (text, value, length) in [
            ("200名", 200.0, 3),
            ("1,290.6万元", 12_906_000.0, 8),
            ("559.04万元", 5_590_400.0, 7),
            ("1.2亿元", 120_000_000.0, 4),
            ("3千万", 30_000_000.0, 3),
            ("2万5千人", 25_000.0, 4),
            ("5千米", 5.0, 1),
            ("2,8月", 2.0, 1),
            ("十二所", 12.0, 2),
            ("二十四所", 24.0, 3),
            ("一百二十名", 120.0, 4),
            ("一百零五人", 105.0, 4),
            ("一千五百人次", 1500.0, 4),
            ("一千五\n百人次", 1500.0, 5),
            ("一万五", 15_000.0, 3),
            ("两千三百万元", 23_000_000.0, 5),
            ("一亿二千万元", 120_000_000.0, 5),
            ("二〇一〇年", 2010.0, 4),
            ("三点五个", 3.5, 3),
            ("三点五万人", 35_000.0, 4),
            ("两个", 2.0, 1),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let read = numeral(&chars, 0).unwrap();
            assert_eq!((read.value, read.end), (value, length), "{text}");
        }
    }

    #[test]
    fn two_neighbouring_digits_are_a_range() {
        for (text, low, high) in [
            ("二三十名", 20.0, 30.0),
            ("三五所", 3.0, 5.0),
            ("七八个", 7.0, 8.0),
            ("一百二三十人", 120.0, 130.0),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let read = numeral(&chars, 0).unwrap();
            assert_eq!((read.value, read.upper), (low, Some(high)), "{text}");
        }
    }
}
