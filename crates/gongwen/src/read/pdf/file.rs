//! A PDF as a file: where its objects stand, and the bytes of its streams.
//!
//! The table of positions at the end of a file is not believed. Mail gateways, converters and cut
//! downloads leave it wrong, so that every reader must be able to find the objects without it; this one
//! always does: it walks through the file once and notes where each object is written. Of several
//! objects with one number the last counts, as later versions of a file are appended to it.

use super::{
    crypt::Crypt,
    filter::{self, Unpacked},
    object::{Dict, Object, Scanner, Stream, is_blank},
};
use crate::read::error::ReadError;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

/// Objects of one file.
const MAX_OBJECTS: usize = 1_000_000;
/// Bytes one stream may unpack to.
const MAX_STREAM_BYTES: usize = 64 << 20;
/// Bytes all streams that are read may unpack to.
const MAX_UNPACKED_BYTES: usize = 384 << 20;
/// Objects that are kept in memory once they are read.
const MAX_KEPT: usize = 200_000;
/// References that lead to references.
const MAX_STEPS: usize = 16;

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// At this byte of the file, of this generation.
    File(usize, u16),
    /// In the object stream of this number, at this byte of it.
    Pack(u32, usize),
}

/// An opened file.
pub(super) struct File<'a> {
    bytes: &'a [u8],
    places: HashMap<u32, Place>,
    /// The dictionary that leads to the rest.
    pub(super) trailer: Dict,
    /// Whether the end of the file is there.
    pub(super) is_whole: bool,
    /// Pages in the order they are written, for files whose list of pages is lost.
    pub(super) written_pages: Vec<u32>,
    crypt: Option<Crypt>,
    kept: RefCell<HashMap<u32, Object>>,
    packs: RefCell<HashMap<u32, Option<Rc<[u8]>>>>,
    unpacked_left: Cell<usize>,
}

/// What the walk through a file finds.
#[derive(Default)]
struct Found {
    places: HashMap<u32, Place>,
    packs: Vec<(u32, Rc<Stream>)>,
    trailer: Option<Dict>,
    catalog: Option<u32>,
    written_pages: Vec<u32>,
}

