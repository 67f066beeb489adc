//! 办理: moving a row on to its next stage, and back with a reason.

use super::{
    asks::addressees,
    lookup::lookup_faults,
    people::{Opened, open_in},
    rows::{row_id, row_name, visible_row},
    sight::unmasked,
    standing::{MOVED, MOVED_BACK, waits_for},
    write::{self, RowChange},
};
use crate::{
    inbox::{self, Addressee, Notice, Urgency},
    ledger::{
        model::{CellFault, FieldKind, FieldSpec, Mover, Reader, Row, RowState, StageSpec},
        paths,
        store::{self, Move, StageEntry},
    },
    org,
};
use ::store::{Ctx, Error, Result, Tx, audit::Line};
use base::{Refusal, actor::UnitId};
use std::collections::BTreeMap;

/// Where a row stands and how it came there.
#[derive(Debug)]
pub(in crate::ledger) struct Course {
    pub(in crate::ledger) entry: StageEntry,
    pub(in crate::ledger) moves: Vec<Move>,
}

/// Where a row stands; nothing in a register without stages.
pub(in crate::ledger) async fn course(
    ctx: &Ctx,
    opened: &Opened,
    no: i64,
) -> Result<Option<Course>> {
    if !opened.register.definition.has_stages() {
        return Ok(None);
    }
    let mut entries = store::stage_entries(&ctx.db, opened.register.no, &[no]).await?;
    let Some(entry) = entries.remove(&no) else {
        return Ok(None);
    };
    let moves = store::moves(&ctx.db, opened.register.no, no).await?;
    Ok(Some(Course { entry, moves }))
}

/// What was typed into a field; none where it was not asked for.
type Typed<'a> = &'a (dyn Fn(&FieldSpec) -> Option<String> + Sync);

/// Moves a row on to its next stage, with what was filled in for it. What is wrong or missing is said.
pub(in crate::ledger) async fn move_on(
    ctx: &Ctx,
    code: &str,
    (no, version): (i64, i64),
    (typed, reason): (Typed<'_>, &str),
) -> Result<Vec<CellFault>> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let before = visible_row(&tx, &opened, no).await?;
    let definition = &opened.register.definition;
    let stage = definition.stage_of(&before.values).ok_or(Error::NotFound)?;
    opened.standing.may_move(&before, stage)?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    let next = definition.stage_after(stage).ok_or_else(at_end)?;
    let mut texts = BTreeMap::new();
    let mut covered = Vec::new();
    for field in definition.active() {
        match asked_text(&opened, (stage, field), typed(field), &before) {
            Ok(text) => _ = texts.insert(&field.code, text),
            Err(fault) => covered.push(fault),
        }
    }
    let text = |field: &FieldSpec| texts.get(&field.code).cloned().unwrap_or_default();
    let (mut values, mut faults) = Reader::new(definition, ctx.today()).read(&text, &opened.house);
    // A mask is not missing, it is wrong.
    faults.retain(|fault| covered.iter().all(|other| other.field != fault.field));
    faults.extend(covered);
    faults.extend(lookup_faults((&tx, ctx), &opened, &values, Some(&before)).await?);
    let needed = definition.still_needed(stage, &values).into_iter();
    let needed = needed.map(|field| CellFault {
        field: field.code.clone(),
        message: format!("请先填写{}。", field.name),
    });
    for fault in needed.chain(definition.not_yet(stage, &values)) {
        if faults.iter().all(|other| other.field != fault.field) {
            faults.push(fault);
        }
    }
    if !faults.is_empty() {
        return Ok(faults);
    }
    values = write::with_retired(definition, values, &before);
    values.insert(definition.stage.clone(), next.name.clone());
    let words = format!("由“{}”转入“{}”", stage.name, next.name);
    let next_mover = next.mover;
    let is_end = next.is_end;
    let moved_from = stage.mover;
    let after = Row {
        values,
        version: before.version + 1,
        changed_ms: ctx.now_ms(),
        // What was sent back and is moved on again is to be looked at anew.
        state: match before.state {
            RowState::Returned => RowState::Pending,
            state => state,
        },
        comment: String::new(),
        ..before.clone()
    };
    let to = waits_for(&opened.register, next_mover, &after);
    let line = Line::new("ledger.row.moved", row_id(code, no))
        .named(row_name(&opened, no))
        .saying(words.clone())
        .because(reason);
    put(&mut tx, ctx, &opened, (before, after, MOVED), reason).await?;
    if !is_end && next_mover != moved_from {
        tell(&mut tx, ctx, &opened, (no, to), (words, String::new())).await?;
    }
    tx.audit_line(ctx, line);
    tx.commit().await?;
    Ok(Vec::new())
}

