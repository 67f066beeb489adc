//! Our own certificate, where no proxy in front has one.

use serde::Deserialize;
use std::path::PathBuf;

/// The certificate shown to browsers; reading it anew needs no restart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// The certificate in PEM, ours first, those of its issuers after it.
    pub certificate: PathBuf,
    /// Its key in PEM, without a password.
    pub key: PathBuf,
}
