//! Forms of words by which parts are known.

use crate::{
    check::Part,
    understand::structure::{
        chars::{at, digit, is_blank, is_han},
        markers::{self, Style},
    },
};

/// A 发文字号 as it is written, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) struct Number {
    /// 机关代字.
    pub(in crate::check) code: String,
    pub(in crate::check) brackets: (char, char),
    pub(in crate::check) year: String,
    pub(in crate::check) says_ordinal: bool,
    pub(in crate::check) serial: String,
    pub(in crate::check) has_blanks: bool,
    /// First character and the one after the last.
    pub(in crate::check) start: usize,
    pub(in crate::check) end: usize,
}

const OPENING: &str = "〔［[（(【﹝<《「";
const CLOSING: &str = "〕］]）)】﹞>》」";

/// The 发文字号 a line begins with.
pub(in crate::check) fn number(chars: &[char]) -> Option<Number> {
    let mut start = 0;
    while is_blank(at(chars, start)) {
        start += 1;
    }
    let mut index = start;
    while is_han(at(chars, index)) && index - start < 20 {
        index += 1;
    }
    let code: String = chars.get(start..index)?.iter().collect();
    let mut has_blanks = false;
    let mut pass_blanks = |index: &mut usize| {
        while is_blank(at(chars, *index)) {
            *index += 1;
            has_blanks = true;
        }
    };
    pass_blanks(&mut index);
    let open = at(chars, index);
    if code.chars().count() < 2 || !OPENING.contains(open) {
        return None;
    }
    index += 1;
    pass_blanks(&mut index);
    let year = digits(chars, &mut index);
    pass_blanks(&mut index);
    if at(chars, index) == '年' {
        index += 1;
    }
    let close = at(chars, index);
    if year.is_empty() || year.chars().count() > 4 || !CLOSING.contains(close) {
        return None;
    }
    index += 1;
    pass_blanks(&mut index);
    let says_ordinal = at(chars, index) == '第';
    index += usize::from(says_ordinal);
    pass_blanks(&mut index);
    let serial = digits(chars, &mut index);
    pass_blanks(&mut index);
    let closes = at(chars, index) == '号';
    (closes && !serial.is_empty()).then_some(Number {
        code,
        brackets: (open, close),
        year,
        says_ordinal,
        serial,
        has_blanks,
        start,
        end: index + 1,
    })
}

fn digits(chars: &[char], index: &mut usize) -> String {
    let mut digits = String::new();
    while let Some(digit) = digit(at(chars, *index)) {
        digits.push_str(&digit.to_string());
        *index += 1;
    }
    digits
}

/// Whether the words are a date and nothing else, in any of the forms dates are written in.
pub(in crate::check) fn is_date(text: &str) -> bool {
    let chars: Vec<char> = text.chars().filter(|c| !is_blank(*c)).collect();
    let is_digit = |c: char| digit(c).is_some() || "〇○零一二三四五六七八九十".contains(c);
    let mut index = 0;
    let mut part = |signs: &str| {
        let start = index;
        while is_digit(at(&chars, index)) {
            index += 1;
        }
        let n_digits = index - start;
        let closed = signs.contains(at(&chars, index));
        index += usize::from(closed);
        (n_digits > 0 && closed).then_some(n_digits)
    };
    let year = part("年.-/．－");
    let month = part("月.-/．－");
    let (Some(2..=4), Some(1..=3)) = (year, month) else {
        return false;
    };
    let start = index;
    while is_digit(at(&chars, index)) {
        index += 1;
    }
    let n_days = index - start;
    index += usize::from(matches!(at(&chars, index), '日' | '号'));
    (1..=3).contains(&n_days) && index == chars.len()
}

/// The level of a heading and how many characters its mark has.
pub(in crate::check) fn level(chars: &[char]) -> Option<(Part, usize)> {
    let marker = markers::read(chars, 0)?;
    let part = match marker.style {
        Style::Han => Part::Level1,
        Style::HanBracket => Part::Level2,
        Style::Arabic => Part::Level3,
        Style::ArabicBracket | Style::HalfBracket => Part::Level4,
        _ => return None,
    };
    Some((part, marker.end))
}

