//! Years, months, weeks, halves, decades and ranges of days.

use super::{
    Found,
    civil::{date_of, iso, number_of, number_of_day, week_of, weekday},
    points::{Point, point, small, week_name},
};
use crate::{
    day::Day,
    recognise::{numbers::unsigned, text::Folded},
};

/// A range of two points: from … to …
pub(super) fn range(text: &Folded, at: usize, today: Day) -> Option<Found> {
    let begin = text.any(at, &["从", "自"]).map_or(at, |end| text.skip(end));
    let preposition = begin > at;
    let at = text
        .any(at, &["在"])
        .filter(|_| !preposition)
        .map_or(at, |_| at);
    let first = point(text, begin, today, None).or_else(|| bare_year(text, begin))?;
    let joint = text.skip(first.end);
    let (joint_end, close) = match text.at(joint) {
        '到' | '至' | '-' | '~' => (joint + 1, false),
        '和' | '与' => (joint + 1, true),
        _ => return None,
    };
    let place = text.skip(joint_end);
    let second = point(text, place, today, Some(first)).or_else(|| bare_year(text, place))?;
    let closed = text.any(second.end, &["之间", "间"]);
    if close && closed.is_none() {
        return None;
    }
    let length = length(first, second, today)?;
    let timex = format!("({},{},{length})", first.first_day(), second.first_day());
    Some(Found::new(
        at,
        closed.unwrap_or(second.end),
        "daterange",
        timex,
    ))
}

/// 2016 of 2016-2018年 and 从2016到2018.
fn bare_year(text: &Folded, at: usize) -> Option<Point> {
    let digits = (at..at + 4).all(|index| text.at(index).is_ascii_digit());
    let apart = !text.before(at).is_ascii_digit() && !text.at(at + 4).is_ascii_digit();
    if !digits || !apart {
        return None;
    }
    let value = (at..at + 4).fold(0, |value, index| {
        value * 10 + text.at(index).to_digit(10).unwrap_or(0)
    });
    let joined = matches!(text.at(text.skip(at + 4)), '-' | '~' | '到' | '至');
    let follows = at > 0 && matches!(text.before(at), '-' | '~' | '到' | '至' | ' ');
    ((1900..=2100).contains(&value) && (joined || follows)).then_some(Point {
        year: i32::try_from(value).ok(),
        month: None,
        day: None,
        end: at + 4,
    })
}

/// P2Y, P2M, P18D between two points of the same precision.
fn length(first: Point, second: Point, today: Day) -> Option<String> {
    let this = i32::from(today.year());
    let (from, to) = (first.year.unwrap_or(this), second.year.unwrap_or(this));
    match ((first.month, first.day), (second.month, second.day)) {
        ((None, None), (None, None)) => (to > from).then(|| format!("P{}Y", to - from)),
        ((Some(begin), None), (Some(end), None)) => {
            let months = (to - from) * 12 + i32::from(end) - i32::from(begin);
            (months > 0).then(|| format!("P{months}M"))
        }
        ((Some(month), Some(day)), (Some(last_month), Some(last_day))) => {
            let from = number_of(from, month, day);
            let to = number_of(to, last_month, last_day);
            match (from, to) {
                (Some(from), Some(to)) => (to > from).then(|| format!("P{}D", to - from)),
                // 2019年2月29日 does not exist; the range is said all the same.
                _ => Some("PXD".to_owned()),
            }
        }
        _ => None,
    }
}

/// A single year or month: 2018年10月, 明年.
pub(super) fn whole(text: &Folded, at: usize, today: Day) -> Option<Found> {
    let read = point(text, at, today, None).filter(|read| read.day.is_none())?;
    let after = text.skip(read.end);
    let after = text.any(after, &["的"]).unwrap_or(after);
    within(text, at, after, &read)
        .or_else(|| Some(Found::new(at, read.end, "daterange", read.timex())))
}

/// 十月的第一周, 明年第九个月, 去年的前10天, 去年上半年, 今年夏天: a part of what was said.
fn within(text: &Folded, at: usize, after: usize, read: &Point) -> Option<Found> {
    if let Some(end) = text.any(after, &["第"]) {
        let (value, end) = small(text, end, 53)?;
        if let Some(end) = text.any(end, &["周", "个星期"]) {
            return Some(Found::new(
                at,
                end,
                "daterange",
                format!("{}-W{value:02}", read.timex()),
            ));
        }
        let end = text
            .any(end, &["个月"])
            .filter(|_| read.month.is_none() && value <= 12)?;
        return Some(Found::new(
            at,
            end,
            "daterange",
            format!("{}-{value:02}", read.timex()),
        ));
    }
    let year = read.year.filter(|_| read.month.is_none());
    if let (Some(year), Some(end)) = (year, text.any(after, &["前"]))
        && let Some((days, end)) = small(text, end, 200)
        && let Some(end) = text.any(end, &["天", "日"])
    {
        let first = number_of(year, 1, 1)?;
        let timex = format!("({},{},P{days}D)", iso(first), iso(first + i64::from(days)));
        return Some(Found::new(at, end, "daterange", timex));
    }
    let year = year?;
    if let Some((first, end)) = half(text, after) {
        return Some(Found::new(at, end, "daterange", half_year(year, first)));
    }
    const SEASONS: [(&[&str], &str); 4] = [
        (&["春天", "春季"], "SP"),
        (&["夏天", "夏季"], "SU"),
        (&["秋天", "秋季"], "FA"),
        (&["冬天", "冬季"], "WI"),
    ];
    let (end, season) = SEASONS
        .iter()
        .find_map(|(words, season)| text.any(after, words).map(|end| (end, *season)))?;
    Some(Found::new(
        at,
        end,
        "daterange",
        format!("{year:04}-{season}"),
    ))
}

