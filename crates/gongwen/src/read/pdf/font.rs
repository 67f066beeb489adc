//! Fonts: how the bytes of a string on a page fall into codes, what characters the codes stand for and
//! how wide they are (ISO 32000-1 §9.6–9.10). The shapes are never looked at.

use super::{
    charmap::{self, CharacterMap},
    file::File,
    glyph_names,
    object::{Dict, Object},
};
use crate::read::error::ReadError;
use encoding_rs::{BIG5, Encoding, GB18030, MACINTOSH, WINDOWS_1252};
use std::collections::HashMap;

/// Widths listed by one font.
const MAX_WIDTHS: usize = 70_000;

/// How bytes fall into codes, and what the codes say by themselves.
enum Codes {
    /// A byte each, with the characters of the font's encoding.
    Bytes(Vec<Option<char>>),
    /// Two bytes each that only the font's own map explains.
    Pairs,
    /// UTF-16.
    Utf16,
    /// An encoding of Chinese text in one, two or four bytes.
    Mixed(&'static Encoding),
}

/// A font as far as text needs it.
pub(super) struct Font {
    codes: Codes,
    unicode: Option<CharacterMap>,
    /// Width by code, in thousandths of the font size.
    widths: HashMap<u32, f64>,
    default_width: f64,
    /// What a unit of width is, in font sizes.
    unit: f64,
}

/// One code of a string.
pub(super) struct Shown {
    /// Its characters; none when nobody knows what it stands for.
    pub(super) text: Vec<char>,
    /// How far it moves the pen, in font sizes.
    pub(super) width: f64,
    /// A blank of one byte, which word spacing widens.
    pub(super) is_word_space: bool,
}

impl Font {
    /// Reads a font's dictionary.
    pub(super) fn read(file: &File<'_>, dict: &Dict) -> Result<Self, ReadError> {
        let unicode = match file.get(dict, b"ToUnicode") {
            Object::Stream(stream) => file
                .unpack(&stream)?
                .map(|bytes| CharacterMap::parse(&bytes)),
            _ => None,
        };
        if file.get(dict, b"Subtype").name() == Some(b"Type0") {
            return Ok(Self::composite(file, dict, unicode));
        }
        let first = file.get(dict, b"FirstChar").count().unwrap_or(0) as u32;
        let widths = file.get(dict, b"Widths");
        let widths = widths.array().unwrap_or_default().iter().take(256);
        let matrix = file.get(dict, b"FontMatrix");
        let unit = matrix
            .array()
            .and_then(|matrix| file.resolve(matrix.first()?).number());
        let descriptor = file.get(dict, b"FontDescriptor");
        let missing = descriptor
            .dict()
            .and_then(|dict| file.get(dict, b"MissingWidth").number());
        Ok(Self {
            codes: Codes::Bytes(encoding(file, &file.get(dict, b"Encoding"))),
            unicode,
            widths: (first..=u32::MAX)
                .zip(widths.filter_map(|width| file.resolve(width).number()))
                .collect(),
            default_width: missing.filter(|width| *width > 0.0).unwrap_or(500.0),
            unit: unit
                .filter(|unit| *unit > 0.0 && *unit < 1.0)
                .unwrap_or(0.001),
        })
    }

    /// A font of many characters, as all Chinese ones are (§9.7).
    fn composite(file: &File<'_>, dict: &Dict, unicode: Option<CharacterMap>) -> Self {
        let codes = match file.get(dict, b"Encoding") {
            Object::Name(name) => predefined(&name),
            _ if unicode.as_ref().is_some_and(|map| map.has_short_codes_only) => {
                Codes::Bytes(vec![None; 256])
            }
            _ => Codes::Pairs,
        };
        let descendants = file.get(dict, b"DescendantFonts");
        let descendant = descendants
            .array()
            .and_then(|fonts| Some(file.resolve(fonts.first()?)));
        let mut widths = HashMap::new();
        let mut default_width = 1000.0;
        if let Some(descendant) = descendant.as_ref().and_then(Object::dict) {
            default_width = file
                .get(descendant, b"DW")
                .number()
                .unwrap_or(default_width);
            // Only where codes are the numbers of the glyphs do widths belong to codes.
            if matches!(codes, Codes::Pairs | Codes::Bytes(_)) {
                widths = listed_widths(file, &file.get(descendant, b"W"));
            }
        }
        Self {
            codes,
            unicode,
            widths,
            default_width,
            unit: 0.001,
        }
    }

    /// The codes of a string one after another.
    pub(super) fn shown(&self, bytes: &[u8]) -> Vec<Shown> {
        let mut shown = Vec::with_capacity(bytes.len() / 2 + 1);
        let mut rest = bytes;
        while !rest.is_empty() {
            let (code_bytes, after) = rest.split_at(self.code_length(rest).clamp(1, rest.len()));
            rest = after;
            let code = code_bytes
                .iter()
                .fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
            let mapped = self.unicode.as_ref().and_then(|map| map.get(code));
            let text = mapped.unwrap_or_else(|| self.own_text(code, code_bytes));
            shown.push(Shown {
                width: self.width(code, &text) * self.unit,
                is_word_space: code_bytes == b" ",
                text: text.into_iter().flat_map(charmap::spelled).collect(),
            });
        }
        shown
    }

