//! Texts in pieces of one and two characters.

use std::collections::BTreeSet;

/// A text as it is searched: letters in lower case, full-width letters and digits as narrow ones,
/// whatever is no letter or digit as one blank.
#[must_use]
pub fn cleaned(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for char in text.chars() {
        let char = narrow(char);
        if char.is_alphanumeric() {
            clean.extend(char.to_lowercase());
        } else if !clean.ends_with(' ') && !clean.is_empty() {
            clean.push(' ');
        }
    }
    clean.truncate(clean.trim_end().len());
    clean
}

fn narrow(char: char) -> char {
    match char {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(char) - 0xfee0).unwrap_or(char),
        other => other,
    }
}

/// Every piece of one and of two characters of a cleaned text, each once.
#[must_use]
pub fn grams(cleaned: &str) -> Vec<String> {
    let mut pieces = BTreeSet::new();
    for run in cleaned.split(' ') {
        let mut before: Option<char> = None;
        for char in run.chars() {
            pieces.insert(char.to_string());
            if let Some(before) = before {
                pieces.insert(format!("{before}{char}"));
            }
            before = Some(char);
        }
    }
    pieces.into_iter().collect()
}

/// The pieces a word must have to be found in a text: its pairs, or itself when it is one character.
pub(super) fn wanted(word: &str) -> Vec<String> {
    /// More would not narrow the choice further: the words themselves are compared afterwards.
    const MOST: usize = 12;
    let mut pieces = grams(word);
    if word.chars().nth(1).is_some() {
        pieces.retain(|piece| piece.chars().nth(1).is_some());
    }
    pieces.truncate(MOST);
    pieces
}

#[cfg(test)]
mod tests {
    use super::{cleaned, grams, wanted};

    #[test]
    fn a_text_is_cleaned_of_what_nobody_types() {
        assert_eq!(
            cleaned("（一）ＡＢＣ１２ 学位200个。"),
            "一 abc12 学位200个"
        );
        assert_eq!(cleaned("  ——  "), "");
    }

    #[test]
    fn pieces_do_not_reach_over_blanks() {
        assert_eq!(grams("校车 a1"), ["1", "a", "a1", "校", "校车", "车"]);
        assert_eq!(wanted("校"), ["校"]);
        assert_eq!(wanted("校车队"), ["校车", "车队"]);
    }
}
