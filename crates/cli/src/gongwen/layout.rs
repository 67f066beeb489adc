//! A document to a file, by whichever back end the file's name asks for.

use crate::files::{self, BadInput};
use gongwen::document::Document;
use std::path::Path;

/// Back ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Docx,
    Pdf,
}

impl Layout {
    /// The one for a file of this name.
    pub(super) fn of(out: &Path) -> anyhow::Result<Self> {
        match files::extension(out).as_str() {
            "docx" => Ok(Self::Docx),
            "pdf" => Ok(Self::Pdf),
            _ => {
                let message = format!("{}：请用 .docx 或 .pdf 作为后缀。", out.display());
                Err(BadInput::new(message).into())
            }
        }
    }
}

/// Lays the document out and writes the file; says which typefaces had to stand in for others.
pub(super) fn write(
    document: &Document,
    layout: Layout,
    out: &Path,
    fonts: Option<&Path>,
) -> anyhow::Result<()> {
    match layout {
        Layout::Docx => files::write(out, &gongwen::write::paper_docx(document)?),
        Layout::Pdf => {
            let pdf = gongwen_pdf::pdf(document, &crate::fonts::fonts(fonts))?;
            for substitution in &pdf.substitutions {
                files::notice(&substitution.to_string());
            }
            if !pdf.missing.is_empty() {
                let missing: String = pdf.missing.iter().collect();
                files::notice(&format!(
                    "这些字在现有字体中没有，已用〓代替：{missing}。请安装含有这些字的字体后再生成。"
                ));
            }
            files::write(out, &pdf.bytes)
        }
    }
}
