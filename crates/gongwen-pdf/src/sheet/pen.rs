//! Words as they can be drawn.

use crate::fonts::Shelf;
use std::collections::BTreeMap;

/// Stands where a character has no glyph: 〓, the printers' own sign for it.
const NO_GLYPH: char = '〓';

/// So many characters in a row that cannot be parted would not fit a line; parting is then allowed.
const LONGEST_WORD: usize = 24;

/// Where a line may be broken without a mark.
const MAY_BREAK: char = '\u{200B}';

/// Cleans words and notes what cannot be drawn.
pub(super) struct Pen<'a> {
    shelf: &'a Shelf,
    /// Whether sources of figures are printed as footnotes.
    pub(super) footnotes: bool,
    /// Every character met, and whether a font has it.
    known: BTreeMap<char, bool>,
}

impl<'a> Pen<'a> {
    pub(super) fn new(shelf: &'a Shelf, footnotes: bool) -> Self {
        Self {
            shelf,
            footnotes,
            known: BTreeMap::new(),
        }
    }

    /// Words in one line: any white space is a blank, what has no shape is gone, what has no glyph
    /// is 〓.
    pub(super) fn line(&mut self, words: &str) -> String {
        let mut line = String::with_capacity(words.len());
        let mut word_length = 0;
        for character in words.chars().filter_map(shaped) {
            word_length = if character.is_ascii_graphic() {
                word_length + 1
            } else {
                0
            };
            if word_length > LONGEST_WORD {
                line.push(MAY_BREAK);
            }
            line.push(if self.is_drawn(character) {
                character
            } else {
                NO_GLYPH
            });
        }
        line
    }

    /// Lines; an empty one is left out.
    pub(super) fn lines(&mut self, lines: &[String]) -> Vec<String> {
        let cleaned = lines.iter().map(|line| self.line(line));
        cleaned.filter(|line| !line.trim().is_empty()).collect()
    }

    fn is_drawn(&mut self, character: char) -> bool {
        let shelf = self.shelf;
        let is_covered = || character == ' ' || shelf.covers(character);
        *self.known.entry(character).or_insert_with(is_covered)
    }

    /// Characters met that no font has.
    pub(super) fn missing(self) -> Vec<char> {
        let missing = self.known.into_iter().filter(|(_, is_drawn)| !is_drawn);
        missing.map(|(character, _)| character).collect()
    }
}

/// A character that takes part in a line: no control, no mark of direction or joining, no byte order
/// mark, none that stands for nothing.
fn shaped(character: char) -> Option<char> {
    match character {
        '\u{3000}' => Some(character),
        blank if blank.is_whitespace() => Some(' '),
        control if control.is_control() => None,
        '\u{00AD}'
        | '\u{034F}'
        | '\u{061C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => None,
        other => Some(other),
    }
}
