//! Enums and spans as columns.

use gongwen::span::Span;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use store::{Error, Result};

/// The stored word of an enum without content.
pub(in crate::plan::store) fn word<T: Serialize>(value: T) -> Result<String> {
    match serde_json::to_value(value)? {
        Value::String(word) => Ok(word),
        other => Err(Error::Corrupt(other.to_string())),
    }
}

/// The enum with a stored word.
pub(in crate::plan::store) fn from_word<T: DeserializeOwned>(word: &str) -> Result<T> {
    Ok(serde_json::from_value(Value::String(word.to_owned()))?)
}

/// A span as its two columns.
pub(in crate::plan::store) fn ends(span: Option<Span>) -> (Option<i64>, Option<i64>) {
    let column = |offset: usize| i64::try_from(offset).ok();
    (
        span.and_then(|span| column(span.start)),
        span.and_then(|span| column(span.end)),
    )
}

/// Two columns as a span.
pub(in crate::plan::store) fn span(start: Option<i64>, end: Option<i64>) -> Option<Span> {
    Some(Span::new(
        usize::try_from(start?).ok()?,
        usize::try_from(end?).ok()?,
    ))
}

/// The place of a row among its neighbours.
pub(in crate::plan::store) fn place(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}
