//! Punctuation as it is set (clause 9): forms that look wrong between Chinese characters.

use crate::{
    check::{
        paper::{Line, Paper, Part},
        standard::RuleId,
        violation::Reporter,
    },
    understand::structure::chars::{at, is_han},
};

/// Words shown around a sign.
const AROUND: usize = 6;

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    for line in &paper.lines {
        if line.part == Part::DocNumber {
            continue; // has rules of its own
        }
        half_width(line, reporter);
        quotes(line, reporter);
        dashes(line, reporter);
        western(line, reporter);
    }
}

fn around(line: &Line<'_>, index: usize) -> String {
    let from = index.saturating_sub(AROUND);
    let to = line.chars.len().min(index + AROUND + 1);
    line.chars
        .get(from..to)
        .unwrap_or_default()
        .iter()
        .collect()
}

/// A character that belongs to Chinese text: a Chinese character or full-width punctuation.
fn is_chinese(c: char) -> bool {
    is_han(c) || "，。；：？！（）《》〈〉“”‘’、】【〔〕".contains(c)
}

fn half_width(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let chars = &line.chars;
    let before = |index: usize| {
        index
            .checked_sub(1)
            .map_or('\0', |before| at(chars, before))
    };
    let wrong = |index: usize| {
        let (left, sign, right) = (before(index), at(chars, index), at(chars, index + 1));
        match sign {
            ',' | ';' | ':' | '?' | '!' => {
                is_han(left) && (is_chinese(right) || right == '\0')
                    || is_chinese(left) && is_han(right)
            }
            '.' => is_han(left) && (is_han(right) || right == '\0'),
            '(' => {
                is_han(left) && is_han(right) || index == 0 && is_han(right) && line.mark_chars == 0
            }
            ')' => is_han(left) && (is_chinese(right) || right == '\0') && line.mark_chars <= index,
            _ => false,
        }
    };
    // The colon after 主送, 抄送 and 附件 has rules of its own.
    let start = match line.part {
        Part::AttachmentNote | Part::CarbonCopy | Part::Attendance => 3,
        _ => 0,
    };
    let end = match line.part {
        Part::Addressee => chars.len().saturating_sub(1),
        _ => chars.len(),
    };
    if let Some(index) = (start..end).find(|index| wrong(*index)) {
        let found = format!("用了半角的“{}”", at(chars, index));
        reporter.words(RuleId::HalfWidth, line, &around(line, index), found);
    }
}

fn quotes(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let chars = &line.chars;
    let straight = (0..chars.len()).find(|&index| {
        let before = index
            .checked_sub(1)
            .map_or('\0', |before| at(chars, before));
        matches!(at(chars, index), '"' | '\'')
            && (is_chinese(before) || is_chinese(at(chars, index + 1)))
    });
    if let Some(index) = straight {
        let found = format!("用了直引号“{}”", at(chars, index));
        reporter.words(RuleId::StraightQuotes, line, &around(line, index), found);
    }
}

fn dashes(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let chars = &line.chars;
    let is_dash = |c: char| matches!(c, '-' | '—' | '–' | '―' | '─' | '－');
    let mut index = 0;
    while index < chars.len() {
        if !is_dash(at(chars, index)) {
            index += 1;
            continue;
        }
        let start = index;
        while is_dash(at(chars, index)) {
            index += 1;
        }
        let before = start
            .checked_sub(1)
            .map_or('\0', |before| at(chars, before));
        let between = is_chinese(before) && is_chinese(at(chars, index));
        let signs: String = chars.get(start..index).unwrap_or_default().iter().collect();
        let is_right = signs == "——";
        // One sign joins (京—沪, 小学-初中); two or more are a dash.
        let is_dash_of_text = signs.chars().count() >= 2;
        if between && is_dash_of_text && !is_right {
            let found = format!("破折号写作“{signs}”");
            reporter.words(RuleId::Dash, line, &around(line, start), found);
            return;
        }
    }
    let dots = chars
        .windows(3)
        .position(|three| three == ['.', '.', '.'] || three == ['。', '。', '。']);
    if let Some(index) = dots.filter(|at_dots| {
        at_dots
            .checked_sub(1)
            .is_some_and(|before| is_chinese(at(chars, before)))
    }) {
        reporter.words(
            RuleId::Ellipsis,
            line,
            &around(line, index),
            "省略号写成了一串点",
        );
    }
}

/// Quotes and dashes both scripts have, left to a Latin font: they come out half as wide.
fn western(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let standard = reporter.standard;
    for run in &line.paragraph.runs {
        let is_chinese_font = standard.family(&run.looks.western).is_some();
        if run.looks.prefers_east_asian || is_chinese_font || run.looks.western.is_empty() {
            continue;
        }
        let shift = line.n_leading;
        let wrong = (run.start.max(shift)..run.end)
            .map(|index| index - shift)
            .find(|index| matches!(at(&line.chars, *index), '“' | '”' | '‘' | '’' | '…' | '—'));
        if let Some(index) = wrong {
            let found = format!(
                "“{}”用了西文字体“{}”",
                at(&line.chars, index),
                run.looks.western
            );
            reporter.words(RuleId::WesternQuotes, line, &around(line, index), found);
            return;
        }
    }
}
