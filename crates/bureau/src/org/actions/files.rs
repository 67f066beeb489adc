//! Who may see and change the files attached to a unit: whoever finds it in the address list, and whoever
//! keeps the units. What lies there is what founded, renamed or merged it.

use super::read::address_list;
use crate::org::{paths, policy, store};
use ::store::{Ctx, Error, Result};
use base::{Refusal, actor::UnitId};
use shell::{FileAct, Place};

/// The kind of thing, for the slice of attachments.
pub(in crate::org) const FILES_OF_UNIT: &str = "unit";

/// Where a unit is shown, for the slice of attachments.
pub(in crate::org) async fn place_of_files(ctx: Ctx, unit: String, act: FileAct) -> Result<Place> {
    let id: UnitId = unit.parse()?;
    let house = store::every_unit(&ctx.db).await?;
    if !address_list(&ctx, &house).await?.sees(id) {
        return Err(Error::NotFound);
    }
    let unit = house.into_iter().find(|unit| unit.id == id);
    let unit = unit.ok_or(Error::NotFound)?;
    if act == FileAct::Change && !policy::administers(&ctx.actor) {
        return Err(Refusal::new(
            "org.files_of_the_administrator",
            "单位的附件由系统管理员维护。",
            "如需增减附件，请联系系统管理员。",
        )
        .into());
    }
    Ok(Place {
        name: unit.short_name,
        href: paths::unit(id),
    })
}
