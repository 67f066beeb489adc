//! Encrypted connections: who is believed on the way out ([`Trust`]), one HTTP request over one
//! connection ([`Client`]), and the certificate shown to those who come in ([`Identity`]).
//!
//! rustls over `ring`, for everything there is: no C library of the machine takes part. What is said
//! to the administrator is Chinese; nothing of keys or contents is ever in an error.

mod ber;
mod client;
mod identity;
mod incoming;
pub mod ldap;
pub mod oidc;
mod trust;

pub use client::{Client, Limits, WireError};
pub use identity::{Identity, IdentityError};
pub use incoming::{Encrypted, Incoming};
pub use trust::{Trust, TrustError};

/// Words of HTTP, for those who ask.
pub use hyper::http;

use std::{path::Path, sync::Arc};

/// The one provider of ciphers.
fn provider() -> Arc<rustls::crypto::CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// Whether a file of keys can be read, in a sentence if not.
fn read_pem(file: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(file).map_err(|_| {
        format!(
            "文件“{}”读不了，请检查路径，并让运行落实的系统账号能读它",
            file.display()
        )
    })
}
