//! Numbers in every script, spaced, signed, as fractions and powers.

use super::{Entity, every, text::Folded, written};
use crate::understand::phrases::{digit, power};

/// A number and where it ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Read {
    pub(super) value: f64,
    pub(super) end: usize,
    /// 余, 多, 几 stood inside: the number is a lower bound.
    pub(super) open: bool,
}

/// All numbers.
pub(super) fn find(text: &Folded) -> Vec<Entity> {
    every(text, |text, at| {
        let read = number(text, at)?;
        Some(Entity {
            start: at,
            end: read.end,
            kind: "number",
            value: written(read.value),
            unit: None,
        })
    })
}

/// All ordinals.
pub(super) fn find_ordinals(text: &Folded) -> Vec<Entity> {
    every(text, |text, at| {
        if text.at(at) != '第' {
            return None;
        }
        let read = unsigned(text, text.skip(at + 1))?;
        Some(Entity {
            start: at,
            end: read.end,
            kind: "ordinal",
            value: written(read.value),
            unit: None,
        })
    })
}

/// The number that begins at `at`, with its sign; fractions and powers included.
pub(super) fn number(text: &Folded, at: usize) -> Option<Read> {
    let (sign, begin) = sign(text, at);
    let first = unsigned(text, begin)?;
    let signed = Read {
        value: sign * first.value,
        ..first
    };
    if let Some(read) = parts(text, signed)
        .or_else(|| over(text, signed, sign))
        .or_else(|| raised(text, first, sign))
    {
        return Some(read);
    }
    Some(signed)
}

/// 负 and -, unless the dash joins two numbers.
fn sign(text: &Folded, at: usize) -> (f64, usize) {
    let minus = text.at(at) == '-' && !text.before(at).is_ascii_alphanumeric();
    if text.at(at) == '负' || minus {
        (-1.0, text.skip(at + 1))
    } else {
        (1.0, at)
    }
}

/// 五分之一, 三百五又三分之一.
fn parts(text: &Folded, first: Read) -> Option<Read> {
    let next = text.skip(first.end);
    if let Some(end) = text.spaced(next, "分之") {
        let (sign, begin) = sign(text, text.skip(end));
        let top = unsigned(text, begin)?;
        return (first.value != 0.0).then_some(Read {
            value: sign * top.value / first.value,
            end: top.end,
            open: false,
        });
    }
    if text.at(next) == '又' {
        let bottom = unsigned(text, text.skip(next + 1))?;
        let fraction = parts(text, bottom)?;
        return Some(Read {
            value: first.value + fraction.value,
            ..fraction
        });
    }
    None
}

/// 3/2 and 1 4/3.
fn over(text: &Folded, first: Read, sign: f64) -> Option<Read> {
    let divided = |read: Read| {
        if text.at(read.end) != '/' {
            return None;
        }
        let bottom = unsigned(text, read.end + 1)?;
        (bottom.value != 0.0).then_some(Read {
            value: read.value / bottom.value,
            end: bottom.end,
            open: false,
        })
    };
    if let Some(read) = divided(first) {
        return Some(read);
    }
    if text.at(first.end) == ' ' && text.before(first.end).is_ascii_digit() {
        let top = arabic(text, first.end + 1)?;
        let fraction = divided(top)?;
        return Some(Read {
            value: first.value + sign * fraction.value,
            ..fraction
        });
    }
    None
}

/// 2^-1.
fn raised(text: &Folded, first: Read, sign: f64) -> Option<Read> {
    if text.at(first.end) != '^' {
        return None;
    }
    let mut at = first.end + 1;
    let mut direction = 1.0;
    while matches!(text.at(at), '+' | '-') {
        if text.at(at) == '-' {
            direction = -direction;
        }
        at += 1;
    }
    let exponent = arabic(text, at)?;
    Some(Read {
        value: sign * first.value.powf(direction * exponent.value),
        ..exponent
    })
}

/// What is known of a numeral while it is read.
#[derive(Default)]
struct Numeral {
    total: f64,
    section: f64,
    /// The coefficient of the next power of ten.
    pending: Option<f64>,
    /// Chinese digits in the coefficient, leading zeros included.
    digits: usize,
    last_power: Option<usize>,
    open: bool,
}

