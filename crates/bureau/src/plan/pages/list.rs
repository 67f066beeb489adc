//! 要点: the plans there are.

use crate::plan::{actions, model::Stage, paths, policy, store::PlanHead};
use askama::Template;
use base::Actor;
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    year: Option<i16>,
}

#[derive(Template)]
#[template(path = "plan/pages/list.html")]
struct ListPage {
    frame: Frame,
    years: Vec<YearTab>,
    plans: Vec<PlanRow>,
    /// Where one imports; for those who may.
    import: Option<&'static str>,
    /// Whether the state of working copies is shown.
    watches: bool,
}

/// A tab: the plans of one year.
struct YearTab {
    href: String,
    word: String,
    n_plans: usize,
    is_current: bool,
}

struct PlanRow {
    href: String,
    title: String,
    year: String,
    doc_number: String,
    stage: Stage,
    n_items: i64,
    n_checked: i64,
    n_assigned: i64,
    n_versions: i64,
    /// Where the working copy is, when there is work in it.
    review: Option<String>,
}

pub(super) async fn show(visit: Visit, Asked(Query { year }): Asked<Query>) -> Result<Reply> {
    let heads = actions::plans(&visit).await?;
    let rows = heads
        .iter()
        .filter(|head| year.is_none() || head.plan.year == year)
        .map(|head| row(head, &visit.actor))
        .collect();
    visit.page(&ListPage {
        frame: visit
            .frame("要点")
            .lead("每份要点从导入、核对、指派到发布；发布后各科室据此工作。"),
        years: tabs(&heads, year),
        plans: rows,
        import: policy::may_work(&visit.actor).then_some(paths::IMPORT),
        watches: policy::may_watch(&visit.actor),
    })
}

impl ListPage {
    /// Whether any plan was changed since it was published.
    fn has_revisions(&self) -> bool {
        self.plans.iter().any(|plan| plan.review.is_some())
    }
}

fn row(head: &PlanHead, actor: &Actor) -> PlanRow {
    let plan = &head.plan;
    let watches = policy::may_watch(actor);
    let review = || paths::review(plan.id);
    PlanRow {
        href: match plan.stage() {
            Stage::Draft => review(),
            Stage::Published | Stage::Revising => paths::show(plan.id),
        },
        title: plan.title.clone(),
        year: plan.year.map(|year| year.to_string()).unwrap_or_default(),
        doc_number: plan.doc_number.clone(),
        stage: plan.stage(),
        n_items: head.n_items,
        n_checked: head.n_checked,
        n_assigned: head.n_assigned,
        n_versions: head.n_versions,
        review: (watches && plan.stage() == Stage::Revising).then(review),
    }
}

/// All plans, then those of each year, newest first; nothing to choose among plans of one year.
fn tabs(heads: &[PlanHead], current: Option<i16>) -> Vec<YearTab> {
    let mut years: Vec<i16> = heads.iter().filter_map(|head| head.plan.year).collect();
    years.dedup();
    if years.len() < 2 && current.is_none() {
        return Vec::new();
    }
    let tab = |year: Option<i16>| {
        let of_year = |head: &&PlanHead| year.is_none() || head.plan.year == year;
        let number = year.map(|year| year.to_string()).unwrap_or_default();
        YearTab {
            href: paths::with(paths::LIST, &[("year", &number)]),
            word: year.map_or_else(|| "全部年度".to_owned(), |year| format!("{year}年")),
            n_plans: heads.iter().filter(of_year).count(),
            is_current: year == current,
        }
    };
    let choices = std::iter::once(None).chain(years.into_iter().map(Some));
    choices.map(tab).collect()
}
