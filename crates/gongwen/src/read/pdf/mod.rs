//! PDF with a text layer (`.pdf`, ISO 32000).
//!
//! The file knows where each character stands on a page and nothing of lines, paragraphs or cells;
//! those are found again by their places. Pictures, scripts, attachments and everything outside the
//! file are never opened.
mod charmap;
mod columns;
pub(super) mod content;
mod crypt;
mod file;
mod filter;
mod font;
mod glyph_names;
mod grids;
pub(super) mod layout;
mod lines;
mod margins;
mod matrix;
mod object;
mod pages;
mod paragraphs;
mod paths;
mod tables;
#[cfg(test)]
mod tests;

use super::{builder::SourceBuilder, error::ReadError, sheets::Sheets};
use crate::source::{Format, Source};
use content::Painter;
use file::File;

/// Reads a document.
pub(super) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let file = File::open(bytes)?;
    let mut pages = pages::pages(&file);
    if pages.is_empty() {
        return Err(ReadError::Damaged);
    }
    let is_cut = pages.len() > pages::MAX_PAGES;
    pages.truncate(pages::MAX_PAGES);

    let mut painter = Painter::new(&file);
    let mut sheets = Sheets::new();
    for page in &pages {
        sheets.put(painter.paint(page)?);
    }
    let mut builder = SourceBuilder::default();
    if !file.is_whole {
        builder.remark("文件末尾缺失，可能没有下载完整，只读取了能找到的页，请对照原件核对。");
    }
    if is_cut {
        builder.remark(format!(
            "文件超过 {} 页，只读取了前面的部分，请拆分后分别导入。",
            pages::MAX_PAGES
        ));
    }
    sheets.write(&mut builder)?;
    Ok(builder.finish(Format::Pdf))
}
