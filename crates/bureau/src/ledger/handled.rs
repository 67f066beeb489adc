//! Registers filled by the program instead of by hand, through the same doors: the demo county.

use super::{
    actions::{self, Duplicates, Take},
    model::{Definition, RowState},
    sheet,
};
use ::store::{Ctx, Error, Result};
use std::collections::BTreeMap;

/// A row of a spreadsheet: what stands under which header.
pub(crate) type SheetRow = BTreeMap<String, String>;

/// A definition as it is shipped.
pub(crate) fn definition(text: &str) -> Result<Definition> {
    toml::from_str(text).map_err(|error| Error::Corrupt(error.to_string()))
}

/// Takes rows over as if they had been imported from a file of this name.
pub(crate) async fn take_rows(
    ctx: &Ctx,
    code: &str,
    rows: &[SheetRow],
    file_name: &str,
) -> Result<()> {
    let opened = actions::open(ctx, code).await?;
    let (grid, columns) =
        sheet::grid_of(rows, &opened.register.definition).ok_or(Error::NotFound)?;
    let choice = (Duplicates::Skip, Take::All);
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
