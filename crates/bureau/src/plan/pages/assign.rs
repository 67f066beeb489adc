//! Assigning: the whole plan in one table, one item on a page.

use super::{
    card::{SeatRow, seat_row},
    links::Links,
};
use crate::{
    org::{Directory, UnitKind},
    plan::{
        actions::{self, BulkAct, Seats},
        model::{Holder, Item, ItemId, Part, PlanId},
        paths, policy,
    },
};
use askama::Template;
use base::actor::{PersonId, UnitId};
use serde::Deserialize;
use shell::{Asked, At, Frame, Posted, Reply, Result, Visit};
use std::collections::HashSet;
use store::Error;

/// Collective names that can support, with the kind of unit that must exist for them.
const GROUPS: [(&str, UnitKind); 4] = [
    ("各科室", UnitKind::Office),
    ("各学校", UnitKind::School),
    ("各幼儿园", UnitKind::Kindergarten),
    ("各街道", UnitKind::Street),
];
const PER_PAGE: usize = 150;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// `open`: no lead yet; `suggested`: something proposed; else all.
    show: String,
    page: Option<usize>,
}

#[derive(Template)]
#[template(path = "plan/pages/assign.html")]
struct AssignPage {
    frame: Frame,
    links: Links,
    rows: Vec<Row>,
    choices: Choices,
    show: String,
    n_all: usize,
    n_open: usize,
    n_suggested: usize,
    pages: (usize, usize, usize, String, String),
    /// The page that was asked for; 0 for none.
    page: usize,
    chosen: Chosen,
}

/// What was ticked and chosen, and why nothing was done with it.
#[derive(Default)]
struct Chosen {
    items: HashSet<ItemId>,
    lead: String,
    support: String,
    leader: String,
    refused: String,
}

struct Row {
    id: String,
    marker: String,
    heading: String,
    /// Headings over it, when they are other than those of the row before.
    section: String,
    on_paper: String,
    lead: Vec<SeatRow>,
    support: Vec<SeatRow>,
    leaders: Vec<SeatRow>,
    edit: String,
    is_ticked: bool,
}

