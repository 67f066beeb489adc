//! Reading one marker: the numeral with its punctuation at the head of a unit.

use super::{
    chars::{at, cut, digit, han_number, is_blank, is_han, is_han_number, stands_at},
    lines::Line,
};

/// Form of a marker, outermost first as offices use them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Style {
    /// 第一部分, 第一篇.
    Part,
    /// 第一章.
    Chapter,
    /// 第一节.
    Section,
    /// 第一条: the articles of a regulation.
    Article,
    /// 一、
    Han,
    /// （一）
    HanBracket,
    /// A month or week of a calendar: 九月份, 第一周.
    Calendar,
    /// 1. 1、
    Arabic,
    /// 1.1, 1.1.1
    Dotted(u8),
    /// （1）
    ArabicBracket,
    /// 1) 1）
    HalfBracket,
}

/// A marker as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Its form.
    pub(crate) style: Style,
    /// Its number.
    pub(crate) number: u32,
    /// First character.
    pub(crate) start: usize,
    /// After the last character of numeral and punctuation.
    pub(crate) end: usize,
}

/// The marker at the head of a line.
pub(crate) fn at_line_start(chars: &[char], line: Line) -> Option<Marker> {
    // A heading may carry signs of a converter or emphasis before its number.
    let mut start = line.start;
    while start < line.end
        && matches!(
            at(chars, start),
            '#' | '*' | '|' | '★' | '●' | '◆' | '■' | '¶'
        )
        || (start > line.start && is_blank(at(chars, start)))
    {
        start += 1;
    }
    let marker = read(chars, start)?;
    (marker.end <= line.end).then_some(marker)
}

/// A numeral that heads a line with no punctuation, only a blank after it: `一 指导思想`. Counts
/// only in a text where such numerals make a series.
pub(crate) fn bare_at_line_start(chars: &[char], line: Line) -> Option<Marker> {
    let (number, end) = number_at(chars, line.start)?;
    let arabic = digit(at(chars, line.start)).is_some();
    let apart = is_blank(at(chars, end)) && is_han(at(chars, end + 1)) && number < 100;
    apart.then_some(Marker {
        style: if arabic { Style::Arabic } else { Style::Han },
        number,
        start: line.start,
        end,
    })
}

/// The marker whose first character stands at `start`, whatever stands before it.
pub(crate) fn read(chars: &[char], start: usize) -> Option<Marker> {
    match at(chars, start) {
        '第' => ordinal(chars, start),
        '（' | '(' | '﹙' | '〔' => bracket(chars, start),
        c @ ('\u{2474}'..='\u{2487}' | '\u{3220}'..='\u{3229}') => Some(squeezed(c, start)),
        c if is_han_number(c) => han(chars, start),
        c if digit(c).is_some() => arabic(chars, start),
        _ => None,
    }
}

/// 第一部分, 第二章, 第3条, 第一周.
fn ordinal(chars: &[char], start: usize) -> Option<Marker> {
    let (number, after) = number_at(chars, start + 1)?;
    let (style, length) = match at(chars, after) {
        '部' if at(chars, after + 1) == '分' => (Style::Part, 2),
        '篇' | '编' => (Style::Part, 1),
        '章' => (Style::Chapter, 1),
        '节' => (Style::Section, 1),
        '条' => (Style::Article, 1),
        '周' => (Style::Calendar, 1),
        _ => return None,
    };
    let end = after + length;
    // 第一章 stands apart from its words; 第三条战线 and 第一周期 do not.
    let next = at(chars, end);
    let apart = is_blank(next)
        || matches!(
            next,
            '\n' | '\0' | ':' | '：' | '、' | '，' | ',' | '.' | '．' | '　' | '（' | '(' | '|'
        );
    (apart && number < 1000).then_some(Marker {
        style,
        number,
        start,
        end,
    })
}

/// （一）, （1）.
fn bracket(chars: &[char], start: usize) -> Option<Marker> {
    let mut inner = start + 1;
    while is_blank(at(chars, inner)) && inner < start + 3 {
        inner += 1;
    }
    let (number, mut after) = number_at(chars, inner)?;
    let style = if digit(at(chars, inner)).is_some() {
        Style::ArabicBracket
    } else {
        Style::HanBracket
    };
    while is_blank(at(chars, after)) && after < inner + 8 {
        after += 1;
    }
    let closes = matches!(at(chars, after), '）' | ')' | '﹚' | '〕');
    (closes && number < 200).then_some(Marker {
        style,
        number,
        start,
        end: after + 1,
    })
}

/// ⑴ and ㈠: number and brackets in one character.
fn squeezed(c: char, start: usize) -> Marker {
    let (style, first) = if c >= '\u{3220}' {
        (Style::HanBracket, '\u{3220}')
    } else {
        (Style::ArabicBracket, '\u{2474}')
    };
    Marker {
        style,
        number: c as u32 - first as u32 + 1,
        start,
        end: start + 1,
    }
}

/// 一、 or a month of a calendar.
fn han(chars: &[char], start: usize) -> Option<Marker> {
    let (number, after) = number_at(chars, start)?;
    if number <= 12
        && let Some(end) = month_end(chars, after)
    {
        return Some(Marker {
            style: Style::Calendar,
            number,
            start,
            end,
        });
    }
    let punctuation = matches!(
        at(chars, after),
        '、' | '.' | '．' | ',' | '，' | ':' | '：'
    ) || (is_blank(at(chars, after)) && at(chars, after + 1) == '、');
    let end = after + if is_blank(at(chars, after)) { 2 } else { 1 };
    (punctuation && number < 200).then_some(Marker {
        style: Style::Han,
        number,
        start,
        end,
    })
}

