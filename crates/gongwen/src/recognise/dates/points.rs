//! Days, months and years as they are written or said relative to today.

use super::{
    Found,
    civil::{date_of, iso, number_of_day, weekday},
};
use crate::{
    day::Day,
    recognise::{numbers::unsigned, text::Folded},
    understand::phrases::digit,
};

/// A point of the calendar, as far as it is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) year: Option<i32>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    pub(super) end: usize,
}

impl Point {
    /// The expression of the suites: XXXX-10-12, 2018-10, 2018.
    pub(super) fn timex(&self) -> String {
        let year = self
            .year
            .map_or("XXXX".to_owned(), |year| format!("{year:04}"));
        match (self.month, self.day) {
            (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
            (Some(month), None) => format!("{year}-{month:02}"),
            (None, Some(day)) => format!("{year}-XX-{day:02}"),
            (None, None) => year,
        }
    }

    /// The same with the first month and day filled in.
    pub(super) fn first_day(&self) -> String {
        Self {
            month: self.month.or(Some(1)),
            day: self.day.or(Some(1)),
            ..*self
        }
        .timex()
    }
}

/// The point that begins at `at`; `before` is the first end of a range, whose year and month hold on.
pub(super) fn point(text: &Folded, at: usize, today: Day, before: Option<Point>) -> Option<Point> {
    if text.before(at).is_ascii_digit() || digit(text.before(at)).is_some() {
        return None;
    }
    if let Some(point) = figures(text, at).or_else(|| said_day(text, at, today)) {
        return Some(point);
    }
    let (mut year, after_year) = match year(text, at, today) {
        Some((year, end)) => (Some(year), end),
        None => (None, at),
    };
    let begin = text.skip(after_year);
    let (month, after_month) = match month(text, begin, today) {
        Some((month, own_year, end)) => {
            year = year.or(own_year);
            (Some(month), end)
        }
        None => (None, after_year),
    };
    let day = match month {
        Some(_) => day(text, text.skip(after_month), true),
        None if year.is_none() => day(text, at, false),
        None => None,
    };
    let end = day.map_or(after_month, |(_, end)| end);
    if end == at {
        return None;
    }
    let day = day.map(|(day, _)| day);
    let (mut end, mut month) = (end, month);
    if let Some(first) = before {
        if year.is_none() && (month.is_some() || day.is_some()) {
            year = first.year;
        }
        if month.is_none() && day.is_some() {
            month = first.month;
        }
    }
    if day.is_some() {
        end = with_weekday(text, end);
    }
    Some(Point {
        year,
        month,
        day,
        end,
    })
}

/// 2010-01-29, 2010 01 29, 3-7-2017.
fn figures(text: &Folded, at: usize) -> Option<Point> {
    let mut numbers = [0_i32; 3];
    let mut lengths = [0_usize; 3];
    let mut place = at;
    let mut mark = '\n';
    for index in 0..3 {
        if index > 0 {
            let next = text.at(place);
            if !matches!(next, '-' | '/' | '.' | ' ') || index == 2 && next != mark {
                return None;
            }
            mark = next;
            place += 1;
        }
        while let Some(value) = text.at(place).to_digit(10) {
            numbers[index] = numbers[index]
                .checked_mul(10)?
                .checked_add(i32::try_from(value).ok()?)?;
            lengths[index] += 1;
            place += 1;
        }
        if lengths[index] == 0 || lengths[index] > 4 {
            return None;
        }
    }
    if text.before(at) == '.' || text.at(place) == '.' && text.at(place + 1).is_ascii_digit() {
        return None;
    }
    let (year, month, day) = match lengths {
        [4, 1..=2, 1..=2] => (numbers[0], numbers[1], numbers[2]),
        [1..=2, 1..=2, 4] if mark != ' ' => (numbers[2], numbers[1], numbers[0]),
        _ => return None,
    };
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    valid.then_some(Point {
        year: Some(year),
        month: u8::try_from(month).ok(),
        day: u8::try_from(day).ok(),
        end: place,
    })
}

/// 今天, 大后天, 昨日.
fn said_day(text: &Folded, at: usize, today: Day) -> Option<Point> {
    const DAYS: [(&str, i64); 12] = [
        ("大后天", 3),
        ("大前天", -3),
        ("今天", 0),
        ("今日", 0),
        ("明天", 1),
        ("明日", 1),
        ("后天", 2),
        ("昨天", -1),
        ("昨日", -1),
        ("前天", -2),
        ("最近", 0),
        ("当日", 0),
    ];
    let (words, offset) = DAYS
        .iter()
        .find(|(words, _)| text.spaced(at, words).is_some())?;
    let end = at + words.chars().count();
    // 《明日之后》, 今日头条 are names.
    if text.before(at) == '《' || text.any(end, &["头条", "之后》"]).is_some() {
        return None;
    }
    let (year, month, day) = date_of(number_of_day(today) + offset);
    Some(Point {
        year: Some(year),
        month: Some(month),
        day: Some(day),
        end,
    })
}

/// 2018年, 零八年, 两千零四年, 明年.
fn year(text: &Folded, at: usize, today: Day) -> Option<(i32, usize)> {
    const SAID: [(&str, i32); 6] = [
        ("今年", 0),
        ("本年", 0),
        ("明年", 1),
        ("去年", -1),
        ("前年", -2),
        ("后年", 2),
    ];
    if let Some((end, offset)) = SAID
        .iter()
        .find_map(|(words, offset)| text.spaced(at, words).map(|end| (end, *offset)))
    {
        return Some((i32::from(today.year()) + offset, end));
    }
    let mut digits = Vec::new();
    let mut place = at;
    while let Some(value) = text
        .at(place)
        .to_digit(10)
        .or_else(|| digit(text.at(place)).map(u32::from))
    {
        digits.push(i32::try_from(value).ok()?);
        place += 1;
        if digits.len() > 4 {
            return None;
        }
    }
    let named = |end: usize| (text.at(text.skip(end)) == '年').then(|| text.skip(end) + 1);
    let value = digits.iter().fold(0, |value, digit| value * 10 + digit);
    match digits.len() {
        3 | 4 => Some((value, named(place)?)),
        2 => {
            let end = named(place)?;
            let month_follows = month(text, text.skip(end), today).is_some();
            (digits[0] == 0 || month_follows).then_some((2000 + value, end))
        }
        _ => {
            let read = unsigned(text, at).filter(|read| {
                (1000.0..=2100.0).contains(&read.value) && read.value.fract() == 0.0
            })?;
            let value = (1000..=2100).find(|year| f64::from(*year) == read.value)?;
            Some((value, named(read.end)?))
        }
    }
}

/// 10月, 十二月, 本月, 下个月; a relative month knows its year.
fn month(text: &Folded, at: usize, today: Day) -> Option<(u8, Option<i32>, usize)> {
    const SAID: [(&str, i32); 7] = [
        ("这个月", 0),
        ("下个月", 1),
        ("上个月", -1),
        ("本月", 0),
        ("当月", 0),
        ("下月", 1),
        ("上月", -1),
    ];
    if let Some((end, offset)) = SAID
        .iter()
        .find_map(|(words, offset)| text.spaced(at, words).map(|end| (end, *offset)))
    {
        let months = i32::from(today.year()) * 12 + i32::from(today.month()) - 1 + offset;
        let month = u8::try_from(months.rem_euclid(12) + 1).ok()?;
        return Some((month, Some(months.div_euclid(12)), end));
    }
    let (value, end) = small(text, at, 12)?;
    let mark = text.skip(end);
    (text.at(mark) == '月').then(|| {
        (
            value,
            None,
            mark + 1 + usize::from(text.at(mark + 1) == '份'),
        )
    })
}

/// 15日, 二十号; after a month also 十五 alone.
fn day(text: &Folded, at: usize, after_month: bool) -> Option<(u8, usize)> {
    let (value, end) = small(text, at, 31)?;
    if matches!(text.at(end), '日' | '号') && text.at(end + 1) != '楼' {
        return Some((value, end + 1));
    }
    let alone = after_month
        && !text.at(at).is_ascii_digit()
        && matches!(text.at(end), '\n' | ' ' | ',' | '。');
    alone.then_some((value, end))
}

/// A whole number from 1 to `most`.
pub(super) fn small(text: &Folded, at: usize, most: u8) -> Option<(u8, usize)> {
    let read = unsigned(text, at)?;
    (1..=most)
        .find(|value| f64::from(*value) == read.value)
        .map(|value| (value, read.end))
}

/// 10月12号，星期一: the weekday belongs to the date.
fn with_weekday(text: &Folded, end: usize) -> usize {
    let mut place = end;
    while matches!(text.at(place), ' ' | ',' | '(') {
        place += 1;
    }
    match week_name(text, place) {
        Some((_, after)) if place > end => after,
        _ => end,
    }
}

/// 星期一, 周五, 礼拜日: number and end.
pub(super) fn week_name(text: &Folded, at: usize) -> Option<(u8, usize)> {
    let end = text.any(at, &["星期", "礼拜", "周"])?;
    let value = match text.at(end) {
        '日' | '天' => 7,
        char => digit(char).filter(|value| (1..=6).contains(value))?,
    };
    Some((value, end + 1))
}

/// 星期一, 这个星期一, 下周五.
pub(super) fn weekday_point(text: &Folded, at: usize, today: Day) -> Option<Found> {
    const SAID: [(&str, i64); 8] = [
        ("这个", 0),
        ("下个", 1),
        ("上个", -1),
        ("本", 0),
        ("这", 0),
        ("下", 1),
        ("上", -1),
        ("", 9),
    ];
    let (begin, offset) = SAID
        .iter()
        .find_map(|(words, offset)| text.spaced(at, words).map(|end| (end, *offset)))?;
    let (value, end) = week_name(text, begin)?;
    let timex = if offset == 9 {
        format!("XXXX-WXX-{value}")
    } else {
        let today = number_of_day(today);
        iso(today - weekday(today) + i64::from(value) + offset * 7)
    };
    Some(Found::new(at, end, "date", timex))
}

/// Feasts by month and day; those of the moon calendar by its own month and day.
pub(super) fn feast(text: &Folded, at: usize, today: Day) -> Option<Found> {
    const FEASTS: [(&str, &str); 24] = [
        ("元旦节", "01-01"),
        ("元旦", "01-01"),
        ("新年", "01-01"),
        ("春节", "01-01"),
        ("元宵节", "01-15"),
        ("情人节", "02-14"),
        ("妇女节", "03-08"),
        ("植树节", "03-12"),
        ("清明节", "04-04"),
        ("清明", "04-04"),
        ("劳动节", "05-01"),
        ("青年节", "05-04"),
        ("端午节", "05-05"),
        ("端午", "05-05"),
        ("儿童节", "06-01"),
        ("建党节", "07-01"),
        ("建军节", "08-01"),
        ("中秋节", "08-15"),
        ("中秋", "08-15"),
        ("重阳节", "09-09"),
        ("教师节", "09-10"),
        ("国庆节", "10-01"),
        ("国庆", "10-01"),
        ("圣诞节", "12-25"),
    ];
    let (year, begin) = match year(text, at, today) {
        Some((year, end)) => (format!("{year:04}"), end),
        None => ("XXXX".to_owned(), at),
    };
    let (end, day) = FEASTS
        .iter()
        .find_map(|(words, day)| text.spaced(begin, words).map(|end| (end, *day)))?;
    Some(Found::new(at, end, "date", format!("{year}-{day}")))
}
