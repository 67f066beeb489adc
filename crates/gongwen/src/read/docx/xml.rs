//! A pull reader over the XML of one part that shows only what carries text.
//!
//! Wrappers (content controls, hyperlinks, accepted insertions, drawings) are taken off here, so
//! that the walkers above see the plain grammar body → paragraph → run → text.

use crate::read::error::ReadError;
use quick_xml::{
    NsReader,
    events::{BytesStart, Event},
    name::ResolveResult,
};
use std::borrow::Cow;

/// Elements within elements; real documents with drawings stay below 40.
const MAX_DEPTH: usize = 160;

/// What the reader comes upon.
pub(super) enum Piece<'i> {
    /// An element of the grammar begins. `skip` or read on to its `Close`.
    Open(Element<'i>),
    /// The element opened last ends.
    Close,
    /// Characters.
    Text(Cow<'i, str>),
    /// The part ends.
    End,
}

/// An element by its local name, with its attributes.
pub(super) struct Element<'i> {
    start: BytesStart<'i>,
}

impl<'i> Element<'i> {
    /// Its name without prefix.
    pub(super) fn name(&self) -> &str {
        self.start.local_name().into_inner()
    }

    /// The value of an attribute, by its name without prefix.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| {
                attribute
                    .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.to_string(), Cow::into_owned)
            })
    }

    /// `w:val`.
    pub(super) fn value(&self) -> Option<String> {
        self.attribute("val")
    }

    /// `w:val` as a number.
    pub(super) fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.value()?.trim().parse().ok()
    }

    /// A switch: on unless its value says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(
            self.value().as_deref(),
            Some("0" | "false" | "off" | "none")
        )
    }
}

/// What becomes of an element.
#[derive(PartialEq, Eq)]
enum Treatment {
    /// Shown to the walker.
    Show,
    /// Taken off; its content is shown.
    Unwrap,
    /// Left out with its content.
    Skip,
}

/// An element the reader is inside of.
enum Frame {
    Shown,
    Unwrapped,
    /// `mc:AlternateContent`; whether a branch was already taken.
    Alternatives {
        taken: bool,
    },
}

/// The reader.
pub(super) struct Xml<'i> {
    reader: NsReader<&'i [u8]>,
    frames: Vec<Frame>,
    /// Insertions, deletions or moves were met and taken as accepted.
    pub(super) saw_changes: bool,
    /// When kept: the wrappers taken off since it was last emptied (shapes, lines, simple fields).
    pub(super) taken_off: Option<Vec<Element<'i>>>,
}

impl<'i> Xml<'i> {
    /// Reads a part from its text.
    pub(super) fn new(text: &'i str) -> Self {
        let mut reader = NsReader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_comments = false;
        Self {
            reader,
            frames: Vec::new(),
            saw_changes: false,
            taken_off: None,
        }
    }

    /// Also shows what only the look of a page needs: the instructions of fields, and the wrappers
    /// taken off.
    pub(super) fn with_looks(text: &'i str) -> Self {
        Self {
            taken_off: Some(Vec::new()),
            ..Self::new(text)
        }
    }

