//! 期限规则: in how many days a matter of a kind is due, and when to remind. The pack that comes with the
//! program repeats limits seen in the rules of other places; each is a default a bureau may change.

use super::due::{DayUnit, OffDay, Term};
use serde::Deserialize;

/// A rule of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::calendar) struct DueRule {
    pub(in crate::calendar) code: String,
    /// 公文类督查事项, 领导批示（急件）.
    pub(in crate::calendar) name: String,
    pub(in crate::calendar) term: Term,
    /// So many working days before the day.
    pub(in crate::calendar) remind: Vec<u32>,
    /// Where the default was read.
    pub(in crate::calendar) source: String,
    /// 0 for the default, then counted up with each change.
    pub(in crate::calendar) version: i64,
}

#[derive(Deserialize)]
struct Pack {
    rule: Vec<PackedRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackedRule {
    code: String,
    name: String,
    days: u32,
    unit: String,
    remind: Vec<u32>,
    source: String,
}

/// The pack that comes with the program.
pub(in crate::calendar) fn shipped_rules() -> Vec<DueRule> {
    let pack: Result<Pack, toml::de::Error> = toml::from_str(include_str!("../due_rules.toml"));
    let rules = pack.map(|pack| pack.rule).unwrap_or_default();
    rules
        .into_iter()
        .filter_map(|rule| {
            Some(DueRule {
                term: Term {
                    days: rule.days,
                    unit: DayUnit::from_code(&rule.unit)?,
                    off_day: OffDay::Moves,
                },
                code: rule.code,
                name: rule.name,
                remind: rule.remind,
                source: rule.source,
                version: 0,
            })
        })
        .collect()
}