/// The number without sign that begins at `at`.
pub(super) fn unsigned(text: &Folded, at: usize) -> Option<Read> {
    let mut numeral = Numeral::default();
    let mut end = at;
    let mut after_power = false;
    loop {
        let place = if end > at { text.skip(end) } else { at };
        let char = text.at(place);
        let apart = place > end;
        if let Some(value) = digit(char) {
            if apart && !after_power || !numeral.push(value, after_power) {
                break;
            }
            after_power = false;
            end = place + 1;
        } else if char.is_ascii_digit() || char == '.' && end == at {
            if numeral.pending.is_some() || apart && !after_power {
                break;
            }
            let Some(read) = arabic(text, place) else {
                break;
            };
            numeral.pending = Some(read.value);
            numeral.digits = 0;
            after_power = false;
            end = read.end;
        } else if let Some(power) = power(char) {
            if is_unit(text, place) || !numeral.take(power, end == at) {
                break;
            }
            after_power = true;
            end = place + 1;
        } else if matches!(char, '余' | '多' | '几')
            && end > at
            && followed_by_power(text, place + 1)
        {
            numeral.open = true;
            after_power = false;
            end = text.skip(place + 1);
        } else {
            break;
        }
    }
    if end == at || numeral.two_readings() || is_other_word(text, at, end) {
        return None;
    }
    let mut value = numeral.value();
    if let Some((fraction, after)) = decimals(text, end) {
        value += fraction;
        end = after;
        while let Some(power) = power(text.at(end)).filter(|power| *power >= 4) {
            value *= 10_f64.powi(i32::try_from(power).unwrap_or(0));
            end += 1;
        }
    }
    if text.at(end) == '打' && !matches!(text.at(end + 1), '造' | '击' | '通' | '赢' | '破' | '牢')
    {
        value *= 12.0;
        end += 1;
    }
    Some(Read {
        value,
        end,
        open: numeral.open,
    })
}

impl Numeral {
    /// Takes a Chinese digit; refuses one that belongs to another number.
    fn push(&mut self, value: u8, after_power: bool) -> bool {
        let value = f64::from(value);
        match self.pending {
            Some(_) if self.digits == 0 => return false,
            Some(before) => {
                if self.last_power.is_some() && before != 0.0 {
                    return false;
                }
                self.pending = Some(before * 10.0 + value);
            }
            None => self.pending = Some(value),
        }
        self.digits = if after_power { 1 } else { self.digits + 1 };
        true
    }

    /// Takes a power of ten; refuses 五十千 and a lone 万.
    fn take(&mut self, power: usize, first: bool) -> bool {
        let exponent = i32::try_from(power).unwrap_or(0);
        if power < 4 {
            if self.pending.is_none() && !first && self.last_power.is_some_and(|last| last < 4) {
                return false;
            }
            let value = self.pending.filter(|value| *value != 0.0).unwrap_or(1.0);
            self.section += value * 10_f64.powi(exponent);
        } else {
            let base = self.section + self.pending.unwrap_or(0.0);
            if power == 4 {
                if base == 0.0 {
                    return false;
                }
                self.total += base * 1e4;
            } else {
                if base + self.total == 0.0 {
                    return false;
                }
                self.total = (self.total + base) * 1e8;
            }
            self.section = 0.0;
        }
        // 二三十 says two numbers at once.
        if self.digits == 2 && self.pending.is_some_and(|value| value > 10.0) {
            self.digits = 99;
        } else {
            self.digits = 0;
        }
        self.pending = None;
        self.last_power = Some(power);
        true
    }

    fn two_readings(&self) -> bool {
        self.digits == 99
    }

    /// The value; the digit after 百, 千, 万 of 四百五 counts tens of it.
    fn value(&self) -> f64 {
        let rest = match (self.pending, self.last_power) {
            (Some(value), Some(power)) if self.digits == 1 && power >= 2 && value != 0.0 => {
                value * 10_f64.powi(i32::try_from(power).unwrap_or(1) - 1)
            }
            (Some(value), _) => value,
            (None, _) => 0.0,
        };
        self.total + self.section + rest
    }
}

