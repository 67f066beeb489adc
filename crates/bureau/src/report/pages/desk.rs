//! 报送: what there is to fill in and to look at for whoever is here.

use super::Row;
use crate::{
    calendar,
    report::{actions, paths, policy},
};
use askama::Template;
use serde::Deserialize;
use shell::{Asked, Frame, Reply, Result, Visit};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// `fill`, `review`, `sent`, `filed`; else the first that has something.
    tab: String,
}

#[derive(Template)]
#[template(path = "report/pages/desk.html")]
struct DeskPage {
    frame: Frame,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    /// Which tab is open.
    tab: &'static str,
    plans: Vec<PlanLink>,
}

struct Tab {
    code: &'static str,
    word: &'static str,
    href: String,
    n_rows: usize,
}

/// A plan whose reports one may look over.
struct PlanLink {
    title: String,
    href: String,
    set_up: Option<String>,
}

pub(super) async fn show(visit: Visit, Asked(query): Asked<Query>) -> Result<Reply> {
    let desk = actions::desk(&visit).await?;
    let today = visit.today();
    let calendar = calendar::calendar(&visit.db).await?;
    let lists = [
        ("fill", "待报送", &desk.to_fill),
        ("review", "待我审阅", &desk.to_review),
        ("sent", "审阅中", &desk.in_review),
        ("filed", "已归档", &desk.filed),
    ];
    let open = lists
        .iter()
        .find(|(code, ..)| *code == query.tab)
        .or_else(|| lists.iter().find(|(_, _, rows)| !rows.is_empty()))
        .unwrap_or(&lists[0]);
    let plans = match policy::oversees(&visit.actor) {
        true => actions::plans(&visit).await?,
        false => Vec::new(),
    };
    let collects = policy::collects(&visit.actor);
    visit.page(&DeskPage {
        frame: visit
            .frame("报送")
            .lead("数据由系统带出，核对后补充进展和问题即可报送。"),
        tab: open.0,
        rows: open
            .2
            .iter()
            .map(|head| Row::of(head, &calendar, today))
            .collect(),
        tabs: lists
            .iter()
            .map(|(code, word, rows)| Tab {
                code,
                word,
                href: paths::with(paths::DESK, &[("tab", code)]),
                n_rows: rows.len(),
            })
            .collect(),
        plans: plans
            .into_iter()
            .map(|plan| PlanLink {
                href: paths::of_plan(paths::MATRIX, plan.id),
                set_up: collects.then(|| paths::of_plan(paths::SET_UP, plan.id)),
                title: plan.title,
            })
            .collect(),
    })
}
