//! Who may see the audit. The only place that decides it.

use base::{Actor, Refusal, Role};
use shell::Who;

/// 审计管理员 and nobody else: the trail is there to watch administrators, leaders and the general
/// office alike, and it names addresses and failed log-ins. What happened to a plan or a unit they
/// see on its own page.
pub(super) const AUDITS: Who = Who::Roles(&[Role::AuditAdministrator]);

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
