//! The characters that the words of a list begin or end with.

/// The first (or last) characters of a list of words, so that a rule passes over all other places of
/// a text without looking the words up one by one.
///
/// It may say yes to a character that begins no word, and never says no to one that does.
#[derive(Debug)]
pub(crate) struct Heads([u64; 8]);

impl Heads {
    /// First characters of words.
    pub(crate) const fn of(words: &[&str]) -> Self {
        let mut heads = Self([0; 8]);
        let mut index = 0;
        while index < words.len() {
            heads.add(first(words[index]));
            index += 1;
        }
        heads
    }

    /// First characters of words that stand beside what they mean.
    pub(crate) const fn of_pairs<T>(pairs: &[(&str, T)]) -> Self {
        let mut heads = Self([0; 8]);
        let mut index = 0;
        while index < pairs.len() {
            heads.add(first(pairs[index].0));
            index += 1;
        }
        heads
    }

    /// Last characters of words.
    pub(crate) const fn ends_of(words: &[&str]) -> Self {
        let mut heads = Self([0; 8]);
        let mut index = 0;
        while index < words.len() {
            heads.add(last(words[index]));
            index += 1;
        }
        heads
    }

    /// Last characters of words that stand beside what they mean.
    pub(crate) const fn ends_of_pairs<T>(pairs: &[(&str, T)]) -> Self {
        let mut heads = Self([0; 8]);
        let mut index = 0;
        while index < pairs.len() {
            heads.add(last(pairs[index].0));
            index += 1;
        }
        heads
    }

    /// Every character of a string.
    pub(crate) const fn of_each(chars: &str) -> Self {
        let mut heads = Self([0; 8]);
        let bytes = chars.as_bytes();
        let mut index = 0;
        while index < bytes.len() {
            if bytes[index] & 0xc0 != 0x80 {
                heads.add(code_at(bytes, index));
            }
            index += 1;
        }
        heads
    }

    /// Characters of a text, to ask which words may occur in it at all.
    pub(crate) fn of_chars(chars: &[char]) -> Self {
        let mut heads = Self([0; 8]);
        for char in chars {
            heads.add(*char as u32);
        }
        heads
    }

    /// Whether a word may begin (or end) with this character.
    pub(crate) const fn hold(&self, char: char) -> bool {
        let place = char as usize % 512;
        self.0[place / 64] >> (place % 64) & 1 == 1
    }

    const fn add(&mut self, code: u32) {
        let place = code as usize % 512;
        self.0[place / 64] |= 1 << (place % 64);
    }
}

/// Code of the first character.
const fn first(word: &str) -> u32 {
    code_at(word.as_bytes(), 0)
}

/// Code of the last character.
const fn last(word: &str) -> u32 {
    let bytes = word.as_bytes();
    let mut index = bytes.len() - 1;
    while bytes[index] & 0xc0 == 0x80 {
        index -= 1;
    }
    code_at(bytes, index)
}

/// Code of the character whose bytes begin at `index`.
const fn code_at(bytes: &[u8], index: usize) -> u32 {
    let lead = bytes[index];
    let (mut code, more) = match lead {
        0..=0x7f => (lead as u32, 0),
        0x80..=0xdf => (lead as u32 & 0x1f, 1),
        0xe0..=0xef => (lead as u32 & 0x0f, 2),
        _ => (lead as u32 & 0x07, 3),
    };
    let mut offset = 1;
    while offset <= more {
        code = code << 6 | bytes[index + offset] as u32 & 0x3f;
        offset += 1;
    }
    code
}

#[cfg(test)]
mod tests {
    use super::Heads;

    #[test]
    fn every_first_and_last_character_is_held_and_hardly_another() {
        const WORDS: [&str; 4] = ["教育", "m²", "≥", "𠮷日"];
        let heads = Heads::of(&WORDS);
        let ends = Heads::ends_of(&WORDS);
        for (first, last) in [('教', '育'), ('m', '²'), ('≥', '≥'), ('𠮷', '日')] {
            assert!(heads.hold(first) && ends.hold(last));
        }
        assert!(!heads.hold('育') && !ends.hold('教'));
        assert!(Heads::of_pairs(&[("月底", 1)]).hold('月'));
        assert!(Heads::ends_of_pairs(&[("月底", 1)]).hold('底'));
    }
}
