//! A paper ([`gongwen::document::Document`]) as PDF, laid out by GB/T 9704-2012.
//!
//! Fonts come in as bytes ([`Fonts`]); nothing is read from the machine and no clock is asked, so the
//! same paper with the same fonts gives the same bytes. The words of the paper reach the typesetter
//! as data and can be neither markup nor code.
//!
//! ```
//! use gongwen::document::{Block, Document};
//!
//! let mut fonts = gongwen_pdf::Fonts::new();
//! for file in typefaces::files() {
//!     fonts.add(file);
//! }
//! let paper = Document {
//!     title: vec!["关于做好秋季开学检查的通知".to_owned()],
//!     body: vec![Block::text("检查工作于9月10日前完成。")],
//!     ..Document::default()
//! };
//! let pdf = gongwen_pdf::pdf(&paper, &fonts)?;
//! assert!(pdf.bytes.starts_with(b"%PDF-1.7"));
//! assert_eq!(pdf.pages, 1);
//! # Ok::<(), gongwen_pdf::PdfError>(())
//! ```

mod fonts;
mod sheet;
#[cfg(test)]
mod tests;
mod world;

pub use fonts::{Face, Fonts, Substitution, family_names, is_wanted};

use gongwen::document::Document;
use sheet::Sheet;
use thiserror::Error;
use typst::{
    diag::SourceDiagnostic,
    foundations::{Datetime, Smart},
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::PaperWorld;

/// A written paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file: PDF/A-2b, for the archive as well as for the printer.
    pub bytes: Vec<u8>,
    /// How many pages it has, an empty one before the 版记 included.
    pub pages: usize,
    /// Faces that were not at hand, and what was set instead.
    pub substitutions: Vec<Substitution>,
    /// Characters no font at hand has, each once; 〓 stands in their place.
    pub missing: Vec<char>,
}

/// Why a paper could not be written.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PdfError {
    /// [`Fonts`] is empty.
    #[error("没有可用的字体，无法生成 PDF；请安装中文字体，或指定字体文件夹")]
    NoFonts,
    /// The typesetter refused. Not caused by the paper's words, but by a limit of the layout; the
    /// text is the typesetter's own.
    #[error("这份公文排不成 PDF：{0}")]
    Layout(String),
}

/// Writes a paper.
///
/// # Errors
///
/// See [`PdfError`].
pub fn pdf(document: &Document, fonts: &Fonts) -> Result<Pdf, PdfError> {
    let set = Set::new(document, fonts)?;
    let bytes = typst_pdf::pdf(&set.pages, &options(document)?).map_err(|errors| refusal(&errors));
    // What was remembered of this paper is of no use to the next: memory stays as it was.
    typst::comemo::evict(0);
    Ok(Pdf {
        bytes: bytes?,
        pages: set.pages.pages().len(),
        substitutions: fonts.substitutions(),
        missing: set.missing,
    })
}

/// A paper on its pages, not yet a file.
struct Set {
    pages: PagedDocument,
    missing: Vec<char>,
}

impl Set {
    fn new(document: &Document, fonts: &Fonts) -> Result<Self, PdfError> {
        let shelf = fonts.shelf();
        if shelf.fonts.is_empty() {
            return Err(PdfError::NoFonts);
        }
        let (sheet, missing) = Sheet::new(document, &shelf);
        let data =
            serde_json::to_vec(&sheet).map_err(|error| PdfError::Layout(error.to_string()))?;
        let world = PaperWorld::new(shelf, data)
            .ok_or_else(|| PdfError::Layout("layout.typ".to_owned()))?;
        let pages = typst::compile::<PagedDocument>(&world)
            .output
            .map_err(|errors| refusal(&errors))?;
        Ok(Self { pages, missing })
    }
}

fn refusal(errors: &[SourceDiagnostic]) -> PdfError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    PdfError::Layout(messages.join("；"))
}

/// PDF/A-2b, dated with the paper's own day: 成文日期, else 印发日期, else 2000-01-01, because the
/// standard wants a day and there is no clock here.
fn options(document: &Document) -> Result<PdfOptions, PdfError> {
    let signed = document.signature.as_ref().and_then(|one| one.date);
    let printed = document.imprint.as_ref().and_then(|one| one.printed_on);
    let day = signed
        .or(printed)
        .and_then(|day| Datetime::from_ymd(i32::from(day.year()), day.month(), day.day()))
        .or_else(|| Datetime::from_ymd(2000, 1, 1));
    let standards = PdfStandards::new(&[PdfStandard::A_2b])
        .map_err(|error| PdfError::Layout(error.message().to_string()))?;
    Ok(PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("luoshi".to_owned())),
        timestamp: day.map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    })
}
