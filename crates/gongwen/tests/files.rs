//! Files as programs write them, read and compared with what was accepted before.
//!
//! `files/X` is read and its text and blocks are compared with `files/X.ref`. After a wanted change,
//! `UPDATE_REF=1 cargo test -p gongwen --test files` writes the references anew; the difference is
//! then looked at like any other change. `office.docx` and `sheet.xlsx` were saved by LibreOffice.

use gongwen::{read::read, source::Source};
use std::{fs, path::Path};

/// The text, then every block with its kind and its words.
fn described(source: &Source) -> String {
    let mut description = format!("{:?}\n\n{}\n", source.format, source.text());
    for block in &source.blocks {
        let words = source.slice(block.span);
        let (start, end) = (block.span.start, block.span.end);
        description += &format!("{start}..{end} {:?} {words:?}\n", block.kind);
    }
    for remark in &source.remarks {
        description += &format!("! {}\n", remark.message);
    }
    description
}

#[test]
fn files_of_real_programs_read_as_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let mut n_read = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".ref") || name.starts_with('.') {
            continue;
        }
        let source = read(&fs::read(&path).unwrap(), Some(&name)).unwrap();
        let reference = folder.join(format!("{name}.ref"));
        if std::env::var_os("UPDATE_REF").is_some() {
            fs::write(&reference, described(&source)).unwrap();
        }
        assert_eq!(
            described(&source),
            fs::read_to_string(&reference).unwrap(),
            "{name}"
        );
        n_read += 1;
    }
    assert!(n_read >= 4);
}
