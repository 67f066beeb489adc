//! Forms as a browser finds them in a page. The pages are our own: their HTML is well formed.

use super::{
    routes,
    values::{Hostile, Sort},
};

/// A form with what stands in it, and the button that is pressed.
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
    pub(super) value: Vec<u8>,
    /// Whether it was empty and must not be: something right was put in here.
    pub(super) is_put_in: bool,
    pub(super) control: Control,
}

/// What somebody does with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Control {
    Words,
    Password,
    Day,
    Number,
    Choice,
    Tick,
    Hidden,
    File,
}

impl Form {
    /// What makes it the same form on another page: where it goes and what it asks.
    pub(super) fn kind(&self) -> String {
        let mut names: Vec<String> = self
            .fields
            .iter()
            .map(|field| like(&field.name))
            .filter(|name| name.len() != 36)
            .collect();
        names.sort();
        names.dedup();
        let route = routes::of(self.is_post, &self.action);
        format!("{} {route} {names:?}", self.is_post)
    }

    /// Whether it has a field of this name.
    pub(super) fn asks(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name)
    }

    pub(super) fn without(&self, name: &str) -> Self {
        let mut form = self.clone();
        form.fields.retain(|field| field.name != name);
        form
    }

    /// The form with hostile values wherever one is given for a field.
    pub(super) fn with(&self, value: impl Fn(&FormField) -> Option<Hostile>) -> Self {
        let mut form = self.clone();
        form.fields = Vec::new();
        for field in &self.fields {
            let Some(hostile) = value(field) else {
                form.fields.push(field.clone());
                continue;
            };
            let mut field = field.clone();
            match hostile.sort {
                Sort::Text(text) => field.value = text.as_bytes().to_vec(),
                Sort::Bytes(bytes) => field.value = bytes.to_vec(),
                Sort::Long(char, n) => field.value = char.to_string().repeat(n).into_bytes(),
                Sort::Missing => continue,
                Sort::Twice => {
                    form.fields.push(field.clone());
                    let mut listed = field.clone();
                    listed.name.push_str("[]");
                    form.fields.push(listed);
                }
            }
            form.fields.push(field);
        }
        form
    }

    /// The names of its fields, of lines that differ by their number alone one.
    pub(super) fn names(&self) -> Vec<(String, Control)> {
        let mut names: Vec<(String, Control)> = Vec::new();
        for field in self.fields.iter().filter(|field| field.name != "_csrf") {
            if !names
                .iter()
                .any(|(known, _)| like(known) == like(&field.name))
            {
                names.push((field.name.clone(), field.control));
            }
        }
        names
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
            if field.control == Control::File {
                // A browser escapes quotes and line breaks in names of files, and nothing else.
                let name = String::from_utf8_lossy(&field.value);
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

/// A name without numbers and ids: lines of a grid are alike.
pub(super) fn like(name: &str) -> String {
    let parts = name.split('.').map(|part| match part.len() >= 32 {
        true => "0".to_owned(),
        false => {
            let mut like = part.replace(|char: char| char.is_ascii_digit(), "0");
            while like.contains("00") {
                like = like.replace("00", "0");
            }
            like
        }
    });
    parts.collect::<Vec<String>>().join(".")
}

/// An address as a page at `address` says it: whole, or beside the page's own.
fn beside(address: &str, said: &str) -> String {
    if said.is_empty() || said.starts_with(['/', '#', '?']) || said.contains(':') {
        return said.to_owned();
    }
    let own = address.split(['?', '#']).next().unwrap_or_default();
    let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{said}")
}

/// Where the links of a page at an address lead within the application.
pub(super) fn links(html: &str, address: &str) -> Vec<String> {
    tags(html)
        .filter(|tag| tag.name == "a")
        .filter_map(|tag| tag.get("href"))
        .map(|href| beside(address, href.split('#').next().unwrap_or_default()))
        .filter(|href| href.starts_with('/') && !href.starts_with("//"))
        .filter(|href| !href.starts_with("/assets"))
        .collect()
}

/// A form as it is read, with its buttons.
struct Open {
    id: String,
    form: Form,
    buttons: Vec<Button>,
}

struct Button {
    action: Option<String>,
    field: Option<FormField>,
}

/// The forms of a page at an address, each once for every button of it.
pub(super) fn forms(html: &str, address: &str) -> Vec<Form> {
    let mut found: Vec<Open> = Vec::new();
    let mut open: Option<usize> = None;
    let mut select: Option<(usize, FormField, bool)> = None;
    let mut moves = String::new();
    let mut moved: Option<(String, String)> = None;
    for tag in tags(html) {
        // A form that a script leads to what is dragged: here, to the first thing that can be.
        if let Some(to) = tag.get("data-moves") {
            moves = to;
        }
        if let (None, Some(step)) = (&moved, tag.get("data-step")) {
            let to = moves.replace("{step}", &step);
            moved = Some((to, tag.get("data-revision").unwrap_or_default()));
        }
        match tag.name {
            "form" => {
                let action = tag.get("action").filter(|action| !action.is_empty());
                let moved = moved.as_ref().filter(|_| tag.has("data-gantt-move"));
                let action = action.or_else(|| Some(moved?.0.clone()));
                let form = Form {
                    action: action.unwrap_or_else(|| address.to_owned()),
                    is_post: tag.get("method").is_some_and(|method| method == "post"),
                    is_multipart: tag
                        .get("enctype")
                        .is_some_and(|kind| kind.starts_with("multi")),
                    fields: Vec::new(),
                };
                open = Some(found.len());
                found.push(Open {
                    id: tag.get("id").unwrap_or_default(),
                    form,
                    buttons: Vec::new(),
                });
            }
            "/form" => open = None,
            "input" | "textarea" | "select" | "button" => {
                let owner = match tag.get("form") {
                    Some(id) => found.iter().position(|known| known.id == id),
                    None => open,
                };
                let Some(owner) = owner else { continue };
                let mut field = field_of(&tag);
                if let (Some(field), Some((to, revision))) = (&mut field, &moved)
                    && field.name == "revision"
                    && found[owner].form.action == *to
                {
                    field.value = revision.clone().into_bytes();
                }
                if tag.name == "button" {
                    found[owner].buttons.push(Button {
                        action: tag.get("formaction").map(|said| beside(address, &said)),
                        field,
                    });
                    continue;
                }
                let Some(field) = field else { continue };
                if tag.name == "select" {
                    select = Some((owner, field, tag.has("required")));
                    continue;
                }
                let fields = &mut found[owner].form.fields;
                let is_chosen = tag.has("checked");
                match fields.iter_mut().find(|known| known.name == field.name) {
                    // Of several to choose from, the one that is chosen; of boxes, the first.
                    Some(known) if known.control == Control::Choice => {
                        if is_chosen {
                            known.value = field.value;
                        }
                    }
                    Some(known) if known.control == Control::Tick => {}
                    _ => fields.push(field),
                }
            }
            "option" => {
                if let Some((_, field, is_required)) = &mut select
                    && (tag.has("selected") || *is_required && field.value.is_empty())
                {
                    field.value = tag.get("value").unwrap_or_default().into_bytes();
                }
            }
            "/select" => {
                if let Some((owner, field, _)) = select.take() {
                    found[owner].form.fields.push(field);
                }
            }
            _ => {}
        }
    }
    found.into_iter().flat_map(pressed).collect()
}

/// A form once for every button that makes a difference.
fn pressed(open: Open) -> Vec<Form> {
    if open.buttons.is_empty() {
        return vec![open.form];
    }
    let mut forms = Vec::new();
    for button in open.buttons {
        let mut form = open.form.clone();
        form.fields.extend(button.field);
        if let Some(action) = button.action {
            form.action = action;
        }
        forms.push(form);
    }
    forms
}

/// The field of a control, with something right in it where it must be filled.
fn field_of(tag: &Tag<'_>) -> Option<FormField> {
    let name = tag.get("name").filter(|name| !name.is_empty())?;
    let sort = tag.get("type").unwrap_or_default();
    let control = match (tag.name, sort.as_str()) {
        ("select" | "button", _) | (_, "radio" | "submit") => Control::Choice,
        (_, "hidden") => Control::Hidden,
        (_, "checkbox") => Control::Tick,
        (_, "file") => Control::File,
        (_, "password") => Control::Password,
        (_, "date" | "month" | "time" | "week") => Control::Day,
        (_, "number") => Control::Number,
        _ if tag
            .get("inputmode")
            .is_some_and(|mode| mode == "decimal" || mode == "numeric") =>
        {
            Control::Number
        }
        _ => Control::Words,
    };
    let mut value = match tag.name {
        // The line break right after the tag is no part of it.
        "textarea" => unescaped(tag.after.strip_prefix('\n').unwrap_or(tag.after)),
        _ => tag.get("value").unwrap_or_default(),
    };
    let is_put_in = value.is_empty() && tag.has("required");
    if is_put_in {
        let right = match (control, sort.as_str()) {
            (Control::Day, "month") => "2026-06",
            (Control::Day, "time") => "08:30",
            // Today: neither ahead, for what has happened, nor past, for what is due.
            (Control::Day, _) => "2026-06-15",
            (Control::Number, _) => "1",
            (Control::Words, _) => "甲",
            (Control::Password, _) => "Luoshi-2026-Demo",
            _ => "",
        };
        right.clone_into(&mut value);
    }
    Some(FormField {
        name,
        value: value.into_bytes(),
        is_put_in,
        control,
    })
}

struct Tag<'h> {
    name: &'h str,
    attributes: &'h str,
    /// The text up to the next tag.
    after: &'h str,
}

impl Tag<'_> {
    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

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
fn a_form_is_found_once_for_each_button_with_what_it_would_send() {
    let html = "<form method=\"post\" action=\"/a?b=1&#38;c=2\" id=\"f\"><input name=\"x\" value=\"1&#62;\">\
        <select name=\"s\"><option value=\"p\">P</option><option value=\"q\" selected>Q</option></select>\
        <textarea name=\"t\">甲</textarea><button>交</button></form><input form=\"f\" name=\"o\" \
        value=\"外\"><button form=\"f\" formaction=\"b/c\" name=\"to\" value=\"up\">上</button>";
    let found = forms(html, "/near/here?page=2");
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].action, "/a?b=1&c=2");
    assert_eq!(found[0].encoded(), "x=1%3E&s=q&t=%E7%94%B2&o=%E5%A4%96");
    assert!(found[0].is_post);
    assert_eq!(found[1].action, "/near/b/c");
    assert!(found[1].encoded().ends_with("&to=up"));
}
