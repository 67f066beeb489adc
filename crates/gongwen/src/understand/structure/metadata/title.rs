//! The work document's own title.

use super::{Page, dates::year_at, issuer::names_a_place};
use crate::{
    ledger::Spanned,
    span::Span,
    understand::{
        heads::Heads,
        passage::text_of,
        structure::{
            chars::{at, cut, ends_sentence, is_blank, is_han, stands_at, trimmed},
            lines::Line,
            markers,
        },
    },
};

/// Words a title of a work document ends with.
const FORMS: &[&str] = &[
    "工作要点",
    "要点",
    "工作总结",
    "总结",
    "工作计划",
    "计划",
    "計劃",
    "总结和计划",
    "方案",
    "分解表",
    "分工表",
    "任务表",
    "分工",
    "推进表",
    "情况表",
    "安排表",
    "一览表",
    "行事历",
    "工作历",
    "台账",
    "清单",
    "安排",
    "打算",
    "思路",
    "工作报告",
    "报告",
    "意见",
    "规划",
    "規劃",
    "总结报告",
    "要點",
    "總結",
    "责任分解",
    "任务分解",
    "目标任务",
    "工作目标",
    "行动计划",
    "任务书",
    "措施",
    "回顾",
    "工作汇报",
    "情况汇报",
    "进展情况",
    "完成情况",
    "责任书",
];
/// Words titles of papers without items end with.
const OTHER_FORMS: &[&str] = &[
    "规程", "规定", "办法", "细则", "条例", "章程", "制度", "公告", "通告", "启事", "简章", "公示",
    "准则", "守则", "规则",
];
/// Words titles of papers that send others along end with.
const NOTICES: &[&str] = &["通知", "函", "通报"];
/// The head of a page without any marker, as far as titles are looked for.
const HEAD_LINES: usize = 60;

/// The title of the paper itself: named by its covering notice, or on a line of its own.
pub(super) fn title(page: &Page<'_>) -> Option<Spanned<String>> {
    let named = named_by_notice(page);
    if let Some(title) = named.as_ref().and_then(|name| standing_alone(page, name)) {
        return Some(title);
    }
    on_a_line(page)
        .or_else(|| at_head_of_text(page))
        .or_else(|| by_the_site(page))
        .or_else(|| first_line(page))
}

/// The name in `关于印发《…》的通知`.
fn named_by_notice(page: &Page<'_>) -> Option<Vec<char>> {
    let chars = &page.clean.chars;
    let head = cut(chars, 0, 3000);
    let mut from = 0;
    while let Some(offset) = cut(head, from, head.len()).iter().position(|&c| c == '《') {
        let start = from + offset + 1;
        let length = cut(head, start, start + 80).iter().position(|&c| c == '》');
        let end = start + length?;
        let before: String = trimmed(cut(head, start.saturating_sub(5), start - 1))
            .iter()
            .filter(|c| !is_blank(**c) && **c != '\n')
            .collect();
        let announced = before.ends_with("印发")
            || before.ends_with("下发")
            || before.ends_with("发布")
            || before.ends_with("现将")
            || before.ends_with("转发")
            || before.ends_with("制定")
            || before.ends_with("制定了");
        if announced {
            return Some(
                cut(head, start, end)
                    .iter()
                    .copied()
                    .filter(|c| !is_blank(*c) && *c != '\n')
                    .collect(),
            );
        }
        from = end;
    }
    None
}

/// The name where it stands outside 《》, line breaks inside it allowed; the last such place before
/// the body counts, else the first one after it.
fn standing_alone(page: &Page<'_>, name: &[char]) -> Option<Spanned<String>> {
    let chars = &page.clean.chars;
    let first = *name.first()?;
    let mut found = None;
    for start in 0..chars.len().min(20_000) {
        if at(chars, start) != first || start > 0 && at(chars, start - 1) == '《' {
            continue;
        }
        let Some(end) = matches_across(chars, start, name) else {
            continue;
        };
        let before = if start == 0 {
            '\n'
        } else {
            at(chars, start - 1)
        };
        let after = at(chars, end);
        let heads = matches!(before, '\n' | '：' | ':' | '\0')
            || is_blank(before)
            || ends_sentence(before)
            || matches!(before, '）' | ')');
        if heads && after != '》' && !matches!(after, '的') {
            if start > page.body_start && found.is_some() {
                break;
            }
            found = Some((start, end));
        }
    }
    found.map(|(start, end)| spanned(page, start, end))
}

/// Where `name` ends when it stands at `start` with blanks and line breaks inside allowed.
fn matches_across(chars: &[char], start: usize, name: &[char]) -> Option<usize> {
    let mut index = start;
    for &wanted in name {
        let limit = index + 6;
        while index < limit && (is_blank(at(chars, index)) || at(chars, index) == '\n') {
            index += 1;
        }
        if at(chars, index) != wanted {
            return None;
        }
        index += 1;
    }
    Some(index)
}

