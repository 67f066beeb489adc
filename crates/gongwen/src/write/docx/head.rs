//! 版头: what stands above the red rule of page 1 (GB/T 9704-2012 7.2).

use super::{
    letter,
    measure::{AREA_WIDTH, CHAR, LINE, border, twips, width},
    styles::{IN_HEI, IN_KAI},
    writer::Writer,
    xml::{Shape, paragraph, run, styled},
};
use crate::{
    document::{Form, Head, Signer, words},
    standard,
};

/// The mark is as large as the names let it be, up to this (7.2.4 leaves the size to the agency).
const LARGEST_MARK_HALF_POINTS: u32 = 104;
/// Smaller than this it would not stand out: its characters are drawn narrower instead.
const SMALLEST_MARK_HALF_POINTS: u32 = 60;
/// Names of a joint paper together are no higher than this, so that the text can begin on page 1.
const JOINT_MARK_HEIGHT: u32 = 7 * LINE;
/// 「一般每行排两个姓名」 (7.2.6).
const SIGNERS_A_LINE: usize = 2;
/// What lies between the foot of 3号 characters and the end of their line on the grid.
const BELOW_CHARACTERS: u32 = 117;

/// Writes the 版头 of the paper's form.
pub(super) fn write(writer: &mut Writer<'_>) {
    let head = &writer.document.head;
    match writer.document.form {
        Form::Plain => {}
        Form::Letter => letter::head(writer, head),
        form => upright(writer, head, form),
    }
}

/// 份号, 密级 and 紧急程度 in order, each with the properties of its characters.
pub(super) fn labels(head: &Head) -> Vec<(String, String)> {
    let copy = head.copy_number.map(words::copy_number);
    let secrecy = head.secrecy.as_ref().map(words::secrecy);
    let urgency = head
        .urgency
        .map(|urgency| words::urgency(urgency).to_owned());
    let bold = [secrecy, urgency].into_iter().flatten();
    copy.map(|copy| (copy, String::new()))
        .into_iter()
        .chain(bold.map(|label| (label, styled(IN_HEI))))
        .collect()
}

fn upright(writer: &mut Writer<'_>, head: &Head, form: Form) {
    if head.issuers.is_empty() && head.number.is_none() {
        // Paper with a printed head, or a draft: the title begins the page.
        return;
    }
    let mut above_mark = twips(match form {
        Form::Order => standard::ORDER_MARK_TOP_UM,
        _ => standard::MARK_TOP_UM,
    });
    for (label, properties) in labels(head) {
        above_mark = above_mark.saturating_sub(LINE);
        let content = run(&properties, &label);
        writer.put("HeadLine", Shape::default(), &content, 1);
    }
    writer.skip(above_mark);
    if form == Form::File && head.issuers.len() > 1 {
        joint_mark(writer, head);
    } else if let Some(mark) = words::issuer_mark(form, head) {
        single_mark(writer, &mark);
    }
    writer.skip_lines(2);
    match form {
        Form::File if !head.signers.is_empty() => number_and_signers(writer, head),
        Form::Minutes if head.date.is_some() => number_and_date(writer, head),
        _ => {
            if let Some(number) = &head.number {
                let number = words::issue_number(number);
                writer.put_text("IssueNumber", Shape::default(), &number);
            }
        }
    }
    // 命令 has no rule (10.2).
    if form != Form::Order {
        rule(writer);
    }
    writer.skip_lines(2);
}

/// Size of a mark so wide in characters, in half points, and how much narrower than usual its
/// characters are drawn, in percent.
fn mark_size(n_half_chars: u32, width: u32) -> (u32, u32) {
    let fitting = width * 2 / (n_half_chars.clamp(2, 1000) * 10);
    let size = fitting.clamp(SMALLEST_MARK_HALF_POINTS, LARGEST_MARK_HALF_POINTS) / 2 * 2;
    let scale = (fitting * 100 / size).clamp(33, 100);
    (size, scale)
}

