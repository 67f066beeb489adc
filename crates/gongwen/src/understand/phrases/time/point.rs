//! Points of the calendar: 2025年10月底, 二季度, 10月中旬, 2024.12.

use super::calendar::{Part, Point, Year};
use crate::understand::{
    heads::Heads,
    phrases::{
        numerals::{digit, numeral},
        scan::{any_starts, char_at, char_before, starts},
    },
};

/// A point and where its words end.
pub(super) struct Read {
    pub(super) point: Point,
    /// 底, 末 said with it, as in 月底, 年末.
    pub(super) end_said: bool,
    /// After the last word.
    pub(super) to: usize,
}

/// A point that begins at `at`; `inherited` is the point before it in a range or list.
pub(super) fn point(text: &[char], at: usize, inherited: Option<Point>) -> Option<Read> {
    if let Some(read) = dotted(text, at) {
        return Some(read);
    }
    let (year, after_year) = year(text, at).unwrap_or((Year::Unsaid, at));
    let said = after_year > at;
    if let Some(rest) = part(text, after_year, said) {
        let year = match (year, inherited) {
            (Year::Unsaid, Some(before)) => before.year,
            (year, _) => year,
        };
        return Some(Read {
            point: Point { year, part: rest.0 },
            end_said: rest.1,
            to: rest.2,
        });
    }
    if said {
        return Some(Read {
            point: Point {
                year,
                part: Part::Year,
            },
            end_said: false,
            to: after_year,
        });
    }
    if let Some(Point {
        part: Part::Day(month, _) | Part::Month(month),
        year,
    }) = inherited
    {
        let (day, to) = day_number(text, at)?;
        return Some(Read {
            point: Point {
                year,
                part: Part::Day(month, day),
            },
            end_said: false,
            to,
        });
    }
    None
}

/// 2025年, 二〇二五年, 今年, 明年, 次年; also the bare first year of 2024-2026年.
pub(super) fn year(text: &[char], at: usize) -> Option<(Year, usize)> {
    const RELATIVE: [(&str, Year); 14] = [
        ("今年", Year::Relative(0)),
        ("本年度", Year::Relative(0)),
        ("本年", Year::Relative(0)),
        ("当年", Year::Relative(0)),
        ("全年", Year::Relative(0)),
        ("明年", Year::Relative(1)),
        ("次年", Year::Next),
        ("翌年", Year::Next),
        ("去年", Year::Relative(-1)),
        ("后年", Year::Relative(2)),
        ("来年", Year::Relative(1)),
        ("上年度", Year::Relative(-1)),
        ("上年", Year::Relative(-1)),
        ("第二年", Year::Next),
    ];
    const HEADS: Heads = Heads::of_pairs(&RELATIVE);
    if HEADS.hold(char_at(text, at))
        && let Some((words, year)) = RELATIVE.iter().find(|(words, _)| starts(text, at, words))
    {
        return Some((*year, at + words.chars().count()));
    }
    let (value, end) = four_digits(text, at)?;
    (char_at(text, end) == '年' && char_at(text, end + 1) != '级')
        .then_some((Year::Given(value), end + 1))
}

/// Four digits that can be a year.
pub(super) fn four_digits(text: &[char], at: usize) -> Option<(i16, usize)> {
    if char_before(text, at).is_ascii_digit() {
        return None;
    }
    let mut value = 0_i16;
    for index in at..at + 4 {
        let char = char_at(text, index);
        let digit = char
            .to_digit(10)
            .and_then(|digit| i16::try_from(digit).ok())
            .or_else(|| digit(char).map(i16::from))?;
        value = value * 10 + digit;
    }
    ((1949..=2100).contains(&value) && !char_at(text, at + 4).is_ascii_digit())
        .then_some((value, at + 4))
}

/// The part of the year that begins at `at`: part, whether 底 or 末 was said with it, end.
fn part(text: &[char], at: usize, after_year: bool) -> Option<(Part, bool, usize)> {
    const HALVES: [(&str, u8); 2] = [("上半年", 1), ("下半年", 2)];
    for (words, half) in HALVES {
        if starts(text, at, words) {
            return Some((Part::Half(half), false, at + 3));
        }
    }
    if let Some((quarter, to)) = quarter(text, at) {
        return Some((Part::Quarter(quarter), false, to));
    }
    if let Some((month, to)) = month(text, at) {
        return Some(in_month(text, month, to));
    }
    const YEAR_ENDS: [&str; 5] = ["年底", "年末", "底", "末", "内"];
    let ends_year = if after_year {
        any_starts(text, at, &YEAR_ENDS)
    } else if char_before(text, at).is_ascii_digit() || digit(char_before(text, at)).is_some() {
        None
    } else {
        any_starts(text, at, &["年底", "年末", "年内", "岁末"])
    };
    ends_year.map(|length| (Part::Year, true, at + length))
}

