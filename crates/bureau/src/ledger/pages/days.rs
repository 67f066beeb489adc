//! The days of a row that are past or near, in the words of a list.

use crate::ledger::{
    actions::{self, Opened},
    model::Row,
    policy::Glance,
};
use base::day::Date;

/// A day of a row in words.
pub(super) struct DayWords {
    pub(super) words: String,
    pub(super) is_past: bool,
}

/// 「计划竣工日期已过13天」「检验还有5天到期」: what is past, and what is near where that was asked for. What is
/// covered tells no day.
pub(super) fn words(opened: &Opened, row: &Row, (today, near): (Date, bool)) -> Vec<DayWords> {
    let definition = &opened.register.definition;
    let is_open = |code: &str| {
        let field = definition.field(code);
        field.is_some_and(|field| opened.standing.glance(field, row.unit) == Glance::Whole)
    };
    let left = |on: Date| today.until(on).map_or(0, |span| span.get_days());
    let mut words = Vec::new();
    let mut say = |days: i32, text: String| {
        let is_past = days < 0;
        if is_past || near {
            words.push(DayWords {
                words: text,
                is_past,
            });
        }
    };
    if let Some(stage) = definition.stage_of(&row.values)
        && let Some(due) = row.values.get(&definition.stage_due)
        && let Ok(due) = due.parse::<Date>()
    {
        let name = &stage.name;
        match left(due) {
            days @ ..0 => say(days, format!("“{name}”逾期{}天", -days)),
            0 => say(0, format!("“{name}”今天到期")),
            days if due <= actions::soon(today) => say(days, format!("“{name}”还有{days}天")),
            _ => {}
        }
    }
    for (expiry, on) in definition.expiries_of(row) {
        let (name, days) = (&expiry.words, left(on));
        if !is_open(&expiry.field) || days > i32::from(expiry.days) {
            continue;
        }
        let is_planned = !expiry.done.is_empty();
        say(
            days,
            match days {
                ..0 if is_planned => format!("{name}已过{}天", -days),
                ..0 => format!("{name}过期{}天", -days),
                0 if is_planned => format!("{name}是今天"),
                0 => format!("{name}今天到期"),
                _ if is_planned => format!("距{name}{days}天"),
                _ => format!("{name}还有{days}天到期"),
            },
        );
    }
    words
}
