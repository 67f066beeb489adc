//! 单位对照表: units × items of one heading, for one period.

use super::{Cell, Link, frame_below_list, period_asked};
use crate::facts::{
    actions::look::{self, View},
    model::{DataItem, FactKey},
    paths,
};
use askama::Template;
use base::{Grain, TimePeriod, actor::UnitId};
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "facts/pages/grid.html")]
struct GridPage {
    frame: Frame,
    groups: Vec<Link>,
    period: String,
    previous: String,
    next: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
}

struct Column {
    href: String,
    name: String,
    unit: String,
}

struct Row {
    href: String,
    unit: String,
    cells: Vec<Cell>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct GridAsked {
    group: String,
    period: String,
}

pub(super) async fn show(visit: Visit, Asked(asked): Asked<GridAsked>) -> Result<Reply> {
    let view = View::of(&visit).await?;
    let groups = view.groups();
    let group = match groups.contains(&asked.group) {
        true => asked.group.clone(),
        false => groups.first().cloned().unwrap_or_default(),
    };
    let items = view.items().into_iter().filter(|item| item.group == group);
    let items: Vec<&DataItem> = items.collect();
    let grain = items.first().map_or(Grain::SchoolYear, |item| item.grain);
    let mut period = period_asked(&asked.period, grain, visit.today());
    // Another heading may be counted by the month: the period of the one before does not fit there.
    if !items.iter().any(|item| item.grain == period.grain()) {
        period = TimePeriod::holding(grain, visit.today());
    }
    let items: Vec<&DataItem> = items
        .into_iter()
        .filter(|item| item.grain == period.grain())
        .collect();
    let values = look::short(&visit, &items, &[period], view.seen.as_deref()).await?;
    let units =
        view.units.iter().copied().filter(|unit| {
            view.sees(*unit) && items.iter().any(|item| view.house.has(item, *unit))
        });
    let row = |unit: UnitId| Row {
        href: paths::sheet(unit, period),
        unit: view.house.unit_name(unit).to_owned(),
        cells: items
            .iter()
            .map(|item| Cell::of(item, values.get(&FactKey::new(&item.code, unit, period))))
            .collect(),
    };
    visit.page(&GridPage {
        frame: frame_below_list(&visit, "单位对照表")
            .lead("各单位同一期的数放在一起看；点数值可以看它从哪里来。"),
        groups: groups
            .iter()
            .map(|word| Link {
                href: paths::grid(word, period),
                word: if word.is_empty() {
                    "未分组".to_owned()
                } else {
                    word.clone()
                },
                is_current: *word == group,
            })
            .collect(),
        period: period.label(),
        previous: paths::grid(&group, period.previous()),
        next: paths::grid(&group, period.next()),
        columns: items
            .iter()
            .map(|item| Column {
                href: paths::item(&item.code),
                name: item.name.clone(),
                unit: item.unit.clone(),
            })
            .collect(),
        rows: units.map(row).collect(),
    })
}
