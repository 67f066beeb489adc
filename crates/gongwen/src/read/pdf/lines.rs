//! Characters with places to lines of text.

use super::content::Glyph;

/// A line, or the part of one that stands in one column or cell. Lengths in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Where it stands, downwards from the upper edge of the page.
    pub(super) y: f32,
    /// Size of its letters.
    pub(super) size: f32,
    /// How wide the beginning is that could not have been left on the line before: a character with
    /// the punctuation that must not be parted from it, or a whole number or Latin word.
    pub(super) head: f32,
    /// The file says it is a running head or foot.
    pub(super) is_margin: bool,
}

/// Parts of one line further apart than this, in letters, belong to different columns or cells.
const APART: f32 = 1.6;
/// How far characters of one line may stand off it, in letters.
const OFF_LINE: f32 = 0.35;

/// The parts of all lines, line by line from above, each from left to right.
pub(super) fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Line>> {
    glyphs.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    let mut row_y = f32::NEG_INFINITY;
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if glyph.y - row_y <= glyph.size * OFF_LINE => {
                // The line is where its larger letters are: a raised sign comes first.
                if row.last().is_some_and(|last| glyph.size > last.size * 1.2) {
                    row_y = glyph.y;
                }
                row.push(glyph);
            }
            _ => {
                row_y = glyph.y;
                rows.push(vec![glyph]);
            }
        }
    }
    let lines = rows.into_iter().map(|mut row| {
        row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        parts(&row)
    });
    lines
        .filter(|parts: &Vec<Line>| !parts.is_empty())
        .collect()
}

/// The lines with their parts put together again.
pub(super) fn whole_lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    rows(glyphs).into_iter().filter_map(joined).collect()
}

/// Parts of one line as one: what stood apart is parted by a tab, or by a blank when it is the letters of
/// one word that were set wide.
pub(super) fn joined(parts: Vec<Line>) -> Option<Line> {
    let mut parts = parts.into_iter();
    let mut line = parts.next()?;
    for part in parts {
        let wide_word = line.text.chars().count() == 1 || part.text.chars().count() == 1;
        line.text.push(if wide_word { '　' } else { '\t' });
        line.text.push_str(&part.text);
        line.x1 = line.x1.max(part.x1);
        line.size = line.size.max(part.size);
        line.is_margin &= part.is_margin;
    }
    Some(line)
}

/// Cuts a row of characters where they stand apart.
fn parts(row: &[Glyph]) -> Vec<Line> {
    let mut parts = Vec::new();
    let mut part: Vec<Glyph> = Vec::new();
    for glyph in row {
        let Some(last) = part.last() else {
            if !glyph.c.is_whitespace() {
                part.push(*glyph);
            }
            continue;
        };
        // Bold letters are often made by writing them twice.
        let is_same = last.c == glyph.c && (glyph.x0 - last.x0).abs() < glyph.size * 0.15;
        if is_same {
            continue;
        }
        if glyph.x0 - last.x1 > glyph.size.max(last.size) * APART {
            parts.extend(line(&part));
            part.clear();
            if glyph.c.is_whitespace() {
                continue;
            }
        }
        part.push(*glyph);
    }
    parts.extend(line(&part));
    parts
}

/// Characters beside each other as a line, blanks at its ends taken off.
fn line(glyphs: &[Glyph]) -> Option<Line> {
    let last = glyphs.iter().rposition(|glyph| !glyph.c.is_whitespace())?;
    let glyphs = glyphs.get(..=last)?;
    let first = glyphs.first()?;
    let mut text = String::new();
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs {
        if let Some(before) = before
            && !before.c.is_whitespace()
            && !glyph.c.is_whitespace()
        {
            let gap = (glyph.x0 - before.x1) / glyph.size.max(before.size);
            let are_words = before.c.is_ascii_alphanumeric() && glyph.c.is_ascii_alphanumeric();
            if are_words && gap > 0.18 {
                text.push(' ');
            } else if gap > 0.9 {
                text.push('　');
            }
        }
        text.push(glyph.c);
        before = Some(glyph);
    }
    // The size most letters have.
    let mut sizes: Vec<f32> = glyphs.iter().map(|glyph| glyph.size).collect();
    sizes.sort_by(f32::total_cmp);
    Some(Line {
        text,
        x0: first.x0,
        x1: glyphs.iter().map(|glyph| glyph.x1).fold(first.x1, f32::max),
        y: first.y,
        size: sizes.get(sizes.len() / 2).copied().unwrap_or(first.size),
        head: head(glyphs),
        is_margin: glyphs.iter().all(|glyph| glyph.is_margin),
    })
}

