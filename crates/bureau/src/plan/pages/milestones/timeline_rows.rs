//! The steps a time table shows, item by item, with their places in the picture.

use super::{
    scale::{Percent, Scale},
    timeline::{Query, mark},
};
use crate::plan::{
    actions::PlanWork,
    model::{
        ItemId, Part, PlanId, PublishedItem,
        milestone::{Agreement, Light, Step, StepId, Steps},
    },
    paths, policy,
};
use base::{Actor, day::Date};
use std::collections::BTreeMap;

/// Height of a row of the picture.
const ROW: usize = 26;

/// What all rows have in common.
pub(super) struct Head<'a> {
    pub(super) actor: &'a Actor,
    pub(super) work: &'a PlanWork,
    pub(super) today: Date,
    pub(super) year: i16,
    pub(super) scale: Scale,
}

/// What is shown, and how many steps of each mark the other filters let through.
pub(super) struct Shown<'a> {
    pub(super) groups: Vec<Group<'a>>,
    pub(super) counts: BTreeMap<&'static str, usize>,
    pub(super) n_steps: usize,
}

/// An item with its steps.
pub(super) struct Group<'a> {
    pub(super) heading: String,
    pub(super) href: String,
    pub(super) lead: String,
    pub(super) state: &'static str,
    pub(super) is_agreed: bool,
    pub(super) light: &'static str,
    pub(super) height: usize,
    pub(super) bars: Vec<Bar<'a>>,
    /// Which steps wait for which, as one path: from the end of the one down to the other.
    pub(super) waits: String,
    pub(super) plan: PlanId,
    pub(super) item: ItemId,
    /// Where its steps are moved, each in place of `{step}`; empty for whoever may not.
    pub(super) moves: String,
}

impl Group<'_> {
    /// The form of a step, which leads back to the time table as its address `back` asks.
    pub(super) fn edit(&self, step: &StepId, back: &str) -> String {
        let form = paths::step_act(self.plan, self.item, *step, "edit");
        paths::with(&form, &[("back", back)])
    }
}

/// A step.
pub(super) struct Bar<'a> {
    pub(super) id: StepId,
    pub(super) name: &'a str,
    pub(super) due: String,
    /// The last day, for dragging.
    pub(super) due_day: Date,
    pub(super) owner: &'a str,
    pub(super) state: &'static str,
    /// `done`, or the name of its light.
    pub(super) mark: &'static str,
    /// Place and size in the picture: left and width, and the top in pixels.
    pub(super) x: Percent,
    pub(super) width: Percent,
    pub(super) y: usize,
    /// The time agreed to, where it is another: left, width, in words.
    pub(super) baseline: Option<(Percent, Percent, String)>,
    pub(super) may_move: bool,
    pub(super) revision: i64,
}

impl Bar<'_> {
    pub(super) fn middle(&self) -> usize {
        self.y + ROW / 2
    }

    pub(super) fn bar_top(&self) -> usize {
        self.y + 7
    }

    pub(super) fn baseline_top(&self) -> usize {
        self.y + 20
    }
}

impl<'a> Head<'a> {
    /// What a query lets through.
    pub(super) fn shown(&self, query: &Query) -> Shown<'a> {
        let mut shown = Shown {
            groups: Vec::new(),
            counts: BTreeMap::new(),
            n_steps: 0,
        };
        let words = query.q.trim();
        for item in &self.work.content.items {
            let steps = self.work.steps_of(item.id);
            if steps.is_empty() || !is_of_leader(item, &query.leader) {
                continue;
            }
            let all = Steps(steps);
            let heading = format!("{}{}", item.marker, item.heading());
            let item_has_words = words.is_empty() || heading.contains(words);
            let item_is_led = query.unit.is_empty() || is_led_by(item, &query.unit);
            let mut bars = Vec::new();
            for step in all.live() {
                shown.n_steps += 1;
                let is_of_unit = item_is_led || is_owned_by(step, &query.unit);
                let has_words = item_has_words || step.name.contains(words);
                if !is_of_unit || !has_words || !self.scale.shows(step.first(), step.last()) {
                    continue;
                }
                let light =
                    Light::of_step(step, all, self.today, &self.work.days, &self.work.rules);
                let mark = mark(step, light);
                *shown.counts.entry(mark).or_default() += 1;
                if query.light.is_empty() || query.light == mark {
                    bars.push((step, mark));
                }
            }
            if !bars.is_empty() {
                shown.groups.push(self.group(item, heading, all, &bars));
            }
        }
        shown
    }

    fn group(
        &self,
        item: &PublishedItem,
        heading: String,
        all: Steps<'a>,
        shown: &[(&'a Step, &'static str)],
    ) -> Group<'a> {
        let plan = self.work.plan.id;
        let state = self.work.works.get(&item.id).map(|work| work.state);
        let may_move = policy::may_draw_up(self.actor, item) && state != Some(Agreement::Submitted);
        let bars: Vec<Bar<'a>> = (0..)
            .zip(shown)
            .map(|(row, (step, mark))| self.bar(row * ROW, step, mark, may_move))
            .collect();
        let mut waits = String::new();
        for ((step, _), bar) in shown.iter().zip(&bars) {
            let before = shown.iter().zip(&bars);
            for ((before, _), above) in before.filter(|((one, _), _)| step.after.contains(&one.id))
            {
                let x = self.scale.end(before.last()).hundredths();
                waits += &format!("M{x} {}V{}", above.middle(), bar.middle());
            }
        }
        Group {
            plan,
            item: item.id,
            heading,
            href: paths::steps(plan, item.id),
            lead: item.names(Part::Lead),
            state: state.map_or("", Agreement::label),
            is_agreed: state == Some(Agreement::Agreed),
            light: Light::of_item(all, self.today, &self.work.days, &self.work.rules).name(),
            height: bars.len() * ROW,
            waits,
            moves: match bars.iter().any(|bar| bar.may_move) {
                true => paths::step_moves(plan, item.id),
                false => String::new(),
            },
            bars,
        }
    }

    fn bar(&self, y: usize, step: &'a Step, mark: &'static str, may_move: bool) -> Bar<'a> {
        let (x, width) = self.scale.bar(step.first(), step.last());
        let baseline = step.baseline.filter(|_| step.is_replanned()).map(|was| {
            let first = was.begins.unwrap_or_else(|| was.due.first());
            let (x, width) = self.scale.bar(first, was.due.last());
            (x, width, was.due.label(self.year))
        });
        Bar {
            id: step.id,
            name: &step.name,
            due: step.due.label(self.year),
            due_day: step.last(),
            owner: step.owner_name(),
            state: step.state.label(),
            mark,
            x,
            width,
            y,
            baseline,
            may_move: may_move && step.done().is_none(),
            revision: step.revision,
        }
    }
}

fn is_of_leader(item: &PublishedItem, leader: &str) -> bool {
    leader.is_empty()
        || item.seats.iter().any(|seat| {
            seat.person
                .is_some_and(|person| person.to_string() == leader)
        })
}

fn is_led_by(item: &PublishedItem, unit: &str) -> bool {
    item.seats
        .iter()
        .filter(|seat| seat.part == Part::Lead)
        .any(|seat| seat.units.iter().any(|lead| lead.to_string() == unit))
}

fn is_owned_by(step: &Step, unit: &str) -> bool {
    step.owner
        .as_ref()
        .and_then(|owner| owner.unit)
        .is_some_and(|owner| owner.to_string() == unit)
}
