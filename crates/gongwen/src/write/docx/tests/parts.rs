//! The parts of written files.

use super::papers;
use crate::write::paper_docx;

#[test]
fn papers_can_be_kept_for_looking_at() {
    // `GONGWEN_SAMPLES=folder cargo test` leaves them there.
    for (name, document) in papers::all() {
        let file = paper_docx(&document).unwrap();
        assert_eq!(file, paper_docx(&document).unwrap(), "{name}");
        if let Some(folder) = std::env::var_os("GONGWEN_SAMPLES") {
            let folder = std::path::PathBuf::from(folder);
            std::fs::write(folder.join(name + ".docx"), file).unwrap();
        }
    }
}
