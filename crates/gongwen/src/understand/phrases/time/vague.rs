//! Time words that say when but not on which day: 秋季学期, 开学前, 三年内; and feasts.

use super::{
    TimeWords,
    calendar::{Edge, MoonFeast, Part, Point, When, Year},
};
use crate::understand::{
    heads::Heads,
    lexicon::Lexicon,
    phrases::{
        numerals::numeral,
        scan::{any_starts, char_at, char_before, starts},
    },
};
use std::sync::LazyLock;

/// Characters the words of this file begin with.
pub(super) fn may_begin(char: char) -> bool {
    matches!(
        char,
        '春' | '秋'
            | '暑'
            | '寒'
            | '期'
            | '学'
            | '开'
            | '复'
            | '新'
            | '未'
            | '近'
            | '收'
            | '国'
            | '元'
            | '教'
            | '劳'
            | '验'
            | '长'
            | '常'
            | '清'
            | '中'
            | '端'
            | '儿'
            | '建'
            | '高'
            | '汛'
            | '冬'
            | '夏'
            | '岁'
            | '评'
            | '放'
            | '接'
            | '供'
            | '采'
    )
}

fn push(found: &mut Vec<TimeWords>, from: usize, to: usize, when: When) -> bool {
    found.push(TimeWords { from, to, when });
    true
}

/// Reads the word that begins at `at`; tells whether there is one.
pub(super) fn read(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    feast(text, at, found)
        || season(text, at, found)
        || term_edge(text, at, found)
        || coming_years(text, at, found)
        || after_event(text, at, found)
        || week_of_term(text, at, found)
        || next_month(text, at, found)
        || damaged_year(text, at, found)
}

/// Feasts whose day does not move, with month and day.
const FEASTS: [(&str, (u8, u8)); 17] = [
    ("国庆节", (10, 1)),
    ("国庆", (10, 1)),
    ("元旦节", (1, 1)),
    ("元旦", (1, 1)),
    ("教师节", (9, 10)),
    ("劳动节", (5, 1)),
    ("五一节", (5, 1)),
    ("五一", (5, 1)),
    ("儿童节", (6, 1)),
    ("六一", (6, 1)),
    ("建党节", (7, 1)),
    ("七一", (7, 1)),
    ("建军节", (8, 1)),
    ("八一", (8, 1)),
    ("十一", (10, 1)),
    ("五四", (5, 4)),
    ("三八", (3, 8)),
];

/// Feasts of the moon calendar.
const MOON_FEASTS: [(&str, MoonFeast); 9] = [
    ("春节", MoonFeast::Spring),
    ("中秋节", MoonFeast::MidAutumn),
    ("中秋", MoonFeast::MidAutumn),
    ("端午节", MoonFeast::DragonBoat),
    ("端午", MoonFeast::DragonBoat),
    ("清明节", MoonFeast::Brightness),
    ("清明", MoonFeast::Brightness),
    ("元宵节", MoonFeast::Lantern),
    ("元宵", MoonFeast::Lantern),
];

const BEFORE: [&str; 3] = ["之前", "以前", "前"];

/// 一个月内 after 开学后, 一周 after 开学前: a length counted from there; its end, or the place
/// itself when there is none.
fn length_counted_from(text: &[char], at: usize) -> usize {
    if !matches!(char_before(text, at), '后' | '前') {
        return at;
    }
    let Some(read) = numeral(text, at) else {
        return at;
    };
    let units = ["个工作日", "个月", "个星期", "周", "天", "日"];
    match any_starts(text, read.end, &units) {
        Some(length) => {
            let end = read.end + length;
            end + any_starts(text, end, &["之内", "以内", "内"]).unwrap_or(0)
        }
        None => at,
    }
}

