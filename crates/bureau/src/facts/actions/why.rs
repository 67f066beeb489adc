//! Why a value is what it is: down to what somebody typed, a row of a register, a cell of a file.

use super::{house::House, recompute::Inputs};
use crate::facts::{
    formula::Formula,
    model::{Fact, FactKey, Happening, Source},
    store::{self, Places},
};
use ::store::{Read, Result};
use std::collections::{HashMap, HashSet};

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
    let known = below(db, house, &fact).await?;
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
        if line.fact.is_some() && line.depth < MOST_DEEP {
            let parts = parts(house, &line.key).into_iter().map(|key| WhyLine {
                depth: line.depth + 1,
                fact: known.get(&key).cloned(),
                key,
            });
            open.extend(parts.rev());
        }
        lines.push(line);
    }
    Ok(lines)
}

/// Every value below one, a level at a time: one look-up for a level, however many values it has.
async fn below(db: &impl Read, house: &House, fact: &Fact) -> Result<HashMap<FactKey, Fact>> {
    let mut known: HashMap<FactKey, Fact> = HashMap::new();
    let mut met: HashSet<FactKey> = HashSet::from([fact.key.clone()]);
    let mut level = vec![fact.key.clone()];
    for _ in 0..MOST_DEEP {
        let mut next: Vec<FactKey> = level.iter().flat_map(|key| parts(house, key)).collect();
        next.retain(|key| met.insert(key.clone()));
        if next.is_empty() || known.len() >= MOST_LINES {
            break;
        }
        let mut found = store::facts_of(db, Places::of(&next).wanted()).await?;
        known.extend(next.iter().filter_map(|key| found.remove_entry(key)));
        level = next;
        level.retain(|key| known.contains_key(key));
    }
    Ok(known)
}

/// What happened to a value, newest first.
pub(in crate::facts) async fn history(db: &impl Read, fact: &Fact) -> Result<Vec<Happening>> {
    store::history(db, fact.id, MOST_HISTORY).await
}

/// The places a value was computed from; none of a value that was given.
fn parts(house: &House, key: &FactKey) -> Vec<FactKey> {
    let source = house.items.get(&key.item).map(|item| &item.source);
    let formula = match source {
        Some(Source::Formula(text)) => Formula::stored(text),
        _ => None,
    };
    let inputs = formula.map(|formula| formula.inputs()).unwrap_or_default();
    let places = |input| Inputs::places_in(house, input, key);
    inputs.iter().flat_map(places).collect()
}
