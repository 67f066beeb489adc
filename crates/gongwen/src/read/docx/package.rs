//! The parts of the file and how they name each other.

use crate::read::{
    archive::{Archive, resolve},
    error::ReadError,
};
use quick_xml::{Reader, events::Event};

/// Headers and footers of one kind that are read; a paper of many sections has some dozens.
const MAX_RELATED: usize = 200;

/// An opened file: its main part and what that relates to.
pub(super) struct Package<'a> {
    archive: Archive<'a>,
    main: String,
    relations: Vec<Relation>,
}

/// How a part names another.
pub(crate) struct Relation {
    /// What the part calls it.
    pub(crate) id: String,
    /// The last word of the relation's type, for example `styles`; the part before it differs
    /// between the transitional and the strict form.
    pub(crate) kind: String,
    pub(crate) target: String,
    is_external: bool,
}

impl<'a> Package<'a> {
    /// Finds the main document part.
    pub(super) fn open(mut archive: Archive<'a>) -> Result<Self, ReadError> {
        let roots = relations_of(&mut archive, "")?;
        let main = roots
            .into_iter()
            .find(|relation| relation.kind == "officeDocument" && !relation.is_external)
            .map(|relation| resolve("", &relation.target))
            .filter(|name| archive.holds(name))
            .unwrap_or_else(|| "word/document.xml".to_owned());
        if !archive.holds(&main) {
            return Err(ReadError::NoDocument);
        }
        let relations = relations_of(&mut archive, &main)?;
        Ok(Self {
            archive,
            main,
            relations,
        })
    }

    /// The text of the main part.
    pub(super) fn document(&mut self) -> Result<String, ReadError> {
        self.archive.text(&self.main)?.ok_or(ReadError::NoDocument)
    }

    /// The texts of the parts the document relates to in this way. What lies outside the file or
    /// is missing in it is not read.
    pub(super) fn related(&mut self, kind: &str) -> Result<Vec<String>, ReadError> {
        let mut names: Vec<String> = Vec::new();
        for relation in self
            .relations
            .iter()
            .filter(|relation| relation.kind == kind)
        {
            let name = resolve(&self.main, &relation.target);
            if !relation.is_external && names.len() < MAX_RELATED && !names.contains(&name) {
                names.push(name);
            }
        }
        let mut texts = Vec::new();
        for name in names {
            texts.extend(self.archive.text(&name)?);
        }
        Ok(texts)
    }

    /// The text of the part the document calls by this id, for example a footer of a section.
    pub(super) fn called(&mut self, id: &str) -> Result<Option<String>, ReadError> {
        let named = self.relations.iter().find(|relation| relation.id == id);
        match named.filter(|relation| !relation.is_external) {
            Some(relation) => self.archive.text(&resolve(&self.main, &relation.target)),
            None => Ok(None),
        }
    }

    /// Whether the file carries macros.
    pub(super) fn has_macros(&self) -> bool {
        self.relations
            .iter()
            .any(|relation| relation.kind == "vbaProject")
    }
}

/// The relations of a part (of the whole file when the name is empty); none when it has no list.
pub(crate) fn relations_of(
    archive: &mut Archive<'_>,
    part: &str,
) -> Result<Vec<Relation>, ReadError> {
    let (folder, file) = part.rsplit_once('/').map_or(("", part), |split| split);
    let slash = if folder.is_empty() { "" } else { "/" };
    let Some(text) = archive.text(&format!("{folder}{slash}_rels/{file}.rels"))? else {
        return Ok(Vec::new());
    };
    let mut reader = Reader::from_str(&text);
    let mut relations = Vec::new();
    loop {
        match reader.read_event().map_err(|_| ReadError::Damaged)? {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().into_inner() == "Relationship" =>
            {
                let value = |name: &str| {
                    element
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .find(|attribute| attribute.key.local_name().into_inner() == name)
                        .and_then(|attribute| {
                            let version = quick_xml::XmlVersion::Implicit1_0;
                            Some(attribute.normalized_value(version).ok()?.into_owned())
                        })
                };
                let kind = value("Type").unwrap_or_default();
                relations.push(Relation {
                    id: value("Id").unwrap_or_default(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: value("Target").unwrap_or_default(),
                    is_external: value("TargetMode").as_deref() == Some("External"),
                });
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}
