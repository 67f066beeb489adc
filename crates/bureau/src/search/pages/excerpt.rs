//! The words around a hit, with what was asked for marked.

use store::search::cleaned;

/// Characters shown before the first hit, and in all.
const BEFORE: usize = 20;
const WHOLE: usize = 90;

/// A piece of text, marked when it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) is_hit: bool,
}

/// A whole text with its hits marked.
pub(super) fn marked(text: &str, question: &str) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    pieces(&chars, &hits(&chars, question))
}

/// Part of a text around its first hit; nothing where nothing was asked for.
pub(super) fn around(text: &str, question: &str) -> Vec<Piece> {
    let chars: Vec<char> = text.chars().collect();
    let hits = hits(&chars, question);
    let Some(first) = hits.iter().position(|hit| *hit) else {
        return Vec::new();
    };
    let from = first.saturating_sub(BEFORE);
    let to = (from + WHOLE).min(chars.len());
    let mut shown = pieces(&chars[from..to], &hits[from..to]);
    let dots = |text: &str| Piece {
        text: text.to_owned(),
        is_hit: false,
    };
    if from > 0 {
        shown.insert(0, dots("……"));
    }
    if to < chars.len() {
        shown.push(dots("……"));
    }
    shown
}

/// Which characters belong to a word of the question.
fn hits(chars: &[char], question: &str) -> Vec<bool> {
    let folded: Vec<Option<char>> = chars.iter().map(|char| folded(*char)).collect();
    let mut hits = vec![false; chars.len()];
    let question = cleaned(question);
    for word in question.split(' ').filter(|word| !word.is_empty()) {
        let word: Vec<Option<char>> = word.chars().map(Some).collect();
        for (at, window) in folded.windows(word.len()).enumerate() {
            if window == word {
                hits[at..at + word.len()].fill(true);
            }
        }
    }
    hits
}

/// A character as the search sees it; nothing for what it passes over.
fn folded(char: char) -> Option<char> {
    let mut buffer = [0; 4];
    cleaned(char.encode_utf8(&mut buffer)).chars().next()
}

fn pieces(chars: &[char], hits: &[bool]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for (char, &is_hit) in chars.iter().zip(hits) {
        match pieces.last_mut() {
            Some(last) if last.is_hit == is_hit => last.text.push(*char),
            _ => pieces.push(Piece {
                text: char.to_string(),
                is_hit,
            }),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Piece, around, marked};

    fn words(pieces: &[Piece]) -> String {
        let mark = |piece: &Piece| match piece.is_hit {
            true => format!("[{}]", piece.text),
            false => piece.text.clone(),
        };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn every_word_of_the_question_is_marked_however_it_is_written() {
        assert_eq!(
            words(&marked("加强ＡＢ校车管理", "校车 ab")),
            "加强[ＡＢ校车]管理"
        );
        assert_eq!(words(&marked("没有", "校车")), "没有");
    }

    #[test]
    fn an_excerpt_begins_a_little_before_the_first_hit() {
        let text = format!("{}校车{}", "前".repeat(40), "后".repeat(100));
        let shown = words(&around(&text, "校车"));
        assert!(shown.starts_with("……前"), "{shown}");
        assert!(shown.contains("[校车]后"), "{shown}");
        assert!(shown.ends_with("后……"), "{shown}");
        assert!(around("没有", "校车").is_empty());
    }
}
