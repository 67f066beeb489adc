//! 批量编辑: many rows at once. Without script a form of many lines; with it a grid that takes what
//! is pasted from a spreadsheet.

use super::{frame_of, locked};
use crate::ledger::{
    actions::{self, GridLine, GridOutcome, Opened},
    model::{CellFault, FieldKind, FieldSpec},
    pages::filters::Filters,
    paths,
};
use ::store::Error;
use askama::Template;
use shell::{Asked, At, Field, Frame, Posted, Reply, Result, Visit};
use std::collections::BTreeMap;

/// Rows on the page, and empty ones below them.
const MOST_ROWS: i64 = 100;
const N_SPARE: usize = 5;
/// Lines of a long text that are seen without scrolling within its cell.
const MOST_LINES_SHOWN: usize = 6;
/// The most lines that are taken at once.
const MOST_LINES: usize = 2_000;

#[derive(Template)]
#[template(path = "ledger/pages/grid.html")]
struct GridPage {
    frame: Frame,
    code: String,
    action: String,
    columns: Vec<Column>,
    lines: Vec<Line>,
    problems: Vec<String>,
    has_conflict: bool,
    /// Why numbers of a locked period change, where that is asked for.
    correction: Field,
    query: String,
}

struct Column {
    code: String,
    name: String,
    options: Vec<String>,
    is_number: bool,
    is_long: bool,
}

struct Line {
    place: usize,
    no: i64,
    version: i64,
    unit: String,
    unit_error: String,
    cells: Vec<Cell>,
}

struct Cell {
    code: String,
    label: String,
    value: String,
    error: String,
    /// Whether it has lines, which an input would take away.
    is_long: bool,
    /// Lines it is drawn with at first.
    n_lines: usize,
}

pub(super) async fn show(
    visit: Visit,
    At(code): At<String>,
    Asked(pairs): Asked<Vec<(String, String)>>,
) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    if !opened.standing.fills_in() {
        opened.standing.may_fill(opened.house.bureau())?;
    }
    let filters = Filters::new(pairs);
    let query = filters.query(&opened);
    let listed = actions::list(&visit, &opened, query, (MOST_ROWS, 0)).await?;
    let rows = listed
        .rows
        .iter()
        .filter(|row| opened.standing.may_change(row).is_ok());
    let fields = fields_of(&opened);
    let mut lines: Vec<GridLine> = rows
        .map(|row| GridLine {
            no: row.no,
            version: row.version,
            unit: opened.house.name(row.unit).to_owned(),
            cells: fields
                .iter()
                .map(|field| {
                    let kept = row.values.get(&field.code).cloned().unwrap_or_default();
                    (field.code.clone(), opened.typed(field, row.unit, &kept))
                })
                .collect(),
        })
        .collect();
    lines.extend(std::iter::repeat_with(GridLine::default).take(N_SPARE));
    visit.page(&page(&visit, &opened, &lines, &[], filters.kept()))
}

/// Saves every line or none.
pub(super) async fn save(visit: Visit, At(code): At<String>, posted: Posted) -> Result<Reply> {
    let opened = actions::open(&visit, &code).await?;
    if !opened.standing.fills_in() {
        opened.standing.may_fill(opened.house.bureau())?;
    }
    let lines = lines_of(&posted);
    let query = posted.get("query").to_owned();
    let reason = posted.get(locked::REASON);
    let again = |faults: &[(usize, CellFault)]| GridPage {
        correction: locked::reason(reason, None),
        ..page(&visit, &opened, &lines, faults, query.clone())
    };
    match actions::save_grid(&visit, &code, &lines, reason).await {
        Ok(GridOutcome::Done(0, 0, _)) => visit.done_but("没有改动。", paths::list(&code, &query)),
        Ok(GridOutcome::Done(n_new, n_changed, followed)) => visit.done(
            format!("已保存：新增{n_new}条，修改{n_changed}条，等待核对。{followed}"),
            paths::list(&code, &query),
        ),
        Ok(GridOutcome::Faulty(faults)) => visit.invalid(&again(&faults)),
        Err(Error::Conflict) => visit.conflict(&GridPage {
            has_conflict: true,
            ..again(&[])
        }),
        Err(error) => match locked::wants_reason(&error) {
            Some(refusal) => visit.invalid(&GridPage {
                correction: locked::reason(reason, Some(refusal)),
                ..again(&[])
            }),
            None => Err(error.into()),
        },
    }
}

