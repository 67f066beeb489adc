//! The XML of a part, element by element: a flat reader, since what matters stands in a few elements
//! wherever they are nested. Of workbooks it reads what stands beside the cells.

use crate::read::{docx::xml::resolved, error::ReadError};
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// Elements within elements; blocks of a page may be nested, real ones stay below 20.
const MAX_DEPTH: usize = 100;
/// Numbers of one attribute that are read: distances between the characters of a line.
const MAX_NUMBERS: usize = 100_000;

/// What the reader comes upon.
pub(in crate::read) enum Piece<'i> {
    /// An element begins.
    Open(Element<'i>),
    /// An element ends.
    Close(String),
}

/// An element by its name without prefix, with its attributes.
pub(in crate::read) struct Element<'i> {
    start: BytesStart<'i>,
}

impl Element<'_> {
    pub(in crate::read) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute.
    pub(in crate::read) fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| {
                let version = quick_xml::XmlVersion::Implicit1_0;
                Some(attribute.normalized_value(version).ok()?.into_owned())
            })
    }

    /// The numbers of an attribute; none when it is not there.
    pub(super) fn numbers(&self, name: &str) -> Vec<f32> {
        self.attribute(name)
            .map_or_else(Vec::new, |text| numbers(&text))
    }

    /// The one number of an attribute.
    pub(super) fn number(&self, name: &str) -> Option<f32> {
        self.numbers(name).first().copied()
    }
}

/// Numbers with blanks between them; whatever is no finite number is left out.
pub(super) fn numbers(text: &str) -> Vec<f32> {
    text.split_whitespace()
        .filter_map(|word| word.parse().ok())
        .filter(|number: &f32| number.is_finite())
        .take(MAX_NUMBERS)
        .collect()
}

/// The reader.
pub(in crate::read) struct Xml<'i> {
    reader: Reader<&'i [u8]>,
    depth: usize,
}

impl<'i> Xml<'i> {
    pub(in crate::read) fn new(text: &'i str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Self { reader, depth: 0 }
    }

    /// The next beginning or end of an element; nothing at the end of the part.
    pub(in crate::read) fn next(&mut self) -> Result<Option<Piece<'i>>, ReadError> {
        loop {
            match self.event()? {
                Event::Start(start) => return Ok(Some(Piece::Open(Element { start }))),
                Event::End(end) => {
                    let name = end.local_name().into_inner().to_owned();
                    return Ok(Some(Piece::Close(name)));
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    /// The characters of the element opened last, up to its end; line ends of the file's own layout are
    /// left out, entities of its own making are never expanded.
    pub(super) fn text(&mut self) -> Result<String, ReadError> {
        let within = self.depth;
        let mut text = String::new();
        while self.depth >= within {
            match self.event()? {
                Event::Text(part) => text.push_str(&part),
                Event::CData(part) => text.push_str(&part),
                Event::GeneralRef(reference) => text.extend(resolved(&reference)),
                Event::Eof => return Err(ReadError::Damaged),
                _ => {}
            }
        }
        text.retain(|c| !matches!(c, '\n' | '\r' | '\t'));
        Ok(text)
    }

    fn event(&mut self) -> Result<Event<'i>, ReadError> {
        let event = self.reader.read_event().map_err(|_| ReadError::Damaged)?;
        match event {
            Event::Start(_) if self.depth >= MAX_DEPTH => return Err(ReadError::TooDeep),
            Event::Start(_) => self.depth += 1,
            Event::End(_) => self.depth = self.depth.saturating_sub(1),
            Event::Eof if self.depth > 0 => return Err(ReadError::Damaged),
            _ => {}
        }
        Ok(event)
    }
}
