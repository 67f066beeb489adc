//! 版记 at the foot of the last page, which is an even one (GB/T 9704-2012 7.4).
//!
//! The table of the 版记 floats: it is pinned to the foot of the type area of the page its anchor is
//! on, the empty paragraph after it that ends the file. Whether that page is even cannot be said in the
//! file. (LibreOffice floats a table as wide as the type area only when it is placed from the edge of
//! the page, so the table's left edge is given that way.) What can be said is that a section begins on an even page (`evenPage`): the office program
//! then leaves a page blank where it must, and a page left blank carries no number (7.5). So:
//!
//! - where the text surely ends on an even page with room to spare, the 版记 stands on that page;
//! - everywhere else it begins a section of its own on the next even page. After text that surely
//!   ends on an odd page that is its back, and the page is numbered on; otherwise a blank page may
//!   come before it, and then neither carries a number (7.5).

use super::{
    length::End,
    measure::{AREA_WIDTH, CHAR_4, border, half_chars, twips},
    pages::Layout,
    writer::Writer,
    xml::{Shape, paragraph, run},
};
use crate::{
    document::{Form, Imprint, words},
    standard,
};

/// Height of a line of the 版记, in twips.
pub(super) const LINE: u32 = 520;
/// Lines that have to stay free between text and 版记 for it to stand on the same page.
const LINES_BETWEEN: u32 = 1;

/// Writes the 版记.
pub(super) fn write(writer: &mut Writer<'_>) {
    let document = writer.document;
    let Some(imprint) = &document.imprint else {
        return;
    };
    let rows = rows(imprint, document.form);
    if rows.is_empty() {
        return;
    }
    let n_lines: u32 = rows.iter().map(|row| row.n_lines).sum();
    let needed = (n_lines + LINES_BETWEEN) * LINE;
    let is_unnumbered = match writer.ruler.end() {
        End::Page { number, room } => {
            let is_even = number.is_multiple_of(2);
            (!is_even || room < needed || writer.is_landscape()).then_some(is_even)
        }
        End::Unsure => Some(true),
    };
    if let Some(is_unnumbered) = is_unnumbered {
        writer.turn_to(Layout {
            begins_even: true,
            is_unnumbered,
            ..Layout::PLAIN
        });
        // LibreOffice takes a floating table that begins a section for the end of the one before: a
        // line of text has to come first.
        writer.skip_lines(1);
    }
    writer.put_table(&table(&rows, document.form));
}

/// A row of the 版记: words at the left, for the last row words at the right too.
struct Row {
    label: &'static str,
    words: String,
    right: Option<String>,
    /// No rule stands between 主送 and 抄送 (7.4.2).
    joins_next: bool,
    n_lines: u32,
}

fn rows(imprint: &Imprint, form: Form) -> Vec<Row> {
    let addressees = words::imprint_addressees(imprint);
    let copies = words::copies(imprint);
    let has_copies = copies.is_some();
    let list = |(label, words): (&'static str, String), joins_next| Row {
        n_lines: (half_chars(label).saturating_add(half_chars(&words)) / 50 + 1).min(20),
        label,
        words,
        right: None,
        joins_next,
    };
    let mut rows: Vec<Row> = addressees
        .map(|addressees| list(addressees, has_copies))
        .into_iter()
        .chain(copies.map(|copies| list(copies, false)))
        .collect();
    // 信函 name neither who printed them nor when (10.1).
    let is_printed = imprint.printed_by.is_some() || imprint.printed_on.is_some();
    if form != Form::Letter && is_printed {
        rows.push(Row {
            label: "",
            words: imprint.printed_by.clone().unwrap_or_default(),
            right: imprint.printed_on.map(words::printed_on),
            joins_next: false,
            n_lines: 1,
        });
    }
    rows
}

fn table(rows: &[Row], form: Form) -> String {
    let last = rows.len().saturating_sub(1);
    let content: String = rows
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let is_joined = place
                .checked_sub(1)
                .and_then(|above| rows.get(above))
                .is_some_and(|above| above.joins_next);
            let above = match place {
                0 => Some(standard::IMPRINT_THICK_UM),
                _ if is_joined => None,
                _ => Some(standard::IMPRINT_THIN_UM),
            };
            let below = match place {
                _ if place == last => Some(standard::IMPRINT_THICK_UM),
                _ if row.joins_next => None,
                _ => Some(standard::IMPRINT_THIN_UM),
            };
            // 信函 have no rules here (10.1).
            let rule = |edge: &str, thickness: Option<u32>| match thickness {
                Some(thickness) if form != Form::Letter => format!(
                    r#"<w:{edge} w:val="single" w:sz="{}" w:space="0" w:color="000000"/>"#,
                    border(thickness)
                ),
                _ => format!(r#"<w:{edge} w:val="nil"/>"#),
            };
            format!(
                r#"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{AREA_WIDTH}" w:type="dxa"/><w:tcBorders>{}{}</w:tcBorders><w:vAlign w:val="center"/></w:tcPr>{}</w:tc></w:tr>"#,
                rule("top", above),
                rule("bottom", below),
                line(row)
            )
        })
        .collect();
    format!(
        r#"<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="{}" w:tblpYSpec="bottom"/><w:tblW w:w="{AREA_WIDTH}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{AREA_WIDTH}"/></w:tblGrid>{content}</w:tbl>"#,
        twips(standard::MARGIN_LEFT_UM),
    )
}

/// One character in from both sides; names that run over a line stand under the first one (7.4.2).
fn line(row: &Row) -> String {
    let hanging = half_chars(row.label) * CHAR_4 / 2;
    let shape = Shape {
        tabs: row
            .right
            .as_ref()
            .map(|_| format!(r#"<w:tab w:val="right" w:pos="{}"/>"#, AREA_WIDTH - CHAR_4)),
        indent: Some(format!(
            r#"w:left="{}" w:right="{CHAR_4}" w:hanging="{hanging}""#,
            CHAR_4 + hanging
        )),
        ..Shape::default()
    };
    let right = row.right.as_ref().map(|right| format!("\t{right}"));
    let words = format!("{}{}{}", row.label, row.words, right.unwrap_or_default());
    paragraph("Imprint", &shape, &run("", &words))
}
