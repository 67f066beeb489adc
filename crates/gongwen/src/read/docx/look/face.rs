//! What characters look like: fonts, size, colour.

use super::{measure, theme::Theme};
use crate::read::{
    docx::xml::{Element, Piece, Xml},
    error::ReadError,
};

/// The size of characters where nothing says one (ISO/IEC 29500-1, 17.3.2.38), in half points.
const DEFAULT_HALF_POINTS: i32 = 20;

/// A font named, or taken from the theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Font {
    Named(String),
    /// For example `minorEastAsia`.
    OfTheme(String),
}

/// What one place of a file says of characters; what it leaves open comes from below.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Face {
    /// The character style, which stands below what is said directly.
    pub(super) style: Option<String>,
    pub(super) east_asian: Option<Font>,
    pub(super) western: Option<Font>,
    pub(super) half_points: Option<i32>,
    pub(super) hidden: Option<bool>,
    /// Room added after every character, in twips.
    pub(super) spacing: Option<i32>,
    /// `RRGGBB` in capitals, or `AUTO`.
    pub(super) colour: Option<String>,
    /// Signs both scripts have (quotes, dashes) are set in the East Asian font.
    pub(super) prefers_east_asian: Option<bool>,
}

impl Face {
    /// Reads a `w:rPr` up to its end.
    pub(super) fn parse(xml: &mut Xml<'_>) -> Result<Self, ReadError> {
        let mut face = Self::default();
        loop {
            match xml.next()? {
                Piece::Open(element) => {
                    face.take(&element);
                    xml.skip()?;
                }
                Piece::Close => return Ok(face),
                Piece::Text(_) => {}
                Piece::End => return Err(ReadError::Damaged),
            }
        }
    }

    pub(super) fn take(&mut self, element: &Element<'_>) {
        match element.name() {
            "rStyle" => self.style = element.value(),
            "rFonts" => {
                let font = |theme: &str, name: &str| {
                    let of_theme = element.attribute(theme).map(Font::OfTheme);
                    of_theme.or_else(|| element.attribute(name).map(Font::Named))
                };
                self.east_asian = font("eastAsiaTheme", "eastAsia");
                self.western = font("asciiTheme", "ascii");
                self.prefers_east_asian = element.attribute("hint").map(|hint| hint == "eastAsia");
            }
            "sz" => self.half_points = measure::half_points(element),
            "spacing" => self.spacing = measure::twips(element, "val"),
            "vanish" => self.hidden = Some(element.is_on()),
            "color" => self.colour = element.value().map(|value| value.to_uppercase()),
            _ => {}
        }
    }

    /// Lays what is nearer to the text over this.
    pub(super) fn overlay(&mut self, over: &Self) {
        super::lay!(self, over: east_asian, western, half_points, spacing, hidden, colour, prefers_east_asian);
    }

    /// The face with all its fonts named.
    pub(super) fn resolved(self, theme: &Theme) -> Looks {
        let name = |font: Option<Font>| match font {
            Some(Font::Named(name)) => name,
            Some(Font::OfTheme(slot)) => theme.font(&slot).unwrap_or_default().to_owned(),
            None => String::new(),
        };
        Looks {
            east_asian: name(self.east_asian),
            western: name(self.western),
            size_pt: f64::from(self.half_points.unwrap_or(DEFAULT_HALF_POINTS)) / 2.0,
            spacing_pt: f64::from(self.spacing.unwrap_or(0)) / 20.0,
            is_red: self.colour.as_deref().is_some_and(is_red),
            prefers_east_asian: self.prefers_east_asian.unwrap_or(false),
        }
    }
}

/// What characters look like in the end.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Looks {
    /// Font of Chinese characters; empty when nothing names one.
    pub(crate) east_asian: String,
    /// Font of Latin letters and digits; empty when nothing names one.
    pub(crate) western: String,
    /// Size in points.
    pub(crate) size_pt: f64,
    /// Room added after every character, in points; negative when they stand closer.
    pub(crate) spacing_pt: f64,
    /// Printed in red.
    pub(crate) is_red: bool,
    /// Quotes and dashes are set in the Chinese font.
    pub(crate) prefers_east_asian: bool,
}

/// Whether `RRGGBB` or a name is a red as issuer marks have it: far more red than green and blue.
pub(super) fn is_red(colour: &str) -> bool {
    let colour = colour.trim_start_matches('#');
    if colour.eq_ignore_ascii_case("red") {
        return true;
    }
    let Ok(value) = u32::from_str_radix(colour, 16) else {
        return false;
    };
    let (red, green, blue) = (value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF);
    colour.len() == 6 && red >= 0xB0 && green <= 0x60 && blue <= 0x60
}

#[cfg(test)]
mod tests {
    use super::is_red;

    #[test]
    fn reds_of_issuer_marks_are_known_from_other_colours() {
        for red in ["FF0000", "C00000", "#ff0000", "red", "E60012"] {
            assert!(is_red(red), "{red}");
        }
        for other in ["000000", "AUTO", "FFFFFF", "0000FF", "FFC000", "F00"] {
            assert!(!is_red(other), "{other}");
        }
    }
}
