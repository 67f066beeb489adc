//! The review page: the paper on the left, the ledger on the right.

use super::{
    card::Card,
    links::Links,
    original::{self, Line},
};
use crate::plan::{
    actions::{self, Working},
    model::{Item, ItemId, PlanId, Stage},
    paths, policy,
};
use askama::Template;
use gongwen::span::Span;
use serde::Deserialize;
use shell::{Asked, At, Frame, Reply, Result, Visit};

/// How many items one page shows: more would make the browser slow, not the person fast.
const PER_PAGE: usize = 150;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    page: Option<usize>,
    /// The page with this item.
    at: Option<ItemId>,
}

#[derive(Template)]
#[template(path = "plan/pages/review.html")]
struct ReviewPage {
    frame: Frame,
    links: Links,
    lines: Vec<Line>,
    sections: Vec<Section>,
    findings: Vec<FindingRow>,
    n_settled: usize,
    counts: Counts,
    last_step: Option<String>,
    may_work: bool,
    may_publish: bool,
    next_version: &'static str,
    pages: Pages,
}

/// Cards under the same headings.
struct Section {
    path: String,
    cards: Vec<Card>,
}

struct FindingRow {
    reference: String,
    what: String,
    why: String,
    suggestion: String,
    settle: String,
}

/// How far the review has come.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) n_items: usize,
    pub(super) n_checked: usize,
    pub(super) n_targets: usize,
    pub(super) n_deadlines: usize,
    pub(super) n_parties: usize,
    pub(super) n_noise: usize,
    pub(super) n_without_party: usize,
    pub(super) is_oob: bool,
}

struct Pages {
    from: usize,
    to: usize,
    total: usize,
    previous: String,
    next: String,
}

pub(super) async fn show(
    visit: Visit,
    At(plan): At<PlanId>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let working = actions::working(&visit, plan).await?;
    let may_work = policy::may_work(&visit.actor);
    let page = page_number(&query, &working.items);
    let shown = window(&working.items, page);
    let lines = original::lines(
        &working.source,
        text_window(&working, page, shown),
        shown,
        &working.findings,
    );
    let frame = visit
        .frame(working.plan.title.clone())
        .crumb("要点", paths::LIST)
        .lead(lead(&working, may_work));
    let open_findings = working
        .findings
        .iter()
        .filter(|finding| !finding.is_settled);
    visit.page(&ReviewPage {
        links: Links::of(plan),
        lines,
        sections: sections(&working, shown, may_work),
        findings: open_findings
            .map(|finding| FindingRow {
                reference: original::reference('f', &finding.id.to_string()),
                what: finding.what.clone(),
                why: finding.why.clone(),
                suggestion: finding.suggestion.clone(),
                settle: paths::beside_review::finding_settle(finding.id),
            })
            .collect(),
        n_settled: working
            .findings
            .iter()
            .filter(|finding| finding.is_settled)
            .count(),
        counts: counts(&working.items, working.source.noise.len()),
        last_step: working.last_step.clone(),
        may_work,
        may_publish: working.plan.stage() != Stage::Published,
        next_version: if working.plan.published_revision.is_some() {
            "发布修订版"
        } else {
            "发布第一版"
        },
        pages: pages(plan, page, working.items.len()),
        frame,
    })
}

/// How far the review has come.
pub(super) fn counts(items: &[Item], n_noise: usize) -> Counts {
    Counts {
        n_items: items.len(),
        n_checked: items.iter().filter(|item| item.is_checked).count(),
        n_targets: items.iter().map(|item| item.targets.len()).sum(),
        n_deadlines: items.iter().map(|item| item.deadlines.len()).sum(),
        n_parties: items.iter().map(|item| item.parties.len()).sum(),
        n_noise,
        n_without_party: items.iter().filter(|item| item.parties.is_empty()).count(),
        is_oob: false,
    }
}

impl Counts {
    /// Share checked, in whole percent.
    pub(super) fn percent(&self) -> usize {
        (self.n_checked * 100)
            .checked_div(self.n_items)
            .unwrap_or(0)
    }
}

fn lead(working: &Working, may_work: bool) -> String {
    match (working.plan.stage(), may_work) {
        (Stage::Draft, true) => "逐条核对原文与台账，采纳或修改后指派责任、发布。",
        (Stage::Published, true) => "已发布。在这里修改后可发布新版本，已发布的版本不会改变。",
        (Stage::Revising, true) => "发布以来有修改，发布新版本后各科室才会看到。",
        (_, false) => "办公室正在核对，发布后各科室可见。",
    }
    .to_owned()
}

fn page_number(query: &Query, items: &[Item]) -> usize {
    let last = items.len().saturating_sub(1) / PER_PAGE + 1;
    let at = query
        .at
        .and_then(|at| items.iter().position(|item| item.id == at));
    at.map_or(query.page.unwrap_or(1), |index| index / PER_PAGE + 1)
        .clamp(1, last)
}

fn window(items: &[Item], page: usize) -> &[Item] {
    let start = ((page - 1) * PER_PAGE).min(items.len());
    items
        .get(start..(start + PER_PAGE).min(items.len()))
        .unwrap_or_default()
}

/// The part of the paper that belongs to a page of items: all of it when there is one page.
fn text_window(working: &Working, page: usize, shown: &[Item]) -> Span {
    let length = working.source.text.chars().count();
    let starts = shown
        .iter()
        .filter_map(|item| item.span)
        .map(|span| span.start);
    let ends = shown
        .iter()
        .filter_map(|item| item.span)
        .map(|span| span.end);
    let is_first = page == 1;
    let is_last = page * PER_PAGE >= working.items.len();
    let start = if is_first {
        0
    } else {
        starts.min().unwrap_or(0)
    };
    let end = if is_last {
        length
    } else {
        ends.max().unwrap_or(length)
    };
    Span::new(start, end)
}

fn sections(working: &Working, shown: &[Item], may_work: bool) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for item in shown {
        let path = item.path.join(" › ");
        let card = Card::of(item, &working.directory, may_work);
        match sections.last_mut().filter(|section| section.path == path) {
            Some(section) => section.cards.push(card),
            None => sections.push(Section {
                path,
                cards: vec![card],
            }),
        }
    }
    sections
}

fn pages(plan: PlanId, page: usize, total: usize) -> Pages {
    let address = |page: usize| format!("{}?page={page}", paths::review(plan));
    let from = (page - 1) * PER_PAGE;
    Pages {
        from: (from + 1).min(total),
        to: (from + PER_PAGE).min(total),
        total,
        previous: if page > 1 {
            address(page - 1)
        } else {
            String::new()
        },
        next: if from + PER_PAGE < total {
            address(page + 1)
        } else {
            String::new()
        },
    }
}
