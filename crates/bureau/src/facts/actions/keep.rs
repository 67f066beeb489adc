//! Keeping values with their history: the one place where a value is written.

use super::{checks, house::House, recompute};
use crate::facts::{
    model::{Amount, Fact, FactId, FactKey, FactValue, Happening, SourceKind, SourceRef, State},
    store::{self, KeptFact, Past, Places},
};
use ::store::{Ctx, Result, Tx};
use base::Refusal;
use std::collections::{BTreeSet, HashMap};

/// A value about to be kept, its source already checked.
#[derive(Debug, Clone)]
pub(super) struct Given {
    pub(super) key: FactKey,
    pub(super) value: Option<Amount>,
    pub(super) reference: SourceRef,
    /// Why it is corrected, or why it cannot be computed.
    pub(super) reason: String,
}

/// What keeping changed.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Values that differ now, with what stood there before.
    pub(super) changed: Vec<(FactKey, Option<Amount>)>,
    pub(super) n_new: usize,
    /// Values that were corrected in a locked period.
    pub(super) n_corrected: usize,
    /// Everything that was touched, whose formulas have to be computed anew.
    pub(super) touched: BTreeSet<FactKey>,
}

/// Keeps values and computes everything that follows from them.
pub(super) async fn keep(tx: &mut Tx, ctx: &Ctx, house: &House, given: Vec<Given>) -> Result<Kept> {
    let kept = write(tx, ctx, house, given).await?;
    let touched = recompute::after(tx, ctx, house, &kept.touched).await?;
    checks::run(tx, ctx, house, &touched).await?;
    Ok(kept)
}

/// Keeps values as they are given; whoever calls sees to what follows.
pub(super) async fn write(
    tx: &mut Tx,
    ctx: &Ctx,
    house: &House,
    given: Vec<Given>,
) -> Result<Kept> {
    let stands = standing(tx, &given).await?;
    let taken_over = taken_over(tx, &given, &stands).await?;
    let mut kept = Kept::default();
    let mut rows = Vec::new();
    let mut past = Vec::new();
    for mut given in given {
        if given.reference.kind() != Some(SourceKind::Formula) {
            given.reference = given.reference.given_by(Some(ctx.actor.person));
        }
        let before = stands.get(&given.key);
        let is_locked = house.locked.contains(&given.key.period);
        let state = state_after(&given, before).or_else(|| {
            // The number stays as it is, and as far as it is; its source is the new one.
            let before = before.filter(|_| !is_locked && taken_over.contains(&given.key));
            before.map(|before| before.state)
        });
        let Some(state) = state else {
            continue;
        };
        let old = before.and_then(|before| before.value);
        let is_changed = before.is_none_or(|before| before.value != given.value);
        let is_correction = is_locked && is_changed;
        if is_correction && given.reason.trim().is_empty() {
            return Err(locked(house, &given.key).into());
        }
        let id = before.map_or_else(FactId::new, |before| before.id);
        let is_formula = given.reference.kind() == Some(SourceKind::Formula);
        past.push(Past {
            fact: id,
            happening: Happening {
                at_ms: ctx.now_ms(),
                by: ctx.actor.name.clone(),
                act: match (is_correction, is_formula, given.value) {
                    (true, ..) => "corrected",
                    (_, true, _) => "computed",
                    (_, _, None) => "removed",
                    _ => "supplied",
                }
                .to_owned(),
                value: given.value,
                reference: given.reference.clone(),
                reason: given.reason.clone(),
            },
        });
        if is_changed {
            kept.n_new += usize::from(before.is_none());
            kept.n_corrected += usize::from(is_correction);
            kept.changed.push((given.key.clone(), old));
        }
        kept.touched.insert(given.key.clone());
        rows.push(KeptFact {
            is_new: before.is_none(),
            fact: Fact {
                id,
                key: given.key,
                value: given.value,
                state,
                reference: given.reference,
                at_ms: ctx.now_ms(),
                by: ctx.actor.name.clone(),
                note: given.reason,
                struck: match is_correction {
                    true => before.and_then(|before| before.struck.or(before.value)),
                    false => before.and_then(|before| before.struck),
                },
                version: before.map_or(1, |before| before.version + 1),
            },
        });
    }
    store::replace(tx, &rows).await?;
    store::insert_history(tx, &past).await?;
    Ok(kept)
}

/// What stands in the places values are given for.
async fn standing(tx: &Tx, given: &[Given]) -> Result<HashMap<FactKey, FactValue>> {
    let places = Places::of(given.iter().map(|given| &given.key));
    store::values(tx, places.wanted()).await
}

/// Where a register counts the number that stands there already, and another source gave it: people who
/// typed it, another roll-up.
async fn taken_over(
    tx: &Tx,
    given: &[Given],
    stands: &HashMap<FactKey, FactValue>,
) -> Result<BTreeSet<FactKey>> {
    let counted = |given: &&Given| given.reference.kind() == Some(SourceKind::Register);
    let same: HashMap<FactId, &Given> = given
        .iter()
        .filter(counted)
        .filter_map(|given| {
            let before = stands.get(&given.key)?;
            (before.value == given.value).then_some((before.id, given))
        })
        .collect();
    if same.is_empty() {
        return Ok(BTreeSet::new());
    }
    let ids: Vec<FactId> = same.keys().copied().collect();
    let kept = store::facts(tx, &ids).await?;
    let is_of_another = |fact: &Fact| {
        let source = |reference: &SourceRef| (reference.kind(), reference.id().to_owned());
        let now = same.get(&fact.id).map(|given| source(&given.reference));
        now.is_some_and(|now| now != source(&fact.reference))
    };
    let moved = kept.into_iter().filter(is_of_another);
    Ok(moved.map(|fact| fact.key).collect())
}

/// The state a value is in afterwards; nothing when nothing changes.
fn state_after(given: &Given, before: Option<&FactValue>) -> Option<State> {
    let fresh = match given.reference.is_verified && given.value.is_some() {
        true => State::Verified,
        false => State::Open,
    };
    let Some(before) = before else {
        // A value that is missing needs no row, unless there is something to say about it.
        let is_said = given.value.is_some() || !given.reason.is_empty();
        return is_said.then_some(fresh);
    };
    if before.value != given.value {
        return Some(fresh);
    }
    let follows_its_inputs = given.reference.kind() == Some(SourceKind::Formula);
    match before.state {
        // Given again after it was sent back: an answer.
        State::Returned => Some(fresh),
        State::Open => (fresh == State::Verified).then_some(fresh),
        // What somebody verified stays verified as long as the number is the same.
        State::Verified => (follows_its_inputs && fresh == State::Open).then_some(fresh),
    }
}

fn locked(house: &House, key: &FactKey) -> Refusal {
    Refusal::new(
        "facts.locked",
        format!(
            "{}的数据已锁定，{}的“{}”不能直接改。",
            key.period.label(),
            house.unit_name(key.unit),
            house.item_name(&key.item)
        ),
        "确需更正的，请写明原因，原来的数会保留在旁边。",
    )
}
