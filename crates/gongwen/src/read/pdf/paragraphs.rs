//! Broken lines to paragraphs.
//!
//! A line that was broken because it was full could not have taken the beginning of the next one. A
//! line that had room for it ended a paragraph.

use super::{
    columns::Placed,
    lines::{self, Line},
};

/// The space lines are set in: their usual beginning and end, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) left: f32,
    pub(super) right: f32,
    /// From line to line.
    pub(super) pitch: f32,
}

/// A paragraph that is being put together.
struct Open {
    text: String,
    /// How far its first line, and the one after it, are set in.
    first_indent: f32,
    next_indent: Option<f32>,
    last: Line,
    frame: Frame,
    page: usize,
    column: Option<f32>,
}

/// Puts lines together one after another.
#[derive(Default)]
pub(super) struct Joiner {
    open: Option<Open>,
    done: Vec<String>,
}

impl Joiner {
    /// Adds the next line in reading order.
    pub(super) fn push(&mut self, placed: &Placed, page: usize, frame: Frame) {
        let line = &placed.line;
        let indent = line.x0 - frame.left;
        match &mut self.open {
            Some(open) if open.goes_on_in(line, indent, frame, page, placed.column) => {
                append(&mut open.text, &line.text);
                open.next_indent.get_or_insert(indent);
                open.last = line.clone();
                (open.frame, open.page, open.column) = (frame, page, placed.column);
            }
            _ => {
                self.close();
                self.open = Some(Open {
                    text: line.text.clone(),
                    first_indent: indent,
                    next_indent: None,
                    last: line.clone(),
                    frame,
                    page,
                    column: placed.column,
                });
            }
        }
    }

    /// Ends the paragraph: a table or the end of the document follows.
    pub(super) fn close(&mut self) {
        self.done.extend(self.open.take().map(|open| open.text));
    }

    /// The paragraphs that are done.
    pub(super) fn take(&mut self) -> Vec<String> {
        std::mem::take(&mut self.done)
    }
}

impl Open {
    fn goes_on_in(
        &self,
        next: &Line,
        indent: f32,
        frame: Frame,
        page: usize,
        column: Option<f32>,
    ) -> bool {
        let size = self.last.size;
        let is_same_place = self.page == page && self.column == column;
        let is_far = is_same_place && next.y - self.last.y > frame.pitch.max(size) * 1.45;
        let is_other_size = (next.size - size).abs() > size * 0.12;
        if is_far || is_other_size || ends_in_leaders(&self.text) {
            return false;
        }
        if let Some(centred) = self.goes_on_centred(next, indent, frame) {
            return centred;
        }
        // What begins in the right half is a signature or a date.
        let last_indent = self.last.x0 - self.frame.left;
        if last_indent > (self.frame.right - self.frame.left) * 0.4 {
            return false;
        }
        let room = self.frame.right - self.last.x1;
        if next.head + size * 0.1 <= room {
            return false;
        }
        if starts_item(&next.text) && (ends_sentence(&self.text) || self.text.ends_with('）')) {
            return false;
        }
        match self.next_indent {
            Some(usual) => (indent - usual).abs() < size * 0.6,
            // A second line that is set in like the first begins a paragraph of its own where a
            // sentence ended.
            None if indent > size * 1.2 && indent + size * 0.5 > self.first_indent => {
                let hangs = starts_item(&self.text) && indent - self.first_indent < size * 4.5;
                hangs && indent > self.first_indent + size * 0.3 || !ends_sentence(&self.text)
            }
            None => {
                let hangs = starts_item(&self.text) && indent - self.first_indent < size * 4.5;
                indent <= self.first_indent + size * 0.5 || hangs
            }
        }
    }

    /// For two lines in the middle of the space: whether a long title goes on.
    fn goes_on_centred(&self, next: &Line, indent: f32, frame: Frame) -> Option<bool> {
        let is_centred = |line: &Line, frame: Frame| {
            let middle = (frame.left + frame.right) / 2.0;
            ((line.x0 + line.x1) / 2.0 - middle).abs() < line.size * 0.7
                && line.x0 - frame.left > line.size * 2.2
        };
        let last_centred = is_centred(&self.last, self.frame);
        let fills =
            self.last.x1 - self.last.x0 + next.head > (self.frame.right - self.frame.left) * 0.97;
        if is_centred(next, frame) && (last_centred || fills && indent > next.size * 2.2) {
            return Some(fills);
        }
        last_centred.then_some(false)
    }
}