/// 一季度, 第三季度, 1季度.
fn quarter(text: &[char], at: usize) -> Option<(u8, usize)> {
    let begin = at + usize::from(char_at(text, at) == '第');
    let char = char_at(text, begin);
    let number = char
        .to_digit(10)
        .and_then(|digit| u8::try_from(digit).ok())
        .or_else(|| digit(char))?;
    let length = any_starts(text, begin + 1, &["个季度", "季度", "季"])?;
    (1..=4)
        .contains(&number)
        .then_some((number, begin + 1 + length))
}

/// 4月, 十月份.
pub(super) fn month(text: &[char], at: usize) -> Option<(u8, usize)> {
    let (number, end) = small_number(text, at, 12)?;
    if char_at(text, end) != '月' || char_at(text, end + 1) == '度' {
        return None;
    }
    Some((
        number,
        end + 1 + usize::from(char_at(text, end + 1) == '份'),
    ))
}

/// A number of one or two digits up to `most`, not part of a longer one.
pub(super) fn small_number(text: &[char], at: usize, most: u8) -> Option<(u8, usize)> {
    let before = char_before(text, at);
    if before.is_ascii_digit() || before == '.' || before == '第' {
        return None;
    }
    let read = numeral(text, at)?;
    if read.decimal || read.upper.is_some() && read.end - at != 2 || read.end - at > 3 {
        return None;
    }
    let value = (1..=most).find(|number| f64::from(*number) == read.value)?;
    (read.upper.is_none()).then_some((value, read.end))
}

/// What stands after a month: a day, 上旬, 底.
pub(super) fn in_month(text: &[char], month: u8, to: usize) -> (Part, bool, usize) {
    const TENTHS: [(&str, u8, u8); 8] = [
        ("上中旬", 1, 20),
        ("上、中旬", 1, 20),
        ("中下旬", 11, 0),
        ("中、下旬", 11, 0),
        ("上旬", 1, 10),
        ("中旬", 11, 20),
        ("下旬", 21, 0),
        ("月初", 1, 10),
    ];
    for (words, first, last) in TENTHS {
        if starts(text, to, words) {
            return (
                Part::Days(month, first, last),
                false,
                to + words.chars().count(),
            );
        }
    }
    if let Some((day, end)) = day_number(text, to) {
        return (Part::Day(month, day), false, end);
    }
    match char_at(text, to) {
        '底' | '末' => (Part::Month(month), true, to + 1),
        '初' if !matches!(
            char_at(text, to + 1),
            '中' | '步' | '级' | '三' | '二' | '一' | '赛' | '审' | '评' | '稿' | '高'
        ) =>
        {
            (Part::Days(month, 1, 10), false, to + 1)
        }
        _ => (Part::Month(month), false, to),
    }
}

/// 15日, 二十号; a clock time after it is dropped.
pub(super) fn day_number(text: &[char], at: usize) -> Option<(u8, usize)> {
    let (day, end) = small_number(text, at, 31)?;
    (matches!(char_at(text, end), '日' | '号') && !matches!(char_at(text, end + 1), '楼' | '文'))
        .then_some((day, end + 1))
}

/// 2024.12, 2024-05-20, 2024/5/20: dates in figures.
fn dotted(text: &[char], at: usize) -> Option<Read> {
    let (year, end) = four_digits(text, at)?;
    let mark = char_at(text, end);
    if !matches!(mark, '.' | '/' | '-') {
        return None;
    }
    let (month, after_month) = figures(text, end + 1, 12)?;
    let day = (char_at(text, after_month) == mark)
        .then(|| figures(text, after_month + 1, 31))
        .flatten();
    if day.is_none() && mark == '/' {
        return None;
    }
    let (part, to) = match day {
        Some((day, to)) => (Part::Day(month, day), to),
        None => (Part::Month(month), after_month),
    };
    Some(Read {
        point: Point {
            year: Year::Given(year),
            part,
        },
        end_said: false,
        to,
    })
}

/// One or two digits up to `most`, with nothing numeric after them.
fn figures(text: &[char], at: usize, most: u8) -> Option<(u8, usize)> {
    let mut value = 0_u8;
    let mut end = at;
    while let Some(digit) = char_at(text, end).to_digit(10).filter(|_| end < at + 2) {
        value = value * 10 + u8::try_from(digit).ok()?;
        end += 1;
    }
    let whole =
        !char_at(text, end).is_ascii_digit() && !matches!(char_at(text, end), '年' | '%' | '万');
    (end > at && whole && (1..=most).contains(&value)).then_some((value, end))
}
