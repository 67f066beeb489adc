//! XML that is changed in a few places and otherwise kept as it was written.

use crate::read::ReadError;
use quick_xml::{
    Reader,
    escape::escape,
    events::{BytesStart, Event},
};

/// A tag with where it stands in the text.
pub(super) struct Tag<'t> {
    pub(super) kind: TagKind,
    /// Its name without prefix; empty for an end nobody asks the name of.
    pub(super) name: String,
    pub(super) start: Option<BytesStart<'t>>,
    /// First byte, and the one behind the last.
    pub(super) from: usize,
    pub(super) to: usize,
    /// Elements it stands in.
    pub(super) depth: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Open,
    /// `<c/>`.
    Empty,
    Close,
}

impl Tag<'_> {
    pub(super) fn begins(&self, name: &str) -> bool {
        self.kind != TagKind::Close && self.name == name
    }

    pub(super) fn ends(&self, name: &str) -> bool {
        self.kind == TagKind::Close && self.name == name
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
        let start = self.start.as_ref()?;
        let mut attributes = start.attributes();
        attributes
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| {
                let version = quick_xml::XmlVersion::Implicit1_0;
                Some(attribute.normalized_value(version).ok()?.into_owned())
            })
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.parse().ok()
    }

    /// `<c r="A1"` with the attributes it has, these left out, those changed or put in; not closed yet.
    pub(super) fn rewritten(&self, without: &[&str], with: &[(&str, String)]) -> String {
        let mut tag = String::from("<");
        let Some(start) = &self.start else { return tag };
        tag.push_str(start.name().into_inner());
        let mut written = Vec::new();
        for attribute in start.attributes().with_checks(false).flatten() {
            let name = attribute.key.into_inner();
            if without.contains(&name) {
                continue;
            }
            let value = match with.iter().find(|(changed, _)| *changed == name) {
                Some((_, value)) => escape(value.as_str()).into_owned(),
                None => attribute.value.replace('"', "&quot;"),
            };
            tag.push_str(&format!(" {name}=\"{value}\""));
            written.push(name.to_owned());
        }
        for (name, value) in with {
            if !written.iter().any(|written| written == name) {
                tag.push_str(&format!(" {name}=\"{}\"", escape(value.as_str())));
            }
        }
        tag
    }
}

/// The tags of a text one after the other.
pub(super) struct Tags<'t> {
    reader: Reader<&'t [u8]>,
    depth: usize,
}

impl<'t> Tags<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = false;
        Self { reader, depth: 0 }
    }

    /// The next tag; nothing at the end.
    pub(super) fn next(&mut self) -> Result<Option<Tag<'t>>, ReadError> {
        loop {
            let from = self.place()?;
            let event = self.reader.read_event().map_err(|_| ReadError::Damaged)?;
            let to = self.place()?;
            let (kind, name, start) = match event {
                Event::Start(start) => {
                    let name = start.local_name().into_inner().to_owned();
                    (TagKind::Open, name, Some(start))
                }
                Event::Empty(start) => {
                    let name = start.local_name().into_inner().to_owned();
                    (TagKind::Empty, name, Some(start))
                }
                Event::End(end) => {
                    let name = end.local_name().into_inner().to_owned();
                    (TagKind::Close, name, None)
                }
                Event::Eof => return Ok(None),
                _ => continue,
            };
            if kind == TagKind::Close {
                self.depth = self.depth.saturating_sub(1);
            }
            let depth = self.depth;
            if kind == TagKind::Open {
                self.depth += 1;
            }
            return Ok(Some(Tag {
                kind,
                name,
                start,
                from,
                to,
                depth,
            }));
        }
    }

    /// Reads on to the end of the element that was opened last; the byte behind it.
    pub(super) fn skip(&mut self, opened: &Tag<'_>) -> Result<usize, ReadError> {
        if opened.kind != TagKind::Open {
            return Ok(opened.to);
        }
        while let Some(tag) = self.next()? {
            if tag.kind == TagKind::Close && tag.depth == opened.depth {
                return Ok(tag.to);
            }
        }
        Err(ReadError::Damaged)
    }

    fn place(&self) -> Result<usize, ReadError> {
        usize::try_from(self.reader.buffer_position()).map_err(|_| ReadError::TooLarge)
    }
}

/// A text being put together from pieces of another and pieces of our own.
pub(super) struct Patch<'t> {
    text: &'t str,
    /// How far the text is taken over.
    done: usize,
    out: String,
}

impl<'t> Patch<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            done: 0,
            out: String::with_capacity(text.len() + 4_096),
        }
    }

    /// Takes over everything before a place.
    pub(super) fn keep_until(&mut self, to: usize) {
        self.out
            .push_str(self.text.get(self.done..to).unwrap_or_default());
        self.done = to;
    }

    /// Leaves out everything before a place.
    pub(super) fn drop_until(&mut self, to: usize) {
        self.done = to;
    }

    pub(super) fn put(&mut self, words: &str) {
        self.out.push_str(words);
    }

    /// The text with all that is left of it.
    pub(super) fn finish(mut self) -> String {
        self.keep_until(self.text.len());
        self.out
    }
}

/// The prefix of a part's elements with its colon; most have none.
pub(super) fn prefix_of(text: &str) -> Result<String, ReadError> {
    let first = Tags::of(text).next()?.ok_or(ReadError::Damaged)?;
    let name = first
        .start
        .as_ref()
        .map_or("", |start| start.name().into_inner());
    Ok(name
        .split_once(':')
        .map_or_else(String::new, |(prefix, _)| format!("{prefix}:")))
}

/// Words for between tags: without the characters that XML has no place for.
pub(super) fn words(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n' || *c == '\t')
        .filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    escape(kept.as_str()).into_owned()
}
