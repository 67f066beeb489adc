//! Who may see and do what with units, people and log-ins.
//!
//! 三员分立: three administrators keep the house, and none does the work of another. The one of the
//! system registers units and people and opens log-ins; the one of security looks after log-ins
//! once they are open and says who is an administrator; the one of the audit watches both (slice
//! `audit`). None of them has business. The general office and the leaders see everything here, and
//! the general office keeps delegations as the administrator of the system does. All others have
//! the address list: names, units and posts, no telephone numbers and no log-ins.
//!
//! A school's address list ends at its own house: itself and what is below it, the units above it,
//! and the bureau with its offices and institutes. The people of other schools are none of its
//! business.

use super::{
    model::{KeptDelegation, Unit, UnitKind},
    scope::Scope,
};
use base::{Actor, Refusal, Role};
use shell::Who;
use std::collections::BTreeSet;

/// Who may change units and people, and open and close log-ins.
pub(super) const ADMINISTERS: Who = Who::Roles(&[Role::Administrator]);

/// Who sets the rules for log-ins and looks after those that are open.
pub(super) const SECURES: Who = Who::Roles(&[Role::SecurityAdministrator]);

/// Who may come to the pages for posts and log-ins; which of them they fill says [`Filling`].
pub(super) const ADMINISTERS_OR_SECURES: Who =
    Who::Roles(&[Role::Administrator, Role::SecurityAdministrator]);

/// Who sees who the three administrators are: they themselves.
pub(super) const ARE_ADMINISTRATORS: Who = Who::Roles(&Role::ADMINISTRATORS);

/// Who may see telephone numbers, log-ins and what happened to units and people.
const SEES_EVERYTHING: &[Role] = &[
    Role::Administrator,
    Role::SecurityAdministrator,
    Role::GeneralOffice,
    Role::Leader,
];

/// Who may have the whole list as a file.
const EXPORTS: &[Role] = &[Role::Administrator, Role::GeneralOffice, Role::Leader];

/// The same, for routes.
pub(super) const LOOKS_AT_EVERYTHING: Who = Who::Roles(EXPORTS);

/// Whether this person may change units, people and log-ins.
pub(super) fn may_administer(actor: &Actor) -> Result<(), Refusal> {
    if administers(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "org.administrators_only",
        "单位、人员由系统管理员维护，账号由系统管理员开通。",
        "如需更改，请联系系统管理员。",
    ))
}

/// Who works for the whole bureau, as opposed to one school.
pub(super) fn works_for_bureau(role: Role) -> bool {
    role != Role::School
}

/// The units somebody finds in the address list; `scope` is what they may see the business of.
pub(super) fn address_list(actor: &Actor, scope: &Scope, units: &[Unit]) -> Scope {
    if *scope == Scope::All || actor.roles.iter().any(|role| works_for_bureau(*role)) {
        return Scope::All;
    }
    let is_of_bureau = |unit: &&Unit| {
        matches!(
            unit.kind,
            UnitKind::Bureau | UnitKind::Office | UnitKind::Affiliated
        )
    };
    let mut found: BTreeSet<_> = units
        .iter()
        .filter(is_of_bureau)
        .map(|unit| unit.id)
        .collect();
    for unit in units.iter().filter(|unit| scope.sees(unit.id)) {
        let mut at = Some(unit.id);
        while let Some(id) = at.filter(|id| found.insert(*id)) {
            at = units
                .iter()
                .find(|unit| unit.id == id)
                .and_then(|unit| unit.parent);
        }
    }
    Scope::Units(found)
}

/// Whether this person keeps the delegations of everybody.
pub(super) fn keeps_delegations(actor: &Actor) -> bool {
    actor.is_any(&[Role::Administrator, Role::GeneralOffice])
}

/// Whether this person may know of a delegation and end it: both sides, and who keeps them.
pub(super) fn sees_delegation(actor: &Actor, kept: &KeptDelegation) -> bool {
    keeps_delegations(actor) || [kept.person, kept.delegate].contains(&actor.person)
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
pub(super) fn exports(actor: &Actor) -> bool {
    actor.is_any(EXPORTS)
}

/// The same, or why not.
pub(super) fn may_look_at_everything(actor: &Actor) -> Result<(), Refusal> {
    if exports(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "org.lookers_only",
        "完整名单含手机号，只向系统管理员、局办公室和局领导提供。",
        "如需名单，请联系局办公室。",
    ))
}

