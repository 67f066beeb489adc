//! What written papers hold.

mod numbers;
mod papers;
mod parts;
mod properties;

use crate::{
    check::{Severity, Standard, check},
    write::paper_docx,
};

#[test]
fn the_same_paper_is_the_same_file_and_can_be_kept_for_looking_at() {
    // `GONGWEN_SAMPLES=folder cargo test` leaves the files there.
    let folder = std::env::var_os("GONGWEN_SAMPLES").map(std::path::PathBuf::from);
    for (name, document) in papers::all() {
        let file = paper_docx(&document).unwrap();
        assert_eq!(file, paper_docx(&document).unwrap(), "{name}");
        if let Some(folder) = &folder {
            std::fs::write(folder.join(name + ".docx"), file).unwrap();
        }
    }
}

#[test]
fn papers_written_here_keep_the_standard() {
    let standard = Standard::gbt9704_2012().unwrap();
    // What the check takes for something else has its own tests in `parts`: letters with their mark in
    // the header of page 1, minutes, several signers, and papers that are no 公文.
    let known = ["general", "upward1", "joint2", "joint5", "order"];
    for (name, document) in papers::all() {
        if !known.contains(&name.as_str()) {
            continue;
        }
        let report = check(&paper_docx(&document).unwrap(), &standard).unwrap();
        let breaches: Vec<_> = report
            .violations
            .iter()
            .filter(|violation| violation.severity == Severity::Breach)
            .collect();
        assert!(breaches.is_empty(), "{name}: {breaches:#?}");
    }
}
