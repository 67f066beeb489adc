//! Registers filled by the program instead of by hand, through the same doors: the demo county.

use super::{
    actions::{self, Choice, Duplicates, Take},
    model::{CreditEntryId, EntryKind, FieldSpec, RowState},
    sheet,
};
use ::store::{Ctx, Error, Result};
use base::{actor::UnitId, day::Date};
use shell::csrf;
use std::collections::BTreeMap;

/// A row of a spreadsheet: what stands under which header.
pub(crate) type SheetRow = BTreeMap<String, String>;

/// Takes rows over as if they had been imported from a file of this name.
pub(crate) async fn take_rows(
    ctx: &Ctx,
    code: &str,
    rows: &[SheetRow],
    file_name: &str,
    take: Take,
) -> Result<()> {
    let opened = actions::open(ctx, code).await?;
    let (grid, columns) =
        sheet::grid_of(rows, &opened.register.definition).ok_or(Error::NotFound)?;
    let choice = Choice {
        duplicates: Duplicates::Skip,
        take,
        reason: "",
        seen: "",
        once: ("", ""),
    };
    actions::import(ctx, code, (&grid, &columns), file_name, choice).await?;
    Ok(())
}

/// Verifies rows.
pub(crate) async fn verify_rows(ctx: &Ctx, code: &str, numbers: &[i64]) -> Result<()> {
    actions::judge(ctx, code, numbers, RowState::Verified, "").await?;
    Ok(())
}

/// Sends rows back with a reason.
pub(crate) async fn return_rows(
    ctx: &Ctx,
    code: &str,
    numbers: &[i64],
    reason: &str,
) -> Result<()> {
    actions::judge(ctx, code, numbers, RowState::Returned, reason).await?;
    Ok(())
}

/// Moves rows on to their next stage with what stands under the headers; rows for which something is
/// missing or wrong stay where they are. Tells how many moved.
pub(crate) async fn advance_rows(ctx: &Ctx, code: &str, rows: &[(i64, SheetRow)]) -> Result<usize> {
    let opened = actions::open(ctx, code).await?;
    let mut n_moved = 0;
    for (no, cells) in rows {
        let row = match actions::row_sheet(ctx, &opened, *no).await {
            Ok(sheet) => sheet.row,
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        };
        let typed = |field: &FieldSpec| cells.get(&field.name).cloned();
        match actions::move_on(ctx, code, (*no, row.version), (&typed, "")).await {
            Ok(faults) => n_moved += usize::from(faults.is_empty()),
            // It stands at its end already.
            Err(Error::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n_moved)
}

/// Opens an account of credits, enters some results of the catalogue into it, and has some recognised.
pub(crate) async fn open_credits(
    ctx: &Ctx,
    unit: UnitId,
    (holder, id_no): (&str, &str),
    (first, n_results): (usize, usize),
    recognised: Option<(&str, &str)>,
) -> Result<()> {
    let account = actions::open_credit_account(ctx, unit, (holder, id_no)).await?;
    let results = actions::credit_sheet(ctx, account).await?.results;
    for result in results.iter().cycle().skip(first).take(n_results) {
        actions::earn(ctx, account, (CreditEntryId::new(), &result.code)).await?;
    }
    if let Some(what) = recognised.filter(|_| !results.is_empty()) {
        let to = (EntryKind::Recognise, "");
        actions::move_credits(ctx, account, CreditEntryId::new(), to, what).await?;
    }
    Ok(())
}

/// Gives a device to a bus and takes what it sent.
pub(crate) async fn follow_bus(ctx: &Ctx, plate: &str, message: &str) -> Result<()> {
    let token = format!("{}{}", csrf::random_word(), csrf::random_word());
    actions::issue_device(ctx, plate, &token).await?;
    let device = actions::device_of(&ctx.db, &token).await?;
    let device = device.ok_or(Error::NotFound)?;
    actions::take_positions(&ctx.db, &device, message.as_bytes(), ctx.now_ms()).await?;
    Ok(())
}

/// Invites somebody of a pool, and lets the keeper of the pool answer for them where an answer is given.
pub(crate) async fn invite_expert(
    inviter: &Ctx,
    (code, no): (&str, i64),
    invitation: (&str, Date),
    answered: Option<(&Ctx, (&str, &str))>,
) -> Result<()> {
    let (matter, on) = invitation;
    actions::invite(inviter, (code, no), (matter, &on.to_string())).await?;
    let Some((keeper, answer)) = answered else {
        return Ok(());
    };
    let opened = actions::open(keeper, code).await?;
    for invitation in actions::invitations(keeper, &opened, no).await? {
        if invitation.answer.is_none() {
            actions::answer(keeper, (code, no, &invitation.id), answer).await?;
        }
    }
    Ok(())
}
