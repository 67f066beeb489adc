//! What of the reports can be found by words. A report is found once something was written in it, by
//! its task; by what it says only while it lies with reviewers or in the file: a draft is its unit's
//! own business.

use super::{
    model::{ReportForm, ReportHead, ReportId, ReportState},
    paths, policy, store,
};
use crate::org::{self, Scope};
use ::store::{
    Db, Read, Result, Tx,
    search::{self, Audience, Entry},
};
use base::{
    Actor,
    actor::{PersonId, UnitId},
};
use shell::Searchable;
use std::pin::Pin;

const REPORT: &str = "report.report";

/// The kinds, in the order their tabs are shown.
pub(super) const SEARCHABLE: [Searchable; 1] = [Searchable {
    kind: REPORT,
    word: "报送",
    entries: |db| {
        Box::pin(async move {
            let mut entries = Vec::new();
            for id in store::begun(&db).await? {
                entries.extend(entry(&db, id, 0).await?);
            }
            Ok(entries)
        })
    },
}];

/// Held by whoever sees the reports of every unit.
const EVERYTHING: &str = "report:all";

fn of_unit(unit: UnitId) -> String {
    format!("report:{unit}")
}

fn on_the_way_of(person: PersonId) -> String {
    format!("report:waits:{person}")
}

/// Whose reports somebody knows of, and whom they may act as on the way of one.
pub(super) fn keys(
    db: Db,
    actor: Actor,
) -> Pin<Box<dyn Future<Output = Result<Vec<String>>> + Send>> {
    Box::pin(async move {
        if !policy::REPORTS.admits(Some(&actor)) {
            return Ok(Vec::new());
        }
        let people = policy::stands_for(&actor);
        let mut keys: Vec<String> = people.into_iter().map(on_the_way_of).collect();
        match org::scope(&db, &actor).await? {
            Scope::All => keys.push(EVERYTHING.to_owned()),
            Scope::Units(units) => keys.extend(units.into_iter().map(of_unit)),
        }
        Ok(keys)
    })
}

/// Lets a report be found as it is now: whatever writes in it or moves it on calls this.
pub(super) async fn renew(tx: &mut Tx, id: ReportId, now_ms: i64) -> Result<()> {
    match entry(tx, id, now_ms).await? {
        Some(entry) => search::put(tx, &entry).await,
        None => Ok(()),
    }
}

/// Lets reports be found no more: they are gone.
pub(super) async fn let_go(tx: &mut Tx, ids: impl Iterator<Item = ReportId>) -> Result<()> {
    let keys: Vec<String> = ids.map(key).collect();
    search::remove_many(tx, &keys).await
}

fn key(id: ReportId) -> String {
    format!("{REPORT}:{id}")
}

async fn entry(db: &impl Read, id: ReportId, at_ms: i64) -> Result<Option<Entry>> {
    let (Some(head), Some(content)) = (store::report(db, id).await?, store::content(db, id).await?)
    else {
        return Ok(None);
    };
    let is_handed_in = matches!(head.state, ReportState::InReview | ReportState::Filed);
    let said = content.form.filter(|_| is_handed_in);
    let mut audience = vec![
        Audience::Key(EVERYTHING.to_owned()),
        Audience::Key(of_unit(head.unit)),
    ];
    let waits_for = content.course.stage().into_iter();
    let waits_for = waits_for.flat_map(|stage| stage.waits_for());
    audience.extend(waits_for.map(|person| Audience::Key(on_the_way_of(person.id))));
    Ok(Some(Entry {
        key: key(id),
        kind: REPORT,
        title: format!("{}报送：{}", head.period.label(), head.task()),
        context: context(&head),
        words: said.map(|form| words(&form)).unwrap_or_default(),
        href: paths::report(id),
        at_ms,
        audience,
    }))
}

fn context(head: &ReportHead) -> String {
    let parts = [head.unit_name.as_str(), &head.field, head.state.label()];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// Numbers with their labels, and what was written.
fn words(form: &ReportForm) -> String {
    let fields = form.0.iter().filter(|field| !field.value.is_empty());
    let said: Vec<String> = fields
        .map(|field| match field.is_number() {
            true => format!("{}{}{}", field.label, field.value, field.unit),
            false => field.value.clone(),
        })
        .collect();
    said.join(" ")
}
