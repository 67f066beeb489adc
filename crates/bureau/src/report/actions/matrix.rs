//! The matrix: tasks × periods.

use crate::{
    plan::PlanId,
    report::{
        material::{self, PlanName},
        model::{ReportId, ReportState, Round, Which, days_late, last_day},
        policy, store,
    },
};
use ::store::{Ctx, Error, Result};
use base::{Grain, TimePeriod, day::Date};
use std::collections::HashMap;

/// Rows of a page.
pub(in crate::report) const ROWS_PER_PAGE: usize = 100;

/// What of the matrix is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct MatrixFilter {
    pub(in crate::report) grain: Option<Grain>,
    /// Unit that leads.
    pub(in crate::report) unit: String,
    /// Only tasks with a report in this state, or `late`.
    pub(in crate::report) state: String,
    /// The page of rows, 1 the first.
    pub(in crate::report) page: usize,
}

/// Tasks × periods.
#[derive(Debug, Clone)]
pub(in crate::report) struct Matrix {
    pub(in crate::report) plan: PlanName,
    /// Every rhythm that has periods.
    pub(in crate::report) grains: Vec<Grain>,
    pub(in crate::report) grain: Grain,
    /// The periods shown, oldest first, with how they stand.
    pub(in crate::report) rounds: Vec<(Round, store::RoundProgress)>,
    /// The rows of the page.
    pub(in crate::report) rows: Vec<MatrixRow>,
    /// How many rows there are on all pages.
    pub(in crate::report) total: usize,
    pub(in crate::report) page: usize,
    /// Whether a period of any rhythm has begun and is not open yet.
    pub(in crate::report) has_planned: bool,
    /// Units that lead, for the filter.
    pub(in crate::report) units: Vec<(String, String)>,
}

/// A task with a cell for each period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct MatrixRow {
    pub(in crate::report) task: String,
    pub(in crate::report) lead: String,
    pub(in crate::report) leader: String,
    pub(in crate::report) cells: Vec<MatrixCell>,
}

/// One task in one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) enum MatrixCell {
    /// The period is not open yet.
    Ahead,
    /// Nothing is owed, for this reason.
    NotOwed(String),
    /// Owed: the report of the unit that leads, and of how many supporting ones how many are in.
    Owed {
        id: ReportId,
        state: ReportState,
        days_late: i32,
        n_support: i64,
        n_support_in: i64,
    },
}

/// The matrix of a plan.
pub(in crate::report) async fn matrix(
    ctx: &Ctx,
    plan: PlanId,
    filter: &MatrixFilter,
) -> Result<Matrix> {
    /// Columns of weeks: a quarter of a year.
    const MOST_PERIODS: usize = 13;
    let db = &ctx.db;
    if !policy::oversees(&ctx.actor) {
        return Err(Error::NotFound);
    }
    let plan = material::plan_named(db, plan, ctx.today().year()).await?;
    let all = store::rounds(db, plan.id).await?;
    let mut grains: Vec<Grain> = all.iter().map(|round| round.period.grain()).collect();
    grains.sort_unstable();
    grains.dedup();
    let grain = filter
        .grain
        .filter(|grain| grains.contains(grain))
        .or_else(|| grains.iter().copied().find(|grain| *grain == Grain::Month))
        .or_else(|| grains.first().copied())
        .unwrap_or(Grain::Month);
    let has_planned = all
        .iter()
        .any(|round| round.opened_ms.is_none() && round.period.first() <= ctx.today());
    let mut rounds: Vec<Round> = all
        .into_iter()
        .filter(|round| round.period.grain() == grain)
        .collect();
    let n_before_last_open = rounds
        .iter()
        .rposition(|round| round.opened_ms.is_some())
        .map_or(0, |last| (last + 1).saturating_sub(MOST_PERIODS));
    rounds.drain(..n_before_last_open);
    rounds.truncate(MOST_PERIODS);
    let periods: Vec<TimePeriod> = rounds.iter().map(|round| round.period).collect();
    let (which, today) = (Which::from_code(&filter.state), ctx.today());
    let items = store::matrix_items(db, plan.id, &periods, &filter.unit, which, today).await?;
    let page = filter
        .page
        .clamp(1, items.len().div_ceil(ROWS_PER_PAGE).max(1));
    let from = (page - 1) * ROWS_PER_PAGE;
    let shown = items.get(from..).unwrap_or_default();
    let shown = shown.get(..ROWS_PER_PAGE).unwrap_or(shown);
    let tasks = store::matrix_tasks(db, plan.id, &periods, shown).await?;
    let cells = store::matrix_cells(db, plan.id, &periods, shown).await?;
    let mut progress = store::round_progress(db, plan.id, &periods).await?;
    Ok(Matrix {
        grains,
        grain,
        units: store::leading_units(db, plan.id, &periods).await?,
        rows: rows(&rounds, shown, tasks, cells, today),
        total: items.len(),
        page,
        has_planned,
        rounds: rounds
            .into_iter()
            .map(|round| {
                let code = round.period.to_string();
                let found = progress.iter().position(|one| one.period == code);
                let progress = found.map(|at| progress.swap_remove(at));
                (round, progress.unwrap_or_default())
            })
            .collect(),
        plan,
    })
}

fn rows(
    rounds: &[Round],
    items: &[String],
    mut tasks: Vec<store::TaskRow>,
    cells: Vec<store::Cell>,
    today: Date,
) -> Vec<MatrixRow> {
    let column: HashMap<String, usize> = rounds
        .iter()
        .enumerate()
        .map(|(at, round)| (round.period.to_string(), at))
        .collect();
    let place: HashMap<&str, usize> = items.iter().map(String::as_str).zip(0..).collect();
    let mut rows: Vec<MatrixRow> = items
        .iter()
        .map(|_| MatrixRow {
            task: String::new(),
            lead: String::new(),
            leader: String::new(),
            cells: vec![MatrixCell::Ahead; rounds.len()],
        })
        .collect();
    // A task may have been renamed or moved between periods: the newest period says how it is called.
    tasks.sort_by_key(|task| column.get(&task.period).copied());
    for task in tasks {
        let at = place.get(task.item_id.as_str()).copied();
        let (Some(row), Some(&column)) =
            (at.and_then(|at| rows.get_mut(at)), column.get(&task.period))
        else {
            continue;
        };
        row.task = format!("{}{}", task.marker, task.heading);
        row.lead = task.lead_name;
        row.leader = task.leader_name;
        if let Some(cell) = row.cells.get_mut(column) {
            *cell = MatrixCell::NotOwed(task.why);
        }
    }
    for cell in cells {
        let at = place.get(cell.item.as_str()).copied();
        let row = at.and_then(|at| rows.get_mut(at));
        let column = column.get(&cell.period).copied();
        if let Some(owed) = row
            .zip(column)
            .and_then(|(row, column)| row.cells.get_mut(column))
        {
            *owed = owed_cell(&cell, today);
        }
    }
    rows
}

fn owed_cell(cell: &store::Cell, today: Date) -> MatrixCell {
    let until = last_day(cell.due, cell.excused_until);
    MatrixCell::Owed {
        id: cell.id,
        state: cell.state,
        days_late: days_late(cell.state, cell.submitted_on, until, today),
        n_support: cell.n_support,
        n_support_in: cell.n_support_in,
    }
}
