//! 推算期限: in which days a matter is due, by a rule of the house or by days typed in.

use super::{Choice, frame_below_year, off_day_choices, unit_choices};
use crate::calendar::{
    actions::{self, Reckoning},
    forms,
    model::{DayUnit, DueRule, OffDay, Term},
    paths, policy,
};
use askama::Template;
use base::day::in_words;
use serde::Deserialize;
use shell::{Asked, Field, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "calendar/pages/due.html")]
struct DuePage {
    frame: Frame,
    may_keep: bool,
    from: Field,
    rule: Field,
    days: Field,
    unit: Field,
    off_day: Field,
    rule_choices: Vec<(String, String)>,
    units: Vec<Choice>,
    off_days: Vec<Choice>,
    result: Option<Answer>,
    rules: Vec<RuleLine>,
}

struct Answer {
    on: String,
    reminders: Vec<String>,
    /// Years whose table is missing.
    provisional: String,
    examinations: Vec<String>,
}

struct RuleLine {
    name: String,
    term: String,
    remind: String,
    source: String,
    href: String,
    is_own: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DueAsked {
    from: String,
    rule: String,
    days: String,
    unit: String,
    off_day: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<DueAsked>) -> Result<Reply> {
    let rules = actions::rules(&visit).await?;
    let today = visit.today().to_string();
    let from = if asked.from.is_empty() {
        today
    } else {
        asked.from.clone()
    };
    let mut page = DuePage {
        frame: frame_below_year(&visit, "推算期限")
            .lead("从交办（或收到）的次日起算，到最后一天结束时为止。"),
        may_keep: policy::keeps(&visit.actor),
        from: Field::new("from", "起始日期").required().value(from),
        rule: Field::new("rule", "事项类型")
            .hint("选了类型，就按该类型的期限推算。")
            .value(&asked.rule),
        days: Field::new("days", "天数")
            .hint("没有合适的类型时填写。")
            .value(&asked.days),
        unit: Field::new("unit", "计算方法").value(if asked.unit.is_empty() {
            DayUnit::Working.code()
        } else {
            &asked.unit
        }),
        off_day: Field::new("off_day", "最后一天是节假日时").value(if asked.off_day.is_empty() {
            OffDay::Moves.code()
        } else {
            &asked.off_day
        }),
        rule_choices: rules
            .iter()
            .map(|rule| (rule.code.clone(), rule.name.clone()))
            .collect(),
        units: unit_choices(),
        off_days: off_day_choices(),
        result: None,
        rules: rules.iter().map(line).collect(),
    };
    let is_asked = !(asked.rule.is_empty() && asked.days.is_empty());
    if !is_asked {
        return visit.page(&page);
    }
    let from = forms::date(&mut page.from);
    let chosen = rules.iter().find(|rule| rule.code == asked.rule);
    let term = match chosen {
        Some(rule) => Some((rule.term, rule.remind.clone())),
        None => typed_term(&mut page).map(|term| (term, Vec::new())),
    };
    let (Some(from), Some((term, remind))) = (from, term) else {
        return visit.invalid(&page);
    };
    page.result = Some(answer(actions::reckon(&visit, from, term, &remind).await?));
    visit.page(&page)
}

fn typed_term(page: &mut DuePage) -> Option<Term> {
    Some(Term {
        days: forms::days(&mut page.days)?,
        unit: DayUnit::from_code(&page.unit.value)?,
        off_day: OffDay::from_code(&page.off_day.value)?,
    })
}

fn answer(reckoning: Reckoning) -> Answer {
    let years: Vec<String> = reckoning
        .due
        .provisional
        .iter()
        .map(|year| format!("{year}年"))
        .collect();
    Answer {
        on: in_words(reckoning.due.on),
        reminders: reckoning.reminders.into_iter().map(in_words).collect(),
        provisional: years.join("、"),
        examinations: reckoning
            .examinations
            .into_iter()
            .map(|period| period.name)
            .collect(),
    }
}

fn line(rule: &DueRule) -> RuleLine {
    let before: Vec<String> = rule.remind.iter().map(ToString::to_string).collect();
    RuleLine {
        name: rule.name.clone(),
        term: rule.term.unit.counted(rule.term.days),
        remind: match before.as_slice() {
            [] => "不提醒".to_owned(),
            before => format!("到期前{}个工作日", before.join("、")),
        },
        source: rule.source.clone(),
        href: paths::rule(&rule.code),
        is_own: rule.version > 0,
    }
}
