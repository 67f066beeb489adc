//! One request to the store, signed.

use crate::error::{Error, Result};
use ::wire::{
    Client, Limits,
    http::{Method, Request, StatusCode, header},
};
use std::time::Duration;

/// The store may be busy; an answer holds no more than uploads, which are limited far below.
const LIMITS: Limits = Limits {
    connect: Duration::from_secs(10),
    whole: Duration::from_secs(120),
    most_bytes: 512 << 20,
};

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// Host and port as the header says them.
    pub(super) host: String,
    /// Beginning of every address.
    origin: String,
}

/// What the store answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) last_modified: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Endpoint {
    /// `https://host:port` or `http://host:port`, without a path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let origin = text.trim().trim_end_matches('/');
        let (_, host) = origin.split_once("://")?;
        (Client::is_address(origin) && !host.contains(['/', '?'])).then(|| Self {
            host: host.to_owned(),
            origin: origin.to_owned(),
        })
    }
}

pub(super) async fn ask(
    client: &Client,
    endpoint: &Endpoint,
    method: Method,
    address: &str,
    headers: &[(&str, &str)],
    authorization: &str,
    body: Vec<u8>,
) -> Result<Answer> {
    let mut request = Request::builder()
        .method(method)
        .uri(format!("{}{address}", endpoint.origin))
        .header(header::AUTHORIZATION, authorization);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(body).map_err(broken)?;
    let answer = client.ask(request, LIMITS).await.map_err(broken)?;
    let last_modified = answer.headers().get(header::LAST_MODIFIED);
    Ok(Answer {
        status: answer.status(),
        last_modified: last_modified.and_then(|value| Some(value.to_str().ok()?.to_owned())),
        body: answer.into_body(),
    })
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::File(std::io::Error::other(error))
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn only_addresses_without_a_path_are_taken() {
        for (text, host) in [
            ("http://10.1.2.3:9000/", "10.1.2.3:9000"),
            ("https://minio.example", "minio.example"),
        ] {
            assert_eq!(Endpoint::parse(text).unwrap().host, host);
        }
        for wrong in [
            "ftp://a",
            "a:9000",
            "http://",
            "http://a/b",
            "http://a b",
            "http://a?b",
        ] {
            assert_eq!(Endpoint::parse(wrong), None, "{wrong}");
        }
    }
}
