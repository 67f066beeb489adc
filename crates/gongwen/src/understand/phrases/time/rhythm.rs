//! Rhythms: 每月25日前, 每学期, 上下学期, 月、季度、半年.

use super::{TimeWords, calendar::When};
use crate::ledger::Recurrence;
use crate::understand::phrases::{
    numerals::numeral,
    scan::{any_starts, char_at, char_before, is_clause_end, starts},
    units::unit,
};

/// Periods by name; `None` for a rhythm that has no name in the ledger.
const PERIODS: [(&str, Option<Recurrence>); 27] = [
    ("半个月", None),
    ("半年", Some(Recurrence::HalfYearly)),
    ("半月", None),
    ("两个月", None),
    ("两月", None),
    ("两周", None),
    ("两年", None),
    ("双周", None),
    ("双月", None),
    ("三年", None),
    ("2个月", None),
    ("两个星期", None),
    ("个季度", Some(Recurrence::Quarterly)),
    ("个学期", Some(Recurrence::PerTerm)),
    ("个星期", Some(Recurrence::Weekly)),
    ("个月", Some(Recurrence::Monthly)),
    ("星期", Some(Recurrence::Weekly)),
    ("季度", Some(Recurrence::Quarterly)),
    ("学期", Some(Recurrence::PerTerm)),
    ("学年", Some(Recurrence::Yearly)),
    ("年度", Some(Recurrence::Yearly)),
    ("周", Some(Recurrence::Weekly)),
    ("月", Some(Recurrence::Monthly)),
    ("季", Some(Recurrence::Quarterly)),
    ("年", Some(Recurrence::Yearly)),
    ("旬", None),
    ("期", None),
];

/// Reads a rhythm that begins at `at`; tells whether there is one.
pub(super) fn read(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    match char_at(text, at) {
        '每' => every(text, at, found),
        '逐' | '按' => by_period(text, at, found),
        '上' => terms(text, at, found),
        '月' | '周' | '季' | '半' => listed(text, at, found),
        _ => false,
    }
}

fn push(found: &mut Vec<TimeWords>, from: usize, to: usize, rhythm: Option<Recurrence>) -> bool {
    found.push(TimeWords {
        from,
        to,
        when: When::Every(rhythm),
    });
    true
}

fn period(text: &[char], at: usize) -> Option<(Option<Recurrence>, usize)> {
    PERIODS
        .iter()
        .find(|(words, _)| starts(text, at, words))
        .map(|(words, rhythm)| (*rhythm, at + words.chars().count()))
}

/// 每月, 每季度末, 每年9月底前, 每学期开学后一个月内.
fn every(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    let Some((rhythm, to)) = period(text, at + 1) else {
        return false;
    };
    if starts(text, at + 1, "期") || starts(text, at + 1, "周岁") || starts(text, at + 1, "年级")
    {
        return false;
    }
    if is_norm(text, at, to, rhythm == Some(Recurrence::Yearly)) {
        return false;
    }
    let to = day_of_period(text, to);
    push(found, at, to, rhythm)
}

/// 每生每年500元, 人均每月500元: the period belongs to an amount.
fn is_norm(text: &[char], at: usize, to: usize, yearly: bool) -> bool {
    if yearly && matches!(char_before(text, at), '生' | '人' | '户' | '名' | '亩') {
        return true;
    }
    let number = to
        + any_starts(
            text,
            to,
            &["不少于", "不低于", "补助", "资助", "奖励", "至少"],
        )
        .unwrap_or(0);
    numeral(text, number).is_some_and(|read| {
        let end = match char_at(text, read.end) {
            '-' | '~' | '至' => numeral(text, read.end + 1).map_or(read.end, |last| last.end),
            _ => read.end,
        };
        unit(text, end)
            .is_some_and(|unit| unit.sort == crate::understand::phrases::units::Sort::Money)
    })
}

