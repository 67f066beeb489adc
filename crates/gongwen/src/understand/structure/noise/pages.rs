//! Page numbers: `- 2 -`, `— 2 —`, `第1页 共4页`, and bare numbers between the pages of a wrapped text.

use crate::{
    span::Span,
    understand::structure::{
        chars::{at, digit, ends_sentence, is_blank},
        lines::{self, Line},
        markers,
        metadata::dates,
    },
};

/// Page numbers of a document, with the line breaks around them when they cut a sentence.
pub(super) fn page_numbers(chars: &[char], lines: &[Line], wrapped: bool) -> Vec<Span> {
    let mut spans = within_lines(chars);
    let filled: Vec<Line> = lines
        .iter()
        .copied()
        .filter(|line| !line.is_empty())
        .collect();
    let mut last_bare = 0;
    for (index, &line) in filled.iter().enumerate() {
        let bare = wrapped.then(|| bare_number(chars, line)).flatten();
        let bare_page = bare.is_some_and(|number| number == last_bare + 1);
        if !bare_page && !is_page_line(chars, line) {
            continue;
        }
        last_bare = bare.unwrap_or(last_bare);
        let previous = index.checked_sub(1).and_then(|before| filled.get(before));
        spans.push(widened(
            chars,
            line,
            previous.copied(),
            filled.get(index + 1).copied(),
        ));
    }
    spans
}

/// The page number alone, or the sentence it cuts sewn together.
fn widened(chars: &[char], line: Line, previous: Option<Line>, next: Option<Line>) -> Span {
    let alone = Span::new(line.start, line.end);
    let (Some(previous), Some(next)) = (previous, next) else {
        return alone;
    };
    let heading = previous.len() < 20 && markers::at_line_start(chars, previous).is_some();
    let cuts = !ends_sentence(at(chars, previous.end - 1))
        && !matches!(at(chars, previous.end - 1), '）' | ')' | '：' | ':')
        && previous.len() >= 8
        && !heading
        && dates::whole_line(previous.of(chars)).is_none()
        && lines::indent(chars, next) <= lines::indent(chars, previous)
        && markers::at_line_start(chars, next).is_none();
    if cuts {
        Span::new(previous.end, next.start)
    } else {
        alone
    }
}

/// A whole line `- 2 -`, `— 2 —`, `·2·`, `第 2 页`, `2/10`, `Page 2`.
fn is_page_line(chars: &[char], line: Line) -> bool {
    if line.len() > 24 || !line.of(chars).iter().any(|c| digit(*c).is_some()) {
        return false;
    }
    let text: String = line.of(chars).iter().filter(|c| !is_blank(**c)).collect();
    let dash = |c: char| {
        matches!(
            c,
            '-' | '—' | '–' | '－' | '―' | '─' | '·' | '~' | '_' | '−'
        )
    };
    let inner = text.trim_start_matches(dash);
    let inner_end = inner.trim_end_matches(dash);
    let dashed = inner.len() < text.len() && inner_end.len() < inner.len();
    let number = |word: &str| {
        (1..=3).contains(&word.chars().count()) && word.chars().all(|c| digit(c).is_some())
    };
    if dashed && number(inner_end) {
        return true;
    }
    let said = text
        .strip_prefix('第')
        .and_then(|rest| rest.split_once('页'));
    if let Some((page, rest)) = said {
        return number(page)
            && (rest.is_empty()
                || rest
                    .trim_start_matches(['/', '／', '，', ','])
                    .starts_with('共'));
    }
    let slashed = text.split_once(['/', '／']);
    slashed.is_some_and(|(page, all)| number(page) && number(all) && page.len() <= all.len())
        || text.strip_prefix("Page").is_some_and(number)
}

/// A line of one to three digits and nothing else.
fn bare_number(chars: &[char], line: Line) -> Option<u32> {
    let (number, end) = markers::number_at(chars, line.start)?;
    (end == line.end && line.len() <= 3 && digit(at(chars, line.start)).is_some()).then_some(number)
}

/// `第1页 共4页` and `- 2 -` in the middle of a line.
fn within_lines(chars: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let end = match at(chars, index) {
            '第' => page_of_pages(chars, index),
            '-' | '—' | '–' | '－' => dashed_number(chars, index),
            _ => None,
        };
        if let Some(end) = end {
            spans.push(Span::new(index, end));
            index = end;
        } else {
            index += 1;
        }
    }
    spans
}

fn skip_blanks(chars: &[char], mut index: usize) -> usize {
    let limit = index + 4;
    while index < limit && is_blank(at(chars, index)) {
        index += 1;
    }
    index
}

fn digits(chars: &[char], start: usize) -> Option<usize> {
    let mut end = start;
    while digit(at(chars, end)).is_some() && end - start < 4 {
        end += 1;
    }
    (end > start && end - start < 4).then_some(end)
}

/// End of `第1页 共4页`, `第1页 / 共10页`, `第 1 页，共 4 页`.
fn page_of_pages(chars: &[char], start: usize) -> Option<usize> {
    let end = digits(chars, skip_blanks(chars, start + 1))?;
    let end = skip_blanks(chars, end);
    if at(chars, end) != '页' {
        return None;
    }
    let mut end = skip_blanks(chars, end + 1);
    if matches!(at(chars, end), '/' | '／' | '，' | ',') {
        end = skip_blanks(chars, end + 1);
    }
    if at(chars, end) != '共' {
        return None;
    }
    let end = digits(chars, skip_blanks(chars, end + 1))?;
    let end = skip_blanks(chars, end);
    (at(chars, end) == '页').then_some(end + 1)
}

/// End of `- 2 -` with blanks inside, which no sum or range has on both sides.
fn dashed_number(chars: &[char], start: usize) -> Option<usize> {
    let first = skip_blanks(chars, start + 1);
    let end = digits(chars, first)?;
    let last = skip_blanks(chars, end);
    let spaced = first > start + 1 && last > end;
    (spaced && matches!(at(chars, last), '-' | '—' | '–' | '－')).then_some(last + 1)
}

#[cfg(test)]
mod tests {
    use super::page_numbers;
    use crate::understand::structure::lines::lines;

    fn found(text: &str, wrapped: bool) -> Vec<String> {
        let chars: Vec<char> = text.chars().collect();
        let cut =
            |span: &crate::span::Span| chars.iter().skip(span.start).take(span.len()).collect();
        page_numbers(&chars, &lines(&chars), wrapped)
            .iter()
            .map(cut)
            .collect()
    }

    #[test]
    fn page_numbers_of_every_form_are_found() {
        for (text, wrapped, page) in [
            ("培训教师一千五百人次。\n- 2 -\n抓好安全", false, "- 2 -"),
            ("培训教师一千五\n— 2 —\n百人次", false, "— 2 —"),
            ("兑现津贴第1页 共4页近200万元", false, "第1页 共4页"),
            ("抓好教育\n第 3 页\n抓好安全", false, "第 3 页"),
            ("提高质量 - 12 - 推进均衡", false, "- 12 -"),
            ("全面实施素质教育推\n1\n进均衡发展", true, "\n1\n"),
        ] {
            assert_eq!(
                found(text, wrapped).last().map(String::as_str),
                Some(page),
                "{text}"
            );
        }
    }

    #[test]
    fn ranges_and_serial_numbers_are_no_page_numbers() {
        for text in [
            "培养教师3-5名",
            "完成2-3-1工程",
            "序号\n1\n新建学校",
            "第1页内容",
        ] {
            assert_eq!(found(text, false), [""; 0], "{text}");
        }
    }
}
