//! Who may do what with plans. The only place that decides it.
//!
//! The general office works on plans; leaders look over its shoulder; the bureau sees what is
//! published; a school sees the published items it takes part in; the administrator of the machine
//! has no business here.

use super::model::{Part, PublishedItem, PublishedPlan, milestone::Step};
use crate::org::{Matter, standing};
use base::{Actor, Role};
use shell::Who;

/// May import, review, assign, publish.
pub(crate) const WORK: Who = Who::Roles(&[Role::GeneralOffice]);
/// May look at a working copy before it is published.
pub(crate) const WATCH: Who = Who::Roles(&[Role::GeneralOffice, Role::Leader]);
/// May look at what is published, within [`sees_item`].
pub(crate) const READ: Who = Who::Roles(READERS);
/// Who that is.
pub(super) const READERS: &[Role] = &[
    Role::GeneralOffice,
    Role::Leader,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::School,
    Role::Inspector,
];
/// Who sees every item of a published plan.
pub(super) const WHOLE_PLAN: &[Role] = &[
    Role::GeneralOffice,
    Role::Leader,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::Inspector,
];

/// May draw up work plans, within [`may_draw_up`], and say what is done, within [`may_do`].
pub(crate) const DRAW_UP: Who = Who::Roles(&[
    Role::GeneralOffice,
    Role::OfficeHead,
    Role::OfficeStaff,
    Role::School,
    Role::Inspector,
]);
/// May agree to work plans, within [`agrees_for`]: a leader, or whoever acts for one.
pub(crate) const AGREE: Who = Who::Roles(&[
    Role::Leader,
    Role::GeneralOffice,
    Role::OfficeHead,
    Role::OfficeStaff,
]);
/// The rule that only whoever leads an item draws up its plan.
pub(crate) const LEAD_ONLY: &str = "plan.steps.lead_only";

/// Whether this person works on plans.
pub(crate) fn may_work(actor: &Actor) -> bool {
    WORK.admits(Some(actor))
}

/// Whether this person is a leader of the bureau, to whom their first page shows how the work stands.
pub(crate) fn leads_bureau(actor: &Actor) -> bool {
    actor.is(Role::Leader)
}

/// Whether this person may look at a working copy.
pub(crate) fn may_watch(actor: &Actor) -> bool {
    WATCH.admits(Some(actor))
}

/// Whether this person sees a published item: the whole bureau sees all, a school what it is in.
pub(crate) fn sees_item(actor: &Actor, item: &PublishedItem) -> bool {
    actor.is_any(WHOLE_PLAN)
        || (actor.is(Role::School) && actor.units.iter().any(|&unit| item.involves(unit)))
}

/// Whether this person draws up and changes the work plan of an item: the unit that leads it, and the
/// general office for everybody.
pub(crate) fn may_draw_up(actor: &Actor, item: &PublishedItem) -> bool {
    may_work(actor) || leads(actor, item)
}

/// Whether this person agrees to the work plan of an item, and for whom (empty: for themself): its
/// leader in charge, where none is named any leader, and whoever acts for one of these today.
pub(crate) fn agrees_for(actor: &Actor, item: &PublishedItem) -> Option<String> {
    let mut named = item
        .seats
        .iter()
        .filter(|seat| seat.part == Part::Leader)
        .filter_map(|seat| seat.person)
        .peekable();
    if named.peek().is_none() {
        let given = || {
            let mut given = actor.acting_for.iter();
            given.find(|given| given.roles.contains(&Role::Leader))
        };
        return match actor.is(Role::Leader) {
            true => Some(String::new()),
            false => given().map(|given| given.name.clone()),
        };
    }
    named
        .filter(|person| *person != actor.person || actor.is(Role::Leader))
        .find_map(|person| standing(actor, person, Matter::Review))
        .map(|standing| standing.on_behalf_of().to_owned())
}

