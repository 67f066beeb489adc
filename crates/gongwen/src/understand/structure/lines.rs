//! Lines of the text, and whether the text was broken into lines of equal width.

use std::cmp::Reverse;

use super::chars::{at, cut, ends_sentence, is_blank};

/// One line, without its line break and the blanks at its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// First character, blank or not.
    pub(crate) begin: usize,
    /// First character that is no blank.
    pub(crate) start: usize,
    /// After the last character that is no blank.
    pub(crate) end: usize,
    /// Where the next line begins (the line break included).
    pub(crate) next: usize,
}

impl Line {
    /// How many characters it holds.
    pub(crate) fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether nothing but blanks stands on it.
    pub(crate) fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Its characters.
    pub(crate) fn of(self, chars: &[char]) -> &[char] {
        cut(chars, self.start, self.end)
    }
}

/// All lines, empty ones included.
pub(crate) fn lines(chars: &[char]) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut begin = 0;
    while begin < chars.len() {
        let length = cut(chars, begin, chars.len())
            .iter()
            .take_while(|&&c| c != '\n')
            .count();
        let stop = begin + length;
        let mut start = begin;
        while start < stop && is_blank(at(chars, start)) {
            start += 1;
        }
        let mut end = stop;
        while end > start && is_blank(at(chars, end - 1)) {
            end -= 1;
        }
        let next = (stop + 1).min(chars.len());
        lines.push(Line {
            begin,
            start,
            end,
            next,
        });
        begin = stop + 1;
    }
    lines
}

/// Width at which a hard-wrapped text was broken, in half-width columns; nothing when line breaks
/// are paragraph ends.
///
/// A wrapped text has many lines of nearly the same width that stop in the middle of a sentence.
pub(crate) fn wrap_width(chars: &[char], lines: &[Line]) -> Option<usize> {
    // Lines by width: all of them, and those that stop in the middle of a sentence.
    let mut all = [0_usize; 200];
    let mut broken = [0_usize; 200];
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let width = columns(cut(chars, line.begin, line.end)).min(199);
        if let Some(count) = all.get_mut(width) {
            *count += 1;
        }
        let stops = ends_sentence(at(chars, line.end - 1));
        if let Some(count) = broken.get_mut(width).filter(|_| !stops) {
            *count += 1;
        }
    }
    // Half-width letters make lines of one page differ by some columns.
    let near = |width: usize| cut_counts(&broken, width.saturating_sub(7), width + 1);
    let width = (40..150).max_by_key(|&width| (near(width), Reverse(width)))?;
    let full = near(width);
    let wider = cut_counts(&all, width + 1, all.len());
    let many = full >= 4
        && full * 3 >= cut_counts(&broken, 0, broken.len())
        && full * 6 >= cut_counts(&all, 0, all.len());
    (many && wider * 6 <= full).then_some(width)
}

fn cut_counts(counts: &[usize], from: usize, to: usize) -> usize {
    counts.iter().take(to).skip(from).sum()
}

/// Width of a line in half-width columns.
pub(crate) fn columns(chars: &[char]) -> usize {
    chars.iter().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Whether a line of a text wrapped at `width` runs on into the next one. A line that is set
/// further in than this one begins a paragraph; one far from the margin is centred.
pub(crate) fn runs_on(chars: &[char], line: Line, next: Line, width: usize) -> bool {
    !line.is_empty()
        && !next.is_empty()
        && !ends_sentence(at(chars, line.end - 1))
        && columns(cut(chars, line.begin, line.end)) + 8 >= width
        && indent(chars, line) <= 8
        && indent(chars, next) <= indent(chars, line)
}

/// How far a line is set in, in half-width columns.
pub(crate) fn indent(chars: &[char], line: Line) -> usize {
    columns(cut(chars, line.begin, line.start))
}

#[cfg(test)]
mod tests {
    use super::{lines, wrap_width};

    #[test]
    fn blanks_and_line_breaks_stay_outside_a_line() {
        let chars: Vec<char> = "  一\r\n\n二 ".chars().collect();
        let found: Vec<String> = lines(&chars)
            .iter()
            .map(|line| line.of(&chars).iter().collect())
            .collect();
        assert_eq!(found, ["一", "", "二"]);
    }

    #[test]
    fn lines_of_one_width_that_stop_in_mid_sentence_are_a_wrapped_text() {
        let text = "招聘教师一百二十名培训农村教师一千五百人次暑期集中培\n".repeat(6) + "训。\n";
        let chars: Vec<char> = text.chars().collect();
        assert_eq!(wrap_width(&chars, &lines(&chars)), Some(52));
        let text =
            "一、抓好教育工作\n加强领导，落实责任。\n二、做好安全工作\n排查隐患。\n".repeat(4);
        let chars: Vec<char> = text.chars().collect();
        assert_eq!(wrap_width(&chars, &lines(&chars)), None);
    }
}
