//! 页码 (7.5, 10.1).

use super::super::measure;
use crate::{
    check::{
        Form,
        paper::{Paper, Part},
        standard::{RuleId, Standard},
        violation::Reporter,
    },
    read::docx::look::{Align, Paragraph},
};

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    let looked = paper.looked;
    let feet = |pages: &crate::read::docx::look::Pages| {
        [
            pages.odd_foot.clone(),
            pages.even_foot.clone(),
            pages.first_foot.clone(),
        ]
    };
    let has_number = looked
        .sections
        .iter()
        .flat_map(feet)
        .flatten()
        .any(|foot| numbered(&foot).is_some());
    if !has_number {
        reporter.part(RuleId::PageNumberMissing, Part::PageNumber, "没有页码");
        return;
    }
    for pages in &looked.sections {
        let odd = pages.odd_foot.as_deref();
        let even = pages.even_foot.as_deref().filter(|_| looked.even_differs);
        for foot in [odd, even].into_iter().flatten() {
            if let Some(number) = numbered(foot) {
                form(number, reporter);
                font(number, reporter);
            }
        }
        sides(odd, even, looked.even_differs, reporter);
    }
    if paper.form == Form::Letter
        && let Some(first) = looked.sections.first()
    {
        let shown = match first.section.first_differs {
            true => first
                .first_foot
                .as_deref()
                .is_some_and(|foot| numbered(foot).is_some()),
            false => first
                .odd_foot
                .as_deref()
                .is_some_and(|foot| numbered(foot).is_some()),
        };
        if shown {
            reporter.part(RuleId::LetterFirstPage, Part::PageNumber, "首页有页码");
        }
    }
}

/// The paragraph with the field of the page number.
fn numbered(foot: &[Paragraph]) -> Option<&Paragraph> {
    foot.iter().find(|paragraph| {
        let instructions = paragraph.fields.concat().to_uppercase();
        let mut words = instructions.split_whitespace();
        words.any(|word| word == "PAGE")
    })
}

fn form(number: &Paragraph, reporter: &mut Reporter<'_>) {
    let bare: String = number
        .text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_ascii_digit())
        .collect();
    if bare != "——" {
        let found = match bare.as_str() {
            "" => "没有一字线".to_owned(),
            _ => format!("写作“{}”", number.text.trim()),
        };
        reporter.part(RuleId::PageNumberForm, Part::PageNumber, found);
    }
}

fn font(number: &Paragraph, reporter: &mut Reporter<'_>) {
    let standard = reporter.standard;
    let Some(rule) = standard.rule(RuleId::PageNumberFont) else {
        return;
    };
    let wrong = number.runs.iter().find_map(|run| {
        let words = number
            .text
            .chars()
            .skip(run.start)
            .take(run.end - run.start);
        let has_digits = words.clone().any(|c| c.is_ascii_digit());
        let is_blank = words.clone().all(char::is_whitespace);
        let font = &run.looks.western;
        let wrong_font = has_digits && standard.family(font) != rule.font.as_deref();
        let wrong_size = rule
            .size_pt
            .is_some_and(|size| (size - run.looks.size_pt).abs() > standard.layout.tolerance_pt);
        match (wrong_font, wrong_size && !is_blank) {
            (true, true) => Some(format!(
                "用了“{font}”，{}",
                Standard::size_name(run.looks.size_pt)
            )),
            (true, false) => Some(format!("用了“{font}”")),
            (false, true) => Some(format!("字号是{}", Standard::size_name(run.looks.size_pt))),
            (false, false) => None,
        }
    });
    if let Some(found) = wrong {
        reporter.part(
            RuleId::PageNumberFont,
            Part::PageNumber,
            found.replace("“”", "默认字体"),
        );
    }
}

/// Where the number of a foot stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Centre,
    Right,
    /// At the outer edge, whichever it is.
    Outside,
}

fn sides(
    odd: Option<&[Paragraph]>,
    even: Option<&[Paragraph]>,
    differs: bool,
    reporter: &mut Reporter<'_>,
) {
    let (odd, even) = (side_of(odd), side_of(even));
    let is_outside = |found: &Option<(Side, &Paragraph)>| matches!(found, Some((Side::Outside, _)));
    if is_outside(&odd) || is_outside(&even) {
        return;
    }
    let name = |side| match side {
        Side::Left => "居左",
        Side::Centre => "居中",
        Side::Right | Side::Outside => "居右",
    };
    let mut wrong = Vec::new();
    if let Some((side, _)) = odd
        && side != Side::Right
    {
        wrong.push(format!("单页码{}", name(side)));
    }
    match even {
        Some((side, _)) if side != Side::Left => wrong.push(format!("双页码{}", name(side))),
        None if odd.is_some() && !differs => wrong.push("没有设置奇偶页不同".to_owned()),
        None if odd.is_some() => wrong.push("双页没有页码".to_owned()),
        _ => {}
    }
    if !wrong.is_empty() {
        reporter.part(RuleId::PageNumberSides, Part::PageNumber, wrong.join("，"));
        return;
    }
    let indented = |found: Option<(Side, &Paragraph)>| {
        found.is_none_or(|(side, paragraph)| {
            let gap = gap(paragraph, side);
            (gap - reporter.standard.layout.side_gap_characters).abs() <= 0.4
        })
    };
    if !indented(odd) || !indented(even) {
        reporter.part(RuleId::PageNumberIndent, Part::PageNumber, "页码没有空一字");
    }
}

/// The number of a foot and where it stands.
fn side_of(foot: Option<&[Paragraph]>) -> Option<(Side, &Paragraph)> {
    let foot = foot?;
    let number = numbered(foot)?;
    Some((side(foot, number), number))
}

/// A frame or a box says where it stands itself; a paragraph by its alignment.
fn side(foot: &[Paragraph], number: &Paragraph) -> Side {
    let framed = number.shape.frame.as_deref();
    let drawn = foot
        .iter()
        .find_map(|paragraph| paragraph.drawn_at.as_deref());
    match framed.filter(|at| !at.is_empty()).or(drawn) {
        Some("outside") => Side::Outside,
        Some("right") => Side::Right,
        Some("center") => Side::Centre,
        Some("left") => Side::Left,
        _ => match number.shape.align.unwrap_or(Align::Left) {
            Align::Left => Side::Left,
            Align::Centre => Side::Centre,
            Align::Right => Side::Right,
        },
    }
}

/// Characters between the number and the edge it stands at.
fn gap(number: &Paragraph, side: Side) -> f64 {
    let shape = &number.shape;
    let (chars, length) = match side {
        Side::Left => (shape.left_chars, shape.left),
        _ => (shape.right_chars, shape.right),
    };
    let typed = match side {
        Side::Left => number
            .text
            .chars()
            .take_while(|c| c.is_whitespace())
            .collect::<String>(),
        _ => number
            .text
            .chars()
            .rev()
            .take_while(|c| c.is_whitespace())
            .collect(),
    };
    let first = match side {
        Side::Left => f64::from(shape.first_line.unwrap_or(0)),
        _ => 0.0,
    };
    let size = measure::size(number).max(1.0) * 20.0;
    let indent = match chars {
        Some(chars) if chars != 0 => f64::from(chars) / 100.0,
        _ => (f64::from(length.unwrap_or(0)) + first) / size,
    };
    indent + measure::width(&typed)
}
