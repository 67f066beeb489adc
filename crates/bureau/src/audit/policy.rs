//! Who may see the audit. The only place that decides it.

use base::{Actor, Refusal, Role};
use shell::Who;

/// 审计管理员; as long as there is no such role, the administrator of the system.
pub(super) const AUDITS: Who = Who::Roles(&[Role::Administrator]);

/// Whether this person may see the audit and say how long it is kept.
pub(super) fn may_audit(actor: &Actor) -> Result<(), Refusal> {
    if AUDITS.admits(Some(actor)) {
        return Ok(());
    }
    Err(Refusal::new(
        "audit.auditors_only",
        "审计记录只供审计管理员查看。",
        "如需查证，请联系审计管理员。",
    ))
}