/// Whether the words are 「附件」, 「附件2」 and no more.
pub(in crate::check) fn is_attachment_label(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('附') else {
        return false;
    };
    let rest = rest.strip_prefix('件').unwrap_or(rest);
    let rest: Vec<char> = rest.chars().filter(|c| !is_blank(*c)).collect();
    rest.len() <= 4
        && rest
            .iter()
            .all(|&c| digit(c).is_some() || "一二三四五六七八九十：:．.（）()".contains(c))
}

/// The words after 「附件：」 when the line begins a 附件说明.
pub(in crate::check) fn attachment_note(text: &str) -> Option<&str> {
    let rest = text
        .strip_prefix("附件")
        .or_else(|| text.strip_prefix('附'))?;
    let rest = rest.trim_start_matches([' ', '　']);
    let rest = rest.strip_prefix('：').or_else(|| rest.strip_prefix(':'))?;
    let rest = rest.trim_start();
    (!rest.is_empty()).then_some(rest)
}

/// The number an attachment's name begins with and the name: `2.名单` is 2 and 名单.
pub(in crate::check) fn numbered_name(text: &str) -> (Option<u32>, &str) {
    let text = text.trim();
    let rest = text.trim_start_matches(|c: char| digit(c).is_some());
    let n_digits = text.chars().count() - rest.chars().count();
    let number = text
        .chars()
        .take(n_digits)
        .try_fold(0_u32, |sum, c| sum.checked_mul(10)?.checked_add(digit(c)?));
    let name = rest.strip_prefix(['.', '．', '、']);
    match (n_digits, name) {
        (1..=2, Some(name)) => (number, name.trim()),
        _ => (None, text),
    }
}

/// Whether the words begin with this label, its characters perhaps apart (抄　送), and a colon.
pub(in crate::check) fn has_label(text: &str, label: &str) -> bool {
    let mut chars = text.chars().filter(|c| !is_blank(*c));
    label.chars().all(|wanted| chars.next() == Some(wanted))
        && matches!(chars.next(), Some('：' | ':'))
}

/// Whether the words are in parentheses as a whole.
pub(in crate::check) fn is_in_parentheses(text: &str) -> bool {
    let inner = text.strip_prefix(['（', '(']);
    inner
        .is_some_and(|inner| inner.ends_with(['）', ')']) && inner.matches(['（', '(']).count() < 4)
}

/// The 文种 a title ends with, aside from what stands in parentheses after it.
pub(in crate::check) fn type_of<'t>(title: &str, types: &'t [String]) -> Option<&'t str> {
    let mut title = title.trim();
    if title.ends_with(['）', ')'])
        && let Some(open) = title.rfind(['（', '('])
    {
        title = title.get(..open)?.trim();
    }
    let fits = |kind: &&String| title.ends_with(kind.as_str());
    let longest = types.iter().filter(fits).max_by_key(|kind| kind.len());
    longest.map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{is_attachment_label, is_date, number, numbered_name, type_of};

    #[test]
    fn numbers_are_read_however_they_are_written() {
        for (text, fits) in [
            ("某教发〔2026〕5号", true),
            ("某教发 [2026] 第 05 号", true),
            ("某教办（2026）12号　签发人：王敏", true),
            ("关于印发某教发〔2026〕5号", true),
            ("〔2026〕5号", false),
            ("某教发2026年5号", false),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(number(&chars).is_some(), fits, "{text}");
        }
    }

    #[test]
    fn dates_are_known_in_every_form() {
        for text in [
            "2026年3月5日",
            "2026年03月05日",
            "二〇二六年三月五日",
            "2026.3.5",
            "26年3月5日",
        ] {
            assert!(is_date(text), "{text}");
        }
        for text in ["2026年3月", "2026年3月5日印发", "3月5日前", "二是三"] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn labels_and_names_of_attachments_are_told_apart() {
        assert!(is_attachment_label("附件 2") && is_attachment_label("附件"));
        assert!(!is_attachment_label("附件：名单") && !is_attachment_label("附属学校"));
        assert_eq!(numbered_name("2．名单"), (Some(2), "名单"));
        assert_eq!(numbered_name("2026年计划"), (None, "2026年计划"));
    }

    #[test]
    fn the_type_is_what_a_title_ends_with() {
        let types = ["通知".to_owned(), "函".to_owned(), "复函".to_owned()];
        assert_eq!(type_of("关于某事的通知（试行）", &types), Some("通知"));
        assert_eq!(type_of("关于某事的复函", &types), Some("复函"));
        assert_eq!(type_of("工作总结", &types), None);
    }
}
