//! 时间表: every step of a plan as bars over its year, and as a table.

use super::{
    scale::{Percent, Scale, Tick},
    timeline_rows::{Group, Head, Shown},
};
use crate::plan::{
    actions::{self, PlanWork},
    model::{
        Part, PlanId,
        milestone::{Light, Step},
    },
    paths, policy,
};
use askama::Template;
use serde::Deserialize;
use shell::{Asked, At, Frame, Reply, Result, Visit};
use std::collections::BTreeMap;

/// What is asked in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// Id of the unit that owns the step or leads the item.
    pub(super) unit: String,
    /// Id of the leader in charge.
    pub(super) leader: String,
    /// Name of a light, `done`, or `open` for what is not done.
    pub(super) light: String,
    /// Words of the step or the item.
    pub(super) q: String,
    pub(super) zoom: String,
    pub(super) at: String,
    /// `table`; else the picture.
    pub(super) view: String,
}

#[derive(Template)]
#[template(path = "plan/pages/milestones/timeline.html")]
struct TimelinePage<'a> {
    frame: Frame,
    action: String,
    query: Query,
    units: Vec<(String, String)>,
    leaders: Vec<(String, String)>,
    tabs: Vec<Tab>,
    zooms: Vec<Zoom>,
    previous: String,
    next: String,
    picture: String,
    table: String,
    clear: String,
    scale: Scale,
    ticks: Vec<Tick>,
    today: Option<Percent>,
    groups: Vec<Group<'a>>,
    n_shown: usize,
    n_steps: usize,
    /// Items this person leads that have no plan yet, and where all are drawn up at once.
    n_without: usize,
    take_all: String,
    may_move: bool,
    back: String,
}

struct Tab {
    word: &'static str,
    href: String,
    n: usize,
    is_current: bool,
}

struct Zoom {
    word: &'static str,
    href: String,
    is_current: bool,
}

pub(super) async fn show(
    visit: Visit,
    At(plan): At<PlanId>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let work = actions::plan_work(&visit, plan).await?;
    let today = visit.today();
    let year = work.year(today);
    let scale = Scale::new(year, &query.zoom, &query.at, today);
    let head = Head {
        actor: &visit.actor,
        work: &work,
        today,
        year,
        scale,
    };
    let Shown {
        groups,
        counts,
        n_steps,
    } = head.shown(&query);
    let n_without = work
        .content
        .items
        .iter()
        .filter(|item| {
            policy::may_draw_up(&visit.actor, item) && !work.works.contains_key(&item.id)
        })
        .count();
    let address = |changed: &dyn Fn(&mut Query)| {
        let mut query = query.clone();
        changed(&mut query);
        href(plan, &query)
    };
    let [previous, next] = scale.neighbours().map(|neighbour| {
        neighbour.map_or_else(String::new, |scale| {
            address(&|query: &mut Query| query.at = scale.code())
        })
    });
    visit.page(&TimelinePage {
        frame: visit
            .frame("时间表")
            .lead(format!("{}，{}", work.content.title, scale.label()))
            .crumb("要点", paths::LIST)
            .crumb(&work.content.title, paths::show(plan)),
        action: paths::timeline(plan),
        units: units(&work),
        leaders: leaders(&work),
        tabs: tabs(&counts, &query, plan),
        zooms: [("年", ""), ("季度", "quarter"), ("月", "month")]
            .into_iter()
            .map(|(word, zoom)| Zoom {
                word,
                href: address(&|query: &mut Query| {
                    zoom.clone_into(&mut query.zoom);
                    query.at.clear();
                }),
                is_current: scale.zoom() == zoom,
            })
            .collect(),
        previous,
        next,
        picture: address(&|query: &mut Query| query.view.clear()),
        table: address(&|query: &mut Query| "table".clone_into(&mut query.view)),
        clear: href(plan, &Query::default()),
        ticks: scale.ticks(),
        today: scale.middle(today),
        scale,
        n_shown: groups.iter().map(|group| group.bars.len()).sum(),
        may_move: groups.iter().any(|group| !group.moves.is_empty()),
        groups,
        n_steps,
        n_without,
        take_all: paths::steps_take_all(plan),
        back: href(plan, &query)
            .split_once('?')
            .map(|(_, query)| query.to_owned())
            .unwrap_or_default(),
        query,
    })
}

fn href(plan: PlanId, query: &Query) -> String {
    paths::with(
        &paths::timeline(plan),
        &[
            ("unit", &query.unit),
            ("leader", &query.leader),
            ("light", &query.light),
            ("q", &query.q),
            ("zoom", &query.zoom),
            ("at", &query.at),
            ("view", &query.view),
        ],
    )
}

/// What a step counts as in the tabs.
pub(super) fn mark(step: &Step, light: Light) -> &'static str {
    match step.done() {
        Some(_) => "done",
        None => light.name(),
    }
}

fn tabs(counts: &BTreeMap<&'static str, usize>, query: &Query, plan: PlanId) -> Vec<Tab> {
    let marks = Light::ALL.map(|light| (light.name(), light.label()));
    let all = std::iter::once(("", "全部"))
        .chain(marks)
        .chain([("done", "已完成")]);
    all.map(|(mark, word)| Tab {
        word,
        href: href(
            plan,
            &Query {
                light: mark.to_owned(),
                ..query.clone()
            },
        ),
        n: match mark {
            "" => counts.values().sum(),
            mark => counts.get(mark).copied().unwrap_or_default(),
        },
        is_current: query.light == mark,
    })
    .filter(|tab| tab.n > 0 || tab.is_current)
    .collect()
}

/// Units that lead an item or own a step, by name.
fn units(work: &PlanWork) -> Vec<(String, String)> {
    let leads = work
        .content
        .items
        .iter()
        .flat_map(|item| &item.seats)
        .filter(|seat| seat.part == Part::Lead)
        .filter_map(|seat| Some((seat.units.first()?.to_string(), seat.name.clone())));
    let owners = work
        .steps
        .values()
        .flatten()
        .filter_map(|step| step.owner.as_ref())
        .filter(|owner| owner.person.is_none())
        .filter_map(|owner| Some((owner.unit?.to_string(), owner.name.clone())));
    choices(leads.chain(owners))
}

fn leaders(work: &PlanWork) -> Vec<(String, String)> {
    choices(
        work.content
            .items
            .iter()
            .flat_map(|item| &item.seats)
            .filter(|seat| seat.part == Part::Leader)
            .filter_map(|seat| Some((seat.person?.to_string(), seat.name.clone()))),
    )
}

/// Each once, in the order they first come.
fn choices(all: impl Iterator<Item = (String, String)>) -> Vec<(String, String)> {
    let mut known = std::collections::HashSet::new();
    all.filter(|(id, _)| known.insert(id.clone())).collect()
}
