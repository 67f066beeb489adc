//! What the store answers in XML: a page of names, or why it says no.

use quick_xml::{Reader, events::Event};

/// A page of the names in a bucket.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) keys: Vec<String>,
    /// How to ask for the next page.
    pub(super) next: Option<String>,
}

pub(super) fn read(xml: &[u8]) -> Option<Page> {
    let mut page = Page::default();
    for (name, text) in texts(xml)? {
        match name.as_str() {
            "Key" => page.keys.push(text),
            "NextContinuationToken" => page.next = Some(text),
            _ => {}
        }
    }
    Some(page)
}

/// The code of an error: a word of the store's own, cut where it would not be one.
pub(super) fn code(xml: &[u8]) -> Option<String> {
    let texts = texts(xml)?;
    let (_, code) = texts.into_iter().find(|(name, _)| name == "Code")?;
    Some(
        code.chars()
            .filter(char::is_ascii_alphanumeric)
            .take(40)
            .collect(),
    )
}

/// Every element that holds text only, in order.
fn texts(xml: &[u8]) -> Option<Vec<(String, String)>> {
    let xml = std::str::from_utf8(xml).ok()?;
    let mut reader = Reader::from_str(xml);
    let mut texts = Vec::new();
    let mut open: Option<(String, String)> = None;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                open = Some((start.local_name().into_inner().to_owned(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, words)) = &mut open {
                    words.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some((_, words)) = &mut open {
                    words.push_str(match &*reference {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        "apos" => "'",
                        _ => return None,
                    });
                }
            }
            Event::End(_) => texts.extend(open.take()),
            Event::Eof => return Some(texts),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, code, read};

    #[test]
    fn names_and_the_way_to_the_next_page_are_read() {
        let xml = b"<?xml version=\"1.0\"?><ListBucketResult><IsTruncated>true</IsTruncated>\
            <Contents><Key>a&amp;b</Key><Size>1</Size></Contents><Contents><Key>c</Key></Contents>\
            <NextContinuationToken>t1</NextContinuationToken></ListBucketResult>";
        let page = Page {
            keys: vec!["a&b".to_owned(), "c".to_owned()],
            next: Some("t1".to_owned()),
        };
        assert_eq!(read(xml), Some(page));
        assert_eq!(read(b"<a><b></a>"), None);
    }

    #[test]
    fn of_a_refusal_only_the_code_is_taken() {
        let xml = b"<Error><Code>AccessDenied</Code><Message>key AKIA</Message></Error>";
        assert_eq!(code(xml).as_deref(), Some("AccessDenied"));
        assert_eq!(code(b"not xml at all"), None);
    }
}
