//! Which numerals of the text head a unit.
//!
//! At the head of a line nearly every marker does. In running text (a page without line breaks)
//! only those do that carry on a series after the end of a sentence, or open one right under a
//! heading.

use std::collections::HashSet;

use crate::understand::heads::Heads;

use super::{
    chars::{at, cut, digit, ends_sentence, han_digit, is_blank, stands_at},
    lines::Line,
    markers::{self, Marker, Style},
};

/// A heading without a full stop is not longer than this.
const LONGEST_HEADING: usize = 48;
/// A line longer than this with a series inside has lost its line breaks.
const RUN_ON: usize = 250;

/// Numbers of the series that are open, outermost first.
#[derive(Debug, Default, Clone)]
pub(crate) struct Open {
    levels: Vec<(Style, u32)>,
    /// The last number of each form, also of series that are closed: numbers often run on across
    /// sections.
    reached: Vec<(Style, u32)>,
}

impl Open {
    /// Takes a marker into the stack and says at which depth it stands.
    ///
    /// `resumes` tells that the innermost open series goes on later: then a marker of an outer form
    /// that begins a series of its own is nonetheless inside (`1.` over `（一）`).
    pub(crate) fn take(&mut self, marker: Marker, resumes: bool) -> usize {
        if let Some(depth) = self.depth_of(marker.style) {
            self.levels.truncate(depth);
        } else if !(resumes && marker.number == 1) {
            while self
                .levels
                .last()
                .is_some_and(|(style, _)| *style > marker.style)
            {
                self.levels.pop();
            }
        }
        self.levels.push((marker.style, marker.number));
        self.reached.retain(|(style, _)| *style != marker.style);
        self.reached.push((marker.style, marker.number));
        self.levels.len() - 1
    }

    fn depth_of(&self, style: Style) -> Option<usize> {
        self.levels.iter().position(|(open, _)| *open == style)
    }

    /// The number that the innermost series has reached.
    pub(crate) fn innermost(&self) -> Option<(Style, u32)> {
        self.levels.last().copied()
    }

    fn number_of(&self, style: Style) -> Option<u32> {
        self.depth_of(style)
            .and_then(|depth| self.levels.get(depth))
            .map(|(_, number)| *number)
    }

    /// The last number of this form anywhere before.
    fn reached(&self, style: Style) -> Option<u32> {
        self.reached
            .iter()
            .find(|(reached, _)| *reached == style)
            .map(|(_, number)| *number)
    }

    /// Whether this marker is the next of its form.
    pub(crate) fn expects(&self, marker: Marker) -> bool {
        self.reached(marker.style)
            .is_some_and(|last| last + 1 == marker.number)
    }

    /// Whether the number carries on a series that is open, whatever its form (`1.` then `二、`).
    fn continues_any(&self, number: u32) -> bool {
        self.levels.iter().any(|(_, open)| open + 1 == number)
    }

    /// Forgets everything: another paper begins.
    pub(crate) fn close(&mut self) {
        self.levels.clear();
        self.reached.clear();
    }
}

/// The marker at the head of a line, when it heads a unit.
pub(crate) fn line_marker(chars: &[char], line: Line, open: &Open) -> Option<Marker> {
    let marker = markers::at_line_start(chars, line)?;
    let expected = marker.number == 1
        || open
            .reached(marker.style)
            .is_some_and(|number| number + 1 == marker.number);
    let last = at(chars, marker.end - 1);
    let heads = match marker.style {
        Style::Han => (last == '、' || expected) && !names_grades(chars, marker),
        Style::Arabic => (marker.number < 100 || expected) && !is_range(chars, marker),
        _ => true,
    };
    heads.then_some(marker)
}

/// `一、二年级`, `第一、二产业`: a list of numerals, not a marker.
fn names_grades(chars: &[char], marker: Marker) -> bool {
    let next = at(chars, marker.end);
    han_digit(next).is_some()
        && matches!(at(chars, marker.end + 1), '年' if at(chars, marker.end + 2) == '级')
        || han_digit(next).is_some()
            && matches!(
                at(chars, marker.end + 1),
                '级' | '类' | '等' | '线' | '产' | '、' | '本' | '把'
            )
}

/// `3、4月份`, `1、2号楼`.
fn is_range(chars: &[char], marker: Marker) -> bool {
    at(chars, marker.end - 1) == '、'
        && markers::number_at(chars, marker.end).is_some_and(|(number, end)| {
            digit(at(chars, marker.end)).is_some()
                && number == marker.number + 1
                && !matches!(at(chars, end), '.' | '．' | '0'..='9')
        })
}

