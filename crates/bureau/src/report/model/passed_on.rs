//! 交接: whoever a report waits for leaves, and a successor looks at it in their place.

use super::{Course, Reviewer, Stage};
use base::actor::PersonId;

impl Course {
    /// The same way with the successor wherever the leaver has still to consent. Consents that were
    /// given stay the leaver's; a successor who has consented for themself looks at it once more, so
    /// that no step settles itself by a hand-over.
    pub(crate) fn passed_on(&self, from: PersonId, to: &Reviewer) -> Self {
        let stages = self.stages.iter();
        Self {
            stages: stages.map(|stage| stage.passed_on(from, to)).collect(),
            ..self.clone()
        }
    }
}

impl Stage {
    fn passed_on(&self, from: PersonId, to: &Reviewer) -> Self {
        let mut stage = self.clone();
        let is_of_stage = self.people.iter().chain(&self.countersigners);
        if self.signed.contains(&from) || !is_of_stage.clone().any(|one| one.id == from) {
            return stage;
        }
        for people in [&mut stage.people, &mut stage.countersigners] {
            let is_there = people.iter().any(|one| one.id == to.id);
            people.retain(|one| one.id != from || !is_there);
            for one in people.iter_mut().filter(|one| one.id == from) {
                *one = to.clone();
            }
        }
        stage.signed.remove(&to.id);
        stage
    }
}

#[cfg(test)]
mod tests {
    use crate::report::model::{
        ChainStep, Course, Needs, Place, Reviewer, Stage, StepKind, Unlocked,
    };
    use base::actor::PersonId;

    fn reviewer(name: &str) -> Reviewer {
        Reviewer {
            id: PersonId::new(),
            name: name.to_owned(),
        }
    }

    fn course(needs: Needs, people: &[&Reviewer]) -> Course {
        let step = ChainStep {
            kind: StepKind::Leader,
            needs,
        };
        Course {
            place: Place::At(0),
            stages: vec![Stage::new(step, people.iter().copied().cloned().collect())],
            unlocked: Unlocked::All,
            is_returned: false,
            submitter: None,
        }
    }

    #[test]
    fn a_successor_is_waited_for_in_the_place_of_whoever_left() {
        let [leaver, successor] = ["陆明远", "王敏"].map(reviewer);
        let passed = course(Needs::Any, &[&leaver]).passed_on(leaver.id, &successor);
        assert!(passed.waits_for(successor.id) && !passed.waits_for(leaver.id));
        let others = course(Needs::Any, &[&successor]);
        assert_eq!(others.passed_on(leaver.id, &successor), others);
    }

    #[test]
    fn no_step_settles_itself_when_the_one_still_missing_leaves() {
        let [leaver, successor] = ["陆明远", "王敏"].map(reviewer);
        let both = course(Needs::All, &[&leaver, &successor]);
        let signed = both.consent(successor.id).unwrap();
        assert!(!signed.stages[0].is_settled());
        let passed = signed.passed_on(leaver.id, &successor);
        assert_eq!(passed.stages[0].people.len(), 1);
        assert!(passed.waits_for(successor.id));
    }

    #[test]
    fn a_consent_that_was_given_stays_with_who_gave_it() {
        let [leaver, other, successor] = ["陆明远", "许若川", "王敏"].map(reviewer);
        let signed = course(Needs::All, &[&leaver, &other])
            .consent(leaver.id)
            .unwrap();
        assert_eq!(signed.passed_on(leaver.id, &successor), signed);
    }
}
