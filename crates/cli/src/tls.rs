//! Our own certificate: connections taken in under it, read anew when it changes, looked at by the
//! doctor.

use anyhow::bail;
use axum::{
    extract::{ConnectInfo, Request, connect_info::Connected},
    middleware::Next,
    response::Response,
    serve::{IncomingStream, Listener},
};
use base::{Clock, clock::SystemClock, config::Tls};
use shell::origin::OverTls;
use std::{io, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use wire::{Encrypted, Identity, Incoming};

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// The certificate that is set on the command line, else in the settings; none when a proxy has it.
pub(crate) fn identity(
    certificate: Option<&Path>,
    key: Option<&Path>,
    config: Option<&Tls>,
) -> anyhow::Result<Option<Arc<Identity>>> {
    let (certificate, key) = match (certificate, key, config) {
        (Some(certificate), Some(key), _) => (certificate, key),
        (None, None, Some(tls)) => (tls.certificate.as_path(), tls.key.as_path()),
        (None, None, None) => return Ok(None),
        _ => bail!("--tls-certificate 和 --tls-key 要一起写"),
    };
    let identity = Identity::read(certificate, key, SystemClock.now_ms())?;
    Ok(Some(Arc::new(identity)))
}

/// Reads the certificate anew when its files change, or at once on SIGHUP. One that cannot be used
/// leaves the old one in place.
pub(crate) async fn keep_current(identity: Arc<Identity>) {
    loop {
        let is_told = tokio::select! {
            () = told_to_look() => true,
            () = tokio::time::sleep(LOOK_EVERY) => false,
        };
        if !is_told && !identity.is_outdated() {
            continue;
        }
        match identity.renew(SystemClock.now_ms()) {
            Ok(()) => tracing::info!("the certificate was read anew"),
            Err(error) => tracing::warn!(%error, "the certificate stays as it was"),
        }
    }
}

#[cfg(unix)]
async fn told_to_look() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::hangup()) {
        Ok(mut hangup) => {
            hangup.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn told_to_look() {
    std::future::pending().await
}

/// What axum serves when there is a certificate.
pub(crate) struct TlsListener(pub(crate) Incoming);

impl Listener for TlsListener {
    type Io = Encrypted;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Encrypted, SocketAddr) {
        self.0.accept().await
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.0.local_addr())
    }
}

/// Who is at the other end of an encrypted connection.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, TlsListener>> for Peer {
    fn connect_info(stream: IncomingStream<'_, TlsListener>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// Says of a request that it came encrypted, and from whom, in the words the pages know.
pub(crate) async fn mark(mut request: Request, next: Next) -> Response {
    let extensions = request.extensions_mut();
    if let Some(ConnectInfo(Peer(address))) = extensions.remove::<ConnectInfo<Peer>>() {
        extensions.insert(ConnectInfo(address));
    }
    extensions.insert(OverTls);
    next.run(request).await
}
