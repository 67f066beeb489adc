//! Each question once, with what people said of it.

use super::{REGISTER, Twin, Twins};
use crate::facts::store;
use ::store::{Read, Result};
use std::collections::BTreeSet;

/// Twins without those that ask of an item what another asks of the register that feeds it.
pub(super) fn asked_once(mut twins: Vec<Twin>) -> Vec<Twin> {
    let names_register = |twin: &Twin| twin.pair.contains(REGISTER);
    let (held, others): (Vec<&Twin>, Vec<&Twin>) = twins.iter().partition(|t| names_register(t));
    let is_more = |one: &Twin, other: &Twin| one.is_same || !other.is_same;
    let mut dropped: BTreeSet<String> = BTreeSet::new();
    for held in held {
        let mut others = others.iter();
        let Some(other) = others.find(|other| held.also.contains(&other.pair)) else {
            continue;
        };
        dropped.insert(match is_more(held, other) {
            true => other.pair.clone(),
            false => held.pair.clone(),
        });
    }
    twins.retain(|twin| !dropped.contains(&twin.pair));
    twins
}

/// What was found, with what people say of it now.
pub(in crate::facts) async fn sorted(db: &impl Read, found: Vec<Twin>) -> Result<Twins> {
    let mut answers = store::not_the_same(db).await?;
    let mut twins = Twins::default();
    for mut twin in found {
        let mut pairs = std::iter::once(&twin.pair).chain(&twin.also);
        let answer = pairs.find_map(|pair| answers.remove_entry(pair));
        match answer {
            _ if twin.is_same => twins.same.push(twin),
            Some((pair, answer)) => {
                twin.pair = pair;
                twins.answered.push((twin, answer));
            }
            None => twins.possible.push(twin),
        }
    }
    Ok(twins)
}
