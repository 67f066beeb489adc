//! Where uploaded files are kept when not in the data folder.

use super::Secret;
use serde::Deserialize;
use std::path::PathBuf;

/// An S3-compatible store (MinIO, Ceph, a cloud's).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct S3 {
    /// Address of the service: `https://minio.example:9000`, or `http://`.
    pub endpoint: String,
    /// Name of the bucket; it must be there.
    pub bucket: String,
    /// Its region; most own stores take any.
    #[serde(default = "usual_region")]
    pub region: String,
    /// Name of the key.
    pub access_key: String,
    /// The key.
    pub secret_key: Secret,
    /// Beginning of the names in the bucket, when it holds other things as well.
    #[serde(default)]
    pub prefix: String,
    /// The issuers of certificates to believe instead of those of the machine.
    pub ca: Option<PathBuf>,
}

fn usual_region() -> String {
    "us-east-1".to_owned()
}
