//! 发文机关署名, 成文日期 and the room for seals (GB/T 9704-2012 7.3.5).

use super::{
    measure::{AREA_WIDTH, CHAR, LINE, half_chars, width},
    writer::Writer,
    xml::{Shape, paragraph, run},
};
use crate::document::{Seal, Signature, words};

/// From the right edge of the type area to a date under a seal, in characters.
const DATE_FROM_RIGHT: u32 = 4;
/// 「每排最多3个印章」.
const SEALS_A_ROW: usize = 3;
/// Width of a seal of 42 mm with room that it touches no other, in twips: 46 mm.
const SEAL_WIDTH: u32 = 2608;
/// Lines from one row of seals to the next.
const SEAL_LINES: u32 = 5;

/// Writes the signature in its variant.
pub(super) fn write(writer: &mut Writer<'_>, signature: &Signature) {
    let date = signature.date.map(words::day);
    match &signature.seal {
        Seal::Stamped => stamped(writer, &signature.names, date.as_deref()),
        Seal::Unstamped => unstamped(writer, &signature.names, date.as_deref()),
        Seal::Signed { post, name } => signed(writer, post, name, date.as_deref()),
    }
}

fn indent_right(chars: u32) -> String {
    format!(
        r#"w:rightChars="{}" w:right="{}""#,
        chars * 100,
        chars * CHAR
    )
}