/// What somebody may do with posts and log-ins, which depends on whether the house has an
/// administrator of security: as long as it has none (a house from before there was one), the
/// administrator of the system stands in, so that there can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Filling {
    administers: bool,
    secures: bool,
}

impl Filling {
    pub(super) fn of(actor: &Actor, house_has_security: bool) -> Self {
        let administers = administers(actor);
        Self {
            administers,
            secures: actor.is(Role::SecurityAdministrator) || (administers && !house_has_security),
        }
    }

    /// Whether a post of this role may be given, changed and ended.
    pub(super) fn fills(self, role: Role) -> bool {
        match role.is_administrators() {
            true => self.secures,
            false => self.administers,
        }
    }

    /// The same, or why not.
    pub(super) fn may_fill(self, role: Role) -> Result<(), Refusal> {
        if self.fills(role) {
            return Ok(());
        }
        Err(match role.is_administrators() {
            true => Refusal::new(
                "org.security_appoints",
                "三员由安全管理员任免。",
                "请联系安全管理员。",
            ),
            false => Refusal::new(
                "org.administrator_appoints",
                "业务岗位的任职由系统管理员登记。",
                "请联系系统管理员。",
            ),
        })
    }

    /// Whether log-ins are looked after: passwords reset, locks lifted, sessions ended.
    pub(super) fn secures(self) -> bool {
        self.secures
    }

    /// The same, or why not.
    pub(super) fn may_secure(self) -> Result<(), Refusal> {
        if self.secures {
            return Ok(());
        }
        Err(Refusal::new(
            "org.security_only",
            "重置密码、解锁和登录规则由安全管理员负责。",
            "请联系安全管理员。",
        ))
    }
}

/// 三员分立: whoever is one of the three administrators is nothing else besides.
pub(super) fn keep_apart(roles: &[Role]) -> Result<(), Refusal> {
    let Some(administrator) = roles.iter().find(|role| role.is_administrators()) else {
        return Ok(());
    };
    if roles.iter().all(|role| role == administrator) {
        return Ok(());
    }
    Err(Refusal::new(
        "org.three_apart",
        format!(
            "{}不能兼任其他角色：系统、安全、审计管理员三员分立，也不办业务。",
            administrator.label()
        ),
        "请先结束其他任职，或者登记另一个人。",
    ))
}

#[cfg(test)]
mod tests {
    use super::{Filling, keep_apart};
    use base::{Actor, Role};

    fn filling(role: Role, house_has_security: bool) -> Filling {
        let actor = Actor {
            roles: vec![role],
            ..Actor::default()
        };
        Filling::of(&actor, house_has_security)
    }

    #[test]
    fn each_administrator_fills_posts_of_one_side_and_the_third_none() {
        for role in Role::ALL {
            let is_business = !role.is_administrators();
            assert_eq!(filling(Role::Administrator, true).fills(role), is_business);
            let security = filling(Role::SecurityAdministrator, true);
            assert_eq!(security.fills(role), !is_business);
            assert!(!filling(Role::AuditAdministrator, true).fills(role));
            assert!(!filling(Role::Leader, false).fills(role));
        }
        assert!(!filling(Role::Administrator, true).secures());
        assert!(filling(Role::SecurityAdministrator, true).secures());
    }

    #[test]
    fn without_an_administrator_of_security_the_one_of_the_system_stands_in() {
        let filling = filling(Role::Administrator, false);
        assert!(filling.secures() && filling.fills(Role::SecurityAdministrator));
    }

    #[test]
    fn an_administrator_is_nothing_else_besides() {
        for (roles, apart) in [
            (&[Role::Administrator, Role::AuditAdministrator][..], false),
            (&[Role::Administrator, Role::OfficeStaff][..], false),
            (&[Role::Administrator, Role::Administrator][..], true),
            (&[Role::Leader, Role::OfficeHead][..], true),
            (&[][..], true),
        ] {
            assert_eq!(keep_apart(roles).is_ok(), apart, "{roles:?}");
        }
    }
}
