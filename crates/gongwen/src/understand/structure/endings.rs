//! Lines at which the last item is over: signature, date, list of attachments, remarks.

use crate::understand::heads::Heads;

use super::{
    chars::{at, cut, ends_sentence, is_blank, is_han, stands_at},
    clean::Clean,
    lines::Line,
    markers::{self, Style},
    metadata::{dates, title},
};

/// What ends a unit without being a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The signing authority or the date of signature.
    Signature,
    /// 附件 and what it lists.
    Attachment,
    /// (此件公开发布), 联系人, 抄送.
    Remark,
    /// The title of another paper on the same page.
    Title,
}

/// What ends at each line; as long as `clean.lines`.
pub(crate) fn endings(clean: &Clean) -> Vec<Option<Ending>> {
    let chars = &clean.chars;
    let mut endings: Vec<Option<Ending>> = vec![None; clean.lines.len()];
    let filled: Vec<usize> = (0..clean.lines.len())
        .filter(|&index| clean.lines.get(index).is_some_and(|line| !line.is_empty()))
        .collect();
    let mut listed = 0;
    for (position, &index) in filled.iter().enumerate() {
        let Some(&line) = clean.lines.get(index) else {
            continue;
        };
        let words = line.of(chars);
        let marker = markers::at_line_start(chars, line);
        let found = if let Some(number) = attachment(words) {
            listed = number;
            Some(Ending::Attachment)
        } else if listed > 0 && marker.is_some_and(|marker| is_listed(chars, line, marker, listed))
        {
            listed += 1;
            Some(Ending::Attachment)
        } else {
            listed = 0;
            ending(words, marker.is_some())
        };
        if found == Some(Ending::Signature) {
            let before = position
                .checked_sub(1)
                .and_then(|before| filled.get(before))
                .copied();
            let signer = before.filter(|&before| {
                clean
                    .lines
                    .get(before)
                    .is_some_and(|line| is_signer(chars, *line))
            });
            if let Some(ending) = signer.and_then(|before| endings.get_mut(before)) {
                ending.get_or_insert(Ending::Signature);
            }
        }
        if let (Some(ending), Some(_)) = (endings.get_mut(index), found) {
            *ending = found;
        }
    }
    endings
}

fn ending(words: &[char], numbered: bool) -> Option<Ending> {
    if numbered {
        return None;
    }
    if words.len() <= 24 && dates::whole_line(words).is_some() {
        return Some(Ending::Signature);
    }
    if is_remark(words) {
        return Some(Ending::Remark);
    }
    (words.len() <= 45 && title::is_plain_title(words) && title::year_in(words).is_some())
        .then_some(Ending::Title)
}

/// `附件`, `附件:1.某某表`, `附：`; gives the number of the last attachment named on the line.
fn attachment(words: &[char]) -> Option<u32> {
    let after = if at(words, 0) == '附' && at(words, 1) == '件' {
        2
    } else {
        1
    };
    let named = at(words, 0) == '附'
        && (after == 2 || matches!(at(words, 1), ':' | '：' | '表'))
        && words.len() <= 60
        && !words.iter().any(|&c| ends_sentence(c));
    if !named {
        return None;
    }
    let mut start = after;
    while is_blank(at(words, start)) || matches!(at(words, start), ':' | '：') {
        start += 1;
    }
    let after_colon = start > after;
    let number = markers::read(words, start).filter(|marker| marker.style == Style::Arabic);
    let next_is_name = after_colon || start >= words.len() || !is_han(at(words, start));
    next_is_name.then(|| {
        if after_colon {
            number.map_or(1, |marker| marker.number + 1)
        } else {
            1
        }
    })
}

/// Whether a numbered line is the next name in a list of attachments.
fn is_listed(chars: &[char], line: Line, marker: markers::Marker, listed: u32) -> bool {
    const NAMES: &[&str] = &[
        "表", "单", "册", "案", "法", "则", "样式", "模板", "书", "图", "材料", "须知", "标准",
        "要点", "通知", "意见", "制度", "规定", "汇总", "格式",
    ];
    let text: String = cut(chars, marker.end, line.end).iter().collect();
    let text = text.trim_end_matches(['）', ')', '》']);
    marker.style == Style::Arabic
        && (marker.number == listed || marker.number == 1)
        && line.len() <= 50
        && NAMES.iter().any(|name| text.ends_with(name))
}

/// A short line without punctuation: who signs.
fn is_signer(chars: &[char], line: Line) -> bool {
    let words = line.of(chars);
    (2..=40).contains(&words.len())
        && markers::at_line_start(chars, line).is_none()
        && words
            .iter()
            .all(|&c| is_han(c) || is_blank(c) || matches!(c, '（' | '）' | '(' | ')' | '、'))
}

fn is_remark(words: &[char]) -> bool {
    const HEADS: &[&str] = &[
        "(此件",
        "（此件",
        "(联系人",
        "（联系人",
        "联系人：",
        "联系人:",
        "抄送",
        "主题词",
        "附注",
        "(此页无正文",
        "（此页无正文",
        "注：",
        "注:",
        "备注：",
        "备注:",
        "填表人",
        "制表",
        "公开方式",
        "公开属性",
    ];
    let supplied = matches!(at(words, 0), '（' | '(')
        && words.len() <= 40
        && words
            .windows(3)
            .any(|end| matches!(end, ['供', '稿' | '图', '）' | ')']));
    const FIRST: Heads = Heads::of(HEADS);
    supplied
        || is_print_line(words)
        || FIRST.hold(at(words, 0)) && HEADS.iter().any(|head| stands_at(words, 0, head))
}

/// `某某县教育局办公室  2024年3月12日印发`.
pub(crate) fn is_print_line(words: &[char]) -> bool {
    words.len() <= 60
        && words.ends_with(&['印', '发'])
        && words.contains(&'日')
        && !words
            .iter()
            .any(|&c| ends_sentence(c) || matches!(c, '，' | '《'))
}
