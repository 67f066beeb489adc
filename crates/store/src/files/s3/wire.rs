//! One request over one connection: nothing is kept open that a restart of the store would break.

use crate::error::{Error, Result};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Method, Request, StatusCode, body::Bytes, client::conn::http1, header};
use hyper_util::rt::TokioIo;
use std::time::Duration;
use tokio::{net::TcpStream, time::timeout};

/// How long the store may take to let us in.
const CONNECT: Duration = Duration::from_secs(10);
/// How long one request may take.
const WHOLE: Duration = Duration::from_secs(120);
/// The most an answer may hold: uploads are limited far below.
const MOST_BYTES: usize = 512 << 20;

/// Where the store is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Endpoint {
    /// Host and port as the header says them.
    pub(super) host: String,
    address: String,
}

/// What the store answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) last_modified: Option<String>,
    pub(super) body: Vec<u8>,
}

impl Endpoint {
    /// `http://host:port`, without a path.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let host = text.trim().trim_end_matches('/').strip_prefix("http://")?;
        let is_host = !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
        let has_port = host
            .rsplit_once(':')
            .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        is_host.then(|| Self {
            host: host.to_owned(),
            address: match has_port {
                true => host.to_owned(),
                false => format!("{host}:80"),
            },
        })
    }
}

pub(super) async fn ask(
    endpoint: &Endpoint,
    method: Method,
    address: &str,
    headers: &[(&str, &str)],
    authorization: &str,
    body: Vec<u8>,
) -> Result<Answer> {
    let mut request = Request::builder()
        .method(method)
        .uri(address)
        .header(header::AUTHORIZATION, authorization);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(Bytes::from(body))).map_err(broken)?;
    timeout(WHOLE, send(endpoint, request))
        .await
        .map_err(broken)?
}

async fn send(endpoint: &Endpoint, request: Request<Full<Bytes>>) -> Result<Answer> {
    let connecting = TcpStream::connect(&endpoint.address);
    let stream = timeout(CONNECT, connecting).await.map_err(broken)??;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    // Ends with the answer, or with what is wrong told to the sender.
    let driving = tokio::spawn(connection);
    let answer = async {
        let answer = sender.send_request(request).await.map_err(broken)?;
        let (parts, body) = answer.into_parts();
        let last_modified = parts.headers.get(header::LAST_MODIFIED);
        Ok(Answer {
            status: parts.status,
            last_modified: last_modified.and_then(|value| Some(value.to_str().ok()?.to_owned())),
            body: Limited::new(body, MOST_BYTES)
                .collect()
                .await
                .map_err(|error| Error::File(std::io::Error::other(error)))?
                .to_bytes()
                .to_vec(),
        })
    }
    .await;
    driving.abort();
    answer
}

fn broken(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::File(std::io::Error::other(error))
}

#[cfg(test)]
mod tests {
    use super::Endpoint;

    #[test]
    fn only_plain_addresses_without_a_path_are_taken() {
        let parsed = Endpoint::parse("http://10.1.2.3:9000/").unwrap();
        assert_eq!(
            (parsed.host.as_str(), parsed.address.as_str()),
            ("10.1.2.3:9000", "10.1.2.3:9000")
        );
        let parsed = Endpoint::parse("http://minio.local").unwrap();
        assert_eq!(
            (parsed.host.as_str(), parsed.address.as_str()),
            ("minio.local", "minio.local:80")
        );
        for wrong in ["https://a", "a:9000", "http://", "http://a/b", "http://a b"] {
            assert_eq!(Endpoint::parse(wrong), None, "{wrong}");
        }
    }
}
