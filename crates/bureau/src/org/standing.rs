//! In whose name somebody acts: their own, or that of a person who lets them (代签).
//!
//! A delegation lends nothing by itself. Whatever takes a decision asks here, and writes the line of
//! the audit [`Standing::on_behalf_of`] whom it was taken for.

use base::{
    Actor,
    actor::{Covers, Delegation, PersonId, UnitId},
};

/// What is to be done for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matter {
    /// A review (审核签批) that is the person's.
    Review,
    /// Anything else that is the person's in one of their units.
    #[cfg_attr(
        not(test),
        expect(
            dead_code,
            reason = "what is handed over of tasks, which is next, asks for it"
        )
    )]
    Work(UnitId),
}

/// In whose name somebody may do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing<'a> {
    /// It is their own.
    Oneself,
    /// It is done for another, who lets them do it today.
    For(&'a Delegation),
}

impl Standing<'_> {
    /// Whom it is done for, for the line of the audit; empty for oneself.
    pub(crate) fn on_behalf_of(&self) -> &str {
        match self {
            Self::Oneself => "",
            Self::For(delegation) => &delegation.name,
        }
    }
}

/// Whether somebody may act for a person today, and in whose name. Delegations that are over or
/// still to come are not among what an actor carries; nobody passes on what was given to them.
pub(crate) fn standing(actor: &Actor, person: PersonId, matter: Matter) -> Option<Standing<'_>> {
    if actor.person == person {
        return Some(Standing::Oneself);
    }
    let covers = |given: &&Delegation| match (matter, given.covers) {
        (Matter::Review, _) => true,
        (Matter::Work(unit), Covers::Post) => given.units.contains(&unit),
        (Matter::Work(_), Covers::Review) => false,
    };
    let mut given = actor.acting_for.iter();
    given
        .find(|given| given.person == person && covers(given))
        .map(Standing::For)
}

#[cfg(test)]
mod tests {
    use super::{Matter, Standing, standing};
    use base::{
        Actor, Role,
        actor::{Covers, Delegation, DelegationId, PersonId, UnitId},
        day::Date,
    };

    #[test]
    fn one_acts_for_oneself_and_for_whom_one_was_given_to_act_no_further() {
        let (leader, head, third) = (PersonId::new(), PersonId::new(), PersonId::new());
        let (bureau, office) = (UnitId::new(), UnitId::new());
        let given = |person, covers, unit| Delegation {
            id: DelegationId::new(),
            person,
            name: "方晓岚".into(),
            covers,
            units: vec![unit],
            roles: vec![Role::Leader],
            last: Date::constant(2026, 6, 30),
        };
        let actor = Actor {
            acting_for: vec![
                given(leader, Covers::Review, bureau),
                given(head, Covers::Post, office),
            ],
            ..Actor::default()
        };
        for (person, matter, name) in [
            (actor.person, Matter::Review, Some("")),
            (actor.person, Matter::Work(bureau), Some("")),
            (leader, Matter::Review, Some("方晓岚")),
            (leader, Matter::Work(bureau), None),
            (head, Matter::Review, Some("方晓岚")),
            (head, Matter::Work(office), Some("方晓岚")),
            (head, Matter::Work(bureau), None),
            (third, Matter::Review, None),
        ] {
            let found = standing(&actor, person, matter);
            assert_eq!(
                found.as_ref().map(Standing::on_behalf_of),
                name,
                "{matter:?}"
            );
        }
    }
}
