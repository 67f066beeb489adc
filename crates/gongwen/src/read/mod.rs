//! Bytes to [`Source`].
//!
//! What a file is, is decided by its content; its name only breaks ties. A reader is a folder of
//! its own behind one function `bytes -> Source`; adding a format is adding a reader, its line in
//! `read` and its signature in `sniff`.
pub(crate) mod archive;
mod builder;
pub(crate) mod docx;
mod error;
mod html;
mod markdown;
mod ofd;
mod pdf;
mod plain;
mod sheets;
mod sniff;
#[cfg(test)]
mod tests;
mod xlsx;

pub(crate) use docx::{chinese_number, package::relations_of};
pub use error::{KnownFormat, ReadError};
pub(crate) use xlsx::listed;
pub use xlsx::{HiddenLines, HiddenParts, hidden_parts};

use crate::source::{Format, Remark, Source};
use sniff::Form;

/// The largest file that is read.
pub const MAX_FILE_BYTES: usize = 100 << 20;

/// Reads a document of any known format.
///
/// `name_hint` is the file's name or its extension, as far as one is known. A name that says
/// something else than the content is remarked on, not believed.
///
/// # Errors
/// [`ReadError`] says in one sentence what the file is and what to do.
pub fn read(bytes: &[u8], name_hint: Option<&str>) -> Result<Source, ReadError> {
    if bytes.len() > MAX_FILE_BYTES {
        return Err(ReadError::TooLarge);
    }
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    let extension = name_hint.map(extension_of);
    let extension = extension.as_deref();
    let mut source = match sniff::sniff(bytes, extension)? {
        Form::Text => plain::read(bytes)?,
        Form::Html => html::read(bytes)?,
        Form::Markdown { is_named } => markdown::read(bytes, is_named)?,
        Form::Docx(archive) => docx::read(archive)?,
        Form::Ofd(archive) => ofd::read(archive)?,
        Form::Pdf => pdf::read(bytes)?,
        Form::Xlsx(archive) => xlsx::read(archive, bytes)?,
    };
    if let Some(remark) = extension.and_then(|extension| lying_name(extension, source.format)) {
        source.remarks.insert(0, remark);
    }
    Ok(source)
}

fn extension_of(name: &str) -> String {
    let tail = name.rsplit(['/', '\\']).next().unwrap_or(name);
    tail.rsplit('.').next().unwrap_or(tail).to_lowercase()
}

/// Says so when an extension promises another format than the file has.
fn lying_name(extension: &str, format: Format) -> Option<Remark> {
    let (usual, what): (&[&str], _) = match format {
        Format::Text => (&["txt", "text", "md"], "纯文本"),
        Format::Markdown => (&["md", "markdown", "txt", "text"], " Markdown 文本"),
        Format::Html => (&["html", "htm", "xhtml", "shtml"], "网页"),
        Format::Docx => (&["docx", "docm", "dotx", "dotm"], " Word 文档"),
        Format::Xlsx => (&["xlsx", "xlsm", "et"], " Excel 表格"),
        Format::Pdf => (&["pdf"], " PDF 文件"),
        Format::Ofd => (&["ofd"], " OFD 版式文件"),
    };
    const OFFICE: [&str; 19] = [
        "txt", "text", "html", "htm", "xhtml", "shtml", "docx", "docm", "dotx", "doc", "wps",
        "pdf", "ofd", "xls", "xlsx", "png", "jpg", "rtf", "odt",
    ];
    (!usual.contains(&extension) && OFFICE.contains(&extension)).then(|| Remark {
        span: None,
        message: format!("文件扩展名是 .{extension}，内容却是{what}，已按{what}读取。"),
    })
}
