//! Values to files: papers as `.docx` in the layout of GB/T 9704, 责任分解表 as such a paper and as
//! `.xlsx`.
//!
//! Values in, bytes out: the same value gives the same bytes every time, on any day.
mod breakdown;
mod docx;
#[cfg(test)]
mod tests;
mod xlsx;

pub use breakdown::{BreakdownDeadline, BreakdownRow, BreakdownTable};
pub use docx::{BOOKMARK_PREFIX, KEPT_NAMESPACE, docx, paper_docx};
pub use xlsx::xlsx;

/// The file could not be written: the format has no room for it, as for more rows than a workbook has
/// (1,048,576).
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The workbook could not be put together.
    #[error("生成 Excel 文件失败：{0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The container could not be put together.
    #[error("生成 Word 文件失败：{0}")]
    Package(#[from] zip::result::ZipError),
    /// The bytes could not be written.
    #[error("生成文件失败：{0}")]
    Bytes(#[from] std::io::Error),
}