/// 上半年, 前半年: whether it is the first half.
fn half(text: &Folded, at: usize) -> Option<(bool, usize)> {
    text.any(at, &["上半年", "前半年"])
        .map(|end| (true, end))
        .or_else(|| text.any(at, &["下半年", "后半年"]).map(|end| (false, end)))
}

fn half_year(year: i32, first: bool) -> String {
    if first {
        format!("({year:04}-01-01,{year:04}-07-01,P6M)")
    } else {
        format!("({year:04}-07-01,{:04}-01-01,P6M)", year + 1)
    }
}

/// 上半年, 上半月, 下半周 of now.
pub(super) fn halves(text: &Folded, at: usize, today: Day) -> Option<Found> {
    if let Some((first, end)) = half(text, at) {
        return Some(Found::new(
            at,
            end,
            "daterange",
            half_year(i32::from(today.year()), first),
        ));
    }
    let now = number_of_day(today);
    let month = now - i64::from(today.day()) + 1;
    let week = now - weekday(now) + 1;
    let month_end = month + i64::from(crate::day::days_in_month(today.year(), today.month()));
    let parts = [
        (["上半月", "前半月"], month, month + 15),
        (["下半月", "后半月"], month + 15, month_end),
        (["上半周", "前半周"], week, week + 3),
        (["下半周", "后半周"], week + 3, week + 7),
    ];
    let (end, from, to) = parts
        .iter()
        .find_map(|(words, from, to)| text.any(at, words).map(|end| (end, *from, *to)))?;
    let timex = format!("({},{},P{}D)", iso(from), iso(to), to - from);
    Some(Found::new(at, end, "daterange", timex))
}

/// 下周, 上上周, 下下周末.
pub(super) fn weeks(text: &Folded, at: usize, today: Day) -> Option<Found> {
    let mut place = at;
    let mut offset = 0;
    while matches!(text.at(place), '下' | '上') && place < at + 2 {
        offset += if text.at(place) == '下' { 1 } else { -1 };
        place += 1;
    }
    if place == at {
        place = text.any(at, &["这", "本"])?;
    }
    place = text.any(place, &["个"]).unwrap_or(place);
    let end = text.any(place, &["星期", "周"])?;
    if week_name(text, place).is_some() {
        return None;
    }
    let (year, week) = week_of(number_of_day(today) + 7 * offset);
    let weekend = text.any(end, &["末"]);
    let timex = format!(
        "{year:04}-W{week:02}{}",
        if weekend.is_some() { "-WE" } else { "" }
    );
    Some(Found::new(at, weekend.unwrap_or(end), "daterange", timex))
}

/// 过去十年, 近三年, 未来两天.
pub(super) fn running(text: &Folded, at: usize, today: Day) -> Option<Found> {
    let past = text.any(at, &["过去", "最近", "近"]);
    let begin = text.skip(past.or_else(|| text.any(at, &["未来", "今后", "接下来"]))?);
    let read =
        unsigned(text, begin).filter(|read| read.value.fract() == 0.0 && read.value <= 999.0)?;
    let count = (0..1000).find(|count| f64::from(*count) == read.value)?;
    let unit = text.skip(read.end);
    let now = number_of_day(today);
    let (end, letter, other) = if let Some(end) = text.any(unit, &["年"]) {
        let other = shifted_year(today, if past.is_some() { -count } else { count })?;
        (end, 'Y', other)
    } else if let Some(end) = text.any(unit, &["天", "日"]) {
        (
            end,
            'D',
            now + i64::from(if past.is_some() { -count } else { count }),
        )
    } else {
        return None;
    };
    let (from, to) = if past.is_some() {
        (other, now)
    } else {
        (now + 1, other + 1)
    };
    let timex = format!("({},{},P{count}{letter})", iso(from), iso(to));
    Some(Found::new(at, end, "daterange", timex))
}

/// The same day so many years on; the 29th of February becomes the 28th.
pub(super) fn shifted_year(today: Day, years: i32) -> Option<i64> {
    let (year, month, day) = date_of(number_of_day(today));
    number_of(year + years, month, day)
        .or_else(|| number_of(year + years, month, day.saturating_sub(1)))
}

/// 20世纪80年代, 本世纪20年代, 九十年代.
pub(super) fn decades(text: &Folded, at: usize) -> Option<Found> {
    let (century, begin) = if let Some(end) = text.any(at, &["本世纪"]) {
        (Some(20), end)
    } else if let Some((value, end)) =
        small(text, at, 30).filter(|(_, end)| text.any(*end, &["世纪"]).is_some())
    {
        (Some(i32::from(value) - 1), end + 2)
    } else {
        (None, at)
    };
    let (decade, end) = small(text, begin, 90).filter(|(decade, _)| decade % 10 == 0)?;
    let end = text.any(end, &["年代"])?;
    let timex = match century {
        Some(century) => {
            let first = century * 100 + i32::from(decade);
            format!("({first:04}-01-01,{:04}-01-01,P10Y)", first + 10)
        }
        None => format!(
            "(XX{decade:02}-01-01,XX{:02}-01-01,P10Y)",
            (decade + 10) % 100
        ),
    };
    Some(Found::new(at, end, "daterange", timex))
}
