//! Numbers that come with a report of work: given by whoever is their declared reporter, verified or
//! sent back by whoever reviews the report. The rules of the report say who reviews; that nobody
//! stands for a number they gave themself is said here.

use super::{
    house::House,
    review::{facts_at, mark, told},
    supply::{Supplied, fitted, keep_told, placed},
};
use crate::{
    facts::model::{
        Amount, DataItem, Fact, FactId, FactKey, FactValue, Reporter, Source, SourceKind,
        SourceRef, State, Supply,
    },
    facts::store,
    org,
};
use ::store::{Ctx, Read, Result, Tx, audit::Line};
use base::{
    Refusal, Role,
    actor::{PersonId, UnitId},
    clock::midnight_in_china,
    day::Date,
};
use std::collections::HashMap;

/// The report a number comes with, as the trace of the number names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ReportedIn {
    /// 「2026年3月报送“1.加强教师招聘”（人事科）」.
    pub(crate) words: String,
    /// Its page.
    pub(crate) href: String,
}

/// The declared reporters of an item for a unit; nobody where another source supplies it.
pub(crate) async fn reporters(
    db: &impl Read,
    item: &DataItem,
    unit: UnitId,
) -> Result<Vec<PersonId>> {
    let holders = match &item.source {
        Source::Reporter(Reporter::Person(person)) => return Ok(vec![*person]),
        Source::Reporter(Reporter::Post(of, role)) => org::holders(db, Some(*of), &[*role]).await?,
        Source::Reporter(Reporter::OwnUnit) => org::holders(db, Some(unit), &Role::ALL).await?,
        _ => Vec::new(),
    };
    Ok(holders.into_iter().map(|(person, _)| person).collect())
}

/// Keeps the numbers of a report for their declared reporter: whoever acts, or whom they act for.
pub(crate) async fn supply_in_report(
    tx: &mut Tx,
    ctx: &Ctx,
    reporter: PersonId,
    report: &ReportedIn,
    values: Vec<(FactKey, Amount)>,
    reason: &str,
) -> Result<Supplied> {
    let house = House::load(tx).await?;
    let mut given = Vec::with_capacity(values.len());
    for (key, amount) in values {
        let reference = SourceRef::reported(&report.words, &report.href);
        let supply =
            Supply::new(&key.item, key.unit, key.period, Some(amount), reference).because(reason);
        let item = placed(&house, &supply)?;
        if !reporters(tx, item, key.unit).await?.contains(&reporter) {
            return Err(Refusal::new(
                "facts.source",
                format!("“{}”不由本人填报，没有改动。", item.name),
                "请由它的填报人在数据页填报，或在报送里写明意见。",
            )
            .into());
        }
        given.push(fitted(&house, item, supply)?);
    }
    keep_told(tx, ctx, &house, given).await
}

/// Stands for the numbers of a report that was approved; says how many there were. Computed numbers
/// follow their inputs, and nobody stands for what they gave themself: these are passed over.
pub(crate) async fn verify_in_report(
    tx: &mut Tx,
    ctx: &Ctx,
    report: &ReportedIn,
    keys: &[FactKey],
) -> Result<usize> {
    let mut facts = facts_at(tx, keys).await?;
    facts.retain(|fact| {
        fact.value.is_some()
            && fact.state != State::Verified
            && !is_computed(fact)
            && !fact.is_given_by(&ctx.actor)
    });
    if facts.is_empty() {
        return Ok(0);
    }
    let house = House::load(tx).await?;
    let reason = format!("{}审阅通过", report.words);
    mark(tx, ctx, &house, &facts, State::Verified, &reason).await?;
    let line = Line::new("facts.values.verified", "")
        .saying(told(&house, &facts))
        .because(reason);
    tx.audit_line(ctx, line);
    Ok(facts.len())
}

/// A number was returned in the review of a report: its source is asked to look again.
pub(crate) async fn send_back_in_report(
    tx: &mut Tx,
    ctx: &Ctx,
    report: &ReportedIn,
    key: &FactKey,
    reason: &str,
) -> Result<()> {
    let mut facts = facts_at(tx, std::slice::from_ref(key)).await?;
    facts.retain(|fact| fact.value.is_some() && !is_computed(fact));
    if facts.is_empty() {
        return Ok(());
    }
    let house = House::load(tx).await?;
    let reason = format!("{}审阅退回：{reason}", report.words);
    mark(tx, ctx, &house, &facts, State::Returned, &reason).await?;
    let line = Line::new("facts.value.returned", &key.item)
        .named(told(&house, &facts))
        .because(reason);
    tx.audit_line(ctx, line);
    Ok(())
}

/// A value that went on after the last day of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MovedOn {
    /// What stood there until then; none where the first number came later.
    pub(crate) stood: Option<Amount>,
}

/// Which of these values went on after a day, by something else than this report: a number of the
/// running year does so every month, and the report of an earlier one stays as it was.
pub(crate) async fn moved_on(
    db: &impl Read,
    values: impl Iterator<Item = &FactValue>,
    after: Date,
    report: &str,
) -> Result<HashMap<FactId, MovedOn>> {
    let end_ms = midnight_in_china(after.tomorrow().unwrap_or(after));
    let later: Vec<FactId> = values
        .filter(|value| value.at_ms >= end_ms)
        .map(|value| value.id)
        .collect();
    let moved = store::moved(db, &later, end_ms).await?.into_iter();
    Ok(moved
        .filter(|moved| moved.reference.href != report)
        .map(|moved| (moved.fact, MovedOn { stood: moved.stood }))
        .collect())
}

fn is_computed(fact: &Fact) -> bool {
    fact.reference.kind() == Some(SourceKind::Formula)
}
