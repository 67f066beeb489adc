//! 附件说明 and 附注 (GB/T 9704-2012 7.3.4, 7.3.6), and between them the signature.

use super::{
    is_attachments_only,
    length::n_lines,
    measure::{CHAR, half_chars, width},
    signature,
    writer::Writer,
    xml::{Shape, run},
};
use crate::document::words;

/// 「附件：」.
const LABEL_CHARS: u32 = 3;

/// Writes what follows the body on its last page.
pub(super) fn write(writer: &mut Writer<'_>) {
    let document = writer.document;
    if !is_attachments_only(document) {
        attachment_note(writer);
    }
    if let Some(signature) = &document.signature {
        signature::write(writer, signature);
    }
    if let Some(note) = &document.note {
        writer.put_text("Note", Shape::default(), &words::note(note));
    }
}

/// One blank line below the body, two characters in. A name that runs over its line goes on under its
/// own first character.
fn attachment_note(writer: &mut Writer<'_>) {
    let document = writer.document;
    let lines = words::attachment_note(&document.attachments);
    let is_counted = lines.len() > 1;
    for (place, line) in (1_usize..).zip(&lines) {
        if place == 1 {
            writer.skip_lines(1);
        }
        let number = if is_counted {
            width(&format!("{place}."))
        } else {
            0
        };
        let label = if place == 1 { LABEL_CHARS * CHAR } else { 0 };
        let shape = Shape {
            keep_next: document.signature.is_some(),
            indent: Some(format!(
                r#"w:left="{}" w:hanging="{}""#,
                (2 + LABEL_CHARS) * CHAR + number,
                label + number
            )),
            ..Shape::default()
        };
        let lines = n_lines(half_chars(line), 10);
        writer.put("AttachmentNote", shape, &run("", line), lines);
    }
}
