//! Delegation (代签): somebody acts for another for a time, within bounds, under both names.

use super::PostId;
use base::{
    Role,
    actor::{Covers, DelegationId, PersonId},
    day::Date,
};

/// Whether what a post with this role lets one do may be done by somebody else. The three
/// administrators answer for the machine in person.
pub(in crate::org) fn is_delegable(role: Role) -> bool {
    !role.is_administrators()
}

/// A delegation that is wished for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DelegationDraft {
    /// Who acts.
    pub(crate) delegate: PersonId,
    pub(crate) covers: Covers,
    /// The one post it covers; none where it covers the review of all.
    pub(crate) post: Option<PostId>,
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) reason: String,
}

/// A delegation as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::org) struct KeptDelegation {
    pub(in crate::org) id: DelegationId,
    /// Whose business it is.
    pub(in crate::org) person: PersonId,
    pub(in crate::org) person_name: String,
    pub(in crate::org) delegate: PersonId,
    pub(in crate::org) delegate_name: String,
    pub(in crate::org) covers: Covers,
    pub(in crate::org) post: Option<PostId>,
    pub(in crate::org) first: Date,
    pub(in crate::org) last: Date,
    pub(in crate::org) reason: String,
    /// The day it was ended before its time.
    pub(in crate::org) ended: Option<Date>,
}

/// Where a delegation stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::org) enum DelegationState {
    /// Its first day is still to come.
    Ahead,
    Running,
    /// Its last day is past, or somebody ended it.
    Over,
}

impl DelegationState {
    /// The word shown.
    pub(in crate::org) fn label(self) -> &'static str {
        match self {
            Self::Ahead => "未开始",
            Self::Running => "代签中",
            Self::Over => "已结束",
        }
    }
}

impl KeptDelegation {
    pub(in crate::org) fn state(&self, today: Date) -> DelegationState {
        if self.ended.is_some() || self.last < today {
            DelegationState::Over
        } else if today < self.first {
            DelegationState::Ahead
        } else {
            DelegationState::Running
        }
    }

    /// Whether it and a wish share a day.
    fn meets(&self, draft: &DelegationDraft) -> bool {
        self.ended.is_none() && self.first <= draft.last && draft.first <= self.last
    }
}

/// Why a delegation may not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::org) enum NoDelegation {
    ToOneself,
    BeginsInThePast,
    EndsBeforeItBegins,
    TooLong,
    /// The same business has a delegate on one of its days.
    Overlaps,
    /// The delegate has delegated own business then and is likely away themselves.
    DelegateIsAway,
}

/// The rules of a delegation of `person`, given those that are kept. Who acts for somebody acts with
/// their powers and never passes them on: nothing here looks at what the delegate was given.
pub(in crate::org) fn check(
    person: PersonId,
    draft: &DelegationDraft,
    kept: &[KeptDelegation],
    today: Date,
) -> Result<(), NoDelegation> {
    if draft.delegate == person {
        return Err(NoDelegation::ToOneself);
    }
    if draft.first < today {
        return Err(NoDelegation::BeginsInThePast);
    }
    if draft.last < draft.first {
        return Err(NoDelegation::EndsBeforeItBegins);
    }
    // Who is away for more than a year needs a successor, not a delegate.
    let a_year_on = draft.first.saturating_add(base::day::Span::new().years(1));
    if a_year_on < draft.last {
        return Err(NoDelegation::TooLong);
    }
    let mut met = kept.iter().filter(|other| other.meets(draft));
    let is_same_business = |other: &KeptDelegation| {
        other.person == person && other.covers == draft.covers && other.post == draft.post
    };
    if met.clone().any(is_same_business) {
        return Err(NoDelegation::Overlaps);
    }
    if met.any(|other| other.person == draft.delegate) {
        return Err(NoDelegation::DelegateIsAway);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DelegationDraft, DelegationState, KeptDelegation, NoDelegation, check};
    use base::{
        actor::{Covers, DelegationId, PersonId},
        day::Date,
    };

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn draft(delegate: PersonId, first: &str, last: &str) -> DelegationDraft {
        DelegationDraft {
            delegate,
            covers: Covers::Review,
            post: None,
            first: day(first),
            last: day(last),
            reason: "外出培训".into(),
        }
    }

    fn kept(person: PersonId, draft: &DelegationDraft) -> KeptDelegation {
        KeptDelegation {
            id: DelegationId::new(),
            person,
            person_name: "方晓岚".into(),
            delegate: draft.delegate,
            delegate_name: "秦少恒".into(),
            covers: draft.covers,
            post: draft.post,
            first: draft.first,
            last: draft.last,
            reason: draft.reason.clone(),
            ended: None,
        }
    }

    #[test]
    fn a_delegation_runs_from_its_first_to_its_last_day_unless_ended() {
        let mut one = kept(
            PersonId::new(),
            &draft(PersonId::new(), "2026-06-10", "2026-06-20"),
        );
        for (today, state) in [
            ("2026-06-09", DelegationState::Ahead),
            ("2026-06-10", DelegationState::Running),
            ("2026-06-20", DelegationState::Running),
            ("2026-06-21", DelegationState::Over),
        ] {
            assert_eq!(one.state(day(today)), state, "{today}");
        }
        one.ended = Some(day("2026-06-15"));
        assert_eq!(one.state(day("2026-06-15")), DelegationState::Over);
    }

    #[test]
    fn the_same_business_has_one_delegate_at_a_time_and_not_one_who_is_away() {
        let (away, deputy, third) = (PersonId::new(), PersonId::new(), PersonId::new());
        let today = day("2026-06-01");
        let first = draft(deputy, "2026-06-10", "2026-06-20");
        assert_eq!(check(away, &first, &[], today), Ok(()));
        let running = [kept(away, &first)];
        for (person, wish, why) in [
            (
                away,
                draft(away, "2026-06-10", "2026-06-20"),
                NoDelegation::ToOneself,
            ),
            (
                away,
                draft(third, "2026-05-31", "2026-06-20"),
                NoDelegation::BeginsInThePast,
            ),
            (
                away,
                draft(third, "2026-06-10", "2026-06-09"),
                NoDelegation::EndsBeforeItBegins,
            ),
            (
                away,
                draft(third, "2026-06-10", "2027-06-11"),
                NoDelegation::TooLong,
            ),
            (
                away,
                draft(third, "2026-06-20", "2026-06-25"),
                NoDelegation::Overlaps,
            ),
            (
                third,
                draft(away, "2026-06-15", "2026-06-16"),
                NoDelegation::DelegateIsAway,
            ),
            (
                deputy,
                draft(away, "2026-06-15", "2026-06-16"),
                NoDelegation::DelegateIsAway,
            ),
        ] {
            assert_eq!(check(person, &wish, &running, today), Err(why), "{wish:?}");
        }
        let after = draft(third, "2026-06-21", "2026-06-25");
        assert_eq!(check(away, &after, &running, today), Ok(()));
        let mut ended = running.to_vec();
        ended[0].ended = Some(today);
        let again = draft(third, "2026-06-20", "2026-06-25");
        assert_eq!(check(away, &again, &ended, today), Ok(()));
        // The deputy of one may have a deputy for own business; what was given goes no further.
        let own = draft(third, "2026-06-10", "2026-06-20");
        assert_eq!(check(deputy, &own, &running, today), Ok(()));
    }
}
