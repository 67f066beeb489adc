//! The style sheet: what defaults and styles say of looks.

use super::{Face, Shape, theme::Theme};
use crate::read::{
    docx::{
        numbering::Numbering,
        styles::{ParagraphProperties, Styles},
        xml::{Piece, Xml},
    },
    error::ReadError,
};
use std::collections::HashMap;

/// Defaults and styles with their looks. The chains of styles are those of [`Styles`].
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) styles: Styles,
    pub(super) numbering: Numbering,
    pub(super) theme: Theme,
    default_face: Face,
    default_shape: Shape,
    looks: HashMap<String, (Shape, Face)>,
}

impl Sheet {
    /// Reads `styles.xml` for looks.
    pub(super) fn read_looks(&mut self, text: &str) -> Result<(), ReadError> {
        let mut xml = Xml::new(text);
        // The style or the defaults whose parts are being read.
        let mut style: Option<String> = None;
        loop {
            let element = match xml.next()? {
                Piece::Open(element) => element,
                Piece::End => return Ok(()),
                _ => continue,
            };
            match element.name() {
                "styles" | "docDefaults" | "rPrDefault" | "pPrDefault" => style = None,
                "style" => {
                    let id = element.attribute("styleId").unwrap_or_default();
                    self.looks.entry(id.clone()).or_default();
                    style = Some(id);
                }
                "pPr" => *self.slot(style.as_deref()).0 = Shape::parse(&mut xml)?,
                "rPr" => *self.slot(style.as_deref()).1 = Face::parse(&mut xml)?,
                _ => xml.skip()?,
            }
        }
    }

    fn slot(&mut self, style: Option<&str>) -> (&mut Shape, &mut Face) {
        match style.and_then(|id| self.looks.get_mut(id)) {
            Some((shape, face)) => (shape, face),
            None => (&mut self.default_shape, &mut self.default_face),
        }
    }

    /// The shape of a paragraph and the face its style gives to its characters.
    pub(super) fn paragraph(&self, own: &ParagraphProperties, direct: &Shape) -> (Shape, Face) {
        let mut shape = self.default_shape.clone();
        let mut face = self.default_face.clone();
        let numbered = self.styles.numbering(own);
        let list = numbered
            .as_ref()
            .and_then(|numbered| self.numbering.shape(numbered, &self.styles));
        // A list named by the style stands below the style's own indents, one named by the
        // paragraph above them.
        let by_style = own.number_id.is_none();
        if let Some(list) = list.filter(|_| by_style) {
            shape.overlay_indents(list);
        }
        let mut chain: Vec<&str> = self.styles.ids(own.style.as_ref()).collect();
        chain.reverse();
        for (of_style, characters) in chain.iter().filter_map(|id| self.looks.get(*id)) {
            shape.overlay(of_style);
            face.overlay(characters);
        }
        if let Some(list) = list.filter(|_| !by_style) {
            shape.overlay_indents(list);
        }
        shape.overlay(direct);
        (shape, face)
    }

    /// The face of characters: the paragraph's, their character style, what is said directly.
    pub(super) fn characters(&self, of_paragraph: &Face, direct: &Face) -> Face {
        let mut face = of_paragraph.clone();
        if direct.style.is_some() {
            let mut chain: Vec<&str> = self.styles.ids(direct.style.as_ref()).collect();
            chain.reverse();
            for (_, characters) in chain.iter().filter_map(|id| self.looks.get(*id)) {
                face.overlay(characters);
            }
        }
        face.overlay(direct);
        face
    }
}
