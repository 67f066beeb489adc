//! 署名, 成文日期 (7.3.5) and 附注 (7.3.6).

use super::fonts;
use crate::{
    check::{
        Form, measure,
        paper::{Line, Paper, Part},
        standard::RuleId,
        violation::Reporter,
    },
    read::docx::look::Align,
};

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    let names: Vec<&Line<'_>> = paper.of(Part::Signature).collect();
    for line in &names {
        fonts::line(reporter, RuleId::SignatureFont, line);
    }
    if let Some(date) = paper.first(Part::Date) {
        fonts::line(reporter, RuleId::SignatureFont, date);
        form(date, reporter);
        if paper.form != Form::Minutes {
            places(&names, date, reporter);
        }
    }
    for line in paper.of(Part::Note) {
        fonts::line(reporter, RuleId::BodyFont, line);
        note(line, reporter);
    }
}

/// Arabic digits, the year in full, no leading zeros.
pub(super) fn wrong_form(date: &str) -> Option<&'static str> {
    let bare: String = date.chars().filter(|c| !c.is_whitespace()).collect();
    if bare
        .chars()
        .any(|c| "〇○零一二三四五六七八九十".contains(c))
    {
        return Some("用了汉字数字");
    }
    let Some((year, rest)) = bare.split_once('年') else {
        return Some("没有写成“年、月、日”");
    };
    if year.chars().count() != 4 {
        return Some("年份没有标全");
    }
    let Some((month, day)) = rest.split_once('月') else {
        return Some("没有写成“年、月、日”");
    };
    if month.starts_with('0') || day.starts_with('0') {
        return Some("编了虚位");
    }
    (!day.ends_with('日')).then_some("没有写成“年、月、日”")
}

fn form(date: &Line<'_>, reporter: &mut Reporter<'_>) {
    if let Some(found) = wrong_form(&date.text) {
        reporter.line(RuleId::DateForm, date, found);
    }
}

/// Either way of placing is right: sealed (date four characters from the right, the name centred
/// over it) or unsealed (name two from the right, date two further right than the name).
fn places(names: &[&Line<'_>], date: &Line<'_>, reporter: &mut Reporter<'_>) {
    let layout = reporter.standard.layout.clone();
    let page = &reporter.standard.page;
    if date.is_cell() {
        return;
    }
    let near = |value: f64, wanted: f64| (value - wanted).abs() <= layout.gap_tolerance_characters;
    let at = measure::standing(date, page);
    let name = names.last().map(|name| measure::standing(name, page));
    let follows_name = name.is_some_and(|name| {
        near(at.left - name.left, layout.unsealed_gap_characters)
            && name.right > layout.unsealed_gap_characters - layout.gap_tolerance_characters
    });
    let is_right = at.align != Align::Centre
        && (near(at.right, layout.date_gap_characters)
            || near(at.right, layout.unsealed_gap_characters)
            || follows_name);
    if !is_right {
        let found = match at.align {
            Align::Centre => "居中排布".to_owned(),
            _ if at.right > at.left => "排在左侧".to_owned(),
            _ => format!("右空 {:.1} 字", at.right),
        };
        reporter.line(RuleId::DatePlace, date, found);
    }
    for name in names {
        let standing = measure::standing(name, page);
        if standing.align == Align::Left && standing.left < standing.right {
            reporter.line(RuleId::SignaturePlace, name, "排在左侧");
        } else if standing.right < layout.gap_tolerance_characters && names.len() == 1 {
            reporter.line(RuleId::SignaturePlace, name, "没有右空");
        }
    }
}

fn note(line: &Line<'_>, reporter: &mut Reporter<'_>) {
    let is_full = line.text.starts_with('（') && line.text.ends_with('）');
    if !is_full {
        reporter.line(RuleId::NoteForm, line, "没有用全角圆括号括起");
    }
    let layout = reporter.standard.layout.clone();
    let standing = measure::standing(line, &reporter.standard.page);
    let off = (standing.left - layout.indent_characters).abs();
    if standing.align != Align::Left || off > layout.tolerance_characters {
        reporter.line(RuleId::NoteForm, line, "没有左空二字");
    }
}
