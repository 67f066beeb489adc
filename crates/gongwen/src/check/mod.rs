//! Holds a `.docx` to GB/T 9704-2012《党政机关公文格式》.
//!
//! The file is read as its pages show it, every paragraph is given its part ([`Part`]), and each rule
//! looks at the parts it is about. What a paper need not have and has not is no violation. Thresholds
//! and words are data ([`Standard`]), each with its clause and how well it is known.
//!
//! What only a finished layout can tell (whether 版记 ends an even page, where a seal lies) is not
//! checked.
mod measure;
mod paper;
mod roles;
mod rules;
mod standard;
#[cfg(test)]
mod tests;
mod violation;

pub use crate::document::Form;
pub use paper::Part;
pub use standard::{
    Confidence, Layout, Page, Rule, RuleId, Severity, Standard, StandardError, Types,
};
pub use violation::{Place, Report, Violation};

use crate::read::{ReadError, docx::look::look};
use paper::Paper;
use violation::Reporter;

/// Holds a document to a standard; violations come in the order of the pages.
///
/// # Errors
/// [`ReadError`] when the bytes are no word processing document that can be read.
pub fn check(bytes: &[u8], standard: &Standard) -> Result<Report, ReadError> {
    let looked = look(bytes)?;
    let paper = Paper::new(&looked, standard);
    if paper.lines.is_empty() {
        return Err(ReadError::Empty);
    }
    let mut reporter = Reporter::new(standard);
    rules::check(&paper, &mut reporter);
    Ok(Report {
        standard: standard.standard.clone(),
        form: paper.form,
        n_paragraphs: paper.lines.len(),
        violations: reporter.finish(),
    })
}
