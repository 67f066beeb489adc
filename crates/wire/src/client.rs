//! One request over one connection: nothing is kept open that a restart of the other side would break.

use crate::{Trust, TrustError};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request, Response, Uri,
    body::Bytes,
    client::conn::http1,
    header::{self, HeaderValue},
    http::uri::Scheme,
};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::{path::Path, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

/// How long one request may take and how much may come back.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// To be let in, TLS included.
    pub connect: Duration,
    /// Until the last byte is here.
    pub whole: Duration,
    /// Of the answer.
    pub most_bytes: usize,
}

/// Whoever asks others over HTTP/1.1; follows no redirects.
#[derive(Debug, Clone)]
pub struct Client {
    trust: Trust,
}

/// Why there was no answer.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// It is no address we could ask.
    #[error("no address of http or https")]
    Address,
    /// Nobody is there, or whoever is there is not believed.
    #[error("cannot connect: {0}")]
    Connect(#[source] std::io::Error),
    /// It took too long.
    #[error("took too long")]
    TimedOut,
    /// The conversation broke off, or the answer was too long.
    #[error("broke off: {0}")]
    Broken(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Client {
    /// A client that believes the issuers of this file, or those of the machine.
    pub fn new(own_issuers: Option<&Path>) -> Result<Self, TrustError> {
        Trust::new(own_issuers).map(|trust| Self { trust })
    }

    /// Whether it is an address this client could ask.
    #[must_use]
    pub fn is_address(text: &str) -> bool {
        text.parse().is_ok_and(|uri| Target::of(&uri).is_some())
    }

    /// Asks; the request names the whole address.
    pub async fn ask(
        &self,
        request: Request<Vec<u8>>,
        limits: Limits,
    ) -> Result<Response<Vec<u8>>, WireError> {
        timeout(limits.whole, self.ask_patiently(request, limits))
            .await
            .map_err(|_| WireError::TimedOut)?
    }

    async fn ask_patiently(
        &self,
        mut request: Request<Vec<u8>>,
        limits: Limits,
    ) -> Result<Response<Vec<u8>>, WireError> {
        let target = Target::of(request.uri()).ok_or(WireError::Address)?;
        let path = request.uri().path_and_query().cloned();
        *request.uri_mut() = path.map_or_else(|| Uri::from_static("/"), Uri::from);
        let headers = request.headers_mut();
        if !headers.contains_key(header::HOST) {
            let host = HeaderValue::from_str(&target.authority).map_err(|_| WireError::Address)?;
            headers.insert(header::HOST, host);
        }
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let connecting = TcpStream::connect((target.host.as_str(), target.port));
        let connected = async {
            let stream = connecting.await?;
            let Some(name) = target.tls_name else {
                return Ok(Either::Plain(stream));
            };
            let connector = TlsConnector::from(self.trust.config());
            let stream = connector.connect(name, stream).await?;
            Ok(Either::Tls(Box::new(stream)))
        };
        let connected = timeout(limits.connect, connected)
            .await
            .map_err(|_| WireError::TimedOut)?
            .map_err(WireError::Connect)?;
        match connected {
            Either::Plain(stream) => exchange(stream, request, limits.most_bytes).await,
            Either::Tls(stream) => exchange(stream, request, limits.most_bytes).await,
        }
    }
}

enum Either {
    Plain(TcpStream),
    Tls(Box<tokio_rustls::client::TlsStream<TcpStream>>),
}

async fn exchange(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    request: Request<Full<Bytes>>,
    most_bytes: usize,
) -> Result<Response<Vec<u8>>, WireError> {
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| WireError::Broken(error.into()))?;
    // Ends with the answer, or with what is wrong told to the sender.
    let driving = tokio::spawn(connection);
    let answer = async {
        let answer = sender
            .send_request(request)
            .await
            .map_err(|error| WireError::Broken(error.into()))?;
        let (parts, body) = answer.into_parts();
        let body = Limited::new(body, most_bytes).collect().await;
        let body = body.map_err(WireError::Broken)?.to_bytes().to_vec();
        Ok(Response::from_parts(parts, body))
    }
    .await;
    driving.abort();
    answer
}

/// Where a request goes.
struct Target {
    authority: String,
    host: String,
    port: u16,
    tls_name: Option<ServerName<'static>>,
}

impl Target {
    fn of(uri: &Uri) -> Option<Self> {
        let is_tls = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return None,
        };
        let authority = uri.authority()?.as_str();
        // A name and a password in an address would end up in logs.
        if authority.contains('@') || uri.host()?.is_empty() {
            return None;
        }
        let host = uri.host()?.trim_matches(['[', ']']).to_owned();
        let tls_name = match is_tls {
            true => Some(ServerName::try_from(host.clone()).ok()?),
            false => None,
        };
        Some(Self {
            authority: authority.to_owned(),
            port: uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 }),
            host,
            tls_name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Client;

    #[test]
    fn only_whole_addresses_without_a_password_are_asked() {
        for address in [
            "http://10.1.2.3:9000",
            "https://sso.example.gov.cn/realms/a?b=c",
            "https://[::1]:8443/",
        ] {
            assert!(Client::is_address(address), "{address}");
        }
        for wrong in [
            "",
            "10.1.2.3:9000",
            "ftp://a",
            "http://",
            "http://a b",
            "https://name:word@a/",
            "/path",
        ] {
            assert!(!Client::is_address(wrong), "{wrong}");
        }
    }
}
