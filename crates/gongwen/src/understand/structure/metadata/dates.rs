//! Dates as papers are signed with: 2024年3月21日, 二〇一〇年二月二十五日, 2025-04-18.

use crate::{
    day::Day,
    understand::structure::{
        chars::{at, cut, digit, han_digit, is_blank},
        markers::number_at,
    },
};

/// The day written at `start` and where it ends.
pub(crate) fn day_at(chars: &[char], start: usize) -> Option<(Day, usize)> {
    let (year, after) = year_at(chars, start)?;
    let mut index = skip(chars, after);
    let by_words = at(chars, index) == '年';
    if !by_words && !matches!(at(chars, index), '-' | '.' | '/' | '－' | '．') {
        return None;
    }
    index = skip(chars, index + 1);
    let (month, after) = number_at(chars, index)?;
    index = skip(chars, after);
    if by_words && at(chars, index) != '月'
        || !by_words && !matches!(at(chars, index), '-' | '.' | '/' | '－' | '．')
    {
        return None;
    }
    index = skip(chars, index + 1);
    let (day, after) = number_at(chars, index)?;
    let closing = skip(chars, after);
    if by_words && !matches!(at(chars, closing), '日' | '号') {
        return None;
    }
    let end = if by_words { closing + 1 } else { after };
    let day = Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)?;
    Some((day, end))
}

/// The year written at `start`, 2024 or 二〇二四, without 年.
pub(crate) fn year_at(chars: &[char], start: usize) -> Option<(i16, usize)> {
    // 二O二三: the letter typed for the zero.
    let zero = |c: char| matches!(c, 'O' | 'o').then_some(0);
    let value = |c: char| digit(c).or_else(|| han_digit(c)).or_else(|| zero(c));
    if !matches!(at(chars, start), '1' | '2' | '１' | '２' | '一' | '二') {
        return None;
    }
    let mut year = 0_u32;
    for offset in 0..4 {
        year = year * 10 + value(at(chars, start + offset))?;
    }
    let before = if start == 0 {
        '\0'
    } else {
        at(chars, start - 1)
    };
    let apart = value(at(chars, start + 4)).is_none() && value(before).is_none() && before != '.';
    let year = i16::try_from(year)
        .ok()
        .filter(|year| (1980..=2069).contains(year))?;
    apart.then_some((year, start + 4))
}

/// The day when the line holds a date and nothing else; also one that lost its 年, 月 and 日 (2024321).
pub(crate) fn whole_line(line: &[char]) -> Option<Day> {
    let start = usize::from(matches!(at(line, 0), '（' | '('));
    if let Some((day, end)) = day_at(line, start) {
        let rest = cut(line, end, line.len());
        let printed = rest
            .iter()
            .all(|&c| is_blank(c) || matches!(c, '）' | ')' | '印' | '发' | '制'));
        return printed.then_some(day);
    }
    squeezed(line)
}

/// `2024321`: the signs between year, month and day were lost. Only when one reading is possible.
fn squeezed(line: &[char]) -> Option<Day> {
    if !(6..=8).contains(&line.len()) || !line.iter().all(|c| digit(*c).is_some()) {
        return None;
    }
    let value = |from: usize, to: usize| {
        cut(line, from, to)
            .iter()
            .fold(0_u32, |sum, c| sum * 10 + digit(*c).unwrap_or(0))
    };
    let year = i16::try_from(value(0, 4))
        .ok()
        .filter(|year| (1980..=2069).contains(year))?;
    let mut readings = (5..line.len()).filter_map(|cut_at| {
        let zero = at(line, cut_at) == '0' || at(line, 4) == '0' && line.len() < 8;
        if zero {
            return None;
        }
        Day::new(
            year,
            u8::try_from(value(4, cut_at)).ok()?,
            u8::try_from(value(cut_at, line.len())).ok()?,
        )
    });
    let first = readings.next()?;
    readings.next().is_none().then_some(first)
}

/// Passes over blanks inside a date.
fn skip(chars: &[char], mut index: usize) -> usize {
    let limit = index + 3;
    while index < limit && is_blank(at(chars, index)) {
        index += 1;
    }
    index
}

#[cfg(test)]
mod tests {
    use super::whole_line;

    #[test]
    fn dates_of_signature_are_read() {
        for (text, day) in [
            ("2024年3月21日", Some("2024-03-21")),
            ("二〇一〇年二月二十五日", Some("2010-02-25")),
            ("二○一二年二月六日印发", Some("2012-02-06")),
            ("二O二三年三月八日", Some("2023-03-08")),
            ("2025-04-18", Some("2025-04-18")),
            ("2024 年 3 月 5 日", Some("2024-03-05")),
            ("2024321", Some("2024-03-21")),
            ("2024111", None),
            ("2024年3月", None),
            ("2024年2月30日", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(
                whole_line(&chars).map(|day| day.to_string()).as_deref(),
                day,
                "{text}"
            );
        }
    }
}