/// Properties of the mark's characters.
pub(super) fn mark_characters(size: u32, scale: u32) -> String {
    let scale = match scale {
        100 => String::new(),
        scale => format!(r#"<w:w w:val="{scale}"/>"#),
    };
    format!(r#"{scale}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>"#)
}

/// Height of the mark's line: little more than the characters, so that their top is the line's top.
fn mark_line(size: u32) -> u32 {
    size * 10 * 21 / 20
}

/// Size, scale and line of a mark on one line of this width.
pub(super) fn mark_on_one_line(mark: &str, width: u32) -> (u32, u32, u32) {
    let (size, scale) = mark_size(super::measure::half_chars(mark), width);
    (size, scale, mark_line(size))
}

fn single_mark(writer: &mut Writer<'_>, mark: &str) {
    let (size, scale, line) = mark_on_one_line(mark, AREA_WIDTH);
    let shape = Shape {
        line: Some(line),
        ..Shape::default()
    };
    let content = run(&mark_characters(size, scale), mark);
    writer.put("IssuerMark", shape, &content, 1);
}

/// Names one under the other, each spread over the same width, 文件 at the right in the middle.
fn joint_mark(writer: &mut Writer<'_>, head: &Head) {
    let ending = if head.says_file { "文件" } else { "" };
    let longest = head
        .issuers
        .iter()
        .map(|name| super::measure::half_chars(name));
    let longest = longest.max().unwrap_or(2);
    // 文件 and the gap before it are as wide as three characters of the names.
    let with_ending = longest.saturating_add(if ending.is_empty() { 0 } else { 6 });
    let (by_width, scale) = mark_size(with_ending, AREA_WIDTH);
    let n_names = u32::try_from(head.issuers.len()).unwrap_or(u32::MAX);
    let by_height = JOINT_MARK_HEIGHT / n_names / 12;
    let size = by_width.min(by_height.max(standard::SIZE_3_HALF_POINTS));
    let line = size * 12;
    let names_width = (longest.min(200) * size * 5 * scale / 100).min(AREA_WIDTH);
    let ending_width = if ending.is_empty() { 0 } else { size * 30 };
    let ending_width = ending_width.min(AREA_WIDTH.saturating_sub(names_width).max(size * 20));

    let cell = |width: u32, more: &str, align: &'static str, line: u32, text: &str| {
        let shape = Shape {
            line: Some(line),
            align: Some(align),
            ..Shape::default()
        };
        let characters = mark_characters(size, scale);
        let content = paragraph("IssuerMark", &shape, &run(&characters, text));
        format!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{more}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>"#
        )
    };
    let mut rows = String::new();
    for (place, name) in head.issuers.iter().enumerate() {
        rows.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        rows.push_str(&cell(names_width, "", "distribute", line, name));
        if !ending.is_empty() {
            let (merge, text) = match place {
                0 => (r#"<w:vMerge w:val="restart"/>"#, ending),
                _ => ("<w:vMerge/>", ""),
            };
            rows.push_str(&cell(ending_width, merge, "right", line, text));
        }
        rows.push_str("</w:tr>");
        writer.ruler.block(line, 0);
    }
    let second = match ending {
        "" => String::new(),
        _ => format!(r#"<w:gridCol w:w="{ending_width}"/>"#),
    };
    writer.put_table(&format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{names_width}"/>{second}</w:tblGrid>{rows}</w:tbl>"#,
        names_width + ending_width,
    ));
}

/// 发文字号 one character in from the left, 签发人 one character in from the right; several signers two
/// a line, the number beside the last line (7.2.5, 7.2.6).
fn number_and_signers(writer: &mut Writer<'_>, head: &Head) {
    let name_width = head.signers.iter().map(|signer| width(&signer.name));
    let name_width = name_width.max().unwrap_or(0).min(8 * CHAR);
    let label_width = 4 * CHAR;
    let a_line = head.signers.len().min(SIGNERS_A_LINE);
    let names_width = match a_line {
        1 => name_width,
        _ => 2 * name_width + CHAR,
    };
    let first = AREA_WIDTH - CHAR - names_width.min(16 * CHAR);
    let label = first.saturating_sub(label_width);
    let tab = |position: u32| format!(r#"<w:tab w:val="left" w:pos="{position}"/>"#);
    let tabs = tab(label) + &tab(first) + &tab(first + name_width + CHAR);
    let lines: Vec<&[Signer]> = head.signers.chunks(SIGNERS_A_LINE).collect();
    for (place, signers) in lines.iter().enumerate() {
        let is_last = place + 1 == lines.len();
        let number = head.number.as_ref().filter(|_| is_last);
        let mut content = run("", &number.map(words::issue_number).unwrap_or_default());
        content += &run("", if place == 0 { "\t签发人：" } else { "\t\t" });
        for (place, signer) in signers.iter().enumerate() {
            content += &run("", if place == 0 { "" } else { "\t" });
            content += &run(&styled(IN_KAI), &signer.name);
        }
        let shape = Shape {
            tabs: Some(tabs.clone()),
            indent: Some(format!(
                r#"w:leftChars="100" w:left="{CHAR}" w:rightChars="100" w:right="{CHAR}""#
            )),
            align: Some("left"),
            ..Shape::default()
        };
        writer.put("IssueNumber", shape, &content, 1);
    }
}

/// 期号 at the left and the day at the right of 纪要, one character in.
fn number_and_date(writer: &mut Writer<'_>, head: &Head) {
    let number = head.number.as_ref().map(words::issue_number);
    let date = head.date.map(words::day).unwrap_or_default();
    let shape = Shape {
        tabs: Some(format!(
            r#"<w:tab w:val="right" w:pos="{}"/>"#,
            AREA_WIDTH - CHAR
        )),
        indent: Some(format!(
            r#"w:leftChars="100" w:left="{CHAR}" w:rightChars="100" w:right="{CHAR}""#
        )),
        align: Some("left"),
        ..Shape::default()
    };
    let content = run("", &format!("{}\t{date}", number.unwrap_or_default()));
    writer.put("IssueNumber", shape, &content, 1);
}

/// The red rule as wide as the type area, 4 mm below the characters above it (7.2.7): an empty line
/// as high as what is left of the 4 mm, with a border below.
fn rule(writer: &mut Writer<'_>) {
    let shape = Shape {
        line: Some(twips(standard::HEAD_RULE_GAP_UM) - BELOW_CHARACTERS),
        borders: Some(format!(
            r#"<w:bottom w:val="single" w:sz="{}" w:space="0" w:color="FF0000"/>"#,
            border(standard::HEAD_RULE_THICKNESS_UM)
        )),
        ..Shape::default()
    };
    writer.put("HeadRule", shape, "", 1);
}