impl<'a> File<'a> {
    /// Finds the objects.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let found = walk(bytes)?;
        let is_whole = found.trailer.is_some();
        let trailer = found.trailer.unwrap_or_else(|| {
            let root = found
                .catalog
                .map(|number| (b"Root".to_vec(), Object::Reference(number)));
            root.into_iter().collect()
        });
        let mut file = Self {
            bytes,
            places: found.places,
            trailer,
            is_whole,
            written_pages: found.written_pages,
            crypt: None,
            kept: RefCell::default(),
            packs: RefCell::default(),
            unpacked_left: Cell::new(MAX_UNPACKED_BYTES),
        };
        file.unlock()?;
        file.open_packs(found.packs)?;
        Ok(file)
    }

    fn unlock(&mut self) -> Result<(), ReadError> {
        let encrypted = self.get(&self.trailer, b"Encrypt");
        let Some(dict) = encrypted.dict() else {
            return Ok(());
        };
        let resolved = dict
            .iter()
            .map(|(key, value)| (key.clone(), self.resolve(value)))
            .collect();
        let id = self.get(&self.trailer, b"ID");
        let id = id.array().and_then(|ids| Some(self.resolve(ids.first()?)));
        let id = id.as_ref().and_then(Object::bytes).unwrap_or_default();
        self.crypt = Some(Crypt::open(&resolved, id)?);
        // Nothing read so far was decrypted.
        self.kept.take();
        Ok(())
    }

    /// Notes the objects that stand in object streams (§7.5.7).
    fn open_packs(&mut self, packs: Vec<(u32, Rc<Stream>)>) -> Result<(), ReadError> {
        for (number, stream) in packs {
            let Some(content) = self.unpack(&stream)? else {
                continue;
            };
            let count = |key: &[u8]| self.get(&stream.dict, key).count().unwrap_or(0);
            let (n_objects, first) = (count(b"N"), count(b"First"));
            let pack_at = match self.places.get(&number) {
                Some(Place::File(at, _)) => *at,
                _ => 0,
            };
            let mut scanner = Scanner::new(&content, 0);
            for _ in 0..n_objects.min(MAX_OBJECTS) {
                let (Some(Object::Number(inner)), Some(Object::Number(offset))) =
                    (scanner.next(), scanner.next())
                else {
                    break;
                };
                // An object appended to the file after this stream replaces the one in it.
                let newer = matches!(self.places.get(&(inner as u32)), Some(Place::File(at, _)) if *at > pack_at);
                if !newer {
                    self.places
                        .insert(inner as u32, Place::Pack(number, first + offset as usize));
                }
            }
            if self.places.len() > MAX_OBJECTS {
                return Err(ReadError::Bomb);
            }
            self.packs.borrow_mut().insert(number, Some(content.into()));
        }
        Ok(())
    }

    /// The value, references followed.
    pub(super) fn resolve(&self, value: &Object) -> Object {
        let mut value = value.clone();
        for _ in 0..MAX_STEPS {
            match value {
                Object::Reference(number) => value = self.object(number),
                value => return value,
            }
        }
        Object::Null
    }

    /// A value of a dictionary, references followed; null when it is not there.
    pub(super) fn get(&self, dict: &Dict, key: &[u8]) -> Object {
        dict.get(key)
            .map_or(Object::Null, |value| self.resolve(value))
    }

    /// The object of a number; null when there is none.
    pub(super) fn object(&self, number: u32) -> Object {
        if let Some(object) = self.kept.borrow().get(&number) {
            return object.clone();
        }
        let object = match self.places.get(&number) {
            Some(&Place::File(at, generation)) => {
                object_at(self.bytes, at, (number, generation)).map(|(object, _)| object)
            }
            Some(&Place::Pack(pack, at)) => {
                let packs = self.packs.borrow();
                packs
                    .get(&pack)
                    .cloned()
                    .flatten()
                    .and_then(|pack| Scanner::new(&pack, at).next())
            }
            None => None,
        };
        let object = object.unwrap_or(Object::Null);
        let mut kept = self.kept.borrow_mut();
        if kept.len() < MAX_KEPT {
            kept.insert(number, object.clone());
        }
        object
    }

    /// The bytes of a stream, decrypted and unpacked; nothing for pictures and ways of packing that
    /// are not known.
    pub(super) fn unpack(&self, stream: &Stream) -> Result<Option<Vec<u8>>, ReadError> {
        let packed = self.bytes.get(stream.start..stream.end).unwrap_or_default();
        let listed = |key: &[u8], short: &[u8]| -> Vec<Object> {
            let value = match self.get(&stream.dict, key) {
                Object::Null => self.get(&stream.dict, short),
                value => value,
            };
            match value {
                Object::Null => Vec::new(),
                Object::Array(values) => values.iter().map(|value| self.resolve(value)).collect(),
                value => vec![value],
            }
        };
        let filters = listed(b"Filter", b"F");
        let is_table = self.get(&stream.dict, b"Type").name() == Some(b"XRef");
        let clear = match &self.crypt {
            Some(crypt) if !is_table => crypt.decrypt(packed, stream.id),
            _ => packed.to_vec(),
        };
        let limit = MAX_STREAM_BYTES.min(self.unpacked_left.get());
        match filter::unpack(clear, &filters, &listed(b"DecodeParms", b"DP"), limit) {
            Ok(bytes) => {
                self.unpacked_left
                    .set(self.unpacked_left.get().saturating_sub(bytes.len()));
                Ok(Some(bytes))
            }
            Err(Unpacked::Unreadable) => Ok(None),
            Err(Unpacked::TooLarge) => Err(ReadError::Bomb),
        }
    }
}

/// Walks through the file once. Work is bounded: what is looked at twice because an object turned out
/// to be none is counted.
fn walk(bytes: &[u8]) -> Result<Found, ReadError> {
    let mut found = Found::default();
    let mut work_left = bytes.len().saturating_mul(8) + (1 << 20);
    let mut at = 0;
    while let Some(hit) = next_of(bytes, at, &[b"obj", b"trailer"]) {
        if bytes
            .get(hit..)
            .is_some_and(|rest| rest.starts_with(b"trailer"))
        {
            let mut scanner = Scanner::new(bytes, hit + 7);
            let trailer = scanner.next();
            note_trailer(&mut found, trailer.as_ref().and_then(Object::dict));
            at = hit + 7;
            work_left = work_left
                .checked_sub(scanner.at - hit)
                .ok_or(ReadError::Damaged)?;
            continue;
        }
        at = hit + 3;
        let Some(id) = id_before(bytes, hit) else {
            continue;
        };
        let mut looked_at = at;
        if let Some((object, end)) = object_at_reaching(bytes, at, id, &mut looked_at) {
            found.places.insert(id.0, Place::File(hit + 3, id.1));
            if found.places.len() > MAX_OBJECTS {
                return Err(ReadError::Bomb);
            }
            note_object(&mut found, id.0, object);
            at = end.max(at);
        }
        work_left = work_left
            .checked_sub(looked_at - hit)
            .ok_or(ReadError::Damaged)?;
    }
    Ok(found)
}

