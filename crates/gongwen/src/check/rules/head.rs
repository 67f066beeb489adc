//! 版头 (7.2).

use super::fonts;
use crate::{
    check::{
        Form, measure,
        paper::{Line, Paper, Part, rule_of},
        roles::text,
        standard::RuleId,
        violation::Reporter,
    },
    read::docx::look::{Align, Place},
};

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    for line in &paper.lines {
        match line.part {
            Part::CopyNumber => copy_number(line, reporter),
            Part::Secrecy => secrecy(line, reporter),
            Part::Urgency => urgency(line, reporter),
            Part::IssuerMark => mark(line, reporter),
            Part::DocNumber => number(paper, line, reporter),
            Part::Signer => {
                let label_at = line.chars.len() - line.text.trim_start().chars().count();
                signer(paper, line, label_at, reporter);
            }
            _ => {}
        }
    }
    let number = paper.first(Part::DocNumber);
    if paper.form == Form::File
        && let Some(number) = number
    {
        signer_present(paper, number, reporter);
        head_rule(paper, number, reporter);
    }
}

fn is_flush_left(line: &Line<'_>, reporter: &Reporter<'_>) -> bool {
    let standing = measure::standing(line, &reporter.standard.page);
    standing.align == Align::Left
        && standing.left.abs() <= reporter.standard.layout.tolerance_characters
}

fn copy_number(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let n_digits = line.chars.len();
    if n_digits != reporter.standard.layout.copy_number_digits {
        reporter.line(RuleId::CopyNumber, line, format!("份号是 {n_digits} 位"));
    }
    if !is_flush_left(line, reporter) {
        reporter.line(RuleId::CopyNumber, line, "没有顶格");
    }
}

fn secrecy(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    fonts::line(reporter, RuleId::Secrecy, line);
    let bare: String = line.chars.iter().filter(|c| !c.is_whitespace()).collect();
    let period: String = bare.chars().skip(2).collect();
    let fits = period.is_empty()
        || period.strip_prefix('★').is_some_and(|period| {
            period == "长期" || period.starts_with(|c: char| c.is_ascii_digit())
        });
    if !fits {
        reporter.line(RuleId::Secrecy, line, "密级与保密期限的写法不对");
    }
    if !is_flush_left(line, reporter) {
        reporter.line(RuleId::Secrecy, line, "没有顶格");
    }
}

fn urgency(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    fonts::line(reporter, RuleId::Urgency, line);
    let bare: String = line.chars.iter().filter(|c| !c.is_whitespace()).collect();
    if !matches!(bare.as_str(), "特急" | "加急") {
        reporter.line(RuleId::Urgency, line, format!("写的是“{bare}”"));
    }
    if !is_flush_left(line, reporter) {
        reporter.line(RuleId::Urgency, line, "没有顶格");
    }
}

fn mark(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    fonts::line(reporter, RuleId::MarkFont, line);
    if !line.paragraph.runs.iter().any(|run| run.looks.is_red) {
        reporter.line(RuleId::MarkColour, line, "发文机关标志不是红色");
    }
    let in_body = line.paragraph.place == Place::Body;
    if in_body && line.paragraph.shape.align != Some(Align::Centre) && !fills_line(line, reporter) {
        reporter.line(RuleId::MarkAlign, line, "发文机关标志没有居中");
    }
}

/// A mark spread over the whole line (分散对齐) is centred all the same.
fn fills_line(line: &Line<'_>, reporter: &Reporter<'_>) -> bool {
    measure::standing(line, &reporter.standard.page).right.abs() < 2.0
}

fn number(paper: &Paper<'_>, line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let Some(number) = text::number(&line.chars) else {
        return; // 第3期, 第12号
    };
    let words: String = line
        .chars
        .get(number.start..number.end)
        .unwrap_or_default()
        .iter()
        .collect();
    let mut wrong = Vec::new();
    if number.brackets != ('〔', '〕') {
        wrong.push(format!(
            "年份括在“{}{}”里",
            number.brackets.0, number.brackets.1
        ));
    }
    if number.year.len() != 4 {
        wrong.push(format!("年份写作“{}”", number.year));
    }
    if number.serial.starts_with('0') {
        wrong.push(format!("序号“{}”编了虚位", number.serial));
    }
    if number.has_blanks {
        wrong.push("中间有空格".to_owned());
    }
    if !wrong.is_empty() {
        reporter.words(RuleId::NumberForm, line, &words, wrong.join("，"));
    }
    if number.says_ordinal {
        reporter.words(RuleId::NumberOrdinal, line, &words, "序号前有“第”字");
    }
    fonts::words(reporter, RuleId::NumberFont, line, number.start..number.end);
    let rest: String = line
        .chars
        .get(number.end..)
        .unwrap_or_default()
        .iter()
        .collect();
    let has_signer = rest.trim_start().starts_with("签发人");
    if has_signer {
        let at = number.end + rest.chars().take_while(|c| c.is_whitespace()).count();
        signer(paper, line, at, reporter);
    }
    number_place(paper, line, has_signer, reporter);
    let wanted = reporter.standard.layout.number_blank_lines;
    let above = line
        .number
        .checked_sub(2)
        .and_then(|at| paper.lines.get(at));
    let below_mark = above.is_some_and(|above| {
        above.part == Part::IssuerMark && above.paragraph.place == Place::Body
    });
    if paper.form == Form::File
        && below_mark
        && let Some(gap) = paper.gap_above(line)
        && (gap - wanted).abs() > reporter.standard.layout.tolerance_lines
    {
        reporter.line(RuleId::NumberGap, line, format!("空了 {gap:.1} 行"));
    }
}

