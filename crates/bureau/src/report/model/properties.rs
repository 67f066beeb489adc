//! What holds on every way a report can take: acts in any order, by anybody.

use super::{ChainStep, Course, Needs, Place, Reviewer, Stage, StepKind, Unlocked};
use base::actor::PersonId;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const KEYS: [&str; 3] = ["n:1", "n:2", "done"];
const N_PEOPLE: usize = 6;

/// What somebody tries to do.
#[derive(Debug, Clone)]
enum Act {
    Edit(usize, u8),
    Submit,
    Withdraw,
    Consent,
    GiveBack(Option<usize>, Vec<usize>),
    Forward(usize),
    AskAsWell(usize),
    Reopen(Vec<usize>),
}

fn acts() -> impl Strategy<Value = Vec<(usize, Act)>> {
    let keys = || proptest::collection::vec(0..KEYS.len(), 0..3);
    let act = prop_oneof![
        3 => (0..KEYS.len(), any::<u8>()).prop_map(|(key, value)| Act::Edit(key, value)),
        4 => Just(Act::Submit),
        1 => Just(Act::Withdraw),
        8 => Just(Act::Consent),
        2 => (proptest::option::of(0..4usize), keys()).prop_map(|(to, only)| Act::GiveBack(to, only)),
        1 => (0..N_PEOPLE).prop_map(Act::Forward),
        1 => (0..N_PEOPLE).prop_map(Act::AskAsWell),
        1 => keys().prop_map(Act::Reopen),
    ];
    proptest::collection::vec((0..N_PEOPLE, act), 0..60)
}

/// Steps with how many they need and who sits at them.
fn chains() -> impl Strategy<Value = Vec<(Needs, Vec<usize>)>> {
    let needs = prop_oneof![
        3 => Just(Needs::Any),
        2 => Just(Needs::All),
        1 => Just(Needs::Nobody)
    ];
    let people = proptest::collection::btree_set(0..N_PEOPLE, 1..4)
        .prop_map(|people| people.into_iter().collect::<Vec<_>>());
    proptest::collection::vec((needs, people), 1..5)
}

/// A report with what was written down about it, as the actions keep it.
struct World {
    people: Vec<Reviewer>,
    chain: Vec<(Needs, Vec<usize>)>,
    course: Course,
    values: BTreeMap<usize, u8>,
    filed: Option<BTreeMap<usize, u8>>,
    n_reopened_since_filed: usize,
    /// Who consented, by step, since the report was handed in or came back to the step.
    consents: Vec<(usize, PersonId)>,
}

impl World {
    fn new(chain: Vec<(Needs, Vec<usize>)>) -> Self {
        Self {
            people: (0..N_PEOPLE)
                .map(|n| Reviewer {
                    id: PersonId::new(),
                    name: format!("第{n}人"),
                })
                .collect(),
            chain,
            course: Course::new(),
            values: BTreeMap::new(),
            filed: None,
            n_reopened_since_filed: 0,
            consents: Vec::new(),
        }
    }

    fn stages(&self) -> Vec<Stage> {
        self.chain
            .iter()
            .map(|(needs, people)| {
                let step = ChainStep {
                    kind: StepKind::Head,
                    needs: *needs,
                };
                Stage::new(
                    step,
                    people.iter().map(|&n| self.people[n].clone()).collect(),
                )
            })
            .collect()
    }

    fn act(&mut self, who: usize, act: &Act) {
        let by = self.people[who].id;
        let keys = |only: &[usize]| only.iter().map(|&n| KEYS[n].to_owned()).collect();
        let before = self.course.clone();
        let next = match act {
            Act::Edit(key, value) => {
                if self.course.may_edit(KEYS[*key]) {
                    self.values.insert(*key, *value);
                }
                return;
            }
            Act::Submit => self.course.submit(by, self.stages()),
            Act::Withdraw => self.course.withdraw(),
            Act::Consent => self.course.consent(by),
            Act::GiveBack(to, only) => self.course.give_back(by, *to, keys(only)),
            Act::Forward(to) => self.course.forward(by, self.people[*to].clone()),
            Act::AskAsWell(also) => self.course.ask_as_well(by, self.people[*also].clone()),
            Act::Reopen(only) => self.course.reopen(keys(only)),
        };
        let Ok(next) = next else { return };
        if matches!(
            act,
            Act::Consent | Act::GiveBack(..) | Act::Forward(_) | Act::AskAsWell(_)
        ) {
            self.it_was_their_turn(&before, by);
        }
        match (act, before.place) {
            (Act::Submit, _) => {
                self.consents.clear();
                for (at, stage) in next.stages.iter().enumerate() {
                    self.consents.extend(stage.signed.iter().map(|p| (at, *p)));
                }
            }
            (Act::Consent, Place::At(at)) => self.consents.push((at, by)),
            (Act::GiveBack(Some(to), _), _) => self.consents.retain(|(at, _)| at < to),
            (Act::Reopen(_), _) => self.n_reopened_since_filed += 1,
            _ => {}
        }
        if next.place == Place::Filed && before.place != Place::Filed {
            self.filed = Some(self.values.clone());
            self.n_reopened_since_filed = 0;
            self.everybody_needed_has_consented(&next);
        }
        self.course = next;
    }

