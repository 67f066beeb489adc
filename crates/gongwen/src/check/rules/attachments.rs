//! 附件说明 (7.3.4) and 附件 (7.3.7).

use super::{fonts, title};
use crate::{
    check::{
        measure,
        paper::{Line, Paper, Part},
        roles::text,
        standard::RuleId,
        violation::Reporter,
    },
    read::docx::look::Align,
};

pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    let names = note(paper, reporter);
    let mut titles = Vec::new();
    for label in paper.of(Part::AttachmentLabel) {
        fonts::line(reporter, RuleId::AttachmentLabelFont, label);
        label_place(paper, label, reporter);
        let of_same = |line: &&Line<'_>| {
            line.part == Part::AttachmentTitle && line.attachment == label.attachment
        };
        let title: String = paper
            .lines
            .iter()
            .filter(of_same)
            .map(|line| line.text.as_str())
            .collect();
        titles.push((label, title));
    }
    for line in paper.of(Part::AttachmentTitle) {
        title::is_centred(line, RuleId::AttachmentTitleAlign, reporter);
        fonts::line(reporter, RuleId::AttachmentTitleFont, line);
    }
    matches(paper, &names, &titles, reporter);
}

/// The names in 附件说明, and what is wrong with how it is written.
fn note(paper: &Paper<'_>, reporter: &mut Reporter<'_>) -> Vec<String> {
    let lines: Vec<&Line<'_>> = paper.of(Part::AttachmentNote).collect();
    let layout = reporter.standard.layout.clone();
    let mut names = Vec::new();
    for (place, line) in lines.iter().enumerate() {
        fonts::line(reporter, RuleId::AttachmentNoteFont, line);
        let words = text::attachment_note(&line.text).unwrap_or(&line.text);
        let (number, name) = text::numbered_name(words);
        let found = match (lines.len(), number) {
            (1, Some(_)) => Some("只有一个附件，编了序号".to_owned()),
            (2.., None) => Some("没有序号".to_owned()),
            (2.., Some(number)) if number as usize != place + 1 => {
                Some(format!("序号“{number}”不连续"))
            }
            (2.., Some(_))
                if !words
                    .trim_start_matches(|c: char| c.is_ascii_digit())
                    .starts_with('.') =>
            {
                Some("序号后不是“.”".to_owned())
            }
            _ => None,
        };
        if let Some(found) = found {
            reporter.line(RuleId::AttachmentNoteNumber, line, found);
        }
        if name.ends_with(['。', '；', '，', '、', ';', ',', '.']) {
            reporter.line(RuleId::AttachmentNoteStop, line, "附件名称后有标点");
        }
        names.push(bare(name));
    }
    if let Some(first) = lines.first() {
        if !first.text.starts_with("附件：") {
            reporter.line(RuleId::AttachmentNotePlace, first, "“附件”后没有全角冒号");
        }
        let standing = measure::standing(first, &reporter.standard.page);
        let off = (standing.left - layout.indent_characters).abs();
        if standing.align != Align::Left || off > layout.tolerance_characters {
            let found = format!("左空 {:.1} 字", standing.left);
            reporter.line(RuleId::AttachmentNotePlace, first, found);
        }
        if let Some(gap) = paper.gap_above(first)
            && (gap - layout.attachment_note_blank_lines).abs() > layout.tolerance_lines
        {
            let found = format!("与正文之间空了 {gap:.1} 行");
            reporter.line(RuleId::AttachmentNotePlace, first, found);
        }
    }
    names
}

fn label_place(paper: &Paper<'_>, label: &Line<'_>, reporter: &mut Reporter<'_>) {
    let standing = measure::standing(label, &reporter.standard.page);
    let off = standing.left.abs() > reporter.standard.layout.tolerance_characters;
    if standing.align != Align::Left || off {
        reporter.line(RuleId::AttachmentLabelPlace, label, "没有顶格");
    }
    if label.text.ends_with(['：', ':']) {
        reporter.line(RuleId::AttachmentLabelPlace, label, "后面有冒号");
    }
    if !label.begins_page && label.number > 1 && paper.lines.len() > 1 {
        reporter.line(RuleId::AttachmentNewPage, label, "附件没有另面编排");
    }
}

/// What 附件说明 lists against what is attached.
fn matches(
    paper: &Paper<'_>,
    names: &[String],
    titles: &[(&Line<'_>, String)],
    reporter: &mut Reporter<'_>,
) {
    // A paper may come without its attachments; then there is nothing to compare.
    if titles.is_empty()
        || paper
            .lines
            .iter()
            .all(|line| line.part.is_head() || line.attachment.is_some())
    {
        return;
    }
    let Some((first, _)) = titles.first().filter(|_| names.len() != titles.len()) else {
        for (name, (label, title)) in names.iter().zip(titles) {
            let title = bare(title);
            if !title.is_empty() && title != *name {
                let found = format!("附件说明写作“{name}”，附件标题是“{title}”");
                reporter.words(RuleId::AttachmentNoteMatch, label, &title, found);
            }
        }
        return;
    };
    let found = match names.len() {
        0 => "没有附件说明".to_owned(),
        n_names => format!("附件说明列了 {n_names} 个，所附附件有 {} 个", titles.len()),
    };
    reporter.line(RuleId::AttachmentNoteMatch, first, found);
}

/// A name without the marks people put around it.
fn bare(name: &str) -> String {
    name.trim_end_matches(['。', '；', '，', '、', ';', ',', '.'])
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect()
}
