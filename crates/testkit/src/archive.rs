//! Workbooks as other programs write them: what no library here would.

use std::io::{Cursor, Read as _, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A workbook with each of its parts changed, and one part more, where a name is given.
#[must_use]
pub fn repacked(
    bytes: &[u8],
    mut change: impl FnMut(&str, String) -> String,
    more: Option<&str>,
) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        zip.start_file(&name, options).unwrap();
        zip.write_all(change(&name, text).as_bytes()).unwrap();
    }
    if let Some(name) = more {
        zip.start_file(name, options).unwrap();
        zip.write_all(b"anything").unwrap();
    }
    zip.finish().unwrap().into_inner()
}