    /// Who decides sits at the step the report is at, and has not consented there yet.
    fn it_was_their_turn(&self, before: &Course, by: PersonId) {
        let Place::At(at) = before.place else {
            panic!("somebody decided on what lies with its unit or in the file");
        };
        let stage = &before.stages[at];
        let mut asked = stage.people.iter().chain(&stage.countersigners);
        assert!(
            asked.any(|one| one.id == by),
            "a stranger decided at step {at}"
        );
        assert!(
            !self.consents.contains(&(at, by)),
            "somebody decided twice at step {at}"
        );
    }

    /// Counted from what people did, not from what the course says of itself.
    fn everybody_needed_has_consented(&self, course: &Course) {
        for (at, stage) in course.stages.iter().enumerate() {
            let consented: BTreeSet<PersonId> = self
                .consents
                .iter()
                .filter(|(step, _)| *step == at)
                .map(|(_, person)| *person)
                .collect();
            let has = |one: &Reviewer| consented.contains(&one.id);
            match self.chain[at].0 {
                Needs::Nobody => {}
                Needs::Any => assert!(stage.people.iter().any(has), "step {at} was passed over"),
                Needs::All => assert!(stage.people.iter().all(has), "step {at} lacks somebody"),
            }
            assert!(
                stage.countersigners.iter().all(has),
                "a countersigner was passed over"
            );
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn no_way_leads_past_a_step_that_needs_somebody(chain in chains(), acts in acts()) {
        let mut world = World::new(chain);
        for (who, act) in &acts {
            world.act(*who, act);
        }
    }

    #[test]
    fn what_was_filed_changes_only_after_it_was_reopened(chain in chains(), acts in acts()) {
        let mut world = World::new(chain);
        for (who, act) in &acts {
            world.act(*who, act);
            if let Some(filed) = &world.filed
                && world.n_reopened_since_filed == 0
            {
                prop_assert_eq!(filed, &world.values);
            }
        }
    }

    #[test]
    fn whatever_was_returned_can_be_handed_in_again_and_filed(chain in chains(), acts in acts()) {
        let mut world = World::new(chain);
        for (who, act) in &acts {
            world.act(*who, act);
            if world.course.place == Place::Writing {
                let by = world.people[*who].id;
                prop_assert!(world.course.submit(by, world.stages()).is_ok());
            }
        }
        // From wherever it is, consents alone bring it into the file.
        if world.course.place == Place::Writing {
            world.act(0, &Act::Submit);
        }
        for _ in 0..64 {
            let waited: Option<PersonId> =
                world.course.stage().and_then(|stage| stage.waits_for().next().map(|one| one.id));
            let Some(person) = waited else { break };
            let who = world.people.iter().position(|one| one.id == person).unwrap();
            world.act(who, &Act::Consent);
        }
        prop_assert_eq!(world.course.place, Place::Filed);
    }

    #[test]
    fn a_return_of_some_fields_unlocks_no_others_until_the_report_is_returned_anew(
        chain in chains(),
        acts in acts(),
    ) {
        let mut world = World::new(chain);
        let mut unlocked = Unlocked::All;
        for (who, act) in &acts {
            let before = world.course.clone();
            world.act(*who, act);
            let came_back = world.course.place == Place::Writing && before.place != Place::Writing;
            if let (true, Act::GiveBack(None, only) | Act::Reopen(only)) = (came_back, act) {
                let only: BTreeSet<String> = only.iter().map(|&n| KEYS[n].to_owned()).collect();
                unlocked = match only.is_empty() {
                    true => Unlocked::All,
                    false => Unlocked::Only(only),
                };
            }
            prop_assert_eq!(&world.course.unlocked, &unlocked);
        }
    }
}

#[test]
fn whoever_fills_in_and_heads_the_office_consents_by_handing_in() {
    let world = World::new(vec![(Needs::Any, vec![0, 1]), (Needs::Any, vec![2])]);
    let course = Course::new()
        .submit(world.people[0].id, world.stages())
        .unwrap();
    assert_eq!(course.place, Place::At(1));
    assert!(course.withdraw().is_ok());
    let seen = course.consent(world.people[2].id).unwrap();
    assert_eq!(seen.place, Place::Filed);
    assert_eq!(seen.withdraw().unwrap_err().rule, "report.reviewed");
}

#[test]
fn what_was_withdrawn_keeps_what_was_locked_locked() {
    let world = World::new(vec![(Needs::Any, vec![1])]);
    let (clerk, head) = (world.people[0].id, world.people[1].id);
    let returned = Course::new()
        .submit(clerk, world.stages())
        .unwrap()
        .give_back(head, None, BTreeSet::from(["n:1".to_owned()]))
        .unwrap();
    assert!(returned.may_edit("n:1") && !returned.may_edit("done"));
    let again = returned.submit(clerk, world.stages()).unwrap();
    assert!(!again.may_edit("n:1"));
    let withdrawn = again.withdraw().unwrap();
    assert!(withdrawn.may_edit("n:1") && !withdrawn.may_edit("done"));
}

#[test]
fn a_step_with_several_waits_for_the_rest_and_a_countersigner() {
    let world = World::new(vec![(Needs::All, vec![0, 1])]);
    let id = |n: usize| world.people[n].id;
    let course = Course::new().submit(id(5), world.stages()).unwrap();
    let course = course.ask_as_well(id(0), world.people[2].clone()).unwrap();
    let course = course.forward(id(1), world.people[3].clone()).unwrap();
    let course = course.consent(id(0)).unwrap();
    assert!(!course.waits_for(id(0)) && !course.waits_for(id(1)));
    let course = course.consent(id(3)).unwrap();
    assert_eq!(course.place, Place::At(0));
    assert_eq!(course.consent(id(2)).unwrap().place, Place::Filed);
}
