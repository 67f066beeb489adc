//! Plain text in the encodings Chinese offices use.

use super::error::ReadError;
use crate::source::{Format, Remark, Source};
use encoding_rs::{Encoding, GB18030, UTF_8};
use std::borrow::Cow;

/// Reads a text file or pasted text. Line ends stay as they are; only a byte order mark goes.
pub(super) fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    let decoded = decode(bytes, None);
    refuse_noise(&decoded.text)?;
    let remarks = decoded.remark().into_iter().collect();
    Ok(Source::new(
        decoded.text.into_owned(),
        Format::Text,
        Vec::new(),
        remarks,
    ))
}

/// Text and how many places of it could not be decoded.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    n_bad: usize,
}

impl Decoded<'_> {
    /// What to tell the person when something was lost.
    pub(super) fn remark(&self) -> Option<Remark> {
        (self.n_bad > 0).then(|| Remark {
            span: None,
            message: format!(
                "文件中有 {} 处文字编码损坏，已用“\u{fffd}”代替，请对照原件核对。",
                self.n_bad
            ),
        })
    }
}

/// Decodes by byte order mark, then as UTF-8 when the bytes are that, then by the encoding the
/// file itself declares, then as GB18030.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&'static Encoding>) -> Decoded<'a> {
    if let Some((encoding, mark_length)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, bytes.get(mark_length..).unwrap_or_default());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded {
            text: Cow::Borrowed(text),
            n_bad: 0,
        };
    }
    // Text in another encoding is broken as UTF-8 at almost every character; a UTF-8 file that was
    // cut or damaged is broken in a few places only.
    let utf8 = decode_as(UTF_8, bytes);
    let n_wide = utf8.text.chars().filter(|c| !c.is_ascii()).count();
    if utf8.n_bad * 20 <= n_wide {
        utf8
    } else {
        decode_as(declared.unwrap_or(GB18030), bytes)
    }
}

fn decode_as<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let n_bad = if had_errors {
        text.chars()
            .filter(|&c| c == char::REPLACEMENT_CHARACTER)
            .count()
    } else {
        0
    };
    Decoded { text, n_bad }
}

/// Refuses what decodes to something but is no writing: control characters and broken bytes in
/// numbers that no damaged text has.
pub(super) fn refuse_noise(text: &str) -> Result<(), ReadError> {
    let mut n_chars = 0_usize;
    let mut n_strange = 0_usize;
    let mut has_words = false;
    for c in text.chars() {
        n_chars += 1;
        match c {
            // Nearly all characters are these, and none of them is blank or strange.
            '\u{3001}'..='\u{d7ff}' => has_words = true,
            '\0' => return Err(ReadError::NotText),
            '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' => {}
            char::REPLACEMENT_CHARACTER => n_strange += 1,
            c if c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(&c) => n_strange += 1,
            c => has_words |= !c.is_whitespace(),
        }
    }
    if n_strange * 20 > n_chars {
        return Err(ReadError::NotText);
    }
    if has_words {
        Ok(())
    } else {
        Err(ReadError::Empty)
    }
}
