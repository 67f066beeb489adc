//! 填报: what somebody is the named source of, prefilled with what stands there.

use super::{frame_below_list, period_asked};
use crate::facts::{
    actions::{
        look::{self, View},
        supply_many,
    },
    model::{DataItem, FactKey, SourceRef, State, Supply},
    paths,
};
use ::store::Error;
use askama::Template;
use base::{Grain, TimePeriod, actor::UnitId};
use serde::Deserialize;
use shell::{Asked, Field, Frame, Posted, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/enter.html")]
struct EnterPage {
    frame: Frame,
    grains: Vec<(String, &'static str, bool)>,
    period_code: String,
    period: String,
    previous: String,
    next: String,
    is_locked: bool,
    rows: Vec<Row>,
    reason: Field,
    has_conflict: bool,
}

struct Row {
    name: String,
    /// Name and version fields of the form.
    field: String,
    version_field: String,
    version: i64,
    unit: String,
    /// The word after the number.
    measure: String,
    value: String,
    before: String,
    meaning: String,
    state: &'static str,
    tag: &'static str,
    note: String,
    error: String,
    key: FactKey,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct EnterAsked {
    period: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<EnterAsked>) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let page = page(&visit, &view, &asked.period).await?;
    visit.page(&page)
}

pub(super) async fn submit(visit: Visit, posted: Posted) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let mut page = page(&visit, &view, posted.get("period")).await?;
    page.reason.value = posted.get("reason").to_owned();
    let mut supplies = Vec::new();
    let mut is_wrong = false;
    for row in &mut page.rows {
        // A row the form did not carry says nothing about its value.
        if !posted.has(&row.version_field) {
            continue;
        }
        let typed = posted.get(&row.field).to_owned();
        let stood = std::mem::replace(&mut row.value, typed);
        let seen: i64 = posted.get(&row.version_field).parse().unwrap_or_default();
        if row.value == stood && row.state != State::Returned.label() {
            continue;
        }
        let Some(item) = view.house.items.get(&row.key.item) else {
            continue;
        };
        match item.read(&row.value) {
            Err(error) => {
                is_wrong = true;
                row.error = error;
            }
            // Somebody else filled it in after the page was opened: shown beside what was typed.
            Ok(_) if seen != row.version => {
                page.has_conflict = true;
                row.error = format!("页面打开之后，这个数已改为{stood}。");
            }
            Ok(None) if stood.is_empty() => {}
            Ok(value) => {
                let FactKey { item, unit, period } = &row.key;
                let supply = Supply::new(item, *unit, *period, value, SourceRef::typed());
                supplies.push(supply.because(page.reason.value.clone()));
            }
        }
    }
    if is_wrong {
        return visit.invalid(&page);
    }
    if page.has_conflict {
        return visit.conflict(&page);
    }
    let mut tx = visit.db.begin_write().await?;
    match supply_many(&mut tx, &visit, supplies).await {
        Ok(supplied) => {
            tx.commit().await?;
            let n = supplied.n_new + supplied.n_changed;
            let words = match n {
                0 => "已保存，数值没有变化。".to_owned(),
                n => format!("已保存{n}个数，等待核实。"),
            };
            visit.done(words, posted_to(&posted))
        }
        Err(Error::Refused(refusal)) => {
            page.reason
                .refuse(format!("{}{}", refusal.what, refusal.next));
            visit.invalid(&page)
        }
        Err(error) => Err(error.into()),
    }
}

fn posted_to(posted: &Posted) -> String {
    match posted.get("period").parse() {
        Ok(period) => paths::enter(period),
        Err(_) => paths::ENTER.to_owned(),
    }
}

async fn page(visit: &Visit, view: &View, asked: &str) -> Result<EnterPage> {
    let reported = look::reported(visit, view);
    let mut grains: Vec<Grain> = reported.iter().map(|(item, _)| item.grain).collect();
    grains.sort();
    grains.dedup();
    let usual = grains.first().copied().unwrap_or(Grain::Month);
    let period = period_asked(asked, usual, visit.today());
    let own: Vec<(&DataItem, Vec<UnitId>)> = reported
        .into_iter()
        .filter(|(item, _)| item.grain == period.grain())
        .collect();
    let items: Vec<&DataItem> = own.iter().map(|(item, _)| *item).collect();
    let mut units: Vec<UnitId> = own.iter().flat_map(|(_, units)| units.clone()).collect();
    units.sort();
    units.dedup();
    let values = look::full(visit, &items, &[period, period.previous()], &units).await?;
    let mut rows = Vec::new();
    for (item, units) in &own {
        for unit in units {
            let key = FactKey::new(&item.code, *unit, period);
            let fact = values.get(&key);
            let before = values.get(&FactKey::new(&item.code, *unit, period.previous()));
            let shown = |amount| item.shown(amount);
            rows.push(Row {
                name: item.name.clone(),
                field: format!("v.{}.{unit}", item.code),
                version_field: format!("n.{}.{unit}", item.code),
                version: fact.map_or(0, |fact| fact.version),
                unit: view.house.unit_name(*unit).to_owned(),
                measure: item.unit.clone(),
                value: fact
                    .and_then(|fact| fact.value)
                    .map_or_else(String::new, shown),
                before: before
                    .and_then(|fact| fact.value)
                    .map_or_else(String::new, shown),
                meaning: item.meaning.clone(),
                state: fact.map_or("", |fact| fact.state.shown(fact.value).0),
                tag: fact.map_or("plain", |fact| fact.state.shown(fact.value).1),
                note: fact.map_or_else(String::new, |fact| fact.note.clone()),
                error: String::new(),
                key,
            });
        }
    }
    Ok(EnterPage {
        frame: frame_below_list(visit, "填报")
            .lead("只列出由本人负责填报的数；其他数由台账、基表或公式得出，不用再填。"),
        grains: grains
            .iter()
            .map(|grain| {
                let to = paths::enter(TimePeriod::holding(*grain, visit.today()));
                (to, grain.label(), *grain == period.grain())
            })
            .collect(),
        period_code: period.to_string(),
        period: period.label(),
        previous: paths::enter(period.previous()),
        next: paths::enter(period.next()),
        is_locked: view.house.locked.contains(&period),
        rows,
        reason: Field::new("reason", "更正的原因")
            .hint("这一期已锁定的，更正要写明原因，原来的数会保留在旁边。"),
        has_conflict: false,
    })
}

impl EnterPage {
    fn is_wrong(&self) -> bool {
        self.reason.error.is_some() || self.rows.iter().any(|row| !row.error.is_empty())
    }
}
