//! What waits in the inboxes of the demo county on its day.

use super::{clock, today};
use crate::inbox;
use store::{Db, Result};

/// The reminders of this morning.
pub(super) async fn create(db: &Db) -> Result<()> {
    inbox::remind(db, clock().now_ms(), today()).await?;
    Ok(())
}