/// 国庆节前: that day. Only with 前; other mentions are occasions made use of.
fn feast(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    static FIXED: LazyLock<Lexicon<(u8, u8)>> = LazyLock::new(|| Lexicon::new(FEASTS));
    const MOON_HEADS: Heads = Heads::of_pairs(&MOON_FEASTS);
    if let Some((length, (month, day))) = FIXED.at(text, at) {
        let end = at + length;
        let Some(length) = before(text, end) else {
            return false;
        };
        let point = Point {
            year: Year::Unsaid,
            part: Part::Day(month, day),
        };
        return push(found, at, end + length, When::At(point, Edge::Before));
    }
    if !MOON_HEADS.hold(char_at(text, at)) {
        return false;
    }
    let Some((words, feast)) = MOON_FEASTS
        .iter()
        .find(|(words, _)| starts(text, at, words))
    else {
        return false;
    };
    let end = at + words.chars().count();
    let Some(length) = before(text, end) else {
        return false;
    };
    let point = Point {
        year: Year::Unsaid,
        part: Part::Moon(*feast),
    };
    push(found, at, end + length, When::At(point, Edge::Before))
}

fn before(text: &[char], at: usize) -> Option<usize> {
    any_starts(text, at, &BEFORE)
        .filter(|length| !matches!(char_at(text, at + length), '往' | '后' | '期'))
        .map(|length| length + usize::from(char_at(text, at + length) == '夕'))
}

/// Inside quotation marks: “八一”前, “十四五”期间. Everything else there is a name.
pub(super) fn quoted(text: &[char], at: usize, found: &mut Vec<TimeWords>) {
    if !matches!(char_at(text, at), '“' | '"') {
        return;
    }
    if let Some((words, (month, day))) =
        FEASTS.iter().find(|(words, _)| starts(text, at + 1, words))
    {
        let close = at + 1 + words.chars().count();
        if let ('”' | '"', Some(length)) = (char_at(text, close), before(text, close + 1)) {
            let point = Point {
                year: Year::Unsaid,
                part: Part::Day(*month, *day),
            };
            push(found, at, close + 1 + length, When::At(point, Edge::Before));
        }
        return;
    }
    if let Some((first, close)) = five_years(text, at + 1)
        && matches!(char_at(text, close), '”' | '"')
    {
        five_years_edge(text, at, close + 1, first, found);
    }
}

/// 十四五: first year of the plan period and the end of its name.
fn five_years(text: &[char], at: usize) -> Option<(i16, usize)> {
    const PERIODS: [(&str, i16); 6] = [
        ("十一五", 2006),
        ("十二五", 2011),
        ("十三五", 2016),
        ("十四五", 2021),
        ("十五五", 2026),
        ("十六五", 2031),
    ];
    const HEADS: Heads = Heads::of_pairs(&PERIODS);
    if !HEADS.hold(char_at(text, at)) {
        return None;
    }
    PERIODS
        .iter()
        .find(|(words, _)| starts(text, at, words))
        .map(|(words, first)| (*first, at + words.chars().count()))
}

/// “十四五”期间: all its years; “十四五”末: the end of the last.
fn five_years_edge(
    text: &[char],
    from: usize,
    to: usize,
    first: i16,
    found: &mut Vec<TimeWords>,
) -> bool {
    let point = |year| Point {
        year: Year::Given(year),
        part: Part::Year,
    };
    if let Some(length) = any_starts(text, to, &["期间", "时期"]) {
        let when = When::Between(point(first), point(first + 4));
        return push(found, from, to + length, when);
    }
    if let Some(length) = any_starts(text, to, &["期末", "末", "规划末"]) {
        return push(
            found,
            from,
            to + length,
            When::At(point(first + 4), Edge::End),
        );
    }
    false
}

/// 春季学期, 秋季, 春秋季, 暑期, 寒假, 期初, 期末, 年初.
fn season(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    if let Some((first, to)) = five_years(text, at) {
        return five_years_edge(text, at, to, first, found);
    }
    match season_end(text, at) {
        Some(end) => push(found, at, end, When::Vague),
        None => false,
    }
}

