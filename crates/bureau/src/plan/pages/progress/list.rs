//! How far every target of a plan is.

use super::{LineRow, row};
use crate::plan::{
    actions::{self, Counted, Line},
    model::{Part, PlanId, progress::Reach},
    paths, policy,
};
use askama::Template;
use gongwen::ledger::Commitment;
use serde::Deserialize;
use shell::{Asked, At, Frame, Reply, Result, Visit};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// Code of a state, or `open` for what has no data item.
    state: String,
    /// `binding`, `stretch`.
    commitment: String,
    unit: String,
    /// `all`: values nobody has verified count too.
    values: String,
}

#[derive(Template)]
#[template(path = "plan/pages/progress/list.html")]
struct ListPage {
    frame: Frame,
    action: String,
    query: Query,
    clear: String,
    units: Vec<(String, String)>,
    tabs: Vec<Tab>,
    groups: Vec<Group>,
    n_lines: usize,
    /// 「确保12项，已达到5项」 and 力争 apart, with what only these are.
    commitments: Vec<(String, String)>,
    only_verified: bool,
    /// The same list counted the other way.
    other_values: String,
}

struct Tab {
    word: &'static str,
    href: String,
    n: usize,
    is_current: bool,
}

struct Group {
    heading: String,
    href: String,
    lead: String,
    /// Where its data items are chosen; empty for whoever may not.
    choose: String,
    rows: Vec<LineRow>,
}

pub(super) async fn show(
    visit: Visit,
    At(plan): At<PlanId>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let counted = match query.values.as_str() {
        "all" => Counted::All,
        _ => Counted::Verified,
    };
    let found = actions::plan_progress(&visit, plan, counted).await?;
    let href = |query: &Query| {
        paths::with(
            &paths::progress(plan),
            &[
                ("state", &query.state),
                ("commitment", &query.commitment),
                ("unit", &query.unit),
                ("values", &query.values),
            ],
        )
    };
    let mut counts = std::collections::BTreeMap::<&'static str, usize>::new();
    let mut groups = Vec::new();
    let mut by_commitment = [(0usize, 0usize); 3];
    for item in &found.content.items {
        let lead = item.seats.iter().find(|seat| seat.part == Part::Lead);
        let lead_id = lead
            .and_then(|seat| seat.units.first())
            .map(ToString::to_string);
        if !query.unit.is_empty() && lead_id.as_deref() != Some(query.unit.as_str()) {
            continue;
        }
        let lines = found.lines.get(&item.id).map_or(&[][..], Vec::as_slice);
        let mut rows = Vec::new();
        for line in lines.iter().filter(|line| fits(line, &query.commitment)) {
            let state = state_of(line);
            let place = match line.commitment {
                Commitment::Binding => &mut by_commitment[0],
                Commitment::Stretch => &mut by_commitment[1],
                Commitment::Plain => &mut by_commitment[2],
            };
            place.0 += 1;
            place.1 += usize::from(line.reached.reach == Reach::Reached);
            *counts.entry(state).or_default() += 1;
            if query.state.is_empty() || query.state == state {
                rows.push(row(line, &found.items));
            }
        }
        if !rows.is_empty() {
            groups.push(Group {
                heading: format!("{}{}", item.marker, item.heading()),
                href: paths::item(plan, item.id),
                lead: item.names(Part::Lead),
                choose: match policy::may_draw_up(&visit.actor, item) {
                    true => paths::targets(plan, item.id),
                    false => String::new(),
                },
                rows,
            });
        }
    }
    let states = Reach::ALL.map(|reach| (reach.code(), reach.label()));
    let tabs = [("", "全部")]
        .into_iter()
        .chain(states)
        .chain([("open", "未选数据来源")])
        .map(|(state, word)| Tab {
            word,
            href: href(&Query {
                state: state.to_owned(),
                ..query.clone()
            }),
            n: match state {
                "" => counts.values().sum(),
                state => counts.get(state).copied().unwrap_or_default(),
            },
            is_current: query.state == state,
        })
        .filter(|tab| tab.n > 0 || tab.is_current)
        .collect();
    let mut units: Vec<(String, String)> = found
        .content
        .items
        .iter()
        .flat_map(|item| &item.seats)
        .filter(|seat| seat.part == Part::Lead)
        .filter_map(|seat| Some((seat.units.first()?.to_string(), seat.name.clone())))
        .collect();
    units.sort();
    units.dedup();
    visit.page(&ListPage {
        frame: visit
            .frame("目标进展")
            .lead(lead(
                &found.content.title,
                counts.values().sum(),
                counts.get("open").copied().unwrap_or_default(),
            ))
            .crumb("要点", paths::LIST)
            .crumb(&found.content.title, paths::show(plan)),
        action: paths::progress(plan),
        clear: href(&Query::default()),
        n_lines: counts.values().sum(),
        commitments: ["binding", "stretch", ""]
            .into_iter()
            .zip(["确保", "力争", "未说明承诺程度"])
            .zip(by_commitment)
            .filter(|(_, (n, _))| *n > 0)
            .map(|((code, word), (n, n_reached))| {
                let only = Query {
                    commitment: code.to_owned(),
                    ..query.clone()
                };
                (href(&only), format!("{word}{n}项，已达到{n_reached}项"))
            })
            .collect(),
        only_verified: counted == Counted::Verified,
        other_values: href(&Query {
            values: match counted {
                Counted::Verified => "all".to_owned(),
                Counted::All => String::new(),
            },
            ..query.clone()
        }),
        query,
        units,
        tabs,
        groups,
    })
}

/// How many targets are measured by data, and how many are not yet.
fn lead(title: &str, n_lines: usize, n_open: usize) -> String {
    match (n_lines - n_open, n_open) {
        (n, 0) => format!("{title}：{n}个目标都有数据来源，现值由数据项算出。"),
        (0, n) => format!("{title}：{n}个目标还没有选数据来源。"),
        (n, n_open) => format!("{title}：{n}个目标已有数据来源，{n_open}个还没有选。"),
    }
}

fn state_of(line: &Line) -> &'static str {
    match line.measure {
        None => "open",
        Some(_) => line.reached.reach.code(),
    }
}

fn fits(line: &Line, commitment: &str) -> bool {
    match commitment {
        "binding" => line.commitment == Commitment::Binding,
        "stretch" => line.commitment == Commitment::Stretch,
        _ => true,
    }
}
