//! Forms as a browser finds them in a page. The pages are our own: their HTML is well formed.

use super::{
    pattern,
    values::{Hostile, Sort},
};

/// A form with what stands in it.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) action: String,
    pub(super) is_post: bool,
    is_multipart: bool,
    pub(super) fields: Vec<FormField>,
}

/// A field and what it would send.
#[derive(Debug, Clone)]
pub(super) struct FormField {
    pub(super) name: String,
    value: Vec<u8>,
    is_file: bool,
}

impl Form {
    /// What makes it the same form on another page: where it goes and what it asks.
    pub(super) fn kind(&self) -> String {
        let mut names: Vec<String> = self
            .fields
            .iter()
            // Lines of a grid differ by their number alone.
            .map(|field| field.name.replace(|char: char| char.is_ascii_digit(), "0"))
            .filter(|name| name.len() != 36)
            .collect();
        names.sort();
        names.dedup();
        format!("{} {} {names:?}", self.is_post, pattern(&self.action))
    }

    pub(super) fn without(&self, name: &str) -> Self {
        let mut form = self.clone();
        form.fields.retain(|field| field.name != name);
        form
    }

    /// The form with a hostile value in a field.
    pub(super) fn with(&self, name: &str, value: &Hostile) -> Self {
        let mut form = self.clone();
        let bytes: Vec<u8> = match value.sort {
            Sort::Text(text) => text.as_bytes().to_vec(),
            Sort::Bytes(bytes) => bytes.to_vec(),
            Sort::Long(char, n) => char.to_string().repeat(n).into_bytes(),
            Sort::Missing => return self.without(name),
            Sort::Twice => {
                let again = self.fields.iter().find(|field| field.name == name);
                form.fields.extend(again.cloned());
                return form;
            }
        };
        for field in form.fields.iter_mut().filter(|field| field.name == name) {
            field.value.clone_from(&bytes);
        }
        form
    }

    /// Its fields as a query.
    pub(super) fn encoded(&self) -> String {
        let pairs: Vec<String> = self
            .fields
            .iter()
            .map(|field| {
                let coded =
                    |bytes: &[u8]| form_urlencoded::byte_serialize(bytes).collect::<String>();
                format!("{}={}", coded(field.name.as_bytes()), coded(&field.value))
            })
            .collect();
        let mut query = pairs.join("&");
        // Longer than any server takes; the rest is cut off as a proxy would.
        query.truncate(if self.is_post { usize::MAX } else { 16_000 });
        query
    }