fn note_trailer(found: &mut Found, trailer: Option<&Dict>) {
    if let Some(trailer) = trailer.filter(|trailer| trailer.contains_key(b"Root".as_slice())) {
        found.trailer = Some(trailer.clone());
    }
}

fn note_object(found: &mut Found, number: u32, object: Object) {
    let kind = object.dict().and_then(|dict| dict.get(b"Type".as_slice()));
    match (kind.and_then(Object::name), &object) {
        (Some(b"Catalog"), _) => found.catalog = Some(number),
        (Some(b"Page"), _) => found.written_pages.push(number),
        (Some(b"XRef"), Object::Stream(stream)) => note_trailer(found, Some(&stream.dict)),
        (Some(b"ObjStm"), Object::Stream(stream)) => {
            found.packs.push((number, Rc::clone(stream)));
        }
        _ => {}
    }
}

/// The number and generation written before the word `obj`.
fn id_before(bytes: &[u8], at: usize) -> Option<(u32, u16)> {
    let mut before = bytes
        .get(at.saturating_sub(32)..at)?
        .iter()
        .rev()
        .copied()
        .peekable();
    let mut number = || {
        while before.next_if(|byte| is_blank(*byte)).is_some() {}
        let mut digits: Vec<u8> = Vec::new();
        while let Some(digit) = before.next_if(u8::is_ascii_digit) {
            digits.push(digit);
        }
        digits.reverse();
        std::str::from_utf8(&digits).ok()?.parse::<u32>().ok()
    };
    let generation = number()?;
    let number = number()?;
    Some((number, u16::try_from(generation).ok()?))
}

/// The object whose content begins here, and where it ends.
fn object_at(bytes: &[u8], at: usize, id: (u32, u16)) -> Option<(Object, usize)> {
    object_at_reaching(bytes, at, id, &mut 0)
}

/// The same, telling how far the bytes were looked at.
fn object_at_reaching(
    bytes: &[u8],
    at: usize,
    id: (u32, u16),
    looked_at: &mut usize,
) -> Option<(Object, usize)> {
    let mut scanner = Scanner::new(bytes, at);
    let object = scanner.next();
    *looked_at = scanner.at;
    let object = match object? {
        // An object that only refers to another: `12 0 R`.
        Object::Number(number) => {
            let mut ahead = scanner.clone();
            let is_reference = matches!(ahead.next(), Some(Object::Number(_)))
                && ahead.next().is_some_and(|word| word.is_word(b"R"));
            match is_reference {
                true => Object::Reference(number as u32),
                false => Object::Number(number),
            }
        }
        object => object,
    };
    let Object::Dict(dict) = object else {
        return Some((object, scanner.at));
    };
    scanner.skip_blanks();
    if !scanner.take(b"stream") {
        return Some((Object::Dict(dict), scanner.at));
    }
    if !scanner.take(b"\r\n") && !scanner.take(b"\n") {
        scanner.take(b"\r");
    }
    let start = scanner.at;
    let end = stream_end(
        bytes,
        start,
        dict.get(b"Length".as_slice()).and_then(Object::count),
    );
    *looked_at = (*looked_at).max(end);
    let stream = Stream {
        dict: Dict::clone(&dict),
        start,
        end,
        id,
    };
    Some((Object::Stream(Rc::new(stream)), end))
}

/// Where the bytes of a stream end: after its length when `endstream` follows, else at `endstream`.
fn stream_end(bytes: &[u8], start: usize, length: Option<usize>) -> usize {
    let stated = length
        .and_then(|length| start.checked_add(length))
        .filter(|end| {
            let mut scanner = Scanner::new(bytes, *end);
            scanner.skip_blanks();
            *end <= bytes.len() && scanner.take(b"endstream")
        });
    stated.unwrap_or_else(|| {
        let end = next_of(bytes, start, &[b"endstream", b"endobj"]).unwrap_or(bytes.len());
        let content = bytes.get(start..end).unwrap_or_default();
        // The line break before the word is not part of the bytes.
        let tail = content
            .iter()
            .rev()
            .take(2)
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        end - tail.count()
    })
}

/// Where one of the words comes next.
fn next_of(bytes: &[u8], from: usize, words: &[&[u8]]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let is_first = |byte: &u8| words.iter().any(|word| word.first() == Some(byte));
    let mut at = 0;
    loop {
        at += rest.get(at..)?.iter().position(is_first)?;
        let here = rest.get(at..)?;
        if words.iter().any(|word| here.starts_with(word)) {
            return Some(from + at);
        }
        at += 1;
    }
}
