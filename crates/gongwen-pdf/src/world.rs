//! What typst sees: one fixed template, one file of data, the fonts. No file system, no clock, no
//! packages, no network.

use crate::fonts::Shelf;
use std::sync::OnceLock;
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// The template. The paper's words reach it as data only: nothing in them can be markup or code.
const LAYOUT: &str = include_str!("layout.typ");

/// Everything typst may ask for while it sets one paper.
pub(crate) struct PaperWorld {
    shelf: Shelf,
    layout: Source,
    data: (FileId, Bytes),
}

impl PaperWorld {
    /// A world around a paper, given as the JSON `layout.typ` reads.
    pub(crate) fn new(shelf: Shelf, data: Vec<u8>) -> Option<Self> {
        Some(Self {
            shelf,
            layout: Source::new(file("layout.typ")?, LAYOUT.to_owned()),
            data: (file("paper.json")?, Bytes::new(data)),
        })
    }
}

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for PaperWorld {
    fn library(&self) -> &LazyHash<Library> {
        static LIBRARY: OnceLock<LazyHash<Library>> = OnceLock::new();
        LIBRARY.get_or_init(|| LazyHash::new(Library::default()))
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.layout.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() {
            Ok(self.layout.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (own, data) = &self.data;
        if id == *own {
            Ok(data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
