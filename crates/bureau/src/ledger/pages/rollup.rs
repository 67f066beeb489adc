//! The figures of a roll-up, each leading to its rows.

use super::frame_of;
use crate::ledger::{
    actions::{self, Opened},
    model::{Condition, RollupSpec, RowState},
    paths,
    policy::Glance,
    store::KeptTally,
};
use askama::Template;
use shell::{At, Frame, Reply, Result, Visit};

#[derive(Template)]
#[template(path = "ledger/pages/rollup.html")]
struct RollupPage {
    frame: Frame,
    unit: String,
    rows: Vec<Line>,
    feeds: Option<Feeds>,
}

/// The data item that the figures go to.
struct Feeds {
    name: String,
    href: String,
    /// Why it takes none of them; empty when it does.
    why_not: &'static str,
}

struct Line {
    period: String,
    unit: String,
    figure: String,
    /// The list with the filters of the figure; empty where they would tell what is covered.
    href: String,
    n_rows: i64,
}

pub(super) async fn show(visit: Visit, At((code, rollup)): At<(String, String)>) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    let sheet = actions::rollup_sheet(&visit, &opened, &rollup).await?;
    let (rollup, tallies) = (sheet.rollup, sheet.tallies);
    // Rows that are picked by what is covered would tell it.
    let is_open = rollup.filter.iter().all(|condition| {
        let field = opened.register.definition.field(&condition.field);
        field.is_none_or(|field| opened.standing.glance_of_list(field) > Glance::Masked)
    });
    let rows = tallies.iter().map(|tally| Line {
        period: tally.period.label(),
        unit: opened.house.name(tally.unit).to_owned(),
        figure: tally
            .tally
            .figure(rollup, &opened.register.definition)
            .map(|figure| crate::ledger::model::with_thousands(&figure))
            .unwrap_or_default(),
        href: match is_open {
            true => paths::list(&code, &query_of(&opened, rollup, tally)),
            false => String::new(),
        },
        n_rows: tally.tally.n_rows,
    });
    let feeds = sheet.feeds.map(|fed| Feeds {
        href: crate::facts::page_of_item(&fed.item.code),
        why_not: match (fed.is_retired, fed.is_source) {
            (true, _) => "已停用，这里照常汇总，不再供给它",
            (false, false) => "另有来源，这里的数不供给它",
            (false, true) => "",
        },
        name: fed.item.name,
    });
    visit.page(&RollupPage {
        feeds,
        rows: rows.collect(),
        unit: match rollup.measure {
            crate::ledger::model::Measure::Share => "%".to_owned(),
            _ => rollup.unit.clone(),
        },
        frame: frame_of(&visit, &opened, Some(rollup.name.clone())).lead(words_of(&opened, rollup)),
    })
}

/// The filters of the list that show the rows of a figure.
fn query_of(opened: &Opened, rollup: &RollupSpec, tally: &KeptTally) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    let month = |day: base::day::Date| format!("{:04}-{:02}", day.year(), day.month());
    query.append_pair("from", &month(tally.period.first()));
    query.append_pair("to", &month(tally.period.last()));
    if !rollup.whole_bureau {
        query.append_pair("unit", &tally.unit.to_string());
    }
    if rollup.verified_only {
        query.append_pair("state", RowState::Verified.code());
    }
    for condition in &rollup.filter {
        let Some(field) = opened.register.definition.field(&condition.field) else {
            continue;
        };
        if !field.slot.is_empty() {
            for value in &condition.one_of {
                query.append_pair(&format!("f.{}", field.code), value);
            }
        }
    }
    query.finish()
}

fn words_of(opened: &Opened, rollup: &RollupSpec) -> String {
    let name = |condition: &Condition| {
        let field = opened.register.definition.field(&condition.field);
        let name = field.map_or("", |field| field.name.as_str());
        format!("{name}为{}", condition.one_of.join("或"))
    };
    let conditions: Vec<String> = rollup.filter.iter().map(name).collect();
    let counted = match rollup.verified_only {
        true => "只计已核的记录",
        false => "记录一改就重新计算",
    };
    let of = match conditions.is_empty() {
        true => String::new(),
        false => format!("（{}）", conditions.join("，")),
    };
    format!(
        "按{}{}{of}，{counted}。点击数字查看记录。",
        rollup.period_grain().label(),
        rollup.measure.label()
    )
}
