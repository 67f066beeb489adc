//! Forms as values that travel: what was typed, and what is wrong with it.

use crate::{App, Error, Result, csrf, visit::Guest};
use axum::{
    body::to_bytes,
    extract::{FromRequest, Request},
};
use base::Refusal;

/// The most a form without files may hold.
const MOST_BYTES: usize = 4 << 20;

/// A field of a form: drawn by the field macros, filled from what was posted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Field {
    /// Name in the form.
    pub name: &'static str,
    /// Words above it.
    pub label: &'static str,
    /// What stands in it.
    pub value: String,
    /// Words under the label.
    pub hint: &'static str,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Whether it must be filled.
    pub required: bool,
}

impl Field {
    /// An empty field.
    #[must_use]
    pub fn new(name: &'static str, label: &'static str) -> Self {
        Self {
            name,
            label,
            ..Self::default()
        }
    }

    /// One that must be filled.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With words that help.
    #[must_use]
    pub fn hint(mut self, hint: &'static str) -> Self {
        self.hint = hint;
        self
    }

    /// With something in it.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// With what was posted in it.
    #[must_use]
    pub fn filled(self, posted: &Posted) -> Self {
        let value = posted.get(self.name).to_owned();
        self.value(value)
    }

    /// With what was posted in it, and why that was not taken.
    #[must_use]
    pub fn again(self, posted: &Posted, refusal: &Refusal) -> Self {
        let mut field = self.filled(posted);
        field.refuse(format!("{}{}", refusal.what, refusal.next));
        field
    }

    /// Says what is wrong.
    pub fn refuse(&mut self, error: impl Into<String>) {
        self.error = Some(error.into());
    }

    /// Refuses an empty value where one is needed; says whether the field is right so far.
    pub fn check_filled(&mut self) -> bool {
        if self.required && self.value.trim().is_empty() {
            self.refuse(format!("请填写{}。", self.label));
        }
        self.error.is_none()
    }
}

/// Whether a character may stand in what somebody typed. Control characters (one of the two engines
/// keeps no NUL) and the marks that turn the direction of writing around (a name that reads otherwise
/// than it is) may not; line breaks and tabs may.
pub(crate) fn typeable(char: char) -> bool {
    match char {
        '\t' | '\n' | '\r' => true,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        char => !char.is_control(),
    }
}

/// A form as it was posted, its token checked.
#[derive(Debug, Clone, Default)]
pub struct Posted(Vec<(String, String)>);

impl Posted {
    /// A form from its pairs, without what nobody types (see [`typeable`]).
    #[must_use]
    pub fn from_pairs(pairs: Vec<(String, String)>) -> Self {
        let mut pairs = pairs;
        for (key, value) in &mut pairs {
            for text in [key, value] {
                if !text.chars().all(typeable) {
                    text.retain(typeable);
                }
            }
        }
        Self(pairs)
    }

    /// The value of a field without outer blanks; empty when it was not sent.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The value of a field exactly as it was typed.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// Every value of a field that may be sent several times.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.trim())
    }

    /// Whether a field was sent with something in it (a box that was ticked, a button pressed).
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Whether a field was on the form, filled in or left empty.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// Every pair, in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Error;

    async fn from_request(request: Request, _: &App) -> Result<Self> {
        let guest = request
            .extensions()
            .get::<Guest>()
            .cloned()
            .ok_or(Error::ForeignForm)?;
        let header = request
            .headers()
            .get(csrf::HEADER)
            .and_then(|value| value.to_str().ok());
        let header = header.unwrap_or_default().to_owned();
        let body = to_bytes(request.into_body(), MOST_BYTES)
            .await
            .map_err(|_| Error::TooLarge {
                limit_mb: MOST_BYTES >> 20,
            })?;
        let posted = Self::from_pairs(form_urlencoded::parse(&body).into_owned().collect());
        if guest.owns_token(posted.get(csrf::FIELD)) || guest.owns_token(&header) {
            Ok(posted)
        } else {
            Err(Error::ForeignForm)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Posted;

    #[test]
    fn what_nobody_types_is_left_out_and_lines_are_kept() {
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let posted = Posted::from_pairs(vec![
            pair("a\0", "甲\0乙\u{202e}丙\u{1b}[0m"),
            pair("b", "一\r\n\t二"),
        ]);
        assert_eq!(posted.get("a"), "甲乙丙[0m");
        assert_eq!(posted.raw("b"), "一\r\n\t二");
    }
}
