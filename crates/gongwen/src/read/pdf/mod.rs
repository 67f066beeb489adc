//! PDF with a text layer (`.pdf`, ISO 32000).
//!
//! The file knows where each character stands on a page and nothing of lines, paragraphs or cells;
//! those are found again by their places. Pictures, scripts, attachments and everything outside the
//! file are never opened.
mod charmap;
mod columns;
mod content;
mod crypt;
mod file;
mod filter;
mod font;
mod glyph_names;
mod grids;
mod layout;
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

use super::{builder::SourceBuilder, error::ReadError};
use crate::source::{Format, Source};
use content::Painter;
use file::File;
use layout::Layout;

/// Characters on pages that are not pictures, below which a document has no text.
const FEWEST_CHARACTERS: usize = 4;

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
    let mut layout = Layout::new();
    let (mut n_characters, mut n_unknown) = (0, 0);
    let mut pictures: Vec<usize> = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        let drawn = painter.paint(page)?;
        let n_here = drawn
            .glyphs
            .iter()
            .filter(|glyph| !glyph.c.is_whitespace())
            .count();
        if drawn.is_picture && n_here + drawn.n_unknown < FEWEST_CHARACTERS {
            pictures.push(index + 1);
        }
        n_characters += n_here;
        n_unknown += drawn.n_unknown;
        layout.page(drawn);
    }
    if n_unknown > n_characters {
        return Err(ReadError::NoCharacters);
    }
    if n_characters < FEWEST_CHARACTERS * pages.len() && !pictures.is_empty() {
        return Err(ReadError::Scan);
    }
    if n_characters == 0 {
        return Err(ReadError::Empty);
    }

    let mut builder = SourceBuilder::default();
    layout.write(&mut builder);
    if !file.is_whole {
        builder.remark("文件末尾缺失，可能没有下载完整，只读取了能找到的页，请对照原件核对。");
    }
    if is_cut {
        builder.remark(format!(
            "文件超过 {} 页，只读取了前面的部分，请拆分后分别导入。",
            pages::MAX_PAGES
        ));
    }
    if !pictures.is_empty() {
        builder.remark(format!(
            "第 {} 页是图片，其中的文字没有读取，请对照原件补充。",
            listed(&pictures)
        ));
    }
    if n_unknown > 0 {
        builder.remark(format!(
            "有 {n_unknown} 个字在文件里没有注明是什么字，已略去，请对照原件核对。"
        ));
    }
    Ok(builder.finish(Format::Pdf))
}

/// Pages by their numbers, the first ones when there are many.
fn listed(pages: &[usize]) -> String {
    const SHOWN: usize = 10;
    let shown: Vec<String> = pages.iter().take(SHOWN).map(usize::to_string).collect();
    let rest = if pages.len() > SHOWN { "等" } else { "" };
    shown.join("、") + rest
}
