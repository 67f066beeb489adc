//! The parameters of an address.

use axum::{extract::FromRequestParts, http::request::Parts};
use std::convert::Infallible;

/// The parameters of the address asked for, in their order.
#[derive(Debug, Clone, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// The value of a parameter without outer blanks; empty when it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// A parameter that counts something; none when it is not a number.
    pub(super) fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    /// The page of a long list, 1 the first.
    pub(super) fn page(&self) -> usize {
        self.get("page").parse().unwrap_or(1).max(1)
    }
}

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        ))
    }
}
