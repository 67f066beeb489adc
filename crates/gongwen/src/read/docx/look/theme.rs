//! Fonts a file takes from its theme.

use crate::read::{
    docx::xml::{Element, Xml},
    error::ReadError,
};

/// Fonts for headings (`major`) and text (`minor`).
#[derive(Debug, Default)]
pub(super) struct Theme {
    major: Fonts,
    minor: Fonts,
}

#[derive(Debug, Default)]
struct Fonts {
    latin: Option<String>,
    east_asian: Option<String>,
    /// Where the East Asian font is left open: the one for simplified Chinese.
    simplified: Option<String>,
}

impl Theme {
    /// Reads the theme part. Its elements are no words of a text, so they arrive as wrappers.
    pub(super) fn parse(text: &str) -> Result<Self, ReadError> {
        let mut xml = Xml::with_looks(text);
        while !matches!(xml.next()?, crate::read::docx::xml::Piece::End) {}
        let mut theme = Self::default();
        let mut in_major = false;
        for element in xml.taken_off.unwrap_or_default() {
            match element.name() {
                "majorFont" => in_major = true,
                "minorFont" => in_major = false,
                _ if in_major => theme.major.take(&element),
                _ => theme.minor.take(&element),
            }
        }
        Ok(theme)
    }

    /// The font of a slot such as `minorEastAsia` or `majorHAnsi`.
    pub(super) fn font(&self, slot: &str) -> Option<&str> {
        let fonts = if slot.starts_with("major") {
            &self.major
        } else {
            &self.minor
        };
        if slot.ends_with("EastAsia") {
            fonts.east_asian.as_deref().or(fonts.simplified.as_deref())
        } else {
            fonts.latin.as_deref()
        }
    }
}

impl Fonts {
    fn take(&mut self, element: &Element<'_>) {
        let face = || {
            element
                .attribute("typeface")
                .filter(|name| !name.is_empty())
        };
        let slot = match element.name() {
            "latin" => &mut self.latin,
            "ea" => &mut self.east_asian,
            "font" if element.attribute("script").as_deref() == Some("Hans") => {
                &mut self.simplified
            }
            _ => return,
        };
        // Later parts of a theme (effects) may name fonts again: the scheme comes first.
        if slot.is_none() {
            *slot = face();
        }
    }
}
