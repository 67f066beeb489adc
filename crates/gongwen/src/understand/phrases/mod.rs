//! The words of one item: quantities, times, names.
//!
//! Every rule here is a small scanner over the characters of a passage, started at the characters
//! its words can begin with. `numerals`, `units`, `quantity` and `time` know how things are
//! written; `refuse`, `deadlines` and `responsible` know what they mean in a work plan.

mod bounds;
#[cfg(test)]
mod cases;
mod deadlines;
mod labels;
mod names;
mod numerals;
mod quantity;
mod refuse;
mod responsible;
mod scan;
mod sentences;
mod set_phrases;
mod subject;
mod targets;
mod time;
mod units;
mod words;

use crate::{
    ledger::{Deadline, DocKind, Item, Role, Target},
    span::Span,
    understand::passage::{CellRole, Passage},
};
pub(crate) use numerals::{digit, power};
pub(crate) use words::fold;

use deadlines::Place;
use words::Words;

/// What the words of an item are read against.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Year planned or reported; without one no month can be resolved.
    pub plan_year: Option<i16>,
    /// Form of the document.
    pub kind: DocKind,
    /// Whether the plan is for a school term rather than a calendar year.
    pub term_plan: bool,
    /// Whether the plan runs over several years, each of which it names as a time limit.
    pub several_years: bool,
}

/// Reads targets, deadlines and responsible units of an item from its passages, and adds them to what
/// the item has already. Spans are code points of the source.
pub fn fill(item: &mut Item, passages: &[Passage], context: &Context) {
    marker_month(item, passages, context);
    let restates = passages
        .iter()
        .any(|passage| passage.cell == Some(CellRole::Measure));
    for passage in passages {
        let words = Words::new(passage);
        match passage.cell {
            None | Some(CellRole::Work) => running_text(item, passage, &words, context),
            Some(CellRole::Measure) => restated(item, passage, &words, context),
            Some(CellRole::Deadline) if restates => {
                let said = item.deadlines.len();
                time_limit(item, passage, &words, context);
                drop_repeated_deadlines(item, said);
            }
            Some(CellRole::Deadline) => time_limit(item, passage, &words, context),
            Some(CellRole::Lead) => responsible::in_cell(&words, Role::Lead, &mut item.responsible),
            Some(CellRole::Support) => {
                responsible::in_cell(&words, Role::Support, &mut item.responsible);
            }
            Some(CellRole::Responsible) => {
                responsible::in_cell(&words, Role::Responsible, &mut item.responsible);
            }
            Some(CellRole::Leader) => {
                responsible::in_cell(&words, Role::Leader, &mut item.responsible);
            }
            Some(CellRole::Other) => {}
        }
    }
}

fn running_text(item: &mut Item, passage: &Passage, words: &Words<'_>, context: &Context) {
    let times = time::scan(&words.chars);
    let labels = labels::labels(words);
    item.targets
        .extend(targets::targets(words, &times, context.kind));
    item.deadlines.extend(deadlines::deadlines(
        words,
        &times,
        &labels,
        passage.year,
        context,
        Place::Text,
    ));
    responsible::in_text(words, &labels, &mut item.responsible);
}

/// A 量化目标 column beside the task says its quantities once more: only what the task does not say
/// is new.
fn restated(item: &mut Item, passage: &Passage, words: &Words<'_>, context: &Context) {
    let (targets, deadlines) = (item.targets.len(), item.deadlines.len());
    running_text(item, passage, words, context);
    let new = item.targets.split_off(targets);
    let mut said: Vec<bool> = vec![false; targets];
    for target in new {
        let before = (0..targets)
            .find(|&index| !said[index] && same_quantity(&item.targets[index], &target));
        match before {
            Some(index) => said[index] = true,
            None => item.targets.push(target),
        }
    }
    drop_repeated_deadlines(item, deadlines);
}

fn same_quantity(one: &Target, other: &Target) -> bool {
    one.value == other.value && one.max == other.max && one.unit == other.unit
}

/// Leaves out the deadlines from `said` on that an earlier cell of the row has: the same last day,
/// or the same words when they mean no day.
fn drop_repeated_deadlines(item: &mut Item, said: usize) {
    let new = item.deadlines.split_off(said.min(item.deadlines.len()));
    for deadline in new {
        let repeated = item.deadlines.iter().any(|earlier| {
            earlier.recurs == deadline.recurs
                && earlier.to == deadline.to
                && (deadline.to.is_some() || earlier.quote == deadline.quote)
        });
        if !repeated {
            item.deadlines.push(deadline);
        }
    }
}

fn time_limit(item: &mut Item, passage: &Passage, words: &Words<'_>, context: &Context) {
    let times = time::scan(&words.chars);
    item.deadlines.extend(deadlines::deadlines(
        words,
        &times,
        &[],
        passage.year,
        context,
        Place::Limit,
    ));
}

/// In a calendar the marker itself says when: 九月份, 第一周.
fn marker_month(item: &mut Item, passages: &[Passage], context: &Context) {
    if only_counts(&item.marker) {
        return;
    }
    let chars: Vec<char> = item.marker.chars().collect();
    let marker = Passage {
        at: (item.start..item.start + chars.len()).collect(),
        chars,
        cell: None,
        year: passages.first().and_then(|passage| passage.year),
    };
    let words = Words::new(&marker);
    let times = time::scan(&words.chars);
    let found = deadlines::deadlines(&words, &times, &[], marker.year, context, Place::Text);
    item.deadlines
        .extend(found.into_iter().map(|deadline| Deadline {
            span: Span::new(item.start, item.start + deadline.quote.chars().count()),
            ..deadline
        }));
}

/// 1、 and （十二）: figures and punctuation, too few of them for a date.
fn only_counts(marker: &str) -> bool {
    let mut words = marker.chars().filter(|char| scan::is_han(*char));
    words.all(|char| digit(char).is_some() || power(char) == Some(1)) && marker.chars().count() <= 6
}
