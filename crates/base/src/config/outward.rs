//! How people are reached outside the application. Robots of groups are set on a page instead: their
//! keys change with the groups, and no machine has to be restarted for one.

use super::{ConfigError, Secret, parsed};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Where people open the application.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Links in messages begin with it: `https://luoshi.example.cn`.
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
    /// Password or authorisation code.
    #[serde(default)]
    pub password: Option<Secret>,
    /// A file that holds nothing but the password, for those who keep it apart from the settings.
    #[serde(default)]
    pub password_file: Option<PathBuf>,
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

    /// Takes the password out of its file; paths begin in `folder` when they do not say where.
    pub(super) fn read_files(&mut self, folder: &Path) -> Result<(), ConfigError> {
        if let Some(file) = &mut self.authority_file {
            *file = folder.join(&*file);
        }
        let Some(file) = self.password_file.take() else {
            return Ok(());
        };
        if self.password.is_some() {
            return Err(ConfigError::of(
                "设置 [mail] 里同时写了 password 和 password_file，没有启动；请只留一个".to_owned(),
            ));
        }
        let file = folder.join(file);
        let text = std::fs::read_to_string(&file).map_err(|_| {
            ConfigError::of(format!(
                "邮件密码文件“{}”读不了，没有启动；请检查 [mail] password_file 的路径和权限",
                file.display()
            ))
        })?;
        self.password = Some(Secret::new(text.trim_end_matches(['\r', '\n'])));
        Ok(())
    }
}
