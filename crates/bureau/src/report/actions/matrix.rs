//! The matrix: tasks × periods.

use crate::{
    plan::PlanId,
    report::{
        material::{self, PlanName},
        model::{ReportId, ReportState, Round},
        policy, store,
    },
};
use ::store::{Ctx, Error, Result};
use base::{Grain, TimePeriod, day::Date};
use std::collections::BTreeMap;

/// What of the matrix is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::report) struct MatrixFilter {
    pub(in crate::report) grain: Option<Grain>,
    /// Unit that leads.
    pub(in crate::report) unit: String,
    /// Only tasks with a report in this state, or `late`.
    pub(in crate::report) state: String,
}

/// Tasks × periods.
#[derive(Debug, Clone)]
pub(in crate::report) struct Matrix {
    pub(in crate::report) plan: PlanName,
    /// Every rhythm that has periods.
    pub(in crate::report) grains: Vec<Grain>,
    pub(in crate::report) grain: Grain,
    /// The periods shown, oldest first, with how they stand.
    pub(in crate::report) rounds: Vec<(Round, store::RoundCounts)>,
    pub(in crate::report) rows: Vec<MatrixRow>,
    /// Units that lead, for the filter.
    pub(in crate::report) units: Vec<(String, String)>,
}

/// A task with a cell for each period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::report) struct MatrixRow {
    pub(in crate::report) number: i64,
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
        n_support: usize,
        n_support_in: usize,
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
    let tasks = store::tasks_of_round(db, plan.id, &periods).await?;
    let cells = store::matrix_cells(db, plan.id, &periods).await?;
    let mut counts = store::round_counts(db, plan.id, ctx.today()).await?;
    let mut units: Vec<(String, String)> = tasks
        .iter()
        .filter_map(|task| Some((task.lead.clone()?, task.lead_name.clone())))
        .collect();
    units.sort_by(|a, b| a.1.cmp(&b.1));
    units.dedup();
    let mut rows = rows(&rounds, tasks, cells, ctx.today(), &filter.unit);
    rows.retain(|row| is_wanted(row, &filter.state));
    Ok(Matrix {
        grains,
        grain,
        units,
        rows,
        rounds: rounds
            .into_iter()
            .map(|round| {
                let code = round.period.to_string();
                let found = counts.iter().position(|counts| counts.period == code);
                let counts = found.map(|at| counts.swap_remove(at)).unwrap_or_default();
                (round, counts)
            })
            .collect(),
        plan,
    })
}

fn rows(
    rounds: &[Round],
    tasks: Vec<store::TaskRow>,
    cells: Vec<store::Cell>,
    today: Date,
    unit: &str,
) -> Vec<MatrixRow> {
    let mut by_place: BTreeMap<(String, String), Vec<store::Cell>> = BTreeMap::new();
    for cell in cells {
        let place = (cell.item.clone(), cell.period.clone());
        by_place.entry(place).or_default().push(cell);
    }
    let column: BTreeMap<String, usize> = rounds
        .iter()
        .enumerate()
        .map(|(at, round)| (round.period.to_string(), at))
        .collect();
    // A task may have been renamed or moved between periods: the newest period says how it is called.
    let mut by_item: BTreeMap<String, MatrixRow> = BTreeMap::new();
    for task in tasks {
        if !unit.is_empty() && task.lead.as_deref() != Some(unit) {
            continue;
        }
        let Some(&at) = column.get(&task.period) else {
            continue;
        };
        let row = by_item
            .entry(task.item.clone())
            .or_insert_with(|| MatrixRow {
                number: task.number,
                task: String::new(),
                lead: String::new(),
                leader: String::new(),
                cells: vec![MatrixCell::Ahead; rounds.len()],
            });
        row.number = task.number;
        row.task = format!("{}{}", task.marker, task.heading);
        row.lead.clone_from(&task.lead_name);
        row.leader.clone_from(&task.leader_name);
        let found = by_place.get(&(task.item, task.period));
        if let Some(cell) = row.cells.get_mut(at) {
            *cell = match found {
                Some(cells) => owed_cell(cells, today),
                None => MatrixCell::NotOwed(task.why),
            };
        }
    }
    let mut rows: Vec<MatrixRow> = by_item.into_values().collect();
    rows.sort_by_key(|row| row.number);
    rows
}

fn owed_cell(cells: &[store::Cell], today: Date) -> MatrixCell {
    let Some(main) = cells
        .iter()
        .find(|cell| cell.is_lead)
        .or_else(|| cells.first())
    else {
        return MatrixCell::Ahead;
    };
    let support = cells.iter().filter(|cell| !cell.is_lead);
    let on = match main.state {
        ReportState::Open | ReportState::Draft => today,
        _ => main.submitted_on.unwrap_or(today),
    };
    let until = main.excused_until.map_or(main.due, |day| day.max(main.due));
    MatrixCell::Owed {
        id: main.id,
        state: main.state,
        days_late: until.until(on).map_or(0, |span| span.get_days()).max(0),
        n_support: support.clone().count(),
        n_support_in: support.filter(|cell| !cell.state.is_with_unit()).count(),
    }
}

fn is_wanted(row: &MatrixRow, state: &str) -> bool {
    state.is_empty()
        || row.cells.iter().any(|cell| match cell {
            MatrixCell::Owed {
                state: is,
                days_late,
                ..
            } => match state {
                "late" => *days_late > 0 && is.is_with_unit(),
                code => is.code() == code,
            },
            MatrixCell::Ahead | MatrixCell::NotOwed(_) => false,
        })
}
