//! 成文日期: the date of signature, a field of the page, or the publication date of an authority's page.

use super::{Page, dates};
use crate::{
    day::Day,
    ledger::Spanned,
    span::Span,
    understand::{
        heads::Heads,
        structure::{
            chars::{at, cut, is_blank, stands_at},
            endings::{self, Ending},
            lines,
        },
    },
};

/// Page headers stand in the first part of a page.
const HEAD: usize = 2500;

/// The day the paper was issued.
pub(super) fn issued_on(page: &Page<'_>, negative: bool) -> Option<Spanned<Day>> {
    signed(page)
        .or_else(|| {
            field(
                page,
                &[
                    "成文日期",
                    "发文日期",
                    "印发日期",
                    "公布日期",
                    "发布日期",
                    "生成日期",
                    "公开日期",
                ],
            )
        })
        .or_else(|| {
            let labels: &[&str] = if negative {
                &["发布时间", "发布于", "发表于", "时间"]
            } else {
                &["发布时间", "发布于", "发表于", "时间", "日期"]
            };
            field(page, labels)
        })
        .or_else(|| beside_title(page))
}

/// A date alone on its line at the end of the notice or of the paper.
fn signed(page: &Page<'_>) -> Option<Spanned<Day>> {
    let clean = page.clean;
    let mut signer_above = false;
    clean
        .lines
        .iter()
        .zip(page.endings)
        .filter(|(line, _)| !line.is_empty() && !in_table(page, line.start))
        .find_map(|(line, ending)| {
            let words = line.of(&clean.chars);
            let signature = *ending == Some(Ending::Signature);
            let signed_above = std::mem::replace(&mut signer_above, signature && is_office(words));
            let day = signature.then(|| dates::whole_line(words)).flatten()?;
            // In digits and dashes it is the day of an upload, unless an authority signs above it.
            let by_words = words.contains(&'年') || !words.contains(&'-') || signed_above;
            by_words.then(|| Spanned {
                value: day,
                span: clean.span(line.start, line.end),
            })
        })
        .or_else(|| printed(page))
        .or_else(|| in_running_text(page))
}

/// A date alone in a cell is a time limit.
fn in_table(page: &Page<'_>, index: usize) -> bool {
    page.tables
        .iter()
        .any(|table| (table.start..table.end).contains(&index))
}

/// A line that ends as the names of authorities and schools do.
fn is_office(words: &[char]) -> bool {
    words
        .iter()
        .rev()
        .find(|c| !is_blank(**c))
        .is_some_and(|c| {
            matches!(
                c,
                '局' | '府' | '室' | '会' | '委' | '厅' | '校' | '处' | '学' | '园'
            )
        })
}

/// `某某局办公室 2024年3月12日印发`: the day of printing, when nothing else is dated.
fn printed(page: &Page<'_>) -> Option<Spanned<Day>> {
    let clean = page.clean;
    clean.lines.iter().find_map(|line| {
        let words = line.of(&clean.chars);
        if !endings::is_print_line(words) {
            return None;
        }
        let (index, day) =
            (0..words.len()).find_map(|index| Some((index, dates::day_at(words, index)?)))?;
        Some(Spanned {
            value: day.0,
            span: clean.span(line.start + index, line.start + day.1),
        })
    })
}

/// 主题词… 二〇一二年二月六日印发: a signature that lost its line.
fn in_running_text(page: &Page<'_>) -> Option<Spanned<Day>> {
    let chars = &page.clean.chars;
    let limit = page.body_start.min(chars.len()).min(6000);
    let mut index = 0;
    while index < limit {
        if let Some((day, end)) = dates::day_at(chars, index)
            && cut(chars, index, end).contains(&'年')
        {
            let before = if index == 0 {
                '\n'
            } else {
                at(chars, index - 1)
            };
            let after: String = cut(chars, end, end + 3).iter().collect();
            let signed =
                matches!(before, '。' | '局' | '府' | '室' | '会' | '\n') || is_blank(before);
            if signed
                && (after.starts_with("印发")
                    || after.starts_with("主题词")
                    || after.is_empty()
                    || after.starts_with('\n')
                    || is_blank(at(chars, end))
                        && (page.noise.sharing_site || follows_office(chars, index)))
            {
                return Some(Spanned {
                    value: day,
                    span: page.clean.span(index, end),
                });
            }
            index = end;
        } else {
            index += 1;
        }
    }
    None
}

