//! Why an old office file was not read: one sentence each for the person who chose it.

use gongwen::read::{KnownFormat, ReadError};
use std::time::Duration;

/// The file was not read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Refused by the reader, before or after it was converted.
    #[error(transparent)]
    Unreadable(ReadError),
    /// Of a format that is converted first, which did not succeed.
    #[error("这是{}，{}，或用 Word、WPS 打开，另存为 {} 后再导入。", .0.name(), .1, .0.saved_as())]
    Unconverted(KnownFormat, Reason),
}

/// Why a conversion did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Reason {
    /// There is no program that could do it.
    #[error("需要 LibreOffice 转换后才能读取，但这台机器上没有找到，请联系管理员安装 LibreOffice")]
    NoProgram,
    /// The program opened nothing and wrote nothing.
    #[error("转换程序打不开它，文件可能已损坏或设置了打开密码，请检查后重试")]
    NotOpened,
    /// It took longer than is allowed and was stopped.
    #[error("转换超过 {} 秒没有完成，已停止，请删去图片等附带内容后重试", .0.as_secs_f64().ceil())]
    TooSlow(Duration),
    /// More was written than is allowed, and it was stopped.
    #[error("转换出的内容过大，不像正常的办公文档，已停止，请删去图片等附带内容后重试")]
    TooLarge,
    /// The machine's fault: no room for temporary files, or the program does not start.
    #[error("转换程序没有运行起来，请联系管理员检查磁盘空间和 LibreOffice 的安装")]
    Machine(#[from] std::io::Error),
}
