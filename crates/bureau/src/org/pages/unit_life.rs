//! The life of a unit: when it began, what it was called, what became of it.

use crate::org::{
    model::{Unit, UnitAct, UnitActKind},
    paths,
};
use base::{
    actor::UnitId,
    day::{self, Date},
};

/// One step of it.
pub(super) struct LifeLine {
    pub(super) when: String,
    pub(super) what: String,
    /// Where the other unit is shown, and its name then.
    pub(super) other: Option<(String, String)>,
    /// What follows the other unit's name.
    pub(super) rest: &'static str,
    pub(super) reason: String,
}

/// The steps of a unit, the latest first. What the unit itself keeps is told even where nobody
/// wrote down the act, as after an import; the acts add the reasons.
pub(super) fn lines(unit: &Unit, acts: &[UnitAct], house: &[Unit]) -> Vec<LifeLine> {
    let mut steps: Vec<(Date, LifeLine)> = Vec::new();
    let reason = |kind: UnitActKind, on: Date| {
        acts.iter()
            .find(|act| act.unit == unit.id && act.kind == kind && act.on == on)
            .map(|act| act.reason.clone())
            .unwrap_or_default()
    };
    if let Some(first) = unit.first_day {
        steps.push((first, plain("设立", String::new())));
    }
    for former in &unit.former_names {
        let (_, short_name) = unit.names_on(former.until);
        let what = format!("{}改名为{short_name}", former.short_name);
        let reason = reason(UnitActKind::Renamed, former.until);
        steps.push((former.until, plain(&what, reason)));
    }
    if let Some(closed) = unit.closed {
        let line = match closed.successor {
            None => plain("撤销", reason(UnitActKind::Closed, closed.on)),
            Some(successor) => LifeLine {
                other: named(house, successor, closed.on),
                ..plain("并入", reason(UnitActKind::Merged, closed.on))
            },
        };
        steps.push((closed.on, line));
    }
    for act in acts {
        let (own, other) = (act.unit == unit.id, act.other);
        let line = match (act.kind, own, other) {
            (UnitActKind::SplitOff, true, Some(other)) => LifeLine {
                other: named(house, other, act.on),
                ..plain("分设", act.reason.clone())
            },
            (UnitActKind::SplitOff, false, _) => LifeLine {
                other: named(house, act.unit, act.on),
                rest: "分设而来",
                ..plain("由", act.reason.clone())
            },
            (UnitActKind::Merged, false, _) => LifeLine {
                other: named_before(house, act.unit, act.on),
                rest: "并入本单位",
                ..plain("", act.reason.clone())
            },
            (UnitActKind::Reopened, true, _) => plain("恢复", act.reason.clone()),
            _ => continue,
        };
        steps.push((act.on, line));
    }
    steps.sort_by_key(|(on, _)| *on);
    let latest_first = steps.into_iter().rev();
    latest_first
        .map(|(on, line)| LifeLine {
            when: day::in_words(on),
            ..line
        })
        .collect()
}

fn plain(what: &str, reason: String) -> LifeLine {
    LifeLine {
        when: String::new(),
        what: what.to_owned(),
        other: None,
        rest: "",
        reason,
    }
}

fn named(house: &[Unit], id: UnitId, on: Date) -> Option<(String, String)> {
    let unit = house.iter().find(|unit| unit.id == id)?;
    Some((paths::unit(id), unit.names_on(on).1.to_owned()))
}

fn named_before(house: &[Unit], id: UnitId, on: Date) -> Option<(String, String)> {
    let unit = house.iter().find(|unit| unit.id == id)?;
    Some((paths::unit(id), unit.short_name_before(on).to_owned()))
}
