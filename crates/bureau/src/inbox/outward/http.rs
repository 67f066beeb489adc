//! One POST to one configured host: no redirects, no cookies, no proxies, a small reply, a time limit.

use super::Fault;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::{Request, body::Bytes, header};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use std::{net::IpAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tokio_rustls::TlsConnector;

/// How long one call may take.
pub(super) const MOST_TIME: Duration = Duration::from_secs(15);

/// The most of a reply that is read.
const MOST_REPLY: usize = 64 << 10;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) host: String,
    port: u16,
    is_tls: bool,
    /// Path and query; holds keys.
    path: String,
}

impl Target {
    /// Takes an address apart. In the open only this machine is spoken to.
    pub(super) fn of(url: &str) -> Option<Self> {
        let uri: hyper::Uri = url.parse().ok()?;
        let host = uri.host()?.to_owned();
        let is_tls = uri.scheme_str()? == "https";
        let is_here = host
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback());
        let has_user = uri.authority()?.as_str().contains('@');
        if has_user || !(is_tls || uri.scheme_str()? == "http" && is_here) {
            return None;
        }
        Some(Self {
            port: uri.port_u16().unwrap_or(if is_tls { 443 } else { 80 }),
            path: uri.path_and_query()?.as_str().to_owned(),
            host,
            is_tls,
        })
    }
}

/// The host of an address that could be posted to.
pub(in crate::inbox) fn host_of(url: &str) -> Option<String> {
    Target::of(url).map(|target| target.host)
}

/// Posts JSON and gives the reply. What is wrong is said without the address, which holds keys.
pub(super) async fn post(url: &str, body: String, most_time: Duration) -> Result<String, Fault> {
    let target = Target::of(url).ok_or_else(|| Fault::for_good("群机器人的地址无效"))?;
    match tokio::time::timeout(most_time, post_to(&target, body)).await {
        Ok(reply) => reply,
        Err(_) => Err(Fault::for_now("群机器人的服务器没有及时答复")),
    }
}

async fn post_to(target: &Target, body: String) -> Result<String, Fault> {
    let stream = TcpStream::connect((target.host.as_str(), target.port))
        .await
        .map_err(|_| Fault::for_now("群机器人的服务器连接不上"))?;
    if !target.is_tls {
        return speak(stream, target, body).await;
    }
    let name = ServerName::try_from(target.host.clone())
        .map_err(|_| Fault::for_good("群机器人地址里的主机名无效"))?;
    let stream = TlsConnector::from(tls()?)
        .connect(name, stream)
        .await
        .map_err(|_| Fault::for_now("群机器人的服务器证书不受信任或加密连接失败"))?;
    speak(stream, target, body).await
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    target: &Target,
    body: String,
) -> Result<String, Fault> {
    let broken = |_: hyper::Error| Fault::for_now("群机器人的服务器中断了连接");
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(broken)?;
    let request = Request::post(&target.path)
        .header(header::HOST, &target.host)
        .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
        .body(Full::new(Bytes::from(body)))
        .map_err(|_| Fault::for_good("群机器人的地址无效"))?;
    let exchange = async {
        let reply = sender.send_request(request).await.map_err(broken)?;
        let status = reply.status();
        if !status.is_success() {
            let words = format!("群机器人的服务器答复 {}", status.as_u16());
            return Err(match status.is_server_error() || status.as_u16() == 429 {
                true => Fault::for_now(words),
                false => Fault::for_good(words),
            });
        }
        let body = Limited::new(reply.into_body(), MOST_REPLY).collect().await;
        let body = body
            .map_err(|_| Fault::for_now("群机器人的答复读不完整"))?
            .to_bytes();
        Ok(String::from_utf8_lossy(&body).into_owned())
    };
    // The connection has to be driven while the exchange goes on; it ends with it.
    tokio::pin!(connection);
    tokio::pin!(exchange);
    tokio::select! {
        reply = &mut exchange => reply,
        end = &mut connection => match end {
            Ok(()) => exchange.await,
            Err(_) => Err(Fault::for_now("群机器人的服务器中断了连接")),
        },
    }
}

/// The certificates this machine trusts: a bureau's network often has an authority of its own.
fn tls() -> Result<Arc<rustls::ClientConfig>, Fault> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|_| Fault::for_good("加密库不可用"))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