/// Whether this person says how far a step is: who it is given to, and the unit that leads the item.
pub(crate) fn may_do(actor: &Actor, item: &PublishedItem, step: &Step) -> bool {
    let is_owner = step.owner.as_ref().is_some_and(|owner| {
        let by_unit =
            owner.person.is_none() && owner.unit.is_some_and(|unit| actor.units.contains(&unit));
        by_unit || owner.person == Some(actor.person)
    });
    is_owner || may_draw_up(actor, item)
}

fn leads(actor: &Actor, item: &PublishedItem) -> bool {
    item.seats
        .iter()
        .filter(|seat| seat.part == Part::Lead)
        .any(|seat| seat.units.iter().any(|unit| actor.units.contains(unit)))
}

/// The published plan as this person sees it.
pub(crate) fn visible_part(actor: &Actor, mut plan: PublishedPlan) -> PublishedPlan {
    plan.items.retain(|item| sees_item(actor, item));
    plan
}

#[cfg(test)]
mod tests {
    use super::{agrees_for, may_watch, may_work, sees_item};
    use crate::plan::model::{Item, Part, PublishedItem, Seat};
    use base::{
        Actor, Role,
        actor::{AccountId, PersonId, UnitId},
    };

    fn actor(role: Role, unit: UnitId) -> Actor {
        Actor {
            account: AccountId::new(),
            person: PersonId::new(),
            name: "王敏".into(),
            unit,
            unit_name: "人事科".into(),
            units: vec![unit],
            roles: vec![role],
            posts: Vec::new(),
            must_change_password: false,
            must_enrol: false,
            acting_for: Vec::new(),
        }
    }

    #[test]
    fn each_role_sees_its_share_of_a_plan() {
        let school = UnitId::new();
        let mut item = PublishedItem::of(
            Item::added(0, "1.".into(), vec![], String::new(), "甲".into()),
            vec![],
        );
        let sees = |item: &PublishedItem, role| sees_item(&actor(role, school), item);
        for (role, sees_all) in [
            (Role::Administrator, false),
            (Role::GeneralOffice, true),
            (Role::Leader, true),
            (Role::OfficeHead, true),
            (Role::OfficeStaff, true),
            (Role::School, false),
            (Role::Inspector, true),
        ] {
            assert_eq!(sees(&item, role), sees_all, "{role:?}");
        }
        item.seats.push(Seat {
            part: Part::Support,
            units: vec![school],
            person: None,
            name: "各学校".into(),
        });
        assert!(sees(&item, Role::School));
        assert!(!sees(&item, Role::Administrator));
    }

    #[test]
    fn a_leaders_delegate_agrees_in_their_name_and_nobody_else_does() {
        let leader = PersonId::new();
        let mut item = PublishedItem::of(
            Item::added(0, "1.".into(), vec![], String::new(), "甲".into()),
            vec![],
        );
        let mut delegate = actor(Role::OfficeHead, UnitId::new());
        delegate.acting_for.push(base::actor::Delegation {
            id: base::actor::DelegationId::new(),
            person: leader,
            name: "陆明远".into(),
            covers: base::actor::Covers::Review,
            units: vec![],
            roles: vec![Role::Leader],
            last: "2026-12-31".parse().unwrap(),
        });
        let other = actor(Role::Leader, UnitId::new());
        // Where no leader is named, any leader may, and so may who acts for one.
        assert_eq!(agrees_for(&other, &item).as_deref(), Some(""));
        assert_eq!(agrees_for(&delegate, &item).as_deref(), Some("陆明远"));
        item.seats.push(Seat {
            part: Part::Leader,
            units: vec![],
            person: Some(leader),
            name: "陆明远".into(),
        });
        assert_eq!(agrees_for(&other, &item), None);
        assert_eq!(agrees_for(&delegate, &item).as_deref(), Some("陆明远"));
    }

    #[test]
    fn only_the_general_office_works_on_plans_and_only_leaders_watch() {
        for role in Role::ALL {
            let actor = actor(role, UnitId::new());
            assert_eq!(may_work(&actor), role == Role::GeneralOffice);
            assert_eq!(
                may_watch(&actor),
                matches!(role, Role::GeneralOffice | Role::Leader)
            );
        }
    }
}
