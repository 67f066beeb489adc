//! A workbook as it came, with words written beside its cells: only what is added is added. Formats,
//! widths, merged cells, other sheets, whatever else the file holds stays byte by byte what it was.
mod notes;
mod sheet;
mod styles;
#[cfg(test)]
mod tests;
mod xml;

pub use sheet::column_letters;

use crate::read::{ReadError, archive::Archive, archive::resolve, listed, relations_of};
use notes::Notes;
use sheet::Plan;
use std::{
    collections::BTreeMap,
    io::{Cursor, Write as _},
};
use styles::Styles;
use zip::{
    CompressionMethod, DateTime, ZipArchive, ZipWriter, result::ZipError, write::SimpleFileOptions,
};

/// Notes on cells that are written; what is said beside the rows has no limit.
const MOST_NOTES: usize = 3_000;

/// What is written beside the cells of a sheet; rows and columns from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annotations {
    /// The name of the sheet.
    pub sheet: String,
    /// The row whose cell above the words of the rows says what they are.
    pub header_row: u32,
    /// What it says.
    pub title: String,
    /// What is said of whole rows, in a column of its own behind the last.
    pub rows: BTreeMap<u32, String>,
    /// What is said of single cells: these are coloured and have a note.
    pub cells: BTreeMap<(u32, u32), String>,
}

/// The workbook with words beside its cells.
///
/// # Errors
/// [`ReadError`] when the file cannot be taken apart, or has no such sheet.
pub fn annotated(bytes: &[u8], annotations: &Annotations) -> Result<Vec<u8>, ReadError> {
    let mut archive = Archive::open(bytes)?;
    let part = listed(&mut archive)?
        .into_iter()
        .find(|sheet| sheet.name == annotations.sheet)
        .and_then(|sheet| sheet.part)
        .ok_or(ReadError::Damaged)?;
    let text = archive.text(&part)?.ok_or(ReadError::Damaged)?;
    let (styles_part, style_text) = styles_of(&mut archive)?;
    let mut styles = Styles::of(&style_text);
    let wanted: BTreeMap<(u32, u32), &str> = annotations
        .cells
        .iter()
        .take(MOST_NOTES)
        .map(|(place, words)| (*place, words.as_str()))
        .collect();
    let notes = Notes::plan(&mut archive, &part, &text, &wanted)?;
    let plan = Plan {
        annotations,
        drawing: notes.new_drawing_id(),
    };
    let sheet = sheet::written(&text, &plan, &mut styles)?;

    let mut changed: BTreeMap<String, String> = BTreeMap::new();
    if let (Some(part), Some(text)) = (styles_part, styles.written()) {
        changed.insert(part, text);
    }
    changed.insert(part, sheet);
    changed.extend(notes.parts);
    packed(bytes, changed)
}

/// The part with the formats of cells; its text is empty when there is none.
fn styles_of(archive: &mut Archive<'_>) -> Result<(Option<String>, String), ReadError> {
    let workbook = relations_of(archive, "")?
        .into_iter()
        .find(|relation| relation.kind == "officeDocument")
        .map_or_else(
            || "xl/workbook.xml".to_owned(),
            |relation| resolve("", &relation.target),
        );
    let part = relations_of(archive, &workbook)?
        .into_iter()
        .find(|relation| relation.kind == "styles")
        .map(|relation| resolve(&workbook, &relation.target));
    let text = match &part {
        Some(part) => archive.text(part)?.unwrap_or_default(),
        None => String::new(),
    };
    Ok((part.filter(|_| !text.is_empty()), text))
}

/// The container with some of its parts changed; the others are not even unpacked.
fn packed(bytes: &[u8], mut changed: BTreeMap<String, String>) -> Result<Vec<u8>, ReadError> {
    let damaged = |_: ZipError| ReadError::Damaged;
    let mut from = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut into = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let put = |into: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, content: &str| {
        into.start_file(name, options).map_err(damaged)?;
        into.write_all(content.as_bytes())
            .map_err(|_| ReadError::Damaged)
    };
    for index in 0..from.len() {
        let file = from.by_index_raw(index).map_err(damaged)?;
        let name = file.name().map_err(damaged)?.into_owned();
        match changed.remove(&name.replace('\\', "/")) {
            Some(content) => put(&mut into, &name, &content)?,
            None => into.raw_copy_file(file).map_err(damaged)?,
        }
    }
    for (name, content) in changed {
        put(&mut into, &name, &content)?;
    }
    Ok(into.finish().map_err(damaged)?.into_inner())
}