/// The width of what cannot be parted at the beginning of a line.
fn head(glyphs: &[Glyph]) -> f32 {
    let Some(first) = glyphs.first() else {
        return 0.0;
    };
    let mut end = first.x1;
    let mut before = first.c;
    for glyph in glyphs.iter().skip(1) {
        let holds = clings_to_next(before)
            || clings_to_previous(glyph.c)
            || is_word_sign(before) && is_word_sign(glyph.c);
        if !holds {
            break;
        }
        (end, before) = (glyph.x1, glyph.c);
    }
    end - first.x0
}

/// Signs that do not begin a line.
pub(super) fn clings_to_previous(c: char) -> bool {
    "，。、；：？！）》〉」』】〕”’％%…—·,.;:?!)]}".contains(c)
}

/// Signs that do not end a line.
fn clings_to_next(c: char) -> bool {
    "（《〈「『【〔“‘([{".contains(c)
}

/// Signs of numbers and Latin words.
fn is_word_sign(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '-' | '/' | '%' | '_' | '+')
}

#[cfg(test)]
pub(super) mod tests {
    use super::{Line, rows, whole_lines};
    use crate::read::pdf::content::Glyph;

    /// Characters set solid from a place on, in letters of 10 points.
    pub(in crate::read::pdf) fn set(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        let mut x1 = x;
        text.chars()
            .map(|c| {
                let x0 = x1;
                x1 += if c.is_ascii() { 5.0 } else { 10.0 };
                Glyph {
                    c,
                    x0,
                    x1,
                    y,
                    size: 10.0,
                    is_margin: false,
                }
            })
            .collect()
    }

    fn texts(lines: &[Line]) -> Vec<&str> {
        lines.iter().map(|line| line.text.as_str()).collect()
    }

    #[test]
    fn characters_are_put_in_order_whatever_the_order_they_were_drawn_in() {
        let mut glyphs = [set("第二行", 50.0, 120.0), set("第一行，", 50.0, 100.0)].concat();
        glyphs.reverse();
        assert_eq!(texts(&whole_lines(glyphs)), ["第一行，", "第二行"]);
    }

    #[test]
    fn letters_written_twice_count_once() {
        let twice = [set("教育局", 50.0, 100.0), set("教育局", 50.4, 100.0)].concat();
        assert_eq!(texts(&whole_lines(twice)), ["教育局"]);
    }

    #[test]
    fn what_stands_apart_is_a_part_of_its_own() {
        let row = [set("序号", 50.0, 100.0), set("责任单位", 200.0, 101.0)].concat();
        assert_eq!(rows(row.clone())[0].len(), 2);
        assert_eq!(texts(&whole_lines(row)), ["序号\t责任单位"]);
        let title = [set("通", 50.0, 100.0), set("知", 90.0, 100.0)].concat();
        assert_eq!(texts(&whole_lines(title)), ["通　知"]);
    }

    #[test]
    fn the_beginning_of_a_line_is_as_wide_as_what_clings_together() {
        let head = |text| whole_lines(set(text, 0.0, 10.0))[0].head;
        assert_eq!(head("培训教师"), 10.0);
        assert_eq!(head("人。二是"), 20.0);
        assert_eq!(head("“双减”"), 20.0);
        assert_eq!(head("1200名"), 20.0);
    }
}