/// Markers inside a line, after its head: a page that lost its line breaks.
///
/// `open` is the state after the marker at the head of the line and is carried along;
/// `heading_from` is where the words of the innermost open heading begin.
pub(crate) fn inline_markers(
    chars: &[char],
    line: Line,
    from: usize,
    open: &Open,
    next_line: Option<Marker>,
) -> Vec<Marker> {
    let candidates = candidates(chars, line, from);
    if candidates.is_empty() {
        return Vec::new();
    }
    let run_on = line.len() > RUN_ON;
    let mut open = open.clone();
    let mut heading_from = from;
    let mut accepted = Vec::new();
    let followed = followed(&candidates, next_line);
    for (&candidate, followed) in candidates.iter().zip(followed) {
        let position = Position {
            stop_before: stop_before(chars, candidate.start, line.start),
            under_heading: is_heading(chars, heading_from, candidate.start),
            blank_before: candidate.start > line.start && is_blank(at(chars, candidate.start - 1)),
            run_on,
            followed,
        };
        if position.admits(candidate, &open) {
            open.take(candidate, false);
            heading_from = candidate.end;
            accepted.push(candidate);
        }
    }
    accepted
}

/// For each candidate whether the next number of its form comes later, on this line or heading the
/// next one.
fn followed(candidates: &[Marker], next_line: Option<Marker>) -> Vec<bool> {
    let mut later: HashSet<(Style, u32)> = next_line
        .iter()
        .map(|marker| (marker.style, marker.number))
        .collect();
    let mut followed = vec![false; candidates.len()];
    for (slot, marker) in followed.iter_mut().zip(candidates).rev() {
        *slot = later.contains(&(marker.style, marker.number + 1));
        later.insert((marker.style, marker.number));
    }
    followed
}

/// What surrounds a candidate.
#[derive(Debug, Clone, Copy)]
struct Position {
    stop_before: bool,
    under_heading: bool,
    /// Line breaks often became blanks.
    blank_before: bool,
    run_on: bool,
    followed: bool,
}

impl Position {
    fn admits(self, candidate: Marker, open: &Open) -> bool {
        match open.number_of(candidate.style) {
            Some(last) if candidate.number == last + 1 => {
                self.stop_before
                    || (self.run_on && (self.blank_before || candidate.style == Style::HanBracket))
            }
            // A series that skips or repeats a number still goes on when a sentence has just ended.
            Some(last) if self.run_on && self.stop_before && candidate.number > 1 => {
                matches!(candidate.style, Style::Han | Style::HanBracket)
                    && (candidate.number == last || candidate.number == last + 2)
            }
            _ if candidate.number == 1 => {
                let place =
                    self.stop_before || self.under_heading || (self.run_on && self.blank_before);
                place && (self.followed || (self.run_on && self.under_heading))
            }
            _ if open
                .reached(candidate.style)
                .is_some_and(|last| candidate.number == last + 1) =>
            {
                self.stop_before || self.under_heading
            }
            _ => self.run_on && self.stop_before && open.continues_any(candidate.number),
        }
    }
}

/// All numerals of a line that could be markers, in order; those inside 《…》 left out.
fn candidates(chars: &[char], line: Line, from: usize) -> Vec<Marker> {
    const BEGINNINGS: Heads =
        Heads::of_each("《（(0123456789０１２３４５６７８９〇○零Ｏ一二三四五六七八九十");
    let mut candidates = Vec::new();
    let mut index = from;
    while index < line.end {
        let c = at(chars, index);
        if !BEGINNINGS.hold(c) {
            index += 1;
            continue;
        }
        if c == '《' {
            let name = cut(chars, index, (index + 80).min(line.end));
            index += name.iter().position(|&c| c == '》').unwrap_or(0) + 1;
            continue;
        }
        let numeral =
            matches!(c, '（' | '(') || digit(c).is_some() || han_digit(c).is_some() || c == '十';
        let Some(marker) = numeral.then(|| markers::read(chars, index)).flatten() else {
            index += 1;
            // The rest of a number is no number of its own.
            while digit(c).is_some() && digit(at(chars, index)).is_some() {
                index += 1;
            }
            continue;
        };
        if is_inline_form(chars, marker, line) {
            candidates.push(marker);
        }
        index = marker.end;
    }
    candidates
}

