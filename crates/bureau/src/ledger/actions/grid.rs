//! Saving the grid: many rows at once, all or none.

use super::{
    following,
    people::{Opened, open_in},
    rows::{changed_row, fault_of, fault_of_row, listed, new_row, own_unit, read},
    write::{self, RowChange, with_retired},
};
use crate::ledger::{
    model::{CellFault, FieldKind, FieldSpec, Row, left_to_stage},
    store,
};
use ::store::{Ctx, Error, Result, audit::Line};
use base::actor::UnitId;
use std::collections::BTreeMap;

/// A line of the grid: a new row, or a row at the version it was drawn from.
#[derive(Debug, Clone, Default)]
pub(in crate::ledger) struct GridLine {
    /// Number of the row; 0 for a new one.
    pub(in crate::ledger) no: i64,
    pub(in crate::ledger) version: i64,
    /// Unit as typed; empty for the person's own.
    pub(in crate::ledger) unit: String,
    /// What stands in its cells, by the codes of the fields.
    pub(in crate::ledger) cells: BTreeMap<String, String>,
}

/// How saving a grid went.
#[derive(Debug)]
pub(in crate::ledger) enum GridOutcome {
    /// How many rows were new, how many changed; what followed them elsewhere, in words.
    Done(usize, usize, String),
    /// What is wrong, by the place of the line; nothing is saved.
    Faulty(Vec<(usize, CellFault)>),
}

/// Saves the lines of a grid, all or none.
pub(in crate::ledger) async fn save_grid(
    ctx: &Ctx,
    code: &str,
    lines: &[GridLine],
    reason: &str,
) -> Result<GridOutcome> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let definition = &opened.register.definition;
    let mut faults = Vec::new();
    let mut changes = Vec::new();
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    let numbers: Vec<i64> = lines
        .iter()
        .map(|line| line.no)
        .filter(|no| *no > 0)
        .collect();
    let known: BTreeMap<i64, Row> = store::rows_numbered(&tx, opened.register.no, &numbers)
        .await?
        .into_iter()
        .map(|row| (row.no, row))
        .collect();
    for (place, line) in lines.iter().enumerate() {
        let before = known.get(&line.no);
        if line.no > 0 && before.is_none_or(|row| !opened.standing.sees_row(row)) {
            return Err(Error::NotFound);
        }
        if let Some(before) = before {
            opened.standing.may_change(before)?;
            if before.version != line.version {
                return Err(Error::Conflict);
            }
        }
        let unit = match (line.unit.trim(), before) {
            ("", Some(before)) => Some(before.unit),
            ("", None) => own_unit(ctx, &opened),
            (typed, _) => crate::ledger::model::Names::unit(&opened.house, typed),
        };
        let is_kept = |unit: &UnitId| before.is_some_and(|row| row.unit == *unit);
        let unit = unit.filter(|unit| is_kept(unit) || opened.standing.fills_for(*unit));
        let typed = |field: &FieldSpec| match before {
            Some(row) => retyped(&opened, row, field, line.cells.get(&field.code)),
            None => line.cells.get(&field.code).cloned().unwrap_or_default(),
        };
        let left = definition.active().filter_map(|field| {
            let is_said = match before {
                Some(row) => {
                    let kept = row.values.get(&field.code).cloned().unwrap_or_default();
                    typed(field) != opened.typed(field, row.unit, &kept)
                }
                None => !typed(field).trim().is_empty(),
            };
            let message = left_to_stage(definition, field, before, opened.standing.is_owner);
            Some((place, fault_of(field, message.filter(|_| is_said)?)))
        });
        faults.extend(left);
        let (mut values, wrong) = read((&tx, ctx), &opened, &typed, (unit, before)).await?;
        faults.extend(wrong.into_iter().map(|fault| (place, fault)));
        let Some(unit) = unit else {
            faults.push((place, fault_of_row("填报单位不对，或不在可填报的范围内。")));
            continue;
        };
        if let Some(before) = before {
            values = with_retired(definition, values, before);
            opened.standing.may_assign(before, unit, &values)?;
        }
        if let Some(key) = definition.key_of(unit, &values)
            && let Some(other) = keys.insert(key, place)
        {
            let message = format!("与第{}行重复。", other + 1);
            faults.push((place, fault_of_row(&message)));
        }
        match before {
            None => changes.push(RowChange::New(new_row(ctx, unit, values, String::new()))),
            Some(before) if before.values != values || before.unit != unit => {
                changes.push(RowChange::Changed {
                    after: changed_row(ctx, before, unit, values),
                    before: before.clone(),
                    act: "changed",
                });
            }
            Some(_) => {}
        }
    }
    if !faults.is_empty() {
        return Ok(GridOutcome::Faulty(faults));
    }
    let is_new = |change: &RowChange| matches!(change, RowChange::New(_));
    let n_new = changes.iter().filter(|change| is_new(change)).count();
    let n_changed = changes.len() - n_new;
    let mut followed = String::new();
    if !changes.is_empty() {
        let pair = (&opened.register, &opened.house);
        let (numbers, others) = write::apply_at(&mut tx, ctx, pair, (changes, reason), 0).await?;
        followed = following::in_words(&others);
        let line = Line::new("ledger.row.grid_saved", code)
            .named(definition.name.clone())
            .saying(format!(
                "新增{n_new}条，修改{n_changed}条：{}",
                listed(&numbers)
            ))
            .because(reason);
        tx.audit_line(ctx, line);
        tx.commit().await?;
    }
    Ok(GridOutcome::Done(n_new, n_changed, followed))
}

/// What a cell of the grid says of a row there is. What the grid does not show (files, stages) stays;
/// only a long text has lines in its cell: elsewhere line breaks are not shown, and not taken away.
fn retyped(opened: &Opened, row: &Row, field: &FieldSpec, cell: Option<&String>) -> String {
    let kept = row.values.get(&field.code).cloned().unwrap_or_default();
    let Some(cell) = cell else {
        return kept;
    };
    let shown = opened.typed(field, row.unit, &kept);
    let as_drawn = |text: &str| -> String {
        let is_drawn = |c: &char| match c {
            '\r' => false,
            '\n' => field.kind == FieldKind::LongText,
            _ => true,
        };
        text.trim().chars().filter(is_drawn).collect()
    };
    match as_drawn(cell) == as_drawn(&shown) {
        true => shown,
        false => cell.clone(),
    }
}
