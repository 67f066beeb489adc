//! Tables of contents, on lines of their own or glued to the text.

use crate::{
    span::Span,
    understand::structure::{
        chars::{at, cut, digit, is_blank, is_han},
        lines::Line,
        markers,
    },
};

/// How many characters of a heading must return for it to be the same heading.
const HEADING_LENGTH: usize = 6;
/// A table of contents stands at the head of a paper.
const HEAD: usize = 3000;
/// Entries are listed densely; a heading that returns further below is no end of a list of contents.
const LONGEST_CONTENTS: usize = 4000;

/// Tables of contents of a document.
pub(super) fn tables_of_contents(chars: &[char], lines: &[Line]) -> Vec<Span> {
    let mut spans: Vec<Span> = lines
        .iter()
        .filter(|line| has_leader(line.of(chars)))
        .map(|line| Span::new(line.start, line.end))
        .collect();
    spans.extend(after_word(chars));
    spans
}

/// `一、工作目标………3`: words, a leader of dots, a page number.
fn has_leader(line: &[char]) -> bool {
    if line.len() > 80 {
        return false;
    }
    let page = line
        .iter()
        .rev()
        .take_while(|c| digit(**c).is_some() || is_blank(**c))
        .count();
    let leader = cut(line, 0, line.len() - page)
        .iter()
        .rev()
        .take_while(|c| matches!(**c, '.' | '…' | '·' | '．' | '-' | '—') || is_blank(**c))
        .filter(|c| !is_blank(**c))
        .count();
    page > 0 && leader >= 3 && line.iter().any(|c| is_han(*c))
}

/// The list under the word 目录: it ends where its first entry comes again.
fn after_word(chars: &[char]) -> Option<Span> {
    let head = cut(chars, 0, HEAD);
    let word = head.windows(6).position(is_contents_word)?;
    let mut first = word + head.iter().skip(word).position(|&c| c == '录')? + 1;
    while is_blank(at(chars, first)) || matches!(at(chars, first), '\n' | ':' | '：') {
        first += 1;
    }
    markers::read(chars, first)?;
    let entry = cut(chars, first, first + HEADING_LENGTH);
    let skipped = first + HEADING_LENGTH;
    let rest = cut(chars, skipped, skipped + LONGEST_CONTENTS);
    let again = rest
        .windows(HEADING_LENGTH)
        .position(|window| window == entry)?;
    Some(Span::new(word, skipped + again))
}

/// `目录`, `目 录`, `目　　录`.
fn is_contents_word(window: &[char]) -> bool {
    at(window, 0) == '目' && window.iter().skip(1).find(|c| !is_blank(**c)) == Some(&'录')
}

#[cfg(test)]
mod tests {
    use super::tables_of_contents;
    use crate::understand::structure::lines::lines;

    fn found(text: &str) -> Vec<(usize, usize)> {
        let chars: Vec<char> = text.chars().collect();
        tables_of_contents(&chars, &lines(&chars))
            .iter()
            .map(|span| (span.start, span.end))
            .collect()
    }

    #[test]
    fn entries_with_leaders_and_glued_lists_are_found() {
        assert_eq!(found("一、工作目标……………3\n二、保障"), [(0, 12)]);
        assert_eq!(
            found("目录一、抓好党建工作1二、抓好安全2一、抓好党建工作。落实"),
            [(0, 18)]
        );
    }

    #[test]
    fn a_paper_without_contents_keeps_its_headings() {
        assert_eq!(found("一、抓好党建工作\n落实责任。\n一、抓好党建工作"), []);
    }
}
