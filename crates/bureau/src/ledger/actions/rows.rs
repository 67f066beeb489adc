//! Filling in, changing, verifying, sending back, removing.

use super::{
    files::let_files_go,
    following::{self, refuse_purge, refuse_referred},
    lookup::lookup_faults,
    people::{Opened, open_in},
    sight::unmasked,
    write::{self, RowChange, with_retired},
};
use crate::ledger::{
    model::{
        CellFault, Definition, FieldKind, FieldSpec, Reader, Row, RowState, Values, left_to_stage,
    },
    store,
};
use ::store::{
    Ctx, Error, Result, Tx,
    audit::{Facts, Line},
};
use base::{Refusal, actor::UnitId};
use std::collections::BTreeMap;

/// How saving the form of a row that is there went.
#[derive(Debug)]
pub(in crate::ledger) enum Saved {
    /// It is saved, as the row of this number; what followed it elsewhere, in words.
    Done(i64, String),
    /// The row of this number says what it said: nothing is saved.
    Same(i64),
    /// Something is wrong; nothing is saved.
    Faulty(Vec<CellFault>),
}

/// What was typed into the fields of a row.
pub(in crate::ledger) type Typed<'a> = &'a (dyn Fn(&FieldSpec) -> String + Sync);

/// Enters a row; gives its number, or what is wrong.
pub(in crate::ledger) async fn create(
    ctx: &Ctx,
    code: &str,
    unit: UnitId,
    (typed, reason): (Typed<'_>, &str),
) -> Result<std::result::Result<i64, Vec<CellFault>>> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    opened.standing.may_fill(unit)?;
    let (values, faults) = read((&tx, ctx), &opened, typed, (Some(unit), None)).await?;
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    let row = new_row(ctx, unit, values, String::new());
    let pair = (&opened.register, &opened.house);
    let changes = vec![RowChange::New(row.clone())];
    let numbers = write::apply(&mut tx, ctx, pair, (changes, reason)).await?;
    let no = numbers.first().copied().ok_or(Error::NotFound)?;
    let line = Line::new("ledger.row.created", row_id(code, no))
        .named(row_name(&opened, no))
        .changing(&Facts::none(), &facts_of(&opened, &row))
        .because(reason);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(Ok(no))
}

/// Changes a row that is still at this version.
pub(in crate::ledger) async fn change(
    ctx: &Ctx,
    code: &str,
    (no, version): (i64, i64),
    unit: UnitId,
    (typed, reason): (Typed<'_>, &str),
) -> Result<Saved> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let before = visible_row(&tx, &opened, no).await?;
    opened.standing.may_change(&before)?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    let (values, faults) = read((&tx, ctx), &opened, typed, (Some(unit), Some(&before))).await?;
    if !faults.is_empty() {
        return Ok(Saved::Faulty(faults));
    }
    let values = with_retired(&opened.register.definition, values, &before);
    opened.standing.may_assign(&before, unit, &values)?;
    // What was sent back may be right as it is: saving it says so.
    let is_same = before.values == values && before.unit == unit;
    if is_same && before.state != RowState::Returned {
        return Ok(Saved::Same(no));
    }
    let after = changed_row(ctx, &before, unit, values);
    let line = Line::new("ledger.row.changed", row_id(code, no))
        .named(row_name(&opened, no))
        .changing(&facts_of(&opened, &before), &facts_of(&opened, &after))
        .because(reason);
    let act = "changed";
    let pair = (&opened.register, &opened.house);
    let changes = vec![RowChange::Changed { before, after, act }];
    let (_, followed) = write::apply_at(&mut tx, ctx, pair, (changes, reason), 0).await?;
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(Saved::Done(no, following::in_words(&followed)))
}

