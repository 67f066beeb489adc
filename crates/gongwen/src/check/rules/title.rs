//! 标题 and 主送机关 (7.3.1, 7.3.2).

use super::fonts;
use crate::{
    check::{
        Form, measure,
        paper::{Line, Paper, Part, rule_of},
        roles::text,
        standard::RuleId,
        violation::Reporter,
    },
    read::docx::look::Align,
};

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    for line in paper.of(Part::Title) {
        fonts::line(reporter, RuleId::TitleFont, line);
        is_centred(line, RuleId::TitleAlign, reporter);
    }
    match paper.first(Part::Title) {
        Some(first) => {
            words(paper, first, reporter);
            gap(paper, first, reporter);
        }
        None if matches!(paper.form, Form::File | Form::Letter) => {
            reporter.part(RuleId::TitleMissing, Part::Title, "版头之下没有标题");
        }
        None => {}
    }
    for line in paper.of(Part::Addressee) {
        addressee(paper, line, reporter);
    }
}

/// Centred by alignment, with no indent that pushes it aside.
pub(super) fn is_centred(line: &Line<'_>, id: RuleId, reporter: &mut Reporter<'_>) {
    let standing = measure::standing(line, &reporter.standard.page);
    if standing.align != Align::Centre {
        reporter.line(id, line, "没有居中");
    } else if (standing.left - standing.right).abs() > 1.5 && standing.right > 0.0 {
        let side = if standing.left > standing.right {
            "右"
        } else {
            "左"
        };
        reporter.line(id, line, format!("居中时带有缩进或空格，偏{side}"));
    }
}

fn words(paper: &Paper<'_>, first: &Line<'_>, reporter: &mut Reporter<'_>) {
    let title: String = paper
        .of(Part::Title)
        .map(|line| line.text.as_str())
        .collect();
    let title: String = title.chars().filter(|c| !c.is_whitespace()).collect();
    let is_issued = matches!(paper.form, Form::File | Form::Letter);
    let types = &reporter.standard.types;
    let kind = text::type_of(&title, &types.all);
    let false_kind = text::type_of(&title, &types.not_types);
    if title.ends_with(['。', '，', '；', '：', '、', ',', '.', ';', ':']) {
        reporter.words(RuleId::TitlePunctuation, first, &title, "标题末尾有标点");
    }
    if !is_issued {
        return;
    }
    match (kind, false_kind) {
        (None, Some(false_kind)) => {
            let found = format!("文种写成“{false_kind}”");
            reporter.words(RuleId::TitleType, first, &title, found);
        }
        (None, None) => reporter.words(RuleId::TitleType, first, &title, "标题末尾没有文种"),
        (Some(kind), _) => {
            let bare = title
                .rfind(kind)
                .and_then(|at| title.get(..at))
                .unwrap_or(&title);
            let about = title.contains("关于");
            let begins_with_about = title.starts_with("关于");
            if about && !bare.ends_with('的') && !bare.ends_with('》') {
                reporter.words(
                    RuleId::TitleForm,
                    first,
                    &title,
                    format!("“{kind}”前没有“的”字"),
                );
            }
            let without_matter = ["公告", "通告", "公报", "令", "命令", "纪要", "决议"];
            if !about && !without_matter.contains(&kind) {
                reporter.words(
                    RuleId::TitleForm,
                    first,
                    &title,
                    "标题中没有“关于……的”，事由不明",
                );
            }
            // The red mark already names the issuer in many offices' eyes; the clause wants it here.
            if begins_with_about {
                reporter.words(RuleId::TitleForm, first, &title, "标题中没有发文机关名称");
            }
        }
    }
}

/// Two blank lines between the red rule and the title.
fn gap(paper: &Paper<'_>, first: &Line<'_>, reporter: &mut Reporter<'_>) {
    if paper.form != Form::File {
        return;
    }
    let Some(above) = first
        .number
        .checked_sub(2)
        .and_then(|at| paper.lines.get(at))
    else {
        return;
    };
    let between = paper.between(above.index + 1, first.index);
    // Blank paragraphs that carry the rule may stand above or below it: either reading will do.
    let n_carrying = between
        .iter()
        .filter(|blank| rule_of(blank).is_some())
        .count();
    let after_rule = between.iter().rposition(|blank| rule_of(blank).is_some());
    let blanks = between
        .get(after_rule.map_or(0, |at| at + 1)..)
        .unwrap_or_default();
    let heights = blanks
        .iter()
        .map(|blank| measure::blank_height(blank, paper.grid(blank), paper.line_twips));
    let spacing = measure::before(first.paragraph, paper.line_twips)
        + match after_rule.and_then(|at| between.get(at)) {
            Some(rule) => measure::after(rule, paper.line_twips),
            None => measure::after(above.paragraph, paper.line_twips),
        };
    let gap = heights.sum::<f64>() + spacing / paper.line_twips;
    let layout = &reporter.standard.layout;
    let is_near = |gap: f64| (gap - layout.title_blank_lines).abs() <= layout.tolerance_lines;
    let carried = if n_carrying > 0 { 1.0 } else { 0.0 };
    if !is_near(gap) && !is_near(gap + carried) {
        reporter.line(RuleId::TitleGap, first, format!("空了 {gap:.1} 行"));
    }
}

fn addressee(paper: &Paper<'_>, line: &Line<'_>, reporter: &mut Reporter<'_>) {
    fonts::line(reporter, RuleId::AddresseeFont, line);
    if !line.text.ends_with('：') {
        let found = match line.text.ends_with(':') {
            true => "末尾是半角冒号",
            false => "末尾没有冒号",
        };
        reporter.line(RuleId::AddresseeColon, line, found);
    }
    let layout = reporter.standard.layout.clone();
    let standing = measure::standing(line, &reporter.standard.page);
    let off = standing.left.abs().max(standing.left_of_rest.abs());
    if standing.align != Align::Left || off > layout.tolerance_characters {
        reporter.line(RuleId::AddresseePlace, line, "没有顶格");
    }
    if let Some(gap) = paper.gap_above(line)
        && (gap - layout.addressee_blank_lines).abs() > layout.tolerance_lines
    {
        reporter.line(RuleId::AddresseeGap, line, format!("空了 {gap:.1} 行"));
    }
}