/// 1. 1、 1． 1) 1.1 or 9月份 of a calendar.
fn arabic(chars: &[char], start: usize) -> Option<Marker> {
    let (number, after) = number_at(chars, start)?;
    if (1..=12).contains(&number)
        && let Some(end) = month_end(chars, after)
    {
        return Some(Marker {
            style: Style::Calendar,
            number,
            start,
            end,
        });
    }
    if number == 0 || after - start > 4 {
        return None;
    }
    if is_blank(at(chars, after)) && matches!(at(chars, after + 1), '、' | '．') {
        return Some(Marker {
            style: Style::Arabic,
            number,
            start,
            end: after + 2,
        });
    }
    match at(chars, after) {
        '、' | '．' => Some(Marker {
            style: Style::Arabic,
            number,
            start,
            end: after + 1,
        }),
        '.' | '﹒' if digit(at(chars, after + 1)).is_none() => Some(Marker {
            style: Style::Arabic,
            number,
            start,
            end: after + 1,
        }),
        '.' => dotted(chars, start, after, number),
        ')' | '）' => Some(Marker {
            style: Style::HalfBracket,
            number,
            start,
            end: after + 1,
        }),
        _ => None,
    }
}

/// `1.2 `, `1.2.3 `; also `1.` before a year or a month (`1.2024年`, `3.5月份`).
fn dotted(chars: &[char], start: usize, dot: usize, first: u32) -> Option<Marker> {
    let (second, mut after) = number_at(chars, dot + 1)?;
    let dated =
        at(chars, after) == '年' && after - dot == 5 || at(chars, after) == '月' && second <= 12;
    if dated {
        return Some(Marker {
            style: Style::Arabic,
            number: first,
            start,
            end: dot + 1,
        });
    }
    let mut parts = 2;
    let mut last = second;
    while at(chars, after) == '.' && parts < 4 {
        let Some((next, end)) = number_at(chars, after + 1) else {
            break;
        };
        (last, after, parts) = (next, end, parts + 1);
    }
    let small = first < 100 && last > 0 && last < 100;
    let apart = is_blank(at(chars, after)) || at(chars, after) == '、';
    (small && (apart || parts > 2)).then(|| Marker {
        style: Style::Dotted(parts),
        number: last,
        start,
        end: after + usize::from(at(chars, after) == '、'),
    })
}

/// After 九: 月份 or 月 that closes a calendar's row head. Gives the end of the head's words.
fn month_end(chars: &[char], after: usize) -> Option<usize> {
    if at(chars, after) != '月' {
        return None;
    }
    let end = after + 1 + usize::from(at(chars, after + 1) == '份');
    let next = at(chars, end);
    (matches!(next, ':' | '：' | '\n' | '\0' | '|' | '\t')
        || (is_blank(next) && !stands_at(chars, end + 1, "至")))
    .then_some(end)
}

/// A number at `start`, Chinese or Arabic, and where it ends.
pub(crate) fn number_at(chars: &[char], start: usize) -> Option<(u32, usize)> {
    let mut end = start;
    if digit(at(chars, start)).is_some() {
        let mut number = 0_u32;
        while let Some(value) = digit(at(chars, end)) {
            if end - start >= 6 {
                return None;
            }
            number = number * 10 + value;
            end += 1;
        }
        return Some((number, end));
    }
    while is_han_number(at(chars, end)) && end - start < 8 {
        end += 1;
    }
    han_number(cut(chars, start, end)).map(|number| (number, end))
}

/// Where the words begin after a marker: blanks, `|` and a colon are passed over.
pub(crate) fn body_start(chars: &[char], marker_end: usize, limit: usize) -> usize {
    let mut start = marker_end;
    while start < limit
        && (is_blank(at(chars, start)) || matches!(at(chars, start), '\n' | '|' | ':' | '：' | '*'))
    {
        start += 1;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::{Style, read};

    #[test]
    fn every_form_of_marker_is_read() {
        for (text, style, number, length) in [
            ("一、抓党建", Style::Han, 1, 2),
            ("十二、其他", Style::Han, 12, 3),
            ("一,抓党建", Style::Han, 1, 2),
            ("（一）抓", Style::HanBracket, 1, 3),
            ("(十一)抓", Style::HanBracket, 11, 4),
            ("1.抓", Style::Arabic, 1, 2),
            ("12、抓", Style::Arabic, 12, 3),
            ("３．抓", Style::Arabic, 3, 2),
            ("1.2024年底", Style::Arabic, 1, 2),
            ("3.5月份召开", Style::Arabic, 3, 2),
            ("1.2 抓", Style::Dotted(2), 2, 3),
            ("⑵抓", Style::ArabicBracket, 2, 1),
            ("㈢抓", Style::HanBracket, 3, 1),
            ("2 、抓", Style::Arabic, 2, 3),
            ("（2）抓", Style::ArabicBracket, 2, 3),
            ("2）抓", Style::HalfBracket, 2, 2),
            ("第一章 总则", Style::Chapter, 1, 3),
            ("第十条 本办法", Style::Article, 10, 3),
            ("九月份:开学", Style::Calendar, 9, 3),
            ("第三周：检查", Style::Calendar, 3, 3),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let marker = read(&chars, 0).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (marker.style, marker.number, marker.end),
                (style, number, length),
                "{text}"
            );
        }
    }

    #[test]
    fn numbers_that_head_no_unit_are_no_markers() {
        for text in [
            "3.5万",
            "2024年",
            "2024321",
            "一是",
            "第三条战线",
            "十月中旬",
            "5所学校",
            "0.5%",
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(read(&chars, 0), None, "{text}");
        }
    }
}
