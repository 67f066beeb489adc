//! Verifying values and sending them back.

use super::{house::House, recompute};
use crate::facts::{
    model::{Fact, FactKey, Happening, SourceKind, State},
    policy,
    store::{self, Past, Places},
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::Refusal;
use std::collections::BTreeSet;

/// Stands for these values; says how many there were. Computed values follow their inputs and are
/// passed over, as is whatever is missing.
pub(crate) async fn verify(tx: &mut Tx, ctx: &Ctx, keys: &[FactKey]) -> Result<usize> {
    policy::may_verify(&ctx.actor)?;
    let house = House::load(tx).await?;
    let mut facts = facts_at(tx, keys).await?;
    facts.retain(|fact| {
        let is_computed = fact.reference.kind() == Some(SourceKind::Formula);
        fact.value.is_some() && fact.state != State::Verified && !is_computed
    });
    if facts.is_empty() {
        return Ok(0);
    }
    mark(tx, ctx, &house, &facts, State::Verified, "").await?;
    let line = Line::new("facts.values.verified", "").saying(told(&house, &facts));
    tx.audit_line(ctx, line);
    Ok(facts.len())
}

/// Sends one value back to its source, with the reason.
pub(crate) async fn send_back(tx: &mut Tx, ctx: &Ctx, key: &FactKey, reason: &str) -> Result<()> {
    policy::may_verify(&ctx.actor)?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "facts.return_reason",
            "退回要写明原因，填报的人才知道改什么。",
            "请写明原因后再退回。",
        )
        .into());
    }
    let house = House::load(tx).await?;
    let facts = facts_at(tx, std::slice::from_ref(key)).await?;
    let Some(fact) = facts.first() else {
        return Err(Error::NotFound);
    };
    if fact.reference.kind() == Some(SourceKind::Formula) {
        return Err(Refusal::new(
            "facts.computed",
            "这个数由公式算出，改不了它本身。",
            "请退回它所引用的数据。",
        )
        .into());
    }
    mark(tx, ctx, &house, &facts, State::Returned, reason).await?;
    let line = Line::new("facts.value.returned", &key.item)
        .named(told(&house, &facts))
        .because(reason);
    tx.audit_line(ctx, line);
    Ok(())
}

async fn facts_at(tx: &Tx, keys: &[FactKey]) -> Result<Vec<Fact>> {
    let wanted_keys: BTreeSet<&FactKey> = keys.iter().collect();
    let places = Places::of(keys);
    let mut facts: Vec<Fact> = store::facts_of(tx, places.wanted())
        .await?
        .into_values()
        .filter(|fact| wanted_keys.contains(&fact.key))
        .collect();
    facts.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(facts)
}

async fn mark(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    facts: &[Fact],
    state: State,
    reason: &str,
) -> Result<()> {
    let ids: Vec<_> = facts.iter().map(|fact| fact.id).collect();
    store::set_state(tx, &ids, state, reason).await?;
    let past: Vec<Past> = facts
        .iter()
        .map(|fact| Past {
            fact: fact.id,
            happening: Happening {
                at_ms: ctx.now_ms(),
                by: ctx.actor.name.clone(),
                act: state.code().to_owned(),
                value: fact.value,
                reference: fact.reference.clone(),
                reason: reason.to_owned(),
            },
        })
        .collect();
    store::insert_history(tx, &past).await?;
    let touched = facts.iter().map(|fact| fact.key.clone()).collect();
    recompute::after(tx, ctx, house, &touched).await?;
    Ok(())
}

/// The values in words: the first, and how many.
fn told(house: &House, facts: &[Fact]) -> String {
    let Some(first) = facts.first() else {
        return String::new();
    };
    let name = format!(
        "{} · {} · {}",
        house.unit_name(first.key.unit),
        house.item_name(&first.key.item),
        first.key.period.label()
    );
    match facts.len() {
        1 => name,
        n => format!("{name}等{n}个数"),
    }
}