/// Adds a line to a paragraph, with a blank between Latin words.
pub(super) fn append(text: &mut String, line: &str) {
    let before = text.chars().next_back().unwrap_or(' ');
    let after = line.chars().next().unwrap_or(' ');
    let is_word = |c: char| c.is_ascii_alphabetic();
    if is_word(before) && (is_word(after) || after.is_ascii_digit()) {
        text.push(' ');
    }
    text.push_str(line);
}

pub(super) fn ends_sentence(text: &str) -> bool {
    let last = text
        .trim_end_matches(['”', '’', '）', ')', '》'])
        .chars()
        .next_back();
    last.is_some_and(|c| "。；：！？;:!?".contains(c))
}

/// Whether a line begins with the number or sign of an item: 「一、」「（二）」「3.」「第四条」「①」.
pub(super) fn starts_item(text: &str) -> bool {
    let is_numeral = |c: char| {
        c.is_ascii_digit() || ('０'..='９').contains(&c) || "一二三四五六七八九十百〇零".contains(c)
    };
    let opened = text.trim_start_matches(['（', '(', '第', '【', '[']);
    let rest = opened.trim_start_matches(is_numeral);
    let n_numerals = opened.chars().count() - rest.chars().count();
    let close = rest.chars().next();
    let is_number = (1..=4).contains(&n_numerals)
        && close.is_some_and(|c| "、.．）)条章节】]".contains(c))
        // 「3.5万元」 is no number of an item.
        && !(close == Some('.') && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()));
    is_number
        || text.starts_with(['•', '●', '○', '■', '◆', '·', '▪'])
        || text
            .chars()
            .next()
            .is_some_and(|c| ('①'..='⑳').contains(&c))
}

/// A line of a table of contents: dots up to a page number.
fn ends_in_leaders(text: &str) -> bool {
    let tail = text.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let n_dots = tail
        .chars()
        .rev()
        .take_while(|c| matches!(c, '.' | '…' | '·' | '．'))
        .count();
    n_dots >= 4
}

/// The frame of lines that stand in one space. `widest` is how far right they can reach at most, if that
/// is known; it counts where hardly any line is full.
pub(super) fn frame(lines: &[&Line], widest: impl Fn(f32) -> Option<f32>) -> Option<Frame> {
    let first = lines.first()?;
    let near = first.size * 0.6;
    let left = lines
        .iter()
        .map(|line| line.x0)
        .fold(f32::INFINITY, f32::min);
    // Punctuation may hang over the edge.
    let solid_end = |line: &Line| {
        let hangs = line.text.ends_with(lines::clings_to_previous);
        line.x1 - if hangs { line.size } else { 0.0 }
    };
    let longest = lines
        .iter()
        .map(|line| solid_end(line))
        .fold(f32::NEG_INFINITY, f32::max);
    let n_full = lines.iter().filter(|line| line.x1 > longest - near).count();
    let right = match widest(left) {
        // A few short lines of one length are not a column.
        Some(widest)
            if longest < widest - first.size * 3.5 && n_full < (lines.len() / 4).max(4) =>
        {
            widest
        }
        Some(widest) if n_full <= (lines.len() / 12).clamp(1, 3) => longest.max(widest),
        _ => longest,
    };
    let mut pitches: Vec<f32> = lines
        .iter()
        .zip(lines.iter().skip(1))
        .map(|(line, next)| next.y - line.y)
        .filter(|pitch| *pitch > first.size * 0.8)
        .collect();
    pitches.sort_by(f32::total_cmp);
    Some(Frame {
        left,
        right,
        // Spaces between paragraphs only make it larger.
        pitch: pitches
            .get(pitches.len() * 2 / 5)
            .copied()
            .unwrap_or(first.size * 2.0),
    })
}

