//! Why a value is what it is: down to what somebody typed, a row of a register, a cell of a file.

use super::{house::House, recompute::Inputs};
use crate::facts::{
    formula::Formula,
    model::{Fact, FactKey, Happening, Source},
    store::{self, Places},
};
use ::store::{Read, Result};

/// Beyond that a chain is no answer any more.
const MOST_LINES: usize = 400;
const MOST_DEEP: usize = 8;
const MOST_HISTORY: i64 = 50;

/// A line of the chain: a value, and how deep below the one asked about it stands.
#[derive(Debug, Clone)]
pub(crate) struct WhyLine {
    pub(crate) depth: usize,
    pub(crate) key: FactKey,
    /// None: there is no value, which is why what stands above may be missing.
    pub(crate) fact: Option<Fact>,
}

/// The chain below a value, itself first, each followed by what it was computed from.
pub(crate) async fn why(db: &impl Read, house: &House, fact: Fact) -> Result<Vec<WhyLine>> {
    let mut lines = Vec::new();
    let mut open = vec![WhyLine {
        depth: 0,
        key: fact.key.clone(),
        fact: Some(fact),
    }];
    while let Some(line) = open.pop() {
        if lines.len() >= MOST_LINES {
            break;
        }
        let parts = match line.fact.is_some() && line.depth < MOST_DEEP {
            true => parts(db, house, &line).await?,
            false => Vec::new(),
        };
        lines.push(line);
        open.extend(parts.into_iter().rev());
    }
    Ok(lines)
}

/// What happened to a value, newest first.
pub(in crate::facts) async fn history(db: &impl Read, fact: &Fact) -> Result<Vec<Happening>> {
    store::history(db, fact.id, MOST_HISTORY).await
}

async fn parts(db: &impl Read, house: &House, line: &WhyLine) -> Result<Vec<WhyLine>> {
    let source = house.items.get(&line.key.item).map(|item| &item.source);
    let Some(Source::Formula(text)) = source else {
        return Ok(Vec::new());
    };
    let Some(formula) = Formula::stored(text) else {
        return Ok(Vec::new());
    };
    let places: Vec<FactKey> = formula
        .inputs()
        .iter()
        .flat_map(|input| Inputs::places_in(house, input, &line.key))
        .collect();
    let mut facts = store::facts_of(db, Places::of(&places).wanted()).await?;
    Ok(places
        .into_iter()
        .map(|key| WhyLine {
            depth: line.depth + 1,
            fact: facts.remove(&key),
            key,
        })
        .collect())
}