/// What stands in a field when a row goes on: what was typed where the stage asks for it, else what is
/// kept. A covered value stays where nothing, or its own mask, was typed.
fn asked_text(
    opened: &Opened,
    (stage, field): (&StageSpec, &FieldSpec),
    typed: Option<String>,
    before: &Row,
) -> std::result::Result<String, CellFault> {
    let kept = || before.values.get(&field.code).cloned().unwrap_or_default();
    let is_typed = stage.needs.contains(&field.code) && field.kind != FieldKind::File;
    match typed.filter(|_| is_typed) {
        None => Ok(kept()),
        Some(text) if text.trim().is_empty() && opened.mask(field, before).is_some() => Ok(kept()),
        Some(text) => unmasked(field, text, Some(before)),
    }
}

/// Sends a row back to an earlier stage, with a reason.
pub(in crate::ledger) async fn move_back(
    ctx: &Ctx,
    code: &str,
    (no, version): (i64, i64),
    (to, reason): (&str, &str),
) -> Result<()> {
    let mut tx = ctx.db.begin_write().await?;
    let opened = open_in(&tx, ctx, code).await?;
    let before = visible_row(&tx, &opened, no).await?;
    let definition = &opened.register.definition;
    let stage = definition.stage_of(&before.values).ok_or(Error::NotFound)?;
    opened.standing.may_verify()?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    let here = definition.stage_place(stage);
    let mut earlier = definition.stages.iter().take(here);
    let target = earlier.find(|known| known.code == to);
    let target = target.ok_or_else(|| {
        Refusal::new(
            "ledger.stage_back_only",
            "只能退回到前面的阶段。",
            "请重新选择退回到哪一阶段。",
        )
    })?;
    if reason.trim().is_empty() {
        return Err(Refusal::new(
            "ledger.return_needs_reason",
            "退回时要说明原因。",
            "请写明哪里不对、怎样改。",
        )
        .into());
    }
    let words = format!("由“{}”退回“{}”", stage.name, target.name);
    let mut after = Row {
        version: before.version + 1,
        changed_ms: ctx.now_ms(),
        state: RowState::Returned,
        comment: reason.trim().to_owned(),
        ..before.clone()
    };
    after
        .values
        .insert(definition.stage.clone(), target.name.clone());
    let unit = waits_for(&opened.register, Mover::Unit, &after);
    let line = Line::new("ledger.row.moved_back", row_id(code, no))
        .named(row_name(&opened, no))
        .saying(words.clone())
        .because(reason.trim());
    put(&mut tx, ctx, &opened, (before, after, MOVED_BACK), reason).await?;
    let told = (words, reason.trim().to_owned());
    tell(&mut tx, ctx, &opened, (no, unit), told).await?;
    tx.audit_line(ctx, line);
    tx.commit().await
}

async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    opened: &Opened,
    (before, after, act): (Row, Row, &'static str),
    reason: &str,
) -> Result<()> {
    let pair = (&opened.register, &opened.house);
    let change = RowChange::Changed { before, after, act };
    write::apply(tx, ctx, pair, (vec![change], reason)).await?;
    Ok(())
}

/// Tells a unit that it is its turn, or that something came back.
async fn tell(
    tx: &mut Tx,
    ctx: &Ctx,
    opened: &Opened,
    (no, unit): (i64, UnitId),
    (words, body): (String, String),
) -> Result<()> {
    let roles: Vec<base::Role> = addressees(&opened.house, unit)
        .into_iter()
        .filter_map(|addressee| match addressee {
            Addressee::Post(_, role) => Some(role),
            Addressee::Person(_) => None,
        })
        .collect();
    let holders = org::holders(tx, Some(unit), &roles).await?;
    let definition = &opened.register.definition;
    let notice = Notice {
        to: holders.into_iter().map(|(person, _)| person).collect(),
        kind: "ledger.moved",
        subject: format!("{}第{no}号{words}", definition.name),
        body,
        href: paths::of_row(paths::ROW, &definition.code, no),
        about: row_id(&definition.code, no),
        urgency: Urgency::Ordinary,
    };
    inbox::tell(tx, ctx, notice).await
}

fn at_end() -> Error {
    Refusal::new(
        "ledger.stage_at_end",
        "这件事已经办结，没有下一阶段。",
        "需要重新办理的，请退回到前面的阶段。",
    )
    .into()
}
