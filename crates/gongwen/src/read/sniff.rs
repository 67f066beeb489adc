//! What a file is, by its first bytes and, for containers, by what is inside.

use super::{
    archive::Archive,
    error::{KnownFormat, ReadError},
    markdown, plain,
};
use aho_corasick::AhoCorasick;

/// The formats there is a reader for, with what the decision already opened.
pub(super) enum Form<'a> {
    /// Text in some encoding.
    Text,
    /// A web page.
    Html,
    /// Text with the signs of Markdown; whether its name says so.
    Markdown { is_named: bool },
    /// Word processing, the container opened.
    Docx(Archive<'a>),
    /// A fixed-layout document, the container opened.
    Ofd(Archive<'a>),
    /// A workbook, the container opened.
    Xlsx(Archive<'a>),
    /// Pages laid out for print.
    Pdf,
}

const OLE_MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

const PICTURES: [(&[u8], &str); 6] = [
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xFF\xD8\xFF", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
];

/// How many bytes at the beginning are looked at for tags.
const HEAD_BYTES: usize = 2048;

/// Decides what the bytes are. The name's extension is asked only when the bytes fit two formats.
pub(super) fn sniff<'a>(bytes: &'a [u8], extension: Option<&str>) -> Result<Form<'a>, ReadError> {
    if let Some(picture) = picture(bytes) {
        return Err(ReadError::Picture(picture));
    }
    if bytes.starts_with(OLE_MAGIC) {
        return Err(inside_compound_file(bytes, extension));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return inside_zip(bytes);
    }
    if bytes.starts_with(b"{\\rtf") {
        return Err(ReadError::Unsupported(KnownFormat::Rtf));
    }
    let head = bytes.get(..HEAD_BYTES).unwrap_or(bytes);
    if head.windows(5).any(|window| window == b"%PDF-") && !looks_like_words(head) {
        return Ok(Form::Pdf);
    }
    let head = ascii_lower(head);
    let trimmed = head.trim_start();
    if trimmed.starts_with("mime-version:") && trimmed.contains("multipart/related") {
        return Err(ReadError::Unsupported(KnownFormat::Mhtml));
    }
    if trimmed.starts_with("<?xml")
        && ["w:worddocument", "pkg:package", "office:document"]
            .iter()
            .any(|tag| trimmed.contains(tag))
    {
        return Err(ReadError::Unsupported(KnownFormat::WordXml));
    }
    let is_page = trimmed.starts_with('<')
        && ["<!doctype html", "<html", "<head", "<body"]
            .iter()
            .any(|tag| trimmed.contains(tag));
    if is_page || matches!(extension, Some("html" | "htm" | "xhtml" | "shtml")) {
        return Ok(Form::Html);
    }
    // No byte tells Markdown from other text: its name does, or several of its signs together.
    let is_named = matches!(extension, Some("md" | "markdown"));
    // Without bars and hashes there is nothing to look at, and most papers have neither.
    let may_be_marked = bytes.contains(&b'#') || bytes.contains(&b'|');
    if is_named || may_be_marked && markdown::is_unmistakable(&plain::decode(bytes, None).text) {
        return Ok(Form::Markdown { is_named });
    }
    Ok(Form::Text)
}

fn picture(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Some("WebP");
    }
    // Two letters are also the beginning of words: a bitmap says its own size in bytes 2 to 5.
    let is_bitmap = || {
        bytes
            .get(2..6)
            .and_then(|size| <[u8; 4]>::try_from(size).ok())
            .is_some_and(|size| u32::from_le_bytes(size) as usize == bytes.len())
    };
    PICTURES
        .iter()
        .find(|(magic, name)| bytes.starts_with(magic) && (*name != "BMP" || is_bitmap()))
        .map(|&(_, name)| name)
}

/// A paper that quotes `%PDF-` has lines of words before it; a PDF has no long prefix.
fn looks_like_words(head: &[u8]) -> bool {
    let start = head
        .windows(5)
        .position(|window| window == b"%PDF-")
        .unwrap_or_default();
    start > 8
        && head
            .get(..start)
            .is_some_and(|prefix| std::str::from_utf8(prefix).is_ok())
}

