//! The encoding a page declares for itself.

use encoding_rs::Encoding;

/// A page says its encoding near its beginning or not at all.
const HEAD_BYTES: usize = 4096;

/// The encoding of `<meta charset=…>`, `<meta http-equiv … content="…charset=…">` or an XML
/// declaration, when it is one that exists.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes
        .iter()
        .take(HEAD_BYTES)
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let meta = head.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next()?;
        label_after(tag, "charset=")
    });
    let declaration = || {
        let tag = head
            .trim_start()
            .strip_prefix("<?xml")?
            .split("?>")
            .next()?;
        label_after(tag, "encoding=")
    };
    Encoding::for_label(meta.or_else(declaration)?.as_bytes())
}

fn label_after(tag: &str, key: &str) -> Option<String> {
    let (_, rest) = tag.split_once(key)?;
    let label: String = rest
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    (!label.is_empty()).then_some(label)
}
