//! Characters a converter put in: a lost full stop read as `o`, paragraph signs, pinyin.

use crate::{
    span::Span,
    understand::structure::chars::{at, is_blank, is_han},
};

/// Stray characters of a document.
pub(super) fn stray(chars: &[char]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut index = 0;
    while index < chars.len() {
        let end = match at(chars, index) {
            c if is_han(c) => {
                index += 1;
                continue;
            }
            'o' | 'O' if is_lost_stop(chars, index) => index + 1,
            '¶' | '↵' | '\u{f0d8}' | '\u{f06c}' | '\u{f0b7}' | '\u{fffd}' => index + 1,
            c if is_toned(c) => {
                let span = pinyin(chars, index);
                spans.push(span);
                index = span.end;
                continue;
            }
            _ => {
                index += 1;
                continue;
            }
        };
        spans.push(Span::new(index, end));
        index = end;
    }
    spans
}

/// `99.8%o(二)各类`: an `o` between Chinese words that belongs to no Latin word.
fn is_lost_stop(chars: &[char], index: usize) -> bool {
    let before = if index == 0 {
        '\0'
    } else {
        at(chars, index - 1)
    };
    let after = at(chars, index + 1);
    (is_han(before) || matches!(before, '%' | '％' | '”' | '）' | ')'))
        && (is_han(after) || matches!(after, '(' | '（' | '“' | '\n' | '\0'))
}

fn is_toned(c: char) -> bool {
    matches!(
        c,
        'ā' | 'á'
            | 'ǎ'
            | 'à'
            | 'ē'
            | 'é'
            | 'ě'
            | 'è'
            | 'ī'
            | 'í'
            | 'ǐ'
            | 'ì'
            | 'ō'
            | 'ó'
            | 'ǒ'
            | 'ò'
            | 'ū'
            | 'ú'
            | 'ǔ'
            | 'ù'
            | 'ǖ'
            | 'ǘ'
            | 'ǚ'
            | 'ǜ'
    )
}

/// The pinyin around a toned vowel, with the brackets that hold it.
fn pinyin(chars: &[char], index: usize) -> Span {
    let latin = |c: char| c.is_ascii_lowercase() || is_toned(c) || c == 'ü';
    let mut start = index;
    while start > 0 && index - start < 8 && latin(at(chars, start - 1)) {
        start -= 1;
    }
    let mut end = index;
    let limit = index + 40;
    while end < limit
        && (latin(at(chars, end)) || (is_blank(at(chars, end)) && latin(at(chars, end + 1))))
    {
        end += 1;
    }
    let bracketed = start > 0
        && matches!(at(chars, start - 1), '(' | '（' | '[')
        && matches!(at(chars, end), ')' | '）' | ']');
    if bracketed {
        Span::new(start - 1, end + 1)
    } else {
        Span::new(start, end)
    }
}

#[cfg(test)]
mod tests {
    use super::stray;

    #[test]
    fn what_a_converter_put_in_is_found() {
        for (text, place) in [
            ("巩固率99.8%o(二)各类", Some((8, 9))),
            ("薄弱(bó ruò)学校", Some((2, 10))),
            ("抓落实¶", Some((3, 4))),
            ("使用logo标志", None),
            ("OTO模式", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let found = stray(&chars);
            assert_eq!(
                found.first().map(|span| (span.start, span.end)),
                place,
                "{text}"
            );
        }
    }
}
