//! Whom we believe on the way out.

use crate::{provider, read_pem};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};
use std::{
    path::Path,
    sync::{Arc, LazyLock},
};

/// The certificates the machine believes; read once.
static OF_MACHINE: LazyLock<RootCertStore> = LazyLock::new(|| {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    let (n_taken, n_passed) = roots.add_parsable_certificates(found.certs);
    tracing::debug!(n_taken, n_passed, "the machine's certificates were read");
    roots
});

/// The issuers believed when we connect to somebody.
#[derive(Debug, Clone)]
pub struct Trust(Arc<ClientConfig>);

/// The file of the house's own issuer is of no use; in a sentence without its stop.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TrustError(String);

impl Trust {
    /// Believes the issuers of this file and nobody else; without a file, those of the machine.
    pub fn new(own_issuers: Option<&Path>) -> Result<Self, TrustError> {
        match own_issuers {
            None => Ok(Self::of(OF_MACHINE.clone())),
            Some(file) => read_issuers(file).map(Self::of),
        }
    }

    fn of(roots: RootCertStore) -> Self {
        let config = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(rustls::ALL_VERSIONS);
        let config = match config {
            Ok(config) => config,
            // The provider speaks both versions: it never comes to this.
            Err(_) => ClientConfig::builder(),
        };
        let config = config.with_root_certificates(roots).with_no_client_auth();
        Self(Arc::new(config))
    }

    /// For libraries that speak TLS themselves.
    #[must_use]
    pub fn config(&self) -> Arc<ClientConfig> {
        self.0.clone()
    }
}

fn read_issuers(file: &Path) -> Result<RootCertStore, TrustError> {
    let pem = read_pem(file).map_err(TrustError)?;
    let mut roots = RootCertStore::empty();
    let certificates = CertificateDer::pem_slice_iter(&pem).filter_map(Result::ok);
    let (n_taken, _) = roots.add_parsable_certificates(certificates);
    match n_taken {
        0 => Err(TrustError(format!(
            "文件“{}”里没有颁发机构的证书，请换成 PEM 格式（以 -----BEGIN CERTIFICATE----- 开头）",
            file.display()
        ))),
        _ => Ok(roots),
    }
}

#[cfg(test)]
mod tests {
    use super::Trust;

    #[test]
    fn a_file_without_a_certificate_is_said_to_be_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ca.pem");
        let complaint = |file| Trust::new(Some(file)).unwrap_err().to_string();
        assert!(complaint(&file).contains("读不了"));
        std::fs::write(&file, "hello").unwrap();
        assert!(complaint(&file).contains("没有颁发机构的证书"));
        assert!(Trust::new(None).is_ok());
    }
}
