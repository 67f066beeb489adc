//! Whether a directory (LDAP, Active Directory) takes somebody's password: the four requests that
//! are needed, of LDAP version 3 (RFC 4511).
//!
//! What somebody typed never becomes part of a text that is parsed: a filter is taken apart before
//! they come, and a distinguished name is escaped.

mod filter;
mod talk;

pub use filter::{Filter, FilterError};

use crate::{Trust, ber};
use rustls::pki_types::ServerName;
use std::time::Duration;
use talk::{Talk, is_success};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::TlsConnector;

/// What stands in a pattern for the log-in that was typed.
pub const LOGIN: &str = "{login}";

/// A directory and how people are found in it.
#[derive(Debug, Clone)]
pub struct Directory {
    /// Name or address of the machine.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub encryption: Encryption,
    /// How people are found.
    pub lookup: Lookup,
    /// How long the whole may take.
    pub patience: Duration,
}

/// How a connection is encrypted.
#[derive(Debug, Clone)]
pub enum Encryption {
    /// From the first byte (`ldaps://`).
    Tls(Trust),
    /// After both agree to (StartTLS).
    StartTls(Trust),
    /// Not at all: on this machine only.
    None,
}

/// How people are found in a directory.
#[derive(Clone)]
pub enum Lookup {
    /// Their name is known but for the log-in: `uid={login},ou=people,dc=example`.
    Pattern(String),
    /// They are looked for under a name of our own.
    Search {
        /// Under which name, and by which password.
        bind: Option<(String, String)>,
        /// Below what.
        base: String,
        /// By what.
        filter: Filter,
    },
}

impl std::fmt::Debug for Lookup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Pattern(_) => "Pattern",
            Self::Search { .. } => "Search",
        })
    }
}

/// Why a directory could not be asked. Holds no password and no name of a person.
#[derive(Debug, thiserror::Error)]
pub enum LdapError {
    /// Nobody is there, or whoever is there is not believed.
    #[error("cannot connect: {0}")]
    Connect(#[source] std::io::Error),
    /// It took too long.
    #[error("took too long")]
    TimedOut,
    /// The directory does not take our own name and password.
    #[error("the directory does not let the service account in (result {0})")]
    Service(u32),
    /// It does not look for what we ask.
    #[error("the directory does not search (result {0})")]
    Search(u32),
    /// Several people answer to one log-in.
    #[error("more than one entry answers to a log-in")]
    Ambiguous,
    /// It does not encrypt.
    #[error("the directory does not start TLS (result {0})")]
    StartTls(u32),
    /// What it says cannot be read.
    #[error("the answer cannot be read")]
    Unreadable,
}

impl Directory {
    /// Whether the directory takes this password for this log-in. An empty one is none: to a directory
    /// it would mean that nobody in particular comes in, which it would allow.
    pub async fn takes(&self, login: &str, password: &str) -> Result<bool, LdapError> {
        if login.is_empty() || password.is_empty() {
            return Ok(false);
        }
        timeout(self.patience, self.ask(Some((login, password))))
            .await
            .map_err(|_| LdapError::TimedOut)?
    }

    /// Whether people could be looked for and asked about now. Nobody's password is tried but our own.
    pub async fn greet(&self) -> Result<(), LdapError> {
        timeout(self.patience, self.ask(None))
            .await
            .map_err(|_| LdapError::TimedOut)?
            .map(|_| ())
    }

    async fn ask(&self, somebody: Option<(&str, &str)>) -> Result<bool, LdapError> {
        let stream = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(LdapError::Connect)?;
        match &self.encryption {
            Encryption::None => self.converse(Talk::new(stream), somebody).await,
            Encryption::Tls(trust) => {
                let stream = self.encrypt(stream, trust).await?;
                self.converse(Talk::new(stream), somebody).await
            }
            Encryption::StartTls(trust) => {
                let mut talk = Talk::new(stream);
                let result = talk.start_tls().await?;
                if !is_success(result) {
                    return Err(LdapError::StartTls(result));
                }
                let stream = talk.into_stream()?;
                let stream = self.encrypt(stream, trust).await?;
                self.converse(Talk::new(stream), somebody).await
            }
        }
    }

    async fn encrypt(
        &self,
        stream: TcpStream,
        trust: &Trust,
    ) -> Result<tokio_rustls::client::TlsStream<TcpStream>, LdapError> {
        let name = ServerName::try_from(self.host.clone())
            .map_err(|error| LdapError::Connect(std::io::Error::other(error)))?;
        TlsConnector::from(trust.config())
            .connect(name, stream)
            .await
            .map_err(LdapError::Connect)
    }

    async fn converse<S: talk::Stream>(
        &self,
        mut talk: Talk<S>,
        somebody: Option<(&str, &str)>,
    ) -> Result<bool, LdapError> {
        if let Lookup::Search {
            bind: Some((name, password)),
            ..
        } = &self.lookup
        {
            let result = talk.bind(name, password).await?;
            if !is_success(result) {
                return Err(LdapError::Service(result));
            }
        }
        let Some((login, password)) = somebody else {
            match &self.lookup {
                // Whatever it thinks of nobody in particular: it speaks our language.
                Lookup::Pattern(_) => drop(talk.bind("", "").await?),
                Lookup::Search { base, .. } => talk.look_at(base).await?,
            }
            talk.leave().await;
            return Ok(true);
        };
        let name = match &self.lookup {
            Lookup::Pattern(pattern) => Some(pattern.replace(LOGIN, &escaped(login))),
            Lookup::Search { base, filter, .. } => talk.find(base, &filter.of(login)).await?,
        };
        let Some(name) = name.filter(|name| !name.is_empty()) else {
            return Ok(false);
        };
        let result = talk.bind(&name, password).await?;
        talk.leave().await;
        Ok(is_success(result))
    }
}

/// A value as it stands in a distinguished name (RFC 4514).
fn escaped(value: &str) -> String {
    let last = value.chars().count().saturating_sub(1);
    let mut escaped = String::with_capacity(value.len());
    for (place, c) in value.chars().enumerate() {
        let is_edge = (c == ' ' && (place == 0 || place == last)) || (c == '#' && place == 0);
        match c {
            '\0' => escaped.push_str("\\00"),
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' | '=' => escaped.extend(['\\', c]),
            c if is_edge => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
