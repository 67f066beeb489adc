//! The way of a matter through its stages: where it stands, since when, and what its dates say of it.

use super::{Maker, SoFar, days, mixed, worked};
use crate::ledger::{FieldKind, FieldSpec};
use base::day::Date;

impl Maker<'_> {
    /// Place of the stage a row stands in: many are over, the others stand everywhere.
    pub(super) fn stage(&self, number: usize) -> usize {
        let last = self.definition.stages.len().saturating_sub(1);
        // Of twenty rows so many are over.
        let n_over = match self.definition.code.as_str() {
            "construction" => 3,
            "projects" => 5,
            "aid" => 14,
            _ => 12,
        };
        let stage = match number * 7 % 20 < n_over {
            true => last,
            false => (number * 3 + number / 20) % last.max(1),
        };
        match self.moves_on {
            Some(_) => last,
            None => stage,
        }
    }

    /// The day each stage of a row was come to: most within the limit, every eighth is late where it stands.
    pub(super) fn chain(&self, number: usize) -> Vec<Date> {
        let stages = &self.definition.stages;
        let place = self.stage(number);
        let Some(here) = stages.get(place) else {
            return Vec::new();
        };
        if let Some(on) = self.moves_on {
            return vec![on; stages.len()];
        }
        let limit = |days: u16| match days {
            0 => 20,
            days => usize::from(days).min(50),
        };
        let here_days = limit(here.limit_days);
        let stood = match (place + 1 == stages.len(), number % 8 == 3) {
            (true, _) => 4 + mixed(number, 80) % 70,
            (false, true) => here_days * 7 / 5 + 4 + mixed(number, 80) % 9,
            (false, false) => mixed(number, 80) % (here_days * 3 / 4).max(1),
        };
        let mut day = worked(self.today.saturating_sub(days(stood)));
        let mut chain = vec![day];
        for (before, stage) in stages.iter().take(place).enumerate().rev() {
            let share = 40 + mixed(number, 90 + before) % 50;
            let took = (limit(stage.limit_days) * share / 100).max(1);
            day = worked(day.saturating_sub(days(took)));
            chain.push(day);
        }
        chain.reverse();
        chain
    }

    pub(super) fn stage_name(&self, number: usize) -> String {
        let stage = self.definition.stages.get(self.stage(number));
        stage.map(|stage| stage.name.clone()).unwrap_or_default()
    }

    /// Whether a field is filled in only when its row goes on from where it stands.
    pub(super) fn is_ahead(&self, field: &FieldSpec, number: usize) -> bool {
        let ahead = self.definition.stages.iter().skip(self.stage(number));
        let mut needed = ahead.flat_map(|stage| &stage.needs);
        !field.required && needed.any(|code| *code == field.code)
    }

    /// The day a field of the stages says, by the day its stage was left; the others say something else.
    pub(super) fn day_of_stage(&self, field: &FieldSpec, so_far: &SoFar) -> Option<Date> {
        let definition = self.definition;
        let stages = &definition.stages;
        let first = stages.first()?;
        // A building is planned for a day that has nothing to do with its papers.
        let begins = field.code == definition.period && definition.code != "construction";
        if field.code == first.from || begins {
            return so_far.chain.first().copied();
        }
        let place = stages.iter().position(|s| s.needs.contains(&field.code))?;
        let (came, left) = (so_far.chain.get(place)?, so_far.chain.get(place + 1)?);
        let is_date = |code: &&String| {
            let known = definition.field(code);
            known.is_some_and(|known| known.kind == FieldKind::Date)
        };
        let mut dates = stages.get(place)?.needs.iter().filter(is_date);
        match dates.next_back() == Some(&field.code) {
            true => Some(*left),
            false => {
                let n = came.until(*left).map_or(0, |span| span.get_days());
                Some(came.saturating_add(days(usize::try_from(n / 2).unwrap_or_default())))
            }
        }
    }
}
