//! Who sets what of the inbox. Everybody sets for themselves how they want to be told.

use base::{Actor, Refusal, Role};
use shell::Who;

/// Who keeps the rules of reminding.
const RULE_KEEPERS: &[Role] = &[Role::Administrator, Role::GeneralOffice];

/// The same, for routes.
pub(super) const KEEPS_RULES: Who = Who::Roles(RULE_KEEPERS);

/// Who looks after what leaves the application: robots hold keys, and addresses are of all people.
pub(super) const SENDS: Who = Who::Roles(&[Role::Administrator]);

/// Whether this person looks after what leaves the application.
pub(super) fn sends(actor: &Actor) -> bool {
    SENDS.admits(Some(actor))
}

/// Whether this person keeps the rules of reminding.
pub(super) fn keeps_rules(actor: &Actor) -> bool {
    KEEPS_RULES.admits(Some(actor))
}

/// Whether this person may change the rules of reminding.
pub(super) fn may_keep_rules(actor: &Actor) -> Result<(), Refusal> {
    if keeps_rules(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "inbox.rule_keepers_only",
        "提醒规则由局办公室和系统管理员设定。",
        "如需调整，请联系局办公室。",
    ))
}

/// Whether this person may look after what leaves the application.
pub(super) fn may_send(actor: &Actor) -> Result<(), Refusal> {
    if sends(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "inbox.senders_only",
        "群机器人和对外发送由系统管理员设置。",
        "如需调整，请联系系统管理员。",
    ))
}

#[cfg(test)]
mod tests {
    use super::{keeps_rules, sends};
    use base::{Actor, Role};

    #[test]
    fn only_the_system_administrator_sends_and_the_general_office_keeps_rules_as_well() {
        for role in Role::ALL {
            let actor = Actor {
                roles: vec![role],
                ..Actor::default()
            };
            assert_eq!(sends(&actor), role == Role::Administrator);
            let keeps = matches!(role, Role::Administrator | Role::GeneralOffice);
            assert_eq!(keeps_rules(&actor), keeps, "{role:?}");
        }
    }
}
