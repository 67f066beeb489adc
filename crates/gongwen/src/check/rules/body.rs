//! 正文 and its levels (7.3.3).

use super::fonts;
use crate::{
    check::{
        Form, measure,
        paper::{Line, Paper, Part},
        roles::text,
        standard::RuleId,
        violation::Reporter,
    },
    read::docx::look::Align,
    understand::structure::chars::{at, digit, is_blank},
};

/// A heading that says more than this is a paragraph whose first sentence is the heading.
const HEADING_CHARS: usize = 45;

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    for line in &paper.lines {
        if line.is_cell() {
            continue;
        }
        match line.part {
            Part::Body => {
                fonts::line(reporter, RuleId::BodyFont, line);
                indent(line, reporter);
            }
            Part::Attendance => attendance(line, reporter),
            part if part.is_level() => {
                mark(line, reporter);
                level(line, reporter);
                indent(line, reporter);
            }
            _ => {}
        }
        dates(line, reporter);
        if line.text.contains("此页无正文") {
            reporter.line(RuleId::NoTextPage, line, "写了“此页无正文”");
        }
    }
    if paper.form == Form::Minutes {
        fonts_of_attendance(paper, reporter);
    }
}

/// The heading in the font of its level, what follows on the line in the font of the body.
fn level(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let id = match line.part {
        Part::Level1 => RuleId::FirstLevelFont,
        Part::Level2 => RuleId::SecondLevelFont,
        Part::Level3 => RuleId::ThirdLevelFont,
        _ => RuleId::FourthLevelFont,
    };
    let stop = line
        .chars
        .iter()
        .skip(line.mark_chars)
        .position(|c| matches!(c, '。' | '：' | '；'));
    let heading_end = stop.map_or(line.chars.len(), |at| line.mark_chars + at + 1);
    let is_whole = heading_end == line.chars.len();
    let is_sentence = line.text.ends_with('。') && line.text.contains('，');
    if is_whole && (heading_end > HEADING_CHARS || is_sentence) {
        // One long sentence with a number: body text, whatever its level.
        return fonts_of_sentence(line, id, reporter);
    }
    fonts::words(reporter, id, line, 0..heading_end);
    fonts::words(
        reporter,
        RuleId::BodyFont,
        line,
        heading_end..line.chars.len(),
    );
}

/// A long numbered sentence is right in the font of its level and in that of the body.
fn fonts_of_sentence(line: &Line<'_>, id: RuleId, reporter: &mut Reporter<'_>) {
    let standard = reporter.standard;
    let of_level = standard.rule(id).and_then(|rule| rule.font.as_deref());
    let first = line.paragraph.runs.first();
    let family = first.and_then(|run| standard.family(&run.looks.east_asian));
    if family.is_none() || family != of_level {
        fonts::line(reporter, RuleId::BodyFont, line);
    }
}

/// The form of the mark: `一、`, `（一）`, `1.`, `（1）`.
fn mark(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let mark: String = line.chars.iter().take(line.mark_chars).collect();
    let last = mark.chars().last().unwrap_or_default();
    let next = at(&line.chars, line.mark_chars);
    let found = match line.part {
        Part::Level1 if last != '、' => Some(format!("“{mark}”应写作“、”")),
        Part::Level2 | Part::Level4 if mark.contains(['(', ')']) || !mark.starts_with('（') => {
            Some(format!("“{mark}”应写作全角括号“（）”"))
        }
        Part::Level2 | Part::Level4 if matches!(next, '、' | '，' | '.' | '．' | ',') => {
            Some(format!("“{mark}”后面多了“{next}”"))
        }
        Part::Level3 if last == '、' => Some(format!("“{mark}”应写作“.”")),
        _ => None,
    };
    if let Some(found) = found {
        let general = generalised(&found);
        reporter.line(RuleId::LevelMark, line, general);
    }
    if line.part == Part::Level3 && last == '．' {
        reporter.line(RuleId::LevelStop, line, "序数后是全角的“．”");
    }
}

/// The same mistake with another number is the same mistake.
fn generalised(found: &str) -> String {
    let sample = |c: char| {
        if digit(c).is_some() {
            '1'
        } else if "二三四五六七八九十百".contains(c) {
            '一'
        } else {
            c
        }
    };
    let mut general = String::new();
    for c in found.chars().map(sample) {
        if !(matches!(c, '1' | '一') && general.ends_with(c)) {
            general.push(c);
        }
    }
    general
}

fn indent(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let layout = reporter.standard.layout.clone();
    let standing = measure::standing(line, &reporter.standard.page);
    let found = match standing.align {
        // Centred and right-aligned lines are no running text; other rules look at them.
        Align::Centre | Align::Right => return,
        Align::Left
            if (standing.left - layout.indent_characters).abs() > layout.tolerance_characters =>
        {
            format!("首行缩进 {:.1} 字", standing.left)
        }
        Align::Left if standing.left_of_rest.abs() > layout.tolerance_characters => {
            format!("回行缩进 {:.1} 字，没有顶格", standing.left_of_rest)
        }
        Align::Left => return,
    };
    reporter.line(RuleId::BodyIndent, line, found);
}

/// 2026年03月05日 in running text.
fn dates(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    if !(matches!(line.part, Part::Body | Part::TableCell) || line.part.is_level()) {
        return;
    }
    let chars = &line.chars;
    let padded = (0..chars.len()).find(|&index| {
        at(chars, index) == '0'
            && digit(at(chars, index + 1)).is_some()
            && matches!(at(chars, index + 2), '月' | '日')
            && index
                .checked_sub(1)
                .is_none_or(|before| digit(at(chars, before)).is_none() && at(chars, before) != '.')
    });
    if let Some(index) = padded {
        let from = index.saturating_sub(5);
        let words: String = chars
            .get(from..chars.len().min(index + 6))
            .unwrap_or_default()
            .iter()
            .collect();
        reporter.words(RuleId::BodyDate, line, &words, "日期编了虚位");
    }
}

fn attendance(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let colon = line.chars.iter().position(|c| matches!(c, '：' | ':'));
    if let Some(colon) = colon
        && at(&line.chars, colon) == ':'
    {
        reporter.line(RuleId::AttendanceFont, line, "冒号不是全角");
    }
    let first = line.chars.iter().position(|c| is_blank(*c));
    if first.is_some_and(|blank| colon.is_some_and(|colon| blank < colon))
        && !text::has_label(&line.text, "出席")
    {
        reporter.line(RuleId::AttendanceFont, line, "标签中间有空格");
    }
    // Names that go on to a second line may hang under the first name.
    let layout = &reporter.standard.layout;
    let standing = measure::standing(line, &reporter.standard.page);
    if (standing.left - layout.indent_characters).abs() > layout.tolerance_characters {
        let found = format!("左空 {:.1} 字", standing.left);
        reporter.line(RuleId::AttendanceFont, line, found);
    }
}

fn fonts_of_attendance(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    for line in paper.of(Part::Attendance) {
        let colon = line.chars.iter().position(|c| matches!(c, '：' | ':'));
        let end = colon.unwrap_or(line.chars.len());
        fonts::words(reporter, RuleId::AttendanceFont, line, 0..end);
        fonts::words(reporter, RuleId::BodyFont, line, end + 1..line.chars.len());
    }
}
