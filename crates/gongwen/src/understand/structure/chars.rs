//! What a single character is, as far as numbering and noise care.

/// The characters of a text. Room is made at once for Chinese text of three bytes a character.
pub(crate) fn of(text: &str) -> Vec<char> {
    let mut chars = Vec::with_capacity(text.len() / 3 + text.len() / 16);
    chars.extend(text.chars());
    chars
}

/// A character of running Chinese text.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// White space between words, not a line break; the full-width space and the invisible ones of web
/// pages included.
pub(crate) fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\r' | '\u{a0}' | '\u{3000}' | '\u{2000}'
            ..='\u{200f}' | '\u{feff}' | '\u{b}' | '\u{c}'
    )
}

/// Punctuation after which a sentence is over.
pub(crate) fn ends_sentence(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '!' | '?' | ';')
}

/// Value of an Arabic digit, half or full width.
pub(crate) fn digit(c: char) -> Option<u32> {
    match c {
        '0'..='9' => Some(c as u32 - '0' as u32),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    }
}

/// Value of a Chinese digit.
pub(crate) fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '○' | '零' | 'Ｏ' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// A character of a Chinese number below one thousand.
pub(crate) fn is_han_number(c: char) -> bool {
    han_digit(c).is_some() || matches!(c, '十' | '百' | '廿')
}

/// A Chinese number below one thousand, for example 十二 or 一百零三.
pub(crate) fn han_number(chars: &[char]) -> Option<u32> {
    if chars.is_empty() || chars.len() > 7 {
        return None;
    }
    let mut total = 0;
    let mut digit = None;
    for &c in chars {
        match c {
            '百' => total += digit.take()? * 100,
            '十' => total += digit.take().filter(|&tens| tens > 0).unwrap_or(1) * 10,
            '廿' => total += 20,
            _ => digit = Some(han_digit(c)?),
        }
    }
    Some(total + digit.unwrap_or(0)).filter(|&number| number > 0)
}

/// The character at `index`, or NUL outside the text, so that scanners need no bounds of their own.
pub(crate) fn at(chars: &[char], index: usize) -> char {
    chars.get(index).copied().unwrap_or('\0')
}

/// The characters of a range; what lies outside the text is left out.
pub(crate) fn cut(chars: &[char], start: usize, end: usize) -> &[char] {
    let end = end.min(chars.len());
    chars.get(start.min(end)..end).unwrap_or_default()
}

/// Whether `word` stands at `index`.
pub(crate) fn stands_at(chars: &[char], index: usize, word: &str) -> bool {
    word.chars()
        .enumerate()
        .all(|(offset, c)| at(chars, index + offset) == c)
}

/// The text of a slice with blanks at both ends taken away.
pub(crate) fn trimmed(chars: &[char]) -> &[char] {
    let blank = |c: &char| is_blank(*c) || *c == '\n';
    let start = chars.iter().take_while(|c| blank(c)).count();
    let end = chars.len() - chars.iter().rev().take_while(|c| blank(c)).count();
    cut(chars, start, end)
}

#[cfg(test)]
mod tests {
    use super::{han_number, trimmed};

    #[test]
    fn chinese_numbers_of_headings_are_read() {
        for (text, number) in [
            ("一", Some(1)),
            ("十", Some(10)),
            ("十二", Some(12)),
            ("二十", Some(20)),
            ("三十五", Some(35)),
            ("一百零三", Some(103)),
            ("〇", None),
            ("", None),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!(han_number(&chars), number, "{text}");
        }
    }

    #[test]
    fn blanks_at_both_ends_are_taken_away() {
        let chars: Vec<char> = "\u{3000} 一 二\u{a0}\n".chars().collect();
        assert_eq!(trimmed(&chars).iter().collect::<String>(), "一 二");
    }
}
