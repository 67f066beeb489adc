//! Who may change the calendar: the general office and the administrator. Everybody signed in sees it.

use base::{Actor, Refusal, Role};
use shell::Who;

const KEEPERS: &[Role] = &[Role::Administrator, Role::GeneralOffice];

/// The same, for routes.
pub(super) const KEEPS: Who = Who::Roles(KEEPERS);

/// Whether the buttons for changing are shown.
pub(super) fn keeps(actor: &Actor) -> bool {
    actor.is_any(KEEPERS)
}

/// Whether this person may change the calendar.
pub(super) fn may_keep(actor: &Actor) -> Result<(), Refusal> {
    if keeps(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "calendar.keepers_only",
        "工作日历由局办公室和系统管理员维护。",
        "如需更改，请联系局办公室。",
    ))
}
