//! Sentences of the kinds that plans, tables, summaries and schemes hold, with what the guide to
//! the corpus says must be read from them.

mod deadlines;
mod names;
mod nothing;
mod properties;
mod targets;

use super::{Context, fill};
use crate::{
    ledger::{DocKind, Item},
    understand::passage::{CellRole, Passage},
};

/// A passage whose characters stand in the source as they stand here.
fn passage(text: &str, cell: Option<CellRole>) -> Passage {
    let chars: Vec<char> = text.chars().collect();
    Passage {
        at: (0..chars.len()).collect(),
        chars,
        cell,
        year: None,
    }
}

/// The item read from one paragraph of a plan for 2024.
fn read(text: &str) -> Item {
    read_with(text, None, &plan(2024))
}

fn read_with(text: &str, cell: Option<CellRole>, context: &Context) -> Item {
    let mut item = Item::default();
    fill(&mut item, &[passage(text, cell)], context);
    item
}

fn plan(year: i16) -> Context {
    Context {
        plan_year: Some(year),
        kind: DocKind::WorkPlan,
        term_plan: false,
        several_years: false,
    }
}

/// A name as the JSON of the ledger writes it.
fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}
