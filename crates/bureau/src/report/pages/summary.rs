//! 汇总 of a period: what was approved, by office, field or leader, and what is missing.

use super::{Row, export, period};
use crate::{
    calendar,
    plan::PlanId,
    report::{
        actions::{self, SummaryBy},
        paths,
    },
};
use askama::Template;
use serde::Deserialize;
use shell::{Asked, At, Frame, Reply, Result, Visit};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    by: String,
    /// `all`: also what is not approved yet.
    with: String,
}

impl Query {
    pub(super) fn by(&self) -> SummaryBy {
        SummaryBy::from_code(&self.by).unwrap_or_default()
    }

    pub(super) fn with_unapproved(&self) -> bool {
        self.with == "all"
    }
}

#[derive(Template)]
#[template(path = "report/pages/summary.html")]
struct SummaryPage {
    frame: Frame,
    tabs: Vec<(&'static str, String, bool)>,
    with_unapproved: bool,
    /// The same with, or without, what is not approved yet.
    other: String,
    docx: String,
    xlsx: String,
    groups: Vec<Group>,
    missing: Vec<Missing>,
    n_missing: i64,
    n_asked: i64,
    n_shown: usize,
}

/// What a unit has not handed in, or nobody has approved yet.
struct Missing {
    unit: String,
    n: i64,
    /// How many are not shown.
    n_more: i64,
    rows: Vec<Row>,
}

struct Group {
    word: String,
    items: Vec<Item>,
}

struct Item {
    task: String,
    unit: String,
    href: String,
    is_approved: bool,
    lines: Vec<(String, String)>,
}

pub(super) async fn show(
    visit: Visit,
    At((plan, code)): At<(PlanId, String)>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let period = period(&code)?;
    let (by, all) = (query.by(), query.with_unapproved());
    let summary = actions::summary(&visit, plan, period, by, all).await?;
    let at = |pattern: &str, by: SummaryBy, all: bool| {
        paths::with(
            &paths::of_round(pattern, plan, period),
            &[("by", by.code()), ("with", if all { "all" } else { "" })],
        )
    };
    let today = visit.today();
    let calendar = calendar::calendar(&visit.db).await?;
    let groups: Vec<Group> = summary
        .groups
        .iter()
        .map(|(word, items)| Group {
            word: word.clone(),
            items: items
                .iter()
                .map(|item| Item {
                    task: item.head.task(),
                    unit: item.head.unit_name.clone(),
                    href: paths::report(item.head.id),
                    is_approved: item.head.state == crate::report::model::ReportState::Filed,
                    lines: export::lines(&item.form),
                })
                .collect(),
        })
        .collect();
    visit.page(&SummaryPage {
        frame: visit
            .frame(export::title(&summary))
            .lead(match all {
                true => "含尚未审阅完的报送，标明“未核”；正式汇总只用已归档的。",
                false => "只用已归档的报送；缺的列在最后。",
            })
            .crumb("报送", paths::DESK)
            .crumb("报送情况", paths::of_plan(paths::MATRIX, plan))
            .crumb(period.label(), paths::of_round(paths::ROUND, plan, period)),
        tabs: SummaryBy::ALL
            .iter()
            .map(|one| (one.label(), at(paths::SUMMARY, *one, all), *one == by))
            .collect(),
        with_unapproved: all,
        other: at(paths::SUMMARY, by, !all),
        docx: at(paths::SUMMARY_DOCX, by, all),
        xlsx: at(paths::SUMMARY_XLSX, by, all),
        n_shown: groups.iter().map(|group| group.items.len()).sum(),
        groups,
        missing: summary
            .missing
            .iter()
            .map(|of| Missing {
                unit: of
                    .first
                    .first()
                    .map(|head| head.unit_name.clone())
                    .unwrap_or_default(),
                n: of.n,
                n_more: of.n - i64::try_from(of.first.len()).unwrap_or(of.n),
                rows: of
                    .first
                    .iter()
                    .map(|head| Row::of(head, &calendar, today))
                    .collect(),
            })
            .collect(),
        n_missing: summary.n_missing,
        n_asked: summary.n_asked,
    })
}