/// Old binary office files and encrypted new ones share one container; the names of its streams,
/// in UTF-16, tell them apart.
fn inside_compound_file(bytes: &[u8], extension: Option<&str>) -> ReadError {
    let utf16 =
        |name: &str| -> Vec<u8> { name.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let names = [
        "EncryptedPackage",
        "WordDocument",
        "Workbook",
        "PowerPoint Document",
    ]
    .map(utf16);
    let Ok(search) = AhoCorasick::new(names) else {
        return ReadError::Damaged;
    };
    let mut found = [false; 4];
    for hit in search.find_iter(bytes) {
        if let Some(seen) = found.get_mut(hit.pattern().as_usize()) {
            *seen = true;
        }
    }
    match found {
        [true, ..] => ReadError::Encrypted,
        [_, true, ..] if is_encrypted_word(bytes) => ReadError::Encrypted,
        [_, true, ..] if extension == Some("wps") => ReadError::Unsupported(KnownFormat::Wps),
        [_, true, ..] => ReadError::Unsupported(KnownFormat::Doc),
        [_, _, true, _] => ReadError::Unsupported(KnownFormat::Spreadsheet),
        [.., true] => ReadError::Unsupported(KnownFormat::Presentation),
        _ => match extension {
            Some("doc") => ReadError::Unsupported(KnownFormat::Doc),
            Some("wps") => ReadError::Unsupported(KnownFormat::Wps),
            Some("xls" | "et") => ReadError::Unsupported(KnownFormat::Spreadsheet),
            _ => ReadError::Damaged,
        },
    }
}

/// Whether an old Word document needs a password: a flag at the beginning of its main stream, which
/// the directory entry named `WordDocument` leads to (MS-CFB 2.6.1, MS-DOC 2.5.2).
fn is_encrypted_word(bytes: &[u8]) -> bool {
    const ENTRY_BYTES: usize = 128;
    const START_SECTOR: usize = 116;
    const FLAGS: usize = 10;
    const IS_ENCRYPTED: u16 = 0x0100;
    let word = |at: usize| -> Option<u16> {
        let pair = bytes.get(at..at.checked_add(2)?)?;
        Some(u16::from_le_bytes(pair.try_into().ok()?))
    };
    // Sectors of 512 bytes, or 4,096 in the later version of the container.
    let sector_bytes = if word(26) == Some(4) { 4096 } else { 512 };
    let name: Vec<u8> = "WordDocument"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut entries = bytes
        .chunks(ENTRY_BYTES)
        .zip(0_usize..)
        .filter(|(entry, _)| entry.starts_with(&name));
    entries.any(|(_, index)| {
        let at = index * ENTRY_BYTES + START_SECTOR;
        let sector = word(at).zip(word(at + 2));
        sector.is_some_and(|(low, high)| {
            let sector = usize::from(low) | usize::from(high) << 16;
            let stream = (sector + 1).saturating_mul(sector_bytes);
            word(stream.saturating_add(FLAGS)).is_some_and(|flags| flags & IS_ENCRYPTED != 0)
        })
    })
}

fn inside_zip(bytes: &[u8]) -> Result<Form<'_>, ReadError> {
    let archive = Archive::open(bytes)?;
    let known = |format| Err(ReadError::Unsupported(format));
    if archive.holds("word/document.xml") || archive.holds_prefix("word/") {
        return Ok(Form::Docx(archive));
    }
    if archive.holds("OFD.xml") {
        return Ok(Form::Ofd(archive));
    }
    if archive.holds("xl/workbook.xml") {
        return Ok(Form::Xlsx(archive));
    }
    if archive.holds_prefix("xl/") {
        return known(KnownFormat::Spreadsheet);
    }
    if archive.holds_prefix("ppt/") {
        return known(KnownFormat::Presentation);
    }
    if archive.holds("mimetype") && archive.holds("content.xml") {
        return known(KnownFormat::OpenDocument);
    }
    if archive.holds("[Content_Types].xml") && archive.holds("_rels/.rels") {
        return Ok(Form::Docx(archive));
    }
    Err(ReadError::NoDocument)
}

/// The head as lower-case ASCII, without byte order mark and the zero bytes of UTF-16: enough to
/// see tags in any encoding.
fn ascii_lower(head: &[u8]) -> String {
    let mark = encoding_rs::Encoding::for_bom(head).map_or(0, |(_, length)| length);
    head.iter()
        .skip(mark)
        .filter(|byte| **byte != 0)
        .map(|byte| match byte.is_ascii() {
            true => char::from(byte.to_ascii_lowercase()),
            false => char::REPLACEMENT_CHARACTER,
        })
        .collect()
}
