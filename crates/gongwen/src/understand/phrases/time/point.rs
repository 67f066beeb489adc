//! Points of the calendar and ranges of them: 2025年10月底前, 5月至9月, 二季度, 9月10日、15日.

use super::{
    TimeWords,
    calendar::{Edge, Part, Point, When, Year},
};
use crate::understand::phrases::{
    numerals::{digit, numeral},
    scan::{any_starts, char_at, char_before, is_clause_end, starts},
};

/// A point and where its words end.
struct Read {
    point: Point,
    /// 底, 末 said with it, as in 月底, 年末.
    end_said: bool,
    to: usize,
}

/// Reads the expression that begins at `at`; tells whether there is one.
pub(super) fn read(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    let prefix = prefix(text, at);
    let begin = at + prefix.length;
    let already = found.len();
    if prefix.length == 0 && enumeration(text, begin, found) {
        return true;
    }
    let Some(first) = point(text, begin, None) else {
        return false;
    };
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
    const UNTIL: [&str; 7] = ["截止到", "截至到", "不迟于", "截至", "截止", "到", "至"];
    const SINCE: [&str; 2] = ["自", "从"];
    if let Some(length) = any_starts(text, at, &UNTIL) {
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

/// A point that begins at `at`; `inherited` is the point before it in a range or list.
fn point(text: &[char], at: usize, inherited: Option<Point>) -> Option<Read> {
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
fn year(text: &[char], at: usize) -> Option<(Year, usize)> {
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
    for (words, year) in RELATIVE {
        if starts(text, at, words) {
            return Some((year, at + words.chars().count()));
        }
    }
    let (value, end) = four_digits(text, at)?;
    (char_at(text, end) == '年' && char_at(text, end + 1) != '级')
        .then_some((Year::Given(value), end + 1))
}

/// Four digits that can be a year.
fn four_digits(text: &[char], at: usize) -> Option<(i16, usize)> {
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
fn month(text: &[char], at: usize) -> Option<(u8, usize)> {
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
fn small_number(text: &[char], at: usize, most: u8) -> Option<(u8, usize)> {
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
fn in_month(text: &[char], month: u8, to: usize) -> (Part, bool, usize) {
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
fn day_number(text: &[char], at: usize) -> Option<(u8, usize)> {
    let (day, end) = small_number(text, at, 31)?;
    (matches!(char_at(text, end), '日' | '号') && !matches!(char_at(text, end + 1), '楼' | '文'))
        .then_some((day, end + 1))
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
    let at = read.to;
    let mut edge = prefix.unwrap_or(Edge::Within);
    let mut to = at;
    if read.end_said {
        edge = Edge::End;
    }
    if !read.end_said
        && matches!(read.point.part, Part::Quarter(_) | Part::Half(_))
        && let Some(length) = any_starts(text, at, &["末", "底"])
    {
        edge = Edge::End;
        to += length;
    }
    if let Some(length) =
        any_starts(text, to, &BEFORE).filter(|length| !goes_on(text, to + length, '前'))
    {
        let end = to + length;
        return (
            if edge == Edge::End {
                Edge::End
            } else {
                Edge::Before
            },
            end,
        );
    }
    if let Some(length) =
        any_starts(text, to, &WITHIN).filter(|length| !goes_on(text, to + length, '内'))
    {
        return (Edge::End, to + length);
    }
    if let Some(length) =
        any_starts(text, to, &ONWARD).filter(|length| !goes_on(text, to + length, '后'))
    {
        return (Edge::Onward, to + length);
    }
    if let Some(length) = any_starts(text, to, &["期间"]) {
        to += length;
    }
    (edge, to)
}

/// 前往, 内部, 后勤, 起草: the suffix is the beginning of another word.
fn goes_on(text: &[char], end: usize, suffix: char) -> bool {
    let next = char_at(text, end);
    let last = char_before(text, end);
    match suffix {
        '前' => matches!(next, '往' | '后' | '期' | '沿' | '景' | '提' | '置' | '瞻'),
        '内' => matches!(next, '部' | '容' | '涵' | '控' | '审'),
        _ => match last {
            '后' => matches!(next, '勤' | '续' | '备' | '者' | '进'),
            '起' => matches!(next, '草' | '始' | '步'),
            _ => false,
        },
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
    let before = char_before(text, at);
    let opens = prefix > 0
        || is_clause_end(before)
        || matches!(before, '(' | '、' | '在' | '于' | '保' | '争' | '划' | '。');
    opens.then_some(When::WholeYear(point.year))
}

/// 2、8月 and 3、5、9月份: months that share one 月.
fn enumeration(text: &[char], at: usize, found: &mut Vec<TimeWords>) -> bool {
    let (year, mut index) = year(text, at).unwrap_or((Year::Unsaid, at));
    let mut numbers: Vec<(usize, u8, usize)> = Vec::new();
    loop {
        let Some((number, end)) = small_number(text, index, 12) else {
            return false;
        };
        numbers.push((index, number, end));
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
