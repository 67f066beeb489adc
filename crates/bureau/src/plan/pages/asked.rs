//! What several pages are asked in their address.

use serde::Deserialize;

/// Which version of a plan; none for the newest.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Version {
    pub(super) version: Option<i64>,
}
