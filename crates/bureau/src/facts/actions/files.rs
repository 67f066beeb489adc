//! Who may see and change the files attached to a data item: whoever sees the item, and whoever may say
//! what it counts. What lies there is what the count rests on: a form, an explanation, a paper.

use super::look::View;
use crate::facts::{model::ItemCode, paths, policy};
use ::store::{Ctx, Error, Result};
use shell::{FileAct, Place};

/// The kind of thing, for the slice of attachments.
pub(in crate::facts) const FILES_OF_ITEM: &str = "data-item";

/// Where a data item is shown, for the slice of attachments.
pub(in crate::facts) async fn place_of_files(
    ctx: Ctx,
    item: String,
    act: FileAct,
) -> Result<Place> {
    let code: ItemCode = item.parse().map_err(|_| Error::NotFound)?;
    if !policy::READ.admits(Some(&ctx.actor)) {
        return Err(Error::NotFound);
    }
    let view = View::without_locks(&ctx).await?;
    let item = view.item(&ctx, &code)?;
    if act == FileAct::Change {
        policy::may_define(&ctx.actor)?;
    }
    Ok(Place {
        name: item.name.clone(),
        href: paths::item(&code),
    })
}
