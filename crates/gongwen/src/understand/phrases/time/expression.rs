//! Time expressions: points with their edges, ranges and lists of them: 2025年10月底前, 5月至9月,
//! 9月10日、15日.

use super::{
    TimeWords,
    calendar::{Edge, Part, Point, When, Year},
    point::{Read, day_number, four_digits, in_month, month, point, small_number, year},
};
use crate::understand::{
    heads::Heads,
    phrases::{
        numerals::{digit, numeral},
        scan::{any_starts, char_at, char_before, is_clause_end},
    },
};

/// Reads the expression that begins at `at`; tells whether there is one.
pub(super) fn read(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    let prefix = prefix(text, at);
    let begin = at + prefix.length;
    let already = found.len();
    if prefix.length == 0
        && (quarters(text, begin, found)
            || enumeration(text, begin, found)
            || years(text, begin, found))
    {
        return true;
    }
    let Some(first) = point(text, begin, None) else {
        return false;
    };
    if days_of_month(text, at, &first, found) {
        return true;
    }
    if let Some((second, to)) = second_end(text, &first) {
        let to = skip_tail(text, to);
        found.push(TimeWords {
            from: at,
            to,
            when: When::Between(first.point, second),
        });
        return true;
    }
    let (edge, to) = edge(text, &first, prefix.edge);
    if first.point.part == Part::Year
        && first.to == to
        && let Some(end) = super::vague::season_end(text, to)
    {
        found.push(TimeWords {
            from: at,
            to: end,
            when: When::Vague,
        });
        return true;
    }
    if first.point.part == Part::Year {
        if let Some(when) = whole_year(text, at, prefix.length, to, first.point, edge) {
            found.push(TimeWords { from: at, to, when });
        }
        return found.len() > already;
    }
    found.push(TimeWords {
        from: at,
        to,
        when: When::At(first.point, edge),
    });
    more_days(text, to, first.point, found);
    true
}

/// 到, 截至, 自 and what they say of the point after them.
struct Prefix {
    length: usize,
    edge: Option<Edge>,
}

fn prefix(text: &[char], at: usize) -> Prefix {
    #[rustfmt::skip]
    const UNTIL: [&str; 12] = [
        "截止到", "截至到", "不迟于", "不晚于", "最迟于", "最晚于", "最迟", "最晚", "截至", "截止",
        "到", "至",
    ];
    const SINCE: [&str; 2] = ["自", "从"];
    const HEADS: Heads = Heads::of(&UNTIL);
    if HEADS.hold(char_at(text, at))
        && let Some(length) = any_starts(text, at, &UNTIL)
    {
        let part_of_word = matches!(
            char_before(text, at),
            '达' | '得' | '受' | '收' | '甚' | '签' | '推'
        );
        if !part_of_word {
            return Prefix {
                length,
                edge: Some(Edge::End),
            };
        }
    }
    if let Some(length) = any_starts(text, at, &SINCE) {
        return Prefix {
            length,
            edge: Some(Edge::Onward),
        };
    }
    Prefix {
        length: 0,
        edge: None,
    }
}

/// The second point of a range that begins after `first`.
fn second_end(text: &[char], first: &Read) -> Option<(Point, usize)> {
    let joint = first.to + joint(text, first.to)?;
    let second = point(text, joint, Some(first.point))?;
    if second.end_said && second.point.part == Part::Year {
        return Some((
            Point {
                year: match second.point.year {
                    Year::Unsaid => first.point.year,
                    year => year,
                },
                part: Part::Year,
            },
            second.to,
        ));
    }
    Some((second.point, second.to))
}

/// -, ~, 至, 到 between two ends: how many characters.
fn joint(text: &[char], at: usize) -> Option<usize> {
    match char_at(text, at) {
        '-' if char_at(text, at + 1) == '-' => Some(2),
        '-' | '~' | '至' | '到' => Some(1),
        _ => None,
    }
}

/// Words after a range that add nothing.
fn skip_tail(text: &[char], at: usize) -> usize {
    at + any_starts(text, at, &["期间"]).unwrap_or(0)
}

/// Which end of the point the words around it mean, and where they end.
fn edge(text: &[char], read: &Read, prefix: Option<Edge>) -> (Edge, usize) {
    const BEFORE: [&str; 3] = ["之前", "以前", "前"];
    const WITHIN: [&str; 3] = ["之内", "以内", "内"];
    const ONWARD: [&str; 6] = ["开始", "以来", "之后", "以后", "起", "后"];
    let mut edge = prefix.unwrap_or(Edge::Within);
    let mut to = read.to;
    if read.end_said {
        edge = Edge::End;
    } else if matches!(read.point.part, Part::Quarter(_) | Part::Half(_))
        && let Some(length) = any_starts(text, to, &["末", "底"])
    {
        edge = Edge::End;
        to += length;
    }
    let at = if to == read.to { clock(text, read) } else { to };
    let suffix = |options: &[&str]| {
        any_starts(text, at, options)
            .map(|length| at + length)
            .filter(|end| !goes_on(text, *end))
    };
    if let Some(end) = suffix(&BEFORE) {
        let ended = edge == Edge::End;
        return (if ended { Edge::End } else { Edge::Before }, end);
    }
    if let Some(end) = suffix(&WITHIN) {
        return (Edge::End, end);
    }
    if let Some(end) = suffix(&ONWARD) {
        return (Edge::Onward, end);
    }
    (edge, skip_tail(text, to))
}

