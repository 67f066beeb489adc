//! Many words looked for at once, all over a text.

/// A list of words, each with what it means, arranged so that a text is searched for all of them in one
/// pass: two characters tell nearly everywhere that none of the words begins there.
#[derive(Debug)]
pub(crate) struct Lexicon<T> {
    /// A bit for each pair of first characters, several pairs to a bit.
    pairs: [u64; N_WORDS],
    /// By their first two characters, those that begin alike together, the longer ones first.
    entries: Vec<(Vec<char>, T)>,
}

/// Machine words of the set of pairs: with a few hundred words one pair in fifty looks like one of
/// theirs and is not.
const N_WORDS: usize = 256;

impl<T: Copy> Lexicon<T> {
    /// Arranges words; those of a single character are left out, nothing is gained for them here.
    pub(crate) fn new<'a>(words: impl IntoIterator<Item = (&'a str, T)>) -> Self {
        let mut entries: Vec<(Vec<char>, T)> = words
            .into_iter()
            .map(|(word, meaning)| (word.chars().collect(), meaning))
            .collect();
        entries.retain(|(word, _)| word.len() >= 2);
        entries.sort_by(|(one, _), (other, _)| {
            (one.get(..2).cmp(&other.get(..2))).then(other.len().cmp(&one.len()))
        });
        let mut pairs = [0; N_WORDS];
        for (word, _) in &entries {
            if let [first, second, ..] = word.as_slice() {
                let (slot, bit) = place(*first, *second);
                pairs[slot] |= bit;
            }
        }
        Self { pairs, entries }
    }

    /// Every place where a word begins, in order: the place, the length of the longest word that begins
    /// there, what it means. Words may overlap.
    pub(crate) fn find_all<'a>(
        &'a self,
        text: &'a [char],
    ) -> impl Iterator<Item = (usize, usize, T)> + 'a {
        let pairs = text.windows(2).enumerate();
        pairs
            .filter(|(_, pair)| self.may_begin(pair))
            .filter_map(|(start, _)| {
                let (length, meaning) = self.longest(text.get(start..)?)?;
                Some((start, length, meaning))
            })
    }

    /// The longest word that begins at `at`: its length and what it means.
    pub(crate) fn at(&self, text: &[char], at: usize) -> Option<(usize, T)> {
        let rest = text.get(at..)?;
        if self.may_begin(rest.get(..2)?) {
            self.longest(rest)
        } else {
            None
        }
    }

    fn may_begin(&self, pair: &[char]) -> bool {
        let &[first, second] = pair else { return false };
        let (slot, bit) = place(first, second);
        self.pairs[slot] & bit != 0
    }

    /// The longest word that `text` begins with.
    fn longest(&self, text: &[char]) -> Option<(usize, T)> {
        let pair = text.get(..2);
        let from = self
            .entries
            .partition_point(|(word, _)| word.get(..2) < pair);
        self.entries
            .iter()
            .skip(from)
            .take_while(|(word, _)| word.get(..2) == pair)
            .find(|(word, _)| text.starts_with(word))
            .map(|(word, meaning)| (word.len(), *meaning))
    }
}

/// Where the bit of a pair of characters stands.
fn place(first: char, second: char) -> (usize, u64) {
    let mixed = (first as usize).wrapping_mul(31) ^ second as usize;
    (mixed / 64 % N_WORDS, 1 << (mixed % 64))
}

#[cfg(test)]
mod tests {
    use super::Lexicon;

    #[test]
    fn the_longest_word_is_found_at_every_place() {
        let lexicon = Lexicon::new([("学校", 1), ("学校长", 2), ("校长", 3), ("ICP", 4)]);
        let text: Vec<char> = "中学校长在校园ICP学".chars().collect();
        let found: Vec<_> = lexicon.find_all(&text).collect();
        assert_eq!(found, [(1, 3, 2), (2, 2, 3), (7, 3, 4)]);
    }
}