/// A line before the body that reads as a title; the last one counts, since page headings and
/// notices come first.
fn on_a_line(page: &Page<'_>) -> Option<Spanned<String>> {
    let clean = page.clean;
    let lines: Vec<Line> = clean
        .lines
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .take_while(|line| line.start < page.body_start.max(1) || line.start == 0)
        .take(HEAD_LINES)
        .collect();
    let mut found: Option<(usize, usize, bool)> = None;
    for (index, &line) in lines.iter().enumerate() {
        let (start, end) = plain_part(page, line);
        let words = cut(&clean.chars, start, end);
        if !is_title(words) || is_notice(words) {
            continue;
        }
        let start = joined_start(page, &lines, index).unwrap_or(start);
        let better = found.is_none_or(|(_, _, strong)| !strong || is_form(words, FORMS));
        if better {
            found = Some((start, end, is_form(words, FORMS)));
        }
    }
    found.map(|(start, end, _)| spanned(page, start, end))
}

/// A title broken over lines: the line before has no end of its own and this one no beginning.
fn joined_start(page: &Page<'_>, lines: &[Line], index: usize) -> Option<usize> {
    let chars = &page.clean.chars;
    let line = lines.get(index)?;
    let previous = lines.get(index.checked_sub(1)?)?;
    let words = previous.of(chars);
    let fragment = line.len() <= 12 && year_in(line.of(chars)).is_none();
    if office_over_rest(previous.of(chars), line.of(chars))
        && previous.next == line_begin(chars, line.start)
    {
        // The committee of the party stands over the office it issues with.
        let party = index.checked_sub(2).and_then(|party| lines.get(party));
        let party = party.filter(|party| {
            let words = party.of(chars);
            words.starts_with(&['中', '共']) && is_office(words) && party.next == previous.begin
        });
        return Some(party.unwrap_or(previous).start);
    }
    let open = (4..=30).contains(&words.len())
        && previous.next == line_begin(chars, line.start)
        && words.iter().all(|&c| {
            is_han(c)
                || c.is_ascii_digit()
                || matches!(c, '（' | '）' | '(' | ')' | '—' | '-' | '、')
        })
        && !is_title(words)
        && (year_in(words).is_some() || words.starts_with(&['关', '于']));
    (fragment && open).then_some(previous.start)
}

/// 某某县教育局 alone over 2024年工作要点 or over 关于…的报告: a title broken after its office, as the
/// standard breaks it (GB/T 9704—2012, 7.3.1: whole words on a line).
fn office_over_rest(above: &[char], words: &[char]) -> bool {
    is_office(above) && (year_at(words, 0).is_some() || words.starts_with(&['关', '于']))
}

/// The name of an office, or of two beside each other, and nothing more.
fn is_office(words: &[char]) -> bool {
    (4..=40).contains(&words.len())
        && words.iter().all(|&c| is_han(c) || is_blank(c))
        && matches!(
            words.last(),
            Some('局' | '府' | '委' | '室' | '会' | '校' | '学' | '园')
        )
        && names_a_place(words)
}

fn line_begin(chars: &[char], mut index: usize) -> usize {
    while index > 0 && at(chars, index - 1) != '\n' {
        index -= 1;
    }
    index
}

/// A line without a label before and a date, a source or a bracket of the site after its title.
fn plain_part(page: &Page<'_>, line: Line) -> (usize, usize) {
    let chars = &page.clean.chars;
    let mut start = line.start;
    for label in ["名称:", "名称：", "标题:", "标题：", "题名:", "题名："] {
        if stands_at(chars, line.start, label) {
            start = line.start + label.chars().count();
        }
    }
    let mut end = line.end;
    for index in start..line.end {
        // 名称: … 文号: … and a date after the title
        let labelled = is_blank(at(chars, index))
            && cut(chars, index + 1, line.end)
                .iter()
                .take(8)
                .any(|c| matches!(c, ':' | '：'));
        let dated = is_blank(at(chars, index)) && super::dates::day_at(chars, index + 1).is_some();
        if labelled || dated {
            end = index;
            break;
        }
    }
    page.clean.trim(start, end)
}

/// Whether words read as a title of a work document or of a paper without items.
fn is_title(words: &[char]) -> bool {
    (4..=60).contains(&words.len())
        && may_end_a_title(words)
        && !words
            .iter()
            .any(|&c| ends_sentence(c) || matches!(c, '，' | ':' | '：' | '|'))
        && !matches!(at(words, 0), '《' | '附')
        && markers::read(words, 0).is_none_or(|marker| {
            marker.style == markers::Style::Arabic && year_at(words, 0).is_some()
        })
        && (is_form(words, FORMS) || is_form(words, OTHER_FORMS) || is_notice(words))
}

