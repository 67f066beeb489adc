//! Where the words of a paragraph stand on the line, in characters of the body's size.

use super::{paper::Line, standard::Page};
use crate::read::docx::look::{Align, LineRule, Paragraph, Shape, TWIPS_PER_MM};

/// Twips in a character of 3号, by which positions on a line are counted.
const CHARACTER_TWIPS: f64 = 320.0;
/// Height of a line without a rule, as a share of the size of its characters.
const NATURAL_LINE: f64 = 1.3;

/// Distances of a paragraph's words from the edges of the type area, in characters of 3号.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    pub(super) align: Align,
    /// From the left edge to the first character of the first line.
    pub(super) left: f64,
    /// From the left edge to the other lines.
    pub(super) left_of_rest: f64,
    /// From the last character of a single line to the right edge.
    pub(super) right: f64,
}

/// How wide words are in characters: Latin letters and digits are half as wide.
pub(super) fn width(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            '\t' => 2.0,
            c if c.is_ascii() => 0.5,
            _ => 1.0,
        })
        .sum()
}

/// Where a line stands.
pub(super) fn standing(line: &Line<'_>, page: &Page) -> Standing {
    let paragraph = line.paragraph;
    let shape = &paragraph.shape;
    let size = size(paragraph) / 16.0;
    let line_width = page.type_width_mm * TWIPS_PER_MM / CHARACTER_TWIPS;
    let indent = |chars: Option<i32>, length: Option<i32>| match chars {
        Some(chars) if chars != 0 => f64::from(chars) / 100.0 * size,
        _ => f64::from(length.unwrap_or(0)) / CHARACTER_TWIPS,
    };
    let left = indent(shape.left_chars, shape.left);
    let right = indent(shape.right_chars, shape.right);
    let first = indent(shape.first_line_chars, shape.first_line);
    let text = &paragraph.text;
    let blanks = |words: &str| {
        let blank: String = words.chars().take_while(|c| c.is_whitespace()).collect();
        width(&blank) * size
    };
    let before = blanks(text);
    let after = blanks(&text.chars().rev().collect::<String>());
    let words = width(text.trim()) * size;
    let (align, left_edge, right_edge) = match shape.align.unwrap_or(Align::Left) {
        Align::Left => {
            let start = left + first + before;
            (Align::Left, start, line_width - start - words)
        }
        Align::Right => {
            let end = right + after;
            (Align::Right, line_width - end - words, end)
        }
        Align::Centre => {
            let room = (line_width - left - first - right - words - before - after) / 2.0;
            (
                Align::Centre,
                left + first + room + before,
                right + room + after,
            )
        }
    };
    Standing {
        align,
        left: left_edge,
        left_of_rest: left,
        right: right_edge,
    }
}

/// Whether words begin further in than the body does, as names under a paper do.
pub(super) fn is_set_off(line: &Line<'_>) -> bool {
    const FURTHER_IN: f64 = 4.0;
    let shape = &line.paragraph.shape;
    let chars = [shape.left_chars, shape.first_line_chars]
        .into_iter()
        .flatten();
    let lengths = [shape.left, shape.first_line].into_iter().flatten();
    let by_chars = f64::from(chars.sum::<i32>()) / 100.0;
    let by_length = f64::from(lengths.sum::<i32>()) / CHARACTER_TWIPS;
    let blanks: String = line.paragraph.text.chars().take(line.n_leading).collect();
    by_chars.max(by_length) + width(&blanks) > FURTHER_IN
}

/// Size of a paragraph's characters, in points: that of its first run, or of its end.
pub(super) fn size(paragraph: &Paragraph) -> f64 {
    let first = paragraph.runs.first();
    first.map_or(paragraph.mark.size_pt, |run| run.looks.size_pt)
}

/// The distance of lines in twips, when it is fixed by the paragraph or the grid of its page.
pub(super) fn pitch(shape: &Shape, grid: Option<i32>) -> Option<f64> {
    let line = shape.line.map_or(240.0, f64::from);
    let grid = grid
        .filter(|grid| *grid > 0 && shape.snaps_to_grid != Some(false))
        .map(f64::from);
    match shape.line_rule.unwrap_or(LineRule::Auto) {
        LineRule::Exact => Some(line),
        LineRule::AtLeast => grid.map(|grid| (line / grid).ceil().max(1.0) * grid),
        LineRule::Auto => grid.map(|grid| grid * line / 240.0),
    }
}

/// Height of a blank paragraph in lines of the body.
pub(super) fn blank_height(paragraph: &Paragraph, grid: Option<i32>, line_twips: f64) -> f64 {
    let natural = paragraph.mark.size_pt * 20.0 * NATURAL_LINE;
    let height = pitch(&paragraph.shape, grid).unwrap_or(natural);
    (height + spacing(paragraph, line_twips)) / line_twips
}

/// Space before and after a paragraph, in twips.
pub(super) fn spacing(paragraph: &Paragraph, line_twips: f64) -> f64 {
    before(paragraph, line_twips) + after(paragraph, line_twips)
}

/// Space before a paragraph, in twips.
pub(super) fn before(paragraph: &Paragraph, line_twips: f64) -> f64 {
    space(
        paragraph.shape.before,
        paragraph.shape.before_lines,
        line_twips,
    )
}

/// Space after a paragraph, in twips.
pub(super) fn after(paragraph: &Paragraph, line_twips: f64) -> f64 {
    space(
        paragraph.shape.after,
        paragraph.shape.after_lines,
        line_twips,
    )
}

fn space(length: Option<i32>, lines: Option<i32>, line_twips: f64) -> f64 {
    match lines {
        Some(lines) if lines != 0 => f64::from(lines) / 100.0 * line_twips,
        _ => f64::from(length.unwrap_or(0)),
    }
}

#[cfg(test)]
mod tests {
    use super::width;

    #[test]
    fn digits_are_half_as_wide_as_characters() {
        assert_eq!(width("2026年2月6日"), 6.0);
        assert_eq!(width("　　"), 2.0);
    }
}
