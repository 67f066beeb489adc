//! Steps proposed from what the paper says and from the kind of matter. Each says where it comes from;
//! nothing of it stands before a person took it over.

use super::{Template, When, date};
use crate::plan::model::{DeadlineValue, Entry, PublishedItem, deadline_words};
use base::{Grain, TimePeriod, day::Date};
use gongwen::ledger::Recurrence;

/// A step that may be taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// Names it in a form; the same as long as item and template are.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) begins: Option<Date>,
    pub(crate) due: When,
    pub(crate) weight: i64,
    pub(crate) evidence: String,
    /// Why it is proposed.
    pub(crate) origin: String,
    /// Whether it follows the step of its template before it.
    pub(crate) in_order: bool,
}

/// Weight of a step read from a time limit, beside those of templates that add up to 100.
const READ_WEIGHT: i64 = 15;

/// The steps an item may have, in the order they are due. `begins` is the day the plan was published.
pub(crate) fn propose(
    item: &PublishedItem,
    begins: Date,
    year: i16,
    template: Option<&Template>,
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for entry in &item.deadlines {
        match entry.value.recurs {
            Some(recurs) => proposals.extend(recurring(item, entry, recurs, begins, year)),
            None => proposals.extend(single(item, entry)),
        }
    }
    if let Some(template) = template {
        let ends = last_day(item).unwrap_or_else(|| TimePeriod::of_year(year).last());
        for of_template in of_template(template, begins.min(ends), ends) {
            // What the paper itself gives a day to is no second step: it stands in its place.
            let named = proposals.iter().position(|p| p.name == of_template.name);
            let step = match named {
                Some(place) => Proposal {
                    evidence: of_template.evidence,
                    in_order: true,
                    ..proposals.remove(place)
                },
                None => of_template,
            };
            proposals.push(step);
        }
    }
    proposals.sort_by_key(|proposal| proposal.due.last());
    proposals
}

fn last_day(item: &PublishedItem) -> Option<Date> {
    date(item.due()?)
}

fn of_template(template: &Template, begins: Date, ends: Date) -> Vec<Proposal> {
    let mut from = begins;
    let mut proposals = Vec::new();
    for (number, step) in template.steps.iter().enumerate() {
        let day = step.day(begins, ends);
        let n_days = from.until(day).map_or(0, |span| span.get_days());
        // Half a year is planned by months, some weeks by weeks.
        let is_long = begins.until(ends).map_or(0, |span| span.get_days()) > 150;
        let due = match (day == ends, is_long) {
            (true, _) if ends.last_of_month() != ends => When::Day(ends),
            (true, _) | (false, true) => When::Period(TimePeriod::holding(Grain::Month, day)),
            (false, false) => When::Period(TimePeriod::holding(Grain::Week, day)),
        };
        proposals.push(Proposal {
            key: format!("{}-{number}", template.code),
            name: step.name.clone(),
            begins: (n_days > 0).then_some(from),
            due,
            weight: step.weight,
            evidence: step.evidence.clone(),
            origin: format!("模板“{}”", template.name),
            in_order: true,
        });
        from = day.tomorrow().unwrap_or(day).min(ends);
    }
    proposals
}

/// One step for a time limit with a day.
fn single(item: &PublishedItem, entry: &Entry<DeadlineValue>) -> Option<Proposal> {
    let to = date(entry.value.to?)?;
    let from = entry.value.from.and_then(date).filter(|from| *from < to);
    let is_month = to == to.last_of_month();
    let due = match (is_month, from) {
        (true, None) => When::Period(TimePeriod::holding(Grain::Month, to)),
        (true, Some(from)) if from == to.first_of_month() => {
            When::Period(TimePeriod::holding(Grain::Month, to))
        }
        _ => When::Day(to),
    };
    Some(Proposal {
        key: format!("{}", entry.id),
        name: clause(item, &entry.quote),
        begins: from.filter(|from| *from != due.first()),
        due,
        weight: READ_WEIGHT,
        evidence: String::new(),
        origin: origin(entry),
        in_order: false,
    })
}

/// One step a period for work in a rhythm, from the period the plan was published in.
fn recurring(
    item: &PublishedItem,
    entry: &Entry<DeadlineValue>,
    recurs: Recurrence,
    begins: Date,
    year: i16,
) -> Vec<Proposal> {
    let grain = match recurs {
        // Fifty steps a year help nobody: what is done every week is looked at every month.
        Recurrence::Weekly | Recurrence::Monthly => Grain::Month,
        Recurrence::Quarterly => Grain::Quarter,
        Recurrence::HalfYearly | Recurrence::PerTerm => Grain::HalfYear,
        Recurrence::Yearly => Grain::Year,
    };
    let name = clause(item, &entry.quote);
    let from = entry.value.from.and_then(date);
    let to = entry.value.to.and_then(date);
    TimePeriod::all_of(grain, year)
        .into_iter()
        .filter(|period| period.last() >= from.unwrap_or(begins))
        .filter(|period| to.is_none_or(|to| period.first() <= to))
        .map(|period| {
            let label = period.label();
            let short = label
                .split_once('年')
                .map_or(label.as_str(), |(_, rest)| rest);
            let short = if short.is_empty() { "全年" } else { short };
            Proposal {
                key: format!("{}-{period}", entry.id),
                name: format!("{name}（{short}）"),
                begins: None,
                due: When::Period(period),
                weight: READ_WEIGHT,
                evidence: String::new(),
                origin: origin(entry),
                in_order: false,
            }
        })
        .collect()
}

fn origin(entry: &Entry<DeadlineValue>) -> String {
    match entry.quote.as_str() {
        "" => format!("时限“{}”", deadline_words(&entry.value, "")),
        quote => format!("原文“{quote}”"),
    }
}

/// The clause a time limit stands in, without the time; the item's heading when it says no more.
fn clause(item: &PublishedItem, quote: &str) -> String {
    const LEAST: usize = 4;
    const MOST: usize = 40;
    let whole = item.heading();
    if quote.is_empty() {
        return whole;
    }
    let found = item
        .body
        .split(['，', '。', '；', '\n'])
        .find(|clause| clause.contains(quote));
    let words = found
        .map(|clause| match is_enumerated(clause, quote) {
            true => clause.to_owned(),
            false => clause.replacen(quote, "", 1),
        })
        .unwrap_or_default();
    let words = words.trim_matches(|c: char| c.is_whitespace() || "、：（）".contains(c));
    let n_chars = words.chars().count();
    if n_chars < LEAST {
        return whole;
    }
    match n_chars > MOST {
        true => format!("{}……", words.chars().take(MOST).collect::<String>()),
        false => words.to_owned(),
    }
}

/// Whether a time stands among others of its kind （月、季度、半年工作）: without it the words would limp.
fn is_enumerated(clause: &str, quote: &str) -> bool {
    const JOINTS: &[char] = &['、', '和', '及', '与', '或'];
    let Some((before, after)) = clause.split_once(quote) else {
        return false;
    };
    before.ends_with(JOINTS) || after.starts_with(JOINTS)
}
