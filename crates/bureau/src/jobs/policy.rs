//! A job is seen by whoever waits for it; what was given up, by the system administrator.

use base::{Actor, Role};
use shell::Who;
use store::jobs::Status;

/// Who looks after jobs that were given up.
pub(super) const TENDS: Who = Who::Roles(&[Role::Administrator]);

/// Whether this person waits for this job. Jobs nobody waits for have no page.
pub(super) fn waits_for(actor: &Actor, status: &Status) -> bool {
    !status.title.is_empty() && status.account == Some(actor.account)
}
