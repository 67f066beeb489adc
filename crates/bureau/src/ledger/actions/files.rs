//! Who may see and change the files attached to a row. What a paper says nobody can cover word by word:
//! in a register with personal information its papers are for those who see that of the row whole, or
//! may ask for it. They go with the row, and when what is personal in it is erased.

use super::{
    people::{Opened, open},
    rows::{row_id, row_name, row_name_of, visible_row},
};
use crate::{
    files,
    ledger::{paths, store::Register},
};
use ::store::{Ctx, Error, Result, Tx};
use shell::{FileAct, Place};

/// The kind of thing, for the slice of attachments.
pub(in crate::ledger) const FILES_OF_ROW: &str = "register-row";

/// What a row is called there.
pub(in crate::ledger) fn files_of_row(code: &str, no: i64) -> String {
    row_id(code, no).replace('/', ":")
}

/// Where a row is shown, for the slice of attachments.
pub(in crate::ledger) async fn place_of_files(
    ctx: Ctx,
    object: String,
    act: FileAct,
) -> Result<Place> {
    let (code, no) = object.rsplit_once(':').ok_or(Error::NotFound)?;
    let no: i64 = no.parse().map_err(|_| Error::NotFound)?;
    let opened = open(&ctx, code).await?;
    let row = visible_row(&ctx.db, &opened, no).await?;
    if !sees_files(&opened, row.unit) {
        return Err(Error::NotFound);
    }
    if act == FileAct::Change {
        opened.standing.may_change(&row)?;
    }
    Ok(Place {
        name: row_name(&opened, no),
        href: paths::of_row(paths::ROW, code, no),
    })
}

/// Whether the papers of the rows of a unit are for this person.
pub(in crate::ledger) fn sees_files(opened: &Opened, unit: base::actor::UnitId) -> bool {
    let fields = &opened.register.definition.fields;
    opened.standing.sees_files(fields, unit)
}

/// Lets the files of rows go for good.
pub(super) async fn let_files_go(
    tx: &mut Tx,
    ctx: &Ctx,
    register: &Register,
    numbers: &[i64],
) -> Result<()> {
    let definition = &register.definition;
    let named = |no: &i64| {
        (
            files_of_row(&definition.code, *no),
            row_name_of(definition, *no),
        )
    };
    files::let_go(tx, ctx, FILES_OF_ROW, &numbers.iter().map(named).collect()).await
}
