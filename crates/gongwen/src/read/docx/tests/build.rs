//! A `.docx` from XML strings.

use crate::{read::read, source::Source};
use std::io::{Cursor, Write as _};
use zip::{ZipWriter, write::SimpleFileOptions};

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// Parts of a file; what is not given is left out.
#[derive(Default)]
pub(crate) struct DocxBuilder {
    parts: Vec<(String, Vec<u8>)>,
    relations: String,
    namespace: Option<&'static str>,
}

impl DocxBuilder {
    /// A file with this body.
    pub(crate) fn body(body: &str) -> Self {
        Self::default().with_body(body)
    }

    /// A strict file.
    pub(crate) fn strict(body: &str) -> Self {
        let strict = Self {
            namespace: Some("http://purl.oclc.org/ooxml/wordprocessingml/main"),
            ..Self::default()
        };
        strict.with_body(body)
    }

    fn with_body(mut self, body: &str) -> Self {
        let part = self.wrap("document", &format!("<w:body>{body}</w:body>"));
        self.parts.push(("word/document.xml".to_owned(), part));
        self
    }

    /// Adds a part the document relates to: `styles`, `numbering`, `footer` …
    pub(crate) fn part(mut self, kind: &str, root: &str, content: &str) -> Self {
        let name = format!("{kind}{}.xml", self.parts.len());
        let part = self.wrap(root, content);
        self.parts.push((format!("word/{name}"), part));
        self.relations.push_str(&format!(
            r#"<Relationship Id="r{name}" Type="{RELATION}/{kind}" Target="{name}"/>"#
        ));
        self
    }

    pub(crate) fn styles(self, content: &str) -> Self {
        self.part("styles", "styles", content)
    }

    pub(crate) fn numbering(self, content: &str) -> Self {
        self.part("numbering", "numbering", content)
    }

    fn wrap(&self, root: &str, content: &str) -> Vec<u8> {
        let namespace = self.namespace.unwrap_or(W);
        format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{namespace}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">{content}</w:{root}>"#
        )
        .into_bytes()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut parts: Vec<(&str, Vec<u8>)> = vec![(
            "_rels/.rels",
            format!(r#"<Relationships><Relationship Id="r" Type="{RELATION}/officeDocument" Target="word/document.xml"/></Relationships>"#)
                .into_bytes(),
        )];
        let relations = format!("<Relationships>{}</Relationships>", self.relations);
        parts.push(("word/_rels/document.xml.rels", relations.into_bytes()));
        for (name, part) in &self.parts {
            parts.push((name, part.clone()));
        }
        zipped(&parts)
    }

    pub(crate) fn source(&self) -> Source {
        read(&self.bytes(), Some("a.docx")).unwrap()
    }

    pub(crate) fn text(&self) -> String {
        self.source().text().to_owned()
    }
}

/// A zip file of these parts.
pub(crate) fn zipped(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A paragraph with optional properties.
pub(super) fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A paragraph of a list.
pub(super) fn item(number_id: u32, level: usize, text: &str) -> String {
    p(
        &format!(r#"<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>"#),
        text,
    )
}

/// A level of a list.
pub(super) fn level(index: usize, format: &str, text: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{text}"/>{more}</w:lvl>"#
    )
}

/// A list with its levels, and its first instance under the same number.
pub(super) fn list(id: u32, levels: &str) -> String {
    format!(
        r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum><w:num w:numId="{id}"><w:abstractNumId w:val="{id}"/></w:num>"#
    )
}
