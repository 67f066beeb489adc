//! What the machine's administrator sets before the start: `luoshi.toml` in the data folder, and
//! environment variables over it. Read once; a key nobody knows or a value that is missing stops the
//! start with one sentence. What people of the bureau set is in the database and on pages instead.
//!
//! A section is a struct with `#[serde(deny_unknown_fields)]`, a field of [`Config`] and a line in
//! [`Config::read`]. `[s3] secret_key` is `LUOSHI_S3_SECRET_KEY` in the environment. A field that is
//! no text says `#[serde(deserialize_with = "base::config::parsed")]`, because the environment knows
//! only texts; a secret is a [`Secret`], and may stand in a file of its own (`secret_key_file`).

mod files;
mod ldap;
mod oidc;
mod outward;
mod s3;
mod sections;
mod tls;

pub use files::Files;
pub use ldap::Ldap;
pub use oidc::{Matched, Oidc};
pub use outward::{MailSecurity, MailServer, Site};
pub use s3::S3;
pub use sections::{ConfigError, parsed};
pub use tls::Tls;

use sections::Sections;
use serde::Deserialize;

/// The file in the data folder.
pub const FILE: &str = "luoshi.toml";

/// Everything that is set before the start. One without sections is a valid one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// `[files]`: what may be attached.
    pub files: Files,
    /// `[s3]`: uploaded files are kept in an S3-compatible store instead of the data folder.
    pub s3: Option<S3>,
    /// `[site]`: where people open the application.
    pub site: Option<Site>,
    /// `[mail]`: the server mail is handed to; nobody is mailed without.
    pub mail: Option<MailServer>,
    /// `[tls]`: our own certificate.
    pub tls: Option<Tls>,
    /// `[oidc]`: a provider vouches for people.
    pub oidc: Option<Oidc>,
    /// `[ldap]`: a directory knows passwords.
    pub ldap: Option<Ldap>,
    /// Nothing leaves this machine, whatever is set: the demo's. No file and no variable says so.
    pub is_closed: bool,
}

impl Config {
    /// Reads the text of the file (nothing when there is none) and the variables of the environment;
    /// variables of others are passed over.
    pub fn read(
        file: Option<&str>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, ConfigError> {
        let mut sections = Sections::read(file, environment)?;
        let mut config = Self {
            files: sections.take("files")?.unwrap_or_default(),
            s3: sections.take("s3")?,
            site: sections.take("site")?,
            mail: sections.take("mail")?,
            tls: sections.take("tls")?,
            oidc: sections.take("oidc")?,
            ldap: sections.take("ldap")?,
            is_closed: false,
        };
        sections.end()?;
        config.agree_on_address()?;
        Ok(config)
    }

    /// Where people open the application is said once, in `[site]` or in `[oidc]`.
    fn agree_on_address(&mut self) -> Result<(), ConfigError> {
        let Some(oidc) = &mut self.oidc else {
            return Ok(());
        };
        match &self.site {
            Some(site) if oidc.address.is_empty() => oidc.address.clone_from(&site.address),
            Some(_) => {}
            None if oidc.address.is_empty() => return Err(ConfigError::no_address()),
            None => {
                self.site = Some(Site {
                    address: oidc.address.clone(),
                });
            }
        }
        Ok(())
    }

    /// Lets paths that do not say where they begin, begin in the data folder.
    #[must_use]
    pub fn begin_in(mut self, data: &std::path::Path) -> Self {
        if let Some(mail) = &mut self.mail {
            mail.begin_in(data);
        }
        self
    }

    /// The same settings where nothing may leave the machine.
    #[must_use]
    pub fn closed(self) -> Self {
        Self {
            mail: None,
            is_closed: true,
            ..self
        }
    }
}

/// A word that must not be seen: shown as `***` wherever a value is printed.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret of this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for whoever proves by it who we are.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests;
