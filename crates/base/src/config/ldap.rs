//! 目录服务: passwords checked by LDAP or Active Directory.

use super::{Secret, parsed};
use serde::Deserialize;
use std::path::PathBuf;

/// A directory that knows the passwords of people who have an account here. Either `user_dn`, or
/// `base` and `filter`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ldap {
    /// `ldaps://host:636`, or `ldap://host:389`.
    pub url: String,
    /// Whether `ldap://` is encrypted after the first words. Without it only this machine is asked.
    #[serde(default, deserialize_with = "parsed")]
    pub start_tls: bool,
    /// The name of a person with a place for the log-in: `uid={login},ou=people,dc=example`.
    pub user_dn: Option<String>,
    /// Below what people are looked for.
    pub base: Option<String>,
    /// By what: `(sAMAccountName={login})`.
    pub filter: Option<String>,
    /// Under which name they are looked for; nobody in particular when there is none.
    pub bind_dn: Option<String>,
    /// The password of that name.
    pub bind_password: Option<Secret>,
    /// The issuers of certificates to believe instead of those of the machine.
    pub ca: Option<PathBuf>,
    /// How long the directory may take.
    #[serde(default, deserialize_with = "parsed")]
    pub timeout_seconds: u64,
}
