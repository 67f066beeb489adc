//! 单位数据: everything that is known of one unit for one period, beside the period before.

use super::{Cell, frame_below_list, period_asked};
use crate::facts::{
    actions::look::{self, View},
    model::{DataItem, FactKey},
    paths,
};
use askama::Template;
use base::{Grain, actor::UnitId};
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/sheet.html")]
struct SheetPage {
    frame: Frame,
    units: Vec<(String, String)>,
    unit: String,
    period_code: String,
    grains: Vec<(String, &'static str)>,
    period: String,
    previous: String,
    next: String,
    before: String,
    groups: Vec<Group>,
    n_known: usize,
    n_items: usize,
}

struct Group {
    name: String,
    rows: Vec<Row>,
}

struct Row {
    href: String,
    name: String,
    unit: String,
    now: Cell,
    before: Cell,
    source: &'static str,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct SheetAsked {
    unit: String,
    period: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<SheetAsked>) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let all = view.items();
    let has_items = |unit: &UnitId| all.iter().any(|item| view.house.has(item, *unit));
    let units: Vec<UnitId> = view
        .units
        .iter()
        .copied()
        .filter(|unit| view.sees(*unit) && has_items(unit))
        .collect();
    let asked_unit: Option<UnitId> = asked.unit.parse().ok();
    let unit = asked_unit
        .filter(|unit| units.contains(unit))
        .or_else(|| {
            units
                .contains(&visit.actor.unit)
                .then_some(visit.actor.unit)
        })
        .or_else(|| units.first().copied());
    let items: Vec<&DataItem> = all
        .into_iter()
        .filter(|item| unit.is_some_and(|unit| view.house.has(item, unit)))
        .collect();
    let mut grains: Vec<Grain> = items.iter().map(|item| item.grain).collect();
    grains.sort();
    grains.dedup();
    let usual = match grains.contains(&Grain::SchoolYear) {
        true => Grain::SchoolYear,
        false => grains.first().copied().unwrap_or(Grain::SchoolYear),
    };
    let period = period_asked(&asked.period, usual, visit.today());
    let items: Vec<&DataItem> = items
        .into_iter()
        .filter(|item| item.grain == period.grain())
        .collect();
    let periods = [period, period.previous()];
    let own: Vec<UnitId> = unit.into_iter().collect();
    let values = look::short(&visit, &items, &periods, Some(&own)).await?;
    let mut groups: Vec<Group> = Vec::new();
    let mut n_known = 0;
    for item in &items {
        let cell = |period| {
            let key = unit.map(|unit| FactKey::new(&item.code, unit, period));
            Cell::of(item, key.and_then(|key| values.get(&key)))
        };
        let row = Row {
            href: paths::item(&item.code),
            name: item.name.clone(),
            unit: item.unit.clone(),
            now: cell(period),
            before: cell(period.previous()),
            source: item.source.kind().label(),
        };
        n_known += usize::from(!row.now.shown.is_empty());
        match groups.iter_mut().find(|group| group.name == item.group) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                name: item.group.clone(),
                rows: vec![row],
            }),
        }
    }
    let to = |period| unit.map_or_else(String::new, |unit| paths::sheet(unit, period));
    let name = unit.map_or("", |unit| view.house.unit_name(unit));
    visit.page(&SheetPage {
        frame: frame_below_list(&visit, "单位数据").lead(format!("{name}{}", period.label())),
        units: units
            .iter()
            .map(|unit| (unit.to_string(), view.house.unit_name(*unit).to_owned()))
            .collect(),
        unit: unit.map_or_else(String::new, |unit| unit.to_string()),
        period_code: period.to_string(),
        grains: grains
            .iter()
            .map(|grain| {
                let now = base::TimePeriod::holding(*grain, visit.today());
                (to(now), grain.label())
            })
            .collect(),
        period: period.label(),
        previous: to(period.previous()),
        next: to(period.next()),
        before: period.previous().label(),
        n_items: items.len(),
        n_known,
        groups,
    })
}
