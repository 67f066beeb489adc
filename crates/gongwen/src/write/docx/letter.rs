//! 信函格式 (GB/T 9704-2012 10.1): mark and double rule stand above the type area, the second double
//! rule below it on page 1 only.

use super::{
    head::{labels, mark_characters, mark_on_one_line},
    measure::{AREA_WIDTH, LINE, PAGE_HEIGHT, PAGE_WIDTH, twips},
    writer::Writer,
    xml::{Shape, paragraph, run},
};
use crate::{
    document::{Form, Head, words},
    standard,
};

/// Both rules together with the gap between them, in eighths of a point.
const DOUBLE_RULE: u32 = 24;
/// The labels stand 7/8 of the height of a 3号 character below the rule; their line is higher than
/// they are by so many twips above them.
const BELOW_RULE: u32 = standard::SIZE_3_HALF_POINTS * 10 * 7 / 8 - 180;
/// Height of the line that carries the lower rule.
const RULE_LINE: u32 = 40;

/// Numbers and labels below the upper rule. Mark and rule themselves are the header of page 1: they
/// stand where the standard wants them though the type area begins lower on every other page, and
/// push the text down.
pub(super) fn head(writer: &mut Writer<'_>, head: &Head) {
    let (_, bottom) = first_header(head);
    let above = bottom.saturating_sub(twips(standard::MARGIN_TOP_UM));
    writer.ruler.block(above, 0);
    writer.skip(BELOW_RULE);
    let labels = labels(head);
    let number = head.number.as_ref().map(words::issue_number);
    let n_lines = labels.len().max(usize::from(number.is_some()));
    for place in 0..n_lines {
        let mut content = match labels.get(place) {
            Some((label, properties)) => run(properties, label),
            None => String::new(),
        };
        let mut shape = Shape {
            align: Some("left"),
            ..Shape::default()
        };
        match number.as_ref().filter(|_| place == 0) {
            Some(number) if labels.is_empty() => {
                shape.align = Some("right");
                content += &run("", number);
            }
            Some(number) => {
                shape.tabs = Some(format!(r#"<w:tab w:val="right" w:pos="{AREA_WIDTH}"/>"#));
                content += &run("", &format!("\t{number}"));
            }
            None => {}
        }
        writer.put("IssueNumber", shape, &content, 1);
    }
    writer.skip_lines(2);
}

/// The header of page 1, and how far down the page it reaches.
pub(super) fn first_header(head: &Head) -> (String, u32) {
    let mut content = String::new();
    let mut bottom = twips(standard::LETTER_MARK_TOP_UM);
    let mut below_mark = 0;
    if let Some(mark) = words::issuer_mark(Form::Letter, head) {
        let (size, scale, line) = mark_on_one_line(&mark, AREA_WIDTH);
        let shape = Shape {
            line: Some(line),
            ..Shape::default()
        };
        let run = run(&mark_characters(size, scale), &mark);
        content += &paragraph("IssuerMark", &shape, &run);
        bottom += line;
        below_mark = size * 10 / 7;
    }
    // The mark's line reaches a little below its characters.
    let gap = twips(standard::LETTER_RULE_GAP_UM) - below_mark;
    let beyond =
        |margin: u32| twips(margin) - (PAGE_WIDTH - twips(standard::LETTER_RULE_LENGTH_UM)) / 2;
    let shape = Shape {
        line: Some(gap),
        borders: Some(double_rule("bottom", "thickThinSmallGap")),
        indent: Some(format!(
            r#"w:left="-{}" w:right="-{}""#,
            beyond(standard::MARGIN_LEFT_UM),
            beyond(standard::MARGIN_RIGHT_UM)
        )),
        ..Shape::default()
    };
    content += &paragraph("HeadRule", &shape, "");
    (content, bottom + gap + DOUBLE_RULE * 5 / 2)
}

/// The foot of page 1: the second rule, and no page number.
pub(super) fn first_foot() -> String {
    let at = PAGE_HEIGHT - twips(standard::LETTER_BOTTOM_RULE_UM) - RULE_LINE;
    let shape = Shape {
        frame: Some(frame(at)),
        line: Some(RULE_LINE),
        borders: Some(double_rule("bottom", "thinThickSmallGap")),
        ..Shape::default()
    };
    let rest = Shape {
        line: Some(LINE),
        ..Shape::default()
    };
    paragraph("HeadRule", &shape, "") + &paragraph("PageNumber", &rest, "")
}

fn frame(y: u32) -> String {
    format!(
        r#"w:w="{}" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:xAlign="center" w:y="{y}""#,
        twips(standard::LETTER_RULE_LENGTH_UM)
    )
}

fn double_rule(edge: &str, kind: &str) -> String {
    format!(r#"<w:{edge} w:val="{kind}" w:sz="{DOUBLE_RULE}" w:space="0" w:color="FF0000"/>"#)
}