/// The lines of a cell as its paragraphs.
pub(super) fn in_cell(lines: &[Line], width: f32) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&Line> = None;
    let left = lines
        .iter()
        .map(|line| line.x0)
        .fold(f32::INFINITY, f32::min);
    for line in lines {
        let goes_on = before.is_some_and(|before| {
            // A centred line has room on both sides, another one only behind it.
            let is_set_in = before.x0 - left > before.size * 1.2 && (line.x0 - left).abs() < 1.0;
            let used = before.x1 - if is_set_in { left } else { before.x0 };
            let is_full = used + line.head > width - before.size * 0.1;
            let is_item = paragraphs.last().is_some_and(|text| ends_sentence(text))
                && starts_item(&line.text);
            is_full && !is_item
        });
        match paragraphs.last_mut() {
            Some(text) if goes_on => append(text, &line.text),
            _ => paragraphs.push(line.text.clone()),
        }
        before = Some(line);
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::{Frame, Joiner, starts_item};
    use crate::read::pdf::{
        columns::Placed,
        lines::{tests::set, whole_lines},
    };

    /// Lines at their beginning and height, in a space of twenty letters of ten points.
    fn paragraphs(lines: &[(&str, f32, f32)]) -> Vec<String> {
        let frame = Frame {
            left: 100.0,
            right: 300.0,
            pitch: 20.0,
        };
        let mut joiner = Joiner::default();
        for (text, x, y) in lines {
            let line = whole_lines(set(text, *x, *y)).remove(0);
            joiner.push(&Placed { line, column: None }, 0, frame);
        }
        joiner.close();
        joiner.take()
    }

    #[test]
    fn a_full_line_goes_on_and_a_line_with_room_does_not() {
        assert_eq!(
            paragraphs(&[
                ("（一）加强教师队伍建设。全年培训农村", 120.0, 100.0),
                ("教师一千五百人次，公开招聘教师一百二十名", 100.0, 120.0),
                ("。", 100.0, 140.0),
                ("（二）规范办学行为。", 120.0, 160.0),
                ("落实“双减”要求。", 120.0, 180.0),
            ]),
            [
                "（一）加强教师队伍建设。全年培训农村教师一千五百人次，公开招聘教师一百二十名。",
                "（二）规范办学行为。",
                "落实“双减”要求。",
            ]
        );
    }

    #[test]
    fn a_line_short_by_what_could_not_be_parted_goes_on() {
        let lines = [
            ("全县新建改扩建公办幼儿园和小学共计投入资", 100.0, 100.0),
            ("金", 100.0, 120.0),
        ];
        assert_eq!(paragraphs(&lines).len(), 1);
        let lines = [
            ("全县新建改扩建公办幼儿园，新增加学", 100.0, 100.0),
            ("位1200个", 100.0, 120.0),
        ];
        assert_eq!(paragraphs(&lines).len(), 2);
        let lines = [
            ("全县新建改扩建公办幼儿园，新增学位", 100.0, 100.0),
            ("123456个", 100.0, 120.0),
        ];
        assert_eq!(paragraphs(&lines).len(), 1);
    }

    #[test]
    fn signatures_dates_and_paragraphs_apart_stay_alone() {
        assert_eq!(
            paragraphs(&[
                ("清禾县教育局印发办", 200.0, 100.0),
                ("2026年3月1日", 210.0, 120.0)
            ])
            .len(),
            2
        );
        assert_eq!(
            paragraphs(&[
                ("各中小学校要高度重视认真组织落实到位责任", 100.0, 100.0),
                ("附件", 100.0, 160.0)
            ])
            .len(),
            2
        );
    }

    #[test]
    fn a_long_title_in_the_middle_is_one_line() {
        assert_eq!(
            paragraphs(&[
                ("清禾县教育局关于印发年度工作要点任务分解", 100.0, 50.0),
                ("方案的通知", 175.0, 70.0)
            ])
            .len(),
            1
        );
        assert_eq!(
            paragraphs(&[("清禾县教育局", 170.0, 50.0), ("工作要点", 180.0, 70.0)]).len(),
            2
        );
    }

    #[test]
    fn beginnings_of_items_are_known() {
        for text in [
            "一、总体要求",
            "（十二）安全",
            "3.培训",
            "12、",
            "第四条",
            "①",
            "(5)",
        ] {
            assert!(starts_item(text), "{text}");
        }
        for text in ["3.5万元", "2026年", "一是", "教育"] {
            assert!(!starts_item(text), "{text}");
        }
    }
}
