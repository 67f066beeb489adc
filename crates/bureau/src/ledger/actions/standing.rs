//! What a change of rows does to the stages they stand in and to the dates that expire: part of the one way
//! rows are written.

use super::write::RowChange;
use crate::{
    calendar::{self, Calendar},
    ledger::{
        model::{Definition, Mover, Row, StageSpec},
        store::{self, Move, Register, StageEntry},
    },
};
use ::store::{Ctx, Result, Tx};
use base::{actor::UnitId, day::Date};
use std::collections::BTreeMap;

/// The acts that move a row; any other leaves it in its stage whatever was typed.
pub(super) const MOVED: &str = "moved";
pub(super) const MOVED_BACK: &str = "moved_back";

/// What is to be written once the rows are.
#[derive(Debug, Default)]
pub(super) struct Stages {
    calendar: Option<Calendar>,
    known: BTreeMap<i64, StageEntry>,
    /// Steps that rows took before they lay in the bin: the next is numbered after them.
    taken: BTreeMap<i64, i64>,
    moves: Vec<Move>,
}

impl Stages {
    /// Puts every changed row into the stage it belongs in before anything is counted.
    pub(super) async fn settle(
        tx: &mut Tx,
        ctx: &Ctx,
        register: &Register,
        changes: &mut [RowChange],
    ) -> Result<Self> {
        let definition = &register.definition;
        if !definition.has_stages() {
            return Ok(Self::default());
        }
        let numbers: Vec<i64> = changes
            .iter()
            .filter_map(|change| match change {
                RowChange::Changed { after, .. } => Some(after.no),
                _ => None,
            })
            .collect();
        let restored: Vec<i64> = changes
            .iter()
            .filter_map(|change| match change {
                RowChange::Restored(row) => Some(row.no),
                _ => None,
            })
            .collect();
        let calendar = calendar::calendar(tx).await?;
        let known = store::stage_entries(tx, register.no, &numbers).await?;
        let taken = store::moves_taken(tx, register.no, &restored).await?;
        let mut moves = Vec::new();
        for change in changes {
            match change {
                RowChange::New(row) | RowChange::Restored(row) => {
                    put_in(definition, row, None);
                    let entered = entered(ctx, definition, row, (None, false));
                    put_due(definition, &calendar, row, entered);
                }
                RowChange::Changed { before, after, act } => {
                    let known = known.get(&after.no);
                    if *act == MOVED || *act == MOVED_BACK {
                        let reason = match *act {
                            MOVED_BACK => after.comment.clone(),
                            _ => String::new(),
                        };
                        moves.push(step(ctx, definition, (&*before, &*after), (known, reason)));
                        put_due(definition, &calendar, after, ctx.today());
                    } else {
                        let stage = definition.stage_of(&before.values);
                        put_in(definition, after, stage.map(|stage| stage.name.clone()));
                        let entered = entered(ctx, definition, after, (known, false));
                        put_due(definition, &calendar, after, entered);
                    }
                }
                RowChange::Binned { .. } => {}
            }
        }
        Ok(Self {
            calendar: Some(calendar),
            known,
            taken,
            moves,
        })
    }

    /// Writes where the rows stand now, their steps, and what of them expires when.
    pub(super) async fn write(
        self,
        tx: &mut Tx,
        ctx: &Ctx,
        register: &Register,
        (rows, gone): (&[(Row, bool)], &[i64]),
    ) -> Result<()> {
        let definition = &register.definition;
        if !definition.has_stages() && definition.expiries.is_empty() {
            return Ok(());
        }
        store::forget_stages(tx, register.no, gone).await?;
        if !definition.expiries.is_empty() {
            let numbers: Vec<i64> = rows.iter().map(|(row, _)| row.no).collect();
            let expiries: Vec<store::Expiry> = rows
                .iter()
                .flat_map(|(row, _)| {
                    let of_row = definition.expiries_of(row).into_iter();
                    of_row.map(|(expiry, on)| (row.no, expiry.field.clone(), row.unit, on))
                })
                .collect();
            store::put_expiries(tx, register.no, &numbers, &expiries).await?;
        }
        let Some(calendar) = &self.calendar else {
            return Ok(());
        };
        let entries: Vec<StageEntry> = rows
            .iter()
            .filter_map(|(row, moved)| {
                let stage = definition.stage_of(&row.values)?;
                let known = self.known.get(&row.no);
                let entered = entered(ctx, definition, row, (known, *moved));
                let before = known.map(|known| known.n_moves);
                let before = before.or_else(|| self.taken.get(&row.no).copied());
                let n_moves = before.unwrap_or_default() + i64::from(*moved);
                Some(stands(register, (stage, calendar), row, (entered, n_moves)))
            })
            .collect();
        store::put_stage_entries(tx, register.no, &entries).await?;
        store::insert_moves(tx, register.no, &self.moves).await
    }
}

