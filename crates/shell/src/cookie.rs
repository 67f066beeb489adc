//! Cookies: reading, setting, clearing. All are for the server only and stay on this site.

use axum::http::{HeaderMap, HeaderValue, header};

/// The session's secret token.
pub const SESSION: &str = "luoshi_session";
/// A random word that ties forms to this browser.
pub const VISITOR: &str = "luoshi_visitor";
/// The message of the last act, shown once.
pub const MESSAGE: &str = "luoshi_message";

/// The value of a cookie.
#[must_use]
pub fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value.to_owned())
}

/// Sets a cookie until the browser closes.
pub fn set(headers: &mut HeaderMap, name: &str, value: &str, secure: bool) {
    append(
        headers,
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax"),
        secure,
    );
}

/// Takes a cookie away.
pub fn clear(headers: &mut HeaderMap, name: &str, secure: bool) {
    append(
        headers,
        format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"),
        secure,
    );
}

/// Whether the browser speaks TLS with the proxy in front.
#[must_use]
pub fn is_secure(headers: &HeaderMap) -> bool {
    headers
        .get("x-forwarded-proto")
        .is_some_and(|value| value == "https")
}

fn append(headers: &mut HeaderMap, mut cookie: String, secure: bool) {
    if secure {
        cookie.push_str("; Secure");
    }
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        headers.append(header::SET_COOKIE, value);
    }
}