    /// How many bytes the next code takes.
    fn code_length(&self, bytes: &[u8]) -> usize {
        match (&self.codes, bytes) {
            (Codes::Bytes(_), _) => 1,
            (Codes::Pairs, _) => 2,
            (Codes::Utf16, [0xD8..=0xDB, ..]) => 4,
            (Codes::Utf16, _) => 2,
            (Codes::Mixed(_), [0..=0x80 | 0xFF, ..]) => 1,
            (Codes::Mixed(encoding), [_, 0x30..=0x39, ..]) if *encoding == GB18030 => 4,
            (Codes::Mixed(_), _) => 2,
        }
    }

    /// What a code says without the font's map.
    fn own_text(&self, code: u32, bytes: &[u8]) -> Vec<char> {
        let known = |c: &char| *c != char::REPLACEMENT_CHARACTER && !c.is_control();
        match &self.codes {
            Codes::Bytes(encoding) => encoding
                .get(code as usize)
                .copied()
                .flatten()
                .into_iter()
                .collect(),
            Codes::Pairs => Vec::new(),
            Codes::Utf16 => charmap::utf16(bytes).into_iter().filter(known).collect(),
            Codes::Mixed(encoding) => {
                let (text, _) = encoding.decode_without_bom_handling(bytes);
                text.chars().filter(known).collect()
            }
        }
    }

    fn width(&self, code: u32, text: &[char]) -> f64 {
        match self.codes {
            // The widths of these stand under numbers of a table we do not have: Latin letters are
            // half as wide as Chinese ones.
            Codes::Utf16 | Codes::Mixed(_) if text.iter().all(char::is_ascii) => {
                self.default_width / 2.0
            }
            _ => self
                .widths
                .get(&code)
                .copied()
                .unwrap_or(self.default_width),
        }
    }
}

/// The encodings that every reader is to know by name (§9.7.5.2).
fn predefined(name: &[u8]) -> Codes {
    let has = |part: &[u8]| name.windows(part.len()).any(|window| window == part);
    if has(b"UCS2") || has(b"UTF16") {
        Codes::Utf16
    } else if name.starts_with(b"GB") {
        Codes::Mixed(GB18030)
    } else if has(b"B5") {
        Codes::Mixed(BIG5)
    } else {
        Codes::Pairs
    }
}

/// `[first [w w w] first last w …]` (§9.7.4.3).
fn listed_widths(file: &File<'_>, listed: &Object) -> HashMap<u32, f64> {
    let mut widths = HashMap::new();
    let mut rest = listed
        .array()
        .unwrap_or_default()
        .iter()
        .map(|value| file.resolve(value));
    while let (Some(first), Some(second)) = (rest.next(), rest.next()) {
        let Some(first) = first.count() else { break };
        match second {
            Object::Array(values) => {
                let values = values
                    .iter()
                    .filter_map(|value| file.resolve(value).number());
                widths.extend((first as u32..=u32::MAX).zip(values.take(MAX_WIDTHS)));
            }
            last => {
                let (Some(last), Some(width)) =
                    (last.count(), rest.next().as_ref().and_then(Object::number))
                else {
                    break;
                };
                widths.extend(
                    (first..=last)
                        .take(MAX_WIDTHS)
                        .map(|code| (code as u32, width)),
                );
            }
        }
        if widths.len() > MAX_WIDTHS {
            break;
        }
    }
    widths
}

/// The characters of the 256 codes of a simple font (§9.6.6).
fn encoding(file: &File<'_>, encoding: &Object) -> Vec<Option<char>> {
    let base = match encoding {
        Object::Name(name) => Some(name.to_vec()),
        other => {
            let base = other.dict().map(|dict| file.get(dict, b"BaseEncoding"));
            base.as_ref().and_then(Object::name).map(<[u8]>::to_vec)
        }
    };
    let page = match base.as_deref() {
        Some(b"MacRomanEncoding") => MACINTOSH,
        _ => WINDOWS_1252,
    };
    let mut characters: Vec<Option<char>> = (0..=255_u8)
        .map(|byte| {
            let byte = [byte];
            let (text, _) = page.decode_without_bom_handling(&byte);
            text.chars().next().filter(|c| !c.is_control())
        })
        .collect();
    let differences = encoding.dict().map(|dict| file.get(dict, b"Differences"));
    let mut code = 0;
    for value in differences
        .as_ref()
        .and_then(Object::array)
        .unwrap_or_default()
    {
        match value {
            Object::Name(name) => {
                if let Some(character) = characters.get_mut(code) {
                    *character = glyph_names::character(name);
                }
                code += 1;
            }
            value => code = value.count().unwrap_or(code),
        }
    }
    characters
}
