//! One data item: what it counts, and its values through time, unit by unit.

use super::{
    Cell, frame_below_list,
    picture::{self, BAR, Bar},
};
use crate::{
    facts::{
        actions::look::{self, View},
        actions::{FILES_OF_ITEM, versions},
        model::{DataItem, FactKey, ItemCode, Source},
        paths, policy,
    },
    files,
};
use ::store::audit::Facts;
use askama::Template;
use base::day::instant_in_words;
use shell::{At, Frame, Reply, Result, Visit};

/// More bars than this cannot be told apart.
const MOST_BARS: usize = 80;

#[derive(Template)]
#[template(path = "facts/pages/item.html")]
struct ItemPage {
    frame: Frame,
    item: DataItem,
    source: String,
    kinds: String,
    bounds: String,
    edit: Option<String>,
    periods: Vec<String>,
    rows: Vec<Row>,
    /// What the bars show.
    finding: String,
    bars: Vec<Bar>,
    width: usize,
    versions: Vec<Version>,
    files: files::Panel,
    /// Where a register is made its source; empty for whoever may not, and where people do not type it.
    taken_over: String,
}

struct Row {
    unit: String,
    href: String,
    cells: Vec<Cell>,
    run: String,
}

struct Version {
    number: i64,
    when: String,
    by: String,
    reason: String,
    changes: Vec<(String, String, String)>,
}

pub(super) async fn show(visit: Visit, At(code): At<String>) -> Result<Reply> {
    let code: ItemCode = code.parse().map_err(|_| ::store::Error::NotFound)?;
    let view = View::of(&visit).await?;
    let item = view.item(&visit, &code)?;
    let series = look::series(&visit, item).await?;
    let units = view.units_of(item);
    let mut rows = Vec::with_capacity(units.len());
    let mut latest = Vec::new();
    for unit in &units {
        let values: Vec<_> = series
            .periods
            .iter()
            .map(|period| series.values.get(&FactKey::new(&code, *unit, *period)))
            .collect();
        let known: Vec<Option<f64>> = values
            .iter()
            .map(|value| {
                value
                    .and_then(|value| value.value)
                    .map(|a| a.approximately())
            })
            .collect();
        let name = view.house.unit_name(*unit).to_owned();
        if let Some(amount) = values
            .last()
            .copied()
            .flatten()
            .and_then(|value| value.value)
        {
            let words = format!("{name}：{}", item.in_words(Some(amount)));
            latest.push((amount.approximately(), words));
        }
        rows.push(Row {
            href: series
                .periods
                .last()
                .map_or_else(String::new, |period| paths::sheet(*unit, *period)),
            unit: name,
            cells: values.iter().map(|value| Cell::of(item, *value)).collect(),
            run: picture::run(&known),
        });
    }
    let n_known = latest.len();
    latest.sort_by(|a, b| b.0.total_cmp(&a.0));
    latest.truncate(MOST_BARS);
    let finding = match (series.periods.last(), n_known > 1) {
        (Some(period), true) => format!(
            "{}：{n_known}个单位从高到低，{}最高",
            period.label(),
            latest.first().map_or("", |(_, words)| words)
        ),
        _ => String::new(),
    };
    let bars = match n_known > 1 {
        true => picture::bars(latest),
        false => Vec::new(),
    };
    let kinds: Vec<&str> = item.applies_to.iter().map(|kind| kind.label()).collect();
    let frame = frame_below_list(&visit, &item.name);
    let defines = policy::defines(&visit.actor);
    visit.page(&ItemPage {
        frame: match item.is_retired {
            true => frame.lead("已停用：不再收集，原有数据保留。"),
            false => frame.lead(&item.meaning),
        },
        source: super::edit::source_words(&view, item),
        kinds: kinds.join("、"),
        bounds: bounds(item),
        taken_over: match defines && !item.is_retired {
            true if matches!(item.source, Source::Reporter(_)) => paths::taken_over(&code),
            _ => String::new(),
        },
        edit: defines.then(|| paths::edit_item(&code)),
        files: files::panel(&visit, FILES_OF_ITEM, &code, defines).await?,
        periods: series.periods.iter().map(|period| period.label()).collect(),
        rows,
        finding,
        width: bars.len() * BAR,
        bars,
        versions: versions_of(&visit, &code).await?,
        item: item.clone(),
    })
}

fn bounds(item: &DataItem) -> String {
    let places = match item.decimals {
        0 => "整数".to_owned(),
        n => format!("{n}位小数"),
    };
    match (item.least, item.most) {
        (Some(least), Some(most)) => format!("{places}，{least}至{most}"),
        (Some(least), None) => format!("{places}，不小于{least}"),
        (None, Some(most)) => format!("{places}，不大于{most}"),
        (None, None) => places,
    }
}

/// Definitions from the newest back, each with what it changed.
async fn versions_of(visit: &Visit, code: &ItemCode) -> Result<Vec<Version>> {
    let kept = versions(&visit.db, code).await?;
    let definitions: Vec<Facts> = kept
        .iter()
        .map(|kept| Facts::stored(&kept.definition))
        .collect();
    let none = Facts::none();
    Ok(kept
        .iter()
        .enumerate()
        .map(|(place, kept)| {
            let is = definitions.get(place).unwrap_or(&none);
            let was = definitions.get(place + 1);
            let changes = was.map_or_else(Vec::new, |was| {
                is.iter()
                    .filter(|(word, value)| was.value(word) != *value)
                    .map(|(word, value)| {
                        (
                            word.to_owned(),
                            was.value(word).to_owned(),
                            value.to_owned(),
                        )
                    })
                    .collect()
            });
            Version {
                number: kept.version,
                when: instant_in_words(kept.at_ms),
                by: kept.by_name.clone(),
                reason: kept.reason.clone(),
                changes,
            }
        })
        .collect())
}
