//! What must hold of every answer, whatever was sent.

use super::{
    forms::{Control, Form, FormField, forms},
    routes, values,
};
use testkit::Page;

/// What is no password to the browser and yet is never shown again: a code opens the account it is of,
/// and is good for one half minute only, so that nobody would send it a second time.
const SECRETS: [(&str, &str); 4] = [
    ("/second-factor/codes", "code"),
    ("/second-factor/confirm", "code"),
    ("/second-factor/give-up", "code"),
    ("/sign-in/second-step", "code"),
];

/// Where a page says what is wrong.
const PLACES_OF_WHY: [&str; 5] = [
    "class=\"problem\"",
    "role=\"alert\"",
    "field-error",
    "message-refused",
    "message-notice",
];

/// What is wrong with an answer; nothing when all is well.
pub(super) fn faults(page: &Page) -> Vec<String> {
    let mut faults = Vec::new();
    if page.status.is_server_error() {
        faults.push(format!("answers {}", page.status));
    }
    let text = page.text();
    if !is_html(page) {
        let is_answer = page.status.is_redirection() || page.status.is_success();
        if !is_answer && !is_sentence(&text) {
            let text: String = text.chars().take(80).collect();
            faults.push(format!("answers {} with “{text}”", page.status));
        }
        return faults;
    }
    if page.status.is_client_error() && !says_why(&text) {
        faults.push(format!("answers {} without saying why", page.status));
    }
    for mark in values::MARKS {
        if text.contains(mark) {
            faults.push(format!("shows {mark} as markup"));
        }
    }
    for word in values::INNER_WORDS {
        if text.contains(word) {
            faults.push(format!("tells of “{word}”"));
        }
    }
    if text.contains(['\0', '\u{202e}', '\u{1b}']) {
        faults.push("gives back what nobody types".to_owned());
    }
    let policy = page.headers.get("content-security-policy");
    let policy = policy.and_then(|policy| policy.to_str().ok());
    if policy.is_none_or(|policy| policy.contains("unsafe")) {
        faults.push(format!("has the content policy {policy:?}"));
    }
    faults
}

/// What is wrong with a form that is shown again: what was typed is not there any more, or what is
/// secret is.
pub(super) fn shown_again(sent: &Form, page: &Page, address: &str) -> Vec<String> {
    let again = page.status.is_client_error() || page.status.is_success();
    if !again || !is_html(page) {
        return Vec::new();
    }
    let route = routes::of(true, &sent.action);
    let shown = forms(&page.text(), address);
    // Several forms of a page may lead to one act: the one that asks the same is meant, and of those that do
    // the one about the same thing.
    let in_common = |shown: &Form| {
        let known = |field: &FormField| sent.fields.iter().find(|other| other.name == field.name);
        let known = shown
            .fields
            .iter()
            .filter_map(|field| Some((field, known(field)?)));
        let is_same =
            |(field, other): &(&FormField, &FormField)| typed(&field.value) == typed(&other.value);
        (known.clone().count(), known.filter(is_same).count())
    };
    let shown = shown
        .iter()
        .filter(|shown| shown.is_post && routes::of(true, &shown.action) == route)
        .max_by_key(|shown| in_common(shown));
    let Some(shown) = shown else {
        return Vec::new();
    };
    let (mut lost, mut told) = (Vec::new(), Vec::new());
    for field in &sent.fields {
        // What was sent twice is one field.
        let has_one = |fields: &[FormField]| {
            let same = fields.iter().filter(|other| other.name == field.name);
            same.count() == 1
        };
        let is_listed = field.name.ends_with("[]");
        if field.value.is_empty() || is_listed || !has_one(&sent.fields) {
            continue;
        }
        let back = shown.fields.iter().find(|other| other.name == field.name);
        let is_same =
            back.is_some_and(|back| !back.is_put_in && typed(&back.value) == typed(&field.value));
        match field.control {
            Control::Password => told.extend(is_same.then_some(field.name.as_str())),
            _ if SECRETS.contains(&(route, &field.name)) => {
                told.extend(is_same.then_some(field.name.as_str()));
            }
            Control::Words | Control::Day | Control::Number if !is_same => {
                lost.push(field.name.as_str());
            }
            _ => {}
        }
    }
    let mut faults = Vec::new();
    for (what, names) in [
        ("loses what was typed in", lost),
        ("shows the secret in", told),
    ] {
        if !names.is_empty() {
            faults.push(format!("{} {what} {}", page.status, names.join(", ")));
        }
    }
    faults
}

/// What is left of what was sent once what nobody types is taken out.
fn typed(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value).replace("\r\n", "\n");
    let text: String = text
        .chars()
        .filter(|char| match char {
            '\n' | '\t' => true,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
            char => !char.is_control(),
        })
        .collect();
    text.trim().to_owned()
}

fn says_why(html: &str) -> bool {
    PLACES_OF_WHY.iter().any(|place| {
        html.match_indices(place).any(|(at, _)| {
            let (_, after) = html.split_at(at);
            let (_, after) = after.split_once('>').unwrap_or_default();
            // What was very long may stand in the sentence about it.
            let words: String = after.chars().take(70_000).collect();
            is_sentence(&words)
        })
    })
}

/// Whether a text holds a Chinese sentence.
fn is_sentence(text: &str) -> bool {
    let is_chinese = |char: &char| ('\u{4e00}'..='\u{9fff}').contains(char);
    text.contains('。') && text.chars().filter(is_chinese).count() >= 4
}

pub(super) fn is_html(page: &Page) -> bool {
    let kind = page.headers.get("content-type");
    kind.and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html"))
}
