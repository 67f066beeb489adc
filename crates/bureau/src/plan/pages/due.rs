//! How an item stands, said in one way on every page: by its work plan where it has one, by the days
//! of the paper where it has none.

use crate::{
    calendar::{self, Left, WorkingDays},
    plan::{
        model::{
            ItemId, PlanId, PublishedItem,
            milestone::{Light, LightRules, Step, Steps, date, light_rules},
        },
        store,
    },
};
use ::store::{Read, Result};
use base::day::Date;
use std::{borrow::Cow, collections::HashMap};

/// When an item is due, seen from a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// Every step of its work plan is done.
    Done,
    /// Its work plan has ended on this day, and not everything is done.
    Late(Date),
    /// The last day of the paper has gone by; nobody has said whether the work is done.
    Past(Date),
    /// The next of its days.
    Ahead(Date),
    /// It comes back in a rhythm and has no day.
    Recurring,
    /// No day is known.
    Open,
}

/// How the items of plans stand today: a few statements however many items there are.
#[derive(Debug)]
pub(super) struct Standings<'a> {
    steps: HashMap<ItemId, Cow<'a, [Step]>>,
    days: Cow<'a, WorkingDays>,
    rules: LightRules,
    today: Date,
}

/// How an item stands, for a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stand {
    /// 「还有3个工作日」「逾期2天」; empty where there is no day to count to.
    pub(super) words: String,
    /// Name of its light.
    pub(super) light: &'static str,
    pub(super) is_done: bool,
}

impl Stand {
    /// Whether there is anything to say: days, or a light that asks for a look.
    pub(super) fn says(&self) -> bool {
        !self.words.is_empty() || ["red", "yellow"].contains(&self.light)
    }
}

impl Standings<'static> {
    /// How the items of these plans stand.
    pub(super) async fn load(db: &impl Read, plans: &[PlanId], today: Date) -> Result<Self> {
        let mut steps = HashMap::new();
        for plan in plans {
            let of_plan = store::steps_of_plan(db, *plan).await?.into_iter();
            steps.extend(of_plan.map(|(item, steps)| (item, steps.into())));
        }
        Ok(Self {
            steps,
            days: Cow::Owned(calendar::working_days(db).await?),
            rules: light_rules(),
            today,
        })
    }

    /// How one item stands.
    pub(super) async fn of_item(db: &impl Read, item: ItemId, today: Date) -> Result<Self> {
        Ok(Self {
            steps: HashMap::from([(item, store::steps_of_item(db, item).await?.into())]),
            days: Cow::Owned(calendar::working_days(db).await?),
            rules: light_rules(),
            today,
        })
    }

    /// With these steps, by the calendar that comes with the program.
    #[cfg(test)]
    pub(super) fn with(steps: HashMap<ItemId, Vec<Step>>, today: Date) -> Self {
        Self {
            steps: steps
                .into_iter()
                .map(|(item, steps)| (item, steps.into()))
                .collect(),
            days: Cow::Owned(WorkingDays::shipped()),
            rules: light_rules(),
            today,
        }
    }
}

