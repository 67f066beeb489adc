//! Papers as `.docx` in the layout of GB/T 9704-2012.
//!
//! Blank lines of the standard are room above a paragraph, not empty paragraphs: they vanish where a
//! page ends and cannot be half deleted. Every other number comes from [`crate::standard`].
mod body;
mod ending;
mod footnotes;
mod head;
mod imprint;
mod kept;
mod length;
mod letter;
mod measure;
mod numbering;
mod package;
mod pages;
mod parts;
mod signature;
mod styles;
mod table;
#[cfg(test)]
mod tests;
mod writer;
mod xml;

pub use kept::{BOOKMARK_PREFIX, KEPT_NAMESPACE};

use super::{BreakdownTable, WriteError};
use crate::document::{Document, Form};
use writer::Writer;

/// Writes a paper.
///
/// The same value gives the same bytes every time, on any day. Characters XML has no place for are
/// left out. What the file keeps beside the words is told in [`KEPT_NAMESPACE`].
///
/// # Errors
/// When the container cannot be put together.
pub fn paper_docx(document: &Document) -> Result<Vec<u8>, WriteError> {
    let mut writer = Writer::new(document);
    head::write(&mut writer);
    body::write(&mut writer);
    ending::write(&mut writer);
    body::write_attachments(&mut writer);
    imprint::write(&mut writer);
    package::package(&writer.finish())
}

/// Writes 责任分解表: 附件 mark, title, issuer and date, the table on landscape pages with its heading
/// repeated on every page.
///
/// # Errors
/// When the container cannot be put together.
pub fn docx(table: &BreakdownTable) -> Result<Vec<u8>, WriteError> {
    paper_docx(&table.document())
}

/// Whether nothing stands before the attachments: they are the paper then, and no 附件说明 announces
/// them.
fn is_attachments_only(document: &Document) -> bool {
    document.form == Form::Plain
        && document.title.is_empty()
        && document.subtitle.is_empty()
        && document.addressees.is_empty()
        && document.body.is_empty()
        && document.attendance.is_empty()
        && document.signature.is_none()
        && document.note.is_none()
}