/// Verifies rows, or sends them back with a comment. Tells how many were changed.
pub(in crate::ledger) async fn judge(
    ctx: &Ctx,
    code: &str,
    numbers: &[i64],
    state: RowState,
    comment: &str,
) -> Result<usize> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    opened.standing.may_verify()?;
    if state == RowState::Returned && comment.trim().is_empty() {
        return Err(Refusal::new(
            "ledger.return_needs_reason",
            "退回时要说明原因。",
            "请写明哪里不对、怎样改。",
        )
        .into());
    }
    let rows = store::rows_numbered(&tx, opened.register.no, numbers).await?;
    let act = match state {
        RowState::Returned => "returned",
        RowState::Verified | RowState::Pending => "verified",
    };
    let changes: Vec<RowChange> = rows
        .into_iter()
        .filter(|row| row.state != state && opened.standing.sees_row(row))
        .map(|before| {
            let after = Row {
                state,
                version: before.version + 1,
                changed_ms: ctx.now_ms(),
                comment: comment.trim().to_owned(),
                ..before.clone()
            };
            RowChange::Changed { before, after, act }
        })
        .collect();
    let n_changed = changes.len();
    if n_changed == 0 {
        return Ok(0);
    }
    let pair = (&opened.register, &opened.house);
    // What is said of a row is why its number changes as well.
    let changed = write::apply(&mut tx, ctx, pair, (changes, comment)).await?;
    let what = match changed.as_slice() {
        [no] => (row_id(code, *no), row_name(&opened, *no)),
        _ => (code.to_owned(), opened.register.definition.name.clone()),
    };
    let line = match state {
        RowState::Returned => Line::new("ledger.row.returned", what.0),
        RowState::Verified | RowState::Pending => Line::new("ledger.row.verified", what.0),
    };
    let line = line.named(what.1).because(comment.trim());
    tx.audit_line(
        ctx,
        line.saying(format!("{n_changed}条：{}", listed(&changed))),
    );
    tx.commit().await?;
    Ok(n_changed)
}

/// Moves rows into the recycle bin. Tells how many.
pub(in crate::ledger) async fn remove(
    ctx: &Ctx,
    code: &str,
    numbers: &[i64],
    reason: &str,
) -> Result<usize> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let rows = store::rows_numbered(&tx, opened.register.no, numbers).await?;
    let rows: Vec<Row> = rows
        .into_iter()
        .filter(|row| opened.standing.sees_row(row))
        .collect();
    for row in &rows {
        // Who only handles it does not take it away.
        opened.standing.may_fill(row.unit)?;
        opened.standing.may_change(row)?;
    }
    if rows.is_empty() {
        return Err(Error::NotFound);
    }
    refuse_referred(&tx, &opened.register, &rows).await?;
    let changes = rows
        .into_iter()
        .map(|row| RowChange::Binned {
            row,
            reason: reason.to_owned(),
        })
        .collect();
    let pair = (&opened.register, &opened.house);
    let gone = write::apply(&mut tx, ctx, pair, (changes, reason)).await?;
    let line = Line::new("ledger.row.removed", code)
        .named(opened.register.definition.name.clone())
        .saying(format!("{}条：{}", gone.len(), listed(&gone)))
        .because(reason);
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(gone.len())
}

