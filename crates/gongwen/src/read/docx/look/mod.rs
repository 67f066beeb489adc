//! How a document looks: every paragraph with the formatting it ends up with, the pages, the
//! tables, the foot of the pages.
//!
//! Formatting comes from below: defaults, the chain of styles, the list, what the paragraph and
//! its characters say themselves. Fonts of the theme are named.

/// Lays every field that is given over the one below it.
macro_rules! lay {
    ($below:ident, $over:ident: $($field:ident),+ $(,)?) => {
        $(if $over.$field.is_some() { $below.$field.clone_from(&$over.$field); })+
    };
}
use lay;

mod face;
mod flow;
mod measure;
mod own;
mod section;
mod shape;
mod sheet;
#[cfg(test)]
mod tests;
mod theme;

pub(crate) use face::Looks;
pub(crate) use measure::TWIPS_PER_MM;
pub(crate) use own::Drawn;
pub(crate) use section::Section;
pub(crate) use shape::{Align, Edge, LineRule, Shape};

pub(super) use own::Own;

use super::{
    numbering::Numbering,
    package::Package,
    story::{Noticed, read_story_with_looks},
    styles::Styles,
    xml::{Piece, Xml},
};
use crate::read::{
    archive::Archive,
    error::ReadError,
    sniff::{Form, sniff},
};
use face::Face;
use flow::Flow;
use sheet::Sheet;
use std::{collections::HashMap, sync::Arc};
use theme::Theme;

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the running text.
    Body,
    /// In a cell of a table, by its number in [`Looked::tables`] and its row.
    Cell { table: usize, row: usize },
    /// In the header of page 1, where letters have the name of their issuer.
    Header,
    /// In a text box, after the paragraph it is anchored in.
    Box,
}

/// Characters in a row that look the same. Places count characters of the paragraph's text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) looks: Looks,
}

/// A paragraph as the page shows it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Paragraph {
    /// Its number, if automatic, and its text.
    pub(crate) text: String,
    /// Characters of the automatic number: they have no run.
    pub(crate) label_chars: usize,
    pub(crate) runs: Vec<Run>,
    pub(crate) shape: Shape,
    /// The looks of its end, all an empty paragraph has.
    pub(crate) mark: Looks,
    pub(crate) place: Place,
    /// Number of its section.
    pub(crate) section: usize,
    /// Begins a new page: the break stands before its text.
    pub(crate) begins_page: bool,
    /// A break after its text: what follows begins a new page.
    pub(crate) ends_page: bool,
    /// Instructions of its fields, for example `PAGE`.
    pub(crate) fields: Vec<String>,
    pub(crate) drawn: Vec<Drawn>,
    /// The edge its drawings are aligned with, for example `outside`.
    pub(crate) drawn_at: Option<String>,
    pub(crate) bookmarks: Vec<String>,
}

/// A table: what its rows have above and below them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    /// For each row, the rule above and the one below.
    pub(crate) edges: Vec<(Option<Edge>, Option<Edge>)>,
    /// Rows at the top that are repeated on every page.
    pub(crate) n_header_rows: usize,
    /// The most cells a row has.
    pub(crate) n_columns: usize,
}

/// A section with the foot of its pages.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Pages {
    pub(crate) section: Section,
    pub(crate) first_foot: Option<Arc<[Paragraph]>>,
    pub(crate) odd_foot: Option<Arc<[Paragraph]>>,
    pub(crate) even_foot: Option<Arc<[Paragraph]>>,
}

/// A document as its pages show it.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// The header of page 1 if it has its own, then body, tables and boxes, in reading order.
    pub(crate) paragraphs: Vec<Paragraph>,
    pub(crate) tables: Vec<Table>,
    pub(crate) sections: Vec<Pages>,
    /// Odd and even pages have feet of their own.
    pub(crate) even_differs: bool,
    /// Texts of the custom XML parts.
    pub(crate) custom_parts: Vec<String>,
}

