//! 主体 and 版记.

use super::text;
use crate::{
    check::{Form, Part, measure, paper::Line, standard::Standard},
    read::docx::look::Align,
};

/// Titles are at least this large, in points, when nothing else tells them.
const TITLE_PT: f64 = 18.0;
/// Characters this large, in points, are of the title however they stand.
const ALONE_PT: f64 = 20.0;
/// A signature is not longer than this.
const SIGNATURE_CHARS: usize = 30;
/// Agencies that may sign one paper.
const MOST_SIGNERS: usize = 6;
/// 主送机关 fill a few lines at most.
const ADDRESSEE_CHARS: usize = 200;

/// Gives every line after the head its part.
pub(super) fn assign(lines: &mut [Line<'_>], after_head: usize, form: Form, standard: &Standard) {
    let mut at = title(lines, after_head, form, standard);
    at = subtitle(lines, at);
    at = addressee(lines, at, form);
    running_text(lines, at);
    ending(lines, at);
}

fn part_of(lines: &mut [Line<'_>], at: usize, part: Part) {
    if let Some(line) = lines.get_mut(at) {
        line.part = part;
    }
}

/// The title: the first lines after the head, or large or centred words at the beginning of a
/// paper without one.
fn title(lines: &mut [Line<'_>], start: usize, form: Form, standard: &Standard) -> usize {
    let Some(first) = lines.get(start).filter(|line| !line.is_cell()) else {
        return start;
    };
    let ends_as_title = text::type_of(&first.text, &standard.types.all).is_some()
        || text::type_of(&first.text, &standard.types.not_types).is_some();
    let is_centred = first.paragraph.shape.align == Some(Align::Centre);
    let is_large = measure::size(first.paragraph) >= TITLE_PT;
    let is_words = !first.text.ends_with(['：', ':', '。', '；'])
        && text::level(&first.chars).is_none()
        && !first.text.starts_with("各");
    let is_title = match form {
        Form::Minutes => is_centred && is_large && is_words,
        Form::Order => is_centred && is_words,
        Form::Plain => is_words && (is_large || is_centred || ends_as_title),
        _ => is_words || is_centred && is_large,
    };
    if !is_title {
        return start;
    }
    let end = title_end(lines, start);
    for at in start..end {
        part_of(lines, at, Part::Title);
    }
    end
}

/// Where a title ends: lines that stand and look as its first, one under the other.
fn title_end(lines: &[Line<'_>], start: usize) -> usize {
    let Some(first) = lines.get(start) else {
        return start;
    };
    let size = measure::size(first.paragraph);
    let more = lines.iter().skip(start + 1).zip(lines.iter().skip(start));
    let more = more.take_while(|(line, above)| {
        line.index == above.index + 1
            && !line.is_cell()
            && !line.begins_page
            && (measure::size(line.paragraph) - size).abs() < 0.5
            && size >= TITLE_PT
            && (line.paragraph.shape.align == first.paragraph.shape.align || size >= ALONE_PT)
            && !text::is_in_parentheses(&line.text)
            && !text::is_date(&line.text)
    });
    start + 1 + more.count()
}

/// Centred lines under the title, and dates in parentheses.
fn subtitle(lines: &mut [Line<'_>], start: usize) -> usize {
    let has_title = start > 0
        && lines
            .get(start - 1)
            .is_some_and(|line| line.part == Part::Title);
    let mut at = start;
    while has_title
        && let Some(line) = lines.get(at)
        && !line.is_cell()
        && !line.begins_page
        && at < start + 3
        && (line.paragraph.shape.align == Some(Align::Centre)
            || text::is_in_parentheses(&line.text) && line.chars.len() < 40)
        && text::level(&line.chars).is_none()
    {
        part_of(lines, at, Part::Subtitle);
        at += 1;
    }
    at
}

/// 主送机关: the words before the body that end with a colon, or should.
fn addressee(lines: &mut [Line<'_>], start: usize, form: Form) -> usize {
    let has_title = lines
        .iter()
        .take(start)
        .any(|line| line.part == Part::Title);
    let Some(line) = lines.get(start).filter(|line| has_title && !line.is_cell()) else {
        return start;
    };
    let text = line.text.as_str();
    let is_short = line.chars.len() <= ADDRESSEE_CHARS && !text.contains(['。', '；']);
    let is_body = ["如下", "下列", "以下", "现将", "根据", "为"]
        .iter()
        .any(|word| text.contains(word));
    let names = [
        "局",
        "委",
        "办",
        "校",
        "园",
        "单位",
        "部门",
        "政府",
        "中心",
        "科室",
        "街道",
        "乡",
        "镇",
        "县",
        "市",
        "区",
        "院",
        "所",
        "站",
        "公司",
        "直属机构",
        "会",
        "厅",
    ];
    let ends_bare = names.iter().any(|name| text.ends_with(name));
    let is_addressee = is_short
        && !is_body
        && text::level(&line.chars).is_none()
        && (text.ends_with(['：', ':'])
            || form != Form::Plain
                && lines.get(start + 1).is_some()
                && (ends_bare || text.starts_with('各') && text.ends_with(['，', '、', ','])));
    if !is_addressee {
        return start;
    }
    part_of(lines, start, Part::Addressee);
    start + 1
}

/// Levels, attachments, tables and the imprint.
fn running_text(lines: &mut [Line<'_>], start: usize) {
    let mut attachment = 0;
    let mut at = start;
    let mut dated = false;
    while let Some(line) = lines.get_mut(at) {
        line.attachment = (attachment > 0).then_some(attachment);
        if let Some(part) = imprint(line) {
            line.part = part;
            line.attachment = None;
        } else if line.is_cell() {
            line.part = Part::TableCell;
        } else if text::is_attachment_label(&line.text)
            && (dated || line.begins_page || line.n_leading == 0)
        {
            attachment += 1;
            line.attachment = Some(attachment);
            line.part = Part::AttachmentLabel;
            at = attachment_title(lines, at + 1, attachment);
            continue;
        } else if begins_unmarked_attachment(line, dated) {
            attachment += 1;
            line.attachment = Some(attachment);
            at = attachment_title(lines, at, attachment).max(at + 1);
            dated = false;
            continue;
        } else if let Some((part, mark)) = text::level(&line.chars) {
            line.part = part;
            line.mark_chars = mark;
        } else if attachment == 0
            && ["出席", "请假", "列席", "缺席"]
                .iter()
                .any(|label| text::has_label(&line.text, label))
        {
            line.part = Part::Attendance;
        } else if attachment == 0 && text::is_date(&line.text) {
            dated = true;
        }
        at += 1;
    }
    attachment_notes(lines, start);
}

/// What a notice issues follows it on a page of its own, often without a mark: after the date, or
/// under a title.
fn begins_unmarked_attachment(line: &Line<'_>, dated: bool) -> bool {
    let is_titled = line.paragraph.shape.align == Some(Align::Centre)
        && measure::size(line.paragraph) >= TITLE_PT;
    line.begins_page
        && (dated || is_titled)
        && line.part == Part::Body
        && !text::is_in_parentheses(&line.text)
        && !text::is_date(&line.text)
}

/// 抄送, 印发, 主题词, wherever they stand.
fn imprint(line: &Line<'_>) -> Option<Part> {
    let text = line.text.as_str();
    if text::has_label(text, "抄送")
        || text::has_label(text, "主送")
        || text::has_label(text, "抄报")
    {
        return Some(Part::CarbonCopy);
    }
    if text::has_label(text, "主题词") {
        return Some(Part::SubjectWords);
    }
    let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if bare.starts_with('（') && bare.contains("共印")
        || bare.starts_with("共印") && bare.chars().count() < 12
    {
        return Some(Part::SubjectWords);
    }
    let before = bare.strip_suffix("印发")?;
    let is_dated = before.ends_with('日') && before.contains('年');
    (is_dated && bare.chars().count() < 60).then_some(Part::PrintedBy)
}

/// The title over an attachment.
fn attachment_title(lines: &mut [Line<'_>], start: usize, attachment: usize) -> usize {
    let Some(line) = lines.get(start) else {
        return start;
    };
    let is_title = !line.is_cell()
        && imprint(line).is_none()
        && !line.text.ends_with(['。', '：', '；'])
        && text::level(&line.chars).is_none()
        && line.chars.len() <= 80;
    if !is_title {
        return start;
    }
    let end = title_end(lines, start);
    for at in start..end {
        if let Some(line) = lines.get_mut(at) {
            line.part = Part::AttachmentTitle;
            line.attachment = Some(attachment);
        }
    }
    end.max(subtitle_of_attachment(lines, end, attachment))
}

fn subtitle_of_attachment(lines: &mut [Line<'_>], start: usize, attachment: usize) -> usize {
    let mut at = start;
    while let Some(line) = lines.get_mut(at)
        && at < start + 3
        && !line.is_cell()
        && line.paragraph.shape.align == Some(Align::Centre)
        && text::level(&line.chars).is_none()
    {
        line.part = Part::Subtitle;
        line.attachment = Some(attachment);
        at += 1;
    }
    at
}

/// 附件说明: its first line, and the numbered ones under it.
fn attachment_notes(lines: &mut [Line<'_>], start: usize) {
    let mut at = start;
    while let Some(line) = lines.get(at).filter(|line| line.attachment.is_none()) {
        let words = text::attachment_note(&line.text);
        let Some(words) = words.filter(|_| matches!(line.part, Part::Body)) else {
            at += 1;
            continue;
        };
        let is_numbered = text::numbered_name(words).0.is_some();
        part_of(lines, at, Part::AttachmentNote);
        at += 1;
        while let Some(line) = lines.get(at)
            && is_numbered
            && line.attachment.is_none()
            && matches!(line.part, Part::Level3 | Part::Body)
            && text::numbered_name(&line.text).0.is_some()
        {
            part_of(lines, at, Part::AttachmentNote);
            if let Some(line) = lines.get_mut(at) {
                line.mark_chars = 0;
            }
            at += 1;
        }
        return;
    }
}

/// 署名, 成文日期 and 附注: the last date that stands alone before the attachments and what is
/// around it.
fn ending(lines: &mut [Line<'_>], start: usize) {
    let is_main = |line: &Line<'_>| line.attachment.is_none() && !line.is_cell();
    let date = (start..lines.len()).rev().find(|at| {
        let line = lines.get(*at);
        line.is_some_and(|line| {
            is_main(line) && line.part == Part::Body && text::is_date(&line.text)
        })
    });
    let Some(date) = date else {
        return;
    };
    part_of(lines, date, Part::Date);
    let mut at = date;
    while at > start
        && date - at < MOST_SIGNERS
        && let Some(line) = lines.get(at - 1)
        && line.part == Part::Body
        && is_main(line)
        && line.chars.len() <= SIGNATURE_CHARS
        && !line
            .text
            .ends_with(['。', '；', '：', '，', '！', '？', ':', ';'])
        && (line.paragraph.shape.align.unwrap_or(Align::Left) != Align::Left
            || measure::is_set_off(line))
    {
        at -= 1;
        part_of(lines, at, Part::Signature);
    }
    let mut at = date + 1;
    while let Some(line) = lines.get(at)
        && line.part == Part::Body
        && is_main(line)
        && (text::is_in_parentheses(&line.text) || line.text.starts_with("联系人"))
    {
        part_of(lines, at, Part::Note);
        at += 1;
    }
}
