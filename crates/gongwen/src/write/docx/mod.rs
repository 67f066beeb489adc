//! 责任分解表 as a paper in the layout of GB/T 9704-2012, on landscape A4.
mod package;
mod parts;
mod table;

use super::{BreakdownTable, WriteError};
use crate::document::words;
use parts::escape;

/// Writes the paper: 附件 mark, title, issuer and date, the table with its heading repeated on every
/// page, page numbers `— 1 —` outside on odd and even pages.
///
/// # Errors
/// When the container cannot be put together.
pub fn docx(table: &BreakdownTable) -> Result<Vec<u8>, WriteError> {
    package::package(&[
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::ROOT_RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core_properties(&table.title)),
        ("docProps/app.xml", parts::APP_PROPERTIES.to_owned()),
        ("word/document.xml", document(table)),
        (
            "word/_rels/document.xml.rels",
            parts::DOCUMENT_RELATIONS.to_owned(),
        ),
        ("word/styles.xml", parts::styles()),
        ("word/settings.xml", parts::SETTINGS.to_owned()),
        ("word/fontTable.xml", parts::font_table()),
        ("word/footer1.xml", parts::page_number("right", "right")),
        ("word/footer2.xml", parts::page_number("left", "left")),
    ])
}

fn document(table: &BreakdownTable) -> String {
    let mut body = String::new();
    if let Some(mark) = &table.attachment {
        // 附件 on line 1, its title on line 3 (GB/T 9704 7.3.7).
        body += &paragraph("AttachmentMark", mark);
        body += &paragraph("AttachmentMark", "");
    }
    body += &paragraph("DocumentTitle", &table.title);
    let facts = [
        table.issuer.clone(),
        table.doc_number.clone(),
        table.date.map(words::day),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    if !facts.is_empty() {
        body += &paragraph("IssueLine", &facts.join("　"));
    }
    body += &table::table(&table.rows);
    format!(
        r#"{}<w:document xmlns:w="{}" xmlns:r="{}"><w:body>{body}{}</w:body></w:document>"#,
        parts::DECLARATION,
        parts::MAIN,
        parts::RELATIONSHIPS,
        parts::LANDSCAPE_SECTION,
    )
}

/// A paragraph in one of the styles of [`parts::styles`].
fn paragraph(style: &str, text: &str) -> String {
    let run = match text {
        "" => String::new(),
        text => format!(
            r#"<w:r><w:t xml:space="preserve">{}</w:t></w:r>"#,
            escape(text)
        ),
    };
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{run}</w:p>"#)
}