impl Standings<'_> {
    /// The same seen from an earlier day: what was done since was not done then.
    pub(super) fn seen_from(&self, day: Date) -> Standings<'_> {
        let was_done_since = |step: &Step| step.reported().is_some_and(|done| done.on > day);
        let steps = self.steps.iter().map(|(item, steps)| {
            let steps = match steps.iter().any(was_done_since) {
                true => steps.iter().map(|step| step.as_of(day)).collect(),
                false => Cow::Borrowed(&**steps),
            };
            (*item, steps)
        });
        Standings {
            steps: steps.collect(),
            days: Cow::Borrowed(&*self.days),
            rules: self.rules.clone(),
            today: day,
        }
    }

    /// The steps of an item that were not given up.
    pub(super) fn steps_of(&self, item: ItemId) -> Steps<'_> {
        Steps(self.steps.get(&item).map_or(&[][..], |steps| &**steps))
    }

    /// When an item is due.
    pub(super) fn due(&self, item: &PublishedItem) -> Due {
        let steps = self.steps_of(item.id);
        let mut days: Vec<Date> = item
            .deadlines
            .iter()
            .filter_map(|entry| date(entry.value.to?))
            .collect();
        days.sort_unstable();
        let ahead = days.iter().find(|day| **day >= self.today).copied();
        if let Some(ends) = steps.ends() {
            if steps.done_share() == 100 {
                return Due::Done;
            }
            if ends < self.today && steps.reported_share() < 100 {
                return Due::Late(ends);
            }
            if let (None, Some(_)) = (ahead, days.last()) {
                // The days of the paper were those of its parts: what is open is due next.
                let open = steps.live().filter(|step| step.reported().is_none());
                let next = open.map(Step::last).filter(|day| *day >= self.today);
                return Due::Ahead(next.min().unwrap_or(ends));
            }
        }
        let recurs = |item: &PublishedItem| {
            let mut limits = item.deadlines.iter();
            limits.any(|entry| entry.value.recurs.is_some())
        };
        match (ahead, days.last()) {
            (Some(day), _) => Due::Ahead(day),
            (None, Some(day)) => Due::Past(*day),
            (None, None) if recurs(item) => Due::Recurring,
            (None, None) => Due::Open,
        }
    }

    /// The light of an item, and nothing where all of it is done.
    pub(super) fn light(&self, item: &PublishedItem) -> Option<Light> {
        let steps = self.steps_of(item.id);
        match (self.due(item), steps.ends()) {
            (Due::Done, _) => None,
            (_, Some(_)) => Some(Light::of_item(steps, self.today, &self.days, &self.rules)),
            (Due::Past(_), None) => Some(Light::Red),
            (Due::Ahead(day), None) => {
                let is_near = self.days.before(day, self.rules.blue_working_days) <= self.today;
                Some(if is_near { Light::Blue } else { Light::Grey })
            }
            _ => Some(Light::Grey),
        }
    }

    /// How an item stands, in words.
    pub(super) fn stand(&self, item: &PublishedItem) -> Stand {
        let due = self.due(item);
        let words = match due {
            Due::Done => "已完成".to_owned(),
            Due::Open if !item.deadlines.is_empty() => "日期待定".to_owned(),
            Due::Recurring | Due::Open => String::new(),
            Due::Late(day) | Due::Ahead(day) => self.left(day).in_words(),
            Due::Past(day) => format!("已过{}天", days_between(day, self.today)),
        };
        Stand {
            words,
            light: self.light(item).map_or("", Light::name),
            is_done: due == Due::Done,
        }
    }

    /// How a day stands to today.
    pub(super) fn left(&self, day: Date) -> Left {
        self.days.left(self.today, day)
    }

    /// The day it is seen from.
    pub(super) fn today(&self) -> Date {
        self.today
    }

    /// How many days an item is past its last day; 0 where it is not.
    pub(super) fn days_past(&self, item: &PublishedItem) -> i32 {
        match self.due(item) {
            Due::Late(day) | Due::Past(day) => days_between(day, self.today),
            _ => 0,
        }
    }

    /// Days from today to a day.
    pub(super) fn days_until(&self, day: Date) -> i32 {
        days_between(self.today, day)
    }

    /// How many steps were done in these days, the last one included.
    pub(super) fn n_done_after(&self, item: ItemId, day: Date) -> usize {
        let steps = self.steps_of(item);
        let done = steps.live().filter_map(Step::done);
        done.filter(|done| done.on > day && done.on <= self.today)
            .count()
    }

    /// Steps of an item whose time has gone by.
    pub(super) fn overdue(&self, item: ItemId) -> impl Iterator<Item = &Step> {
        let steps = self.steps_of(item).0.iter();
        steps.filter(|step| step.is_overdue(self.today))
    }
}

impl Due {
    /// For sorting: the longest past first, then by the days ahead, then what has no day, then what
    /// is done.
    pub(super) fn order(self) -> (u8, Date) {
        match self {
            Self::Late(day) | Self::Past(day) => (0, day),
            Self::Ahead(day) => (1, day),
            Self::Recurring => (2, Date::MAX),
            Self::Open => (3, Date::MAX),
            Self::Done => (4, Date::MAX),
        }
    }

    /// Whether its last day has gone by and it is not known to be done.
    pub(super) fn is_past(self) -> bool {
        matches!(self, Self::Late(_) | Self::Past(_))
    }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until((jiff::Unit::Day, to))
        .map_or(0, |span| span.get_days())
}

#[cfg(test)]
mod tests;
