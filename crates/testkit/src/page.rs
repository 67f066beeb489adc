//! What came back, and what a test may claim about it.

use axum::http::{HeaderMap, StatusCode, header};

/// A reply with its body read.
#[derive(Debug, Clone)]
pub struct Page {
    /// Status of the reply.
    pub status: StatusCode,
    /// Headers of the reply.
    pub headers: HeaderMap,
    /// Body of the reply.
    pub body: Vec<u8>,
}

impl Page {
    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Where the reply leads.
    #[must_use]
    pub fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// Claims the page is shown.
    #[track_caller]
    pub fn is_ok(self) -> Self {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        self
    }

    /// Claims there is no such page for this person.
    #[track_caller]
    pub fn is_not_found(self) -> Self {
        assert_eq!(self.status, StatusCode::NOT_FOUND, "{}", self.text());
        self
    }

    /// Claims the form came back with its errors.
    #[track_caller]
    pub fn is_invalid(self) -> Self {
        assert_eq!(
            self.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{}",
            self.text()
        );
        self
    }

    /// Claims that somebody else was first.
    #[track_caller]
    pub fn is_conflict(self) -> Self {
        assert_eq!(self.status, StatusCode::CONFLICT, "{}", self.text());
        self
    }

    /// Claims the act was done and leads on.
    #[track_caller]
    pub fn leads_to(self, path: &str) -> Self {
        assert!(
            self.status.is_redirection(),
            "{}: {}",
            self.status,
            self.text()
        );
        assert!(
            self.location().starts_with(path),
            "leads to {} instead of {path}",
            self.location()
        );
        self
    }

    /// Claims the page holds these words.
    #[track_caller]
    pub fn shows(self, words: &str) -> Self {
        assert!(
            self.text().contains(words),
            "the page does not show {words}:\n{}",
            self.text()
        );
        self
    }

    /// Claims the page does not hold these words.
    #[track_caller]
    pub fn hides(self, words: &str) -> Self {
        assert!(
            !self.text().contains(words),
            "the page shows {words}:\n{}",
            self.text()
        );
        self
    }
}
