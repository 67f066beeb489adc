//! How people are reached outside the application. Robots of groups are set on a page instead: their
//! keys change with the groups, and no machine has to be restarted for one.

use super::{Secret, parsed};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where people open the application: the one place that says so. An address in `[oidc]` counts for
/// it where there is none, as it did before.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Links in messages begin with it, and providers of log-ins send people back to it:
    /// `https://luoshi.example.cn`.
    pub address: String,
}

/// The server mail is handed to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailServer {
    /// Name of its machine.
    pub host: String,
    /// Its port; without one the usual port of its security.
    #[serde(default, deserialize_with = "parsed")]
    pub port: u16,
    /// How the connection is protected.
    #[serde(default)]
    pub security: MailSecurity,
    /// Log-in; empty when the server asks for none.
    #[serde(default)]
    pub user: String,
    /// Password or authorisation code; may stand in a file of its own.
    #[serde(default)]
    pub password: Option<Secret>,
    /// Certificate (PEM) of the authority that signed the server's, when the machine does not know it.
    #[serde(default)]
    pub authority_file: Option<PathBuf>,
    /// Who writes: `落实 <luoshi@example.cn>`.
    pub from: String,
}

/// How a connection to the mail server is protected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS from the first byte.
    Tls,
    /// Begins in the open and changes to TLS before anything is said.
    #[default]
    StartTls,
    /// In the open: for a relay on the own network that knows nothing else.
    None,
}

impl MailServer {
    /// The port that is spoken to.
    #[must_use]
    pub fn port(&self) -> u16 {
        match (self.port, self.security) {
            (0, MailSecurity::Tls) => 465,
            (0, MailSecurity::StartTls) => 587,
            (0, MailSecurity::None) => 25,
            (port, _) => port,
        }
    }

    /// A path that does not say where it begins, begins in `folder`.
    pub(super) fn begin_in(&mut self, folder: &Path) {
        if let Some(file) = &mut self.authority_file {
            *file = folder.join(&*file);
        }
    }
}