/// The end of a weekday and a clock time after a day: 9月10日（星期二）下午5:00. They are dropped.
fn clock(text: &[char], read: &Read) -> usize {
    let mut at = read.to;
    if !matches!(read.point.part, Part::Day(..)) {
        return at;
    }
    if let Some(length) = any_starts(text, at, &["(星期", "(周"])
        && char_at(text, at + length + 1) == ')'
    {
        at += length + 2;
    }
    at += any_starts(text, at, &["(含)", "(含当日)"]).unwrap_or(0);
    at += any_starts(text, at, &["上午", "中午", "下午", "晚上", "晚"]).unwrap_or(0);
    at += any_starts(text, at, &["下班", "放学"]).unwrap_or(0);
    let Some(hour) = numeral(text, at).filter(|hour| hour.value <= 24.0) else {
        return at;
    };
    match char_at(text, hour.end) {
        ':' => match numeral(text, hour.end + 1) {
            Some(minute) => minute.end,
            None => read.to,
        },
        '时' | '点' => hour.end + 1,
        _ => read.to,
    }
}

/// 2024-2026年: the first year leaves out 年. A plan's name (2024-2026年规划) is no time.
fn years(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    let Some((first, end)) = four_digits(text, at) else {
        return false;
    };
    let Some((last, end)) = joint(text, end).and_then(|length| four_digits(text, end + length))
    else {
        return false;
    };
    if char_at(text, end) != '年'
        || last <= first
        || !opens(text, at)
        || names_a_plan(text, end + 1)
    {
        return false;
    }
    let point = |year| Point {
        year: Year::Given(year),
        part: Part::Year,
    };
    found.push(TimeWords {
        from: at,
        to: skip_tail(text, end + 1),
        when: When::Between(point(first), point(last)),
    });
    true
}

/// 规划, 行动计划 shortly after: the years are part of a name.
fn names_a_plan(text: &[char], at: usize) -> bool {
    matches!(char_at(text, at), '度' | '的' | '级' | '届')
        || (at..at + 14)
            .take_while(|&index| !is_clause_end(char_at(text, index)))
            .any(|index| any_starts(text, index, &["规划", "计划", "行动方案", "纲要"]).is_some())
}

/// Whether a time word that begins at `at` opens a clause or follows 在, 力争 and the like.
fn opens(text: &[char], at: usize) -> bool {
    let before = char_before(text, at);
    is_clause_end(before) || matches!(before, '(' | '、' | '在' | '于' | '保' | '争' | '划' | '为')
}

/// 前往, 内部, 后勤, 起草: the suffix is the beginning of another word.
fn goes_on(text: &[char], end: usize) -> bool {
    let next = char_at(text, end);
    match char_before(text, end) {
        '前' => {
            // 5月底前提交 is a time limit, 前提下 is not.
            let condition = next == '提' && matches!(char_at(text, end + 1), '下' | '是' | '条');
            condition
                || matches!(
                    next,
                    '往' | '后' | '期' | '沿' | '景' | '置' | '瞻' | '移' | '进'
                )
        }
        '内' => matches!(next, '部' | '容' | '涵' | '控' | '审'),
        '后' => matches!(next, '勤' | '续' | '备' | '者' | '进'),
        '起' => matches!(next, '草' | '始' | '步'),
        _ => false,
    }
}

/// A year without month or day: the plan's own year is no deadline, another year is one when it
/// says when the work is done and does not describe something (2015年修订, 比2012年).
fn whole_year(
    text: &[char],
    at: usize,
    prefix: usize,
    to: usize,
    point: Point,
    edge: Edge,
) -> Option<When> {
    let look_back =
        edge == Edge::Onward && any_starts(text, to.saturating_sub(2), &["以来"]).is_some();
    if look_back {
        return None;
    }
    if edge != Edge::Within {
        return Some(When::At(point, edge));
    }
    let next = char_at(text, to);
    if matches!(
        next,
        '度' | '的' | '修' | '版' | '级' | '生' | '届' | '制' | '龄' | '增' | '末'
    ) {
        return None;
    }
    let opens = prefix > 0 || opens(text, at);
    opens.then_some(When::WholeYear(point.year))
}

