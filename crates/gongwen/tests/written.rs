//! Papers as they are written, compared with what was accepted before.
//!
//! The body of each example of [`gongwen::paper::EXAMPLES`] named here is compared with
//! `written/KIND.xml`, a line for each paragraph, row and section. After a wanted change,
//! `UPDATE_REF=1 cargo test -p gongwen --test written` writes the references anew; the difference is
//! then looked at like any other change.

use gongwen::{
    paper::{EXAMPLES, Paper},
    write::paper_docx,
};
use std::{fs, io::Read as _, path::Path};

const KINDS: [&str; 5] = ["通知", "报告", "函", "纪要", "督办通知单"];

/// A line for each paragraph, row and section.
fn in_lines(mut body: String) -> String {
    for element in [
        "<w:p>",
        "<w:tbl>",
        "<w:tr>",
        "<w:sectPr>",
        "<w:bookmarkStart",
    ] {
        body = body.replace(element, &format!("\n{element}"));
    }
    body + "\n"
}

#[test]
fn bodies_are_written_as_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/written");
    let mut n_compared = 0;
    for example in EXAMPLES
        .iter()
        .filter(|example| KINDS.contains(&example.kind))
    {
        let paper: Paper = serde_json::from_str(example.json).unwrap();
        let file = paper_docx(&paper.document().unwrap()).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
        let mut body = String::new();
        let mut part = zip.by_name("word/document.xml").unwrap();
        part.read_to_string(&mut body).unwrap();
        let body = in_lines(body);
        let reference = folder.join(format!("{}.xml", example.kind));
        if std::env::var_os("UPDATE_REF").is_some() {
            fs::write(&reference, &body).unwrap();
        }
        assert_eq!(
            body,
            fs::read_to_string(&reference).unwrap(),
            "{}",
            example.kind
        );
        n_compared += 1;
    }
    assert_eq!(n_compared, KINDS.len());
}
