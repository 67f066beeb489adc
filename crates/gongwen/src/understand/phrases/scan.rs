//! Small questions about a run of characters, all answered without allocation.

/// Whether `words` stands at `at`.
pub(super) fn starts(text: &[char], at: usize, words: &str) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().iter();
    words.chars().all(|char| rest.next() == Some(&char))
}

/// Whether `words` stands directly before `at`.
pub(super) fn ends(text: &[char], at: usize, words: &str) -> bool {
    let mut rest = text.get(..at).unwrap_or_default().iter().rev();
    words.chars().rev().all(|char| rest.next() == Some(&char))
}

/// The length of the first of `options` that stands at `at`; list the longer ones first.
pub(super) fn any_starts(text: &[char], at: usize, options: &[&str]) -> Option<usize> {
    options
        .iter()
        .find(|words| starts(text, at, words))
        .map(|words| words.chars().count())
}

/// The length of the first of `options` that stands directly before `at`; longer ones first.
pub(super) fn any_ends(text: &[char], at: usize, options: &[&str]) -> Option<usize> {
    options
        .iter()
        .find(|words| ends(text, at, words))
        .map(|words| words.chars().count())
}

/// Whether one of `options` stands anywhere in `text`.
pub(super) fn contains_any(text: &[char], options: &[&str]) -> bool {
    options.iter().any(|words| {
        let first = words.chars().next();
        text.iter()
            .enumerate()
            .any(|(at, char)| Some(*char) == first && starts(text, at, words))
    })
}

/// The character at `at`, a line break beyond the end.
pub(super) fn char_at(text: &[char], at: usize) -> char {
    text.get(at).copied().unwrap_or('\n')
}

/// The character before `at`, a line break at the beginning.
pub(super) fn char_before(text: &[char], at: usize) -> char {
    at.checked_sub(1)
        .and_then(|before| text.get(before))
        .copied()
        .unwrap_or('\n')
}

/// A Chinese character.
pub(super) fn is_han(char: char) -> bool {
    matches!(char, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '〇')
}

/// Ends a sentence.
pub(super) fn is_stop(char: char) -> bool {
    matches!(char, '。' | ';' | '\n' | '!' | '?')
}

/// Ends a clause.
pub(super) fn is_clause_end(char: char) -> bool {
    is_stop(char) || matches!(char, ',' | ':')
}

/// Start of the clause that `at` stands in.
pub(super) fn clause_start(text: &[char], at: usize) -> usize {
    back_to(text, at, is_clause_end)
}

/// End of the clause that `at` stands in.
pub(super) fn clause_end(text: &[char], at: usize) -> usize {
    let furthest = text.len().min(at + FURTHEST);
    (at..furthest)
        .find(|&index| is_clause_end(text[index]))
        .unwrap_or(furthest)
}

/// Start of the sentence that `at` stands in.
pub(super) fn sentence_start(text: &[char], at: usize) -> usize {
    back_to(text, at, is_stop)
}

/// The places before `at` in its sentence, the nearest first.
pub(super) fn back_in_sentence(text: &[char], at: usize) -> impl Iterator<Item = usize> {
    let at = at.min(text.len());
    let before = (at.saturating_sub(FURTHEST)..at).rev();
    before.take_while(|&index| !is_stop(text[index]))
}

/// How far a rule looks for the ends of a clause: longer runs without punctuation are
/// damaged text, and looking further would make reading slow.
const FURTHEST: usize = 160;

fn back_to(text: &[char], at: usize, ends: fn(char) -> bool) -> usize {
    let at = at.min(text.len());
    let nearest = at.saturating_sub(FURTHEST);
    (nearest..at)
        .rev()
        .find(|&index| ends(text[index]))
        .map_or(nearest, |index| index + 1)
}