/// Where the words of a season or a part of the school year end that begin at `at`.
pub(super) fn season_end(text: &[char], at: usize) -> Option<usize> {
    #[rustfmt::skip]
    const WORDS: [&str; 41] = [
        "春季学期开学前", "秋季学期开学前", "春季开学前", "秋季开学前", "春季学期开学", "秋季学期开学",
        "春季学期", "秋季学期", "春秋两季", "春、秋两季", "春秋季", "春、秋季", "春季开学", "秋季开学",
        "秋季", "春季", "寒暑假", "暑假前", "寒假前", "暑假期间", "寒假期间", "暑期", "暑假", "寒假",
        "期初", "期中", "期末", "学期初", "学期末", "学期中", "学期结束前", "学年末", "学年初",
        "学年底", "开学前", "开学初", "开学后", "新学期", "新学年", "汛期前", "冬季",
    ];
    static SEASONS: LazyLock<Lexicon<()>> =
        LazyLock::new(|| Lexicon::new(WORDS.map(|word| (word, ()))));
    let (length, ()) = SEASONS.at(text, at)?;
    let mut end = at + length;
    if is_event(text, at, end) {
        return None;
    }
    end += any_starts(
        text,
        end,
        &[
            "结束前",
            "开学后",
            "开学前",
            "期间",
            "学期",
            "之前",
            "前",
            "后",
        ],
    )
    .unwrap_or(0);
    Some(length_counted_from(text, end))
}

/// Examinations, meets and systems that are named after their season.
fn is_event(text: &[char], at: usize, end: usize) -> bool {
    #[rustfmt::skip]
    const EVENTS: [&str; 28] = [
        "统考", "统测", "联考", "抽测", "考", "质量", "监测", "检测", "测试", "测评", "评价", "复习", "运动会", "田径", "远足",
        "艺术节", "招生", "作业", "营", "研学", "高考", "学期末", "流感", "传染病", "篮球", "足球",
        "联赛", "工作会",
    ];
    let before = char_before(text, at);
    matches!(before, '放' | '迎' | '新' | '青' | '学')
        && !starts(text, at, "学期")
        && !starts(text, at, "秋季学期")
        && !starts(text, at, "春季学期")
        || any_starts(text, end, &EVENTS).is_some()
}

/// 年初, 年中, 月底: edges without a number.
fn term_edge(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 13] = [
        "年初", "年中", "年前", "月底前", "月底", "月末", "月初", "下学期", "上学期", "下学年",
        "岁末年初", "季末", "季度末",
    ];
    const HEADS: Heads = Heads::of(&WORDS);
    if !HEADS.hold(char_at(text, at)) {
        return false;
    }
    let before = char_before(text, at);
    if before.is_ascii_digit()
        || numeral(text, at.saturating_sub(1)).is_some_and(|_| at > 0)
        || before == '每'
    {
        return false;
    }
    let Some(length) = any_starts(text, at, &WORDS) else {
        return false;
    };
    if matches!(char_at(text, at + length), '期' | '中' | '级' | '考') && starts(text, at, "年初")
    {
        return false;
    }
    // 较上年前移3位 is no time.
    if starts(text, at, "年前") && matches!(char_at(text, at + length), '移' | '进' | '列') {
        return false;
    }
    push(found, at, at + length, When::Vague)
}

/// 未来10年, 今后三年.
fn coming_years(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    const WORDS: [&str; 3] = ["未来", "今后", "接下来"];
    const HEADS: Heads = Heads::of(&WORDS);
    if !HEADS.hold(char_at(text, at)) {
        return false;
    }
    let Some(length) = any_starts(text, at, &WORDS) else {
        return false;
    };
    let Some(read) = numeral(text, at + length) else {
        return false;
    };
    match any_starts(text, range_end(text, read.end), &["个月", "年", "个学期"]) {
        Some(more) => push(found, at, range_end(text, read.end) + more, When::Vague),
        None => false,
    }
}

/// The end of the second number of 2-3, or the place itself.
fn range_end(text: &[char], at: usize) -> usize {
    if matches!(char_at(text, at), '-' | '~' | '至' | '到')
        && let Some(read) = numeral(text, at + 1)
    {
        return read.end;
    }
    at
}