/// 2、8月 and 3、5、9月份: months that share one 月.
fn enumeration(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    /// No list of months is longer; one of numbers may be as long as the text.
    const MONTHS: usize = 12;
    let (year, mut index) = year(text, at).unwrap_or((Year::Unsaid, at));
    let mut numbers: Vec<(usize, u8, usize)> = Vec::new();
    loop {
        let Some((number, end)) = small_number(text, index, 12) else {
            return false;
        };
        numbers.push((index, number, end));
        if numbers.len() > MONTHS {
            return false;
        }
        match char_at(text, end) {
            '、' | '和' | '及' => index = end + 1,
            '月' if numbers.len() > 1 => break,
            '-' | '~' | '至' | '到' if numbers.len() == 1 => {
                return range_of_months(text, at, year, (number, end), found);
            }
            _ => return false,
        }
    }
    let Some((last_from, last, last_end)) = numbers.pop() else {
        return false;
    };
    let whole = Read {
        point: Point {
            year,
            part: Part::Month(last),
        },
        end_said: false,
        to: last_end + 1 + usize::from(char_at(text, last_end + 1) == '份'),
    };
    let (part, end_said, after) = in_month(text, last, whole.to);
    let whole = Read {
        point: Point { year, part },
        end_said,
        to: after,
    };
    let (edge, to) = edge(text, &whole, None);
    for (position, (from, number, end)) in numbers.into_iter().enumerate() {
        found.push(TimeWords {
            from: if position == 0 { at } else { from },
            to: end,
            when: When::At(
                Point {
                    year,
                    part: Part::Month(number),
                },
                edge,
            ),
        });
    }
    found.push(TimeWords {
        from: last_from,
        to,
        when: When::At(whole.point, edge),
    });
    true
}

/// 一、二季度 and 二三季度: quarters that share one 季度.
fn quarters(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    /// No list of quarters is longer; one of numbers may be as long as the text.
    const QUARTERS: usize = 4;
    if !matches!(char_at(text, at), '一' | '二' | '三') {
        return false;
    }
    let mut numbers = Vec::new();
    let mut index = at;
    while let Some(number) = digit(char_at(text, index)).filter(|number| (1..=4).contains(number)) {
        numbers.push((index, number));
        if numbers.len() > QUARTERS {
            return false;
        }
        index += 1 + usize::from(matches!(
            char_at(text, index + 1),
            '、' | '和' | '至' | '到' | '-'
        ));
    }
    let Some(length) = any_starts(text, index, &["季度"]).filter(|_| numbers.len() > 1) else {
        return false;
    };
    let point = |number| Point {
        year: Year::Unsaid,
        part: Part::Quarter(number),
    };
    if let ([(_, first), (_, last)], '至' | '到' | '-') =
        (numbers.as_slice(), char_at(text, at + 1))
    {
        found.push(TimeWords {
            from: at,
            to: index + length,
            when: When::Between(point(*first), point(*last)),
        });
        return true;
    }
    for (position, (from, number)) in numbers.iter().enumerate() {
        let last = position + 1 == numbers.len();
        found.push(TimeWords {
            from: *from,
            to: if last { index + length } else { from + 1 },
            when: When::At(point(*number), Edge::Within),
        });
    }
    true
}

/// 3-5月: the first month leaves out 月.
fn range_of_months(
    text: &[char],
    at: usize,
    year: Year,
    (first, end): (u8, usize),
    found: &mut Vec<TimeWords>,
) -> bool {
    let Some(length) = joint(text, end) else {
        return false;
    };
    let Some((last, to)) = month(text, end + length) else {
        return false;
    };
    let (part, end_said, to) = in_month(text, last, to);
    let to = match part {
        Part::Month(_) if end_said => to,
        _ => skip_tail(text, to),
    };
    found.push(TimeWords {
        from: at,
        to,
        when: When::Between(
            Point {
                year,
                part: Part::Month(first),
            },
            Point { year, part },
        ),
    });
    true
}

/// 7月10-20日, 3月5、12日: the first day leaves out 日.
fn days_of_month(text: &[char], at: usize, first: &Read, found: &mut Vec<TimeWords>) -> bool {
    let (Part::Month(month), false) = (first.point.part, first.end_said) else {
        return false;
    };
    let Some((day, end)) = small_number(text, first.to, 31) else {
        return false;
    };
    let begin = Point {
        year: first.point.year,
        part: Part::Day(month, day),
    };
    if let Some(length) = joint(text, end)
        && let Some(last) = point(text, end + length, Some(begin))
        && matches!(last.point.part, Part::Day(..))
    {
        found.push(TimeWords {
            from: at,
            to: skip_tail(text, last.to),
            when: When::Between(begin, last.point),
        });
        return true;
    }
    if matches!(char_at(text, end), '、' | '和') && day_number(text, end + 1).is_some() {
        found.push(TimeWords {
            from: at,
            to: end,
            when: When::At(begin, Edge::Within),
        });
        more_days(text, end, begin, found);
        return true;
    }
    false
}

/// 9月10日、15日: further days of the same month.
fn more_days(text: &[char], mut at: usize, point: Point, found: &mut Vec<TimeWords>) {
    let Part::Day(month, _) = point.part else {
        return;
    };
    while matches!(char_at(text, at), '、' | '和') {
        let Some((day, end)) = day_number(text, at + 1) else {
            return;
        };
        let read = Read {
            point: Point {
                year: point.year,
                part: Part::Day(month, day),
            },
            end_said: false,
            to: end,
        };
        let (edge, to) = edge(text, &read, None);
        found.push(TimeWords {
            from: at + 1,
            to,
            when: When::At(read.point, edge),
        });
        at = to;
    }
}
