//! Word processing files (`.docx`, ISO/IEC 29500, transitional and strict).
//!
//! The text as a reader of the page sees it: automatic numbers written out, tracked changes taken
//! as accepted, field results rather than field codes. Macros, pictures, embedded files and
//! everything outside the file are never opened.
mod layout;
pub(crate) mod look;
mod numbering;
mod numerals;
pub(super) mod package;
mod story;
mod styles;
#[cfg(test)]
pub(crate) mod tests;
pub(super) mod xml;

use super::{archive::Archive, builder::SourceBuilder, error::ReadError};
use crate::source::{BlockKind, Format, Source};
use layout::Layout;
use numbering::{Counter, Numbering};
use package::Package;
use story::{Noticed, read_story};
use styles::Styles;

/// A number as headings count: 十, 十二, 一百零一.
pub(crate) fn chinese_number(number: u32) -> String {
    numerals::NumberFormat::Chinese.write(number)
}

/// Reads a document from its opened container.
pub(super) fn read(archive: Archive<'_>) -> Result<Source, ReadError> {
    let mut package = Package::open(archive)?;
    let styles = match package.related("styles")?.first() {
        Some(text) => Styles::parse(text)?,
        None => Styles::default(),
    };
    let numbering = match package.related("numbering")?.first() {
        Some(text) => Numbering::parse(text)?,
        None => Numbering::default(),
    };
    let mut noticed = Noticed::default();
    let body = read_story(&package.document()?, &mut noticed)?;

    let mut layout = Layout {
        builder: SourceBuilder::default(),
        counter: Counter::new(&numbering, &styles),
        styles: &styles,
    };
    layout.body(&body);
    let mut margins_written = Vec::new();
    for kind in ["footnotes", "endnotes", "header", "footer"] {
        for text in package.related(kind)? {
            let nodes = read_story(&text, &mut noticed)?;
            // First, odd and even pages mostly repeat one header.
            let lines = layout.lines(&nodes);
            if !margins_written.contains(&lines) {
                for line in lines.iter().filter(|line| !line.trim().is_empty()) {
                    layout.builder.paragraph(line, BlockKind::Margin);
                }
                margins_written.push(lines);
            }
        }
    }

    let n_undefined = layout.counter.n_undefined;
    let mut builder = layout.builder;
    if noticed.changes {
        builder.remark("文件中有修订痕迹，已按接受全部修订后的内容读取，请确认修订是否都应接受。");
    }
    if noticed.hidden_text {
        builder
            .remark("文件中有隐藏文字，读取时已略去；如需使用，请在 Word 中取消隐藏后重新导入。");
    }
    if n_undefined > 0 {
        builder.remark(format!(
            "有 {n_undefined} 段使用了自动编号，但文件里找不到编号的定义，编号可能丢失，请对照原件核对。"
        ));
    }
    if package.has_macros() {
        builder.remark_macros();
    }
    let source = builder.finish(Format::Docx);
    if source.text().trim().is_empty() {
        return Err(ReadError::Empty);
    }
    Ok(source)
}
