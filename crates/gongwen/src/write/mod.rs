//! Ledger to files: 责任分解表 as `.docx` in GB/T 9704 layout and as `.xlsx`.
//!
//! Values in, bytes out: the same table gives the same bytes every time, on any day.
mod breakdown;
mod docx;
#[cfg(test)]
mod tests;
mod xlsx;

pub use breakdown::{BreakdownDeadline, BreakdownRow, BreakdownTable};
pub use docx::docx;
pub use xlsx::xlsx;

/// The file could not be written.
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
