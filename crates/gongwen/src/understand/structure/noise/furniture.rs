//! Furniture of web pages: navigation, counters, labels, advertising, what follows the document.

use std::collections::HashSet;

use super::words::{Hit, WordClass};
use crate::{
    span::Span,
    understand::{
        heads::Heads,
        structure::{
            chars::{at, cut, digit, ends_sentence, is_blank, is_han},
            lines::Line,
            markers,
        },
    },
};

/// A line of furniture is rarely longer than this; longer ones hold text as well.
const LONGEST_FURNITURE: usize = 160;
/// Words of a page header that are ordinary words elsewhere count in the first lines only.
const HEADER_LINES: usize = 40;

/// Spans of furniture, in no particular order.
pub(super) fn furniture(chars: &[char], lines: &[Line], hits: &[Hit]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut hits = hits.iter().copied().peekable();
    let mut tail = None;
    let mut filled = 0;
    for (number, &line) in lines.iter().enumerate() {
        filled += usize::from(!line.is_empty());
        let mut head = None;
        while let Some(hit) = hits.next_if(|hit| hit.start < line.next) {
            let head = *head.get_or_insert_with(|| LineHead::new(chars, line));
            let Some(span) = judge(chars, line, head, hit, filled) else {
                continue;
            };
            if matches!(hit.class, WordClass::Tail | WordClass::SharingTail) {
                tail.get_or_insert((number, span));
            }
            spans.push(span);
        }
        if is_bare_furniture(line.of(chars)) {
            spans.push(Span::new(line.start, line.end));
        }
    }
    if let Some((number, span)) = tail {
        spans.extend(rest_of_page(chars, lines, number, span));
    }
    let between = between_furniture(chars, lines, &spans);
    spans.extend(between);
    spans
}

/// Short lines at the end of a page with furniture right before and right after them.
fn between_furniture(chars: &[char], lines: &[Line], spans: &[Span]) -> Vec<Span> {
    if spans.is_empty() {
        return Vec::new();
    }
    let whole: HashSet<usize> = spans.iter().map(|span| span.start).collect();
    let filled: Vec<Line> = lines
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .collect();
    filled
        .windows(3)
        .filter_map(|window| {
            let &[before, line, after] = window else {
                return None;
            };
            let furniture = |line: Line| whole.contains(&line.start);
            let plain = || {
                line.len() <= 30
                    && !line.of(chars).contains(&'。')
                    && markers::at_line_start(chars, line).is_none()
            };
            let late = line.start * 2 >= chars.len();
            (late && furniture(before) && furniture(after) && plain())
                .then(|| Span::new(line.start, line.end))
        })
        .collect()
}

/// What a line begins with, asked for once however many words of furniture stand on it.
#[derive(Debug, Clone, Copy)]
struct LineHead {
    /// Its first letter.
    first_letter: usize,
    /// The end of its first sentence.
    first_stop: usize,
    /// Whether it is numbered.
    numbered: bool,
}

impl LineHead {
    fn new(chars: &[char], line: Line) -> Self {
        let first = |wanted: &dyn Fn(char) -> bool| {
            let place = line.of(chars).iter().position(|&c| wanted(c));
            place.map_or(line.end, |place| line.start + place)
        };
        Self {
            first_letter: first(&|c| !is_blank(c) && c.is_alphanumeric() && digit(c).is_none()),
            first_stop: first(&ends_sentence),
            numbered: markers::at_line_start(chars, line).is_some(),
        }
    }
}

/// What of its line a word of furniture takes with it.
fn judge(chars: &[char], line: Line, head: LineHead, hit: Hit, filled: usize) -> Option<Span> {
    let at_head = hit.start <= head.first_letter;
    let previous = if hit.start > line.start {
        at(chars, hit.start - 1)
    } else {
        '\n'
    };
    let after_stop = ends_sentence(previous)
        || is_blank(previous)
        || matches!(previous, '”' | '）' | ')' | '】');
    let has_sentence = head.first_stop < hit.start;
    let numbered = head.numbered;
    let whole = Span::new(line.start, line.end);
    let rest = Span::new(hit.start, line.end);
    let in_a_sentence = line.of(chars).ends_with(&['。']);
    match hit.class {
        WordClass::Label if !at_head || line.len() > LONGEST_FURNITURE => None,
        WordClass::Label if filled > HEADER_LINES => None,
        WordClass::Label => Some(whole),
        WordClass::EndLabel if at_head && line.len() <= LONGEST_FURNITURE => Some(whole),
        WordClass::EndLabel => {
            (after_stop && has_sentence && line.end - hit.start <= 80).then_some(rest)
        }
        // 录制优质课200节，点击量超过1万次。
        WordClass::Furniture if !at_head && in_a_sentence => None,
        _ if at_head => (line.len() <= 2 * LONGEST_FURNITURE).then_some(whole),
        _ if line.len() <= LONGEST_FURNITURE && !numbered && !has_sentence => Some(whole),
        WordClass::Sharing => None,
        _ => (after_stop && line.end - hit.start <= 2 * LONGEST_FURNITURE).then_some(rest),
    }
}