/// The day a row came to where it stands. One that was moved came today, unless its limit is counted from
/// a date of its own; of one that never was its dates tell.
fn entered(
    ctx: &Ctx,
    definition: &Definition,
    row: &Row,
    (known, moved): (Option<&StageEntry>, bool),
) -> Date {
    let today = ctx.today();
    let stage = definition.stage_of(&row.values);
    let counted_from = || definition.counted_from(stage?, &row.values, today);
    match known {
        _ if moved => counted_from().unwrap_or(today),
        Some(known) if known.n_moves > 0 => counted_from().unwrap_or(known.entered),
        Some(known) => {
            let came = definition.came_on(&row.values, today);
            came.unwrap_or(known.entered)
        }
        None => definition.came_on(&row.values, today).unwrap_or(today),
    }
}

pub(super) fn stands(
    register: &Register,
    (stage, calendar): (&StageSpec, &Calendar),
    row: &Row,
    (entered, n_moves): (Date, i64),
) -> StageEntry {
    StageEntry {
        row_no: row.no,
        stage: stage.code.clone(),
        unit: row.unit,
        waits_for: waits_for(register, stage.mover, row),
        entered,
        due: stage.due(calendar, &row.values, entered),
        n_moves,
    }
}

/// Whose turn it is: the unit's is that of the one that handles the row, where one does and fills it in.
pub(super) fn waits_for(register: &Register, mover: Mover, row: &Row) -> UnitId {
    let definition = &register.definition;
    match mover {
        Mover::Owner => register.owner,
        Mover::Unit => definition
            .handler_of(&row.values)
            .filter(|_| definition.rights.handler_fills)
            .unwrap_or(row.unit),
    }
}

/// Writes the stage into a row: the one named, else its own, else the first.
pub(super) fn put_in(definition: &Definition, row: &mut Row, name: Option<String>) {
    let own = definition.stage_of(&row.values);
    let name = name.or_else(|| own.map(|stage| stage.name.clone()));
    if let Some(name) = name {
        row.values.insert(definition.stage.clone(), name);
    }
}

/// Writes until when a row may stand where it stands.
pub(super) fn put_due(definition: &Definition, calendar: &Calendar, row: &mut Row, entered: Date) {
    let stage = definition.stage_of(&row.values);
    let due = stage.and_then(|stage| stage.due(calendar, &row.values, entered));
    match due {
        Some(due) => {
            let code = definition.stage_due.clone();
            row.values.insert(code, due.to_string());
        }
        None => {
            row.values.remove(&definition.stage_due);
        }
    }
}

fn step(
    ctx: &Ctx,
    definition: &Definition,
    (before, after): (&Row, &Row),
    (known, reason): (Option<&StageEntry>, String),
) -> Move {
    let code = |row: &Row| {
        let stage = definition.stage_of(&row.values);
        stage.map(|stage| stage.code.clone()).unwrap_or_default()
    };
    Move {
        row_no: after.no,
        number: known.map_or(0, |known| known.n_moves) + 1,
        from: code(before),
        to: code(after),
        on: ctx.today(),
        due: known.and_then(|known| known.due),
        by_name: format!("{} · {}", ctx.actor.unit_name, ctx.actor.name),
        reason,
    }
}
