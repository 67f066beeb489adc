//! 报送情况: tasks × periods.

use crate::{
    plan::PlanId,
    report::{
        actions::{self, MatrixCell, MatrixFilter, MatrixRow, ROWS_PER_PAGE},
        model::ReportState,
        paths, policy,
    },
};
use askama::Template;
use base::{Grain, day::in_table};
use serde::Deserialize;
use shell::{Asked, At, Field, Frame, Reply, Result, Visit};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    grain: String,
    unit: String,
    state: String,
    page: usize,
}

#[derive(Template)]
#[template(path = "report/pages/matrix.html")]
struct MatrixPage {
    frame: Frame,
    set_up: Option<String>,
    /// Where to open what has begun; when something has.
    open: Option<String>,
    grains: Vec<GrainTab>,
    grain: &'static str,
    unit: Field,
    units: Vec<(String, String)>,
    state: Field,
    states: [(&'static str, &'static str); 6],
    columns: Vec<Column>,
    rows: Vec<Line>,
    total: usize,
    from: usize,
    to: usize,
    previous: String,
    next: String,
}

struct GrainTab {
    word: &'static str,
    href: String,
    n_rounds: usize,
    is_current: bool,
}

/// A period, with how it stands.
struct Column {
    word: String,
    due: String,
    /// Its page; none while it is only planned.
    href: Option<String>,
    counts: String,
    is_locked: bool,
}

struct Line {
    task: String,
    lead: String,
    leader: String,
    cells: Vec<CellView>,
}

struct CellView {
    /// The report; none where nothing is owed.
    href: Option<String>,
    light: &'static str,
    word: String,
    /// Why nothing is owed.
    why: String,
}

/// States one may look for, with the word for those that are late.
const STATES: [(&str, &str); 6] = [
    ("late", "逾期未报"),
    ("open", "未报送"),
    ("draft", "填报中"),
    ("returned", "已退回"),
    ("review", "审阅中"),
    ("filed", "已归档"),
];

pub(super) async fn show(
    visit: Visit,
    At(plan): At<PlanId>,
    Asked(query): Asked<Query>,
) -> Result<Reply> {
    let filter = MatrixFilter {
        grain: Grain::from_code(&query.grain),
        unit: query.unit.clone(),
        state: query.state.clone(),
        page: query.page,
    };
    let matrix = actions::matrix(&visit, plan, &filter).await?;
    let (total, page) = (matrix.total, matrix.page);
    let from = (page - 1) * ROWS_PER_PAGE;
    let to = from + matrix.rows.len();
    let here = |grain: &str, page: usize| {
        let page = match page {
            0 => String::new(),
            page => page.to_string(),
        };
        paths::with(
            &paths::of_plan(paths::MATRIX, plan),
            &[
                ("grain", grain),
                ("unit", &query.unit),
                ("state", &query.state),
                ("page", &page),
            ],
        )
    };
    let grain = matrix.grain;
    visit.page(&MatrixPage {
        frame: visit
            .frame(format!("{}：报送情况", matrix.plan.title))
            .lead("每项任务每一期报到哪一步；没有到期事项的任务不需要报，指向“不需要”可看原因。")
            .crumb("报送", paths::DESK),
        set_up: policy::collects(&visit.actor).then(|| paths::of_plan(paths::SET_UP, plan)),
        open: matrix
            .has_planned
            .then(|| paths::of_plan(paths::OPEN, plan))
            .filter(|_| policy::collects(&visit.actor)),
        grains: matrix
            .grains
            .iter()
            .map(|one| GrainTab {
                word: one.label(),
                href: here(one.code(), 0),
                n_rounds: match *one == grain {
                    true => matrix.rounds.len(),
                    false => 0,
                },
                is_current: *one == grain,
            })
            .collect(),
        grain: grain.code(),
        unit: Field::new("unit", "牵头单位").value(&query.unit),
        units: matrix.units,
        state: Field::new("state", "状态").value(&query.state),
        states: STATES,
        columns: matrix
            .rounds
            .iter()
            .map(|(round, progress)| Column {
                word: round.period.label().replace(
                    &format!("{}年", matrix.plan.year),
                    match round.period.grain() {
                        Grain::Year => "全年",
                        _ => "",
                    },
                ),
                due: in_table(round.due, matrix.plan.year),
                href: round
                    .opened_ms
                    .map(|_| paths::of_round(paths::ROUND, plan, round.period)),
                counts: match round.opened_ms {
                    Some(_) => format!("{}/{}", progress.n_submitted, progress.n_reports),
                    None => "未开启".to_owned(),
                },
                is_locked: round.is_locked(),
            })
            .collect(),
        rows: matrix.rows.iter().map(line).collect(),
        total,
        from: from + 1,
        to,
        previous: match page {
            1 => String::new(),
            page => here(grain.code(), page - 1),
        },
        next: match to < total {
            true => here(grain.code(), page + 1),
            false => String::new(),
        },
    })
}

fn line(row: &MatrixRow) -> Line {
    Line {
        task: row.task.clone(),
        lead: row.lead.clone(),
        leader: row.leader.clone(),
        cells: row.cells.iter().map(cell).collect(),
    }
}

fn cell(cell: &MatrixCell) -> CellView {
    match cell {
        MatrixCell::Ahead => CellView {
            href: None,
            light: "",
            word: String::new(),
            why: String::new(),
        },
        MatrixCell::NotOwed(why) => CellView {
            href: None,
            light: "",
            word: "不需要".to_owned(),
            why: why.clone(),
        },
        MatrixCell::Owed {
            id,
            state,
            days_late,
            n_support,
            n_support_in,
        } => {
            let light = match (state, days_late) {
                (ReportState::Filed, _) => "green",
                (ReportState::InReview, _) => "blue",
                (ReportState::Returned, _) => "yellow",
                (ReportState::Open | ReportState::Draft, 1..) => "red",
                (ReportState::Open | ReportState::Draft, _) => "grey",
            };
            let mut word = state.label().to_owned();
            if *days_late > 0 {
                word += &match state.is_with_unit() {
                    true => format!("，逾期{days_late}天"),
                    false => format!("，迟报{days_late}天"),
                };
            }
            if *n_support > 0 {
                word += &format!("，配合{n_support_in}/{n_support}");
            }
            CellView {
                href: Some(paths::report(*id)),
                light,
                word,
                why: String::new(),
            }
        }
    }
}