/// Takes a row out of the recycle bin; it is to be verified anew.
pub(in crate::ledger) async fn restore(ctx: &Ctx, code: &str, no: i64, reason: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let binned = store::row_in_bin(&tx, opened.register.no, no).await?;
    let mut row = binned.ok_or(Error::NotFound)?.row;
    if !opened.standing.sees(row.unit) {
        return Err(Error::NotFound);
    }
    opened.standing.may_fill(row.unit)?;
    let definition = &opened.register.definition;
    if let Some(key) = definition.key_of(row.unit, &row.values)
        && !store::keys_taken(&tx, opened.register.no, &[key])
            .await?
            .is_empty()
    {
        return Err(Refusal::new(
            "ledger.key_taken",
            "已有另一条内容相同的记录，不能恢复。",
            "请先核对现有记录。",
        )
        .into());
    }
    if let Some(fault) = lookup_faults((&tx, ctx), &opened, &row.values, Some(&row))
        .await?
        .pop()
    {
        return Err(Refusal::new(
            "ledger.reference_gone",
            format!("这条记录引用的内容已经不在：{}", fault.message),
            "请先恢复或登记被引用的记录，再恢复这条。",
        )
        .into());
    }
    row.version += 1;
    row.changed_ms = ctx.now_ms();
    let pair = (&opened.register, &opened.house);
    write::apply(&mut tx, ctx, pair, (vec![RowChange::Restored(row)], reason)).await?;
    let line = Line::new("ledger.row.restored", row_id(code, no))
        .named(row_name(&opened, no))
        .because(reason);
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// Deletes a row of the recycle bin for good.
pub(in crate::ledger) async fn purge(ctx: &Ctx, code: &str, no: i64, reason: &str) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let binned = store::row_in_bin(&tx, opened.register.no, no).await?;
    let row = binned.ok_or(Error::NotFound)?.row;
    if !opened.standing.sees(row.unit) {
        return Err(Error::NotFound);
    }
    opened.standing.may_purge()?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "ledger.purge_needs_reason",
            "彻底删除要说明原因。",
            "请写明为什么不再保留这条记录。",
        )
        .into());
    }
    refuse_purge(&tx, &opened.register, &row).await?;
    let line = Line::new("ledger.row.purged", row_id(code, no))
        .named(row_name(&opened, no))
        .changing(&facts_of(&opened, &row), &Facts::none())
        .because(reason.trim());
    store::purge(&mut tx, opened.register.no, no).await?;
    let_files_go(&mut tx, ctx, &opened.register, &[no]).await?;
    tx.audit_line(ctx, line);
    tx.commit().await
}

/// A row this person sees.
pub(super) async fn visible_row(db: &impl ::store::Read, opened: &Opened, no: i64) -> Result<Row> {
    let row = store::row(db, opened.register.no, no).await?;
    row.filter(|row| opened.standing.sees_row(row))
        .ok_or(Error::NotFound)
}

/// The unit somebody fills in for unless they say otherwise.
pub(in crate::ledger) fn own_unit(ctx: &Ctx, opened: &Opened) -> Option<UnitId> {
    let own = std::iter::once(&ctx.actor.unit).chain(&ctx.actor.units);
    own.copied().find(|unit| opened.standing.fills_for(*unit))
}

pub(super) async fn read(
    (tx, ctx): (&Tx, &Ctx),
    opened: &Opened,
    typed: Typed<'_>,
    (unit, before): (Option<UnitId>, Option<&Row>),
) -> Result<(Values, Vec<CellFault>)> {
    let definition = &opened.register.definition;
    let mut texts = BTreeMap::new();
    let mut covered = Vec::new();
    for field in definition.active() {
        // What is for a stage to fill in stays, whatever was sent.
        if left_to_stage(definition, field, before, opened.standing.is_owner).is_some() {
            let kept = before.and_then(|row| row.values.get(&field.code));
            texts.insert(&field.code, kept.cloned().unwrap_or_default());
            continue;
        }
        match unmasked(field, typed(field), before) {
            Ok(text) => _ = texts.insert(&field.code, text),
            Err(fault) => covered.push(fault),
        }
    }
    let text = |field: &FieldSpec| texts.get(&field.code).cloned().unwrap_or_default();
    let (values, mut faults) = Reader::new(definition, ctx.today()).read(&text, &opened.house);
    // A mask is not missing, it is wrong.
    faults.retain(|fault| covered.iter().all(|other| other.field != fault.field));
    faults.extend(covered);
    if let Some(before) = before {
        for fault in definition.cleared_of_passed(&before.values, &values) {
            if faults.iter().all(|other| other.field != fault.field) {
                faults.push(fault);
            }
        }
    }
    faults.extend(lookup_faults((tx, ctx), opened, &values, before).await?);
    let key = definition.key_of(unit, &values);
    if let Some(key) = key {
        let taken = store::keys_taken(tx, opened.register.no, &[key]).await?;
        let except = before.map(|row| row.no);
        if let Some(no) = taken.values().find(|no| Some(**no) != except) {
            let other = store::row(tx, opened.register.no, *no).await?;
            let is_seen = other.is_some_and(|row| opened.standing.sees_row(&row));
            faults.push(CellFault {
                field: definition.key.first().cloned().unwrap_or_default(),
                message: match is_seen {
                    true => format!("{}与第{no}号记录重复。", key_in_words(definition)),
                    false => repeats_unseen(definition),
                },
            });
        }
    }
    Ok((values, faults))
}

