//! Fixed-layout documents (`.ofd`, GB/T 33190—2016): what a bureau is sent through the exchange of
//! official papers, and what seals are put on.
//!
//! A page is a list of characters with their places; lines and paragraphs are made from these as for
//! any other page. Signatures, annotations, attachments and everything outside the file are never
//! opened.
mod page;
#[cfg(test)]
mod tests;
pub(super) mod xml;

use super::{
    archive::{Archive, resolve},
    builder::SourceBuilder,
    error::ReadError,
    pdf::content::Drawn,
    sheets::Sheets,
};
use crate::source::{Format, Source};
use page::PageReader;
use std::collections::HashMap;
use xml::{Element, Piece, Xml};

/// Pages of one document that are read.
const MAX_PAGES: usize = 5_000;
/// Characters of one document.
const MAX_GLYPHS: usize = 4_000_000;
/// Paper of no stated size is A4, in millimetres.
const A4: Area = Area {
    width: 210.0,
    height: 297.0,
};

/// A sheet of paper; lengths in millimetres.
#[derive(Debug, Clone, Copy)]
struct Area {
    width: f32,
    height: f32,
}

/// The document's list of pages and what they share.
#[derive(Default)]
struct Document {
    area: Option<Area>,
    /// Files of the pages in their order.
    pages: Vec<String>,
    /// Files of the templates by their id.
    templates: HashMap<String, String>,
}

/// Reads a document from its opened container.
pub(super) fn read(mut archive: Archive<'_>) -> Result<Source, ReadError> {
    // What an encrypted container holds in place of its parts is no XML.
    let is_encrypted = archive.holds("Encryptions.xml");
    let locked = |error| match error {
        ReadError::Damaged if is_encrypted => ReadError::Encrypted,
        error => error,
    };
    let mut sheets = Sheets::new();
    let mut left = Left {
        pages: MAX_PAGES,
        glyphs: MAX_GLYPHS,
    };
    for root in roots(&mut archive).map_err(locked)? {
        read_document(&mut archive, &root, &mut sheets, &mut left).map_err(locked)?;
    }
    if left.pages == MAX_PAGES {
        return Err(locked(ReadError::Damaged));
    }
    let mut builder = SourceBuilder::default();
    sheets.write(&mut builder)?;
    Ok(builder.finish(Format::Ofd))
}

/// What may still be read.
struct Left {
    pages: usize,
    glyphs: usize,
}

fn read_document(
    archive: &mut Archive<'_>,
    root: &str,
    sheets: &mut Sheets,
    left: &mut Left,
) -> Result<(), ReadError> {
    let Some(text) = archive.text(root)? else {
        return Ok(());
    };
    let document = Document::parse(&text, root)?;
    let area = document.area.unwrap_or(A4);
    let mut templates: HashMap<&str, Drawn> = HashMap::new();
    for name in &document.pages {
        let Some(text) = archive.text(name)? else {
            continue;
        };
        left.pages = left.pages.checked_sub(1).ok_or(ReadError::Bomb)?;
        let mut page = PageReader::new(area);
        page.read(&text)?;
        for id in page.take_templates() {
            let Some(name) = document.templates.get(&id) else {
                continue;
            };
            if !templates.contains_key(name.as_str()) {
                let mut template = PageReader::new(area);
                template.read(&archive.text(name)?.unwrap_or_default())?;
                templates.insert(name, template.finish());
            }
            if let Some(template) = templates.get(name.as_str()) {
                page.put_template(template)?;
            }
        }
        let drawn = page.finish();
        let n_glyphs = drawn.glyphs.len();
        left.glyphs = left.glyphs.checked_sub(n_glyphs).ok_or(ReadError::Bomb)?;
        sheets.put(drawn);
    }
    Ok(())
}

/// The main files of the documents in the container; nearly always one (GB/T 33190 §7.4).
fn roots(archive: &mut Archive<'_>) -> Result<Vec<String>, ReadError> {
    let Some(text) = archive.text("OFD.xml")? else {
        return Err(ReadError::Damaged);
    };
    let mut roots = Vec::new();
    let mut xml = Xml::new(&text);
    while let Some(piece) = xml.next()? {
        if let Piece::Open(element) = piece
            && element.name() == "DocRoot"
        {
            roots.push(resolve("OFD.xml", xml.text()?.trim()));
        }
    }
    Ok(roots)
}

impl Document {
    /// Reads `Document.xml` (GB/T 33190 §7.5); addresses are seen from the file itself.
    fn parse(text: &str, name: &str) -> Result<Self, ReadError> {
        let mut document = Self::default();
        let mut xml = Xml::new(text);
        while let Some(piece) = xml.next()? {
            let Piece::Open(element) = piece else {
                continue;
            };
            let file = |element: &Element<'_>| Some(resolve(name, &element.attribute("BaseLoc")?));
            match element.name() {
                "PhysicalBox" => document.area = Area::parse(&xml.text()?),
                "Page" => document.pages.extend(file(&element)),
                "TemplatePage" => {
                    if let (Some(id), Some(file)) = (element.attribute("ID"), file(&element)) {
                        document.templates.insert(id, file);
                    }
                }
                _ => {}
            }
        }
        Ok(document)
    }
}

impl Area {
    /// From a box: left, top, width, height.
    fn parse(text: &str) -> Option<Self> {
        let &[_, _, width, height] = xml::numbers(text).as_slice() else {
            return None;
        };
        (width > 0.0 && height > 0.0).then_some(Self { width, height })
    }
}
