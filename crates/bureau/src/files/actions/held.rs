//! Whether things have anything attached, for a slice that wants to let them go.

use crate::files::store;
use ::store::{Read, Result};

/// That a thing has something attached, and who attached it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) object: String,
    pub(crate) person: String,
}

/// What is attached to these things of a kind, the earliest first.
pub(crate) async fn held(db: &impl Read, kind: &str, objects: &[&str]) -> Result<Vec<Held>> {
    let attached = store::of_many(db, kind, objects).await?;
    Ok(attached
        .into_iter()
        .map(|one| Held {
            object: one.object_id,
            person: one.person_name,
        })
        .collect())
}
