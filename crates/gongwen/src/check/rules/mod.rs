//! The rules, a file for each part of the standard.

mod attachments;
mod body;
mod ending;
mod fonts;
mod head;
mod imprint;
mod page;
mod page_number;
mod punctuation;
mod title;

use super::{paper::Paper, violation::Reporter};

/// Holds a paper to every rule.
pub(super) fn check(paper: &Paper<'_>, reporter: &mut Reporter<'_>) {
    page::check(paper, reporter);
    head::check(paper, reporter);
    title::check(paper, reporter);
    body::check(paper, reporter);
    attachments::check(paper, reporter);
    ending::check(paper, reporter);
    imprint::check(paper, reporter);
    page_number::check(paper, reporter);
    punctuation::check(paper, reporter);
}