    /// Its content type and its body.
    pub(super) fn body(&self) -> (String, Vec<u8>) {
        const BOUNDARY: &str = "----luoshi-hostile";
        if !self.is_multipart {
            let kind = "application/x-www-form-urlencoded".to_owned();
            return (kind, self.encoded().into_bytes());
        }
        let mut body = Vec::new();
        for field in &self.fields {
            body.extend_from_slice(
                format!(
                    "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"",
                    field.name
                )
                .as_bytes(),
            );
            if field.is_file {
                // A browser escapes quotes and line breaks in names of files, and nothing else.
                let name = String::from_utf8_lossy(&field.value);
                let name: String = name.chars().take(5_000).collect();
                let name = name
                    .replace('"', "%22")
                    .replace('\r', "%0D")
                    .replace('\n', "%0A");
                body.extend_from_slice(
                    format!("; filename=\"{name}\"\r\nContent-Type: text/plain").as_bytes(),
                );
            }
            body.extend_from_slice(b"\r\n\r\n");
            body.extend_from_slice(&field.value);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        (format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }
}

/// Where the links of a page lead within the application; signing out is none to follow.
pub(super) fn links(html: &str) -> Vec<String> {
    tags(html)
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.get("href"))
        .map(|href| href.split('#').next().unwrap_or_default().to_owned())
        .filter(|href| href.starts_with('/') && !href.starts_with("//"))
        .filter(|href| !href.starts_with("/assets"))
        .collect()
}

/// The forms of a page at an address.
pub(super) fn forms(html: &str, address: &str) -> Vec<Form> {
    let mut found: Vec<(String, Form)> = Vec::new();
    let mut open: Option<usize> = None;
    let mut select: Option<(usize, FormField)> = None;
    for tag in tags(html) {
        match tag.name {
            "form" => {
                let action = tag.get("action").filter(|action| !action.is_empty());
                let form = Form {
                    action: action.unwrap_or_else(|| address.to_owned()),
                    is_post: tag.get("method").is_some_and(|method| method == "post"),
                    is_multipart: tag
                        .get("enctype")
                        .is_some_and(|kind| kind.starts_with("multi")),
                    fields: Vec::new(),
                };
                open = Some(found.len());
                found.push((tag.get("id").unwrap_or_default(), form));
            }
            "/form" => open = None,
            "input" | "textarea" | "select" | "button" => {
                let outside = tag.get("form");
                let owner = match outside {
                    Some(id) => found.iter().position(|(known, _)| *known == id),
                    None => open,
                };
                let (Some(owner), Some(name)) = (owner, tag.get("name")) else {
                    continue;
                };
                let sort = tag.get("type").unwrap_or_default();
                let field = FormField {
                    is_file: sort == "file",
                    value: match tag.name {
                        "textarea" => unescaped(tag.after).into_bytes(),
                        _ => tag.get("value").unwrap_or_default().into_bytes(),
                    },
                    name,
                };
                let is_left_out = sort == "radio" && tag.get("checked").is_none()
                    // The first button is the one that is pressed.
                    || tag.name == "button"
                        && found[owner].1.fields.iter().any(|known| known.name == field.name);
                if tag.name == "select" {
                    select = Some((owner, field));
                } else if !is_left_out {
                    found[owner].1.fields.push(field);
                }
            }
            "option" => {
                if let Some((_, field)) = &mut select
                    && (field.value.is_empty() || tag.get("selected").is_some())
                {
                    field.value = tag.get("value").unwrap_or_default().into_bytes();
                }
            }
            "/select" => {
                if let Some((owner, field)) = select.take() {
                    found[owner].1.fields.push(field);
                }
            }
            _ => {}
        }
    }
    let forms = found.into_iter().map(|(_, form)| form);
    forms.filter(|form| !form.fields.is_empty()).collect()
}

struct Tag<'h> {
    name: &'h str,
    attributes: &'h str,
    /// The text up to the next tag.
    after: &'h str,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start();
            let end = rest.find([' ', '=', '\n', '\t']).unwrap_or(rest.len());
            let (found, tail) = rest.split_at(end);
            if found.is_empty() {
                return None;
            }
            let (value, tail) = match tail.strip_prefix("=\"") {
                Some(tail) => tail.split_once('"')?,
                None => ("", tail.strip_prefix('=').unwrap_or(tail)),
            };
            if found == name {
                return Some(unescaped(value));
            }
            rest = tail;
        }
    }
}

fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.split('<').skip(1).filter_map(|piece| {
        // A value may hold `>`; quotes tell.
        let mut is_quoted = false;
        let end = piece.find(|char| {
            is_quoted ^= char == '"';
            char == '>' && !is_quoted
        })?;
        let (tag, after) = (&piece[..end], &piece[end + 1..]);
        let (name, attributes) = tag.split_once([' ', '\n']).unwrap_or((tag, ""));
        Some(Tag {
            name,
            attributes: attributes.trim_end_matches('/'),
            after,
        })
    })
}

fn unescaped(text: &str) -> String {
    text.replace("&#60;", "<")
        .replace("&lt;", "<")
        .replace("&#62;", ">")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&#38;", "&")
        .replace("&amp;", "&")
}

#[test]
fn a_form_is_found_with_what_it_would_send() {
    let html = "<form method=\"post\" action=\"/a?b=1&#38;c=2\" id=\"f\"><input name=\"x\" value=\"1&#62;\">\
        <select name=\"s\"><option value=\"p\">P</option><option value=\"q\" selected>Q</option></select>\
        <textarea name=\"t\">甲</textarea></form><input form=\"f\" name=\"o\" value=\"外\">";
    let found = forms(html, "/here");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].action, "/a?b=1&c=2");
    assert_eq!(found[0].encoded(), "x=1%3E&s=q&t=%E7%94%B2&o=%E5%A4%96");
    assert!(found[0].is_post);
}