fn number_place(paper: &Paper<'_>, line: &Line<'_>, has_signer: bool, reporter: &mut Reporter<'_>) {
    let layout = reporter.standard.layout.clone();
    let standing = measure::standing(line, &reporter.standard.page);
    let in_table = line.paragraph.place != Place::Body;
    // A tab stop sets the place, which a measure cannot follow.
    let follows_tab = line
        .paragraph
        .text
        .trim_start_matches([' ', '　'])
        .starts_with('\t');
    let goes_up = has_signer || paper.first(Part::Signer).is_some();
    let found = match paper.form {
        _ if in_table || follows_tab => return,
        Form::File if goes_up => {
            let off = (standing.left - layout.side_gap_characters).abs();
            (off > layout.gap_tolerance_characters).then_some("上行文的发文字号没有居左空一字")
        }
        Form::File => (standing.align != Align::Centre
            && (standing.left - standing.right).abs() > 2.0)
            .then_some("发文字号没有居中"),
        Form::Letter => (standing.right.abs() > layout.gap_tolerance_characters)
            .then_some("信函的发文字号没有顶格居右"),
        _ => None,
    };
    if let Some(found) = found {
        reporter.line(RuleId::NumberPlace, line, found);
    }
}

/// 签发人, which begins at `at` in the line.
fn signer(paper: &Paper<'_>, line: &Line<'_>, at: usize, reporter: &mut Reporter<'_>) {
    let words: String = line.chars.get(at..).unwrap_or_default().iter().collect();
    let after: String = words.chars().skip(3).collect();
    let name_at = at
        + 3
        + after
            .chars()
            .take_while(|c| c.is_whitespace() || "：:".contains(*c))
            .count();
    if !after.trim_start().starts_with('：') {
        reporter.words(RuleId::SignerForm, line, &words, "“签发人”后没有全角冒号");
    }
    fonts::held_to(reporter, RuleId::SignerFont, line, at..at + 3, Some("仿宋"));
    fonts::words(
        reporter,
        RuleId::SignerFont,
        line,
        name_at..line.chars.len(),
    );
    let layout = &reporter.standard.layout;
    let standing = measure::standing(line, &reporter.standard.page);
    // With the number on the same line a tab stop sets the place, which a measure cannot follow.
    let has_tab = line.text.contains('\t')
        || paper
            .first(Part::DocNumber)
            .is_some_and(|n| n.number == line.number);
    let off = (standing.right - layout.side_gap_characters).abs();
    if !has_tab && line.paragraph.place == Place::Body && off > layout.gap_tolerance_characters {
        reporter.words(RuleId::SignerForm, line, &words, "没有居右空一字");
    }
}

fn signer_present(paper: &Paper<'_>, number: &Line<'_>, reporter: &mut Reporter<'_>) {
    let title: String = paper
        .of(Part::Title)
        .map(|line| line.text.as_str())
        .collect();
    let kind = text::type_of(&title, &reporter.standard.types.all);
    let goes_up =
        kind.is_some_and(|kind| reporter.standard.types.upward.iter().any(|up| up == kind));
    let has_signer = number.text.contains("签发人") || paper.first(Part::Signer).is_some();
    if goes_up && !has_signer {
        let found = format!("{}没有标注签发人", kind.unwrap_or_default());
        reporter.line(RuleId::SignerMissing, number, found);
    }
}

/// The red rule between the number and the title.
fn head_rule(paper: &Paper<'_>, number: &Line<'_>, reporter: &mut Reporter<'_>) {
    let first_of_main = paper
        .lines
        .iter()
        .find(|line| line.number > number.number && !line.part.is_head());
    let end = first_of_main.map_or(paper.looked.paragraphs.len(), |line| line.index + 1);
    // A drawn line may be anchored in any paragraph of the head.
    let start = paper
        .lines
        .iter()
        .find(|line| line.part.is_head())
        .map_or(0, |line| line.index);
    let rules: Vec<bool> = paper
        .between(start, end)
        .iter()
        .filter_map(rule_of)
        .collect();
    let in_table = number
        .row()
        .and_then(|(table, row)| paper.looked.tables.get(table)?.edges.get(row));
    let edge = in_table.and_then(|(_, below)| *below);
    let is_red = rules.contains(&true) || edge.is_some_and(|edge| edge.is_red);
    if !is_red {
        let found = match rules.is_empty() && edge.is_none() {
            true => "发文字号之下没有分隔线",
            false => "版头的分隔线不是红色",
        };
        reporter.line(RuleId::HeadRule, number, found);
    }
}