/// Whether a marker read in running text has the form of a marker and not of a quantity or a list.
fn is_inline_form(chars: &[char], marker: Marker, line: Line) -> bool {
    let before = if marker.start > line.start {
        at(chars, marker.start - 1)
    } else {
        '\n'
    };
    let last = at(chars, marker.end - 1);
    let next = at(chars, marker.end);
    if marker.end >= line.end
        || matches!(
            before,
            '第' | '款' | '项' | '十' | '百' | '-' | '—' | '~' | '.' | '/'
        )
        || digit(before).is_some()
        || han_digit(before).is_some()
    {
        return false;
    }
    match marker.style {
        Style::Han => last == '、' && (han_digit(next).is_none() || is_year(chars, marker.end)),
        Style::HanBracket | Style::ArabicBracket => {
            !matches!(next, '、' | '，' | '项' | '款' | ')' | '）')
        }
        Style::Arabic => {
            let number_next = digit(next).is_some()
                || han_digit(next).is_some() && last == '、' && !is_year(chars, marker.end);
            marker.number < 10_000
                && (!number_next || is_year(chars, marker.end))
                && (last != '、' || !ends_in_unit(before))
        }
        Style::HalfBracket => !matches!(before, '（' | '('),
        _ => false,
    }
}

/// `2024年`, `二〇二四年` at the head of a heading.
fn is_year(chars: &[char], start: usize) -> bool {
    at(chars, start + 4) == '年'
        && (stands_at(chars, start, "20")
            || stands_at(chars, start, "二")
            || stands_at(chars, start, "19"))
}

fn ends_in_unit(before: char) -> bool {
    matches!(before, '、' | '“' | '‘')
}

/// Whether a sentence (or a clause of a list) ends right before `index`.
fn stop_before(chars: &[char], index: usize, line_start: usize) -> bool {
    let mut before = index;
    while before > line_start && is_blank(at(chars, before - 1)) {
        before -= 1;
    }
    before == line_start
        || ends_sentence(at(chars, before - 1))
        || matches!(at(chars, before - 1), '：' | ':' | '”' | '】')
        || (matches!(at(chars, before - 1), '）' | ')') && before > line_start + 1)
}

/// Whether the words between read as a heading: short, no sentence ended.
fn is_heading(chars: &[char], from: usize, to: usize) -> bool {
    to >= from
        && to - from <= LONGEST_HEADING
        && !cut(chars, from, to)
            .iter()
            .any(|&c| matches!(c, '。' | '；' | ';'))
}

#[cfg(test)]
mod tests {
    use super::{Open, inline_markers, line_marker};
    use crate::understand::structure::lines::{Line, lines};

    fn inline(text: &str) -> Vec<u32> {
        let chars: Vec<char> = text.chars().collect();
        let line = Line {
            begin: 0,
            start: 0,
            end: chars.len(),
            next: chars.len(),
        };
        inline_markers(&chars, line, 0, &Open::default(), None)
            .iter()
            .map(|marker| marker.number)
            .collect()
    }

    #[test]
    fn a_page_without_line_breaks_still_has_its_series() {
        let long = "加强教师队伍建设，提高教育质量，推进均衡发展。".repeat(12);
        assert_eq!(
            inline(&format!(
                "工作总结1.抓质量。{long}二、抓均衡。{long}三、抓安全。{long}"
            )),
            [1, 2, 3]
        );
        assert_eq!(
            inline(&format!(
                "工作总结一、回顾(一)党建。{long}(二)安全{long}二、计划(一)队伍。{long}"
            )),
            [1, 1, 2, 2, 1]
        );
    }

    #[test]
    fn headings_whose_line_breaks_became_blanks_are_found() {
        let long = "加强教师队伍建设，提高教育质量，推进均衡发展。".repeat(12);
        let text = format!(
            "工作要点 某局 2024年3月1日 工作要点 一、指导思想 {long} 二、主要任务 (一)党建 1.学习。{long} 2.组织。{long}"
        );
        assert_eq!(inline(&text), [1, 2, 1, 1, 2]);
    }

    #[test]
    fn lists_and_quantities_in_a_sentence_are_no_markers() {
        for text in [
            "一、二年级不布置书面作业。",
            "于2月、8月举办培训班。投入1.5亿元，建成2.4万平方米。",
            "第三、四季度开展检查；10、11月总结。",
            "落实《办法》第（一）项、第（二）项。",
        ] {
            assert_eq!(inline(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn grades_at_the_head_of_a_line_are_no_marker() {
        for (text, heads) in [
            ("一、二年级作业", false),
            ("一、二〇二四年工作", true),
            ("3、4月份检查", false),
            ("3、抓安全", true),
        ] {
            let chars: Vec<char> = text.chars().collect();
            let line = lines(&chars)[0];
            assert_eq!(
                line_marker(&chars, line, &Open::default()).is_some(),
                heads,
                "{text}"
            );
        }
    }
}