/// The fields that can be typed into a cell.
fn fields_of(opened: &Opened) -> Vec<&FieldSpec> {
    let is_typed = |field: &&FieldSpec| !matches!(field.kind, FieldKind::File | FieldKind::Formula);
    let definition = &opened.register.definition;
    definition
        .active()
        .filter(is_typed)
        .filter(|field| !definition.is_moved(field))
        .filter(|field| definition.is_typed_by(field, opened.standing.is_owner))
        .collect()
}

/// The lines that say something: `l3.no`, `l3.unit`, `l3.v.code`.
fn lines_of(posted: &Posted) -> Vec<GridLine> {
    let mut lines: BTreeMap<usize, GridLine> = BTreeMap::new();
    for (key, value) in posted.pairs() {
        let Some((place, name)) = key.strip_prefix('l').and_then(|rest| rest.split_once('.'))
        else {
            continue;
        };
        let Some(place) = place.parse().ok().filter(|place| *place < MOST_LINES) else {
            continue;
        };
        let line = lines.entry(place).or_default();
        match name {
            "no" => line.no = value.parse().unwrap_or_default(),
            "version" => line.version = value.parse().unwrap_or_default(),
            "unit" => line.unit = value.trim().to_owned(),
            _ => {
                if let Some(code) = name.strip_prefix("v.") {
                    line.cells.insert(code.to_owned(), value.trim().to_owned());
                }
            }
        }
    }
    let says_something =
        |line: &GridLine| line.no > 0 || line.cells.values().any(|cell| !cell.is_empty());
    lines.into_values().filter(says_something).collect()
}

fn page(
    visit: &Visit,
    opened: &Opened,
    lines: &[GridLine],
    faults: &[(usize, CellFault)],
    query: String,
) -> GridPage {
    let fields = fields_of(opened);
    let fault = |place: usize, code: &str| -> String {
        faults
            .iter()
            .filter(|(at, fault)| *at == place && fault.field == code)
            .map(|(_, fault)| fault.message.as_str())
            .collect()
    };
    let name = |code: &str| {
        opened
            .register
            .definition
            .field(code)
            .map_or("填报单位", |field| field.name.as_str())
    };
    let code = opened.register.definition.code.clone();
    GridPage {
        frame: frame_of(visit, opened, Some("批量编辑".to_owned())).lead(format!(
            "改好后一并保存；有一处不对，就全部不保存。空白行可以新增记录，{}",
            // Whoever keeps the register changes what is verified as well.
            match opened.standing.is_owner {
                true => "已核的记录改动后要重新核对。",
                false => "已核的记录不能改，不在这里。",
            }
        )),
        action: paths::of(paths::GRID, &code),
        columns: fields
            .iter()
            .map(|field| Column {
                code: field.code.clone(),
                name: field.name.clone(),
                options: match field.kind {
                    FieldKind::Choice => field.options.clone(),
                    FieldKind::YesNo => vec!["是".to_owned(), "否".to_owned()],
                    _ => Vec::new(),
                },
                is_number: field.kind.is_number(),
                is_long: field.kind == FieldKind::LongText,
            })
            .collect(),
        lines: lines
            .iter()
            .enumerate()
            .map(|(place, line)| Line {
                place,
                no: line.no,
                version: line.version,
                unit: line.unit.clone(),
                unit_error: fault(place, ""),
                cells: fields
                    .iter()
                    .map(|field| {
                        let value = line.cells.get(&field.code).cloned().unwrap_or_default();
                        Cell {
                            code: field.code.clone(),
                            label: field.name.clone(),
                            is_long: field.kind == FieldKind::LongText,
                            n_lines: value.lines().count().clamp(1, MOST_LINES_SHOWN),
                            value,
                            error: fault(place, &field.code),
                        }
                    })
                    .collect(),
            })
            .collect(),
        problems: faults
            .iter()
            .map(|(place, fault)| {
                format!("第{}行{}：{}", place + 1, name(&fault.field), fault.message)
            })
            .collect(),
        has_conflict: false,
        correction: locked::reason("", None),
        query,
        code,
    }
}
