//! What a unit and a post have behind them: names, merges, ends. Nothing of it is ever rewritten.

use super::{Post, PostId, Unit};
use base::{
    Role,
    actor::{PersonId, UnitId},
    day::Date,
};

/// How a unit ceased to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed {
    /// The first day on which it was no more.
    pub(crate) on: Date,
    /// The unit that took its work over, when it was merged into one.
    pub(crate) successor: Option<UnitId>,
}

/// A name a unit had before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FormerName {
    /// The first day on which it was called otherwise.
    pub(crate) until: Date,
    pub(crate) name: String,
    pub(crate) short_name: String,
}

impl Unit {
    /// Whether it has not been merged or closed.
    pub(crate) fn is_living(&self) -> bool {
        self.closed.is_none()
    }

    /// Whether it was there on a day. A unit whose first day nobody knows was always there.
    pub(crate) fn was_there_on(&self, day: Date) -> bool {
        self.first_day.is_none_or(|first| first <= day)
            && self.closed.is_none_or(|closed| day < closed.on)
    }

    /// Its full and its short name as they were on a day.
    pub(crate) fn names_on(&self, day: Date) -> (&str, &str) {
        self.former_names
            .iter()
            .filter(|former| day < former.until)
            .min_by_key(|former| former.until)
            .map_or((&self.name, &self.short_name), |former| {
                (&former.name, &former.short_name)
            })
    }

    /// Its short name on the day before this one: what somebody called it who left on this day.
    pub(crate) fn short_name_before(&self, day: Date) -> &str {
        self.names_on(day.yesterday().unwrap_or(day)).1
    }
}

/// The living unit that has taken over the work of this one: itself while it lives, else where the
/// merges lead; none when the work went nowhere.
pub(crate) fn living_successor(units: &[Unit], id: UnitId) -> Option<UnitId> {
    let mut at = id;
    // More steps than units would be a circle, which the rules of merging rule out.
    for _ in 0..=units.len() {
        let unit = units.iter().find(|unit| unit.id == at)?;
        match unit.closed {
            None => return Some(at),
            Some(closed) => at = closed.successor?,
        }
    }
    None
}

/// Something that was done with a unit on a day, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::org) struct UnitAct {
    pub(in crate::org) unit: UnitId,
    pub(in crate::org) kind: UnitActKind,
    pub(in crate::org) on: Date,
    pub(in crate::org) reason: String,
    /// The unit merged into, or the one that was split off.
    pub(in crate::org) other: Option<UnitId>,
}

/// What can be done with a unit besides correcting what is written about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::org) enum UnitActKind {
    /// 改名.
    Renamed,
    /// 并入另一单位.
    Merged,
    /// 撤销.
    Closed,
    /// 分设: another unit was made out of a part of this one.
    SplitOff,
    /// 恢复.
    Reopened,
}

impl UnitActKind {
    const ALL: [Self; 5] = [
        Self::Renamed,
        Self::Merged,
        Self::Closed,
        Self::SplitOff,
        Self::Reopened,
    ];

    /// The word stored.
    pub(in crate::org) fn code(self) -> &'static str {
        match self {
            Self::Renamed => "renamed",
            Self::Merged => "merged",
            Self::Closed => "closed",
            Self::SplitOff => "split_off",
            Self::Reopened => "reopened",
        }
    }

    /// The act of the audit.
    pub(in crate::org) fn act(self) -> &'static str {
        match self {
            Self::Renamed => "org.unit.renamed",
            Self::Merged => "org.unit.merged",
            Self::Closed => "org.unit.closed",
            Self::SplitOff => "org.unit.split_off",
            Self::Reopened => "org.unit.reopened",
        }
    }

    /// The kind with this stored word.
    pub(in crate::org) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// A post somebody held and holds no more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::org) struct PastPost {
    pub(in crate::org) id: PostId,
    pub(in crate::org) person: PersonId,
    pub(in crate::org) unit: UnitId,
    pub(in crate::org) title: String,
    pub(in crate::org) role: Role,
    pub(in crate::org) from: Option<Date>,
    /// The first day on which it was held no more.
    pub(in crate::org) until: Date,
    pub(in crate::org) reason: String,
}

impl PastPost {
    /// Whether this is a post that was held until now.
    pub(in crate::org) fn is_end_of(&self, post: &Post) -> bool {
        (self.person, self.unit, self.role) == (post.person, post.unit, post.role)
            && self.title == post.title
    }
}

#[cfg(test)]
mod tests {
    use super::{Closed, FormerName, living_successor};
    use crate::org::model::{Unit, UnitKind};
    use base::{actor::UnitId, day::Date};

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn unit(name: &str) -> Unit {
        Unit {
            id: UnitId::new(),
            parent: None,
            kind: UnitKind::School,
            name: format!("清禾县{name}"),
            short_name: name.into(),
            aliases: Vec::new(),
            code: String::new(),
            duties: Vec::new(),
            first_day: None,
            closed: None,
            former_names: Vec::new(),
        }
    }

    #[test]
    fn a_unit_is_called_on_each_day_what_it_was_called_then() {
        let mut school = unit("书院小学");
        for (until, name) in [("2020-09-01", "东街小学"), ("2024-09-01", "东街完小")] {
            school.former_names.push(FormerName {
                until: day(until),
                name: format!("清禾县{name}"),
                short_name: name.into(),
            });
        }
        for (on, name) in [
            ("1999-01-01", "东街小学"),
            ("2020-08-31", "东街小学"),
            ("2020-09-01", "东街完小"),
            ("2024-08-31", "东街完小"),
            ("2024-09-01", "书院小学"),
            ("2030-01-01", "书院小学"),
        ] {
            assert_eq!(school.names_on(day(on)).1, name, "{on}");
        }
        assert_eq!(school.short_name_before(day("2020-09-01")), "东街小学");
    }

    #[test]
    fn the_work_of_a_merged_unit_is_with_the_last_of_its_successors() {
        let (mut first, mut second, last) = (unit("甲"), unit("乙"), unit("丙"));
        let merged = |on: &str, into: Option<UnitId>| {
            Some(Closed {
                on: day(on),
                successor: into,
            })
        };
        first.closed = merged("2024-09-01", Some(second.id));
        second.closed = merged("2025-09-01", Some(last.id));
        let ids = (first.id, second.id, last.id);
        assert!(first.was_there_on(day("2024-08-31")));
        assert!(!first.was_there_on(day("2024-09-01")));
        let units = [first, second, last];
        for id in [ids.0, ids.1, ids.2] {
            assert_eq!(living_successor(&units, id), Some(ids.2));
        }
        assert_eq!(living_successor(&units, UnitId::new()), None);
    }
}
