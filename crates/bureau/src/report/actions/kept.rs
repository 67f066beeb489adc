//! What a report settles beyond itself, in its own transaction: a number is kept at its data item and
//! nowhere else (一数一源), a step is done on its plan. The report names itself in the trace of both.

use crate::{
    facts::{self, Amount, FactKey, FactValue, ReportedIn, Wanted},
    plan::{self, StepId},
    report::{
        material::moved_on,
        model::{FieldKind, ReportField, ReportForm, ReportHead},
        paths,
    },
};
use ::store::{Ctx, Read, Result, Tx};
use base::{Refusal, actor::PersonId, day::Date};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How the trace of a number names the report.
fn reported_in(head: &ReportHead) -> ReportedIn {
    ReportedIn {
        words: format!(
            "{}报送“{}”（{}）",
            head.period.label(),
            head.task(),
            head.unit_name
        ),
        href: paths::report(head.id),
    }
}

/// What is typed and does not fit the rules of its data items, a sentence for each field: whoever typed
/// it is told, and not whoever consents.
pub(super) async fn check(
    db: &impl Read,
    form: &ReportForm,
    may_edit: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, String>> {
    let mut wrong = BTreeMap::new();
    let typed = typed_numbers(form).filter(|(field, ..)| may_edit(&field.key));
    for (field, key, amount) in typed {
        let Some(item) = facts::item(db, &key.item).await? else {
            continue;
        };
        if let Err(why) = item.check(amount) {
            wrong.insert(field.key.clone(), format!("{why}没有报送，请核对后再填。"));
        }
    }
    Ok(wrong)
}

fn wrong_number(field: &ReportField, wrong: &str) -> Refusal {
    Refusal::new(
        "report.number",
        format!("{}：{wrong}没有报送。", field.label),
        "请核对后再填。",
    )
}

/// Gives the numbers of a report to their data items where this person is their declared reporter.
/// Where somebody else is, it is they who give them, when it comes to them.
pub(super) async fn supply(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &ReportHead,
    form: &ReportForm,
    reporter: PersonId,
    reason: &str,
) -> Result<usize> {
    let mut mine = Vec::new();
    let keys: Vec<FactKey> = typed_numbers(form).map(|(_, key, _)| key).collect();
    let moved = moved_on(tx, head, &values_at(tx, &keys).await?).await?;
    for (field, key, amount) in typed_numbers(form) {
        // A later number is not taken back by the report of an earlier period.
        if moved.contains_key(&key) {
            continue;
        }
        let Some(item) = facts::item(tx, &key.item).await? else {
            continue;
        };
        let reporters = facts::reporters(tx, &item, key.unit).await?;
        if !reporters.contains(&reporter) {
            continue;
        }
        if let Err(wrong) = item.check(amount) {
            return Err(wrong_number(field, &wrong).into());
        }
        mine.push((key, amount));
    }
    if mine.is_empty() {
        return Ok(0);
    }
    let report = reported_in(head);
    let kept = facts::supply_in_report(tx, ctx, reporter, &report, mine, reason).await?;
    Ok(kept.n_new + kept.n_changed)
}

/// Where a number of the running year went on since this report was handed in: what it is now, by the
/// keys of the fields.
pub(super) async fn gone_on(
    db: &impl Read,
    head: &ReportHead,
    form: &ReportForm,
) -> Result<BTreeMap<String, String>> {
    let keys: Vec<FactKey> = typed_numbers(form).map(|(_, key, _)| key).collect();
    let values = values_at(db, &keys).await?;
    let moved = moved_on(db, head, &values).await?;
    let mut gone_on = BTreeMap::new();
    for (field, key, amount) in typed_numbers(form) {
        let Some(now) = values.get(&key).and_then(|value| value.value) else {
            continue;
        };
        if now != amount && moved.contains_key(&key) {
            gone_on.insert(field.key.clone(), format!("{}{}", now.plain(), field.unit));
        }
    }
    Ok(gone_on)
}

/// The report is about to be filed: what it says and what the data items say must be one number. What
/// went on since belongs to a later report.
pub(super) async fn check_one_number(tx: &Tx, head: &ReportHead, form: &ReportForm) -> Result<()> {
    let typed: Vec<_> = typed_numbers(form).collect();
    let keys: Vec<FactKey> = typed.iter().map(|(_, key, _)| key.clone()).collect();
    let values = values_at(tx, &keys).await?;
    let moved = moved_on(tx, head, &values).await?;
    for (field, key, amount) in typed {
        let kept = values.get(&key).and_then(|value| value.value);
        if kept == Some(amount) || moved.contains_key(&key) {
            continue;
        }
        let stands = match kept {
            Some(kept) => format!("数据项中是{}{}", kept.plain(), field.unit),
            None => "数据项中还没有数".to_owned(),
        };
        return Err(Refusal::new(
            "report.two_numbers",
            format!(
                "“{}”报送为{}，{stands}，没有归档。",
                field.label,
                field.shown()
            ),
            "同一个数只能有一个：请退回核对，或由它的填报人先在数据页更正。",
        )
        .into());
    }
    Ok(())
}

/// What a filed report shows is verified, as far as the data items still say the same; tells how many
/// there were.
pub(super) async fn verify(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &ReportHead,
    form: &ReportForm,
) -> Result<usize> {
    let shown: Vec<(FactKey, Amount)> = form
        .0
        .iter()
        .filter(|field| field.is_number())
        .filter_map(|field| Some((field.fact()?, Amount::parse(&field.value).ok()?)))
        .collect();
    let mut keys: Vec<FactKey> = shown.iter().map(|(key, _)| key.clone()).collect();
    let values = values_at(tx, &keys).await?;
    let said: HashMap<FactKey, Amount> = shown.into_iter().collect();
    keys.retain(|key| values.get(key).and_then(|value| value.value) == said.get(key).copied());
    facts::verify_in_report(tx, ctx, &reported_in(head), &keys).await
}

/// Numbers that were returned go back to their sources, with what is wrong with them.
pub(super) async fn send_back(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &ReportHead,
    form: &ReportForm,
    remarks: &BTreeMap<String, String>,
    reason: &str,
) -> Result<()> {
    let returned: Vec<(FactKey, &String)> = remarks
        .iter()
        .filter_map(|(key, words)| {
            let field = form.field(key).filter(|field| field.is_number())?;
            Some((field.fact()?, words))
        })
        .collect();
    let keys: Vec<FactKey> = returned.iter().map(|(fact, _)| fact.clone()).collect();
    let moved = moved_on(tx, head, &values_at(tx, &keys).await?).await?;
    let report = reported_in(head);
    for (fact, words) in returned {
        // The number that came later is not the one that was returned.
        if moved.contains_key(&fact) {
            continue;
        }
        let why = match words.trim() {
            "" => reason.trim(),
            words => words,
        };
        facts::send_back_in_report(tx, ctx, &report, &fact, why).await?;
    }
    Ok(())
}

/// Steps the report says are done are done on the plan, with what proves them. Tells how many.
pub(super) async fn finish_steps(
    tx: &mut Tx,
    ctx: &Ctx,
    head: &ReportHead,
    form: &ReportForm,
) -> Result<usize> {
    let done: Vec<(StepId, Date, String)> = form
        .0
        .iter()
        .filter(|field| field.kind == FieldKind::Step && field.prefilled.is_empty())
        .filter_map(|field| {
            let id = field.key.strip_prefix("s:")?.parse().ok()?;
            let on = field.value.parse().ok()?;
            Some((id, on, evidence(head, field)))
        })
        .collect();
    plan::finish_from_report(tx, ctx, head.plan, head.item, done).await
}

/// How a report is named in what proves a step.
pub(super) fn said_in(head: &ReportHead) -> String {
    format!("见{}报送", head.period.label())
}

fn evidence(head: &ReportHead, field: &ReportField) -> String {
    let report = said_in(head);
    match field.remark.trim() {
        "" => report,
        words => format!("{words}（{report}）"),
    }
}

/// Numbers this report is where they come from, with the places they are kept at.
fn typed_numbers(form: &ReportForm) -> impl Iterator<Item = (&ReportField, FactKey, Amount)> {
    form.0
        .iter()
        .filter(|field| field.kind == FieldKind::Number)
        .filter_map(|field| Some((field, field.fact()?, Amount::parse(&field.value).ok()?)))
}

async fn values_at(db: &impl Read, keys: &[FactKey]) -> Result<HashMap<FactKey, FactValue>> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let items: BTreeSet<_> = keys.iter().map(|key| key.item.clone()).collect();
    let periods: BTreeSet<_> = keys.iter().map(|key| key.period).collect();
    let units: BTreeSet<_> = keys.iter().map(|key| key.unit).collect();
    let (items, periods, units): (Vec<_>, Vec<_>, Vec<_>) = (
        items.into_iter().collect(),
        periods.into_iter().collect(),
        units.into_iter().collect(),
    );
    let wanted = Wanted {
        items: &items,
        periods: &periods,
        units: Some(&units),
        only_verified: false,
    };
    facts::values(db, wanted).await
}