/// 25日前, 底前, 末, 开学后一个月内 after a period.
fn day_of_period(text: &[char], at: usize) -> usize {
    let mut to = at + any_starts(text, at, &["的"]).unwrap_or(0);
    if let Some(read) = numeral(text, to) {
        let day = char_at(text, read.end);
        if matches!(day, '日' | '号') {
            to = read.end + 1;
        } else if day == '月' {
            to = read.end + 1;
            if let Some(read) = numeral(text, to).filter(|read| char_at(text, read.end) == '日') {
                to = read.end + 1;
            }
        } else {
            return weekday(text, at);
        }
    } else if let Some(length) = any_starts(
        text,
        to,
        &[
            "月日",
            "开学后",
            "结束后",
            "开学",
            "末月",
            "末",
            "底",
            "初",
            "月",
        ],
    ) {
        to += length;
        if let Some(day) = numeral(text, to).filter(|day| char_at(text, day.end) == '日') {
            to = day.end + 1;
        } else if let Some(read) = numeral(text, to)
            && let Some(length) = any_starts(
                text,
                read.end,
                &["个月内", "周内", "日内", "天内", "个工作日内"],
            )
        {
            return read.end + length;
        }
    } else {
        return at;
    }
    to + any_starts(text, to, &["之前", "以前", "前", "底前", "底"]).unwrap_or(0)
}

/// 每周一, 每周五下午: the day of a week, when no measure word makes it a count.
fn weekday(text: &[char], at: usize) -> usize {
    let is_week = char_before(text, at) == '周' || char_before(text, at) == '期';
    let is_day = matches!(
        char_at(text, at),
        '一' | '二' | '三' | '四' | '五' | '六' | '日'
    );
    if is_week && is_day && unit(text, at + 1).is_none() && char_at(text, at + 1) != '课' {
        at + 1
    } else {
        at
    }
}

/// 逐月, 按季度.
fn by_period(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    let Some((rhythm, to)) = period(text, at + 1) else {
        return false;
    };
    let next = char_at(text, to);
    if rhythm.is_none() || matches!(rhythm, Some(Recurrence::Yearly)) || matches!(next, '龄' | '级')
    {
        return false;
    }
    push(found, at, to, rhythm)
}

/// 上下学期, 上、下学期.
fn terms(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    match any_starts(
        text,
        at,
        &[
            "上、下学期",
            "上下学期",
            "上、下两学期",
            "上下两学期",
            "上、下半年",
        ],
    ) {
        Some(length) if starts(text, at, "上、下半年") => {
            push(found, at, at + length, Some(Recurrence::HalfYearly))
        }
        Some(length) => push(found, at, at + length, Some(Recurrence::PerTerm)),
        None => false,
    }
}

/// 月、季度、半年工作: a list of two or more periods that says how often one reports.
fn listed(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    const PERIODS: [(&str, Recurrence); 8] = [
        ("季度", Recurrence::Quarterly),
        ("半年", Recurrence::HalfYearly),
        ("月度", Recurrence::Monthly),
        ("年度", Recurrence::Yearly),
        ("周", Recurrence::Weekly),
        ("月", Recurrence::Monthly),
        ("季", Recurrence::Quarterly),
        ("年", Recurrence::Yearly),
    ];
    let before = char_before(text, at);
    if before.is_ascii_digit()
        || !(is_clause_end(before) || matches!(before, '结' | '按' | '报' | '展' | '织'))
    {
        return false;
    }
    let mut list = Vec::new();
    let mut index = at;
    loop {
        let Some((words, rhythm)) = PERIODS.iter().find(|(words, _)| starts(text, index, words))
        else {
            return false;
        };
        let end = index + words.chars().count();
        list.push((index, end, *rhythm));
        if list.len() > PERIODS.len() {
            return false;
        }
        match char_at(text, end) {
            '、' | '和' | '及' => index = end + 1,
            _ => {
                index = end;
                break;
            }
        }
    }
    let reports = any_starts(
        text,
        index,
        &[
            "工作", "总结", "小结", "报告", "完成", "进展", "通报", "调度", "报表", "任务",
        ],
    );
    if list.len() < 2 || reports.is_none() {
        return false;
    }
    for (from, to, rhythm) in list {
        push(found, from, to, Some(rhythm));
    }
    true
}