    /// The next piece.
    pub(super) fn next(&mut self) -> Result<Piece<'i>, ReadError> {
        loop {
            let event = self.reader.read_event().map_err(|_| ReadError::Damaged)?;
            match event {
                Event::Start(start) => match self.treat(&start) {
                    Treatment::Show => {
                        self.enter(Frame::Shown)?;
                        return Ok(Piece::Open(Element { start }));
                    }
                    Treatment::Unwrap if start.local_name().into_inner() == "AlternateContent" => {
                        self.enter(Frame::Alternatives { taken: false })?;
                    }
                    Treatment::Unwrap => {
                        self.enter(Frame::Unwrapped)?;
                        if let Some(taken_off) = &mut self.taken_off {
                            taken_off.push(Element { start });
                        }
                    }
                    Treatment::Skip => self.pass_over(&start)?,
                },
                Event::End(_) => match self.frames.pop() {
                    Some(Frame::Shown) => return Ok(Piece::Close),
                    Some(_) => {}
                    None => return Err(ReadError::Damaged),
                },
                Event::Text(text) => return Ok(Piece::Text(text.into_inner())),
                Event::CData(text) => return Ok(Piece::Text(text.into_inner())),
                Event::GeneralRef(reference) => {
                    if let Some(c) = resolved(&reference) {
                        return Ok(Piece::Text(Cow::Owned(c.to_string())));
                    }
                }
                Event::Eof if self.frames.is_empty() => return Ok(Piece::End),
                Event::Eof => return Err(ReadError::Damaged),
                Event::Empty(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }

    /// Reads to the end of the element opened last.
    pub(super) fn skip(&mut self) -> Result<(), ReadError> {
        let mut depth = 0_usize;
        loop {
            match self.next()? {
                Piece::Open(_) => depth += 1,
                Piece::Close if depth == 0 => return Ok(()),
                Piece::Close => depth -= 1,
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    fn enter(&mut self, frame: Frame) -> Result<(), ReadError> {
        if self.frames.len() >= MAX_DEPTH {
            return Err(ReadError::TooDeep);
        }
        self.frames.push(frame);
        Ok(())
    }

    /// Passes over an element without showing it, however deep it is.
    fn pass_over(&mut self, start: &BytesStart<'i>) -> Result<(), ReadError> {
        self.reader
            .read_to_end(start.name())
            .map(|_| ())
            .map_err(|_| ReadError::Damaged)
    }

    fn treat(&mut self, start: &BytesStart<'i>) -> Treatment {
        let (namespace, name) = self.reader.resolver().resolve_element(start.name());
        let name = name.into_inner();
        match vocabulary(&namespace) {
            Vocabulary::Word => match name {
                "ins" | "moveTo" => {
                    self.saw_changes = true;
                    Treatment::Unwrap
                }
                "hyperlink" | "smartTag" | "sdt" | "sdtContent" | "customXml" | "fldSimple"
                | "dir" | "bdo" | "drawing" | "pict" | "object" | "ruby" | "rubyBase" => {
                    Treatment::Unwrap
                }
                "moveFrom" => {
                    self.saw_changes = true;
                    Treatment::Skip
                }
                "instrText" if self.taken_off.is_some() => Treatment::Show,
                "sdtPr" | "sdtEndPr" | "smartTagPr" | "customXmlPr" | "instrText" | "delText"
                | "delInstrText" | "rt" | "rubyPr" | "pPrChange" | "rPrChange" | "tblPrChange"
                | "trPrChange" | "tcPrChange" | "sectPrChange" | "tblGridChange"
                | "numberingChange" | "fldData" => Treatment::Skip,
                _ => Treatment::Show,
            },
            Vocabulary::Compatibility => match (name, self.frames.last_mut()) {
                ("Choice" | "Fallback", Some(Frame::Alternatives { taken: true })) => {
                    Treatment::Skip
                }
                ("Choice" | "Fallback", Some(Frame::Alternatives { taken })) => {
                    *taken = true;
                    Treatment::Unwrap
                }
                _ => Treatment::Unwrap,
            },
            // The letters of a formula; its fractions and roots are laid out, not written.
            Vocabulary::Other if name == "t" && is_math(&namespace) => Treatment::Show,
            Vocabulary::Other => Treatment::Unwrap,
        }
    }
}

enum Vocabulary {
    Word,
    Compatibility,
    Other,
}

/// WordprocessingML, transitional and strict, and the wrapper of alternatives; everything else
/// (drawings, shapes, formulas) is seen through.
fn vocabulary(namespace: &ResolveResult<'_>) -> Vocabulary {
    let ResolveResult::Bound(namespace) = namespace else {
        return Vocabulary::Other;
    };
    match namespace.into_inner() {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Vocabulary::Word,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Vocabulary::Compatibility,
        _ => Vocabulary::Other,
    }
}

fn is_math(namespace: &ResolveResult<'_>) -> bool {
    matches!(namespace, ResolveResult::Bound(namespace)
        if namespace.into_inner().ends_with("/math"))
}

/// The character of a reference; entities of the file's own making are left out, never fetched.
pub(in crate::read) fn resolved(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.borrow().into_inner().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
