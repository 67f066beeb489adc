//! What may be attached.

use super::parsed;
use serde::Deserialize;

/// The most an upload may hold at all; a setting may only lower it.
const UPLOAD_MB: u64 = 50;

/// Files attached to things.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Files {
    /// The most one attachment may hold, in megabytes.
    #[serde(deserialize_with = "parsed")]
    most_mb: u64,
}

impl Files {
    /// The most one attachment may hold, in megabytes: 30 when nothing is set.
    #[must_use]
    pub fn most_mb(&self) -> u64 {
        match self.most_mb {
            0 => 30,
            most_mb => most_mb.min(UPLOAD_MB),
        }
    }
}