/// What is said of a row that repeats one this person does not see: not whose it is, nor which.
pub(super) fn repeats_unseen(definition: &Definition) -> String {
    format!(
        "{}与已登记的记录重复，不能再登记；请与{}核对。",
        key_in_words(definition),
        definition.owner
    )
}

/// What tells rows apart, by the names of the fields.
fn key_in_words(definition: &Definition) -> String {
    let names = definition.key.iter();
    let names: Vec<&str> = names
        .filter_map(|code| Some(definition.field(code)?.name.as_str()))
        .collect();
    names.join("、")
}

pub(super) fn new_row(ctx: &Ctx, unit: UnitId, values: Values, origin: String) -> Row {
    Row {
        no: 0,
        unit,
        state: RowState::Pending,
        version: 1,
        values,
        made_ms: ctx.now_ms(),
        made_by: format!("{} · {}", ctx.actor.unit_name, ctx.actor.name),
        origin,
        changed_ms: ctx.now_ms(),
        comment: String::new(),
    }
}

/// Whatever was verified is to be verified anew once it is another.
pub(super) fn changed_row(ctx: &Ctx, before: &Row, unit: UnitId, values: Values) -> Row {
    Row {
        unit,
        state: RowState::Pending,
        version: before.version + 1,
        values,
        changed_ms: ctx.now_ms(),
        comment: String::new(),
        ..before.clone()
    }
}

pub(super) fn fault_of(field: &FieldSpec, message: String) -> CellFault {
    CellFault {
        field: field.code.clone(),
        message,
    }
}

pub(super) fn fault_of_row(message: &str) -> CellFault {
    CellFault {
        field: String::new(),
        message: message.to_owned(),
    }
}

pub(super) fn row_id(code: &str, no: i64) -> String {
    format!("{code}/{no}")
}

pub(super) fn row_name(opened: &Opened, no: i64) -> String {
    row_name_of(&opened.register.definition, no)
}

/// 「教师培训第12号」.
pub(super) fn row_name_of(definition: &Definition, no: i64) -> String {
    format!("{}第{no}号", definition.name)
}

/// The row in words. What is personal stays out of the audit: that it changed is in the history.
fn facts_of(opened: &Opened, row: &Row) -> Facts {
    let definition = &opened.register.definition;
    let mut facts = Facts::none().with("填报单位", opened.house.name(row.unit));
    for field in &definition.fields {
        let is_open = field.personal == crate::ledger::model::Personal::None;
        let Some(kept) = row.values.get(&field.code).filter(|_| is_open) else {
            continue;
        };
        let shown = match field.kind {
            FieldKind::Unit => opened.house.kept_name(kept).to_owned(),
            _ => field.shown(kept),
        };
        facts = facts.with(&field.name, shown);
    }
    facts
}

/// The first numbers of a list.
pub(super) fn listed(numbers: &[i64]) -> String {
    let first: Vec<String> = numbers
        .iter()
        .take(20)
        .map(|no| format!("第{no}号"))
        .collect();
    let more = if numbers.len() > 20 { "等" } else { "" };
    format!("{}{more}", first.join("、"))
}
