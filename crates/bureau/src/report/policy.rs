//! Who sees reports and who does what with them. The only place that decides it.
//!
//! A unit fills in its own reports. The whole bureau sees what was handed in, a school its own. What
//! is being written is the unit's own business until it hands it in. The general office collects:
//! it opens and locks periods, puts days off, reminds.

use super::model::{ReportHead, ReportState};
use crate::org::{Matter, Scope, standing};
use base::{Actor, Refusal, Role, actor::PersonId};
use shell::Who;

/// Who has reports at all.
pub(super) const REPORTS: Who = Who::Roles(&[
    Role::GeneralOffice,
    Role::Leader,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::School,
    Role::Inspector,
]);

/// Who looks over all of them.
pub(super) const OVERSEES: Who = Who::Roles(OVERSEERS);

const OVERSEERS: &[Role] = &[
    Role::GeneralOffice,
    Role::Leader,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::Inspector,
];

/// Who opens, locks, reminds and puts together.
pub(super) const COLLECTS: Who = Who::Roles(&[Role::GeneralOffice]);

/// Whether this person looks over all reports.
pub(super) fn oversees(actor: &Actor) -> bool {
    actor.is_any(OVERSEERS)
}

/// Whether this person collects.
pub(super) fn collects(actor: &Actor) -> bool {
    COLLECTS.admits(Some(actor))
}

/// Whether this person may collect.
pub(super) fn may_collect(actor: &Actor) -> Result<(), Refusal> {
    if collects(actor) {
        return Ok(());
    }
    Err(Refusal::new(
        "report.collectors_only",
        "报送期的设置、锁定、延期和催报由局办公室办理。",
        "如需办理，请联系局办公室。",
    ))
}

/// Whether this person fills in reports of the unit.
pub(super) fn fills(actor: &Actor, head: &ReportHead) -> bool {
    REPORTS.admits(Some(actor)) && actor.units.contains(&head.unit)
}

/// Whether this person adds and removes the files of it: its unit, while it lies there.
pub(super) fn may_attach(actor: &Actor, head: &ReportHead) -> bool {
    fills(actor, head) && head.state.is_with_unit()
}

/// Whether this person may fill it in.
pub(super) fn may_fill(actor: &Actor, head: &ReportHead) -> Result<(), Refusal> {
    if fills(actor, head) {
        return Ok(());
    }
    Err(Refusal::new(
        "report.own_unit_only",
        format!("这份报送由{}填报，没有改动。", head.unit_name),
        format!("如内容有误，请联系{}或在审阅时退回。", head.unit_name),
    ))
}

/// Whether this person knows of the report at all.
pub(super) fn sees(actor: &Actor, scope: &Scope, head: &ReportHead, is_on_its_way: bool) -> bool {
    REPORTS.admits(Some(actor)) && (scope.sees(head.unit) || is_on_its_way)
}

/// Whether this person sees what it says: others than the unit only after it was handed in.
pub(super) fn sees_content(actor: &Actor, head: &ReportHead) -> bool {
    fills(actor, head) || matches!(head.state, ReportState::InReview | ReportState::Filed)
}

/// Whom somebody may act as on the way of a report: themself, and whoever lets them review (代签).
pub(super) fn stands_for(actor: &Actor) -> Vec<PersonId> {
    let others = actor.acting_for.iter().map(|given| given.person);
    std::iter::once(actor.person)
        .chain(others.filter(|person| standing(actor, *person, Matter::Review).is_some()))
        .collect()
}

/// Whom somebody acts for when they act as this person; empty when they act as themself.
pub(super) fn on_behalf_of(actor: &Actor, person: PersonId) -> String {
    standing(actor, person, Matter::Review)
        .map(|standing| standing.on_behalf_of().to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{collects, oversees};
    use base::{Actor, Role};

    #[test]
    fn only_the_general_office_collects_and_a_school_does_not_look_over_others() {
        for role in Role::ALL {
            let actor = Actor {
                roles: vec![role],
                ..Actor::default()
            };
            assert_eq!(collects(&actor), role == Role::GeneralOffice);
            let is_inside = matches!(
                role,
                Role::GeneralOffice
                    | Role::Leader
                    | Role::OfficeHead
                    | Role::OfficeStaff
                    | Role::Inspector
            );
            assert_eq!(oversees(&actor), is_inside, "{role:?}");
        }
    }
}