/// Who can be chosen.
pub(super) struct Choices {
    /// Kind and its units.
    units: Vec<(&'static str, Vec<(String, String)>)>,
    groups: Vec<&'static str>,
    leaders: Vec<(String, String)>,
}

impl Choices {
    fn of(house: &Directory) -> Self {
        let units_of = |kind: UnitKind| -> Vec<(String, String)> {
            let units = house.units().iter().filter(|unit| unit.kind == kind);
            units
                .map(|unit| (unit.id.to_string(), unit.short_name.clone()))
                .collect()
        };
        let kinds = UnitKind::ALL
            .into_iter()
            .filter(|&kind| kind != UnitKind::Bureau);
        Self {
            units: kinds
                .map(|kind| (kind.label(), units_of(kind)))
                .filter(|(_, units)| !units.is_empty())
                .collect(),
            groups: GROUPS
                .into_iter()
                .filter(|(_, kind)| house.units().iter().any(|unit| unit.kind == *kind))
                .map(|(name, _)| name)
                .collect(),
            leaders: house
                .leaders()
                .iter()
                .map(|leader| {
                    (
                        leader.person.to_string(),
                        format!("{} · {}", leader.name, leader.title),
                    )
                })
                .collect(),
        }
    }
}

pub(super) async fn show(
    visit: Visit,
    At(plan): At<PlanId>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    if !policy::may_work(&visit.actor) {
        return Err(Error::NotFound.into());
    }
    visit.page(&page(&visit, plan, query, Chosen::default()).await?)
}

async fn page(visit: &Visit, plan: PlanId, query: Query, chosen: Chosen) -> Result<AssignPage> {
    let working = actions::working(visit, plan).await?;
    let items = &working.items;
    let filtered: Vec<&Item> = items
        .iter()
        .filter(|item| match query.show.as_str() {
            "open" => is_open(item),
            "suggested" => is_suggested(item),
            _ => true,
        })
        .collect();
    let page = query
        .page
        .unwrap_or(1)
        .clamp(1, filtered.len().saturating_sub(1) / PER_PAGE + 1);
    let from = (page - 1) * PER_PAGE;
    let address = |page: usize| format!("{}?show={}&page={page}", paths::assign(plan), query.show);
    let mut rows: Vec<Row> = filtered
        .iter()
        .skip(from)
        .take(PER_PAGE)
        .map(|item| Row {
            is_ticked: chosen.items.contains(&item.id),
            ..row(plan, item, &working.directory)
        })
        .collect();
    say_sections_once(&mut rows);
    Ok(AssignPage {
        chosen,
        page: query.page.unwrap_or_default(),
        frame: visit
            .frame("指派责任")
            .crumb("要点", paths::LIST)
            .crumb(working.plan.title.clone(), paths::review(plan))
            .lead("“建议”由原文名称或职责关键词得出，确认后才算指派；未确认的建议不会发布。"),
        links: Links::of(plan),
        rows,
        choices: Choices::of(&working.directory),
        n_all: items.len(),
        n_open: items.iter().filter(|item| is_open(item)).count(),
        n_suggested: items.iter().filter(|item| is_suggested(item)).count(),
        pages: (
            (from + 1).min(filtered.len()),
            (from + PER_PAGE).min(filtered.len()),
            filtered.len(),
            if page > 1 {
                address(page - 1)
            } else {
                String::new()
            },
            if from + PER_PAGE < filtered.len() {
                address(page + 1)
            } else {
                String::new()
            },
        ),
        show: query.show,
    })
}

/// Leaves a section only on the first of the rows it stands over.
fn say_sections_once(rows: &mut [Row]) {
    let mut last = String::new();
    for row in rows {
        if row.section == last {
            row.section.clear();
        } else {
            last.clone_from(&row.section);
        }
    }
}

/// No lead that a person gave or accepted.
fn is_open(item: &Item) -> bool {
    item.lead().is_none_or(|seat| seat.is_suggestion)
}

fn is_suggested(item: &Item) -> bool {
    item.assignments.iter().any(|seat| seat.is_suggestion)
}

fn row(plan: PlanId, item: &Item, house: &Directory) -> Row {
    let seats = |part: Part| -> Vec<SeatRow> {
        let seats = item.assignments.iter().filter(|seat| seat.part == part);
        seats.map(|seat| seat_row(seat, house)).collect()
    };
    let names: Vec<&str> = item
        .parties
        .iter()
        .map(|entry| entry.value.name.as_str())
        .collect();
    Row {
        id: item.id.to_string(),
        marker: item.marker.clone(),
        heading: item.heading(),
        section: item.path.join(" › "),
        on_paper: names.join("、"),
        lead: seats(Part::Lead),
        support: seats(Part::Support),
        leaders: seats(Part::Leader),
        edit: paths::assign_item(plan, item.id),
        is_ticked: false,
    }
}

/// One thing for all ticked items.
pub(super) async fn submit(visit: Visit, At(plan): At<PlanId>, posted: Posted) -> Result<Reply> {
    let here = match posted.get("show") {
        "" => paths::assign(plan),
        show => format!("{}?show={show}", paths::assign(plan)),
    };
    let again = |ids: &[ItemId], refused: String| Chosen {
        items: ids.iter().copied().collect(),
        lead: posted.get("lead").to_owned(),
        support: posted.get("support").to_owned(),
        leader: posted.get("leader").to_owned(),
        refused,
    };
    let query = Query {
        show: posted.get("show").to_owned(),
        page: posted.get("page").parse().ok(),
    };
    let ids: Vec<ItemId> = if posted.get("act") == "accept-all" {
        actions::working(&visit, plan)
            .await?
            .items
            .iter()
            .map(|item| item.id)
            .collect()
    } else {
        posted
            .all("item")
            .filter_map(|id| id.parse().ok())
            .collect()
    };
    let Some(act) = bulk_act(&posted) else {
        let chosen = again(&ids, "请先选择单位或领导，再点按钮；没有改动。".to_owned());
        return visit.invalid(&page(&visit, plan, query, chosen).await?);
    };
    match actions::assign_many(&visit, plan, &ids, act).await {
        Ok(0) => visit.done_but("选中的条目已经是这样，没有改动。", here),
        Ok(n_items) => visit.done(format!("已更新{n_items}条"), here),
        Err(Error::Refused(refusal)) => {
            let chosen = again(&ids, format!("{}{}", refusal.what, refusal.next));
            visit.invalid(&page(&visit, plan, query, chosen).await?)
        }
        Err(error) => Err(error.into()),
    }
}

fn bulk_act(posted: &Posted) -> Option<BulkAct> {
    match posted.get("act") {
        "lead" => Some(BulkAct::Lead(posted.get("lead").parse().ok()?)),
        "support" => Some(BulkAct::Support(support_holder(posted.get("support"))?)),
        "leader" => Some(BulkAct::Leader(posted.get("leader").parse().ok()?)),
        "clear-support" => Some(BulkAct::ClearSupport),
        "accept" | "accept-all" => Some(BulkAct::AcceptSuggestions),
        _ => None,
    }
}

/// A unit by its id, or a group by its collective name.
fn support_holder(value: &str) -> Option<Holder> {
    if GROUPS.iter().any(|(name, _)| *name == value) {
        return Some(Holder::Group(value.to_owned()));
    }
    value.parse::<UnitId>().ok().map(Holder::Unit)
}

#[derive(Template)]
#[template(path = "plan/pages/assign_item.html")]
struct AssignItemPage {
    frame: Frame,
    action: String,
    cancel: String,
    revision: i64,
    body: String,
    on_paper: String,
    choices: Choices,
    lead: String,
    support: Vec<String>,
    /// Collective names on this item beyond the usual ones.
    other_groups: Vec<String>,
    leaders: Vec<String>,
    suggestions: Vec<SeatRow>,
    conflict: bool,
}

impl AssignItemPage {
    fn leads(&self, key: &str) -> bool {
        self.lead == key
    }

