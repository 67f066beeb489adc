//! 发文字号.

use super::Page;
use crate::{
    ledger::Spanned,
    understand::{
        heads::Heads,
        structure::{
            chars::{at, digit, is_blank, is_han, stands_at},
            metadata::dates::year_at,
        },
    },
};

/// Only the head of a paper states its own number; further down others are cited.
const HEAD: usize = 1500;

/// The number of the paper, where it stands at the head of a line or in its field.
pub(super) fn doc_number(page: &Page<'_>) -> Option<Spanned<String>> {
    let clean = page.clean;
    let chars = &clean.chars;
    for line in clean
        .lines
        .iter()
        .take_while(|line| line.start < HEAD.max(page.body_start.min(4 * HEAD)))
    {
        let label = ["发文字号", "文号", "发文号", "公文字号"]
            .iter()
            .find_map(|label| spread_label(chars, line.start, label));
        let inner_label = if label.is_none() {
            field_in(chars, line.start, line.end)
        } else {
            None
        };
        let mut start = inner_label.or(label).unwrap_or(line.start);
        while start < line.end
            && (is_blank(at(chars, start)) || matches!(at(chars, start), ':' | '：'))
        {
            start += 1;
        }
        if let Some(end) = number_end(chars, start)
            && end <= line.end
        {
            let value = clean.words(start, end);
            return Some(Spanned {
                value,
                span: clean.span(start, end),
            });
        }
    }
    None
}

/// The end of a label at `start` whose characters may stand apart: 文　　号.
fn spread_label(chars: &[char], start: usize, label: &str) -> Option<usize> {
    const APART: usize = 4;
    let mut index = start;
    for wanted in label.chars() {
        let limit = index + APART;
        while index > start && index < limit && is_blank(at(chars, index)) {
            index += 1;
        }
        if at(chars, index) != wanted {
            return None;
        }
        index += 1;
    }
    Some(index)
}

/// Where the field 文号 begins on a line that holds several fields.
fn field_in(chars: &[char], start: usize, end: usize) -> Option<usize> {
    const LABELS: &[&str] = &["发文字号:", "发文字号：", "文号:", "文号："];
    const HEADS: Heads = Heads::of(LABELS);
    (start..end)
        .filter(|&index| HEADS.hold(at(chars, index)))
        .find_map(|index| {
            LABELS
                .iter()
                .find(|label| stands_at(chars, index, label))
                .map(|label| index + label.chars().count())
        })
}

/// End of `某政办发〔2014〕36号` at `start`.
fn number_end(chars: &[char], start: usize) -> Option<usize> {
    let mut index = start;
    while is_han(at(chars, index)) && index - start < 16 {
        index += 1;
    }
    if index - start < 2 {
        return None;
    }
    index += usize::from(is_blank(at(chars, index)));
    if !matches!(
        at(chars, index),
        '〔' | '［' | '[' | '(' | '（' | '【' | '{' | '﹝' | '<'
    ) {
        return None;
    }
    let (_, after) = year_at(chars, index + 1)?;
    if !matches!(
        at(chars, after),
        '〕' | '］' | ']' | ')' | '）' | '】' | '}' | '﹞' | '>'
    ) {
        return None;
    }
    let mut index = after + 1;
    while is_blank(at(chars, index)) || at(chars, index) == '第' {
        index += 1;
    }
    let digits = (index..index + 5)
        .take_while(|&place| digit(at(chars, place)).is_some())
        .count();
    index += digits;
    index += usize::from(is_blank(at(chars, index)));
    (digits > 0 && at(chars, index) == '号').then_some(index + 1)
}

#[cfg(test)]
mod tests {
    use super::number_end;

    #[test]
    fn numbers_of_papers_are_read_in_every_bracket() {
        for (text, length) in [
            ("安政办发〔2014〕36号", Some(13)),
            ("石教字［2010］3号", Some(11)),
            ("某教发[2019] 5 号", Some(13)),
            ("根据2014年36号", None),
            ("5家企业〔2014〕36号", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(number_end(&chars, 0), length, "{text}");
        }
    }
}
