//! The table itself.

use super::paragraph;
use crate::write::BreakdownRow;

/// Columns with their widths in twips; together the width of the type area (225 mm).
const COLUMNS: [(&str, u32); 8] = [
    ("序号", 620),
    ("工作任务", 4206),
    ("目标要求", 2250),
    ("牵头单位", 1300),
    ("配合单位", 1500),
    ("分管领导", 1020),
    ("完成时限", 1240),
    ("备注", 620),
];

/// A row longer than this may be broken between two pages; shorter ones stay whole.
const KEPT_WHOLE_CHARS: usize = 200;

/// The whole table: the column headings, then the tasks under their sections.
pub(super) fn table(rows: &[BreakdownRow]) -> String {
    let width: u32 = COLUMNS.iter().map(|(_, width)| width).sum();
    let grid: String = COLUMNS
        .iter()
        .map(|(_, width)| format!(r#"<w:gridCol w:w="{width}"/>"#))
        .collect();
    let mut content = heading();
    let mut path: &[String] = &[];
    for row in rows {
        if row.path != path {
            path = &row.path;
            if !path.is_empty() {
                content += &section(path, width);
            }
        }
        content += &task(row);
    }
    format!(
        r#"<w:tbl><w:tblPr><w:tblStyle w:val="BreakdownTable"/><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{content}</w:tbl>{}"#,
        paragraph("AfterTable", "")
    )
}

fn heading() -> String {
    let cells: String = COLUMNS
        .iter()
        .map(|(name, width)| cell(*width, 1, "TableHeading", &[name]))
        .collect();
    format!(r#"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"#)
}

/// A section's headings on a row of their own, kept with the task below.
fn section(path: &[String], width: u32) -> String {
    let line = path.join("　");
    format!(
        r#"<w:tr><w:trPr><w:cantSplit/></w:trPr>{}</w:tr>"#,
        cell(width, COLUMNS.len(), "TableSection", &[&line])
    )
}

fn task(row: &BreakdownRow) -> String {
    let lead = row.lead.join("、");
    let support = row.support.join("、");
    let leaders = row.leaders.join("、");
    let deadlines = row.deadline_text();
    let targets: Vec<&str> = row.targets.iter().map(String::as_str).collect();
    let texts: [(&str, Vec<&str>); 8] = [
        ("TableNumber", vec![&row.number]),
        ("TableText", row.task.lines().collect()),
        ("TableText", targets),
        ("TableText", vec![&lead]),
        ("TableText", vec![&support]),
        ("TableText", vec![&leaders]),
        ("TableText", deadlines.lines().collect()),
        ("TableText", row.note.lines().collect()),
    ];
    let cells: String = COLUMNS
        .iter()
        .zip(&texts)
        .map(|((_, width), (style, lines))| cell(*width, 1, style, lines))
        .collect();
    let whole = if row.task.chars().count() <= KEPT_WHOLE_CHARS {
        "<w:trPr><w:cantSplit/></w:trPr>"
    } else {
        ""
    };
    format!("<w:tr>{whole}{cells}</w:tr>")
}

fn cell(width: u32, columns: usize, style: &str, lines: &[&str]) -> String {
    let span = if columns > 1 {
        format!(r#"<w:gridSpan w:val="{columns}"/>"#)
    } else {
        String::new()
    };
    // A cell holds at least one paragraph.
    let lines = if lines.is_empty() { &[""] } else { lines };
    let paragraphs: String = lines.iter().map(|line| paragraph(style, line)).collect();
    format!(
        r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>{paragraphs}</w:tc>"#
    )
}
