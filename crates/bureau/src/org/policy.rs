//! Who may see and do what with units and people.
//!
//! Only administrators change anything. The general office and the leaders see everything. All
//! others have the address list: names, units and posts, no telephone numbers and no log-ins.

use base::{Actor, Refusal, Role};
use shell::Who;

/// Who may change units, people and log-ins.
pub(super) const ADMINISTERS: Who = Who::Roles(&[Role::Administrator]);

/// Who may see telephone numbers, log-ins and the whole list as a file.
const SEES_EVERYTHING: &[Role] = &[Role::Administrator, Role::GeneralOffice, Role::Leader];

/// The same, for routes.
pub(super) const LOOKS_AT_EVERYTHING: Who = Who::Roles(SEES_EVERYTHING);

/// Whether this person may change units, people and log-ins.
pub(super) fn may_administer(actor: &Actor) -> Result<(), Refusal> {
    if administers(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "org.administrators_only",
        "单位、人员和账号由系统管理员维护。",
        "如需更改，请联系系统管理员。",
    ))
}

/// Whether the buttons for changing are shown.
pub(super) fn administers(actor: &Actor) -> bool {
    actor.is(Role::Administrator)
}

/// Whether telephone numbers and log-ins are shown.
pub(super) fn sees_everything(actor: &Actor) -> bool {
    actor.is_any(SEES_EVERYTHING)
}

/// Whether this person may have the whole list as a file.
pub(super) fn may_look_at_everything(actor: &Actor) -> Result<(), Refusal> {
    if sees_everything(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "org.lookers_only",
        "完整名单含手机号，只向系统管理员、局办公室和局领导提供。",
        "如需名单，请联系局办公室。",
    ))
}
