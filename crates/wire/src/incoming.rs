//! Connections that come in encrypted.

use crate::{Identity, IdentityError};
use rustls::ServerConfig;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{Semaphore, mpsc},
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

/// How long agreeing on keys may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// How many may be at it at once; others wait in the queue of the system.
const MOST_AT_IT: usize = 512;
/// How a TLS conversation begins.
const BEGINS_TLS: u8 = 0x16;
/// For whoever typed http:// and this port.
const PLAIN: &str = "这个端口只接受加密连接，请把地址开头的 http:// 改为 https:// 再打开。\n";

/// A connection that is encrypted.
pub type Encrypted = tokio_rustls::server::TlsStream<TcpStream>;

/// Takes in connections; slow ones keep nobody waiting.
#[derive(Debug)]
pub struct Incoming {
    address: SocketAddr,
    ready: mpsc::Receiver<(Encrypted, SocketAddr)>,
    accepting: JoinHandle<()>,
}

impl Drop for Incoming {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Identity {
    /// Takes in connections of this listener under the certificate.
    pub fn take_in(&self, listener: TcpListener) -> Result<Incoming, IdentityError> {
        let config = self.server()?;
        let address = listener
            .local_addr()
            .map_err(|_| IdentityError("监听的端口用不了".to_owned()))?;
        let (sender, ready) = mpsc::channel(MOST_AT_IT);
        let accepting = tokio::spawn(accept_all(listener, config, sender));
        Ok(Incoming {
            address,
            ready,
            accepting,
        })
    }
}

impl Incoming {
    /// The next connection.
    pub async fn accept(&mut self) -> (Encrypted, SocketAddr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // Nothing more comes; whoever waits is told to stop in another way.
            None => std::future::pending().await,
        }
    }

    /// Where it listens.
    #[must_use]
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }
}

async fn accept_all(
    listener: TcpListener,
    config: Arc<ServerConfig>,
    sender: mpsc::Sender<(Encrypted, SocketAddr)>,
) {
    let acceptor = TlsAcceptor::from(config);
    let at_it = Arc::new(Semaphore::new(MOST_AT_IT));
    loop {
        let Ok(permit) = at_it.clone().acquire_owned().await else {
            return;
        };
        let (stream, address) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                // Too many files are open, most likely: closing some takes a while.
                tracing::warn!(%error, "a connection was not taken in");
                sleep(Duration::from_millis(500)).await;
                continue;
            }
        };
        let (acceptor, sender) = (acceptor.clone(), sender.clone());
        tokio::spawn(async move {
            match timeout(HANDSHAKE, agree(acceptor, stream)).await {
                Ok(Ok(stream)) => {
                    let _ = sender.send((stream, address)).await;
                }
                Ok(Err(error)) => tracing::debug!(%error, "no keys were agreed on"),
                Err(_) => tracing::debug!("agreeing on keys took too long"),
            }
            drop(permit);
        });
    }
}

async fn agree(acceptor: TlsAcceptor, mut stream: TcpStream) -> io::Result<Encrypted> {
    let mut first = [0];
    if stream.peek(&mut first).await? == 1 && first != [BEGINS_TLS] {
        let answer = format!(
            "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n{PLAIN}",
            PLAIN.len()
        );
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // Closed with something unread, the answer would be thrown away on its way.
        let mut unread = [0; 4096];
        while stream.read(&mut unread).await? > 0 {}
        return Err(io::Error::other("it was not encrypted"));
    }
    acceptor.accept(stream).await
}
