//! Cookies: reading, setting, clearing. All are for the server only and stay on this site.
//!
//! Over TLS their names begin with `__Host-`: a browser then takes them only from this very server,
//! over TLS, for all of its paths, so that no neighbour under the same domain can plant one.

use axum::http::{HeaderMap, HeaderValue, header};

/// The session's secret token.
pub const SESSION: &str = "luoshi_session";
/// A random word that ties forms to this browser.
pub const VISITOR: &str = "luoshi_visitor";
/// The message of the last act, shown once.
pub const MESSAGE: &str = "luoshi_message";

/// What must be remembered while somebody is asked elsewhere who they are.
pub const ERRAND: &str = "luoshi_errand";

/// The value of a cookie.
#[must_use]
pub fn read(headers: &HeaderMap, name: &str, secure: bool) -> Option<String> {
    let name = full_name(name, secure);
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
        name,
        &format!("{value}; Path=/; HttpOnly; SameSite=Lax"),
        secure,
    );
}

/// Takes a cookie away.
pub fn clear(headers: &mut HeaderMap, name: &str, secure: bool) {
    append(
        headers,
        name,
        "; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
        secure,
    );
}

fn append(headers: &mut HeaderMap, name: &str, rest: &str, secure: bool) {
    let name = full_name(name, secure);
    let mark = if secure { "; Secure" } else { "" };
    if let Ok(value) = HeaderValue::from_str(&format!("{name}={rest}{mark}")) {
        headers.append(header::SET_COOKIE, value);
    }
}

fn full_name(name: &str, secure: bool) -> String {
    match secure {
        true => format!("__Host-{name}"),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{SESSION, clear, read, set};
    use axum::http::HeaderMap;

    #[test]
    fn over_tls_a_cookie_is_bound_to_this_server_and_no_other_is_read() {
        let mut headers = HeaderMap::new();
        set(&mut headers, SESSION, "t", true);
        let sent = headers.get("set-cookie").unwrap().to_str().unwrap();
        assert_eq!(
            sent,
            "__Host-luoshi_session=t; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        let mut asked = HeaderMap::new();
        asked.insert("cookie", "luoshi_session=planted".parse().unwrap());
        assert_eq!(read(&asked, SESSION, true), None);
        assert_eq!(read(&asked, SESSION, false).unwrap(), "planted");
        let mut cleared = HeaderMap::new();
        clear(&mut cleared, SESSION, false);
        let sent = cleared.get("set-cookie").unwrap().to_str().unwrap();
        assert!(sent.starts_with("luoshi_session=; ") && sent.ends_with("Max-Age=0"));
    }
}
