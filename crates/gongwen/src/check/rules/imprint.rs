//! 版记 (7.4).

use super::{ending, fonts};
use crate::{
    check::{
        Form, measure,
        paper::{Line, Paper, Part, rule_of},
        standard::RuleId,
        violation::Reporter,
    },
    read::docx::look::{Edge, Place},
};

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    for line in paper.of(Part::SubjectWords) {
        let is_words = line.text.contains("主题词");
        let found = if is_words {
            "标了主题词"
        } else {
            "标了印发份数"
        };
        reporter.line(RuleId::SubjectWords, line, found);
    }
    for line in paper.of(Part::CarbonCopy) {
        copies(line, reporter);
    }
    for line in paper.of(Part::PrintedBy) {
        printed(line, reporter);
    }
    let parts: Vec<&Line<'_>> = paper
        .lines
        .iter()
        .filter(|line| matches!(line.part, Part::CarbonCopy | Part::PrintedBy))
        .collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        if paper.form == Form::File {
            reporter.part(RuleId::ImprintMissing, Part::PrintedBy, "没有版记");
        }
        return;
    };
    let rules = rules(paper, first, last);
    match paper.form {
        Form::Letter => letter(paper, &rules, last, reporter),
        Form::Plain => {}
        _ => {
            has_rules(&rules, first, reporter);
            if paper.form == Form::File && paper.first(Part::PrintedBy).is_none() {
                reporter.line(RuleId::ImprintMissing, last, "没有印发机关和印发日期");
            }
        }
    }
    let after = paper
        .lines
        .iter()
        .find(|line| line.number > last.number && line.paragraph.place != Place::Box);
    if let Some(after) = after {
        reporter.line(RuleId::ImprintLast, after, "版记之后还有内容");
    }
}

fn copies(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    fonts::line(reporter, RuleId::ImprintFont, line);
    if !line.text.ends_with('。') {
        reporter.line(RuleId::CcStop, line, "末尾没有句号");
    }
    if line.text.contains(':') && !line.text.contains('：') {
        reporter.line(RuleId::CcColon, line, "冒号不是全角");
    }
    side(line, reporter);
}

fn printed(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    fonts::line(reporter, RuleId::ImprintFont, line);
    let bare: String = line.chars.iter().filter(|c| !c.is_whitespace()).collect();
    let date = bare.strip_suffix("印发").and_then(|before| {
        let year = before.rfind('年')?;
        let digits = before.get(..year)?.chars().rev();
        let n_digits =
            digits.take_while(|c| c.is_ascii_digit() || "〇○零一二三四五六七八九".contains(*c));
        let start = before
            .get(..year)?
            .chars()
            .count()
            .checked_sub(n_digits.count())?;
        Some(before.chars().skip(start).collect::<String>())
    });
    if let Some(found) = date.as_deref().and_then(ending::wrong_form) {
        reporter.line(RuleId::PrintedForm, line, format!("印发日期{found}"));
    }
    side(line, reporter);
}

/// One character from the left edge of the type area; in a table the cell's own margin adds to it.
fn side(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let layout = &reporter.standard.layout;
    let standing = measure::standing(line, &reporter.standard.page);
    let wanted = layout.side_gap_characters;
    let is_second_column = line.text.contains("印发") && standing.left > 10.0;
    if !line.is_cell() && !is_second_column && (standing.left - wanted).abs() > 0.6 {
        let found = format!("左空 {:.1} 字", standing.left.max(0.0));
        reporter.line(RuleId::ImprintSide, line, found);
    }
}

/// The rules of the imprint from above its first line to below its last.
fn rules(paper: &Paper<'_>, first: &Line<'_>, last: &Line<'_>) -> Vec<Option<Edge>> {
    let mut rules: Vec<Option<Edge>> = Vec::new();
    let above = first
        .number
        .checked_sub(2)
        .and_then(|at| paper.lines.get(at));
    let start = above.map_or(0, |above| above.index + 1).min(first.index);
    let mut below: Option<Edge> = None;
    let mut row = None;
    for paragraph in paper.between(start, paper.looked.paragraphs.len()) {
        let (over, under) = match paragraph.place {
            Place::Cell { table, row: at } => {
                if row == Some((table, at)) {
                    continue;
                }
                row = Some((table, at));
                let edges = paper
                    .looked
                    .tables
                    .get(table)
                    .and_then(|table| table.edges.get(at));
                edges.copied().unwrap_or_default()
            }
            _ => (
                paragraph.shape.top.flatten(),
                paragraph.shape.bottom.flatten(),
            ),
        };
        // What closes one row and opens the next is one line.
        let is_shared = below.is_some() && over.is_some();
        rules.extend(over.filter(|_| !is_shared).map(Some));
        rules.extend(under.map(Some));
        below = under;
        let drawn = paragraph.drawn.iter().filter(|drawn| drawn.is_line);
        rules.extend(drawn.map(|_| None));
    }
    // A line may also be anchored in the last paragraph above the imprint.
    let anchored = above
        .and_then(|above| rule_of(above.paragraph))
        .filter(|_| above.is_some_and(|above| above.part != Part::DocNumber));
    if rules.len() < 2 && anchored.is_some() && last.number >= first.number {
        rules.insert(0, None);
    }
    rules
}

fn has_rules(rules: &[Option<Edge>], first: &Line<'_>, reporter: &mut Reporter<'_>) {
    if rules.len() < 2 {
        let found = match rules.len() {
            0 => "版记没有分隔线",
            _ => "版记只有一条分隔线",
        };
        reporter.line(RuleId::ImprintRules, first, found);
        return;
    }
    let known: Vec<i32> = rules.iter().flatten().map(|edge| edge.eighths).collect();
    if known.len() != rules.len() {
        return; // drawn lines: their thickness is not read
    }
    let (Some((head, rest)), Some(tail)) = (known.split_first(), known.last()) else {
        return;
    };
    let middle = rest
        .split_last()
        .map(|(_, middle)| middle)
        .unwrap_or_default();
    if middle.iter().any(|inner| inner > head || inner > tail) {
        reporter.line(RuleId::ImprintRules, first, "中间的分隔线比首末两条粗");
    }
}

/// 信函: no printer, no rules.
fn letter(paper: &Paper<'_>, rules: &[Option<Edge>], last: &Line<'_>, reporter: &mut Reporter<'_>) {
    if let Some(line) = paper.first(Part::PrintedBy) {
        reporter.line(RuleId::LetterImprint, line, "信函写了印发机关和印发日期");
    }
    // The double rule at the foot of page 1 is drawn, not a border.
    if rules.iter().flatten().any(|edge| !edge.is_double) {
        reporter.line(RuleId::LetterImprint, last, "信函的版记有分隔线");
    }
}
