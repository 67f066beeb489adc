//! What a paper was when it was written.

use super::{clean, lines};
use crate::{
    document::Document,
    read::{
        ReadError,
        docx::look::{Looked, look},
    },
    write::{KEPT_NAMESPACE, WriteError, paper_docx},
};
use quick_xml::{NsReader, events::Event, name::ResolveResult};

/// Elements within elements of the part that is kept: no more than these belong to it.
const MAX_DEPTH: usize = 16;

/// A figure in a piece and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// As it stands in the sentence, for example `860名`.
    pub text: String,
    /// Key of the fact in the caller's books.
    pub fact: Option<String>,
    /// Where it comes from, in words.
    pub source: String,
}

/// A piece of a paper as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// Its id in the document value; none for what stands outside the body.
    pub id: Option<String>,
    /// Its bookmark, in small letters.
    pub(super) bookmark: Option<String>,
    /// Its number, for example `（一）`.
    pub label: Option<String>,
    /// Its words without number; the cells of a table a line each.
    pub text: String,
    /// Figures with their sources.
    pub figures: Vec<Figure>,
}

/// A paper as it was written, in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Original {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
    /// Head, title and ending are among the pieces too.
    pub(super) is_whole: bool,
}

impl Original {
    /// The pieces of a `.docx` as it was before it was given away. One that was not written here has
    /// a piece for each paragraph, without ids.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(bytes: &[u8]) -> Result<Self, ReadError> {
        let looked = look(bytes)?;
        let kept = Self::kept_in(&looked).unwrap_or_default();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut taken = vec![false; kept.pieces.len()];
        for line in lines(&looked) {
            let of_kept = kept.pieces.iter().position(|piece| {
                piece
                    .bookmark
                    .as_ref()
                    .is_some_and(|name| line.bookmarks.contains(name))
            });
            match of_kept.and_then(|at| Some((kept.pieces.get(at)?, taken.get_mut(at)?))) {
                Some((_, true)) => {}
                Some((piece, is_taken)) => {
                    *is_taken = true;
                    pieces.push(piece.clone());
                }
                None => pieces.push(Piece {
                    text: line.text,
                    ..Piece::default()
                }),
            }
        }
        Ok(Self {
            pieces,
            is_whole: true,
        })
    }

    /// The pieces of a document value, as a file written from it has them.
    ///
    /// # Errors
    /// When the document cannot be written.
    pub fn of(document: &Document) -> Result<Self, WriteError> {
        let written = paper_docx(document)?;
        Ok(Self::read(&written).unwrap_or_default())
    }

    /// What a file keeps of what it was written from, if anything.
    pub(super) fn kept_in(looked: &Looked) -> Option<Self> {
        let kept = looked.custom_parts.iter().find_map(|part| parse(part));
        kept.map(|pieces| Self {
            pieces,
            is_whole: false,
        })
    }
}

/// Reads the part that is kept; nothing when it is another program's, or damaged.
fn parse(text: &str) -> Option<Vec<Piece>> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut is_ours = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let (namespace, name) = reader.resolver().resolve_element(start.name());
                let name = name.into_inner().to_owned();
                if open.is_empty() {
                    is_ours = name == "paper"
                        && matches!(namespace, ResolveResult::Bound(namespace) if namespace.into_inner() == KEPT_NAMESPACE);
                }
                if !is_ours || open.len() > MAX_DEPTH {
                    return None;
                }
                let value = |wanted: &str| {
                    let mut attributes = start.attributes();
                    let mut attributes = attributes.with_checks(false).flatten();
                    let found =
                        attributes.find(|one| one.key.local_name().into_inner() == wanted)?;
                    let version = quick_xml::XmlVersion::Implicit1_0;
                    Some(found.normalized_value(version).ok()?.into_owned())
                };
                match name.as_str() {
                    "block" => pieces.push(Piece {
                        id: value("id"),
                        bookmark: value("bookmark").map(|name| name.to_lowercase()),
                        label: value("label"),
                        ..Piece::default()
                    }),
                    "fact" => {
                        let figure = Figure {
                            text: value("quote").unwrap_or_default(),
                            fact: value("key"),
                            source: String::new(),
                        };
                        pieces.last_mut()?.figures.push(figure);
                    }
                    _ => {}
                }
                open.push(name);
            }
            Event::End(_) => {
                let closed = open.pop();
                if closed.as_deref() == Some("text") {
                    tidy_text(pieces.last_mut()?);
                }
            }
            Event::Text(text) => write(&mut pieces, &open, &text.into_inner()),
            Event::CData(text) => write(&mut pieces, &open, &text.into_inner()),
            Event::GeneralRef(reference) => {
                let sign = match reference.resolve_char_ref() {
                    Ok(Some(c)) => Some(c),
                    _ => match reference.into_inner().as_ref() {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => None,
                    },
                };
                if let Some(sign) = sign {
                    write(&mut pieces, &open, &sign.to_string());
                }
            }
            Event::Eof => return is_ours.then_some(pieces),
            _ => {}
        }
    }
}

/// The lines of a piece as they are compared.
fn tidy_text(piece: &mut Piece) {
    let lines = piece.text.lines().map(clean);
    let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
    piece.text = lines.join("\n");
}

/// Adds characters to what they stand in.
fn write(pieces: &mut [Piece], open: &[String], words: &str) {
    let Some(piece) = pieces.last_mut() else {
        return;
    };
    match open.last().map(String::as_str) {
        Some("text") => piece.text.push_str(words),
        Some("fact") => {
            if let Some(figure) = piece.figures.last_mut() {
                figure.source.push_str(words);
            }
        }
        _ => {}
    }
}