/// The date four characters from the right; each name centred over it (7.3.5.1). Two blank lines
/// above: the seal, centred on name and date, then ends within a line of the text.
fn stamped(writer: &mut Writer<'_>, names: &[String], date: Option<&str>) {
    let date_width = date.map_or(6 * CHAR, width);
    writer.skip_lines(2);
    match names {
        [] => {}
        [name] => {
            let name_width = width(name).min(AREA_WIDTH);
            // A name so long that it would leave the page moves the date in with it.
            let centre = (DATE_FROM_RIGHT * CHAR + date_width / 2).max(name_width / 2);
            let half = (name_width.max(date_width) / 2 + CHAR).min(AREA_WIDTH - centre);
            let shape = Shape {
                indent: Some(format!(
                    r#"w:left="{}" w:right="{}""#,
                    AREA_WIDTH - centre - half,
                    i64::from(centre) - i64::from(half)
                )),
                align: Some("center"),
                ..Shape::default()
            };
            writer.put("SignatureName", shape, &run("", name), 1);
            if let Some(date) = date {
                let right = centre - (date_width / 2).min(centre);
                let shape = match right > DATE_FROM_RIGHT * CHAR {
                    true => at_right(format!(r#"w:right="{right}""#)),
                    false => at_right(indent_right(DATE_FROM_RIGHT)),
                };
                writer.put("SignatureDate", shape, &run("", date), 1);
            }
            return;
        }
        several => return joint_names(writer, several, date),
    }
    if let Some(date) = date {
        let shape = at_right(indent_right(DATE_FROM_RIGHT));
        writer.put("SignatureDate", shape, &run("", date), 1);
    }
}

fn at_right(indent: String) -> Shape {
    Shape {
        indent: Some(indent),
        align: Some("right"),
        ..Shape::default()
    }
}

/// Names in rows of up to three with room for a seal on each, the last one over the date, four
/// characters from the right (7.3.5.1).
fn joint_names(writer: &mut Writer<'_>, names: &[String], date: Option<&str>) {
    let date_width = date.map_or(6 * CHAR, width);
    let n_columns = names.len().min(SEALS_A_ROW);
    // The last row ends at the right, so that the last name stands over the date.
    let rows: Vec<Vec<&str>> = names
        .chunks(n_columns)
        .map(|row| {
            let missing = std::iter::repeat_n("", n_columns - row.len());
            missing.chain(row.iter().map(String::as_str)).collect()
        })
        .collect();

    let centre = DATE_FROM_RIGHT * CHAR + date_width / 2;
    let table_width = u32::try_from(n_columns).unwrap_or(1) * SEAL_WIDTH;
    let left = AREA_WIDTH.saturating_sub(centre.saturating_sub(SEAL_WIDTH / 2) + table_width);
    let n_rows = rows.len();
    let mut content = String::new();
    for (index, row) in rows.iter().enumerate() {
        let is_last = index + 1 == n_rows;
        let height = if is_last { LINE } else { SEAL_LINES * LINE };
        let cells: String = (1..)
            .zip(row)
            .map(|(column, name)| {
                let date = date.filter(|_| is_last && column == n_columns);
                let shape = Shape {
                    align: Some("center"),
                    ..Shape::default()
                };
                let name = paragraph("SignatureName", &shape, &run("", name));
                let date = date.map(|date| paragraph("SignatureDate", &shape, &run("", date)));
                format!(
                    r#"<w:tc><w:tcPr><w:tcW w:w="{SEAL_WIDTH}" w:type="dxa"/></w:tcPr>{name}{}</w:tc>"#,
                    date.unwrap_or_default()
                )
            })
            .collect();
        content += &format!(
            r#"<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>{cells}</w:tr>"#
        );
        let widest = row.iter().map(|name| half_chars(name)).max().unwrap_or(0);
        let n_lines = (widest.min(200) * CHAR / 2).div_ceil(SEAL_WIDTH).max(1);
        let n_lines = n_lines + u32::from(is_last && date.is_some());
        writer.ruler.block(height.max(n_lines * LINE), LINE / 2);
    }
    let columns = format!(r#"<w:gridCol w:w="{SEAL_WIDTH}"/>"#).repeat(n_columns);
    writer.put_table(&format!(
        r#"<w:tbl><w:tblPr><w:tblW w:w="{table_width}" w:type="dxa"/><w:tblInd w:w="{left}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>{columns}</w:tblGrid>{content}</w:tbl>"#
    ));
}

/// One blank line below the text; the name two characters from the right, the date below it two
/// characters further in at its left. A date longer than the name stands two characters from the
/// right, and the name moves in with it (7.3.5.2).
fn unstamped(writer: &mut Writer<'_>, names: &[String], date: Option<&str>) {
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
    let date_width = date.map_or(0, width);
    let name_right = if date_width > widest {
        (date_width + 4 * CHAR - widest).min(AREA_WIDTH - widest)
    } else {
        2 * CHAR
    };
    let left = AREA_WIDTH.saturating_sub(name_right + widest);
    writer.skip_lines(1);
    for name in names {
        // Names of a joint paper begin under the first one.
        let shape = match names.len() {
            1 if name_right == 2 * CHAR => at_right(indent_right(2)),
            1 => at_right(format!(r#"w:right="{name_right}""#)),
            _ => at_left(left),
        };
        writer.put("SignatureName", shape, &run("", name), 1);
    }
    if let Some(date) = date {
        let shape = if date_width > widest {
            at_right(indent_right(2))
        } else {
            at_left(left + 2 * CHAR)
        };
        writer.put("SignatureDate", shape, &run("", date), 1);
    }
}

fn at_left(left: u32) -> Shape {
    Shape {
        indent: Some(format!(r#"w:left="{left}""#)),
        align: Some("left"),
        ..Shape::default()
    }
}

/// Two blank lines below the text the name under its seal, four characters from the right, the post
/// two characters before it; one blank line below that the date (7.3.5.3).
fn signed(writer: &mut Writer<'_>, post: &str, name: &str, date: Option<&str>) {
    writer.skip_lines(2);
    let shape = at_right(indent_right(DATE_FROM_RIGHT));
    let content = run("", &format!("{post}\u{3000}\u{3000}{name}"));
    writer.put("SignatureName", shape, &content, 1);
    if let Some(date) = date {
        writer.skip_lines(1);
        let shape = at_right(indent_right(DATE_FROM_RIGHT));
        writer.put("SignatureDate", shape, &run("", date), 1);
    }
}
