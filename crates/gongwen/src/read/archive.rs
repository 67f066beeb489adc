//! Zip containers, opened with limits.

use super::{error::ReadError, plain};
use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};
use zip::{ZipArchive, result::ZipError};

/// Files in one container; office documents have some dozens.
const MAX_ENTRIES: usize = 10_000;
/// Bytes of XML read from one container in all.
const MAX_READ_BYTES: u64 = 128 << 20;
/// Above this size a part that expands more than [`MAX_RATIO`] times is no document.
const RATIO_MATTERS_ABOVE: u64 = 16 << 20;
const MAX_RATIO: u64 = 200;

/// An opened container. Only the parts asked for are expanded.
pub(crate) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names with `/` between folders, as the file spells them, to the entry.
    names: HashMap<String, usize>,
    bytes_left: u64,
}

impl<'a> Archive<'a> {
    /// Opens the directory of the container; nothing is expanded yet.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        if promised_entries(bytes).is_some_and(|n_entries| n_entries > MAX_ENTRIES) {
            return Err(ReadError::Bomb);
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Damaged)?;
        if zip.len() > MAX_ENTRIES {
            return Err(ReadError::Bomb);
        }
        let mut names = HashMap::with_capacity(zip.len());
        for index in 0..zip.len() {
            if let Some(Ok(name)) = zip.name_for_index(index) {
                names.insert(name.replace('\\', "/"), index);
            }
        }
        Ok(Self {
            zip,
            names,
            bytes_left: MAX_READ_BYTES,
        })
    }

    /// Whether there is a file of this name.
    pub(crate) fn holds(&self, name: &str) -> bool {
        self.names.contains_key(name)
    }

    /// Whether there is a file in this folder.
    pub(crate) fn holds_prefix(&self, folder: &str) -> bool {
        self.names.keys().any(|name| name.starts_with(folder))
    }

    /// Expands every file once within the limits, has each looked at and keeps none: for readers that
    /// open the container again on their own.
    pub(crate) fn check_all(
        &mut self,
        mut look: impl FnMut(&str, &[u8]) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        let names: Vec<String> = self.names.keys().cloned().collect();
        for name in names {
            if let Some(content) = self.read(&name)? {
                look(&name, &content)?;
            }
        }
        Ok(())
    }

    /// The bytes of a file, or nothing when there is none of this name.
    pub(crate) fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(&index) = self.names.get(name) else {
            return Ok(None);
        };
        let file = self.zip.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => ReadError::Encrypted,
            _ => ReadError::Damaged,
        })?;
        let (packed, declared) = (file.compressed_size().max(1), file.size());
        let exploding = |size: u64| size > RATIO_MATTERS_ABOVE && size / packed > MAX_RATIO;
        if declared > self.bytes_left || exploding(declared) {
            return Err(ReadError::Bomb);
        }
        // The declared size may lie: what counts is what comes out.
        let mut content = Vec::with_capacity(usize::try_from(declared.min(1 << 20)).unwrap_or(0));
        let read = file
            .take(self.bytes_left + 1)
            .read_to_end(&mut content)
            .map_err(|_| ReadError::Damaged)? as u64;
        if read > self.bytes_left || exploding(read) {
            return Err(ReadError::Bomb);
        }
        self.bytes_left -= read;
        Ok(Some(content))
    }

    /// The text of a file, or nothing when there is none of this name.
    pub(crate) fn text(&mut self, name: &str) -> Result<Option<String>, ReadError> {
        let Some(bytes) = self.read(name)? else {
            return Ok(None);
        };
        Ok(Some(match String::from_utf8(bytes) {
            Ok(mut text) => {
                if text.starts_with('\u{feff}') {
                    text.remove(0);
                }
                text
            }
            Err(error) => plain::decode(error.as_bytes(), None).text.into_owned(),
        }))
    }
}

/// The name of a target as seen from a part.
pub(crate) fn resolve(part: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = part.split('/').collect();
    folders.pop();
    for step in target.split('/') {
        match step {
            ".." => {
                folders.pop();
            }
            "." | "" => {}
            step => folders.push(step),
        }
    }
    folders.join("/")
}

/// How many entries the end of the directory promises: asked before the directory is read, which
/// for millions of entries would already fill the memory. The large form of the format writes
/// 65,535 here, which is too many just the same.
fn promised_entries(bytes: &[u8]) -> Option<usize> {
    const SIGNATURE: &[u8] = b"PK\x05\x06";
    let start = bytes
        .windows(SIGNATURE.len())
        .rposition(|window| window == SIGNATURE)?;
    let count = bytes.get(start + 10..start + 12)?;
    Some(usize::from(u16::from_le_bytes(count.try_into().ok()?)))
}
