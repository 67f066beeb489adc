//! Spans of time and rhythms: 8天20小时, 半个月, 5年前, 每周一.

use super::{
    Found,
    civil::{iso, number_of_day},
    periods::shifted_year,
    points::week_name,
};
use crate::{
    day::Day,
    recognise::{
        numbers::{Read, unsigned},
        text::Folded,
        written,
    },
};

/// Units in the order of a duration expression; the second value tells units of the day apart.
const UNITS: [(&[&str], char, bool); 7] = [
    (&["年"], 'Y', false),
    (&["个月"], 'M', false),
    (&["个星期", "个礼拜", "星期", "周"], 'W', false),
    (&["天", "日"], 'D', false),
    (&["个小时", "小时", "时"], 'H', true),
    (&["分钟"], 'M', true),
    (&["秒钟", "秒"], 'S', true),
];

/// A span of time: 两年, 一个星期又三天.
pub(super) fn duration(text: &Folded, at: usize) -> Option<Found> {
    let mut parts: [Option<f64>; 7] = [None; 7];
    let mut end = at;
    loop {
        let place = if end == at {
            at
        } else {
            text.any(end, &["又", "多", "余", "零"])
                .unwrap_or(text.skip(end))
        };
        let Some((index, value, after)) = part(text, place) else {
            break;
        };
        if parts[index].is_some() {
            break;
        }
        parts[index] = Some(value);
        end = after;
    }
    if end == at || is_time_of_day(text, at, end, &parts) {
        return None;
    }
    let write = |clock: bool| -> String {
        parts
            .iter()
            .zip(&UNITS)
            .filter(|(_, unit)| unit.2 == clock)
            .filter_map(|(value, unit)| value.map(|value| format!("{}{}", written(value), unit.1)))
            .collect()
    };
    let (days, clock) = (write(false), write(true));
    let clock = if clock.is_empty() {
        clock
    } else {
        format!("T{clock}")
    };
    Some(Found::new(at, end, "duration", format!("P{days}{clock}")))
}

/// One number with its unit: index of the unit, number, end.
fn part(text: &Folded, at: usize) -> Option<(usize, f64, usize)> {
    let read = half(text, at).or_else(|| unsigned(text, at))?;
    let unit = text.skip(read.end);
    UNITS.iter().enumerate().find_map(|(index, (words, ..))| {
        let end = text.any(unit, words)?;
        let year =
            index == 0 && (read.value >= 1000.0 || text.at(end) == '代' || text.at(end) == '级');
        (!year).then_some((index, read.value, end))
    })
}

/// 半小时, 半个月.
fn half(text: &Folded, at: usize) -> Option<Read> {
    (text.at(at) == '半').then_some(Read {
        value: 0.5,
        end: at + 1,
        open: false,
    })
}

/// 20时 and 16日 alone are a time and a day, not a span.
fn is_time_of_day(text: &Folded, at: usize, end: usize, parts: &[Option<f64>; 7]) -> bool {
    let alone = parts.iter().flatten().count() == 1;
    alone
        && (matches!(text.before(end), '日')
            || text.before(end) == '时' && text.before(end - 1) != '小')
        || text.before(at).is_ascii_digit()
        || text.before(at) == '第'
}

/// 5年前, 5天前.
pub(super) fn ago(text: &Folded, at: usize, today: Day) -> Option<Found> {
    let (index, value, end) = part(text, at)?;
    let end = text.any(end, &["之前", "以前", "前"])?;
    if text.before(at).is_ascii_digit() {
        return None;
    }
    let count = (0..10_000).find(|count| f64::from(*count) == value)?;
    let day = match UNITS[index].1 {
        'Y' => shifted_year(today, -count)?,
        'W' => number_of_day(today) - 7 * i64::from(count),
        'D' => number_of_day(today) - i64::from(count),
        _ => return None,
    };
    Some(Found::new(at, end, "date", iso(day)))
}

/// 每天, 每个星期, 每周一.
pub(super) fn set(text: &Folded, at: usize) -> Option<Found> {
    let begin = text.any(at, &["每个", "每"])?;
    if let Some((day, end)) = week_name(text, begin) {
        return Some(Found::new(at, end, "set", format!("XXXX-WXX-{day}")));
    }
    const PERIODS: [(&[&str], &str); 4] = [
        (&["天", "日"], "P1D"),
        (&["星期", "周"], "P1W"),
        (&["月"], "P1M"),
        (&["年"], "P1Y"),
    ];
    let (end, timex) = PERIODS
        .iter()
        .find_map(|(words, timex)| text.any(begin, words).map(|end| (end, *timex)))?;
    Some(Found::new(at, end, "set", timex.to_owned()))
}