/// Digits, thousands separators, a decimal point, an exponent, k.
fn arabic(text: &Folded, at: usize) -> Option<Read> {
    let mut whole = String::new();
    let mut end = at;
    loop {
        let char = text.at(end);
        if char.is_ascii_digit() {
            whole.push(char);
            end += 1;
        } else if char == ',' && separates(text, at, end) {
            end += 1;
        } else {
            break;
        }
    }
    let mut dotted = text.at(end) == '.' && text.at(end + 1).is_ascii_digit();
    if dotted {
        let after = digits_end(text, end + 1);
        // 2222.2222.22222 is a list, not a number with points.
        let list = text.at(after) == '.' && text.at(after + 1).is_ascii_digit()
            || text.before(at) == '.' && text.before(at.saturating_sub(1)).is_ascii_digit();
        let tail = whole.is_empty() && text.before(at).is_ascii_digit();
        dotted = !list && !tail;
        if dotted {
            whole.push('.');
            whole.extend((end + 1..after).map(|index| text.at(index)));
            end = after;
        }
    }
    if whole.is_empty() {
        return None;
    }
    if matches!(text.at(end), 'e' | 'E') {
        let signed = end + 1 + usize::from(matches!(text.at(end + 1), '+' | '-'));
        let after = digits_end(text, signed);
        if after > signed {
            whole.extend((end..after).map(|index| text.at(index)));
            end = after;
        }
    }
    if whole.starts_with('.') {
        whole.insert(0, '0');
    }
    let mut value: f64 = whole.parse().ok()?;
    if matches!(text.at(end), 'k' | 'K') && !text.at(end + 1).is_ascii_alphanumeric() {
        value *= 1000.0;
        end += 1;
    }
    Some(Read {
        value,
        end,
        open: false,
    })
}

fn digits_end(text: &Folded, mut at: usize) -> usize {
    while text.at(at).is_ascii_digit() {
        at += 1;
    }
    at
}

/// A comma between one to three digits and exactly three.
fn separates(text: &Folded, at: usize, comma: usize) -> bool {
    let group = (at..comma)
        .rev()
        .take_while(|&index| text.at(index).is_ascii_digit())
        .count();
    let first = comma - group == at;
    digits_end(text, comma + 1) == comma + 4 && (group == 3 || first && group < 3) && group > 0
}

/// 点五四 after a number.
fn decimals(text: &Folded, end: usize) -> Option<(f64, usize)> {
    let point = text.skip(end);
    if text.at(point) != '点' {
        return None;
    }
    let mut at = text.skip(point + 1);
    let mut value = 0.0;
    let mut place = 0.1;
    let begin = at;
    while let Some(next) = digit(text.at(at)).filter(|_| text.at(at) != '两') {
        value += f64::from(next) * place;
        place /= 10.0;
        at += 1;
    }
    (at > begin).then_some((value, at))
}

fn followed_by_power(text: &Folded, at: usize) -> bool {
    power(text.at(text.skip(at))).is_some_and(|power| power >= 4)
}

/// 千米, 千克, 千瓦, 千字节.
fn is_unit(text: &Folded, at: usize) -> bool {
    text.at(at) == '千' && matches!(text.at(at + 1), '米' | '克' | '瓦' | '字')
}

/// 登陆, 收拾, 十足, 四川: numerals in words that say no number.
fn is_other_word(text: &Folded, at: usize, end: usize) -> bool {
    if end != at + 1 {
        return text.at(at).is_ascii_digit() && text.before(at).is_ascii_alphabetic();
    }
    match text.at(at) {
        '陆' | '伍' | '肆' | '拾' | '柒' | '捌' | '玖' | '叁' | '仟' | '佰' | '百' | '千' => {
            true
        }
        '十' => matches!(text.at(end), '足' | '分'),
        '四' => text.at(end) == '川',
        '一' => matches!(
            text.at(end),
            '切' | '样' | '些' | '起' | '直' | '定' | '般' | '律' | '旦' | '致'
        ),
        char => char.is_ascii_digit() && text.before(at).is_ascii_alphabetic(),
    }
}
