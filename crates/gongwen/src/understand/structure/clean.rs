//! The text with the noise taken out and every character's place kept.

use super::{
    chars::{at, cut, is_blank},
    lines::{self, Line},
    markers,
};
use crate::{
    span::Span,
    understand::passage::{Passage, text_of},
};

/// The clean text: what is left when noise and the soft line breaks of a wrapped text are gone.
#[derive(Debug, Default)]
pub(crate) struct Clean {
    /// Its characters.
    pub(crate) chars: Vec<char>,
    /// Offset of each in the source.
    pub(crate) at: Vec<usize>,
    /// Its lines.
    pub(crate) lines: Vec<Line>,
}

impl Clean {
    /// Takes the noise out of the text.
    pub(crate) fn new(chars: &[char], noise: &[Span], wrap_width: Option<usize>) -> Self {
        let mut clean = Self {
            chars: Vec::with_capacity(chars.len()),
            at: Vec::with_capacity(chars.len()),
            lines: Vec::new(),
        };
        let mut kept_from = 0;
        for span in noise
            .iter()
            .copied()
            .chain([Span::new(chars.len(), chars.len())])
        {
            clean.chars.extend(cut(chars, kept_from, span.start));
            clean.at.extend(kept_from..span.start.max(kept_from));
            kept_from = span.end.max(kept_from);
        }
        clean.lines = lines::lines(&clean.chars);
        if let Some(width) = wrap_width {
            clean.join_soft_breaks(width);
        }
        clean
    }

    /// Joins lines that run on into the next one.
    fn join_soft_breaks(&mut self, width: usize) {
        let mut chars = Vec::with_capacity(self.chars.len());
        let mut places = Vec::with_capacity(self.at.len());
        let mut kept_from = 0;
        for pair in self.lines.windows(2) {
            let &[line, next] = pair else { continue };
            let joins = lines::runs_on(&self.chars, line, next, width)
                && markers::at_line_start(&self.chars, next).is_none();
            if joins {
                chars.extend(cut(&self.chars, kept_from, line.end));
                places.extend(self.at.iter().take(line.end).skip(kept_from));
                kept_from = next.start;
            }
        }
        chars.extend(cut(&self.chars, kept_from, self.chars.len()));
        places.extend(self.at.iter().skip(kept_from));
        self.lines = lines::lines(&chars);
        (self.chars, self.at) = (chars, places);
    }

    /// The place in the source of a range of the clean text, noise between included.
    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        let first = self.at.get(start).copied();
        let last = end
            .checked_sub(1)
            .and_then(|last| self.at.get(last))
            .map(|last| last + 1);
        match (first, last) {
            (Some(first), Some(last)) if end > start => Span::new(first, last),
            (Some(first), _) => Span::new(first, first),
            _ => Span::new(0, 0),
        }
    }

    /// Where a place of the source is in the clean text, or what follows it when it was taken out.
    pub(crate) fn find(&self, offset: usize) -> usize {
        self.at.partition_point(|&place| place < offset)
    }

    /// The words of a range, for the reading of phrases.
    pub(crate) fn passage(&self, start: usize, end: usize) -> Passage {
        let (start, end) = self.trim(start, end);
        Passage {
            chars: cut(&self.chars, start, end).to_vec(),
            at: self.at.get(start..end).unwrap_or_default().to_vec(),
            cell: None,
            year: None,
        }
    }

    /// The range without blanks and line breaks at its ends.
    pub(crate) fn trim(&self, mut start: usize, mut end: usize) -> (usize, usize) {
        let hollow =
            |index: usize| is_blank(at(&self.chars, index)) || at(&self.chars, index) == '\n';
        end = end.min(self.chars.len());
        while start < end && hollow(start) {
            start += 1;
        }
        while end > start && hollow(end - 1) {
            end -= 1;
        }
        (start, end)
    }

    /// The text of a range, line breaks left out.
    pub(crate) fn words(&self, start: usize, end: usize) -> String {
        let (start, end) = self.trim(start, end);
        let words = cut(&self.chars, start, end).iter();
        text_of(words.filter(|c| !matches!(c, '\n' | '\r')))
    }
}

#[cfg(test)]
mod tests {
    use super::Clean;
    use crate::span::Span;

    #[test]
    fn every_kept_character_knows_its_place() {
        let chars: Vec<char> = "发放资金6\n2、18.4万元".chars().collect();
        let clean = Clean::new(&chars, &[Span::new(5, 8)], None);
        assert_eq!(clean.chars.iter().collect::<String>(), "发放资金618.4万元");
        assert_eq!(clean.span(4, 8), Span::new(4, 11));
        assert_eq!(clean.find(6), 5);
    }
}
