//! The bare words of an old file, for machines without LibreOffice.

use crate::{Programs, error::Reason, leash::Leash};
use gongwen::read::KnownFormat;
use std::{
    fs::{self, File},
    io::Read as _,
};

/// The text of the file in UTF-8; nothing when there is no program for its format.
pub(crate) fn extract(
    programs: &Programs,
    bytes: &[u8],
    format: KnownFormat,
) -> Result<Option<Vec<u8>>, Reason> {
    let is_word = matches!(format, KnownFormat::Doc | KnownFormat::Wps);
    let antiword = programs.antiword.as_ref().filter(|_| is_word);
    let catdoc = programs
        .catdoc
        .as_ref()
        .filter(|_| is_word || format == KnownFormat::Rtf);
    let (program, arguments): (_, &[&str]) = match (antiword, catdoc) {
        (Some(program), _) => (program, &["-m", "UTF-8.txt", "-w", "0", "paper"]),
        (None, Some(program)) => (program, &["-d", "utf-8", "-w", "paper"]),
        (None, None) => return Ok(None),
    };
    let leash = Leash::new(programs.time_limit, programs.max_bytes)?;
    fs::write(leash.folder().join("paper"), bytes)?;
    let printed = leash.run(program, arguments)?;
    let mut text = Vec::new();
    File::open(printed)?
        .take(programs.max_bytes)
        .read_to_end(&mut text)?;
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Reason::NotOpened);
    }
    Ok(Some(text))
}
