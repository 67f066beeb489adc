//! The signs at the beginning of a line, and whether a text has them at all.

/// Lines at the beginning of a text that are searched for signs.
const LINES_LOOKED_AT: usize = 2_000;

/// Whether a text that does not call itself Markdown is: a ruled table, or headings of two levels, or
/// headings and emphasis. One sign alone also stands in other papers.
pub(in crate::read) fn is_unmistakable(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().take(LINES_LOOKED_AT).map(str::trim).collect();
    let has_table = lines.iter().zip(lines.iter().skip(1)).any(|(head, rule)| {
        head.contains('|')
            && ruled_columns(rule).is_some_and(|n_columns| {
                n_columns >= 2 && cells(head).is_some_and(|cells| cells.len() == n_columns)
            })
    });
    let mut levels: Vec<u8> = lines
        .iter()
        .filter_map(|line| Some(heading(line)?.0))
        .collect();
    let n_headings = levels.len();
    levels.sort_unstable();
    levels.dedup();
    let has_emphasis = lines.iter().any(|line| line.matches("**").count() >= 2);
    has_table || levels.len() >= 2 || n_headings >= 2 && has_emphasis
}

/// 「## 一、总体要求」: its level and its words.
pub(super) fn heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let is_heading = (1..=6).contains(&level) && words.starts_with([' ', '\t', '　']);
    let words = words.trim().trim_end_matches('#').trim_end();
    (is_heading && !words.is_empty()).then_some((level as u8, words))
}

/// A line of words with a line of `===` or `---` under it: the level of the heading.
pub(super) fn underlined(words: &str, next: Option<&str>) -> Option<u8> {
    let next = next?.trim();
    let is_line_of = |sign: char| next.len() >= 3 && next.chars().all(|c| c == sign);
    let is_words = !words.is_empty() && bullet(words).is_none() && numbered(words).is_none();
    match (is_words, is_line_of('='), is_line_of('-')) {
        (true, true, _) => Some(1),
        (true, _, true) => Some(2),
        _ => None,
    }
}

/// A line drawn across: `---`, `* * *`.
pub(super) fn is_rule(line: &str) -> bool {
    let signs: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    let is_line_of = |sign: char| signs.chars().all(|c| c == sign);
    signs.len() >= 3 && (is_line_of('-') || is_line_of('*') || is_line_of('_'))
}

/// The words of an item after `-`, `*` or `+`, the box of a task left out.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let words = line.strip_prefix(['-', '*', '+'])?;
    let words = words.strip_prefix([' ', '\t'])?.trim_start();
    let boxes = ["[ ]", "[x]", "[X]"];
    Some(
        boxes
            .iter()
            .find_map(|mark| words.strip_prefix(mark))
            .unwrap_or(words)
            .trim_start(),
    )
}

/// The number of an item, the sign after it and its words: 「1. 培训教师」.
pub(super) fn numbered(line: &str) -> Option<(u64, char, &str)> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = line.get(..line.len() - rest.len())?.parse().ok()?;
    let sign = rest.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let words = rest.strip_prefix(sign)?.strip_prefix([' ', '\t'])?;
    (number < 1_000_000).then_some((number, sign, words.trim()))
}

/// The cells of a line between bars.
pub(super) fn cells(line: &str) -> Option<Vec<String>> {
    let line = line.trim();
    let inner = line.strip_prefix('|').unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in inner.chars() {
        match c {
            '|' if !is_escaped => cells.push(String::new()),
            c => cells.last_mut()?.push(c),
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    // The bar at the end of the line closes its last cell.
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    (cells.len() >= 2 || line.starts_with('|') && line.len() > 1).then_some(cells)
}

/// How many columns a line like `|:--|--:|` rules off.
pub(super) fn ruled_columns(line: &str) -> Option<usize> {
    let cells = cells(line)?;
    let is_ruled = cells.iter().all(|cell| {
        let signs = cell.trim();
        let dashes = signs.trim_start_matches(':').trim_end_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    });
    is_ruled.then_some(cells.len())
}