/// After a word that closes the page nothing belongs to the document, unless real text follows.
fn rest_of_page(chars: &[char], lines: &[Line], number: usize, first: Span) -> Option<Span> {
    let following = lines.get(number + 1..)?;
    let real = following.iter().any(|line| {
        let stops = line.of(chars).iter().filter(|&&c| c == '。').count();
        stops >= 2 && line.len() > 60
            || stops >= 1 && markers::at_line_start(chars, *line).is_some()
    });
    let end = following.iter().rev().find(|line| !line.is_empty())?.end;
    // A page that closes near its end closes for good; one that "closes" in its head does not.
    let late = first.start * 2 >= chars.len();
    let quiet = !real || is_sharing_notice(chars, following);
    (late && quiet).then(|| Span::new(first.start, end))
}

/// Sharing sites end with a long declaration of their own.
fn is_sharing_notice(chars: &[char], following: &[Line]) -> bool {
    following
        .iter()
        .filter(|line| line.len() > 60)
        .all(|line| line.of(chars).starts_with(&['本', '站']))
        && following
            .iter()
            .all(|line| markers::at_line_start(chars, *line).is_none())
}

/// Lines that are furniture by being nothing else: buttons, file names, picture captions of a viewer.
fn is_bare_furniture(line: &[char]) -> bool {
    const BUTTONS: &[&str] = &[
        "打印",
        "关闭",
        "收藏",
        "首页",
        "返回",
        "分享",
        "下载",
        "大 中 小",
        "大中小",
        "举报",
        "下载 相关 举报",
        "浏览记录",
        "资源描述",
        "相关资源",
        "猜你喜欢",
        "相关搜索",
        "分享按钮",
        "复制链接",
        "返回首页",
        "微信",
        "微博",
        "登录",
        "注册",
        "登录 注册",
        "打印 关闭",
        "收藏 打印 关闭",
        "繁體",
        "繁体",
        "English",
        "上一页",
        "下一页",
        "上一页 下一页",
        "TXT",
        "提示",
    ];
    if line.is_empty() || line.len() > 120 {
        return false;
    }
    const FIRST: Heads = Heads::of(BUTTONS);
    if line.len() <= 12
        && FIRST.hold(at(line, 0))
        && BUTTONS
            .iter()
            .any(|button| button.chars().eq(line.iter().copied()))
    {
        return true;
    }
    if is_breadcrumbs(line) || is_window_title(line) {
        return true;
    }
    let last = line.last().copied().unwrap_or_default();
    let named = (last.is_ascii_alphabetic() || last == '页') && line.contains(&'.');
    named && is_file_name(line) || is_newspaper_page(line) || is_upload_datum(line)
}

/// `某某工作要点_工作要点_某某网`: the title of the browser's window.
fn is_window_title(line: &[char]) -> bool {
    let parts = line.split(|c| *c == '_');
    line.len() <= 90
        && parts.clone().count() >= 3
        && parts.flat_map(|part| part.iter()).all(|&c| {
            is_han(c) || c.is_alphanumeric() || c == '_' || matches!(c, '(' | ')' | '（' | '）')
        })
}

/// `首页 新闻中心 教育要闻 正文`: where the page stands in its site, the signs between lost.
fn is_breadcrumbs(line: &[char]) -> bool {
    let steps = line
        .split(|c| is_blank(*c) || matches!(c, '>' | '/' | '»' | '-' | '|'))
        .filter(|step| !step.is_empty());
    line.len() <= 60
        && (line.starts_with(&['首', '页']) || line.ends_with(&['正', '文']))
        && !line.iter().any(|&c| ends_sentence(c))
        && steps.count() >= 3
}

/// `某某方案.docx`, `某某方案.docx_第3页`.
fn is_file_name(line: &[char]) -> bool {
    const ENDINGS: &[&str] = &[
        ".docx", ".doc", ".pdf", ".pptx", ".ppt", ".wps", ".xlsx", ".xls",
    ];
    let text: String = line.iter().collect::<String>().to_ascii_lowercase();
    let numbered_page = text.split_once("_第").is_some_and(|(name, rest)| {
        rest.ends_with('页') && ENDINGS.iter().any(|end| name.ends_with(end))
    });
    let attachment =
        text.starts_with("附件") || text.starts_with("附:") || text.starts_with("附：");
    numbered_page || (!attachment && ENDINGS.iter().any(|end| text.ends_with(end)))
}

/// `第03版:要闻`.
fn is_newspaper_page(line: &[char]) -> bool {
    at(line, 0) == '第'
        && digit(at(line, 1)).is_some()
        && line.iter().take(5).any(|&c| c == '版')
        && line.len() <= 16
}

/// `ID:37338138`, `大小:68.00 KB`, `页数:18页`, `时间:2019-05-22`.
fn is_upload_datum(line: &[char]) -> bool {
    const LABELS: &[&str] = &[
        "ID",
        "大小",
        "页数",
        "格式",
        "时间",
        "价格",
        "评分",
        "下载次数",
        "页码",
    ];
    line.len() <= 30
        && LABELS.iter().any(|label| {
            let length = label.chars().count();
            label.chars().eq(line.iter().take(length).copied())
                && matches!(at(line, length), ':' | '：')
                && !cut(line, length + 1, line.len())
                    .iter()
                    .any(|&c| is_han(c) && c != '页')
        })
}
