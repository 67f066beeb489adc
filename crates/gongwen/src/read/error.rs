//! Why a file was not read: one sentence each for the person who chose it.

/// The file was not read. The message says what it is and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// No bytes, or nothing but blanks.
    #[error("文件是空的，没有可读的内容，请检查后重新选择文件。")]
    Empty,
    /// Larger than [`MAX_FILE_BYTES`](super::MAX_FILE_BYTES).
    #[error("文件超过 100 MB，不予读取，请删去图片等附带内容后另存，再重新导入。")]
    TooLarge,
    /// Needs a password to open.
    #[error(
        "文件设置了打开密码，无法读取，请用 Word 或 WPS 打开并取消密码，另存为 .docx 后再导入。"
    )]
    Encrypted,
    /// A format that is known but not read.
    #[error("这是{}，目前不能读取，请用{}打开，另存为 {} 后再导入。", .0.name(), .0.opened_with(), .0.saved_as())]
    Unsupported(KnownFormat),
    /// A picture, whatever its name says.
    #[error(
        "这是一张图片（{0}），里面没有可读的文字，请导入文件的电子版（.docx、.pdf、.xlsx、.html 或 .txt）。"
    )]
    Picture(&'static str),
    /// Pages that are pictures of paper.
    #[error(
        "这份文件是扫描件，只有图片，没有可读的文字，请导入文件的电子版（.docx、.xlsx、.html 或 .txt），或先用 WPS 识别文字，另存为 .docx 后再导入。"
    )]
    Scan,
    /// Pages whose codes nobody can tell the characters of.
    #[error(
        "这份文件没有注明所用的是哪些字，读出来会是乱码，请导入生成它的原文件（.docx、.xlsx），或先用 WPS 识别文字，另存为 .docx 后再导入。"
    )]
    NoCharacters,
    /// A zip file without a document in it.
    #[error("这是压缩包，里面没有可读的 Word 文档，请先解压，再导入其中的文件。")]
    NoDocument,
    /// Cut off or changed on the way.
    #[error(
        "文件已损坏或不完整，无法打开，请重新下载或请对方重发；若能用 Word 打开，另存为 .docx 后再导入。"
    )]
    Damaged,
    /// Expands to far more than an office document can hold.
    #[error(
        "文件解压后过大或内部文件过多，不像正常的办公文档，为安全起见不予读取，请用 Word 打开后另存为 .docx 再导入。"
    )]
    Bomb,
    /// Elements nested beyond any real document.
    #[error(
        "文件内部嵌套层数过多，不像正常的办公文档，为安全起见不予读取，请用 Word 打开后另存为 .docx 再导入。"
    )]
    TooDeep,
    /// Bytes that are no text in any encoding met in offices.
    #[error(
        "文件内容不是文字（可能是程序、音视频或已损坏的文件），无法读取，请导入 .docx、.pdf、.xlsx、.html 或 .txt 文件。"
    )]
    NotText,
}

/// Formats an office meets that the library recognises but does not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KnownFormat {
    /// Word 97–2003.
    Doc,
    /// WPS Office's own word processing format.
    Wps,
    /// Excel workbooks of the old or the binary kind.
    Spreadsheet,
    /// PowerPoint presentations, old and new.
    Presentation,
    /// OpenDocument text.
    OpenDocument,
    /// Rich Text Format.
    Rtf,
    /// A web page saved as one file.
    Mhtml,
    /// Word saved as one XML file.
    WordXml,
}

impl KnownFormat {
    /// What people call it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Doc => "旧版 Word 文档（.doc）",
            Self::Wps => "WPS 文字文档（.wps）",
            Self::Spreadsheet => "旧版 Excel 表格（.xls、.xlsb）",
            Self::Presentation => "演示文稿",
            Self::OpenDocument => "OpenDocument 文档（.odt）",
            Self::Rtf => "RTF 文档",
            Self::Mhtml => "单一文件网页（.mht）",
            Self::WordXml => "Word XML 文档（.xml）",
        }
    }

    /// The program that can save it in another format.
    fn opened_with(self) -> &'static str {
        match self {
            Self::Wps => " WPS ",
            Self::Spreadsheet => " Excel 或 WPS ",
            _ => " Word 或 WPS ",
        }
    }

    /// The extension of the format to save it in.
    #[must_use]
    pub fn saved_as(self) -> &'static str {
        match self {
            Self::Spreadsheet => ".xlsx",
            _ => ".docx",
        }
    }
}