/// Whether the last character is one that titles end with: asked first, for nearly no line does.
fn may_end_a_title(words: &[char]) -> bool {
    const ENDS: Heads = Heads::ends_of(FORMS);
    const OTHER_ENDS: Heads = Heads::ends_of(OTHER_FORMS);
    const NOTICE_ENDS: Heads = Heads::ends_of(NOTICES);
    let last = words.iter().rev().find(|c| !is_blank(**c));
    last.is_some_and(|&c| {
        matches!(c, '）' | ')') || ENDS.hold(c) || OTHER_ENDS.hold(c) || NOTICE_ENDS.hold(c)
    })
}

/// Whether a line is nothing but the title of a work document of some year.
pub(crate) fn is_plain_title(words: &[char]) -> bool {
    is_title(words) && is_form(words, FORMS) && !is_notice(words)
}

fn is_form(words: &[char], forms: &[&str]) -> bool {
    let text = text_of(words.iter().filter(|c| !is_blank(**c)));
    let text = without_bracket(&text);
    forms.iter().any(|form| text.ends_with(form))
}

/// Without a closing bracket like （试行）, （征求意见稿）.
fn without_bracket(text: &str) -> &str {
    let closed = text.strip_suffix(['）', ')']);
    closed
        .and_then(|inner| inner.rfind(['（', '(']).and_then(|open| inner.get(..open)))
        .unwrap_or(text)
}

fn is_notice(words: &[char]) -> bool {
    let text = text_of(words.iter().filter(|c| !is_blank(**c)));
    let text = without_bracket(&text);
    NOTICES.iter().any(|notice| text.ends_with(notice))
}

/// The title at the head of a page without line breaks: up to the first marker, or twice in a row.
fn at_head_of_text(page: &Page<'_>) -> Option<Spanned<String>> {
    let clean = page.clean;
    let chars = &clean.chars;
    let line = clean.lines.iter().find(|line| !line.is_empty())?;
    let stop = line.end.min(page.body_start.max(line.start));
    let sentence = (line.start..stop)
        .find(|&index| ends_sentence(at(chars, index)) || is_blank(at(chars, index)))
        .unwrap_or(stop);
    let mut end = (line.start..=sentence.min(line.start + 60))
        .rev()
        .find(|&end| is_title(cut(chars, line.start, end)) && end > line.start)?;
    // 某某工作总结2011年某某工作在…: the title ends where the sentence begins anew.
    while let Some(shorter) = (line.start + 4..end).rev().find(|&shorter| {
        is_title(cut(chars, line.start, shorter)) && year_at(chars, shorter).is_some()
    }) {
        end = shorter;
    }
    Some(spanned(page, line.start, end))
}

/// The title that a site of model essays names in its own words: `本站为你精心整理了…范文`.
fn by_the_site(page: &Page<'_>) -> Option<Spanned<String>> {
    let head = cut(page.chars, 0, 400);
    let after = find(head, "整理了")? + 3;
    let rest = cut(head, after, after + 60);
    let length = find(rest, "范文")?;
    let name = cut(rest, 0, length);
    (name.len() >= 4 && !name.iter().any(|&c| ends_sentence(c))).then(|| Spanned {
        value: name.iter().collect(),
        span: Span::new(after, after + length),
    })
}

/// News and the like: the first line that is words and no sentence.
fn first_line(page: &Page<'_>) -> Option<Spanned<String>> {
    let clean = page.clean;
    let line = clean
        .lines
        .iter()
        .filter(|line| !line.is_empty())
        .take(8)
        .find(|line| {
            let words = line.of(&clean.chars);
            (6..=60).contains(&words.len())
                && words.iter().filter(|c| is_han(**c)).count() * 2 > words.len()
                && !words.iter().any(|&c| matches!(c, '。' | '：' | ':'))
                && !names_a_site(words)
                && markers::at_line_start(&clean.chars, **line).is_none()
        })?;
    Some(spanned(page, line.start, line.end))
}

/// 某某教育信息网, 某某政府门户网站: the head of every page of a site.
fn names_a_site(words: &[char]) -> bool {
    words.ends_with(&['网']) || words.ends_with(&['网', '站']) || words.ends_with(&['门', '户'])
}

fn find(chars: &[char], word: &str) -> Option<usize> {
    let word: Vec<char> = word.chars().collect();
    chars.windows(word.len()).position(|window| window == word)
}

fn spanned(page: &Page<'_>, start: usize, end: usize) -> Spanned<String> {
    Spanned {
        value: page.clean.words(start, end),
        span: page.clean.span(start, end),
    }
}

/// The first year that words name.
pub(crate) fn year_in(words: &[char]) -> Option<i16> {
    (0..words.len())
        .find_map(|index| year_at(words, index))
        .map(|(year, _)| year)
}
