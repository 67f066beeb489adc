//! The days of a row that are past or near, in the words of a list.

use crate::ledger::{
    actions::{self, Opened},
    model::Row,
    policy::Glance,
};
use base::day::Date;

/// 「计划竣工日期已过13天」「检验还有5天到期」: what is past, and what is near where that was asked for. What is
/// covered tells no day.
pub(super) fn words(opened: &Opened, row: &Row, (today, near): (Date, bool)) -> Vec<String> {
    let definition = &opened.register.definition;
    let is_open = |code: &str| {
        let field = definition.field(code);
        field.is_some_and(|field| opened.standing.glance(field, row.unit) == Glance::Whole)
    };
    let left = |on: Date| today.until(on).map_or(0, |span| span.get_days());
    let mut words = Vec::new();
    if let Some(stage) = definition.stage_of(&row.values)
        && let Some(due) = row.values.get(&definition.stage_due)
        && let Ok(due) = due.parse::<Date>()
    {
        match left(due) {
            days @ ..0 => words.push(format!("“{}”逾期{}天", stage.name, -days)),
            0 if near => words.push(format!("“{}”今天到期", stage.name)),
            days if near && due <= actions::soon(today) => {
                words.push(format!("“{}”还有{days}天", stage.name))
            }
            _ => {}
        }
    }
    for (expiry, on) in definition.expiries_of(row) {
        if !is_open(&expiry.field) {
            continue;
        }
        let (name, days) = (&expiry.words, left(on));
        let is_planned = !expiry.done.is_empty();
        match days {
            ..0 if is_planned => words.push(format!("{name}已过{}天", -days)),
            ..0 => words.push(format!("{name}过期{}天", -days)),
            _ if !near || days > i32::from(expiry.days) => {}
            0 if is_planned => words.push(format!("{name}是今天")),
            0 => words.push(format!("{name}今天到期")),
            _ if is_planned => words.push(format!("距{name}{days}天")),
            _ => words.push(format!("{name}还有{days}天到期")),
        }
    }
    words
}
