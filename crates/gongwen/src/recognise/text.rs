//! The characters of an input, folded one to one.

use crate::understand::phrases::fold;

/// Folded characters: half-width, simplified, every blank a space. Places are those of the input.
pub(super) struct Folded {
    chars: Vec<char>,
}

impl Folded {
    pub(super) fn new(input: &str) -> Self {
        let chars = input
            .chars()
            .map(|char| {
                if char.is_whitespace() {
                    ' '
                } else {
                    fold(char)
                }
            })
            .collect();
        Self { chars }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at a place, a line break beyond the end.
    pub(super) fn at(&self, at: usize) -> char {
        self.chars.get(at).copied().unwrap_or('\n')
    }

    /// The character before a place, a line break at the beginning.
    pub(super) fn before(&self, at: usize) -> char {
        at.checked_sub(1).map_or('\n', |before| self.at(before))
    }

    /// The first place from `at` on that holds no space.
    pub(super) fn skip(&self, mut at: usize) -> usize {
        while self.at(at) == ' ' {
            at += 1;
        }
        at
    }

    /// The end of `words` when they stand at `at`; spaces may stand between the characters.
    pub(super) fn spaced(&self, at: usize, words: &str) -> Option<usize> {
        let mut place = at;
        for (index, char) in words.chars().enumerate() {
            if index > 0 {
                place = self.skip(place);
            }
            if self.at(place) != char {
                return None;
            }
            place += 1;
        }
        Some(place)
    }

    /// The end of the first of `options` that stands at `at`; list longer ones first.
    pub(super) fn any(&self, at: usize, options: &[&str]) -> Option<usize> {
        options.iter().find_map(|words| self.spaced(at, words))
    }
}

impl Folded {
    /// The text up to a place.
    pub(super) fn until(&self, end: usize) -> Self {
        Self {
            chars: self.chars.get(..end).unwrap_or_default().to_vec(),
        }
    }
}
