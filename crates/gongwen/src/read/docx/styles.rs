//! Paragraph styles: which numbering and which outline level a paragraph inherits.

use super::xml::{Element, Piece, Xml};
use crate::read::error::ReadError;
use std::collections::HashMap;

/// Longest chain of `basedOn` that is followed; also what breaks a circle.
const MAX_CHAIN: usize = 32;

/// What a paragraph or a style says about numbering and outline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ParagraphProperties {
    /// The style named.
    pub(super) style: Option<String>,
    /// `w:numId`; 0 takes numbering away.
    pub(super) number_id: Option<u32>,
    /// `w:ilvl`.
    pub(super) level: Option<usize>,
    /// `w:outlineLvl`, 0 to 8; 9 is body text.
    pub(super) outline: Option<u8>,
    /// The paragraph's mark was deleted: what follows continues this paragraph.
    pub(super) joins_next: bool,
}

impl ParagraphProperties {
    /// Reads a `w:pPr` up to its end.
    pub(super) fn parse(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut properties = Self::default();
        let mut depth = 0_usize;
        loop {
            match xml.next()? {
                Piece::Open(element) => {
                    properties.take(&element);
                    depth += 1;
                }
                Piece::Close if depth == 0 => {
                    xml.saw_changes |= properties.joins_next;
                    return Ok(properties);
                }
                Piece::Close => depth -= 1,
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    /// Takes what one element of a `w:pPr` says.
    pub(super) fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "pStyle" => self.style = element.value(),
            "numId" => self.number_id = element.number(),
            "ilvl" => self.level = element.number(),
            "outlineLvl" => self.outline = element.number(),
            "del" => self.joins_next = true,
            _ => {}
        }
    }
}

/// Numbering as it applies to one paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered<'a> {
    /// `w:numId`.
    pub(super) number_id: u32,
    /// The level named by the paragraph itself.
    pub(super) level: Option<usize>,
    /// The style chain the numbering came by, nearest first: a level linked to one of these
    /// styles is the level meant, whatever the style itself says.
    pub(super) styles: Vec<&'a str>,
    /// The level the style names, for want of a link.
    pub(super) style_level: Option<usize>,
}

#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    properties: ParagraphProperties,
}

/// The styles of a document that concern paragraphs.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    default: Option<String>,
}

impl Styles {
    /// Reads `styles.xml`.
    pub(super) fn parse(text: &str) -> Result<Self, ReadError> {
        let mut xml = Xml::new(text);
        let mut styles = Self::default();
        loop {
            match xml.next()? {
                Piece::Open(element) if element.name() == "style" => {
                    styles.add(&mut xml, &element)?;
                }
                Piece::Open(element) if element.name() != "styles" => xml.skip()?,
                Piece::End => return Ok(styles),
                _ => {}
            }
        }
    }

    fn add(&mut self, xml: &mut Xml<'_>, element: &Element<'_>) -> Result<(), ReadError> {
        let id = element.attribute("styleId").unwrap_or_default();
        let kind = element.attribute("type");
        let is_default = matches!(
            element.attribute("default").as_deref(),
            Some("1" | "true" | "on")
        );
        let mut style = Style::default();
        let mut outline_by_name = None;
        loop {
            match xml.next()? {
                Piece::Open(part) if part.name() == "pPr" => {
                    style.properties = ParagraphProperties::parse(xml)?;
                }
                Piece::Open(part) => {
                    match part.name() {
                        "basedOn" => style.based_on = part.value(),
                        "name" => outline_by_name = part.value().and_then(outline_of_name),
                        _ => {}
                    }
                    xml.skip()?;
                }
                Piece::Close => break,
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
        style.properties.outline = style.properties.outline.or(outline_by_name);
        // Numbering styles are kept too: a list may be defined by the style it points to.
        if is_default && kind.as_deref().is_none_or(|kind| kind == "paragraph") {
            self.default = Some(id.clone());
        }
        self.styles.insert(id, style);
        Ok(())
    }

    /// The numbering of a paragraph: its own, else the nearest in the chain of its styles.
    pub(super) fn numbering<'a>(&'a self, own: &'a ParagraphProperties) -> Option<Numbered<'a>> {
        if let Some(number_id) = own.number_id {
            return (number_id != 0).then(|| Numbered {
                number_id,
                level: Some(own.level.unwrap_or(0)),
                styles: Vec::new(),
                style_level: None,
            });
        }
        let (_, style) = self
            .chain(own)
            .find(|(_, style)| style.properties.number_id.is_some())?;
        let number_id = style.properties.number_id.filter(|id| *id != 0)?;
        Some(Numbered {
            number_id,
            level: own.level,
            styles: self.chain(own).map(|(id, _)| id).collect(),
            style_level: style.properties.level,
        })
    }

    /// The outline level of a paragraph, 0 the highest, when it is a heading.
    pub(super) fn outline(&self, own: &ParagraphProperties) -> Option<u8> {
        own.outline
            .or_else(|| {
                self.chain(own)
                    .find_map(|(_, style)| style.properties.outline)
            })
            .filter(|level| *level < 9)
    }

    /// The numbering a list style stands for.
    pub(super) fn number_of_list_style(&self, id: &str) -> Option<u32> {
        self.styles.get(id)?.properties.number_id
    }

    /// The ids of a style and of those it is based on, nearest first; without a name, of the
    /// default paragraph style.
    pub(super) fn ids<'a>(&'a self, style: Option<&'a String>) -> impl Iterator<Item = &'a str> {
        self.based(style.or(self.default.as_ref()))
            .map(|(id, _)| id)
    }

    fn chain<'a>(
        &'a self,
        own: &'a ParagraphProperties,
    ) -> impl Iterator<Item = (&'a str, &'a Style)> {
        self.based(own.style.as_ref().or(self.default.as_ref()))
    }

    fn based<'a>(
        &'a self,
        style: Option<&'a String>,
    ) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let named = |id: &'a String| self.styles.get(id).map(|style| (id.as_str(), style));
        let first = style.and_then(named);
        std::iter::successors(first, move |(_, style)| {
            style.based_on.as_ref().and_then(named)
        })
        .take(MAX_CHAIN)
    }
}

/// Built-in headings that leave their outline level to the program.
fn outline_of_name(name: String) -> Option<u8> {
    let name = name.to_lowercase();
    let level = name
        .strip_prefix("heading ")
        .or_else(|| name.strip_prefix("标题 "))?;
    level.trim().parse::<u8>().ok()?.checked_sub(1)
}