/// Reads a `.docx` with its looks.
///
/// # Errors
/// As [`read`](crate::read::read); a file that is no word processing document is
/// [`ReadError::NoDocument`].
pub(crate) fn look(bytes: &[u8]) -> Result<Looked, ReadError> {
    if bytes.len() > crate::read::MAX_FILE_BYTES {
        return Err(ReadError::TooLarge);
    }
    if bytes.is_empty() {
        return Err(ReadError::Empty);
    }
    match sniff(bytes, None)? {
        Form::Docx(archive) => looked(archive),
        _ => Err(ReadError::NoDocument),
    }
}

fn looked(archive: Archive<'_>) -> Result<Looked, ReadError> {
    let mut package = Package::open(archive)?;
    let mut sheet = Sheet::default();
    if let Some(text) = package.related("theme")?.first() {
        sheet.theme = Theme::parse(text)?;
    }
    if let Some(text) = package.related("styles")?.first() {
        sheet.styles = Styles::parse(text)?;
        sheet.read_looks(text)?;
    }
    if let Some(text) = package.related("numbering")?.first() {
        sheet.numbering = Numbering::parse(text)?;
    }
    let even_differs = match package.related("settings")?.first() {
        Some(text) => even_differs(text)?,
        None => false,
    };
    let mut noticed = Noticed::default();
    let (nodes, last_section) = read_story_with_looks(&package.document()?, &mut noticed)?;
    let mut flow = Flow::new(&sheet);
    flow.nodes(&nodes, Place::Body);
    let (body, tables, mut sections) = flow.finish(last_section);
    let first_header = sections
        .first()
        .filter(|section| section.first_differs)
        .and_then(|section| section.first_header.clone());
    let mut paragraphs = match first_header {
        Some(id) => header(&mut package, &sheet, &id)?,
        None => Vec::new(),
    };
    paragraphs.extend(body);

    let mut feet: HashMap<String, Arc<[Paragraph]>> = HashMap::new();
    let ids = |section: &Section| {
        [
            &section.first_footer,
            &section.odd_footer,
            &section.even_footer,
        ]
        .into_iter()
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
    };
    for id in sections.iter().flat_map(ids) {
        if !feet.contains_key(&id)
            && let Some(text) = package.called(&id)?
        {
            let (nodes, _) = read_story_with_looks(&text, &mut noticed)?;
            let mut flow = Flow::new(&sheet);
            flow.nodes(&nodes, Place::Body);
            feet.insert(id, flow.finish(None).0.into());
        }
    }
    for index in 1..sections.len() {
        let before = sections.get(index - 1).cloned().unwrap_or_default();
        if let Some(section) = sections.get_mut(index) {
            section.inherit(&before);
        }
    }
    let foot = |id: &Option<String>| id.as_ref().and_then(|id| feet.get(id)).cloned();
    let sections = sections.into_iter().map(|section| Pages {
        first_foot: foot(&section.first_footer),
        odd_foot: foot(&section.odd_footer),
        even_foot: foot(&section.even_footer),
        section,
    });
    Ok(Looked {
        paragraphs,
        tables,
        sections: sections.collect(),
        even_differs,
        custom_parts: package.related("customXml")?,
    })
}

/// The paragraphs of a header; of its tables only the words are kept.
fn header(package: &mut Package<'_>, sheet: &Sheet, id: &str) -> Result<Vec<Paragraph>, ReadError> {
    let Some(text) = package.called(id)? else {
        return Ok(Vec::new());
    };
    let (nodes, _) = read_story_with_looks(&text, &mut Noticed::default())?;
    let mut flow = Flow::new(sheet);
    flow.nodes(&nodes, Place::Header);
    let mut paragraphs = flow.finish(None).0;
    for paragraph in &mut paragraphs {
        (paragraph.place, paragraph.section) = (Place::Header, 0);
    }
    Ok(paragraphs)
}

/// Whether `settings.xml` says that odd and even pages differ.
fn even_differs(text: &str) -> Result<bool, ReadError> {
    let mut xml = Xml::new(text);
    loop {
        match xml.next()? {
            Piece::Open(element) if element.name() == "evenAndOddHeaders" => {
                return Ok(element.is_on());
            }
            Piece::Open(element) if element.name() == "settings" => {}
            Piece::Open(_) => xml.skip()?,
            Piece::End => return Ok(false),
            _ => {}
        }
    }
}