/// 三年内, 30日内, 一个月内, 2年时间, 2-3年左右的时间.
pub(super) fn span(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    #[rustfmt::skip]
    const UNITS: [&str; 12] = [
        "个工作日", "个自然日", "个学期", "个学年", "个月", "个周", "小时", "学年", "年", "天", "日",
        "周",
    ];
    #[rustfmt::skip]
    const TAILS: [&str; 10] = [
        "左右的时间", "左右时间", "的时间", "之内", "以内", "时间", "内", "的努力", "努力", "使",
    ];
    if matches!(char_before(text, at), '0'..='9' | '.' | '第' | '月') {
        return false;
    }
    let Some(read) = numeral(text, at) else {
        return false;
    };
    if read.digits > 3 {
        return false;
    }
    let end = range_end(text, read.end);
    let Some(unit) = any_starts(text, end, &UNITS).or(starts(text, end, "号").then_some(1)) else {
        return false;
    };
    if matches!(char_at(text, end), '日' | '号')
        && let Some(length) = before(text, end + 1)
    {
        // 20日前 without a month.
        return push(found, at, end + 1 + length, When::Vague);
    }
    let Some(tail) = any_starts(text, end + unit, &TAILS) else {
        return false;
    };
    let in_years = starts(text, end, "年") || starts(text, end, "个月");
    let tail_end = end + unit + tail;
    let said = super::super::scan::ends(text, tail_end, "内");
    if !said && !in_years
        || matches!(char_at(text, tail_end), '部' | '容' | '涵')
        || starts(text, end + unit, "内涵")
    {
        return false;
    }
    if any_starts(
        text,
        tail_end,
        &["教师", "人员", "干部", "学生", "的新", "的教师"],
    )
    .is_some()
    {
        // 距退休5年以内教师: which ones, not when.
        return false;
    }
    let to = if starts(text, end + unit, "使") {
        end + unit
    } else {
        tail_end
    };
    push(found, since(text, at), to, When::Vague)
}

/// 收到反馈后30日内: the event the days are counted from.
fn since(text: &[char], at: usize) -> usize {
    let after = char_before(text, at);
    if !matches!(after, '后' | '起') {
        return at;
    }
    (at.saturating_sub(10)..at)
        .rev()
        .find(|&index| starts(text, index, "收到") || starts(text, index, "接到"))
        .unwrap_or(at)
}

/// 复课后, 验收后: after an event whose day is not known.
fn after_event(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 14] = [
        "复课后", "复学后", "验收后", "放假后", "放假前", "评估后", "中考后", "高考后", "高考前",
        "中考前", "供暖期前", "供暖季前", "采暖期前", "采暖季前",
    ];
    const HEADS: Heads = Heads::of(&WORDS);
    if !HEADS.hold(char_at(text, at)) {
        return false;
    }
    match any_starts(text, at, &WORDS) {
        Some(length) if char_at(text, at + length) != '勤' && char_before(text, at) != '次' => {
            push(found, at, at + length, When::Vague)
        }
        _ => false,
    }
}

/// 次月10日前: the month after one that is not named.
fn next_month(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    if !matches!(char_at(text, at), '次' | '下') {
        return false;
    }
    let Some(length) = any_starts(text, at, &["次月", "下月", "下个月"]) else {
        return false;
    };
    let mut end = at + length;
    if let Some(day) = numeral(text, end).filter(|day| char_at(text, day.end) == '日') {
        end = day.end + 1;
    }
    end += any_starts(text, end, &["底前", "初", "底"]).unwrap_or(0);
    end += before(text, end).unwrap_or(0);
    push(found, at, end, When::Vague)
}

/// 第12周.
fn week_of_term(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    if char_at(text, at) != '第' {
        return false;
    }
    let Some(read) = numeral(text, at + 1) else {
        return false;
    };
    let end = range_end(text, read.end);
    if char_at(text, end) != '周' || char_at(text, end + 1) == '年' {
        return false;
    }
    push(found, at, end + 1, When::Vague)
}

/// 年6月前: the year was lost.
fn damaged_year(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    if char_at(text, at) != '年' || char_before(text, at).is_ascii_digit() {
        return false;
    }
    let Some(read) = numeral(text, at + 1).filter(|read| (1.0..=12.0).contains(&read.value)) else {
        return false;
    };
    if char_at(text, read.end) != '月' {
        return false;
    }
    let mut end = read.end + 1;
    end += any_starts(text, end, &["底前", "前", "底", "份"]).unwrap_or(0);
    push(found, at, end, When::Vague)
}
