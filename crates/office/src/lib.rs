//! 旧版办公文件（.doc、.wps、.rtf、.xls 等）的读入。
//!
//! `gongwen` reads what can be read by looking at bytes. The binary formats of before 2007 cannot
//! be read well that way: whatever `gongwen` recognises but does not read is handed to LibreOffice,
//! and what comes back (`.docx`, `.xlsx`) goes through the same readers as everything else, automatic
//! numbers included. Where LibreOffice is missing, antiword or catdoc give the bare words.
//!
//! The file comes from anyone, so the program that opens it is kept on a short leash: a fresh
//! profile with macros, link updates and the network off, a folder of its own that is removed
//! whatever happens, limits on time, memory and output, one conversion at a time. On Linux it runs in
//! a network namespace without a network wherever the system allows one; elsewhere only its proxy
//! settings, which point to a dead address, keep it from the network.
mod error;
mod leash;
mod libreoffice;
mod programs;
mod words_only;

pub use error::Error;
pub use programs::Programs;

use error::Reason;
use gongwen::{
    read::{KnownFormat, ReadError, read as read_directly},
    source::{Remark, Source},
};

/// Reads a document of any format `gongwen` reads, or that a program of this machine can turn into
/// one. Blocks until the program is done: seconds, at most [`Programs::time_limit`] each.
///
/// # Errors
/// [`Error`] says in one sentence what the file is and what to do.
pub fn read(bytes: &[u8], name_hint: Option<&str>, programs: &Programs) -> Result<Source, Error> {
    let format = match read_directly(bytes, name_hint) {
        Ok(source) => return Ok(source),
        Err(ReadError::Unsupported(format)) => format,
        Err(error) => return Err(Error::Unreadable(error)),
    };
    let Some(form) = Form::of(format, bytes) else {
        return Err(Error::Unreadable(ReadError::Unsupported(format)));
    };
    let refuse = |reason| Error::Unconverted(format, reason);
    if let Some(program) = &programs.libreoffice {
        let converted = libreoffice::convert(program, programs, bytes, &form).map_err(refuse)?;
        let source = read_directly(&converted, None).map_err(Error::Unreadable)?;
        return Ok(remarked(
            source,
            format!(
                "这是{}，已由 LibreOffice 转换后读取，请对照原件核对。",
                format.name()
            ),
        ));
    }
    if let Some(text) = words_only::extract(programs, bytes, format).map_err(refuse)? {
        let source = read_directly(&text, None).map_err(Error::Unreadable)?;
        return Ok(remarked(
            source,
            format!(
                "这是{}，只取出了其中的文字，自动编号可能丢失，请对照原件核对；安装 LibreOffice 后重新导入可保留编号。",
                format.name()
            ),
        ));
    }
    Err(refuse(Reason::NoProgram))
}

fn remarked(mut source: Source, message: String) -> Source {
    source.remarks.insert(
        0,
        Remark {
            span: None,
            message,
        },
    );
    source
}

/// What a conversion starts from and ends in.
struct Form {
    /// Extension the program knows the file by: the content's, whatever the file was called.
    from: &'static str,
    /// The program's name for the format. Where it is left to find out, it takes whatever it does not
    /// understand for plain text.
    filter: Option<&'static str>,
    /// Extension of the result.
    to: &'static str,
}

impl Form {
    fn of(format: KnownFormat, bytes: &[u8]) -> Option<Self> {
        let (from, filter, to) = match format {
            KnownFormat::Doc | KnownFormat::Wps => ("doc", Some("MS Word 97"), "docx"),
            KnownFormat::Rtf => ("rtf", Some("Rich Text Format"), "docx"),
            KnownFormat::OpenDocument => ("odt", None, "docx"),
            KnownFormat::WordXml => ("xml", None, "docx"),
            KnownFormat::Spreadsheet if bytes.starts_with(b"PK") => {
                ("xlsb", Some("Calc MS Excel 2007 Binary"), "xlsx")
            }
            KnownFormat::Spreadsheet => ("xls", Some("MS Excel 97"), "xlsx"),
            _ => return None,
        };
        Some(Self { from, filter, to })
    }
}