    fn supports(&self, key: &str) -> bool {
        self.support.iter().any(|chosen| chosen == key)
    }

    /// Kinds with few units, or with one that is chosen, are shown open.
    fn opens(&self, units: &[(String, String)]) -> bool {
        const FEW: usize = 20;
        units.len() <= FEW || units.iter().any(|(id, _)| self.supports(id))
    }
}

pub(super) async fn show_item(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
) -> Result<Reply> {
    let page = item_page(&visit, plan, item).await?;
    visit.page(&page)
}

async fn item_page(visit: &Visit, plan: PlanId, item: ItemId) -> Result<AssignItemPage> {
    let (plan, item) = actions::working_item(visit, plan, item).await?;
    let house = actions::directory(&visit.db).await?;
    let key = |holder: &Holder| match holder {
        Holder::Unit(unit) => unit.to_string(),
        Holder::Person(person) => person.to_string(),
        Holder::Group(name) => name.clone(),
    };
    let keys = |part: Part| -> Vec<String> { item.holders(part).map(key).collect() };
    let names: Vec<&str> = item
        .parties
        .iter()
        .map(|entry| entry.value.name.as_str())
        .collect();
    let suggestions = item.assignments.iter().filter(|seat| seat.is_suggestion);
    let support = keys(Part::Support);
    Ok(AssignItemPage {
        frame: visit
            .frame(format!("指派“{}”", item.heading()))
            .crumb("要点", paths::LIST)
            .crumb(plan.title.clone(), paths::review_at(plan.id, item.id))
            .crumb("指派责任", paths::assign(plan.id)),
        action: paths::assign_item(plan.id, item.id),
        cancel: paths::assign(plan.id),
        revision: item.revision,
        body: item.body.clone(),
        on_paper: names.join("、"),
        lead: keys(Part::Lead).pop().unwrap_or_default(),
        other_groups: item
            .holders(Part::Support)
            .filter_map(|holder| match holder {
                Holder::Group(name) if GROUPS.iter().all(|(usual, _)| usual != name) => {
                    Some(name.clone())
                }
                _ => None,
            })
            .collect(),
        support,
        leaders: keys(Part::Leader),
        suggestions: suggestions.map(|seat| seat_row(seat, &house)).collect(),
        choices: Choices::of(&house),
        conflict: false,
    })
}

pub(super) async fn submit_item(
    visit: Visit,
    At((plan, item)): At<(PlanId, ItemId)>,
    posted: Posted,
) -> Result<Reply> {
    let support: Vec<String> = posted.all("support").map(str::to_owned).collect();
    let seats = Seats {
        lead: posted.get("lead").parse().ok(),
        support: support
            .iter()
            .filter_map(|value| match value.parse::<UnitId>() {
                Ok(unit) => Some(Holder::Unit(unit)),
                Err(_) => Some(Holder::Group(value.clone())).filter(|_| !value.is_empty()),
            })
            .collect(),
        leaders: posted
            .all("leader")
            .filter_map(|id| id.parse::<PersonId>().ok())
            .collect(),
    };
    let leaders = seats.leaders.iter().map(PersonId::to_string).collect();
    let revision = posted.get("revision").parse().unwrap_or(0);
    match actions::assign(&visit, plan, item, revision, seats).await {
        Ok(()) => visit.done("已指派", format!("{}#item-{item}", paths::assign(plan))),
        Err(Error::Conflict) => {
            let mut page = item_page(&visit, plan, item).await?;
            page.lead = posted.get("lead").to_owned();
            page.support = support;
            page.leaders = leaders;
            page.conflict = true;
            visit.conflict(&page)
        }
        Err(error) => Err(error.into()),
    }
}