/// Whether an authority is named right before the date, nothing but blanks between.
fn follows_office(chars: &[char], index: usize) -> bool {
    let before = cut(chars, index.saturating_sub(4), index);
    is_office(before)
}

/// A labelled date in the head of the page. On a site of shared papers it is the day of the upload.
fn field(page: &Page<'_>, labels: &[&str]) -> Option<Spanned<Day>> {
    if page.noise.sharing_site {
        return None;
    }
    let chars = page.chars;
    let heads = Heads::of(labels);
    let places: Vec<usize> = (0..chars.len().min(HEAD))
        .filter(|&index| heads.hold(at(chars, index)))
        .collect();
    for label in labels {
        let length = label.chars().count();
        for &index in &places {
            if !stands_at(chars, index, label) || is_time_limit(cut(chars, 0, index)) {
                continue;
            }
            let mut start = index + length;
            while start < index + length + 6
                && (is_blank(at(chars, start))
                    || matches!(at(chars, start), ':' | '：' | ']' | '】' | '|'))
            {
                start += 1;
            }
            if let Some((value, end)) = dates::day_at(chars, start) {
                return Some(Spanned {
                    value,
                    span: Span::new(start, end),
                });
            }
        }
    }
    None
}

/// 截止日期, 报名时间: a date of the work, not of the paper.
fn is_time_limit(before: &[char]) -> bool {
    const OF_THE_WORK: &[[char; 2]] = &[
        ['截', '止'],
        ['报', '名'],
        ['完', '成'],
        ['结', '束'],
        ['开', '始'],
        ['活', '动'],
        ['会', '议'],
        ['考', '试'],
    ];
    OF_THE_WORK.iter().any(|words| before.ends_with(words))
}

/// A date right after the title on its line, alone under it, or at the head of the line of source
/// and counters.
fn beside_title(page: &Page<'_>) -> Option<Spanned<Day>> {
    if page.noise.sharing_site {
        return None;
    }
    let chars = cut(page.chars, 0, HEAD);
    let body = page.clean.at.get(page.body_start).copied().unwrap_or(HEAD);
    let head = lines::lines(chars)
        .into_iter()
        .filter(|line| !line.is_empty() && line.start < body)
        .take(30);
    for line in head {
        for index in line.start..line.end {
            let apart = index == line.start
                || is_blank(at(chars, index - 1))
                || matches!(at(chars, index - 1), '[' | '(' | '（' | '【');
            if apart
                && let Some((value, end)) = dates::day_at(chars, index)
                && closes_line(cut(chars, end, line.end))
            {
                return Some(Spanned {
                    value,
                    span: Span::new(index, end),
                });
            }
        }
    }
    None
}

/// After the date nothing but the time of day and the labels of a page header.
fn closes_line(rest: &[char]) -> bool {
    const LABELS: &[&str] = &[
        "来源",
        "信息来源",
        "作者",
        "浏览",
        "点击",
        "阅读",
        "字号",
        "字体",
        "编辑",
        "发布",
    ];
    let clock = |c: &char| {
        is_blank(*c) || c.is_ascii_digit() || matches!(*c, ':' | ']' | ')' | '）' | '】' | '|')
    };
    let after: String = rest.iter().skip_while(|c| clock(c)).take(4).collect();
    after.is_empty() || LABELS.iter().any(|label| after.starts_with(label))
}
